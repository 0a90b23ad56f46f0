"""A PostgreSQL server on a host, by the server's own tools: what an operator or Patroni does."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from network import Host

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
NOBODY = pwd.getpwnam("nobody")


def as_nobody(*command) -> list[str]:
    # libpq looks for certificates at home, and root's home is closed to them.
    return ["env", "HOME=/nonexistent", "setpriv", f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups", *map(str, command)]


class Server:
    def __init__(self, host: Host, base: Path, certificate: Path):
        self.host, self.place, self.certificate = host, base / host.space, certificate
        self.place.mkdir()
        os.chown(self.place, NOBODY.pw_uid, NOBODY.pw_gid)
        self.data = self.place / "data"
        self.process: subprocess.Popen | None = None

    def tool(self, *command, check=True) -> subprocess.CompletedProcess:
        done = subprocess.run(self.host.inside(as_nobody(PROGRAMS / command[0], *command[1:])), capture_output=True, text=True, cwd="/")
        if check and done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")
        return done

    def make(self):
        self.tool("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C", "--encoding=UTF8")
        with open(self.data / "pg_hba.conf", "a") as rules:
            rules.write("hostssl all all 10.77.0.0/16 trust\nhostssl replication all 10.77.0.0/16 trust\n")

    def follow(self, primary: "Server"):
        """A standby of another server, made anew."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.tool("pg_basebackup", "-D", self.data, "-h", primary.host.address, "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync")

    def start(self):
        log = open(self.place / "log", "a")
        settings = [
            "-c", f"listen_addresses={self.host.address}", "-k", str(self.place), "-F", "-c", "ssl=on", "-c", f"ssl_cert_file={self.certificate}/server.crt",
            "-c", f"ssl_key_file={self.certificate}/server.key", "-c", "hot_standby=on", "-c", "max_connections=100",
        ]
        self.process = subprocess.Popen(self.host.inside(as_nobody(PROGRAMS / "postgres", "-D", self.data, *settings)), stdout=log, stderr=log, cwd="/")
        for _ in range(300):
            if self.sql("SELECT 1", check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError((self.place / "log").read_text()[-3000:])

    def sql(self, query: str, check=True, database="postgres") -> subprocess.CompletedProcess:
        done = subprocess.run(
            as_nobody("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.place, "-U", "postgres", "-d", database, "-c", query), capture_output=True, text=True, cwd="/"
        )
        if check and done.returncode:
            raise RuntimeError(f"{query}: {done.stderr}")
        return done

    def rows(self, query: str) -> list[str]:
        return self.sql(query).stdout.splitlines()

    def kill(self):
        """As a power cut: the whole family at once."""
        assert self.process
        main = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True).stdout.split()
        for process in [main, *map(int, children)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.process = None

    def promote(self):
        self.tool("pg_ctl", "promote", "-D", self.data, "-w")
        self.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.sql("SELECT pg_reload_conf()")

    def be_followed(self):
        """A commit is told when the standby has it too."""
        for _ in range(300):
            if self.rows("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == ["1"]:
                break
            time.sleep(0.1)
        self.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.sql("SELECT pg_reload_conf()")


def certificate(base: Path, addresses: list[str]) -> Path:
    place = base / "tls"
    place.mkdir()
    names = ",".join(f"IP:{address}" for address in addresses)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=intone-fleet", "-addext", f"subjectAltName={names}",
         "-keyout", place / "server.key", "-out", place / "server.crt"], check=True, capture_output=True)
    (place / "server.key").chmod(0o600)
    for path in (place, place / "server.key", place / "server.crt"):
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
    place.chmod(0o755)
    return place
