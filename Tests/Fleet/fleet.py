#!/usr/bin/env python3
"""Two cities with a daemon each, a primary and a standby, each on a host of its own, and what happens to such things.

    fleet.py --programs .build/debug [--rounds 200] [--seed 7]

A round delivers answers to both cities, some of one session to both, and does one thing: kill -9 of a daemon or of the primary
with promotion of the standby, a city cut off from the network, a clock that is an hour off, a candidate forgotten while a city is cut
off. After each round every answer is there once, the feed has no gap, the audit chain is whole, and nothing is left of who was
forgotten. The seed is printed first; it plays the same deliveries and misfortunes again. Needs root.
"""

import argparse
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Torture")]

from house import recording, sha  # noqa: E402
from network import Network  # noqa: E402
from server import Server, certificate  # noqa: E402
from torture import compiled_shim  # noqa: E402

REPOSITORY = HERE.parents[1]
KINDS = ["nothing", "daemon", "primary", "cut", "clock", "forget", "forget-cut"]


class City:
    def __init__(self, name, host, base, programs, connection, shim):
        self.name, self.host, self.programs, self.connection, self.shim = name, host, programs, connection, shim
        self.base = base / name
        self.inbox, self.state, self.socket, self.log = (self.base / part for part in ("inbox", "state", "s", "log"))
        for folder in (self.inbox, self.state):
            folder.mkdir(parents=True)
        self.control = self.base / "shim"
        self.control.write_bytes(bytes(64))
        (self.base / "intone.yaml").write_text(
            f"inbox:\n  - path: {self.inbox}\n    role: sales\n    site: {name}\nstate: {self.state}\nmodels: [{REPOSITORY}/models]\n"
            # Both run on one machine here, whose name they would share.
            f"instance: {name}\nsocket: {self.socket}\nworkers: 1\nsettle: 0.2s\ntranscript_wait: 0s\nstore: {{postgres: \"{connection}\"}}\n"
        )
        self.process = None

    def set_clock(self, seconds: int):
        # In place: a file that is cut short under the daemon's mapping ends it with SIGBUS.
        with open(self.control, "r+b", buffering=0) as control:
            control.write(struct.pack("<iiqiI", 0, 0, seconds, 0, 0).ljust(64, b"\0"))

    def start(self):
        # The runtime's reporter of crashes would keep a daemon that ended from being seen to have ended.
        environment = dict(os.environ, LD_PRELOAD=self.shim, INTONE_SHIM=str(self.control), SWIFT_BACKTRACE="enable=no")
        command = self.host.inside([str(self.programs / "intoned"), "--config", str(self.base / "intone.yaml")])
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=open(self.log, "a"))

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait()

    def drop(self, name: str, data: bytes):
        target = self.inbox / name
        target.parent.mkdir(exist_ok=True)
        draft = target.with_name("." + target.name)
        draft.write_bytes(data)
        draft.rename(target)

    def intone(self, *words):
        environment = dict(os.environ, INTONE_SOCKET=str(self.socket), INTONE_STORE="postgres:" + self.connection)
        return subprocess.run(self.host.inside([str(self.programs / "intone"), *words]), env=environment, capture_output=True, text=True)


class Fleet:
    def __init__(self, options):
        self.rng = random.Random(options.seed)
        self.base = Path(tempfile.mkdtemp(prefix="intone-fleet-", dir="/dev/shm"))
        self.base.chmod(0o755)
        self.network = Network()
        hosts = {name: self.network.host(name) for name in ("db1", "db2", "a", "b")}
        tls = certificate(self.base, [hosts["db1"].address, hosts["db2"].address])
        self.servers = [Server(hosts[name], self.base, tls) for name in ("db1", "db2")]
        self.primary, self.standby = self.servers
        self.primary.make()
        self.primary.start()
        self.primary.sql("CREATE ROLE intone LOGIN")
        self.primary.sql("CREATE DATABASE intone OWNER intone TEMPLATE template0 ENCODING 'UTF8'")
        self.attach()
        connection = (
            f"host={hosts['db1'].address},{hosts['db2'].address} user=intone dbname=intone connect_timeout=2 sslrootcert={tls}/server.crt"
        )
        shim = compiled_shim()
        self.cities = [City(name, hosts[name], self.base, options.programs, connection, shim) for name in ("a", "b")]
        for city in self.cities:
            city.start()
            # The first one makes the tables.
            self.await_tables(city)
        # By session and question, what was delivered; and who was forgotten.
        self.delivered: dict[str, str] = {}
        self.forgotten: list[tuple[str, str]] = []
        self.counts: Counter = Counter()
        self.number = 0

    def await_tables(self, city):
        end = time.monotonic() + 60
        while self.rows("SELECT to_regclass('intone.answers') IS NOT NULL") != ["t"]:
            if city.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"no tables: {city.intone('status', '--json').stdout[-3000:]} {city.log.read_text()[-2000:]}")
            time.sleep(0.2)

    def attach(self):
        """The other server becomes the standby of the one that is the primary."""
        self.standby.follow(self.primary)
        self.standby.start()
        self.primary.be_followed()

    def rows(self, query):
        return self.primary.sql(f"SET search_path = intone; {query}", database="intone").stdout.splitlines()[1:]

    # What comes

    def deliver(self):
        """Sessions of this round: one in each city, one in both."""
        self.number += 1
        for place, cities in (("one", [self.rng.choice(self.cities)]), ("both", self.cities)):
            session, candidate = f"{place}-{self.number}", f"c-{self.number}-{place}"
            asked = "".join(f"  - id: q{question}\n" for question in range(4))
            # The manifest comes to one city alone.
            cities[0].drop(f"{session}/session.yaml", f"candidate: {candidate}\nquestions:\n{asked}".encode())
            for question in range(4):
                data = recording(self.rng)
                self.rng.choice(cities).drop(f"{session}/q{question}.wav", data)
                self.delivered[f"{session}__q{question}"] = sha(data)
        return session, candidate

    # What happens

    def play(self, kind: str):
        rng, city = self.rng, self.rng.choice(self.cities)
        if kind == "daemon":
            self.deliver()
            time.sleep(rng.random() * 1.5)
            city.end(signal.SIGKILL)
            city.start()
        elif kind == "primary":
            self.deliver()
            time.sleep(rng.random() * 1.5)
            self.primary.kill()
            time.sleep(rng.random() * 2)
            self.standby.promote()
            self.primary, self.standby = self.standby, self.primary
            self.attach()
        elif kind == "cut":
            city.host.cut()
            self.deliver()
            time.sleep(3 + rng.random() * 15)
            city.host.join()
        elif kind == "clock":
            city.set_clock(rng.choice([-3600, 3600]))
            self.deliver()
        elif kind in ("forget", "forget-cut"):
            session, candidate = self.deliver()
            other = self.cities[1 - self.cities.index(city)]
            # In both archives before it goes.
            self.settle()
            if kind == "forget-cut":
                other.host.cut()
            done = city.intone("forget", candidate, "--yes")
            if done.returncode:
                raise AssertionError(f"forget: {done.stdout} {done.stderr}")
            for question in range(4):
                self.delivered.pop(f"{session}__q{question}")
            self.forgotten.append((session, candidate))
            if kind == "forget-cut":
                time.sleep(rng.random() * 3)
                # What comes of them while the city is cut off must not come to stay.
                other.drop(f"{session}/q9.wav", recording(rng))
                other.host.join()
        else:
            self.deliver()
        self.counts[kind] += 1

    # What must be so

    def settle(self, limit=120):
        """Until all that was delivered has a row."""
        wanted = sorted(self.delivered)
        end = time.monotonic() + limit
        while True:
            found = self.rows("SELECT answer FROM answers WHERE is_current = 1 ORDER BY answer")
            if found == wanted and not self.left():
                return
            if time.monotonic() > end:
                missing, more = sorted(set(wanted) - set(found))[:5], sorted(set(found) - set(wanted))[:5]
                raise AssertionError(f"not settled: missing {missing}, unknown {more}, left of the forgotten {self.left()[:5]}")
            time.sleep(0.2)

    def left(self) -> list[str]:
        """Paths of those who were forgotten, in either city; what is refused leaves a note of its reason, which holds nothing of them."""
        names = {session for session, _ in self.forgotten}
        found = []
        for city in self.cities:
            for shelf in ("archive", "held"):
                place = city.state / shelf
                found += [str(path) for path in place.iterdir() if path.name in names] if place.exists() else []
            found += [str(path) for path in city.inbox.iterdir() if path.name in names and any(path.glob("*.wav"))]
        return found

    def check(self):
        self.settle()
        hashes = dict(line.split("|") for line in self.rows("SELECT answer, recording_sha256 FROM answers WHERE is_current = 1"))
        assert hashes == self.delivered, "an answer has other bytes than were delivered"
        assert self.rows("SELECT count(*) FROM answers GROUP BY answer, identity HAVING count(*) > 1") == [], "a scoring stands twice"
        assert self.rows("SELECT max(cursor) - count(*) FROM feed") == ["0"], "the feed has a gap"
        recorded = self.rows("SELECT answer FROM feed WHERE kind = 'answer.recorded' AND answer IS NOT NULL GROUP BY answer HAVING count(*) > 1")
        assert recorded == [], f"told twice: {recorded}"
        end = time.monotonic() + 60
        # In most of the recordings nobody is heard: their questions are skipped. The others are answered, whichever city has them.
        wrong = """
            SELECT s.id || ' ' || s.state || ' ' || s.answered FROM sessions s WHERE s.state <> 'completed' OR s.answered <> (
              SELECT count(*) FROM answers a JOIN measure_values m ON m.row = a.row AND m.measure = 'phonation_s' AND m.value > 0
              WHERE a.session = s.id AND a.is_current = 1)
            """.replace("\n", " ")
        while (open_ := self.rows(wrong)) and time.monotonic() < end:
            time.sleep(0.5)
        assert not open_, f"sessions with another state than their answers make: {open_}"
        for session, candidate in self.forgotten:
            for table, column in (("answers", "session"), ("sessions", "id"), ("sessions", "candidate"), ("answers", "candidate")):
                name = candidate if column == "candidate" else session
                assert self.rows(f"SELECT 1 FROM {table} WHERE {column} = '{name}'") == [], f"{name} is left in {table}"
        off = self.rows(f"SELECT answer FROM answers WHERE recorded_at NOT BETWEEN {self.began - 60} AND extract(epoch FROM clock_timestamp()) + 60")
        assert off == [], f"a time that is not the database's: {off[:3]}"
        audit = self.cities[0].intone("audit", "verify", "--json")
        assert audit.returncode == 0, f"audit: {audit.stdout} {audit.stderr}"

    def round(self, index: int):
        kind = self.rng.choice(KINDS)
        started = time.monotonic()
        self.play(kind)
        for city in self.cities:
            if kind != "clock":
                city.set_clock(0)
            assert city.process.poll() is None, f"the daemon of {city.name} ended: {city.log.read_text()[-2000:]}"
        self.check()
        print(f"round {index}: {kind}, {len(self.delivered)} answers, {time.monotonic() - started:.1f} s", flush=True)

    def tell(self):
        """What the daemons say of themselves, and where their threads are, beside their logs."""
        for city in self.cities:
            (city.base / "status").write_text(city.intone("status").stdout)
            if city.process and city.process.poll() is None and shutil.which("gdb"):
                command = ["gdb", "-p", str(city.process.pid), "-batch", "-ex", "thread apply all backtrace 25"]
                (city.base / "threads").write_text(subprocess.run(command, capture_output=True, text=True).stdout)
        asks = "SELECT pid, client_addr, state, wait_event, query FROM pg_stat_activity WHERE datname = 'intone'"
        (self.base / "server").write_text(self.primary.sql(asks, check=False).stdout)

    def close(self):
        for city in self.cities:
            if city.process and city.process.poll() is None:
                city.end(signal.SIGKILL)
        for server in self.servers:
            if server.process:
                server.kill()
        self.network.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/debug")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    if os.geteuid() != 0:
        print("skipped: network namespaces need root")
        sys.exit(77)
    print(f"seed {options.seed}", flush=True)
    fleet = Fleet(options)
    fleet.began = time.time()
    try:
        for index in range(1, options.rounds + 1):
            fleet.round(index)
        print(f"✓ {options.rounds} rounds, seed {options.seed}: {dict(fleet.counts)}, {len(fleet.delivered)} answers, {len(fleet.forgotten)} forgotten")
    except AssertionError as fault:
        print(f"✘ seed {options.seed}: {fault}\nkept: {fleet.base}", flush=True)
        fleet.tell()
        sys.exit(1)
    finally:
        fleet.close()


main()
