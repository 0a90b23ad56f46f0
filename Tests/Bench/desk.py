#!/usr/bin/env python3
"""How long the desk's pages take on a full store: 100,000 sessions, made of the sample interviews with their whole analyses.

    Tests/Bench/desk.py BIN [--sessions 100000] [--rounds 9] [--store DIRECTORY]

BIN holds release builds of intone and intoned. Each page is asked for by its address, as a browser does; a line tells the median
and the worst wall time, the processor time of desk and daemon together, and the bytes. Exit code 1 where a median passes 100 ms or a
first paint (page, styles and script) 150 kB. With --store the filled directory is kept and used again.
"""
import argparse
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WALL, WEIGHT = 0.100, 150_000


class House:
    def __init__(self, binaries, root):
        self.binaries, self.root = pathlib.Path(binaries).resolve(), root
        for name in ("inbox", "state"):
            (root / name).mkdir(exist_ok=True)
        if not (root / "models").exists():
            shutil.copytree(ROOT / "models", root / "models")
        (root / "intone.yaml").write_text(
            f"inbox:\n  - path: {root}/inbox\nstate: {root}/state\nmodels: [{root}/models]\nsocket: {root}/intone.sock\nworkers: 2\n"
            "retention: {recordings: 3650d}\n")
        self.environment = dict(os.environ, INTONE_SOCKET=f"{root}/intone.sock", INTONE_MODELS=f"{root}/models",
                                INTONE_STORE=f"{root}/state/intone.sqlite", USER="anna")

    def start(self):
        self.daemon = subprocess.Popen([self.binaries / "intoned", "--config", self.root / "intone.yaml"],
                                       stderr=open(self.root / "log", "a"))
        self.wait(lambda: self.ask("/readyz") is not None, 120)

    def stop(self):
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(60)

    def ask(self, path):
        done = subprocess.run(["curl", "-sf", "--unix-socket", self.root / "intone.sock", "http://x" + path], capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None

    def wait(self, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"bench: waited {seconds} s in vain; see {self.root}/log")
            time.sleep(0.2)


def score(house):
    """The sample interviews, as the daemon scores them."""
    house.start()
    for session in sorted((ROOT / "samples" / "interviews").iterdir()):
        shutil.copytree(session, house.root / "inbox" / session.name)
    house.wait(lambda: len([s for s in json.loads(house.ask("/v1/sessions") or "[]") if s["answered"] == 4]) == 2
               and not json.loads(house.ask("/v1/queue") or '{"waiting":1}')["waiting"], 240)
    house.stop()


def moved(card, number):
    """A scorecard with the overall and each dimension moved by up to ten points, by the copy's number alone."""
    card = json.loads(json.dumps(card))
    by = lambda place: ((number * 7919 + place * 104729) % 2001 - 1000) / 100
    limited = lambda value: round(min(100, max(0, value)), 2)
    if "overall" in card:
        lost = 100 - card["overall"]
        card["overall"] = limited(card["overall"] + by(0))
        for point in card.get("lostPoints", []) if lost else []:
            # They add up to what is missing.
            point["points"] = round(point["points"] * (100 - card["overall"]) / lost, 2)
    for place, dimension in enumerate(card.get("dimensions", []), 1):
        if "score" in dimension:
            # Downwards, since most are at the top.
            dimension["score"] = limited(dimension["score"] - 10 + by(place))
    return card


def fill(store, sessions, models=None):
    """Copies of interviews (all that are there, or those named) under other ids, `bench-000000` of `b000000` and so on, with other scores, a
    minute apart, until there are so many sessions."""
    db = sqlite3.connect(store)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=OFF")
    columns = lambda table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    names = {table: columns(table) for table in ("sessions", "answers", "measure_values", "dimension_values", "lost_point_values", "feed")}
    there = [row[0] for row in db.execute("SELECT id FROM sessions ORDER BY id")]
    models = models or there
    answers = {id: db.execute("SELECT row FROM answers WHERE session = ? AND is_current = 1 ORDER BY row", [id]).fetchall() for id in models}
    cards = {row: json.loads(db.execute("SELECT scorecard FROM answers WHERE row = ?", row).fetchone()[0]) for model in models for row in answers[model]}
    top, now = db.execute("SELECT max(row) FROM answers").fetchone()[0], time.time()
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")

    def copy(table, where, values, given):
        kept = [c for c in names[table] if c not in given]
        db.execute(f"INSERT INTO {table} ({', '.join(list(given) + kept)}) SELECT {', '.join(list(given.values()) + kept)} FROM {table} WHERE {where}", values)

    for number in range(sessions - len(there)):
        model = models[number % len(models)]
        id, candidate = f"bench-{number:06}", f"b{number:06}"
        copy("sessions", "id = :model", {"model": model, "id": id, "candidate": candidate, "at": now - 60 * number},
             {"id": ":id", "candidate": ":candidate", "created_at": ":at", "updated_at": ":at"})
        for (row,) in answers[model]:
            top += 1
            card = moved(cards[(row,)], number)
            copy("answers", "row = :row",
                 {"row": row, "new": top, "session": id, "candidate": candidate, "model": model, "card": json.dumps(card),
                  "overall": round(card["overall"] * 100) if "overall" in card else None, "hash": f"{top:064x}",
                  "at": now - 60 * number},
                 {"row": ":new", "session": ":session", "answer": "replace(answer, :model, :session)", "candidate": ":candidate",
                  "recording_sha256": ":hash", "overall": ":overall", "arrived_at": ":at", "recorded_at": ":at", "scorecard": ":card"})
            for table in ("measure_values", "dimension_values", "lost_point_values"):
                copy(table, "row = :row", {"row": row, "new": top}, {"row": ":new"})
        if number % 5000 == 0:
            db.commit()
            print(f"  {number} sessions", file=sys.stderr, flush=True)
    for _, sql in triggers:
        db.execute(sql)
    db.execute("UPDATE tallies SET number = (SELECT count(*) FROM answers) WHERE name = 'revisions'")
    db.execute("UPDATE tallies SET number = (SELECT count(*) FROM answers WHERE is_current = 1) WHERE name = 'answers'")
    db.execute("UPDATE tallies SET number = (SELECT count(*) FROM sessions WHERE 'session ' || state = name) WHERE name LIKE 'session %'")
    db.commit()
    db.close()


def processor(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


PAGES = {
    "interviews": "/desk/interviews",
    "interviews, second page": "/desk/interviews?after=bench-000048",
    "interviews, one role": "/desk/interviews?role=sales",
    "interviews, one state": "/desk/interviews?state=completed",
    "interviews, state of nobody": "/desk/interviews?state=failed",
    "interview": "/desk/interviews/bench-050000",
    "comparison": "/desk/compare?id=bench-000002&id=bench-000004",
    "candidate": "/desk/interviews/bench-050001/candidate",
    "questions": "/desk/questions",
    "roles": "/desk/roles",
    "role": "/desk/roles/sales",
    "baseline": "/desk/roles/sales/baseline",
    "fairness": "/desk/roles/sales/fairness",
    "calibration": "/desk/roles/sales/calibration",
    "check": "/desk/check",
    "running": "/desk/running",
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binaries")
    options.add_argument("--sessions", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--store", type=pathlib.Path)
    options = options.parse_args()
    root = options.store or pathlib.Path(tempfile.mkdtemp(prefix="intone-bench."))
    root.mkdir(exist_ok=True)
    house = House(options.binaries, root)
    if not (root / "filled").exists():
        score(house)
        subprocess.run([house.binaries / "intone", "stats", "freeze", "sales", "--fewest", "2"], env=house.environment, check=True,
                       stdout=subprocess.DEVNULL)
        fill(root / "state" / "intone.sqlite", options.sessions)
        (root / "filled").write_text("")
    house.start()
    desk = subprocess.Popen([house.binaries / "intone", "desk", "--json", "--lang", "en"], env=house.environment, stdout=subprocess.PIPE, text=True)
    address = json.loads(desk.stdout.readline())["address"]
    host = address.split("//")[1].split("/")[0]
    connection = http.client.HTTPConnection(host, timeout=120)
    connection.request("GET", address.split(host)[1])
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie").split(";")[0]

    def get(path):
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, len(answer.read())

    begin = time.monotonic()
    # What a large store has of its questions is counted in the background.
    house.wait(lambda: get("/desk/questions")[0] == 200, 900)
    print(f"questions were counted after {time.monotonic() - begin:.0f} s")
    slow = 0
    shared = get("/desk/desk.css")[1] + get("/desk/desk.js")[1]
    status = json.loads(house.ask("/v1/status"))["store"]
    print(f"{status['sessions']} sessions, {status['answers']} answers, store {(root / 'state' / 'intone.sqlite').stat().st_size / 1e9:.1f} GB")
    print(f"{'page':28} {'first':>9} {'median':>9} {'worst':>9} {'CPU':>9} {'weight':>9}")
    for name, path in PAGES.items():
        begin = time.monotonic()
        code, size = get(path)
        first = time.monotonic() - begin
        if code != 200:
            print(f"{name:28} HTTP {code}")
            slow += 1
            continue
        before = processor(desk.pid) + processor(house.daemon.pid)
        walls = []
        for _ in range(options.rounds):
            begin = time.monotonic()
            get(path)
            walls.append(time.monotonic() - begin)
        spent = (processor(desk.pid) + processor(house.daemon.pid) - before) / options.rounds
        median, weight = statistics.median(walls), size + shared
        bad = median > WALL or weight > WEIGHT
        slow += bad
        print(f"{name:28} {first * 1e3:6.0f} ms {median * 1e3:6.1f} ms {max(walls) * 1e3:6.1f} ms {spent * 1e3:6.1f} ms {weight / 1e3:6.0f} kB"
              + ("  TOO MUCH" if bad else ""), flush=True)
    desk.send_signal(signal.SIGTERM)
    desk.wait(20)
    house.stop()
    if not options.store:
        shutil.rmtree(root)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
