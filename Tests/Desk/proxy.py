#!/usr/bin/env python3
"""The desk behind nginx and Caddy, with the configurations that the package ships.

    Tests/Desk/proxy.py BIN TOOLS

BIN holds intone and intoned, TOOLS the programs nginx and caddy (`make proxy-check` sees to them). Both run as an ordinary user on a
scratch directory; where the test itself is root's, as nobody, so that root is one of the strangers. Each step prints a line; the exit
code is 1 when one does not hold.
"""
import base64
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
GROUPS = {"anna": "hr", "bob": "hr, hiring-managers", "carl": "interview-ops", "dora": "kitchen"}
failed = 0


def step(name, holds, seen=""):
    global failed
    failed += not holds
    print(f"{'holds' if holds else 'FAILS'}  {name}" + (f"  [{seen}]" if seen != "" else ""), flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """A daemon with one interview, whose desk answers one account alone."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries).resolve()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="intone-proxy."))
        self.root.chmod(0o755)
        self.proxy = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        for name in ("inbox", "state"):
            (self.root / name).mkdir()
        (self.root / "intone.yaml").write_text(
            f"inbox:\n  - path: {self.root}/inbox\nstate: {self.root}/state\nmodels: [{ROOT}/models]\n"
            f"socket: {self.root}/intone.sock\nworkers: 2\n"
            f"desk:\n  proxy_user: {self.proxy}\n  socket: {self.root}/desk.sock\n"
            "  roles: {viewer: [hr], reviewer: [hiring-managers, \"user:eve\"], operator: [interview-ops]}\n")
        self.daemon = subprocess.Popen([self.binaries / "intoned", "--config", self.root / "intone.yaml"],
                                       stderr=open(self.root / "log", "w"))
        self.await_(lambda: self.curl("/readyz") is not None and (self.root / "desk.sock").exists(), "the daemon")
        shutil.copytree(ROOT / "samples" / "interviews" / "engineer-c20417", self.root / "inbox" / "engineer-c20417")
        self.await_(lambda: len(json.loads(self.curl("/v1/sessions/engineer-c20417") or "{}").get("answers", [])) == 4, "the scores", 240)

    def curl(self, path):
        done = subprocess.run(["curl", "-sf", "--unix-socket", self.root / "intone.sock", "http://x" + path], capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None

    def await_(self, condition, what, seconds=60):
        for _ in range(seconds * 5):
            if condition():
                return
            time.sleep(0.2)
        raise SystemExit(f"proxy: {what} did not come within {seconds} s; see {self.root}/log")

    def start(self, *command):
        """As an ordinary user, in a directory of that user's own."""
        if os.geteuid() == 0:
            command = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--inh-caps=-all", *command)
        return subprocess.Popen(command, stdout=open(self.root / "proxy.log", "a"), stderr=subprocess.STDOUT,
                                env=dict(os.environ, HOME=str(self.root / "own"), XDG_DATA_HOME=str(self.root / "own"),
                                         XDG_CONFIG_HOME=str(self.root / "own")))

    def own(self):
        path = self.root / "own"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        if os.geteuid() == 0:
            shutil.chown(path, "nobody", "nogroup")
        return path

    def end(self):
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(20)
        shutil.rmtree(self.root)


def nginx(house, tools):
    own, port = house.own(), free_port()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout",
                    own / "desk.key", "-out", own / "desk.pem"], check=True, capture_output=True)
    (own / "desk.key").chmod(0o644)
    (own / "groups").write_text("".join(f'{user} "{groups}";\n' for user, groups in GROUPS.items()))
    (own / "users").write_text("".join(f"{user}:{{PLAIN}}{user}-word\n" for user in [*GROUPS, "eve"]))
    shipped = (ROOT / "packaging" / "proxy" / "nginx.conf").read_text()
    for there, here in [("/run/intone/desk.sock", f"{house.root}/desk.sock"), ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
                        ("/etc/nginx/intone-groups", f"{own}/groups"), ("/etc/nginx/intone-users", f"{own}/users"),
                        ("/etc/ssl/certs/desk.pem", f"{own}/desk.pem"), ("/etc/ssl/private/desk.key", f"{own}/desk.key")]:
        assert there in shipped, there
        shipped = shipped.replace(there, here)
    paths = "".join(f"{kind}_temp_path {own}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (own / "nginx.conf").write_text(f"daemon off;\nerror_log stderr;\npid {own}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{shipped}\n}}\n")
    return house.start(tools / "nginx", "-c", own / "nginx.conf", "-p", own), f"https://127.0.0.1:{port}"


def caddy(house, tools):
    own, port = house.own(), free_port()
    (own / "groups").write_text("".join(f'{user} "{groups}"\n' for user, groups in GROUPS.items()))
    hashed = {user: subprocess.run([tools / "caddy", "hash-password", "--plaintext", user + "-word"], capture_output=True, text=True,
                                   check=True).stdout.strip() for user in [*GROUPS, "eve"]}
    # Caddy 2.6 takes the hash in base 64.
    (own / "users").write_text("".join(f"{user} {base64.b64encode(word.encode()).decode()}\n" for user, word in hashed.items()))
    shipped = (ROOT / "packaging" / "proxy" / "Caddyfile").read_text()
    for there, here in [("/run/intone/desk.sock", f"{house.root}/desk.sock"), ("\ndesk.example.com {", f"\nhttp://127.0.0.1:{port} {{"),
                        ("/etc/caddy/intone-groups", f"{own}/groups"), ("/etc/caddy/intone-users", f"{own}/users")]:
        assert there in shipped, there
        shipped = shipped.replace(there, here)
    (own / "Caddyfile").write_text("{\n\tadmin off\n}\n" + shipped)
    return house.start(tools / "caddy", "run", "--adapter", "caddyfile", "--config", own / "Caddyfile"), f"http://127.0.0.1:{port}"


class Visitor:
    def __init__(self, base, user=None):
        self.base, self.user = base, user

    def ask(self, path, form=None, headers=None):
        """Status, headers and text; a redirect is an answer like another."""
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        context = ssl._create_unverified_context()
        opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=context))
        fields = dict(headers or {})
        if self.user:
            fields["Authorization"] = "Basic " + base64.b64encode(f"{self.user}:{self.user}-word".encode()).decode()
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with opener.open(urllib.request.Request(self.base + path, headers=fields, data=data), timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode("utf-8", "replace")
        except (urllib.error.URLError, ConnectionError):
            return 0, {}, ""

    def token(self):
        return re.search(r'name="form" value="([0-9a-f]{64})"', self.ask("/desk/running")[2]).group(1)


# Each page, and the route whose document it shows.
ROUTES = {
    "/desk/interviews": "/v1/sessions", "/desk/interviews/SESSION": "/v1/sessions/{id}",
    "/desk/interviews/SESSION/candidate": "/v1/sessions/{id}/feedback", "/desk/interviews/SESSION/candidate/file": "/v1/sessions/{id}/report",
    "/desk/interviews/SESSION/report": "/v1/sessions/{id}/report", "/desk/interviews/SESSION/report/sound": "/v1/sessions/{id}/report",
    "/desk/answers/SESSION__q1/recording": "/v1/answers/{id}/recording", "/desk/answers/SESSION__q1/listening": "/v1/answers/{id}/listening",
    "/desk/compare?id=SESSION&id=SESSION": "/v1/compare", "/desk/questions": "/v1/stats", "/desk/roles": "/v1/models",
    "/desk/roles/sales": "/v1/models/{id}", "/desk/roles/sales/baseline": "/v1/models/{id}/baseline", "/desk/running": "/v1/status",
}


def rights(house, visitors, name):
    """Each role has each page exactly where it has the page's route."""
    paths = json.loads(house.curl("/v1/openapi.json"))["paths"]
    wrong, seen = [], 0
    for visitor, roles in visitors:
        for page, route in ROUTES.items():
            status = visitor.ask(page.replace("SESSION", "engineer-c20417"))[0]
            allowed = bool(roles & set(paths[route]["get"]["x-roles"]))
            seen += status == 403
            if (status == 403) == allowed or status >= 500:
                wrong.append((visitor.user, page, status))
    step(f"{name}: each role has the pages whose routes it has, and no other", not wrong and seen > 0,
         f"{len(visitors)} roles, {len(ROUTES)} pages, {seen} refused; {wrong}")


def walk(house, base, name):
    page = "/desk/interviews/engineer-c20417"
    nobody, anna, bob, carl, dora, eve = (Visitor(base, user) for user in (None, "anna", "bob", "carl", "dora", "eve"))
    step(f"{name}: who has not signed in sees nothing", nobody.ask("/desk/interviews")[0] == 401)
    step(f"{name}: the root leads to the interviews", nobody.ask("/")[0] in (301, 302))
    step(f"{name}: the socket's own routes are not behind it", anna.ask("/v1/sessions")[0] == 404)
    status, headers, text = anna.ask("/desk/interviews")
    step(f"{name}: a viewer has the list", status == 200 and "c20417" in text, status)
    step(f"{name}: the page's policy comes through", "default-src 'none'" in headers.get("Content-Security-Policy", ""))
    status, _, text = anna.ask(page)
    step(f"{name}: a viewer has scores, no words and no sound", status == 200 and "64.6" in text and "<audio" not in text
         and "code review" not in text, status)
    forged = {"Remote-User": "root", "Remote-Groups": "hiring-managers,interview-ops", "remote_user": "root", "REMOTE-GROUPS": "hiring-managers"}
    status, _, text = anna.ask(page, headers=forged)
    step(f"{name}: headers that the viewer sends change nothing", status == 200 and "<audio" not in text, status)
    decision = {"judgement": "hold", "reason": f"through {name}", "form": anna.token()}
    step(f"{name}: a viewer decides nothing", anna.ask(page + "/decision", decision)[0] == 403)
    step(f"{name}: another's form is no form of one's own", bob.ask(page + "/decision", decision)[0] == 403)
    decision["form"] = bob.token()
    status, headers, _ = bob.ask(page + "/decision", decision)
    step(f"{name}: a reviewer decides", status in (302, 303) and headers.get("Location") == page, status)
    latest = json.loads(house.curl("/v1/sessions/engineer-c20417/reviews"))[0]
    step(f"{name}: under the reviewer's own name", (latest["reviewer"], latest["account"], latest["reason"]) == ("bob", "bob", f"through {name}"))
    status, headers, sound = bob.ask("/desk/answers/engineer-c20417__q1/recording", headers={"Range": "bytes=0-99"})
    step(f"{name}: a reviewer hears a part", status == 206 and headers.get("Content-Range", "").startswith("bytes 0-99/"), status)
    step(f"{name}: a viewer does not", anna.ask("/desk/answers/engineer-c20417__q1/recording")[0] == 403)
    step(f"{name}: a user who is named alone has that role", "<audio" in eve.ask(page)[2])
    step(f"{name}: an operator sees the queue", "name=\"work\"" in carl.ask("/desk/running")[2] and "name=\"work\"" not in anna.ask("/desk/running")[2])
    rights(house, [(anna, {"viewer"}), (bob, {"viewer", "reviewer"}), (carl, {"operator"})], name)
    step(f"{name}: who is in none of the groups sees nothing", dora.ask("/desk/interviews")[0] == 403)
    audit = subprocess.run([house.binaries / "intone", "audit", "list", "--json", "--socket", house.root / "intone.sock"],
                           capture_output=True, text=True).stdout
    step(f"{name}: the audit log names who it was", '"desk:bob"' in audit and '"desk:anna"' in audit)


def strangers(house):
    if house.proxy == pwd.getpwuid(os.geteuid()).pw_name:
        print("skips  a stranger at the socket: the test is no root's")
        return
    done = subprocess.run(["curl", "-s", "-w", "%{http_code}", "--unix-socket", house.root / "desk.sock", "-H", "Remote-User: bob", "-H",
                           "Remote-Groups: hiring-managers", "http://x/desk/interviews"], capture_output=True, text=True).stdout
    step("nobody but the proxy is answered, root neither", done.endswith("403") and "desk.not-the-proxy" in done, done[-3:])
    for twice in (["-H", "Remote-User: anna", "-H", "Remote-User: bob"], []):
        done = subprocess.run(["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "curl", "-s", "--unix-socket",
                               house.root / "desk.sock", *twice, "http://x/desk/interviews"], capture_output=True, text=True).stdout
        step(f"who is named {len(twice) // 2} times is nobody", "desk.no-user" in done)


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    house, tools = House(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    try:
        strangers(house)
        for name, proxy in (("nginx", nginx), ("caddy", caddy)):
            process, base = proxy(house, tools)
            try:
                house.await_(lambda: Visitor(base).ask("/desk/interviews")[0] == 401, f"{name}, see {house.root}/proxy.log;", 30)
                walk(house, base, name)
            finally:
                process.terminate()
                process.wait(20)
    finally:
        if failed:
            print((house.root / "proxy.log").read_text()[-2000:])
        house.end()
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
