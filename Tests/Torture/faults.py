"""What can go wrong around the daemon. Each fault is put on and taken off while files lie in the inbox; most of them work
for any user, some need root and are left out without it."""

import errno
import os
import resource
import signal
import sqlite3
import stat
import struct
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from house import House, packed


def shim(house: House, permille: int = 0, number: int = 0, clock: int = 0, reads: bool = False, seed: int = 0):
    # In place: a file that is cut short under the daemon's mapping ends it with SIGBUS.
    with open(house.control, "r+b", buffering=0) as control:
        control.write(struct.pack("<iiqiI", permille, number, clock, reads, seed).ljust(64, b"\0"))


class Fault:
    """`preload` asks for the shim; `mayRefuse` says that the daemon may refuse to start; `mayDie` that it may be killed by it."""

    name = "none"
    preload = False
    mayRefuse = False
    mayDie = False
    root = False

    def __init__(self, house: House, rng):
        self.house, self.rng = house, rng

    @classmethod
    def possible(cls) -> bool:
        return True

    # How often it was seen to strike, where that can be told.
    seen = 0

    def limits(self):
        return None

    def clear(self):
        pass

    @contextmanager
    def on(self):
        yield


class Failing(Fault):
    preload = True
    mayRefuse = True
    number = errno.EIO
    reads = False

    @contextmanager
    def on(self):
        shim(self.house, self.rng.choice([20, 100, 400, 1000]), self.number, reads=self.reads, seed=self.rng.randrange(1 << 30))
        try:
            yield
        finally:
            shim(self.house)


class WritesFail(Failing):
    name = "EIO on writes"


class ReadsFail(Failing):
    name = "EIO on reads and writes"
    reads = True


class NoSpace(Failing):
    name = "ENOSPC on writes"
    number = errno.ENOSPC


class NoPermission(Failing):
    name = "EACCES on writes"
    number = errno.EACCES


class ClockJump(Fault):
    name = "clock jump"
    preload = True

    @contextmanager
    def on(self):
        shim(self.house, clock=self.rng.choice([-86_400 * 400, -3600, 3600, 86_400 * 400]))
        try:
            yield
        finally:
            shim(self.house)


class FullDisk(Fault):
    name = "full disk"
    mayRefuse = True
    root = True

    @contextmanager
    def on(self):
        if not self.house.mounted:
            yield
            return
        ballast = self.house.state / ".ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        try:
            yield
        finally:
            ballast.unlink()


class Forbidden(Fault):
    name = "no permission"
    root = True
    mayRefuse = True

    @contextmanager
    def on(self):
        folder = self.rng.choice([self.house.state / "archive", self.house.inbox, self.house.state / "quarantine", self.house.inbox / ".intone"])
        if not folder.exists():
            yield
            return
        mode = stat.S_IMODE(folder.stat().st_mode)
        owner = folder.stat().st_uid, folder.stat().st_gid
        os.chown(folder, 0, 0)
        os.chmod(folder, self.rng.choice([0o000, 0o555]))
        try:
            yield
        finally:
            os.chmod(folder, mode)
            os.chown(folder, *owner)


class ReadOnly(Fault):
    name = "read-only inbox"
    root = True
    mayRefuse = True

    @contextmanager
    def on(self):
        path = self.house.inbox
        bound = subprocess.run(["mount", "--bind", path, path], check=False).returncode == 0
        if bound:
            subprocess.run(["mount", "-o", "remount,ro,bind", path], check=False)
        try:
            yield
        finally:
            if bound:
                subprocess.run(["umount", "-l", path], check=True)


class Locked(Fault):
    name = "store locked"
    mayRefuse = True

    @contextmanager
    def on(self):
        path = self.house.state / "intone.sqlite"
        if not path.exists():
            yield
            return
        connection = sqlite3.connect(path, timeout=1, isolation_level=None)
        try:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                pass
            yield
        finally:
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                if os.geteuid() == 0 and os.path.exists(f"{path}{suffix}"):
                    os.chown(f"{path}{suffix}", *_owner(path))


class Vanished(Fault):
    name = "vanished directory"
    mayRefuse = True

    @contextmanager
    def on(self):
        path = self.rng.choice([self.house.inbox, self.house.state / "archive", self.house.state / "quarantine"])
        away = path.with_name(path.name + ".away")
        if not path.exists():
            yield
            return
        os.rename(path, away)
        try:
            yield
        finally:
            # What the daemon made in its place is empty, or it is a finding: then this fails.
            if path.exists() and path.is_dir():
                for folder, folders, names in os.walk(path, topdown=False):
                    for name in names:
                        if name.endswith(".lock"):
                            os.unlink(os.path.join(folder, name))
                    for name in folders:
                        os.rmdir(os.path.join(folder, name))
                path.rmdir()
            os.rename(away, path)


class LittleMemory(Fault):
    name = "little memory"
    mayRefuse = True
    mayDie = True

    def limits(self):
        size = self.rng.choice([220, 300, 400, 600]) << 20
        return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


class Standing(Fault):
    """The decoder stands still: it is stopped as soon as it is seen, and goes on when the fault passes, if it still may."""

    name = "decoder stands still"

    @contextmanager
    def on(self):
        for _ in range(3):
            self.house.drop(f"s{self.rng.randrange(6)}/m{self.rng.randrange(40)}.m4a", packed(self.rng))
        over, stopped = threading.Event(), set()

        def watch():
            while not over.wait(0.002):
                for pid in self.house.decoders():
                    if pid not in stopped:
                        signalled(pid, signal.SIGSTOP)
                        stopped.add(pid)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.seen = len(stopped)
            # Most of the time it stands still until the daemon is killed.
            if self.rng.random() < 0.4:
                for pid in stopped:
                    signalled(pid, signal.SIGCONT)


def signalled(pid: int, number: int):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


class OutOfMemory(Fault):
    """A control group of its own whose memory does not suffice: the kernel kills the daemon or its decoder."""

    name = "out of memory in a cgroup"
    mayRefuse = True
    mayDie = True
    root = True
    groups = Path("/sys/fs/cgroup/memory")

    @classmethod
    def possible(cls) -> bool:
        return os.access(cls.groups / "memory.limit_in_bytes", os.W_OK)

    def limits(self):
        self.group = self.groups / f"intone-torture-{os.getpid()}"
        self.group.mkdir(exist_ok=True)
        size = self.rng.choice([8, 12, 16, 20, 24, 28, 32, 40]) << 20
        (self.group / "memory.limit_in_bytes").write_text(str(size))
        (self.group / "cgroup.procs").chmod(0o666)
        return lambda: (self.group / "cgroup.procs").write_text("0")

    def clear(self):
        """After the daemon is dead. Its decoders follow it."""
        if not getattr(self, "group", None):
            return
        counts = (self.group / "memory.oom_control").read_text()
        self.seen = int(counts.rpartition("oom_kill ")[2].split()[0]) if "oom_kill " in counts else 0
        for _ in range(500):
            try:
                self.group.rmdir()
                return
            except OSError:
                time.sleep(0.01)


class FewFiles(Fault):
    name = "few open files"
    mayRefuse = True

    def limits(self):
        soft, hard = self.rng.choice([(16, 16), (64, 64), (16, 256), (256, 256), (40, 4096)])
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _owner(path):
    status = os.stat(path)
    return status.st_uid, status.st_gid


ALL = [WritesFail, ReadsFail, NoSpace, NoPermission, ClockJump, FullDisk, Forbidden, ReadOnly, Locked, Vanished, LittleMemory, FewFiles, Standing, OutOfMemory]


def usable():
    return [fault for fault in ALL if (not fault.root or os.geteuid() == 0) and fault.possible()]
