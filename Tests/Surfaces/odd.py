"""Files that are no plain recording: links, holes, pipes, names, swaps, and numbers of them."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from house import PYTHON, RECORDING, USERS, check, eventually, give, must


def folder(house, name, user="tplat"):
    path = house.inbox / name
    path.mkdir()
    give(path, user, 0o2770)
    return path


@check("links, pipes, sockets and directories in a recording's place are told and never followed or opened", fresh=True)
def not_plain(house):
    secret = house.base / "secret.flac"
    shutil.copy(RECORDING, secret)
    secret.chmod(0o644)
    elsewhere = house.base / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(RECORDING, elsewhere / "q1.flac")
    elsewhere.chmod(0o755)
    place = folder(house, "odd")
    orders = {
        "a link": f"ln -s {secret} {place}/q1.flac", "a link to a directory": f"ln -s {elsewhere} {house.inbox}/linked",
        "a FIFO": f"mkfifo {place}/q3.flac", "a FIFO renamed in": f"mkfifo {place}/.f && mv {place}/.f {place}/q4.flac",
        "a directory": f"mkdir {place}/q5.flac", "a link renamed in": f"ln -s /etc/passwd {place}/.l && mv {place}/.l {place}/q6.flac",
        "a link as manifest": f"mkdir {house.inbox}/odd2 && ln -s {secret} {house.inbox}/odd2/session.yaml",
        "a FIFO as transcript": f"mkfifo {place}/q8.json", "a link to itself": f"ln -s q9.flac {place}/q9.flac",
        "a hard link": f"cp {secret} {house.inbox}/.mine && mkdir {house.inbox}/odd3 && mv {house.inbox}/.mine {house.inbox}/odd3/.mine && ln {house.inbox}/odd3/.mine {house.inbox}/odd3/q1.flac",
    }
    for about, order in orders.items():
        code, said = house.sh("tplat", order)
        must(code == 0, f"{about}: {said}")
    code, said = house.python("tplat", "import socket,sys;s=socket.socket(socket.AF_UNIX);s.bind(sys.argv[1])", place / "q7.flac")
    must(code == 0, said)
    house.drop("plain")
    must(house.scored("plain"), "the plain one waits")
    def told():
        return {entry["code"]: entry["about"].split(":")[0] for entry in house.status()["attention"]}
    must(eventually(lambda: told() == {"inbox.not-a-plain-file": "10", "inbox.too-deep": "odd/q5.flac"}), told())
    must(house.rows("SELECT DISTINCT session FROM answer_scores") == ["plain"], "one of them is scored")
    accessed = os.stat(secret).st_nlink
    must(accessed == 1 and not list((house.state / "archive").glob("odd*/*.flac")), "filed")
    return f"{len(orders) + 1} kinds, none scored, moved or opened, all counted in status"


DEVICES = {"a character device": (0o020666, os.makedev(1, 5)), "a block device": (0o060666, os.makedev(7, 0)), "a FIFO": (0o010666, 0), "a socket": (0o140666, 0)}


@check("devices, pipes and sockets in the inbox, in .intone, on the shelves and among the models are never opened, and stop nothing", fresh=True)
def devices(house):
    house.drop("before")
    must(house.scored("before"))
    house.stop()
    house.configure(roots=None)
    placed = []
    place = folder(house, "nodes")
    archived = house.state / "archive/before"
    spots = [(place, "q{}.flac"), (place, "session{}.yaml"), (house.inbox, "loose{}.flac"), (archived, "q7{}.flac"), (house.state / "archive", "sess{}"), (house.state / "quarantine", "qu{}.flac"),
             (house.inbox / ".intone/working", "w{}"), (house.inbox / ".intone/tries", "t{}"), (house.inbox / ".intone", "i{}"), (house.base / "models", "m{}.yaml"), (house.base / "models/advice", "a{}.txt")]
    for number, (about, (mode, device)) in enumerate(DEVICES.items()):
        for base, name in spots:
            if not base.is_dir():
                continue
            path = base / name.format(number)
            try:
                os.mknod(path, mode, device)
            except OSError:
                continue
            os.chown(path, USERS["intone"][0], 61000)
            placed.append(path)
    must(len(placed) > 30, len(placed))
    # A manifest and a transcript that are none.
    for name in ("session.yaml", "q1.json"):
        os.mkfifo(place / name)
        give(place / name, "tplat", 0o660)
    house.drop("nodes", name="q1.flac")
    began = time.monotonic()
    must(house.start(), house.logged()[-400:])
    house.drop("after")
    must(house.scored("after"), f"the plain one waits: {house.problems()} {house.logged()[-300:]}")
    took = time.monotonic() - began
    must(house.scored("before"), "what was there is gone")
    for verb in (["status"], ["queue"], ["quarantine"], ["show", "before"], ["doctor", "--config", house.configuration]):
        code, said = house.do("intone", house.bin / "intone", *verb, timeout=20)
        must(code in (0, 1, 4), f"{verb}: {code} {said[-200:]}")
    must(house.ask("trev", "/v1/answers/before__q1/recording")[0] == 200, "the recording beside them")
    opened = [target for number in os.listdir(f"/proc/{house.daemon.pid}/fd") if (target := os.readlink(f"/proc/{house.daemon.pid}/fd/{number}")) in map(str, placed)]
    must(not opened, opened)
    must(house.stop() == 0, "it does not end")
    return f"{len(placed)} of {len(DEVICES)} kinds in {len(spots)} places: none opened; a plain file beside them scored in {took:.0f} s"


@check("a file that is all holes costs the disk no more than it cost its sender", fresh=True)
def holes(house):
    def used():
        return int(subprocess.run(["du", "-sk", house.state], capture_output=True, text=True).stdout.split()[0])
    place = folder(house, "sparse")
    before = used()
    size = 600 << 20
    for number in range(4):
        path = place / f".q{number}"
        with open(path, "wb") as file:
            file.write(RECORDING.read_bytes() if number % 2 else (house.base / "models").joinpath("README.md").read_bytes()[:2048] if (house.base / "models/README.md").exists() else b"x" * 2048)
            file.truncate(size)
        give(path, "tplat", 0o640)
        path.rename(place / f"q{number}.flac")
    must(eventually(lambda: len([name for name in place.iterdir() if not name.name.startswith(".")]) == 0, 180), list(place.iterdir()))
    after = used()
    must(after - before < 60_000, f"{after - before} kB")
    return f"{4 * size >> 20} MB of holes took {after - before} kB"


@check("names of 255 bytes, of invalid UTF-8 and of line feeds are scored or told, in their own session alone", fresh=True)
def names(house):
    plain = [b"s" * 255, "界".encode() * 85, b"inv\xff\xfe", b"line\nfeed", b"-rf", b"a" * 250 + b"..", b"%2F..%2F", b"nul%00"]
    for name in plain:
        path = os.path.join(os.fsencode(house.inbox), name)
        os.mkdir(path)
        os.chown(path, USERS["tplat"][0], 61000)
        os.chmod(path, 0o2770)
        for answer in (b"q1.flac", b"q" * 250 + b".flac"):
            draft = os.path.join(path, b".d")
            shutil.copy(RECORDING, draft)
            os.chown(draft, USERS["tplat"][0], 61000)
            os.chmod(draft, 0o640)
            os.rename(draft, os.path.join(path, answer))
    house.drop("plain")
    must(house.scored("plain"), "the plain one waits")
    def settled():
        queue = house.status()["queue"]
        return queue["ready"] == 0 and queue["settling"] == 0 and not queue["working"]
    must(eventually(settled, 60), house.status()["queue"])
    rows = int(house.rows("SELECT count(*) FROM answer_scores")[0])
    told = house.logged().count("inbox.name-too-long")
    inside = {os.path.realpath(path) for base, _, files in os.walk(os.fsencode(house.state / "archive")) for path in [os.path.join(base, name) for name in files]}
    must(all(path.startswith(os.fsencode(house.state / "archive")) for path in inside), "out of the archive")
    must(rows - 1 + told >= len(plain), f"{rows} scored, {told} told")
    must(not house.problems(), house.problems())
    return f"{rows} answers scored, {told} told as too long"


@check("a manifest of 10,000 questions, and one of roles and keywords without end, cost neither time nor memory of the others")
def manifests(house):
    from house import memory
    before = memory(house.daemon.pid, "VmRSS")
    questions = {"questions": [{"id": f"q{number}", "text": "why", "keywords": {f"g{number}": ["a", "b"]}} for number in range(10_000)]}
    big = {
        "many-questions": json.dumps(questions),
        "many-keywords": json.dumps({"questions": [{"id": "q1", "keywords": {"g": [f"w{number}" for number in range(60_000)]}}]}),
        "many-groups": json.dumps({"questions": [{"id": "q1", "keywords": {f"g{number}": ["w"] for number in range(30_000)}}]}),
        "long-role": json.dumps({"role": "r" * 500_000}),
        "long-candidate": json.dumps({"candidate": "c" * 900_000}),
        "path-role": "role: ../../../etc/passwd\n",
        "many-lines": "questions:\n" + "  - id: q1\n" * 90_000,
    }
    for name, text in big.items():
        house.drop(name, name="session.yaml", text=text)
        house.drop(name)
    began = time.monotonic()
    house.drop("beside-big")
    must(house.scored("beside-big", seconds=60), "the other waits")
    took = time.monotonic() - began
    def settled():
        queue = house.status()["queue"]
        return queue["ready"] == 0 and not queue["working"] and queue["settling"] == 0
    must(eventually(settled, 120), house.status()["queue"])
    grown = memory(house.daemon.pid) - before
    must(grown < 300_000, f"{grown} kB")
    status = len(house.ask("tmem", "/v1/status")[1])
    must(status < 100_000, f"status has {status} bytes")
    listed = len(house.ask("tview", "/v1/sessions?limit=1000")[1])
    must(listed < 400 * 1000, f"the list of sessions has {listed} bytes")
    return f"{len(big)} manifests at {grown / 1000:.0f} MB; the other one took {took:.0f} s; lists: status {status:,}, sessions {listed:,} bytes"


@check("a recording that is swapped while it is claimed, judged and filed is scored as the bytes that are kept")
def swapped(house):
    other = house.base / "other.flac"
    subprocess.run(["sox", RECORDING, other, "trim", "0", "20"], check=True)
    other.chmod(0o644)
    script = """
import os, sys, shutil, time
inbox, first, second = sys.argv[1:]
for number in range(30):
    place = f"{inbox}/swap{number}"
    os.mkdir(place); os.chmod(place, 0o2770)
    shutil.copy(first, place + "/.a"); shutil.copy(second, place + "/.b")
    os.chmod(place + "/.a", 0o640); os.chmod(place + "/.b", 0o640)
    held = open(place + "/.a", "r+b")
    os.rename(place + "/.a", place + "/q1.flac")
    for _ in range(40):
        time.sleep(0.02)
        try:
            held.seek(0); held.write(open(second, "rb").read()); held.seek(0); held.write(open(first, "rb").read())
        except OSError: pass
    try: os.rename(place + "/.b", place + "/q1.flac")
    except OSError: pass
    held.close()
"""
    code, said = house.python("tplat", script, house.inbox, RECORDING, other, timeout=180)
    must(code == 0, said)
    count = 0

    def all_filed():
        queue = house.status()["queue"]
        return queue["ready"] == 0 and queue["settling"] == 0 and not queue["working"]
    must(eventually(all_filed, 90), house.status()["queue"])
    import hashlib
    rows = house.rows("SELECT session, recording_sha256 FROM answer_scores WHERE session LIKE 'swap%'")
    for row in rows:
        session, told = row.split("|")
        kept = hashlib.sha256(Path(house.state / "archive" / session / "q1.flac").read_bytes()).hexdigest()
        must(kept == told, f"{session}: kept {kept}, scored {told}")
        count += 1
    must(count >= 25, f"{count} scored; {house.status().get('attention')}")
    return f"{count} scored while they were written to and renamed over: each has the hash of what is kept"


@check("with its descriptors used up the daemon waits, says so and goes on; nothing is lost", fresh=True)
def descriptors(house):
    house.stop()
    with open(house.log, "ab") as log:
        house.daemon = subprocess.Popen(
            ["prlimit", "--nofile=256:256", "setpriv", "--reuid", str(USERS["intone"][0]), "--regid", "61000", "--clear-groups", house.bin / "intoned", "--config", house.configuration],
            env=house.environment(), cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    must(eventually(lambda: house.daemon.poll() is not None or house.ask("intone", "/healthz")[0] == 200), house.logged()[-400:])
    must(house.daemon.poll() is None, house.logged()[-400:])
    flood = house.popen("tmem", PYTHON, "-c", "import socket,sys,time\nheld=[]\nfor n in range(200):\n  try:\n    s=socket.socket(socket.AF_UNIX);s.settimeout(1);s.connect(sys.argv[1]);held.append(s)\n  except OSError: pass\nprint(len(held),flush=True)\ntime.sleep(60)", house.socket, stdout=subprocess.PIPE)
    try:
        held = int(flood.stdout.readline())
        m4a = next((house.base / "models").parent.glob("none"), None) or next(Path(RECORDING).parent.glob("*.m4a"))
        for number in range(60):
            house.drop(f"few{number}", name="q1.m4a" if number % 4 == 0 else "q1.flac", source=m4a if number % 4 == 0 else RECORDING)
        must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores WHERE session LIKE 'few%'") == ["60"], 120), (house.rows("SELECT count(*) FROM answer_scores"), house.problems()))
        must(house.ask("top", "/v1/status")[0] == 200, "the operator is not answered")
        most = len(os.listdir(f"/proc/{house.daemon.pid}/fd"))
    finally:
        flood.kill()
        flood.wait()
    must(house.daemon.poll() is None, "the daemon ended")
    return f"{held} connections by a member, 256 descriptors: 60 of 60 scored, {most} open"


@check("role models, advice and keys that a member could write are not used; status says so, and all else goes on", fresh=True)
def laid_down(house):
    models, received = house.base / "models", []
    rolemodel = models / "general.yaml"

    def started(expected=True):
        house.stop()
        return house.start() == expected
    member = {"owned by a member": ("tmem", 0o644, rolemodel), "written to by the group": ("intone", 0o664, rolemodel), "written to by everybody": (None, 0o646, rolemodel)}
    for number, (about, (owner, mode, path)) in enumerate(member.items()):
        before = os.stat(path)
        if owner:
            os.chown(path, USERS[owner][0], 61000)
        os.chmod(path, mode)
        must(started(), f"{about}: {house.logged()[-300:]}")
        must("state.foreign" in house.problems(), f"{about}: {house.problems()}")
        house.drop(f"by-model{number}")
        must(eventually(lambda: house.status()["queue"].get("ready", 0) == 0 and not house.status()["queue"]["working"]), house.status()["queue"])
        must(house.rows(f"SELECT count(*) FROM answer_scores WHERE session = 'by-model{number}' AND overall IS NOT NULL") == ["0"], f"{about}: scored by it")
        code, said = house.ask("tadmin", "/v1/reload", "POST")
        must(code >= 400 and "state.foreign" in said, f"{about}: {code} {said[:200]}")
        os.chown(path, before.st_uid, before.st_gid)
        os.chmod(path, before.st_mode & 0o7777)
        code, said = house.ask("tadmin", "/v1/reload", "POST")
        must(code == 200 and "state.foreign" not in house.problems(), f"{about}: {said} {house.problems()}")
    for about, path, mode in (("the directory of models", models, 0o775), ("the directory of advice", models / "advice", 0o777), ("an advice", next((models / "advice").glob("*.yaml")), 0o666)):
        before = os.stat(path)
        os.chown(path, 0, 61000)
        os.chmod(path, mode)
        code, said = house.ask("tadmin", "/v1/reload", "POST")
        must(code >= 400 and "state.foreign" in said and "state.foreign" in house.problems(), f"{about}: {code} {said[:200]}")
        os.chown(path, before.st_uid, before.st_gid)
        os.chmod(path, before.st_mode & 0o7777)
        must(house.ask("tadmin", "/v1/reload", "POST")[0] == 200, about)
    # A receiver: with a key that a member may write nothing is signed, and nothing goes out unsigned.
    import http.server
    import threading

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            received.append(self.headers.get("X-Intone-Signature"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = house.base / "key"
    key.write_text("secret")
    try:
        house.configure(f"webhooks:\n  - name: ats\n    url: http://127.0.0.1:{server.server_port}/\n    secret_file: {key}\n")
        refused = 0
        for owner, mode in (("tmem", 0o644), ("intone", 0o660), ("intone", 0o602)):
            give(key, owner, mode)
            must(started(), house.logged()[-300:])
            house.drop(f"hook{refused}")
            must(house.scored(f"hook{refused}"))
            told = lambda: [entry["code"] for entry in house.status().get("attention", [])]
            must(eventually(lambda: "webhook.unreachable" in told(), 60), told())
            must("state.foreign" in house.logged() + json.dumps(house.status()) and not received, received)
            refused += 1
        give(key, "intone", 0o600)
        must(eventually(lambda: len(received) >= 3, 90), f"{len(received)} came once the key was mended")
        must(all(signature and signature.startswith("v1=") for signature in received), received)
    finally:
        server.shutdown()
    return f"{len(member)} kinds of a model, 3 of advice and directories, {refused} of a key: none used, all told; {len(received)} events signed once it was mended"
