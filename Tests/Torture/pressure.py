#!/usr/bin/env python3
"""Drops many recordings at once, while the daemon is down or while it runs, and measures what it takes: time for each
tenth (a slope means that time is not linear), memory, and how long `/v1/status` takes to answer all along.

    pressure.py --programs .build/release [--files 100000] [--while down|running|both] [--sound two-minutes.wav]

It reports figures; exit code 1 when an answer is missing, memory passes 1 GiB, or the 99th percentile of status 50 ms.
"""

import argparse
import os
import random
import sys
import threading
import time
from pathlib import Path

from house import House, recording


def resident(house: House) -> int:
    for line in Path(f"/proc/{house.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10
    return 0


def processor_time(house: House) -> float:
    fields = Path(f"/proc/{house.process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Watch(threading.Thread):
    """Asks for the status every 50 ms, as a monitoring system would, only oftener."""

    def __init__(self, house: House):
        super().__init__(daemon=True)
        self.house, self.times, self.memory, self.stopped = house, [], 0, False

    def run(self):
        while not self.stopped:
            began = time.perf_counter()
            try:
                self.house.ask("/v1/status", timeout=30)
                self.times.append(time.perf_counter() - began)
                self.memory = max(self.memory, resident(self.house))
            except OSError:
                pass
            time.sleep(0.05)

    def figures(self) -> dict:
        times = sorted(self.times) or [0.0]
        at = lambda share: times[min(len(times) - 1, int(share * len(times)))] * 1000
        return {"asked": len(times), "status_p50_ms": at(0.5), "status_p99_ms": at(0.99), "status_max_ms": times[-1] * 1000, "memory_MiB": self.memory}


def drop_many(house: House, count: int, path: str | None):
    """Sessions of ten answers: few bytes of sound each, or the recording given; none like another in its last bytes."""
    sound = Path(path).read_bytes() if path else recording(random.Random(1), seconds=0.3)
    for number in range(count):
        folder = house.inbox / f"s{number // 10:06}"
        if number % 10 == 0:
            folder.mkdir()
        hidden, target = folder / f".q{number % 10}.wav", folder / f"q{number % 10}.wav"
        hidden.write_bytes(sound[:-8] + number.to_bytes(8, "little"))
        os.rename(hidden, target)
    if os.geteuid() == 0:
        os.system(f"chown -R {os.stat(house.inbox).st_uid} {house.inbox} 2>/dev/null")


def run(options, running: bool) -> bool:
    house = House(Path(options.programs), workers=options.workers)
    try:
        if not running:
            began = time.monotonic()
            drop_many(house, options.files, options.sound)
            print(f"pressure: {options.files} files dropped while down in {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
        house.start()
        if not house.ready():
            print("pressure: the daemon does not start")
            return False
        watch = Watch(house)
        watch.start()
        if running:
            drop_many(house, options.files, options.sound)
            print(f"pressure: {options.files} files dropped while running in {time.monotonic() - began:.1f} s", flush=True)
        marks, spent, last = [], [], 0
        while True:
            done = house.get("/v1/status")["store"]["answers"]
            if done // (options.files // options.marks) > last:
                last = done // (options.files // options.marks)
                marks.append(time.monotonic() - began)
                spent.append(processor_time(house))
                print(f"pressure: {done:7} scored after {marks[-1]:7.1f} s and {spent[-1]:7.1f} s of processor time, {resident(house)} MiB", flush=True)
            if done >= options.files or time.monotonic() - began > options.seconds:
                break
            time.sleep(0.2)
        took = time.monotonic() - began
        watch.stopped = True
        watch.join()
        figures = watch.figures()
        # Processor time: what others do on the machine is no slope.
        steps = [later - earlier for earlier, later in zip([0.0, *spent], spent)]
        slope = (sum(steps[-3:]) / sum(steps[1:4])) if len(steps) >= 7 else float("nan")
        print(f"pressure: {'running' if running else 'down'}: {done} of {options.files} in {took:.1f} s ({done / took:.0f}/s); "
              f"{spent[-1] * 1000 / done if spent else 0:.2f} ms of processor time each; the last three parts took {slope:.2f} times those of the second to fourth")
        print("pressure: " + ", ".join(f"{name} {value:.1f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()))
        left = sum(len(names) for folder, _, names in os.walk(house.inbox) if ".intone" not in folder)
        print(f"pressure: {left} files left in the inbox", flush=True)
        return done == options.files and figures["memory_MiB"] < 1024 and figures["status_p99_ms"] < 50
    finally:
        house.remove()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/release")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--while", dest="when", choices=["down", "running", "both"], default="both")
    parser.add_argument("--sound", help="a WAV to drop instead of a third of a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--marks", type=int, default=10, help="how many intermediate figures")
    parser.add_argument("--seconds", type=float, default=7200)
    options = parser.parse_args()
    options.programs = str(Path(options.programs).resolve())
    good = [run(options, when) for when in {"down": [False], "running": [True], "both": [False, True]}[options.when]]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
