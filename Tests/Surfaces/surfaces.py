#!/usr/bin/env python3
"""What local people must not be able to do, tried as those people: `make surfaces`.

A daemon of its own user, directories as the package makes them, and the users of docs/threat-model.md: viewer, reviewer, operator,
administrator, a member of the group without a role, two that deliver, and one who is not in the group. One line for each thing that is
tried, with what was refused or measured; exit code 1 when one of them goes otherwise, 77 where it cannot be tried (needs root and mount namespaces).

usage: surfaces.py DIRECTORY_OF_BINARIES [--only WORD] [--but WORD,WORD]
"""

import json
import os
import shutil
import stat
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from house import (  # noqa: E402
    CHECKS, GROUPS, PYTHON, RECORDING, TRANSCRIPT, USERS, House, Refused, check, enter_namespace, eventually, give, memory, must, needs)

# Who owns what.


@check("what the daemon keeps is its own: owner and mode of all of it")
def owners(house):
    house.drop("own")
    must(house.scored("own"), house.logged()[-400:])
    wrong = []
    allowed = {
        "": 0o2750, "inbox": 0o3770, "scores": 0o2750,
    }
    for base, folders, files in os.walk(house.state):
        inside = os.path.relpath(base, house.state)
        inside = "" if inside == "." else inside
        if inside.startswith("inbox/") and not inside.startswith("inbox/.intone"):
            continue
        for name in [""] + files:
            path = os.path.join(base, name).rstrip("/")
            relative = os.path.relpath(path, house.state)
            status = os.lstat(path)
            if stat.S_ISLNK(status.st_mode):
                continue
            mode = status.st_mode & 0o7777
            public = relative.startswith("scores/") and ".lock" not in relative
            most = allowed.get("" if relative == "." else relative, 0o2750 if public and not name else 0o640 if public else 0o2700 if not name else 0o600)
            if status.st_uid != USERS["intone"][0] or mode & ~most:
                wrong.append(f"{relative} {status.st_uid} {mode:o}")
    must(not wrong, wrong)


@check("a member can neither rename, replace, add nor remove what lies in the state directory")
def c1(house):
    def listing():
        return sorted((path, os.lstat(path).st_ino, os.lstat(path).st_mode) for path in house.state.iterdir())
    eventually((house.state / "clock").exists)
    for user in ("tview", "tmem", "top", "tplat"):
        for attempt in (
            "mv archive gone", "mv inbox gone", "rm -f intone.sqlite", "rm -f clock", "rm -f .shelves", "rm -f scores.sqlite", "mkdir mine",
            "ln -sf /tmp/x scores.sqlite", "touch intone.sqlite.restored", "touch intone.sqlite-journal", "mv scores gone", "chmod 777 .",
            "touch scores/1/x", "mv scores/1 scores/2",
        ):
            before = listing()
            code, said = house.sh(user, f"cd {house.state} && {attempt}")
            must(code != 0 and listing() == before, f"{user}: {attempt}: {said}")


@check("no member reads archive, quarantine, held shelf, the daemon's own folder, its store, marks and locks")
def l2(house):
    house.drop("read", text="no sound", name="q9.flac")
    eventually(lambda: (house.state / "quarantine/read").exists())
    for user in ("tview", "trev", "top", "tadmin", "tmem", "tplat", "tout"):
        for path in (
            "archive", "quarantine", "held", "inbox/.intone", "intone.sqlite", "intone.sqlite-wal", "intone.sqlite-shm", "intone.sqlite.open",
            "inbox/.intone/instances/main.lock", "scores/.lock", "archive/own/q1.flac", "quarantine/read/q9.flac.reason.json",
        ):
            code, said = house.python(user, "import os,sys; p=sys.argv[1]; os.listdir(p) if os.path.isdir(p) else open(p).read(1)", house.state / path)
            must(code != 0, f"{user} reads {path}")


@check("a stranger can neither connect, enter nor read anything")
def outsider(house):
    must(house.ask("tout", "/v1/status")[0] == 0, "connected")
    for path in (house.state, house.state / "scores.sqlite", house.inbox, house.run):
        code, _ = house.sh("tout", f"ls {path}/ 2>/dev/null || cat {path}")
        must(code != 0, path)


@check("another archive, database, list of the forgotten or mark put in place by somebody else is not used", fresh=True)
def forged_state(house):
    house.drop("s1")
    must(house.scored("s1"))
    house.stop()
    for name, code in (
        ("archive", "state.foreign"), ("quarantine", "state.foreign"), (".shelves", "state.foreign"), ("forgotten", "state.foreign"),
        ("intone.sqlite", "store.foreign"), ("intone.sqlite-wal", "store.foreign"), ("intone.sqlite.restored", "store.foreign"),
    ):
        real, kept = house.state / name, house.base / "kept"
        if real.exists():
            real.rename(kept)
            shutil.copytree(kept, real) if kept.is_dir() else shutil.copy(kept, real)
        else:
            real.write_bytes(b"")
        for base, folders, files in os.walk(real):
            for inner in folders + files:
                give(os.path.join(base, inner), "tview")
        give(real, "tview", 0o777)
        must(not house.start(), f"it starts with a {name} of somebody else's")
        house.daemon = None
        must(code in house.logged()[-4000:], f"{name}: {house.logged()[-300:]}")
        shutil.rmtree(real) if real.is_dir() else real.unlink()
        if kept.exists():
            kept.rename(real)
    must(house.start(), house.logged()[-400:])
    must(house.scored("s1"))


@check("an installation of 1.1 is narrowed at the start: directories, shelves, locks, store", fresh=True)
def upgraded(house):
    house.drop("s1", name="session.yaml", text="candidate: c1\n")
    house.drop("s1")
    must(house.scored("s1"))
    house.stop()
    for path, mode in (
        ("", 0o2770), ("archive", 0o2750), ("archive/s1", 0o2750), ("quarantine", 0o2750), ("inbox/.intone", 0o2750), ("intone.sqlite", 0o640),
        ("inbox/.intone/instances/main.lock", 0o640), ("archive/.drafts", 0o2750),
    ):
        os.chmod(house.state / path, mode)
    give(house.state / "archive/s1/session.yaml", "tplat", 0o664)
    give(house.state / "archive/s1/q1.flac", "tplat", 0o664)
    must(house.start(), house.logged()[-400:])
    modes = {path: os.stat(house.state / path).st_mode & 0o777 for path in ("", "archive", "quarantine", "inbox/.intone", "intone.sqlite", "inbox/.intone/instances/main.lock")}
    must(modes == {"": 0o750, "archive": 0o700, "quarantine": 0o700, "inbox/.intone": 0o700, "intone.sqlite": 0o600, "inbox/.intone/instances/main.lock": 0o600}, modes)
    must(os.stat(house.state / "archive/s1/session.yaml").st_uid == USERS["intone"][0], "the manifest is not the daemon's")
    house.drop("s1", name="q1.json", source=TRANSCRIPT)
    must(eventually(lambda: house.rows("SELECT revision FROM answer_scores WHERE session = 's1'") == ["2"]), "a late transcript is not scored")


@check("what is filed is the daemon's, and who delivered it and holds it open changes nothing")
def h1(house):
    folder = house.inbox / "held-open"
    house.drop("held-open", name="session.yaml", text="candidate: c20417\n", mode=0o664)
    path = house.drop("held-open", mode=0o664)
    script = "import sys,time\nf=open(sys.argv[1],'r+b')\ntime.sleep(6)\nf.seek(0,2)\nf.write(b'x'*4096)\nf.close()"
    writer = house.popen("tplat", PYTHON, "-c", script, path)
    must(house.scored("held-open"), "not scored while a reader that may write holds it open")
    writer.wait()
    archived = house.state / "archive/held-open/q1.flac"
    must(eventually(archived.exists), "not filed")
    must(archived.read_bytes() == RECORDING.read_bytes(), "the archived bytes are others")
    must(os.stat(archived).st_uid == USERS["intone"][0] and os.stat(archived).st_mode & 0o777 == 0o600, oct(os.stat(archived).st_mode))
    must(house.rows("SELECT candidate FROM answer_scores WHERE session = 'held-open'") == ["c20417"], "candidate")
    del folder


@check("a manifest in the archive that is not the store's is told and not used; one delivered again mends it", fresh=True)
def h1_manifest(house):
    house.drop("arc3", name="session.yaml", text="candidate: c20417\n")
    house.drop("arc3")
    must(house.scored("arc3"))
    archived = house.state / "archive/arc3/session.yaml"
    must(eventually(archived.exists))
    archived.write_text("candidate: other-person\nrole: sales\n")
    house.drop("arc3", name="q2.flac")
    must(eventually(lambda: "archive.altered" in house.problems()), house.status().get("problems"))
    must(house.rows("SELECT count(*) FROM answer_scores WHERE candidate = 'other-person'") == ["0"], "used")
    house.drop("arc3", name="session.yaml", text="candidate: c20417\n")
    must(house.scored("arc3", 2), "not mended")


@check("a client can neither rename .intone nor another one's files in the inbox")
def h2(house):
    os.chmod(house.inbox, 0o3770)
    must(house.sh("tplat", f"mv {house.inbox}/.intone {house.inbox}/.x")[0] != 0, "renamed .intone")
    house.drop("theirs", name="q1.part", text="x", user="tplat2", folder_mode=0o2750)
    must(house.sh("tplat", f"mv {house.inbox}/theirs {house.inbox}/mine")[0] != 0, "renamed another one's folder")
    must(house.sh("tplat", f"rm {house.inbox}/theirs/q1.part")[0] != 0, "removed another one's file")
    shutil.rmtree(house.inbox / "theirs")


@check("a folder .intone that a client made is not used: nothing in it is scored, and status says so", fresh=True)
def h2_foreign(house):
    house.stop()
    other = house.base / "theirs"
    other.mkdir()
    give(other, "tplat", 0o2770)
    for folder in (".intone", ".intone/working", ".intone/working/main", ".intone/working/main/sessions", ".intone/working/main/sessions/victim2"):
        (other / folder).mkdir()
        give(other / folder, "tplat", 0o2777)
    shutil.copy(RECORDING, other / ".intone/working/main/sessions/victim2/q1.flac")
    give(other / ".intone/working/main/sessions/victim2/q1.flac", "tplat", 0o664)
    house.configure(roots=[house.inbox, other])
    must(house.start(), house.logged()[-400:])
    must(eventually(lambda: "state.foreign" in house.problems()), house.problems())
    house.drop("beside")
    must(house.scored("beside"), "the other inbox stands still")
    must(house.rows("SELECT count(*) FROM answer_scores WHERE session = 'victim2'") == ["0"], "scored")


@check("swapping .intone in an inbox that is the client's own is told, and what is in hand is right", fresh=True)
def h2_swap(house):
    house.stop()
    other = house.base / "theirs"
    other.mkdir()
    give(other, "tplat", 0o2770)
    house.configure(roots=[house.inbox, other])
    must(house.start(), house.logged()[-400:])
    code, said = house.sh("tplat", f"cd {other} && mv .intone .x && mkdir -m 2777 .intone")
    must(code == 0, said)
    must(eventually(lambda: "state.foreign" in house.problems()), house.problems())
    house.drop("on")
    must(house.scored("on"), "the other inbox stands still")
    code, said = house.sh("tplat", f"cd {other} && rmdir .intone && mv .x .intone")
    must(code == 0, said)
    must(eventually(lambda: "state.foreign" not in house.problems()), "not taken up again")


@check("a folder or a file that may not be read costs itself alone, and says so in queue and status")
def l7(house):
    house.drop("shut", folder_mode=0o700)
    house.drop("mute", mode=0o600)
    house.drop("mute2", name="q1.json", source=TRANSCRIPT, mode=0o600)
    house.drop("well")
    must(house.scored("well"), "the others stand still: " + str(house.problems()))
    queue = house.ask("intone", "/v1/queue")[1]
    must(eventually(lambda: '"state":"denied"' in house.ask("intone", "/v1/queue")[1]), queue)
    must(eventually(lambda: "inbox.unreadable" in [entry["code"] for entry in house.status()["attention"]]), house.status().get("attention"))
    os.chmod(house.inbox / "mute/q1.flac", 0o640)
    must(house.scored("mute"), "not taken once it may be read")
    shutil.rmtree(house.inbox / "shut")
    shutil.rmtree(house.inbox / "mute2")


# Reading by SQL.


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@check("a member reads every published view within a second, and nothing that was said")
def sql_reads(house):
    house.drop("sql", name="q1.json", source=TRANSCRIPT)
    house.drop("sql")
    must(house.scored("sql"))
    must(house.status()["store"]["path"] == str(house.state / "scores.sqlite"), house.status()["store"])
    for view in ("answer_scores", "answer_measures", "answer_dimensions", "lost_points", "session_scores", "events"):
        must(int(house.rows(f"SELECT count(*) FROM {view}")[0]) > 0, view)
    must(house.rows("SELECT count(*) FROM lost_points WHERE excerpt IS NOT NULL") == ["0"], "excerpts")
    words = [word for word in strings(json.loads(TRANSCRIPT.read_text())) if len(word) > 6]
    must(words, "the transcript has no words to look for")
    data = b"".join(path.read_bytes() for path in (house.state / "scores").rglob("scores.sqlite*"))
    must(not [word for word in words if word.encode() in data], "words")
    for user in ("tview", "tmem"):
        for sql in ("DELETE FROM answers", "UPDATE answers SET overall = 9999", "PRAGMA wal_checkpoint(TRUNCATE)"):
            code, output = house.do(user, "sqlite3", house.state / "scores.sqlite", sql)
            must(code != 0 or sql.startswith("PRAGMA"), f"{user}: {sql}: {output}")
    must(house.rows("SELECT count(*) FROM answer_scores WHERE overall > 100") == ["0"], "written")


LOCKER = """
import fcntl, os, struct, sys, time
files = []
for path, ranges in ((sys.argv[1] + "-shm", [(120, 8)]), (sys.argv[1], [(0x40000000, 512)])):
    f = open(path, "rb"); files.append(f)
    for start, length in ranges: fcntl.lockf(f, fcntl.LOCK_SH | fcntl.LOCK_NB, length, start)
    fcntl.flock(f, fcntl.LOCK_SH)
print("held", flush=True)
time.sleep(60)
"""


@check("a viewer that locks all that it can open keeps no answer from being scored or published")
def h3(house):
    real = os.path.realpath(house.state / "scores.sqlite")
    locker = house.popen("tview", PYTHON, "-c", LOCKER, real, stdout=-1)
    try:
        must(locker.stdout.readline() == b"held\n", "no locks")
        began = time.monotonic()
        for number in range(3):
            house.drop(f"locked{number}")
        for number in range(3):
            must(house.scored(f"locked{number}", seconds=20), "not scored or not published")
        must(house.ask("top", "/v1/pause", "POST")[0] == 200 and house.ask("top", "/v1/resume", "POST")[0] == 200, "no answer")
        must(not house.problems(), house.problems())
        must(time.monotonic() - began < 20, "slow")
    finally:
        locker.kill()
        locker.wait()


@check("a viewer's transaction that stays open keeps no erased person in the published files")
def h3_reader(house):
    house.drop("gone", name="session.yaml", text="candidate: person-to-forget\n")
    house.drop("gone")
    must(house.scored("gone"))
    reader = house.popen(
        "tview", PYTHON, "-c",
        f"import sqlite3,time;c=sqlite3.connect('file:{house.state}/scores.sqlite?mode=ro',uri=True,isolation_level=None);c.execute('BEGIN');"
        "print(c.execute('SELECT count(*) FROM answer_scores').fetchone()[0],flush=True);time.sleep(60)", stdout=-1)
    try:
        must(int(reader.stdout.readline()) > 0)
        code, said = house.do("intone", house.bin / "intone", "forget", "person-to-forget", "--yes", "--json")
        must(code == 0, said)
        data = b"".join(path.read_bytes() for path in (house.state / "scores").rglob("scores.sqlite*"))
        must(b"person-to-forget" not in data, "still there")
        must(house.rows("SELECT count(*) FROM answer_scores WHERE session = 'gone'") == ["0"], "still shown")
    finally:
        reader.kill()
        reader.wait()


@check("nobody can take the daemon's locks while it is down", fresh=True)
def h3_flock(house):
    house.stop()
    for lock in ("inbox/.intone/instances/main.lock", "intone.sqlite", "intone.sqlite.open", "scores/.lock"):
        for user in ("tview", "tplat", "tmem"):
            code, _ = house.python(user, "import fcntl,sys;fcntl.flock(open(sys.argv[1]),fcntl.LOCK_EX)", house.state / lock)
            must(code != 0, f"{user} holds {lock}")
    must(house.start(), house.logged()[-400:])


# Restore, backup, doctor.


@check("the documented restore as root leaves a daemon that starts, and every file its own", fresh=True)
def h4(house):
    house.drop("s1")
    must(house.scored("s1"))
    backups = house.base / "backups"
    backups.mkdir()
    environment = {**os.environ, **house.environment()}
    import subprocess
    done = subprocess.run([house.bin / "intone", "backup", backups], env=environment, capture_output=True, text=True)
    must(done.returncode == 0, done.stderr)
    modes = {path.name[-5:]: os.stat(path).st_mode & 0o777 for path in backups.iterdir()}
    must(set(modes.values()) == {0o600}, modes)
    house.drop("s2")
    must(house.scored("s2"))
    # The list of backups is the daemon's by now, and root adds to it.
    done = subprocess.run([house.bin / "intone", "backup", backups], env=environment, capture_output=True, text=True)
    must(done.returncode == 0 and "will not name" not in done.stderr, done.stderr)
    listed = (house.state / "backups").read_text().splitlines()
    must(len(listed) == 2, listed)
    house.stop()
    done = subprocess.run([house.bin / "intone", "restore", backups], env=environment, capture_output=True, text=True)
    must(done.returncode == 0, done.stderr)
    wrong = [name for name in os.listdir(house.state) if os.lstat(house.state / name).st_uid != USERS["intone"][0]]
    must(not wrong, wrong)
    must(house.start(), house.logged()[-400:])
    must(house.scored("s1") and house.scored("s2"), "not all rows are back")


@check("a page of a report says that nothing is to be loaded")
def l3(house):
    house.drop("report")
    must(house.scored("report"))
    desk = house.base / "desk"
    desk.mkdir(exist_ok=True)
    give(desk, "intone", 0o700)
    code, said = house.do("intone", house.bin / "intone", "report", "report", "--lang", "en", "--output", desk / "page.html")
    must(code == 0, said)
    page = (desk / "page.html").read_text()
    must("Content-Security-Policy" in page and "default-src 'none'" in page, page[:300])


@check("a reviewer is given pages, comparisons and statistics by the daemon, byte for byte as the store's owner makes them of it")
def documents(house):
    for session in ("doc1", "doc2"):
        house.drop(session, name="q1.json", source=TRANSCRIPT)
        house.drop(session)
        must(house.scored(session))
    files = house.base / "files"
    files.mkdir(exist_ok=True)
    (files / "outcomes.csv").write_text("candidate,outcome\ndoc1,1\ndoc2,0\n")
    (files / "groups.csv").write_text("candidate,site\ndoc1,a\ndoc2,b\n")
    os.chmod(files, 0o755)
    program, store = house.bin / "intone", house.state / "intone.sqlite"
    pages = [("report", "doc1", "--output", "-", "--lang", "zh"), ("explain", "doc1__q1", "--lang", "en")]
    scores = [
        ("compare", "doc1", "doc2", "--lang", "en"), ("compare", "doc1", "doc2", "--json"), ("stats", "--lang", "zh"), ("stats", "--json"),
        ("calibrate", "--outcomes", files / "outcomes.csv", "--role", "general", "--lang", "en"),
        ("fairness", "--groups", files / "groups.csv", "--role", "general", "--json"), ("show", "doc1", "--lang", "en"),
    ]
    for command in pages + scores:
        owner = house.do("intone", program, *command, "--store", store)
        must(owner[0] == 0 and len(owner[1]) > 40, f"{command}: {owner}")
        got = house.do("trev", program, *command)
        must(got == owner, f"trev {command}: {got}")
        code, said = house.do("tview", program, *command)
        must((code, said) == owner if command in scores else code == 5 and "[access.denied]" in said, f"tview {command}: {code} {said}")
        for user in ("tmem", "tadmin"):
            code, said = house.do(user, program, *command)
            must(code == 5 and "[access.denied]" in said, f"{user} {command}: {code} {said}")
        code, said = house.do("trev", program, *command, "--store", store)
        must(code == 1 and "[store.denied]" in said, f"trev {command} of the store: {code} {said}")
    code, said = house.do("trev", program, "export")
    must(code == 1 and "[store.denied]" in said and "sudo -u intone" in said, said)


@check("intone doctor finds what is too open and whose it is", fresh=True)
def doctor(house):
    import subprocess

    def asked():
        done = subprocess.run(
            [house.bin / "intone", "doctor", "--config", house.configuration, "--json"], env={**os.environ, **house.environment()},
            capture_output=True, text=True)
        return {finding["about"]: finding for finding in json.loads(done.stdout)["findings"]}
    house.drop("s1")
    must(house.scored("s1"))
    must(asked().get("owners", {}).get("state") == "ok", [name for name, finding in asked().items() if finding["state"] != "ok"])
    for path, mode in (("", 0o2770), ("archive", 0o750), ("intone.sqlite", 0o644), ("inbox/.intone/instances/main.lock", 0o640)):
        full = house.state / path
        before = os.stat(full).st_mode & 0o7777
        os.chmod(full, mode)
        found = asked().get(str(full).rstrip("/"))
        must(found and found["state"] == "problem" and "chmod" in found["fix"]["en"], f"{path}: {found}")
        os.chmod(full, before)
    os.chmod(house.inbox, 0o2770)
    must("3770" in str(asked().get(str(house.inbox))), asked().get(str(house.inbox)))
    give(house.state / "forgotten" if (house.state / "forgotten").exists() else house.state / "clock", "tview")
    must(any(finding["state"] == "problem" and "tview" in finding["text"]["en"] for finding in asked().values()), "a foreign file")


# The socket.


@check("roles are what the configuration says, for each user and kind of request")
def roles(house):
    expected = {
        "/v1/status": {"tview": 200, "tmem": 200, "top": 200, "tadmin": 200, "tplat": 200},
        "/v1/sessions": {"tview": 200, "tmem": 403, "tplat": 403},
        "/v1/audit": {"tview": 403, "tmem": 403, "top": 403, "tadmin": 200},
    }
    for path, users in expected.items():
        for user, code in users.items():
            got = house.ask(user, path)[0]
            must(got == code, f"{user} {path}: {got}, not {code}")


@check("denials by a member do not fill the disk, and the operator is answered meanwhile")
def m5(house):
    def size():
        return sum(path.stat().st_size for path in house.state.glob("intone.sqlite*"))
    before = size()
    text = (
        "import socket,sys\nfor _ in range(30):\n  s=socket.socket(socket.AF_UNIX);s.settimeout(1);s.connect(sys.argv[1])\n"
        "  s.sendall(b'POST /v1/pause HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n'*50)\n  try:\n    while s.recv(65536): pass\n  except OSError: pass\n")
    house.python("tmem", text, house.socket, timeout=60)
    must(house.ask("top", "/v1/status")[0] == 200)
    must(size() - before < 1_000_000, f"{size() - before} bytes")


@check("half-sent requests and long headers hold no connection for long")
def l5(house):
    text = (
        "import socket,sys,time\nheld=[]\nfor n in range(40):\n  s=socket.socket(socket.AF_UNIX);s.connect(sys.argv[1]);s.sendall(b'GET /v1/status HTTP/1.1\\r\\nX: ');held.append(s)\n"
        "end=time.monotonic()+75\nleft=list(held)\nwhile left and time.monotonic()<end:\n  time.sleep(1)\n  for s in list(left):\n    s.settimeout(0.001)\n    try:\n      if not s.recv(4096): left.remove(s)\n"
        "    except TimeoutError: pass\n    except OSError: left.remove(s)\nprint(len(left))")
    code, said = house.python("tmem", text, house.socket, timeout=120)
    must(code == 0 and said.strip() == "0", f"{said} of 40 are still held")


@check("sessions of any name are shown, explained and held over the socket")
def h7(house):
    import urllib.parse
    for name in ("面试 张三", "a:b", "=x", "%25", "<b>x", "q+r"):
        house.drop(name)
        shown = name.replace("%", "%25")
        must(eventually(lambda: house.rows(f"SELECT count(*) FROM answer_scores WHERE session = '{shown}'") == ["1"]), name)
        for user, path in (("tview", "/v1/sessions/{}"), ("trev", "/v1/answers/{}__q1/explain")):
            got = house.ask(user, path.format(urllib.parse.quote(shown, safe="")))
            must(got[0] == 200, f"{path.format(shown)}: {got}")


@check("a review carries the account that the kernel names, whatever the client says")
def m2(house):
    house.drop("judged")
    must(house.scored("judged"))
    body = json.dumps({"reviewer": "CEO", "judgement": "strong", "reason": "well said"})
    code, said = house.ask("trev", "/v1/answers/judged__q1/review", "POST", body)
    must(code in (200, 201), said)
    must("trev" in house.ask("trev", "/v1/answers/judged__q1")[1], "no account")


FLOOD = """
import socket, sys, time
held = []
def connect():
    s = socket.socket(socket.AF_UNIX); s.settimeout(2); s.connect(sys.argv[1]); return s
for _ in range(60):
    try:
        s = connect(); s.sendall(b"GET /v1/sessions HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" * 40); held.append(s)
    except OSError: pass
end = time.monotonic() + 8
while time.monotonic() < end and len(held) < 20000:
    try: held.append(connect())
    except OSError: time.sleep(0.01)
print(len(held), flush=True)
time.sleep(8)
"""


@check("connections without number by a member keep neither operators from being answered nor answers from being scored")
def c3(house):
    flood = house.popen("tmem", PYTHON, "-c", "import resource;resource.setrlimit(resource.RLIMIT_NOFILE,(20000,20000))\n" + FLOOD, house.socket, stdout=-1)
    try:
        time.sleep(5)
        must(house.daemon.poll() is None, "the daemon ended")
        house.drop("flooded")
        must(house.scored("flooded"), "not scored")
        must(house.ask("top", "/v1/status", seconds=5)[0] == 200, "the operator is not answered")
        must(memory(house.daemon.pid, "VmRSS") < 400_000, f"{memory(house.daemon.pid, 'VmRSS')} kB")
    finally:
        flood.kill()
        flood.wait()
    must(house.daemon.poll() is None, "the daemon ended")


def main():
    reason = needs()
    if reason:
        print(f"surfaces: skipped: {reason}")
        return 77
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    os.umask(0o022)
    enter_namespace()
    # Each registers what it tries.
    for module in ("erased", "shown", "asked", "costs", "confined", "odd", "desk", "doubled"):
        __import__(module)
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    without = sys.argv[sys.argv.index("--but") + 1].split(",") if "--but" in sys.argv else []
    shared = None
    failed = 0
    for about, body, fresh, settings in CHECKS:
        if only and only not in body.__name__ and only not in about:
            continue
        if any(word in body.__name__ for word in without):
            continue
        house = None
        began = time.monotonic()
        try:
            if fresh or shared is None or shared.daemon is None or shared.daemon.poll() is not None:
                house = House(sys.argv[1], settings)
                must(house.start(), "the daemon does not start: " + house.logged()[-600:])
                if not fresh:
                    if shared:
                        shared.remove()
                    shared = house
            else:
                house = shared
            said = body(house)
            print(f"ok    {about}{': ' + said if said else ''} ({time.monotonic() - began:.1f} s)", flush=True)
        except Refused as error:
            failed += 1
            print(f"FAIL  {about}: {body.__name__}: {error}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL  {about}: {body.__name__}: {traceback.format_exc(limit=2)}", flush=True)
        finally:
            if fresh and house:
                house.remove()
    if shared:
        shared.remove()
    print(f"surfaces: {failed} failed" if failed else "surfaces: all hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
