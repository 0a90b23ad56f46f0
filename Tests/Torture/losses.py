#!/usr/bin/env python3
"""What a server goes through that is no crash of one file: `make losses`.

kill -9 during retention, scoring again, backup and restore, and before each step that restore and forget take on files; an inbox that is configured elsewhere; a state directory that moves; time
zones; two daemons whose clocks are an hour apart; a feed of a million events. A line for each; exit code 1 when something is lost.

usage: losses.py [DIRECTORY_OF_BINARIES] [--only WORD] [--seed N]
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from faults import shim  # noqa: E402
from house import REPOSITORY, STRANGER, House, recording  # noqa: E402
from torture import compiled_shim  # noqa: E402

ARGUMENTS = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
PROGRAMS = Path(ARGUMENTS[0] if ARGUMENTS and Path(ARGUMENTS[0]).is_dir() else REPOSITORY / ".build/debug").resolve()
RNG = random.Random(int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 1)


def until(body, seconds=120, what=""):
    end = time.monotonic() + seconds
    while not body():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


def configure(house, old, new):
    text = house.config.read_text()
    assert old in text, old
    house.config.write_text(text.replace(old, new))


def stop(house):
    assert house.kill(signal.SIGTERM) == 0, "unclean end"


def started(house, **options):
    house.start(**options)
    assert house.ready(120), f"not ready: {house.wait(0)} " + Path(house.log).read_text(errors="replace")[-600:]


def intone(house, *arguments, preload=None):
    environment = {**os.environ, **({"LD_PRELOAD": preload, "INTONE_SHIM": str(house.control)} if preload else {}), "INTONE_SOCKET": str(house.socket), "INTONE_STORE": str(house.state / "intone.sqlite"), "INTONE_MODELS": str(REPOSITORY / "models")}
    return subprocess.Popen([PROGRAMS / "intone", *map(str, arguments)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process, seconds=120):
    out, error = process.communicate(timeout=seconds)
    assert process.returncode == 0, error or out
    return out


def sql(house, query, name="scores.sqlite"):
    connection = sqlite3.connect(f"file:{house.state / name}?mode=ro", uri=True, timeout=5)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def count(house, name="scores.sqlite"):
    try:
        return sql(house, "SELECT count(*) FROM answer_scores", name)[0][0]
    except sqlite3.Error:
        return -1


def filled(house, answers, session="s"):
    for number in range(answers):
        house.drop(f"{session}{number // 20}/q{number}.wav", recording(RNG))
    until(lambda: count(house) == answers, what=f"{count(house)} of {answers} answers")
    until(lambda: not house.unclaimed() and len(list(house.state.glob("archive/*/*.wav"))) == answers, what="filing")


def same(house):
    """The published copy is the store's, row for row, and both are whole."""
    for view in ("answer_scores", "answer_measures", "session_scores", "events"):
        until(lambda: sorted(map(str, sql(house, f"SELECT * FROM {view}"))) == sorted(map(str, sql(house, f"SELECT * FROM {view}", "intone.sqlite"))), 20, view)
    for name in ("scores.sqlite", "intone.sqlite"):
        assert sql(house, "PRAGMA integrity_check", name) == [("ok",)], name


def retention(house):
    answers = 60
    started(house)
    filled(house, answers)
    stop(house)
    configure(house, "workers: 2\n", "workers: 2\nretention: {recordings: 1s}\n")
    kills = 0
    while kills < 12:
        house.start()
        time.sleep(RNG.uniform(0.02, 0.5))
        house.kill()
        kills += 1
    started(house)
    until(lambda: not list(house.state.glob("archive/*/*.wav")), what="recordings are kept")
    until(lambda: sql(house, "SELECT count(*) FROM answers WHERE words_withdrawn_at IS NULL", "intone.sqlite") == [(0,)], what="words are kept")
    assert count(house, "intone.sqlite") == answers, count(house, "intone.sqlite")
    same(house)
    stop(house)
    return f"{kills} kills; {answers} scores are there, no recording and no words"


def rescore(house):
    answers = 60
    models = house.base / "models"
    shutil.copytree(REPOSITORY / "models", models)
    configure(house, f"models: [{REPOSITORY}/models]", f"models: [{models}]")
    started(house)
    filled(house, answers)
    sales = models / "sales.yaml"
    text = sales.read_text()
    version = next(line for line in text.splitlines() if line.startswith("version:"))
    sales.write_text(text.replace(version, 'version: "99.1"'))
    stop(house)
    kills = 0
    for _ in range(8):
        started(house)
        process = intone(house, "rescore", "--quiet")
        time.sleep(RNG.uniform(0.0, 0.25))
        house.kill()
        process.wait(60)
        kills += 1
    started(house)
    ended(intone(house, "rescore", "--quiet"))
    assert sql(house, "SELECT count(*), max(revision) FROM answers WHERE is_current = 1 AND role_model_version = '99.1'", "intone.sqlite") == [(answers, 2)]
    assert sql(house, "SELECT count(*) FROM answers", "intone.sqlite") == [(2 * answers,)], "a revision too many or too few"
    same(house)
    stop(house)
    return f"{kills} kills; each of {answers} answers has one revision by the new model"


def backup(house):
    answers = 60
    started(house)
    filled(house, answers)
    target = house.base / "backups"
    target.mkdir()
    kills = 0
    for _ in range(12):
        process = intone(house, "backup", target)
        time.sleep(RNG.uniform(0.0, 0.12))
        process.kill()
        process.wait()
        kills += 1
    for file in target.glob("intone-*.sqlite"):
        connection = sqlite3.connect(file)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and connection.execute("SELECT count(*) FROM answer_scores").fetchone() == (answers,), file
        connection.close()
    time.sleep(1.1)
    ended(intone(house, "backup", target))
    ended(intone(house, "drill", target))
    assert house.ask("/healthz")[0] == 200
    stop(house)
    return f"{kills} kills; what bears a backup's name is whole, and the next one passes the drill"


def restore(house):
    answers = 40
    started(house)
    filled(house, answers)
    target = house.base / "backups"
    target.mkdir()
    ended(intone(house, "backup", target))
    house.drop("later/q1.wav", recording(RNG))
    until(lambda: count(house) == answers + 1)
    stop(house)
    kills, starts = 0, 0
    for _ in range(12):
        process = intone(house, "restore", target)
        time.sleep(RNG.uniform(0.0, 0.12))
        process.kill()
        process.wait()
        kills += 1
        if RNG.random() < 0.4:
            started(house)
            until(lambda: count(house, "intone.sqlite") == answers + 1, what="after a restore that was killed")
            stop(house)
            starts += 1
    ended(intone(house, "restore", target))
    started(house)
    until(lambda: count(house) == answers + 1, what="after the restore")
    same(house)
    stop(house)
    return f"{kills} kills, {starts} starts between; all {answers + 1} answers each time"


def arm(house, steps):
    """kill -9 before so many steps of whoever runs under the shim; 0 for never."""
    with open(house.control, "r+b", buffering=0) as control:
        control.write(struct.pack("<iiqiIq", 0, 0, 0, 0, 0, steps).ljust(64, b"\0"))


def restore_steps(house):
    """The command is killed before its first step, its second, and so on, until it ends by itself; a daemon starts behind each."""
    answers, library = 12, compiled_shim()
    started(house)
    filled(house, answers)
    target = house.base / "backups"
    target.mkdir()
    ended(intone(house, "backup", target))
    house.drop("later/q1.wav", recording(RNG))
    until(lambda: count(house) == answers + 1)
    stop(house)
    steps, kills, gap = 1, 0, 1
    while True:
        arm(house, steps)
        process = intone(house, "restore", target, preload=library)
        process.communicate(timeout=120)
        arm(house, 0)
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL, (process.returncode, steps)
        kills += 1
        started(house)
        until(lambda: count(house, "intone.sqlite") == answers + 1, what=f"after {steps} steps: {count(house, 'intone.sqlite')}")
        assert not list(house.state.glob("*.restoring*")), f"a draft is left after {steps} steps"
        stop(house)
        # Most of the steps are pages that are written: towards the end of many, some are passed over.
        steps += gap
        gap = 1 + steps // 24
    assert kills > 5, kills
    started(house)
    until(lambda: count(house) == answers + 1, what="after the restore")
    same(house)
    stop(house)
    return f"killed before {kills} of its {steps} steps; all {answers + 1} answers after each"


def forget_steps(house):
    """The daemon is killed before the first, second, … step that it takes on files once a person is to be forgotten."""
    library, name = compiled_shim(), "person-4711"

    def named():
        return [path for base in (house.inbox, house.state) for path in base.rglob("*") if path.is_file() and name.encode() in path.read_bytes()]

    def listed():
        return (house.state / "forgotten").read_bytes() if (house.state / "forgotten").exists() else b""
    steps, kills, number = 1, 0, 0
    started(house, preload=library)
    house.drop("stays/q1.wav", recording(RNG))
    until(lambda: count(house) == 1)
    while True:
        number += 1
        house.drop(f"gone{number}/session.yaml", f"candidate: {name}-{number}\n".encode())
        for question in range(3):
            house.drop(f"gone{number}/q{question}.wav", recording(RNG))
        until(lambda: count(house) == 4 and len(list(house.state.glob("archive/gone*/*.wav"))) == 3, what="scored")
        until(lambda: sql(house, f"SELECT count(*) FROM answer_scores WHERE candidate = '{name}-{number}'") == [(3,)], what="named")
        before = listed()
        arm(house, steps)
        process = intone(house, "forget", f"{name}-{number}", "--yes", "--json")
        process.communicate(timeout=120)
        if house.wait(0.5) is None:
            arm(house, 0)
            assert process.returncode == 0, process.returncode
            break
        arm(house, 0)
        kills += 1
        house.process = None
        started(house, preload=library)
        # Either it was never begun, and is there whole, or it is taken up without being ordered again.
        if listed() != before:
            until(lambda: not named(), what=f"{named()} after {steps} steps")
        else:
            assert count(house, "intone.sqlite") == 4, f"{count(house, 'intone.sqlite')} after {steps} steps"
            ended(intone(house, "forget", f"{name}-{number}", "--yes", "--json"))
        until(lambda: not named() and count(house) == 1, what=f"{named()}, {count(house)} rows after {steps} steps")
        steps += 1 + steps // 12
        if steps > 400:
            break
    assert kills > 10, kills
    same(house)
    stop(house)
    return f"killed before {kills} of its {steps} steps: nothing of the person is left, nothing of another one is gone"


def elsewhere(house):
    """The daemon dies with work in hand; then the configuration names another inbox."""
    names = [f"old{number}/q1.wav" for number in range(30)]
    started(house)
    for name in names:
        house.drop(name, recording(RNG))
    until(lambda: count(house, "intone.sqlite") > 2)
    house.kill()
    done = count(house, "intone.sqlite")
    new = house.base / "new-inbox"
    new.mkdir()
    if STRANGER:
        os.chown(new, STRANGER, STRANGER)
    configure(house, f"path: {house.inbox}\n", f"path: {new}\n")
    started(house)
    old, house.inbox = house.inbox, new
    house.drop("new/q1.wav", recording(RNG))
    until(lambda: count(house) == done + 1, what="the new inbox")
    left = len(list(old.rglob("*.wav")))
    stop(house)
    configure(house, f"path: {new}\n", f"path: {new}\n    role: sales\n  - path: {old}\n")
    started(house)
    until(lambda: count(house) == len(names) + 1, what="the old inbox again")
    until(lambda: not list(old.rglob("*.wav")), what="filing")
    same(house)
    stop(house)
    return f"{left} files stayed where they were, and were scored when the old inbox was named again; {len(names) + 1} answers"


def moved(house):
    answers = 30
    started(house)
    filled(house, answers)
    stop(house)
    before = sql(house, "SELECT answer, overall, recording_sha256 FROM answer_scores ORDER BY 1")
    new = house.base / "moved"
    os.rename(house.state, new)
    configure(house, f"state: {house.state}", f"state: {new}")
    house.state = new
    started(house)
    until(lambda: sql(house, "SELECT answer, overall, recording_sha256 FROM answer_scores ORDER BY 1") == before, what="the same scores")
    house.drop("s0/session.yaml", b"candidate: c-1\n")
    until(lambda: sql(house, "SELECT count(*) FROM answer_scores WHERE candidate = 'c-1' AND revision = 2") == [(20,)], what="a late manifest")
    # Without what was moved: told, and nothing made anew beside it.
    stop(house)
    shutil.move(new / "archive", house.base / "archive")
    house.start()
    assert house.wait(30) not in (0, None), "it starts without its archive"
    shutil.move(house.base / "archive", new / "archive")
    started(house)
    same(house)
    stop(house)
    return f"{answers} answers as they were; a late manifest finds its archive; without the archive it does not start"


def zones(house):
    for number, zone in enumerate(("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "UTC")):
        started(house, environment={"TZ": zone})
        house.drop(f"z{number}/q1.wav", recording(RNG))
        until(lambda: count(house) == number + 1)
        stop(house)
    times = sql(house, "SELECT arrived_at FROM answer_scores ORDER BY session")
    assert [time_ for time_ in times] == sorted(times), times
    now = time.strftime("%Y-%m-%dT%H", time.gmtime())
    assert abs(int(times[-1][0][11:13]) - int(now[11:13])) % 23 <= 1, (times, now)
    assert not list(house.state.glob("*held*/*/*.wav"))
    return "four starts in four zones: times are in UTC and in order"


def clocks(house):
    """One inbox, two daemons, one of which is an hour ahead."""
    answers = 80
    other = House(PROGRAMS)
    other.config.write_text(house.config.read_text().replace(f"socket: {house.socket}", f"socket: {other.socket}\ninstance: second"))
    library = compiled_shim()
    shim(other, clock=3600)
    try:
        started(house)
        started(other, preload=library)
        for number in range(answers):
            house.drop(f"s{number % 7}/q{number}.wav", recording(RNG))
            if number == answers // 2:
                other.kill()
                started(other, preload=library)
        until(lambda: count(house) == answers, what=f"{count(house)} of {answers}")
        until(lambda: len(list(house.state.glob("archive/*/*.wav"))) == answers, what="filing")
        assert sql(house, "SELECT count(*), count(DISTINCT answer) FROM answers", "intone.sqlite") == [(answers, answers)]
        cursors = [row[0] for row in sql(house, "SELECT cursor FROM events ORDER BY cursor", "intone.sqlite")]
        assert cursors == list(range(1, len(cursors) + 1)), "a gap in the feed"
        ahead = sql(house, "SELECT count(*) FROM answers WHERE recorded_at > unixepoch() + 1800", "intone.sqlite")[0][0]
        held = json.loads(house.ask("/v1/status")[1])["problems"]
        assert not held, held
        same(house)
        # The one that publishes goes; the other one takes it up.
        house.kill()
        house.drop("after/q1.wav", recording(RNG))
        until(lambda: count(house) == answers + 1, what="the other one publishes")
        return f"{answers} answers once each, {ahead} of them by the one ahead; the feed has no gap; the survivor publishes"
    finally:
        if other.process:
            other.kill()
        other.remove()


def feed(house):
    events = 1_000_000
    started(house)
    filled(house, 20)
    stop(house)
    store = sqlite3.connect(house.state / "intone.sqlite")
    store.execute(
        """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO feed (time, kind, session, answer, revision, detail)
        SELECT 1.8e9 + i, 'answer.recorded', 's' || (i % 50000), 's' || (i % 50000) || '__q1', 1, '{"overall":50,"transcript":true}' FROM n""",
        (events,))
    store.commit()
    store.close()
    began = time.monotonic()
    started(house)
    ready = time.monotonic() - began
    last = sql(house, "SELECT max(cursor) FROM events", "intone.sqlite")[0][0]
    until(lambda: sql(house, "SELECT max(cursor), count(*) FROM events") == [(last, last)], 300, "published")
    published = time.monotonic() - began
    # A consumer that reads all of it by its cursor.
    began, cursor, seen = time.monotonic(), 0, 0
    while True:
        page = [json.loads(line) for line in house.ask(f"/v1/events?after={cursor}&limit=1000", timeout=30)[1].splitlines() if line.startswith(b"{")]
        if not page:
            break
        assert [event["cursor"] for event in page] == list(range(cursor + 1, cursor + 1 + len(page))), "a gap"
        seen, cursor = seen + len(page), page[-1]["cursor"]
    read = time.monotonic() - began
    assert seen == last, (seen, last)
    began = time.monotonic()
    assert house.ask("/v1/status")[0] == 200
    status = (time.monotonic() - began) * 1000
    house.drop("new/q1.wav", recording(RNG))
    until(lambda: count(house) == 21, 20, "scoring beside it")
    peak = next(int(line.split()[1]) // 1024 for line in Path(f"/proc/{house.process.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    stop(house)
    return f"{last} events: ready in {ready:.1f} s, published in {published:.0f} s, read by pages in {read:.0f} s, status in {status:.0f} ms, {peak} MB"


def main():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    failed = 0
    for body in (retention, rescore, backup, restore, restore_steps, forget_steps, elsewhere, moved, zones, clocks, feed):
        if only and only not in body.__name__:
            continue
        house = House(PROGRAMS)
        began = time.monotonic()
        try:
            print(f"ok    {body.__name__}: {body(house)} ({time.monotonic() - began:.0f} s)", flush=True)
        except Exception as error:
            failed += 1
            line = error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else 0
            print(f"FAIL  {body.__name__}, line {line}: {type(error).__name__} {error}\n{Path(house.log).read_text(errors='replace')[-500:] if house.log.exists() else ''}", flush=True)
        finally:
            if house.process:
                house.kill()
            house.remove()
    print(f"losses: {failed} failed" if failed else "losses: nothing is lost")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
