"""The store on a server, for the harness: a PostgreSQL cluster in memory, run by an ordinary user, with a database for each house."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "Fleet"))

from faults import Fault, signalled  # noqa: E402
from house import PLACE  # noqa: E402
from server import NOBODY, PROGRAMS, as_nobody  # noqa: E402


class Row(dict):
    """As SQLite's rows are: by name or by place."""

    def __getitem__(self, key):
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)


class Cluster:
    def __init__(self):
        self.place = Path(tempfile.mkdtemp(prefix="intone-pg-", dir=PLACE))
        self.place.chmod(0o755)
        self.isRoot = os.geteuid() == 0
        if self.isRoot:
            os.chown(self.place, NOBODY.pw_uid, NOBODY.pw_gid)
        self.data, self.process = self.place / "data", None
        self.tool("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C", "--encoding=UTF8")
        self.start()

    def command(self, program: str, *words) -> list[str]:
        command = [str(PROGRAMS / program), *map(str, words)]
        return as_nobody(*command) if self.isRoot else command

    def tool(self, program: str, *words) -> str:
        done = subprocess.run(self.command(program, *words), capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program} {words}: {done.stderr}")
        return done.stdout

    def start(self):
        log = open(self.place / "log", "a")
        # Processes are killed and no power is cut: what the kernel has is on the disk.
        self.process = subprocess.Popen(
            self.command("postgres", "-D", self.data, "-F", "-k", self.place, "-c", "listen_addresses=", "-c", "max_connections=200"),
            stdout=log, stderr=log, cwd="/")
        log.close()
        for _ in range(600):
            if subprocess.run(self.command("pg_isready", "-q", "-h", self.place), cwd="/").returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError((self.place / "log").read_text()[-3000:])

    def family(self) -> list[int]:
        main = self.process.pid
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True).stdout.split()
        return [main, *map(int, children)]

    def kill(self):
        for pid in self.family():
            signalled(pid, signal.SIGKILL)
        self.process.wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def remove(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.place, ignore_errors=True)

    def psql(self, database: str, *queries: str) -> list[str]:
        words = [word for query in queries for word in ("-c", query)]
        return self.tool("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.place, "-U", "postgres", "-d", database, *words).splitlines()

    def make(self, name: str) -> "Database":
        self.psql("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        return Database(self, name)


class Database:
    """What a house's daemon records in."""

    def __init__(self, cluster: Cluster, name: str):
        self.cluster, self.name = cluster, name
        self.connection = f"host={cluster.place} user=postgres dbname={name}"

    def rows(self, *queries: str) -> list[list[Row]]:
        # What a daemon that was killed had begun is over when nobody but this asks.
        end = time.monotonic() + 20
        while self.cluster.psql("postgres", f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self.name}'") != ["0"]:
            if time.monotonic() > end:
                raise RuntimeError("a connection of a dead daemon lives")
            time.sleep(0.01)
        if self.cluster.psql(self.name, "SELECT to_regclass('intone.answer_scores') IS NOT NULL") != ["t"]:
            return [[] for _ in queries]
        found = []
        for query in queries:
            lines = self.cluster.psql(self.name, "SET search_path = intone", f"SELECT row_to_json(found) FROM ({query}) found")
            found.append([Row(json.loads(line)) for line in lines])
        return found

    def remove(self):
        self.cluster.psql("postgres", f"DROP DATABASE {self.name} WITH (FORCE)")


class ServerKilled(Fault):
    name = "the server killed"
    mayRefuse = False

    @contextmanager
    def on(self):
        self.house.database.cluster.kill()
        self.seen = 1
        time.sleep(self.rng.choice([0, 0, 0.3]))
        # Half of the time it is back while the daemon lives.
        early = self.rng.random() < 0.5
        if early:
            self.house.database.cluster.start()
        try:
            yield
        finally:
            if not early:
                self.house.database.cluster.start()


class ServerStands(Fault):
    name = "the server stands still"

    @contextmanager
    def on(self):
        family = self.house.database.cluster.family()
        for pid in family:
            signalled(pid, signal.SIGSTOP)
        self.seen = 1
        try:
            yield
        finally:
            for pid in family:
                signalled(pid, signal.SIGCONT)


class ConnectionsEnded(Fault):
    name = "connections ended by the administrator"

    @contextmanager
    def on(self):
        database = self.house.database
        end = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database.name}'"
        ended = 0
        for _ in range(self.rng.randrange(1, 5)):
            ended += int(database.cluster.psql("postgres", end)[0])
            time.sleep(self.rng.uniform(0, 0.1))
        self.seen = ended
        yield
        self.seen += int(database.cluster.psql("postgres", end)[0])


SERVER_FAULTS = [ServerKilled, ServerStands, ConnectionsEnded]
