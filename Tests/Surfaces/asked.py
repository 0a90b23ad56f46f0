"""What is asked over the socket: an action is audited or not done; requests that no client sends are answered and end."""

import json
import sqlite3
import subprocess
import time

from house import PYTHON, TRANSCRIPT, check, eventually, memory, must

ACTIONS = [
    ("top", "/v1/pause", None), ("top", "/v1/resume", None), ("top", "/v1/drain", None), ("top", "/v1/rescan", None),
    ("top", "/v1/sessions/m6/hold", None), ("top", "/v1/rescore?role=general", None), ("top", "/v1/retry?id=m6%2Fq2.flac", None),
    ("trev", "/v1/answers/m6__q1/review", {"reviewer": "r", "judgement": "fair", "reason": "because"}),
    ("trev", "/v1/sessions/m6/review", {"reviewer": "r", "judgement": "fair", "reason": "because"}),
    ("tadmin", "/v1/forget", {"session": "m6"}), ("tadmin", "/v1/reload", None),
]


@check("an action that cannot be audited is not done: with the store locked each is answered 503 and nothing has happened", fresh=True)
def m6(house):
    house.drop("m6")
    house.drop("m6", name="q2.flac", text="no sound")
    must(house.scored("m6"))
    must(eventually(lambda: "m6/q2.flac" in house.ask("top", "/v1/quarantine")[1]), "nothing set aside")

    def state():
        files = sorted(str(path.relative_to(house.state)) for path in house.state.rglob("*") if "scores" not in str(path) and "sqlite" not in str(path)
                       and path.name not in ("clock", "clock.part"))
        rows = [house.rows(f"SELECT count(*) FROM {table}", "intone", house.state / "intone.sqlite") for table in ("answers", "review_values", "session_review_values")]
        return house.status()["work"], files, rows, (house.state / "forgotten").exists()

    def audited():
        return len(house.ask("tadmin", "/v1/audit?limit=1000")[1].splitlines())
    time.sleep(1)
    before, entries = state(), audited()
    locker = sqlite3.connect(house.state / "intone.sqlite", isolation_level=None)
    refused = []
    try:
        locker.execute("BEGIN IMMEDIATE")
        for user, path, body in ACTIONS:
            code, said = house.ask(user, path, "POST", None if body is None else json.dumps(body), seconds=30)
            must(code == 503 and "store.locked" in said, f"{path}: {code} {said}")
            refused.append(path)
    finally:
        locker.execute("ROLLBACK")
        locker.close()
    must(state() == before, f"{before} became {state()}")
    must(audited() == entries, "it is in the log all the same")
    code, said = house.ask("top", "/v1/pause", "POST")
    must(code == 200 and house.status()["work"] == "paused", said)
    log = house.ask("tadmin", "/v1/audit?limit=1000")[1]
    must([line for line in log.splitlines() if '"pause"' in line and '"done"' in line], "no entry once it is not locked")
    return f"{len(refused)} actions answered 503, work, files and rows as before, no entry"


RAW = """
import re, socket, sys, time
s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1])
data = open(sys.argv[2], 'rb').read()
got = b''
try:
  for i in range(0, len(data), 65536): s.sendall(data[i:i + 65536])
except OSError: pass
began = time.monotonic()
try:
  while True:
    block = s.recv(65536)
    if not block: break
    got += block
  ended = 'closed'
except TimeoutError: ended = 'open'
except OSError: ended = 'closed'
print(len(re.findall(rb'HTTP/1[.][01] [0-9]{3} ', got)), got[9:12].decode(), ended, '%.1f' % (time.monotonic() - began))
"""

HOST = b"Host: x\r\n"
STRANGE = {
    "a header of 1 MB": (b"GET /v1/status HTTP/1.1\r\n" + HOST + b"X: " + b"a" * (1 << 20) + b"\r\n\r\n", {"431"}),
    "an address of 1 MB": (b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\n" + HOST + b"\r\n", {"414", "431"}),
    "10,000 headers": (b"GET /v1/status HTTP/1.1\r\n" + HOST + b"".join(b"A%d: b\r\n" % number for number in range(10_000)) + b"\r\n", {"431", "400"}),
    "a method of 1 MB": (b"G" * (1 << 20) + b" / HTTP/1.1\r\n" + HOST + b"\r\n", {"414", "431", "400", "501"}),
    "HTTP/1.0": (b"GET /healthz HTTP/1.0\r\n" + HOST + b"\r\n", {"200", "505"}),
    "HTTP/1.0 that asks to be kept": (b"GET /healthz HTTP/1.0\r\n" + HOST + b"Connection: keep-alive\r\n\r\n", {"200", "505"}),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", {"400"}),
    "two hosts": (b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n", {"400"}),
    "a coding xchunked": (b"POST /v1/pause HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", {"400", "501"}),
    "codings xchunked, chunked": (b"POST /v1/pause HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {"400", "501"}),
    "gzip, chunked": (b"POST /v1/pause HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", {"400", "501"}),
    "length and coding": (b"POST /v1/pause HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {"400"}),
    "two lengths": (b"POST /v1/pause HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nabcde", {"400"}),
    "//v1//pause": (b"POST //v1//pause HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n", {"404", "400"}),
    "/v1/pause/": (b"POST /v1/pause/ HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n", {"404", "400"}),
    "/v1/./pause": (b"POST /v1/./pause HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n", {"404", "400"}),
    "/v1/%70ause": (b"POST /v1/%70ause HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n", {"404", "400"}),
    "an absolute address": (b"POST http://x/v1/pause HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n", {"404", "400"}),
    "a folded header": (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\nConnection: close\r\n\r\n", {"400", "200"}),
    "a blank before the colon": (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Content-Length : 5\r\n\r\n", {"400"}),
    "NUL in a header": (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n", {"400"}),
}
# Broken behind a head that was taken: an answer may be under way, so that the connection may end without one.
BROKEN = {
    "a chunk without end": (b"POST /v1/forget HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", {"400", "413"}),
    "a chunk of no number": (b"POST /v1/forget HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", {"400"}),
}


@check("requests that no client sends are answered once, at once, and their connection ends; none of them acts")
def l5_requests(house):
    told = []
    for about, (data, allowed) in {**STRANGE, **BROKEN}.items():
        path = house.base / "request"
        path.write_bytes(data)
        path.chmod(0o644)
        code, said = house.python("top", RAW, house.socket, path)
        parts = said.split()
        if about in BROKEN and parts[:2] == ["0", "closed"]:
            told.append("no answer")
            continue
        must(code == 0 and len(parts) == 4, f"{about}: {said}")
        must(parts[0] == "1" and parts[1] in allowed and parts[2] == "closed", f"{about}: {said}")
        told.append(parts[1])
    must(house.status()["work"] == "running", "one of them paused the work")
    return f"{len(told)} of them: " + ", ".join(f"{told.count(status)} x {status}" for status in sorted(set(told)))


@check("a manifest with a byte order mark is read; one in an encoding that is not UTF-8 is told as that")
def l6(house):
    text = "candidate: c-bom\nrole: general\n"
    kinds = {"utf8": b"\xef\xbb\xbf" + text.encode(), "crlf": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
             "json": b"\xef\xbb\xbf" + b'{"candidate": "c-bom"}'}
    for kind, data in kinds.items():
        house.drop(f"bom-{kind}", name="session.yaml", text=data)
        house.drop(f"bom-{kind}")
        must(eventually(lambda: house.rows(f"SELECT candidate FROM answer_scores WHERE session = 'bom-{kind}'") == ["c-bom"]), kind)
    others = {"utf16": text.encode("utf-16"), "utf16be": b"\xfe\xff" + text.encode("utf-16-be"), "utf32": text.encode("utf-32")}
    for kind, data in others.items():
        house.drop(f"bom-{kind}", name="session.yaml", text=data)
        house.drop(f"bom-{kind}")

        def told():
            listed = json.loads(house.ask("top", "/v1/quarantine")[1])
            return [entry["code"] for entry in listed if entry["session"] == f"bom-{kind}" and entry["id"].endswith("session.yaml")]
        must(eventually(told) == ["document.encoding"], f"{kind}: {told()}")
    return f"{len(kinds)} read, {len(others)} told as document.encoding"


SLOW = """
import resource, socket, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (4000, 4000))
held = []
for number in range(60):
    s = socket.socket(socket.AF_UNIX); s.settimeout(5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    try:
        s.connect(sys.argv[1])
        s.sendall(b"".join(b"GET %s HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" % target.encode() for target in sys.argv[2:]) * 12)
        held.append(s)
    except OSError: pass
print(len(held), flush=True)
end, began = time.monotonic() + 170, time.monotonic()
left = list(held)
while left and time.monotonic() < end:
    time.sleep(0.5)
    for s in list(left):
        # Whether the other end has gone, without reading what it sent.
        import select
        poll = select.poll(); poll.register(s, select.POLLHUP | select.POLLERR | 0x2000)
        if poll.poll(0): left.remove(s)
print(len(left), int(time.monotonic() - began), flush=True)
"""


@check("readers that take nothing of what they are sent, of five users at once, hold neither the daemon's memory nor its time", fresh=True)
def slow_readers(house):
    for number in range(40):
        house.drop(f"slow{number}", name="q1.json", source=TRANSCRIPT)
        house.drop(f"slow{number}")
    must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores") == ["40"], 90), "not scored")
    before = memory(house.daemon.pid, "VmRSS")
    targets = {
        "tview": ["/v1/sessions?limit=1000", "/v1/sessions/slow1"], "trev": ["/v1/answers/slow1__q1/recording", "/v1/answers/slow2__q1", "/v1/sessions/slow3/report"],
        "top": ["/v1/queue", "/v1/openapi.json", "/v1/events?after=0"], "tadmin": ["/v1/audit?limit=1000", "/v1/openapi.json"], "tmem": ["/v1/openapi.json", "/metrics"],
    }
    crowds = {user: house.popen(user, PYTHON, "-c", SLOW, house.socket, *paths, stdout=subprocess.PIPE) for user, paths in targets.items()}
    try:
        held = sum(int(crowd.stdout.readline()) for crowd in crowds.values())
        waits = []
        for number in range(6):
            began = time.monotonic()
            must(house.ask("intone", "/v1/status", seconds=20)[0] == 200, "the owner is not answered")
            waits.append(time.monotonic() - began)
            house.drop(f"meanwhile{number}")
            time.sleep(2)
        must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores WHERE session LIKE 'meanwhile%'") == ["6"], 60), "not scored meanwhile")
        peak = memory(house.daemon.pid)
        must(peak - before < 300_000, f"{(peak - before) / 1000:.0f} MB for {held} connections")
        ended = {user: crowd.stdout.readline().decode().split() for user, crowd in crowds.items()}
        must(all(told and told[0] == "0" for told in ended.values()), f"still held: {ended}")
    finally:
        for crowd in crowds.values():
            crowd.kill()
            crowd.wait()
    return f"{held} connections of {len(targets)} users, status in {max(waits):.1f} s at most, {(peak - before) / 1000:.0f} MB more at the peak; all ended by the daemon after {max(int(told[1]) for told in ended.values())} s"
