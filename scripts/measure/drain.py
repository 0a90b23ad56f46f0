#!/usr/bin/env python3
"""How long a daemon takes for many answers of two minutes that lie in its inbox when it starts: from the start to the last row.

    drain.py PROGRAMS [--answers 1000] [--workers 2] [--place /var/tmp]

Every answer is another stretch of the sample interviews, WAV at 16 kHz, so that no two have the same bytes; a thousand take 4 GB of `--place`.
Processor time is the daemon's own, user and system, and does not hang on what others do on the machine; the time does, so that the load
before is told as well. One row of a Markdown table is printed under its head.
"""

import argparse
import os
import sys
import tempfile
import time
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("programs", type=lambda path: Path(path).resolve())
    arguments.add_argument("--answers", type=int, default=1000)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--place", default="/var/tmp")
    options = arguments.parse_args()
    # Before the house is read, which takes its place from there.
    os.environ["INTONE_PLACE"] = options.place
    sys.path[:0] = [str(ROOT / "Tests/Torture"), str(ROOT / "scripts/measure")]
    from bench import speech
    from house import House

    house = House(options.programs, workers=options.workers)
    try:
        drop(house.inbox, options.answers, speech)
        load = os.getloadavg()[0]
        began = time.monotonic()
        house.start()
        if not house.ready():
            raise SystemExit(house.log.read_text()[-2000:])
        while (done := house.get("/v1/status")["store"]["answers"]) < options.answers:
            if house.wait(0.25) is not None:
                raise SystemExit(house.log.read_text()[-2000:])
        took = time.monotonic() - began
        fields = Path(f"/proc/{house.process.pid}/stat").read_text().rpartition(") ")[2].split()
        user, system = (int(field) / os.sysconf("SC_CLK_TCK") for field in fields[11:13])
        status = Path(f"/proc/{house.process.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) >> 10
        print(f"\n### {done} answers of {SECONDS} s, {options.workers} workers\n")
        print("| from the start to the last row, s | processor time of the daemon, s | of it in the system, s | peak MB | load of the machine before |")
        print("|---|---|---|---|---|")
        print(f"| {took:.1f} | {user + system:.1f} | {system:.1f} | {peak} | {load:.1f} |")
    finally:
        house.remove()


def drop(inbox: Path, answers: int, speech):
    """Sessions of five answers, each from another place of the same ten minutes, which begin anew at their end."""
    with tempfile.TemporaryDirectory() as folder:
        with wave.open(speech(folder, 600, "ten")) as file:
            form, sound = file.getparams(), file.readframes(file.getnframes())
    sound += sound[: SECONDS * form.framerate * form.sampwidth]
    owner = os.stat(inbox)
    for number in range(answers):
        session = inbox / f"s{number // 5:05}"
        session.mkdir(exist_ok=True)
        start = number * 9_599 % (600 * form.framerate) * form.sampwidth
        path = session / f"q{number % 5}.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams(form)
            file.writeframes(sound[start : start + SECONDS * form.framerate * form.sampwidth])
        for made in (session, path):
            os.chown(made, owner.st_uid, owner.st_gid)
    os.sync()


if __name__ == "__main__":
    main()
