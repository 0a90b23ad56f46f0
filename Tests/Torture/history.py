#!/usr/bin/env python3
"""Imports a million past answers, killing the import again and again; then exports them, imports the export into an empty
store, exports that, and compares the bytes.

    history.py --programs .build/release [--rows 1000000] [--kills 20] [--seed 7]

It reports times, memory and the import's own verdict; exit code 1 when a row is missing or twice, the verdict is not kept,
the two exports differ, or memory passes 512 MiB.
"""

import argparse
import filecmp
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def written(path: Path, rows: int):
    """As an older system has them: its own score, some measures, and a hash for two in three of the recordings."""
    rng = random.Random(1)
    with open(path, "w") as file:
        file.write("session,question,attempt,candidate,language,overall,recorded_at,recording_sha256,speech_rate_syl_s,pauses_per_min\n")
        for row in range(rows):
            digest = f"{rng.getrandbits(256):064x}" if row % 3 else ""
            file.write(
                f"old-{row // 5:06},q{row % 5 + 1},1,\"c,{row // 10}\",zh,{row % 101},2024-{row % 12 + 1:02}-01T08:{row % 60:02}:00Z,"
                f"{digest},{rng.randrange(200, 700) / 100},{rng.randrange(0, 3000) / 100}\n")


class Run:
    def __init__(self, options, base: Path):
        self.intone, self.base, self.memory = options.programs / "intone", base, 0

    def finish(self, process: subprocess.Popen) -> int:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.memory = max(self.memory, usage.ru_maxrss >> 10)
        return process.returncode

    def imported(self, file: Path, store: Path, kill_after: float | None = None) -> tuple[int, dict]:
        """The exit code and the report; killed after so many seconds if it lives so long."""
        out = self.base / "report"
        with open(out, "wb") as target:
            process = subprocess.Popen([self.intone, "import", file, "--json", "--store", store], stdout=target, stderr=subprocess.DEVNULL)
            if kill_after is not None:
                end = time.monotonic() + kill_after
                while time.monotonic() < end and os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                    time.sleep(0.01)
                process.kill()
            code = self.finish(process)
        return code, json.loads(out.read_bytes() or b"{}") if code != -9 else {}

    def exported(self, store: Path, target: Path) -> float:
        began = time.monotonic()
        with open(target, "wb") as file:
            process = subprocess.Popen([self.intone, "export", "--format", "csv", "--store", store], stdout=file)
            if self.finish(process) != 0:
                raise SystemExit("history: the export failed")
        return time.monotonic() - began


def rows_of(store: Path) -> tuple[int, int, str]:
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        counts = connection.execute("SELECT count(*), count(DISTINCT answer) FROM answers WHERE is_current").fetchone()
        return (*counts, connection.execute("PRAGMA quick_check(3)").fetchone()[0])
    finally:
        connection.close()


def processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tenths(options, base: Path) -> Run:
    """An import that nobody disturbs; the processor time of each tenth tells whether it is linear."""
    run, store, file = Run(options, base), base / "calm.sqlite", base / "past.csv"
    began, size, marks = time.monotonic(), file.stat().st_size, []
    process = subprocess.Popen([run.intone, "import", file, "--store", store], stdout=subprocess.DEVNULL)
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.05)
        try:
            connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=1)
            at = (connection.execute("SELECT offset FROM imports").fetchone() or (0,))[0]
            connection.close()
        except sqlite3.OperationalError:
            continue
        while at >= (len(marks) + 1) * size / 10:
            marks.append(processor_time(process.pid))
    run.finish(process)
    took = time.monotonic() - began
    steps = [later - earlier for earlier, later in zip([0.0, *marks], marks)]
    print(f"history: {options.rows} rows undisturbed in {took:.1f} s ({options.rows / took:.0f}/s), {run.memory} MiB; "
          f"processor time of each tenth {' '.join(f'{step:.1f}' for step in steps)} s; the store has {store.stat().st_size >> 20} MiB", flush=True)
    return run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/release", type=lambda path: Path(path).resolve())
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", default=os.environ.get("SEED", "7"))
    parser.add_argument("--scratch", default=tempfile.gettempdir())
    options = parser.parse_args()
    rng = random.Random(options.seed)
    base = Path(tempfile.mkdtemp(prefix="intone-history-", dir=options.scratch))
    try:
        file, store, other = base / "past.csv", base / "intone.sqlite", base / "other.sqlite"
        written(file, options.rows)
        print(f"history: {options.rows} rows, {file.stat().st_size >> 20} MiB of CSV; SEED={options.seed}", flush=True)
        calm = tenths(options, base)
        (base / "calm.sqlite").unlink()
        run, kills, began = Run(options, base), 0, time.monotonic()
        code, report = -9, {}
        while code == -9:
            code, report = run.imported(file, store, rng.uniform(0.2, 8) if kills < options.kills else None)
            kills += code == -9
        took = time.monotonic() - began
        count, distinct, check = rows_of(store)
        print(f"history: killed {kills} times and resumed: {took:.1f} s, {run.memory} MiB; {count} rows, {distinct} answers, SQLite {check}")
        print(f"history: read {report['read']}, imported {report['imported']}, duplicate {report['duplicate']}, rejected {report['rejected']}, "
              f"kept {report['kept_ratio']} → {'kept' if report['kept'] else 'NOT KEPT'}", flush=True)
        first, second = base / "first.csv", base / "second.csv"
        out = run.exported(store, first)
        began = time.monotonic()
        again, back = run.imported(first, other)
        took = time.monotonic() - began
        run.exported(other, second)
        same = filecmp.cmp(first, second, shallow=False)
        print(f"history: export {out:.1f} s, {first.stat().st_size >> 20} MiB; imported again in {took:.1f} s; "
              f"the exports are {'the same, byte for byte' if same else 'DIFFERENT'}; {max(run.memory, calm.memory)} MiB at most")
        good = (
            code == 0 and again == 0 and same and check == "ok" and count == distinct == options.rows and report["kept"]
            and report["read"]["rows"] == report["imported"]["rows"] == back["imported"]["rows"] == options.rows
            and report["read"]["checksum"] == report["imported"]["checksum"] and max(run.memory, calm.memory) < 512)
        print(f"history: {'good' if good else 'FINDING'}")
        return 0 if good else 1
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    sys.exit(main())
