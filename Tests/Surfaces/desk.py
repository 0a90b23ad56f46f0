"""The pages on the loopback interface: another local user reaches the port, and may not keep it, enter it or end it."""

import http.client
import json
import os
import re
import resource
import socket
import subprocess
import time
from pathlib import Path

from house import PYTHON, check, eventually, memory, must


class Desk:
    """`intone desk` of a reviewer, and the addresses that it printed."""

    def __init__(self, house, user="trev", files=None):
        def limit():
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        self.told = house.base / f"desk-{time.monotonic_ns()}"
        self.told.touch(0o600)
        with open(self.told, "wb") as told:
            self.process = house.popen(user, house.bin / "intone", "desk", "--lang", "en", "--json", stdout=told, stderr=told, preexec_fn=limit)
        must(eventually(lambda: self.words()), self.told.read_text())
        self.port = int(re.search(r":(\d+)/", self.told.read_text()).group(1))

    def words(self):
        return re.findall(r"word=([0-9a-f]+)", self.told.read_text())

    def ask(self, path, method="GET", body=None, headers={}, host=None, seconds=10):
        """Status, headers and text; 0 where nothing is answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, {"Host": host or f"127.0.0.1:{self.port}", **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        finally:
            connection.close()

    def enter(self):
        """The cookie of whoever comes in."""
        status, headers, _ = self.ask("/desk/enter?word=" + self.words()[-1])
        must(status in (302, 303), status)
        must("HttpOnly" in headers["Set-Cookie"] and "SameSite=Strict" in headers["Set-Cookie"], headers)
        return {"Cookie": headers["Set-Cookie"].split(";")[0]}

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        return self.process.returncode


PATHS = ["/", "/desk", "/desk/interviews", "/desk/interviews/desked", "/desk/interviews/desked/report", "/desk/interviews/desked/candidate",
         "/desk/answers/desked__q1/recording", "/desk/compare?id=desked", "/desk/running", "/desk/language", "/v1/sessions", "/desk/interviews/..%2F", "/desk//running"]


@check("the desk: another user of the machine sees nothing, guesses nothing and finds its word nowhere; a cookie ends with it")
def desk_stranger(house):
    house.drop("desked")
    must(house.scored("desked"))
    desk = Desk(house)
    try:
        word = desk.words()[-1]
        guesses = ["", word[:-1], word.upper() + "0", "0" * 64, word + "%20", "x" + word, "%00" + word, "../" + word]
        tried = 0
        for path in PATHS + ["/desk/enter?word=" + guess for guess in guesses] + ["/desk/enter"]:
            for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
                status, headers, text = desk.ask(path, method, "form=x" if method == "POST" else None)
                must(status in (403, 404, 405), f"{method} {path}: {status}")
                must("desked" not in text and "Set-Cookie" not in headers, f"{method} {path}: {text[:200]}")
                tried += 1
        # Where another user of the machine looks: the process, its surroundings, the journal's and the daemon's words.
        for user in ("tview", "tmem", "tout"):
            code, said = house.sh(user, f"cat /proc/{desk.process.pid}/cmdline /proc/{desk.process.pid}/environ /proc/{desk.process.pid}/comm {desk.told}; ls -l /proc/{desk.process.pid}/fd")
            must(word not in said, f"{user}: {said}")
        must(word not in house.logged(), "the daemon's log has it")
        for host in ("evil.example", f"evil.example:{desk.port}", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2", "[::1]", "0.0.0.0", "127.0.0.1@evil.example"):
            status, _, text = desk.ask("/desk/enter?word=" + word, host=host)
            must(status in (400, 403), f"Host {host}: {status}")
        own = desk.enter()
        must(desk.ask("/desk/enter?word=" + word)[0] == 403, "a word works twice")
        status, _, text = desk.ask("/desk/interviews", headers=own)
        must(status == 200 and "desked" in text, status)
        for host in ("evil.example", "127.0.0.2"):
            must(desk.ask("/desk/interviews", headers=own, host=host)[0] == 403, f"Host {host} with the cookie")
        # A page elsewhere has the browser's cookie and not the form's word.
        for path, body in (("/desk/running/work", "work=pause"), ("/desk/interviews/desked/decision", "judgement=decline&reason=x"), ("/desk/running/retry", "id=x")):
            for form in ("", "&form=", "&form=" + "0" * 64):
                must(desk.ask(path, "POST", body + form, own)[0] == 403, f"{path} without the form's word")
        must(house.status()["work"] == "running", "paused")
        # What comes over the socket names the user who started it.
        must(desk.end() == 0, f"it ended with {desk.process.returncode}")
        must(desk.ask("/desk/interviews", headers=own)[0] == 0, "still answered")
    finally:
        desk.end()
    again = Desk(house)
    try:
        must(again.ask("/desk/interviews", headers=own)[0] == 403, "the cookie of the desk before is taken")
        return f"{tried} requests of a stranger refused, 8 foreign hosts, 9 forged forms; the cookie of an ended desk is nobody's"
    finally:
        again.end()


CROWD = """
import socket, sys, time
held = []
end = time.monotonic() + 30
while time.monotonic() < end and len(held) < int(sys.argv[2]):
    try:
        s = socket.socket(); s.settimeout(1); s.connect(('127.0.0.1', int(sys.argv[1]))); s.sendall(sys.argv[3].encode()); held.append(s)
    except OSError: time.sleep(0.01)
print(len(held), flush=True)
time.sleep(120)
"""


@check("the desk: connections without number, half-sent and silent ones, by another user neither end it nor keep its owner out")
def desk_crowd(house):
    house.drop("desked")
    must(house.scored("desked"))
    desk = Desk(house, files=256)
    crowds = []
    try:
        own = desk.enter()
        for said in ("", "GET / HTTP/1.1\r\nX: y", "POST /desk/find HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\nx"):
            crowd = house.popen("tout", PYTHON, "-c", "import resource;resource.setrlimit(resource.RLIMIT_NOFILE,(4000,4000))\n" + CROWD, desk.port, 1500, said, stdout=subprocess.PIPE)
            crowds.append((crowd, int(crowd.stdout.readline())))
            must(desk.process.poll() is None, f"the desk ended: {desk.process.returncode}")
            # Some may be turned away in the crowd; not each of five.
            answers = [desk.ask("/desk/interviews", headers=own, seconds=5)[0] for _ in range(5)]
            must(200 in answers, f"{answers} beside {crowds[-1][1]} connections")
        files, peak = len(os.listdir(f"/proc/{desk.process.pid}/fd")), memory(desk.process.pid)
        must(files < 256 and peak < 200_000, f"{files} descriptors, {peak} kB")
        # Nobody holds one for ever: without a request it is ended within its time.
        quiet = socket.create_connection(("127.0.0.1", desk.port))
        quiet.sendall(b"GET / HTTP/1.1\r\nX: ")
        quiet.settimeout(50)
        began = time.monotonic()
        try:
            while quiet.recv(4096):
                pass
        except ConnectionError:
            pass
        ended = time.monotonic() - began
    finally:
        for crowd, _ in crowds:
            crowd.kill()
            crowd.wait()
        desk.end()
    return f"{sum(count for _, count in crowds)} connections, {files} of 256 descriptors, {peak / 1000:.0f} MB; the owner was answered beside each; a half-sent request was ended after {ended:.0f} s"


@check("the desk: requests that no browser sends are answered once and end, and none acts")
def desk_requests(house):
    desk = Desk(house)
    try:
        own = desk.enter()
        cookie = own["Cookie"].encode()
        host = b"Host: 127.0.0.1\r\n"
        smuggled = b"POST /desk/running/work HTTP/1.1\r\n" + host + b"Cookie: " + cookie + b"\r\nContent-Length: 10\r\n\r\nwork=pause"
        strange = {
            "a header of 1 MB": b"GET /desk/interviews HTTP/1.1\r\n" + host + b"X: " + b"a" * (1 << 20) + b"\r\n\r\n",
            "an endless header": b"GET /desk/interviews HTTP/1.1\r\n" + host + b"X: " + b"a" * (8 << 20),
            "an endless address": b"GET /" + b"a" * (8 << 20),
            "10,000 headers": b"GET / HTTP/1.1\r\n" + host + b"".join(b"A%d: b\r\n" % number for number in range(10_000)) + b"\r\n",
            "a cookie of 1 MB": b"GET /desk/interviews HTTP/1.1\r\n" + host + b"Cookie: intone_desk=" + b"a" * (1 << 20) + b"\r\n\r\n",
            "length and coding": b"POST /desk/find HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
            "two lengths": b"POST /desk/find HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 0\r\n\r\n" + smuggled,
            "a strange coding": b"POST /desk/find HTTP/1.1\r\n" + host + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled,
            "two hosts": b"GET /desk/interviews HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n" + smuggled,
            "no host": b"GET /desk/interviews HTTP/1.1\r\n\r\n" + smuggled,
            "an absolute address": b"GET http://evil.example/desk/interviews HTTP/1.1\r\n" + host + b"\r\n" + smuggled,
            "a blank before the colon": b"POST /desk/find HTTP/1.1\r\n" + host + b"Content-Length : 0\r\n\r\n" + smuggled,
            "no HTTP": b"\x16\x03\x01 hello\r\n\r\n" + smuggled,
        }
        told = []
        for about, data in strange.items():
            s = socket.create_connection(("127.0.0.1", desk.port))
            s.settimeout(15)
            got = b""
            try:
                s.sendall(data)
            except OSError:
                pass
            try:
                while block := s.recv(65536):
                    got += block
                ended = True
            except TimeoutError:
                ended = False
            except OSError:
                ended = True
            s.close()
            answers = re.findall(rb"HTTP/1[.][01] (\d{3})", got)
            must(ended and len(answers) <= 1 and all(answer[:1] in (b"4", b"5") for answer in answers), f"{about}: {answers}, {'closed' if ended else 'open'}")
            told += answers or [b"closed"]
        must(house.status()["work"] == "running", "one of them paused the work")
        must(desk.ask("/desk/interviews", headers=own)[0] == 200 and memory(desk.process.pid) < 200_000, memory(desk.process.pid))
        return f"{len(told)} of them: " + ", ".join(f"{told.count(one)} x {one.decode()}" for one in sorted(set(told)))
    finally:
        desk.end()


RANGES = [
    ("bytes=0-0", 206), ("bytes=-1", 206), ("bytes=-99999999999999999999", (200, 206)), ("bytes=0-99999999999999999999", (200, 206)), ("bytes=5-2", 200),
    ("bytes=-0", 416), ("bytes=9223372036854775807-", 416), ("bytes=9223372036854775807-9223372036854775807", 416), ("bytes=9223372036854775808-", (200, 416)),
    ("bytes=--1", 200), ("bytes=+1-2", (200, 206)), ("bytes=0x0-1", 200), ("bytes= 0-1", 200), ("bytes=", 200), ("bytes=-", 200), ("items=0-1", 200),
    ("bytes=0-1,2-3", 200), ("bytes=" + ",".join(f"{number}-{number}" for number in range(3000)), 200), ("bytes=" + ",".join(["0-"] * 6000), 200),
    ("bytes=0-,-1,5-4", 200), ("bytes=" + "9" * 20_000 + "-", (200, 416)), ("bytes=١-٢", (200, 400)),
]


@check("a recording is heard by reviewers alone, never what was exchanged; no range costs more than the recording, and each hearing is audited", fresh=True)
def hearing(house):
    house.drop("heard")
    must(house.scored("heard"))
    archived = house.state / "archive/heard/q1.flac"
    must(eventually(archived.exists))
    path, size = "/v1/answers/heard__q1/recording", archived.stat().st_size
    # Roles: a viewer, members and the rest hear nothing, and each denial is in the log.
    for user, code in (("tview", 403), ("tmem", 403), ("tplat", 403), ("top", 403), ("tadmin", 403), ("trev", 200)):
        must(house.ask(user, path)[0] == code, f"{user}: {house.ask(user, path)[0]}, not {code}")

    def heard():
        lines = [json.loads(line) for line in house.ask("tadmin", "/v1/audit?limit=1000")[1].splitlines()]
        return [line for line in lines if line["action"] == "hear" and line["outcome"] == "done"], [line for line in lines if line["outcome"] == "denied"]
    done, denied = heard()
    must(len(done) == 1 and done[0]["subject"] == "heard__q1" and "trev" in done[0]["actor"], done)
    must(len({line["actor"] for line in denied}) == 5, [line["actor"] for line in denied])
    before, most = memory(house.daemon.pid, "VmRSS"), 0
    for header, codes in RANGES:
        out = house.base / "part"
        code, said = house.do(
            "trev", "curl", "--silent", "--max-time", "10", "--unix-socket", house.socket, "--header", "Range: " + header, "--output", "/dev/null",
            "--write-out", "%{http_code} %{size_download}", "http://localhost" + path)
        status, count = (int(part) for part in said.split())
        must(status in (codes if isinstance(codes, tuple) else (codes,)) and count <= size, f"{header[:60]}: {status}, {count} of {size} bytes")
        most = max(most, count)
        del out
    must(memory(house.daemon.pid, "VmRSS") - before < 30_000, "memory")
    for query in ("from=-1&to=2", "from=2&to=1", "from=nan&to=nan", "from=0&to=inf", "from=0&to=1e308", "from=0", "to=99999999", "from=1e308&to=1e309", "from=&to=", "from=0&to=0"):
        code, said = house.ask("trev", path + "?" + query)
        must(code == 400, f"{query}: {code}")
    must(house.ask("trev", path + "?from=99999&to=100000")[0] in (200, 400, 404, 416, 422), "beyond the end")
    for other in ("heard__q2", "..%2Fheard__q1", "heard%2Fq1", "%2Fetc%2Fpasswd", "heard__q1%00", "heard__q1%2F..%2Fq1"):
        must(house.ask("trev", f"/v1/answers/{other}/recording")[0] in (400, 404), other)
    # Exchanged in the archive: told, and not played to anybody who has not begun.
    house.stop()
    data = archived.read_bytes()
    archived.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    must(house.start(), house.logged()[-300:])
    code, said = house.ask("trev", path)
    must(code in (409, 422, 500, 503) and "archive.altered" in said, f"{code} {said[:200]}")
    must(len(heard()[0]) == 1, "the refused one is in the log as heard")
    archived.unlink()
    os.symlink("/etc/passwd", archived)
    code, said = house.ask("trev", path)
    must(code >= 400 and "root:" not in said, f"{code} {said[:100]}")
    archived.unlink()
    os.mkfifo(archived)
    code, said = house.ask("trev", path, seconds=5)
    must(code >= 400, f"a FIFO: {code}")
    return f"{len(RANGES)} ranges, at most {most:,} of {size:,} bytes; 10 spans of nonsense refused; 5 roles denied and audited; an exchanged one says archive.altered"
