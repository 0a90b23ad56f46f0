#!/usr/bin/env python3
"""Kills the real daemon again and again, at every named step of the line and at random times, with faults around it, and
looks after each cycle whether anything was lost or done twice.

    torture.py --programs .build/debug [--cycles 10000] [--seconds 3600] [--seed 7] [--workers 2] [--store postgres]

It prints the seed first. The same seed plays the same deliveries, faults and kills again; the kernel's timing is its own.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import faults
import invariants
from house import House, packed, recording, sha

HERE = Path(__file__).resolve().parent
CYCLES_A_HOUSE = 40


def crash_points() -> list[str]:
    """As the daemon's own source names them."""
    source = (HERE.parents[1] / "Sources/Inbox/CrashPoint.swift").read_text()
    cases = [line.split("case ", 1)[1] for line in source.splitlines() if line.strip().startswith("case ")]
    return [case.split('"')[1] if '"' in case else case.strip() for case in cases]


def compiled_shim() -> str:
    target = Path(tempfile.gettempdir()) / f"intone-shim-{os.getuid()}-{sha((HERE / 'shim.c').read_bytes())[:12]}.so"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", draft, HERE / "shim.c", "-ldl"], check=True)
        draft.chmod(0o755)
        draft.rename(target)
    return str(target)


class Torture:
    def __init__(self, options):
        self.options = options
        self.points = crash_points()
        self.common = [point for point in self.points if point.split(".")[0] in ("claim", "analysed", "recorded", "finish", "tries-counted", "put-back")]
        self.shim = compiled_shim()
        self.counts: Counter = Counter()
        self.faults = faults.usable()
        self.cluster = None
        if options.store == "postgres":
            from database import SERVER_FAULTS, Cluster

            self.cluster = Cluster()
            # What a file alone can suffer is left out; a server's own misfortunes come as often as all others together.
            own = [fault for fault in self.faults if fault is not faults.Locked]
            self.faults = own + SERVER_FAULTS * (len(own) // len(SERVER_FAULTS))

    def deliver(self, house: House, rng: random.Random):
        """A few files: recordings new and sent again, transcripts before and after, manifests, and what cannot be used."""
        for _ in range(rng.randrange(2, 6)):
            session, question = f"s{rng.randrange(6)}", f"q{rng.randrange(60)}"
            kind = rng.random()
            if kind < 0.5:
                house.drop(f"{session}/{question}.wav", recording(rng))
            elif kind < 0.6:
                house.drop(f"{session}__t{rng.randrange(20)}.wav", recording(rng))
            elif kind < 0.63:
                # A question of its own: of two recordings of one answer the newer counts, whatever its ending.
                house.drop(f"{session}/m{rng.randrange(40)}.m4a", packed(rng))
            elif kind < 0.8:
                house.drop(f"{session}/{question}.srt", f"1\n00:00:00,000 --> 00:00:00,400\nwords {rng.random()}\n".encode())
            elif kind < 0.87:
                house.drop(f"{session}/session.yaml", f"candidate: c-{rng.randrange(1 << 30)}\nrole: sales\n".encode())
            elif kind < 0.93:
                house.drop(f"{session}/bad{rng.randrange(1000)}.wav", f"no recording {rng.random()}".encode(), bad=True)
            else:
                house.drop(f"{session}/{question}.2.wav", recording(rng))

    def cycle(self, house: House, rng: random.Random) -> list[str]:
        self.deliver(house, rng)
        fault = (rng.choice(self.faults) if rng.random() < 0.4 else faults.Fault)(house, rng)
        environment = {}
        if rng.random() < 0.7:
            # Steps of every answer, or any step: some are only reached with a file that cannot be used, or after a kill.
            point = rng.choice(self.common if rng.random() < 0.6 else self.points)
            environment["INTONE_CRASH_AT"] = f"{point}:{rng.choice([1, 1, 1, 2, 3])}"
        # A named point is waited for longer: it ends the cycle as soon as it is reached.
        early, late = rng.random() < 0.5, rng.uniform(0.1, 0.4) if not environment else 1.0
        start = lambda: house.start(environment, limits=fault.limits(), preload=self.shim if fault.preload else None)
        code = None
        try:
            if early:
                with fault.on():
                    start()
                    code = house.wait(late)
            else:
                start()
                code = house.wait(rng.uniform(0.08, 0.2))
                with fault.on():
                    code = house.wait(late / 2) if code is None else code
            # Half of the time the fault passes while the daemon lives.
            if code is None and rng.random() < 0.5:
                code = house.wait(rng.uniform(0.05, 0.3))
        except OSError as error:
            return [f"after {fault.name}: {error}"]
        ended = house.kill() if code is None else code
        house.process = None
        fault.clear()
        if fault.seen:
            self.counts[f"{fault.name}, struck"] += fault.seen
        isForMemory = code == -9 and fault.name.startswith("out of memory") and fault.seen
        self.counts["for its memory" if isForMemory else "at a named point" if code == -9 else "at a random time" if code is None else "refused to start"] += 1
        self.counts[fault.name] += 1
        if code == -9 and not isForMemory:
            self.counts["point " + environment.get("INTONE_CRASH_AT", "none").split(":")[0]] += 1
        findings = []
        if code is not None and code != -9 and not (code == 1 and fault.mayRefuse) and not (code < 0 and fault.mayDie):
            findings.append(f"the daemon ended with {code} by itself ({fault.name})")
        return findings + [f"{finding} (after {fault.name}, {environment}, ended {ended})" for finding in invariants.after_a_kill(house)]

    def rest(self, house: House) -> list[str]:
        """Lets the daemon end its work undisturbed, puts back what only the kills brought into the quarantine, and looks."""
        house.start()
        if not house.ready():
            return ["the daemon does not start when left in peace"]
        # Long, for a machine that does much else: it ends as soon as the work does.
        end = time.monotonic() + 900
        calm, queue = 0, None
        while calm < 3:
            if time.monotonic() > end:
                return [f"the work does not come to an end: {queue}; in the inbox: {house.unclaimed()[:20]}"]
            try:
                queue = house.get("/v1/queue")
                busy = queue["waiting"] - queue["awaiting_recording"] + len(queue["working"])
                shelf = house.get("/v1/quarantine") if not busy else []
            except TimeoutError:
                # At idle priority the daemon gets no processor while others build. It is asked again, and told at the end.
                self.counts["answers later than 5 s"] += 1
                continue
            for item in shelf:
                path = house.state / item["shelf"] / item["id"]
                # What was sent again meanwhile stays where it is.
                name = item["id"].replace("~2.", ".").replace("~3.", ".").replace("~4.", ".").replace("__", "/", 1)
                if path.exists() and item["code"] == "inbox.poison" and self.is_newest(house, path, name):
                    status, _ = house.ask("/v1/retry?id=" + item["id"].replace("%", "%25").replace("~", "%7E"), "POST")
                    busy += 1 if status == 200 else 0
            # Just started, it may answer before it has looked: what is left is for the directory to say.
            busy += len(house.unclaimed()) if not busy else 0
            calm = 0 if busy else calm + 1
            time.sleep(0.02)
        ended = house.kill(15)
        if ended != 0:
            return [f"SIGTERM ends it with {ended}"]
        return invariants.at_rest(house)

    @staticmethod
    def is_newest(house: House, path: Path, name: str) -> bool:
        return sha(path.read_bytes()) in house.newest.values()

    def run(self) -> int:
        seed, began, done = self.options.seed, time.monotonic(), 0
        print(f"torture: SEED={seed}, {len(self.points)} named points, {len(set(self.faults))} faults, {self.options.store}", flush=True)
        number = self.options.house
        while done < self.options.cycles and time.monotonic() - began < self.options.seconds:
            rng = random.Random(f"{seed}:{number}")
            house = House(
                Path(self.options.programs), workers=self.options.workers or rng.choice([1, 2, 3]), apart=rng.random() < 0.2,
                small=24576 if rng.random() < 0.3 else 0, database=self.cluster.make(f"h{number}") if self.cluster else None)
            findings = []
            turns = min(CYCLES_A_HOUSE, self.options.cycles - done)
            for turn in range(turns):
                findings = self.cycle(house, rng)
                done += 1
                if not findings and (turn % 20 == 19 or turn == turns - 1):
                    findings = self.rest(house)
                if findings:
                    break
            if findings:
                house.kill()
                kept = f"{house.base}" + (f" and {house.far}" if house.far else "")
                print(f"torture: FINDING in cycle {turn + 1} of house {number} (--house {number} SEED={seed}); kept in {kept}")
                print("\n".join("  " + finding for finding in findings[:20]), flush=True)
                return 1
            self.counts["deliveries"] += sum(house.dropped.values())
            house.remove()
            number += 1
            if self.options.verbose:
                print(f"torture: {done} cycles, {time.monotonic() - began:.0f} s", flush=True)
        if self.cluster:
            self.cluster.remove()
        took = time.monotonic() - began
        print(f"torture: {done} kill cycles in {took:.0f} s, no finding; SEED={seed}, houses {self.options.house}–{number - 1}")
        for name, count in sorted(self.counts.items()):
            print(f"  {count:7} {name}")
        return 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/debug")
    parser.add_argument("--cycles", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", default=os.environ.get("SEED") or str(random.SystemRandom().randrange(1 << 32)))
    parser.add_argument("--house", type=int, default=0, help="begin with this house, to play a finding again")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite", help="postgres: on a server of the harness's own")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.programs = str(Path(options.programs).resolve())
    return Torture(options).run()


if __name__ == "__main__":
    sys.exit(main())
