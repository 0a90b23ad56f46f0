#!/usr/bin/env python3
"""Cuts the power: every write of the daemon is noted with what it forced to the disk, and then the disk is made as it may
look after a cut at some point, with the writes that were not forced lost in any combination. A daemon that starts on
such a disk must find every answer that the first one had recorded, and work off the rest.

    power.py --programs .build/debug [--cuts 200] [--seed 7]

The model of the disk: a write to a file is kept once the file was forced (fsync), else it may be lost whole, or leave zeros
in its place where the file had grown. A name (create, rename, remove, folder) is kept once a directory that it is in, or the
file itself, was forced after it; a rename is one step, as on every journalling file system; names are kept in their order,
as a journal has them, up to some point after the last one forced.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import invariants
from house import House, STRANGER, recording, sha
from torture import compiled_shim


class Disk:
    """What survives of a sequence of operations."""

    def __init__(self, start: dict[str, bytes], folders: set[str]):
        self.files = {path: bytearray(data) for path, data in start.items()}
        self.folders = set(folders)

    def replay(self, operations: list[list[str]], rng: random.Random):
        forced = [False] * len(operations)
        names = ("create", "empty", "rename", "remove", "folder")
        # Where each write's file lies is followed through renames: a force reaches what was written under older names.
        identity: dict[str, object] = {}
        owner: list[object] = []
        journal = -1
        for index, item in enumerate(operations):
            kind, path = item[0], item[1]
            if kind in ("create", "empty") and path not in identity:
                identity[path] = index + 1_000_000
            who = identity.setdefault(path, path)
            if kind == "rename":
                identity[item[2]] = identity.pop(path)
            elif kind == "remove":
                identity.pop(path, None)
            owner.append(who)
            if kind == "sync":
                folder = path
                for earlier in range(index):
                    if forced[earlier]:
                        continue
                    other = operations[earlier]
                    if other[0] in ("write", "truncate", "empty", "create") and owner[earlier] == who:
                        forced[earlier] = True
                    if other[0] in names and (owner[earlier] == who or folder in {str(Path(p).parent) for p in other[1:3]}):
                        journal = max(journal, earlier)
        # The journal is kept as a prefix at least up to the last name that was forced.
        last = rng.choice([journal, journal, rng.randrange(journal, len(operations)) if journal < len(operations) - 1 else journal])
        for index, item in enumerate(operations):
            kind, path = item[0], item[1]
            if kind in names and index > last:
                if kind != "empty":
                    # What comes later under this name happens to a file that no name leads to.
                    continue
            kept = forced[index] or rng.random() < 0.5
            if kind in ("create", "empty"):
                if path not in self.files:
                    self.files[path] = bytearray()
                elif kind == "empty" and kept:
                    self.files[path] = bytearray()
            elif kind == "folder":
                self.folders.add(path)
            elif kind == "remove":
                self.files.pop(path, None)
                self.folders.discard(path)
            elif kind == "rename" and path in self.files:
                self.files[item[2]] = self.files.pop(path)
            elif kind == "write" and path in self.files:
                at, data = int(item[2]), bytes.fromhex(item[3])
                file = self.files[path]
                if len(file) < at + len(data):
                    if not kept and rng.random() < 0.5:
                        continue
                    file.extend(bytes(at + len(data) - len(file)))
                if kept:
                    file[at : at + len(data)] = data
            elif kind == "truncate" and path in self.files and kept:
                size = int(item[2])
                file = self.files[path]
                del file[size:]
                file.extend(bytes(size - len(file)))


def snapshot(house: House):
    files, folders = {}, set()
    for root in (house.inbox, house.state):
        for folder, names, leaves in os.walk(root):
            folders.add(folder)
            for name in leaves:
                path = os.path.join(folder, name)
                files[path] = Path(path).read_bytes()
    return files, folders


def rebuild(house: House, disk: Disk):
    for root in (house.inbox, house.state):
        for child in root.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    for folder in sorted(disk.folders):
        os.makedirs(folder, exist_ok=True)
    for path, data in disk.files.items():
        if path.endswith("-shm") or not os.path.isdir(os.path.dirname(path)):
            continue
        Path(path).write_bytes(data)
    if STRANGER:
        for root in (house.inbox, house.state):
            for folder, names, leaves in os.walk(root):
                for name in [*leaves, "."]:
                    os.chown(os.path.join(folder, name), STRANGER, STRANGER)


class Power:
    def __init__(self, options):
        self.options, self.shim = options, compiled_shim()

    def run(self) -> int:
        cuts, number, began = 0, 0, time.monotonic()
        print(f"power: SEED={self.options.seed}", flush=True)
        while cuts < self.options.cuts:
            rng = random.Random(f"{self.options.seed}:{number}")
            house = House(Path(self.options.programs), workers=1)
            for item in range(6):
                house.drop(f"s{item % 3}/q{item}.wav", recording(rng))
            house.drop("s0/q0.srt", b"1\n00:00:00,000 --> 00:00:00,400\nsome words\n")
            house.drop("s1/bad.wav", b"no recording", bad=True)
            house.drop("s2/session.yaml", b"candidate: c-1\nrole: sales\n")
            # The client's own files are on the disk, and so is an inbox that has been used before.
            house.start()
            house.ready()
            house.kill(15) if rng.random() < 0.3 else house.kill()
            start = snapshot(house)
            trace = house.base / "trace"
            trace.touch()
            if STRANGER:
                os.chown(trace, STRANGER, STRANGER)
            house.start({"INTONE_TRACE": str(trace)}, preload=self.shim)
            end = time.monotonic() + 120
            while house.ready() and time.monotonic() < end:
                queue = house.get("/v1/queue")
                if not queue["working"] and queue["waiting"] == queue["awaiting_recording"]:
                    break
                time.sleep(0.02)
            house.kill()
            operations = [line.split("\t") for line in trace.read_text().splitlines()]
            operations = [item for item in operations if str(house.base) in item[1] and item[1] != str(trace)]
            for _ in range(min(self.options.each, self.options.cuts - cuts)):
                cut = rng.randrange(len(operations) + 1)
                disk = Disk(*start)
                disk.replay(operations[:cut], rng)
                rebuild(house, disk)
                findings = self.after(house, cut)
                if findings:
                    print(f"power: FINDING at operation {cut} of {len(operations)}, house {number}, SEED={self.options.seed}; kept in {house.base}")
                    print("\n".join("  " + finding for finding in findings[:20]))
                    house.kill()
                    return 1
                cuts += 1
            house.remove()
            number += 1
            if self.options.verbose:
                print(f"power: {cuts} cuts, {time.monotonic() - began:.0f} s", flush=True)
        print(f"power: {cuts} power cuts in {time.monotonic() - began:.0f} s, no finding; SEED={self.options.seed}")
        return 0

    @staticmethod
    def after(house: House, cut: int) -> list[str]:
        """What is there is whole, and a daemon ends the work."""
        found = house.places()
        findings = [f"{name} is nowhere after the cut" for name, digest in house.newest.items() if digest not in found]
        (rows,) = house.rows("SELECT session, recording_sha256 FROM answers")
        recorded = {(row["session"], row["recording_sha256"]) for row in rows}
        for digest, paths in found.items():
            for path in paths:
                parts = path.relative_to(house.state).parts if path.is_relative_to(house.state) else ()
                if parts[:1] == ("archive",) and path.suffix == ".wav" and (parts[1], digest) not in recorded:
                    findings.append(f"{path} was filed before its row was on the disk")
        if findings:
            return findings
        house.start()
        if not house.ready():
            return ["the daemon does not start after the cut"]
        end = time.monotonic() + 900
        while time.monotonic() < end:
            queue = house.get("/v1/queue")
            if not queue["working"] and queue["waiting"] == queue["awaiting_recording"]:
                break
            time.sleep(0.02)
        house.kill(15)
        return [finding for finding in invariants.at_rest(house)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/debug")
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--each", type=int, default=20, help="cuts of one recorded run")
    parser.add_argument("--seed", default=os.environ.get("SEED") or str(random.SystemRandom().randrange(1 << 32)))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.programs = str(Path(options.programs).resolve())
    return Power(options).run()


if __name__ == "__main__":
    sys.exit(main())
