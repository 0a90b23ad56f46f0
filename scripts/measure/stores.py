#!/usr/bin/env python3
"""What a store costs as it grows: SQLite on one host, and one database of PostgreSQL with one daemon, two and four, in one run on one machine.

    stores.py PROGRAMS [--rows 10000,100000,1000000] [--answers 400] [--measures 10] [--place /var/tmp]

For each number of answers the database is filled with copies of one that was scored, then recordings of 0.4 s are dropped and timed:
answers a second from the first recording that is taken to the last row, how long a daemon waited for the store to record (from its own
histogram), and status, lists and one answer's page asked for meanwhile, over the socket. The server lies in memory and forces nothing
to a disk: what is measured is the work, not the disk. `--place` puts all of it elsewhere where memory is short: a million answers take 15 GB,
one store after the other, and on two processors about half an hour. Two tables are printed as docs/fleet.md has them.
"""

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if "--place" in sys.argv:
    os.environ["INTONE_PLACE"] = sys.argv[sys.argv.index("--place") + 1]
sys.path[:0] = [str(ROOT / "Tests/Torture"), str(ROOT / "Tests/Fleet")]

from database import Cluster  # noqa: E402
from house import House, recording  # noqa: E402

SEED = "seed__q0"


# Of each table what a copy has of its own; all else is as it was. `n` is the copy's number.
OWN = {
    "sessions": {"id": "'m' || (n / 5)"},
    "answers": {"row": "-1 - n", "answer": "'m' || (n / 5) || '__q' || (n % 5)", "session": "'m' || (n / 5)", "question": "'q' || (n % 5)", "recording_sha256": "'{hash}'"},
    "measure_values": {"row": "-1 - n"},
    "feed": {"cursor": "-1 - n", "session": "'m' || (n / 5)", "answer": "'m' || (n / 5) || '__q' || (n % 5)"},
}


class Store:
    """A filled database and its daemons."""

    def __init__(self, programs: Path, daemons: int, cluster: Cluster | None, name: str):
        self.database = cluster.make(name) if cluster else None
        self.houses = [House(programs, workers=1, database=self.database) for _ in range(daemons)]
        for number, house in enumerate(self.houses):
            if daemons > 1:
                house.config.write_text(house.config.read_text() + f"instance: d{number}\n")

    def bytes(self) -> int:
        if self.database:
            return int(self.query("SELECT pg_database_size(current_database())")[0])
        return sum(path.stat().st_size for path in self.houses[0].state.glob("intone.sqlite*"))

    def query(self, *statements: str) -> list:
        if self.database:
            return self.database.cluster.psql(self.database.name, "SET search_path = intone", *statements)
        with sqlite3.connect(self.houses[0].state / "intone.sqlite") as connection:
            for statement in statements:
                rows = connection.execute(statement).fetchall()
        connection.close()
        return ["|".join(map(str, row)) for row in rows]

    def columns(self, table: str) -> list[str]:
        if self.database:
            return self.query(f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
        return [line.split("|")[1] for line in self.query(f"PRAGMA table_info({table})")]

    def fill(self, first: int, last: int, measures: int):
        """In steps, so that no log grows as large as the database."""
        for start in range(first, last, 50_000):
            self.copy(start, min(start + 50_000, last), measures)
        if not self.database:
            self.query("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self, first: int, last: int, measures: int):
        """Copies of the one answer that was scored, numbered from `first` up to before `last`."""
        numbers = (
            f"generate_series({first}, {last - 1}) AS g(n)" if self.database
            else f"(WITH RECURSIVE g(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM g WHERE n < {last - 1}) SELECT n FROM g) AS g"
        )
        only = {
            "sessions": "s.id = 'seed'", "answers": f"s.answer = '{SEED}'", "feed": f"s.answer = '{SEED}' AND s.kind = 'answer.recorded'",
            "measure_values": f"s.row = (SELECT row FROM answers WHERE answer = '{SEED}') AND s.measure IN (SELECT measure FROM measure_values ORDER BY row, measure LIMIT {measures})",
        }
        statements = []
        for table, own in OWN.items():
            names = self.columns(table)
            values = [own.get(name, f's."{name}"').replace("{hash}", "' || substr('0000000000000000000000000000000000000000000000000000000000000000' || n, -64) || '" if not self.database else "' || lpad(n::text, 64, '0') || '") for name in names]
            where = only[table] + (" AND n % 5 = 0" if table == "sessions" else "")
            listed = ", ".join(f'"{name}"' for name in names)
            statements.append(f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM {table} s, {numbers} WHERE {where}")
        if self.database:
            # The counts that triggers keep are put right afterwards: a million changes of one row in one transaction take for ever.
            statements.insert(0, "SET session_replication_role = replica")
            for name, count in (("answers", last - first), ("revisions", last - first), ("session in-progress", (last - first) // 5)):
                statements.append(f"INSERT INTO tallies VALUES ('{name}', {count}) ON CONFLICT (name) DO UPDATE SET number = tallies.number + {count}")
            statements.append("ANALYZE")
        self.query(*statements)

    def start(self, daemons: int = 1):
        for house in self.houses[:daemons]:
            house.start()
            if not house.ready():
                raise SystemExit(house.log.read_text()[-2000:])

    def stop(self):
        for house in self.houses:
            house.kill(15)

    def count(self, session: str) -> int:
        return int(self.query(f"SELECT count(*) FROM answers WHERE session = '{session}' AND is_current = 1")[0])

    def record(self, session: str, answers: int, rng: random.Random, daemons: int) -> dict:
        """Recordings of one session, shared among the daemons, and what is asked meanwhile."""
        houses = self.houses[:daemons]
        before = [self.spent(house) for house in houses]
        waits: dict[str, list[float]] = {"status": [], "list": [], "answer": []}
        over = threading.Event()

        def ask():
            while not over.wait(0.05):
                for name, path in (("status", "/v1/status"), ("list", "/v1/sessions?limit=50&sort=time"), ("answer", f"/v1/answers/{SEED}")):
                    began = time.monotonic()
                    self.houses[0].ask(path, timeout=60)
                    waits[name].append(time.monotonic() - began)

        data = [recording(rng) for _ in range(answers)]
        asker = threading.Thread(target=ask)
        asker.start()
        began = time.monotonic()
        for number, one in enumerate(data):
            houses[number % len(houses)].drop(f"{session}/q{number}.wav", one)
        while self.count(session) < answers:
            time.sleep(0.05)
        took = time.monotonic() - began
        over.set()
        asker.join()
        after = [self.spent(house) for house in houses]
        counts = {bound: sum(a[bound] - b.get(bound, 0) for a, b in zip(after, before)) for bound in after[0]}
        return {"rate": answers / took, "p99": percentile(counts, 0.99), "p50": percentile(counts, 0.5), **{name: statistics.median(found) for name, found in waits.items()}}

    @staticmethod
    def spent(house: House) -> dict[float, int]:
        """How many recordings into the store took at most so long, in seconds."""
        found = {}
        for line in house.ask("/metrics")[1].decode().splitlines():
            if line.startswith("intone_stage_seconds_bucket") and 'stage="store"' in line:
                bound = line.split('le="')[1].split('"')[0]
                found[float("inf") if bound == "+Inf" else float(bound)] = int(line.split()[-1])
        return found

    def remove(self):
        for house in self.houses[1:]:
            house.database = None
            house.remove()
        self.houses[0].remove()


def percentile(counts: dict[float, int], share: float) -> float:
    """Between two bounds of the histogram as if its values lay evenly between them."""
    total = max(counts.values(), default=0)
    lower, below = 0.0, 0
    for bound in sorted(counts):
        if total and counts[bound] >= share * total:
            return lower if bound == float("inf") else lower + (bound - lower) * (share * total - below) / max(1, counts[bound] - below)
        lower, below = bound, counts[bound]
    return float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--measures", type=int, default=10)
    parser.add_argument("--place", help="a directory for databases and files; by default memory")
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    sizes = [int(size) for size in options.rows.split(",")]
    cluster = Cluster()
    rng = random.Random(7)
    print(f"{options.answers} recordings of 0.4 s at each size, {options.measures} measures of each answer that was there before; one worker a daemon\n")
    print("| answers in the store | store | answers/s | record p50 ms | record p99 ms | status ms | list of 50 ms | one answer ms |\n|---|---|---|---|---|---|---|---|")
    growth: dict[str, list[str]] = {}
    begun = time.monotonic()
    try:
        for name, most in (("SQLite", 1), ("PostgreSQL", 4)):
            store = Store(options.programs, most, cluster if most > 1 else None, "stores")
            try:
                growth[name] = measured(name, store, [daemons for daemons in (1, 2, 4) if daemons <= most], sizes, options, rng)
            finally:
                store.remove()
    finally:
        cluster.remove()
    print(f"\nWhat an answer adds, with {options.measures} measures: bytes of the database, and the time to insert it, from size to size\n")
    print(f"| store | {' | '.join(f'up to {size:,}' for size in sizes)} |\n|---{'|---' * len(sizes)}|")
    for name, cells in growth.items():
        print(f"| {name} | {' | '.join(cells)} |")
    print(f"\n{time.monotonic() - begun:.0f} s in all")


def measured(name: str, store: Store, daemons: list[int], sizes: list[int], options, rng: random.Random) -> list[str]:
    """Prints a line for each size and number of daemons."""
    store.start()
    store.houses[0].drop("seed/q0.wav", recording(rng))
    # A server's tables are made by the first transaction.
    while store.database and store.query("SELECT to_regclass('intone.answers') IS NOT NULL") != ["t"] or store.count("seed") < 1:
        time.sleep(0.05)
    store.stop()
    filled, growth = 0, []
    for size in sizes:
        before, from_then = store.bytes(), time.monotonic()
        store.fill(filled, size, options.measures)
        took = time.monotonic() - from_then
        growth.append(f"{(store.bytes() - before) / (size - filled):.0f} B, {1e6 * took / (size - filled):.0f} µs")
        for count in daemons:
            store.start(count)
            # What is read for the first time is not what is measured.
            store.record(f"warm{size}x{count}", 20, rng, count)
            found = store.record(f"run{size}x{count}", options.answers, rng, count)
            store.stop()
            cells = [f"{found['rate']:.0f}"] + [f"{1000 * found[key]:.1f}" for key in ("p50", "p99", "status", "list", "answer")]
            which = name if daemons == [1] else f"{name}, {count} daemon{'s' if count > 1 else ''}"
            print(f"| {size:,} | {which} | {' | '.join(cells)} |", flush=True)
        filled = size
    return growth


if __name__ == "__main__":
    main()
