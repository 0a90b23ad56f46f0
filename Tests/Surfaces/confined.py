"""What a decoder can do that was taken over: a program of the attacker's in ffmpeg's place, run by the daemon on a recording."""

import json
import os
import platform
import subprocess
from pathlib import Path

from house import SAMPLES, PYTHON, check, eventually, give, must

# x86-64, aarch64: calls that Python has no name for.
NUMBERS = {
    "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424),
    "prlimit64": (302, 261), "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
    "ioprio_set": (251, 30), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "memfd_create": (319, 279),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440), "ptrace": (101, 117), "unshare": (272, 97),
    "clone": (56, 220), "setns": (308, 268), "inotify_init1": (294, 26), "fanotify_init": (300, 262), "statfs": (137, 43), "chroot": (161, 51),
    "mount": (165, 40), "umount2": (166, 39), "open_tree": (428, 428), "name_to_handle_at": (303, 264), "fchmodat2": (452, 452), "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282), "bpf": (321, 280), "perf_event_open": (298, 241), "keyctl": (250, 219), "add_key": (248, 217), "kcmp": (312, 272),
    "personality": (135, 92), "seccomp": (317, 277), "socket": (41, 198), "socketpair": (53, 199), "setsid": (112, 157), "setpgid": (109, 154),
    "execveat": (322, 281), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "memfd_secret": (447, 447), "pidfd_getfd": (438, 438),
    "process_mrelease": (448, 448), "openat2": (437, 437), "clone3": (435, 435), "rseq_slice": (471, 471), "fsopen": (430, 430), "move_mount": (429, 429),
    "syslog": (103, 116), "sethostname": (170, 161), "quotactl": (179, 60), "acct": (163, 89), "swapon": (167, 224), "landlock_create_ruleset": (444, 444),
}

PROBE = r"""#!/usr/bin/python3
import ctypes, os, resource, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
state, inbox, key, numbers = CONFIGURED
parent, done = os.getppid(), []
room = ctypes.create_string_buffer(1024)
def attempt(name, body):
    try:
        if body() is not False: done.append(name)
    except BaseException: pass
def call(name, *arguments):
    def body():
        ctypes.set_errno(0)
        return libc.syscall(numbers[name], *arguments) != -1
    attempt(name, body)
def let(name, *arguments):
    # As far as the call itself: what it says of its arguments is said behind the filter.
    def body():
        ctypes.set_errno(0)
        return libc.syscall(numbers[name], *arguments) != -1 or ctypes.get_errno() not in (1, 13, 38)
    attempt(name, body)
files = [state, state + "/archive", state + "/intone.sqlite", state + "/intone.sqlite-wal", state + "/forgotten", key, inbox]
for path in files:
    short = path.rsplit("/", 1)[-1]
    # To what it is already: nothing is changed where it goes through.
    attempt("chmod " + short, lambda: os.chmod(path, KEPT[path]))
    attempt("utimensat " + short, lambda: os.utime(path, None))
    attempt("chown " + short, lambda: os.chown(path, -1, -1))
    attempt("setxattr " + short, lambda: os.setxattr(path, "user.x", b"1"))
    attempt("listxattr " + short, lambda: os.listxattr(path))
    attempt("open " + short, lambda: os.open(path, os.O_RDONLY))
    attempt("write " + short, lambda: os.open(path, os.O_WRONLY))
    attempt("list " + short, lambda: os.listdir(path))
    attempt("chdir " + short, lambda: os.chdir(path))
attempt("truncate", lambda: os.truncate(key, KEYSIZE))
attempt("truncating open", lambda: os.open(state + "/made", os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
attempt("mkdir", lambda: os.mkdir(state + "/made2"))
attempt("link", lambda: os.link(key, state + "/made3"))
attempt("symlink", lambda: os.symlink("/x", state + "/made4"))
attempt("mkfifo", lambda: os.mkfifo(state + "/made5"))
attempt("unlink", lambda: os.unlink(state + "/victim"))
attempt("rename", lambda: os.rename(key, key))
attempt("/etc/passwd", lambda: os.open("/etc/passwd", os.O_RDONLY))
attempt("parent's memory", lambda: os.open("/proc/%d/mem" % parent, os.O_RDONLY))
attempt("parent's environment", lambda: open("/proc/%d/environ" % parent).read())
attempt("parent's files", lambda: os.listdir("/proc/%d/fd" % parent))
attempt("list /proc", lambda: os.listdir("/proc"))
attempt("kill", lambda: os.kill(parent, 0)); attempt("killpg", lambda: os.kill(-1, 0) if False else os.killpg(os.getpgid(parent), 0))
attempt("fork", lambda: os._exit(0) if os.fork() == 0 else True)
attempt("socket of the daemon", lambda: socket.socket(socket.AF_UNIX).connect(SOCKET))
attempt("tcp", lambda: socket.socket(socket.AF_INET))
attempt("inherited descriptors", lambda: any(os.path.exists("/proc/self/fd/%d" % number) for number in range(4, 64)))
call("tgkill", parent, parent, 0); call("rt_sigqueueinfo", parent, 0, room); call("rt_tgsigqueueinfo", parent, parent, 0, room)
call("pidfd_open", parent, 0); call("prlimit64", parent, 7, None, room); call("setpriority", 0, parent, 0)
mask = ctypes.create_string_buffer(b"\xff" * 128)
call("sched_setaffinity", parent, 128, mask); call("sched_setscheduler", parent, 0, ctypes.create_string_buffer(64))
call("ioprio_set", 1, parent, 0); call("shmget", 0, 4096, 0o1600); call("msgget", 0, 0o1600); call("semget", 0, 1, 0o1600)
call("mq_open", b"x", os.O_CREAT | os.O_RDWR, 0o600, None); call("memfd_create", b"x", 0)
call("process_vm_readv", parent, None, 0, None, 0, 0); call("process_vm_writev", parent, None, 0, None, 0, 0)
call("unshare", 0x10000000); call("unshare", 0x400); call("inotify_init1", 0); call("statfs", state.encode(), room)
call("name_to_handle_at", -100, state.encode(), room, room, 0); call("fchmodat2", -100, key.encode(), KEPT[key], 0)
call("io_uring_setup", 1, ctypes.create_string_buffer(256)); call("keyctl", 0, -3, 1); call("kcmp", parent, parent, 4, 0, 0)
call("personality", 0xffffffff); call("socket", 1, 1, 0); call("socketpair", 1, 1, 0, room); call("setsid"); call("setpgid", 0, 0)
call("landlock_create_ruleset", None, 0, 1)
let("io_uring_enter", -1, 0, 0, 0, None, 0); let("io_uring_register", -1, 0, None, 0); let("execveat", -1, b"/nowhere", None, None, 0)
let("ptrace", 0x4206, 0, None, None); let("memfd_secret", 0); let("pidfd_getfd", -1, 0, 0); let("setns", -1, 0)
let("openat2", -100, inbox.encode(), room, 24); let("open_tree", -100, b"/", 0x80000); let("userfaultfd", 1); let("process_madvise", -1, None, 0, 0, 0)
let("clone3", None, 0); let("fsopen", b"tmpfs", 9); let("quotactl", 0, None, 0, None)
for family in (2, 10, 16, 17, 40): attempt("socket family %d" % family, lambda: socket.socket(family, socket.SOCK_RAW if family > 10 and family < 40 else socket.SOCK_STREAM))
def abstract():
    s = socket.socket(socket.AF_UNIX); s.bind("\0intone-probe-%d" % os.getpid())
attempt("an abstract socket", abstract)
def own_image():
    # What a memory file is for: a program that no file system has seen.
    f = libc.memfd_create(b"x", 1)
    return f >= 0 and os.write(f, b"#!/bin/true") > 0
attempt("memfd to run", own_image)
def cloned(flags):
    child = libc.syscall(numbers["clone"], flags | 17, 0, 0, 0, 0)
    if child == 0: os._exit(0)
    return child > 0
attempt("a user namespace", lambda: cloned(0x10000000))
attempt("a child by clone", lambda: cloned(0))
for path in ("/tmp/made", "/dev/shm/made", "/var/tmp/made", "/run/made"): attempt("write " + path, lambda: os.close(os.open(path, os.O_WRONLY | os.O_CREAT)) or True)
attempt("a terminal", lambda: os.open("/dev/ptmx", os.O_RDWR))
def many():
    import threading
    started = 0
    hold = threading.Event()
    for number in range(6000):
        try: threading.Thread(target=hold.wait, daemon=True).start()
        except RuntimeError: break
        started += 1
    hold.set()
    return started >= 5000
attempt("5,000 threads", many)
print("[error] done:", ", ".join(done) or "nothing", file=sys.stderr)
if len(sys.argv) > 1 and sys.argv[1] == "--free": print("\n".join(done), flush=True)
os._exit(9)
"""


@check("a decoder that was taken over does nothing to files, processes and the system: each call tried from within, and free beside it", fresh=True)
def c2(house):
    house.drop("there")
    must(house.scored("there"))
    key, victim = house.state / "webhook.key", house.state / "victim"
    for path in (key, victim):
        path.write_text("secret of somebody")
        give(path, "intone", 0o600)
    (house.state / "forgotten").touch()
    give(house.state / "forgotten", "intone", 0o600)
    column = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
    must(column is not None, platform.machine())
    numbers = {name: pair[column] for name, pair in NUMBERS.items()}
    paths = [str(path) for path in (house.state, house.state / "archive", house.state / "intone.sqlite", house.state / "intone.sqlite-wal", house.state / "forgotten", key, house.inbox)]
    kept = {path: os.stat(path).st_mode & 0o7777 for path in paths}
    text = (PROBE.replace("CONFIGURED", repr((str(house.state), str(house.inbox), str(key), numbers))).replace("KEPT", repr(kept))
            .replace("KEYSIZE", "18").replace("SOCKET", repr(str(house.socket))))
    # In the place of the system's own, in this mount namespace alone.
    program = house.base / "ffmpeg"
    program.write_text(text)
    program.chmod(0o755)
    # Free, as the daemon's user and beside the daemon, it can do nearly all of it: what shows nothing there shows nothing here.
    runner = house.popen("intone", PYTHON, "-c", f"import subprocess;print(subprocess.run(['{program}', '--free'], capture_output=True, text=True).stdout)", stdout=subprocess.PIPE)
    free = [line for line in runner.communicate(timeout=60)[0].decode().splitlines() if line]
    for path in house.state.glob("made*"):
        path.rmdir() if path.is_dir() else path.unlink()
    must(not victim.exists() and len(free) > 60, f"{len(free)}: {free}")
    victim.write_text("secret of somebody")
    give(victim, "intone", 0o600)

    def signature():
        return {path: (os.lstat(path).st_mode, os.lstat(path).st_uid, os.lstat(path).st_size) for path in [*paths, str(victim)] if not path.endswith("-wal")}
    before = signature()
    subprocess.run(["mount", "--bind", program, "/usr/bin/ffmpeg"], check=True)
    try:
        source = next(Path(SAMPLES).rglob("*.m4a"))
        house.drop("attack", name="q1.m4a", source=source)
        must(eventually(lambda: "attack" in house.ask("top", "/v1/quarantine")[1], 60), house.logged()[-400:])
        entry = next(entry for entry in json.loads(house.ask("top", "/v1/quarantine")[1]) if entry["session"] == "attack")
    finally:
        subprocess.run(["umount", "/usr/bin/ffmpeg"], check=True)
    must("done: nothing" in entry["detail"], entry["detail"])
    must(signature() == before and not list(house.state.glob("made*")), "changed all the same")
    must(house.daemon.poll() is None and house.ask("top", "/v1/pause", "POST")[0] == 200, "the daemon")
    return f"{len(free)} things done free ({len(numbers)} calls by number beside files), 0 confined"
