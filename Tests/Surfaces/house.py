"""A house for the test of the local surfaces: a daemon of its own user, and the users that reach it.

The users exist in a mount namespace alone: the machine's passwd and group are not touched.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# One that every user may run.
PYTHON = "/usr/bin/python3"
REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples/interviews"
RECORDING = SAMPLES / "sales-c20391/q2.flac"
TRANSCRIPT = SAMPLES / "sales-c20391/q2.json"

# Name, number, groups. `intone` and what begins with `t` are groups.
USERS = {
    "intone": (61000, []),
    "tview": (61001, ["intone", "tviewers"]),
    "trev": (61002, ["intone", "treviewers"]),
    "top": (61003, ["intone", "toperators"]),
    "tadmin": (61004, ["intone", "tadmins"]),
    "tmem": (61005, ["intone"]),
    "tplat": (61006, ["intone"]),
    "tplat2": (61007, ["intone"]),
    "tout": (61008, []),
}
GROUPS = {"intone": 61000, "tviewers": 61101, "treviewers": 61102, "toperators": 61103, "tadmins": 61104}
for name, (number, _) in USERS.items():
    GROUPS.setdefault(name, number)


CHECKS = []


def check(about, fresh=False, settings=""):
    """A thing to try; what its body gives back is printed beside it. `fresh`: in a house of its own, since it breaks things."""
    def register(body):
        CHECKS.append((about, body, fresh, settings))
        return body
    return register


class Refused(Exception):
    pass


def must(holds, detail=""):
    if not holds:
        raise Refused(str(detail)[:400])


def give(path, user, mode=None):
    os.chown(path, USERS[user][0], GROUPS["intone"])
    if mode is not None:
        os.chmod(path, mode)


def needs():
    """Why the test cannot be run here; None where it can."""
    if os.geteuid() != 0:
        return "needs root"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        return "namespaces are denied here"
    if not os.path.exists(PYTHON):
        return f"needs {PYTHON}"
    return None


def enter_namespace():
    """Starts this very script again where the users exist."""
    if os.environ.get("SURFACES_INSIDE"):
        return
    scratch = tempfile.mkdtemp(prefix="intone-users-")
    passwd = Path("/etc/passwd").read_text() + "".join(
        f"{name}:x:{number}:{GROUPS[name]}::/nonexistent:/usr/sbin/nologin\n" for name, (number, _) in USERS.items())
    groups = Path("/etc/group").read_text() + "".join(
        f"{group}:x:{number}:{','.join(user for user, (_, of) in USERS.items() if group in of)}\n" for group, number in GROUPS.items())
    for file, text in (("passwd", passwd), ("group", groups)):
        Path(scratch, file).write_text(text)
        os.chmod(Path(scratch, file), 0o644)
    script = 'mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/group" /etc/group && shift && exec "$@"'
    code = subprocess.run(
        ["unshare", "-m", "--propagation", "private", "sh", "-c", script, "_", scratch, sys.executable, *sys.argv],
        env={**os.environ, "SURFACES_INSIDE": "1"}).returncode
    shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(code)


def eventually(body, seconds=30.0):
    """What `body` gives once it is true; its last value otherwise."""
    end = time.monotonic() + seconds
    while True:
        value = body()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)


class House:
    def __init__(self, binaries, settings=""):
        self.base, self.binaries = Path(tempfile.mkdtemp(prefix="intone-surfaces-")), Path(binaries)
        os.chmod(self.base, 0o755)
        self.bin, self.state, self.run = self.base / "bin", self.base / "state", self.base / "run"
        self.inbox, self.socket = self.state / "inbox", self.base / "run/intone.sock"
        self.bin.mkdir()
        for program in ("intoned", "intone"):
            shutil.copy(Path(binaries) / program, self.bin / program)
        shutil.copytree(REPOSITORY / "models", self.base / "models")
        subprocess.run(["chmod", "-R", "a+rX", self.base], check=True)
        # As the package makes them.
        for folder, mode in ((self.state, 0o2750), (self.inbox, 0o3770), (self.run, 0o2750)):
            folder.mkdir()
            os.chown(folder, USERS["intone"][0], GROUPS["intone"])
            os.chmod(folder, mode)
        self.configuration = self.base / "intone.yaml"
        self.configure(settings)
        self.log = self.base / "log"
        self.daemon = None

    def configure(self, settings="", roots=None):
        roots = roots or [self.inbox]
        inbox = "".join(f"  - path: {root}\n    role: general\n" for root in roots)
        self.configuration.write_text(
            f"state: {self.state}\nsocket: {self.socket}\nmodels: [{self.base}/models]\nworkers: 2\nsettle: 0.2s\ntranscript_wait: 0s\n"
            f"inbox:\n{inbox}"
            "roles:\n  viewer: [tviewers]\n  reviewer: [treviewers]\n  operator: [toperators]\n  administrator: [tadmins]\n" + settings)
        os.chmod(self.configuration, 0o644)

    # The daemon.

    def popen(self, user, *command, **options):
        number, groups = USERS[user]
        return subprocess.Popen(
            [str(part) for part in command], user=number, group=GROUPS[user], extra_groups=[GROUPS[group] for group in groups],
            env=self.environment(), cwd="/", **options)

    def environment(self):
        return {
            "PATH": f"{self.bin}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "INTONE_SOCKET": str(self.socket), "HOME": "/nonexistent",
            "INTONE_STORE": str(self.state / "intone.sqlite"), "INTONE_MODELS": str(self.base / "models"),
        }

    def start(self, wait=True):
        with open(self.log, "ab") as log:
            # As the unit and systemd-tmpfiles leave it: the socket's group is the directory's.
            self.daemon = self.popen(
                "intone", self.bin / "intoned", "--config", self.configuration, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if not wait:
            return True
        return eventually(lambda: self.daemon.poll() is not None or self.ask("intone", "/healthz")[0] == 200) and self.daemon.poll() is None

    def stop(self, how=signal.SIGTERM):
        if self.daemon is None:
            return None
        self.daemon.send_signal(how)
        code = self.daemon.wait(30)
        self.daemon = None
        return code

    def logged(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def remove(self):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.kill()
            self.daemon.wait()
        shutil.rmtree(self.base, ignore_errors=True)

    # What users do.

    def do(self, user, *command, timeout=60, input=None):
        """Runs a command as a user: its code and what it said."""
        process = self.popen(
            user, *command, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        try:
            said, _ = process.communicate(input, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return -9, "timeout"
        return process.returncode, said.decode(errors="replace")

    def python(self, user, text, *arguments, timeout=60):
        return self.do(user, PYTHON, "-c", text, *arguments, timeout=timeout)

    def sh(self, user, text, timeout=60):
        return self.do(user, "/bin/sh", "-c", text, timeout=timeout)

    def ask(self, user, path, method="GET", body=None, seconds=10):
        command = [
            "curl", "--silent", "--max-time", str(seconds), "--unix-socket", self.socket, "--request", method, "--write-out", "\n%{http_code}",
            "http://localhost" + path]
        if body is not None:
            command += ["--data", body]
        code, said = self.do(user, *command)
        text, _, status = said.rpartition("\n")
        return (int(status) if status.isdigit() else 0), text

    def status(self):
        try:
            return json.loads(self.ask("intone", "/v1/status")[1])
        except ValueError:
            return {}

    def problems(self):
        return [problem["code"] for problem in self.status().get("problems", [])]

    def drop(self, session, name="q1.flac", source=RECORDING, user="tplat", mode=0o640, folder_mode=0o2770, text=None):
        """Delivers as a client should: into a folder of its own, under another name first."""
        folder = self.inbox / session
        number, _ = USERS[user]
        if not folder.exists():
            folder.mkdir()
            os.chown(folder, number, GROUPS["intone"])
            os.chmod(folder, folder_mode)
        draft = folder / ("." + name)
        if text is None:
            shutil.copy(source, draft)
        else:
            draft.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.chown(draft, number, GROUPS["intone"])
        os.chmod(draft, mode)
        draft.rename(folder / name)
        return folder / name

    def rows(self, sql, user="tview", store=None):
        code, said = self.do(user, "sqlite3", "-readonly", "-cmd", ".timeout 2000", store or self.state / "scores.sqlite", sql)
        return said.split("\n")[:-1] if code == 0 else None

    def scored(self, session, count=1, seconds=30):
        sql = f"SELECT count(*) FROM answer_scores WHERE session = '{session}'"
        return eventually(lambda: self.rows(sql, "intone") == [str(count)], seconds)


def memory(pid, field="VmHWM"):
    """Kilobytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0
