"""One installation in a directory of its own, the daemon in it, and a ledger of everything that was dropped."""

import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# Where houses and clusters are: in memory, unless a place is named that has more room.
PLACE = Path(os.environ.get("INTONE_PLACE") or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()))
# Root passes every permission check, so that the daemon runs as somebody else where that can be had.
STRANGER = 64321 if os.geteuid() == 0 else None


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def recording(rng: random.Random, seconds: float = 0.4) -> bytes:
    """A WAV of syllable-like bursts, 8 kHz, 16 bit; no two have the same bytes."""
    count = int(8000 * seconds)
    block = bytes(struct.pack("<800h", *(int(9000 * ((i * 7 + rng.randrange(60)) % 64 - 32) / 32) if i < 500 else rng.randrange(-40, 40) for i in range(800))))
    data = (block * (count // 800 + 1))[: 2 * count - 8] + rng.randbytes(8)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", len(data))
    return head + data


def packed(rng: random.Random) -> bytes:
    """A recording that is read by the confined ffmpeg; no two have the same bytes."""
    return (REPOSITORY / "samples/containers/m4a-aac.m4a").read_bytes() + struct.pack(">I4s", 16, b"free") + rng.randbytes(8)


class House:
    """`apart` puts the state on another file system than the inbox, so that filing copies instead of renaming; with a `database` of a server
    the store is there."""

    def __init__(self, programs: Path, workers: int = 2, apart: bool = False, small: int = 0, extra: str = "", database=None):
        self.database = database
        self.base = Path(tempfile.mkdtemp(prefix="intone-torture-", dir=PLACE))
        self.far = Path(tempfile.mkdtemp(prefix="intone-torture-", dir="/var/tmp")) if apart else None
        self.programs = programs
        self.inbox = self.base / "inbox"
        self.state = (self.far or self.base) / "state"
        self.socket = self.base / "s"
        self.log = self.base / "log"
        self.control = self.base / "shim"
        self.mounted = False
        for folder in (self.inbox, self.state):
            folder.mkdir()
        if small and os.geteuid() == 0:
            self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={small}k,mode=0777", "tmpfs", self.state], check=False).returncode == 0
        self.config = self.base / "intone.yaml"
        self.config.write_text(
            f"inbox:\n  - path: {self.inbox}\n    role: sales\nstate: {self.state}\nmodels: [{REPOSITORY}/models]\n"
            f"socket: {self.socket}\nworkers: {workers}\nsettle: 0s\ntranscript_wait: 0s\nempty_wait: 0.05s\n{extra}"
            + (f"store: {{postgres: \"{database.connection}\"}}\n" if database else "")
        )
        self.control.write_bytes(bytes(64))
        for path in [self.base, self.far, self.inbox, self.state, self.control]:
            if path and STRANGER:
                os.chown(path, STRANGER, STRANGER)
        # What was dropped: how often each content, and the newest of each name.
        self.dropped: Counter = Counter()
        self.newest: dict[str, str] = {}
        self.bad: set[str] = set()
        self.process: subprocess.Popen | None = None
        self.hashed: dict[tuple, str] = {}
        # What the daemon has started and was seen to.
        self.started: set[int] = set()

    def remove(self):
        self.kill()
        if self.database:
            self.database.remove()
        if self.mounted:
            subprocess.run(["umount", "-l", self.state], check=False)
        for path in [self.base, self.far]:
            if path:
                shutil.rmtree(path, ignore_errors=True)

    # The daemon

    def start(self, environment: dict | None = None, limits=None, preload: str | None = None, config: Path | None = None):
        log = open(self.log, "ab")
        if STRANGER:
            os.chmod(self.log, 0o666)
        # The runtime's reporter of crashes waits for ever for a daemon that is killed while it reports.
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", **(environment or {})}
        if preload:
            env |= {"LD_PRELOAD": preload, "INTONE_SHIM": str(self.control)}
        who = {"user": STRANGER, "group": STRANGER, "extra_groups": []} if STRANGER else {}
        self.process = subprocess.Popen(
            [self.programs / "intoned", "--config", config or self.config], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env,
            preexec_fn=limits, **who)
        log.close()

    def wait(self, seconds: float) -> int | None:
        """The exit code if the daemon ends within so long."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self, number: int = signal.SIGKILL) -> int | None:
        if not self.process:
            return None
        process, self.process = self.process, None
        process.send_signal(number)
        return process.wait()

    def decoders(self) -> list[int]:
        """The decoders that the daemon has started and that live now. Before it is ffmpeg, a child is still the daemon's own
        code, which asks to be ended with its parent: stopped before that by no fault but ours, it could not."""
        found = []
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children") if self.process else []:
            try:
                found += [int(pid) for pid in task.read_text().split() if Path(f"/proc/{pid}/comm").read_text() == "ffmpeg\n"]
            except OSError:
                pass
        self.started.update(found)
        return found

    def ask(self, target: str, method: str = "GET", timeout: float = 5) -> tuple[int, bytes]:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(timeout)
            client.connect(str(self.socket))
            client.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
            data = b""
            while block := client.recv(65536):
                data += block
        head, _, body = data.partition(b"\r\n\r\n")
        if b"chunked" in head.lower():
            whole, rest = b"", body
            while rest:
                size, _, rest = rest.partition(b"\r\n")
                if not (length := int(size, 16)):
                    break
                whole, rest = whole + rest[:length], rest[length + 2 :]
            body = whole
        return int(head.split(b" ", 2)[1]), body

    def get(self, target: str):
        return json.loads(self.ask(target)[1])

    def ready(self, seconds: float = 300) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                return False
            try:
                self.ask("/healthz")
                return True
            except OSError:
                time.sleep(0.01)
        return False

    # Files

    def drop(self, name: str, data: bytes, bad: bool = False):
        """As a good client does it: under a hidden name, then renamed. What it replaces in the inbox is gone."""
        target = self.inbox / name
        if not target.parent.exists():
            target.parent.mkdir()
            if STRANGER:
                os.chown(target.parent, STRANGER, STRANGER)
        if target.exists():
            old = sha(target.read_bytes())
            # Between two file systems what was put back after a kill may be in the archive, with its row, already.
            isFiled = (self.far or self.mounted) and any(path.is_file() and self.hash(path) == old for path in self.state.glob("archive/**/*"))
            self.dropped[old] -= 0 if isFiled else 1
        hidden = target.parent / ("." + target.name)
        hidden.write_bytes(data)
        if STRANGER:
            os.chown(hidden, STRANGER, STRANGER)
        os.rename(hidden, target)
        digest = sha(data)
        self.dropped[digest] += 1
        self.newest[name.replace("__", "/", 1)] = digest
        if bad:
            self.bad.add(digest)

    def unclaimed(self) -> list[Path]:
        """What lies in the inbox and cannot stay there: all but transcripts, whose recording may never come."""
        return [
            path for path in self.inbox.rglob("*")
            if path.suffix in (".wav", ".m4a", ".yaml") and not any(part.startswith(".") for part in path.relative_to(self.inbox).parts)
        ]

    def places(self) -> dict[str, list[Path]]:
        """Every submission that is kept anywhere, by its hash."""
        found: dict[str, list[Path]] = {}
        for root in (self.inbox, self.state):
            for folder, folders, names in os.walk(root):
                relative = Path(folder).relative_to(root).parts
                # The published copy of the store's views.
                if root == self.state and relative[:1] == ("scores",):
                    folders[:] = []
                    continue
                if relative[:2] in ((".intone", "tries"), (".intone", "instances"), (".intone", "drafts")) or ".records" in relative or ".drafts" in relative:
                    folders[:] = []
                    continue
                for name in names:
                    if name.startswith((".shelves", ".no-", "intone.sqlite", "scores.sqlite")) or name.endswith(".reason.json"):
                        continue
                    # The daemon's own notes, in the state directory itself.
                    if root == self.state and not relative and name in ("clock", "clock.part", "forgotten", "followed", "followed.part", "orders", "orders.part"):
                        continue
                    path = Path(folder) / name
                    found.setdefault(self.hash(path), []).append(path)
        return found

    def hash(self, path: Path) -> str:
        """Of the bytes; a file that is the same to the kernel was read before."""
        status = path.stat()
        key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        if key not in self.hashed:
            self.hashed[key] = sha(path.read_bytes())
        return self.hashed[key]

    def drafts(self) -> list[Path]:
        """Files in the making, which nobody makes any more once the daemon is down."""
        return [
            Path(folder) / name for root in (self.inbox, self.state) for folder, _, names in os.walk(root) for name in names
            if name.endswith(".part") or Path(folder).name in (".drafts", "drafts")
        ]

    # The store, as a copy, so that looking changes nothing

    def rows(self, *queries: str) -> list[list[sqlite3.Row]]:
        if self.database:
            return self.database.rows(*queries)
        with tempfile.TemporaryDirectory(dir=self.base) as scratch:
            for name in ("intone.sqlite", "intone.sqlite-wal"):
                if (self.state / name).exists():
                    shutil.copyfile(self.state / name, Path(scratch) / name)
            database = Path(scratch) / "intone.sqlite"
            if not database.exists() or database.stat().st_size == 0 and not Path(f"{database}-wal").exists():
                return [[] for _ in queries]
            connection = sqlite3.connect(database)
            connection.row_factory = sqlite3.Row
            try:
                if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer_scores'").fetchone():
                    return [[] for _ in queries]
                return [connection.execute(query).fetchall() for query in queries]
            finally:
                connection.close()
