"""What is forgotten, or kept long enough, is nowhere any more; whatever ends the erasing half way."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from house import PYTHON, RECORDING, TRANSCRIPT, check, eventually, give, must

# Said in the sample's transcript.
PHRASE = "投资回报"


def places(house, text):
    """Files below the state directory that hold a text, with how often."""
    found = {}
    for base, _, files in os.walk(house.state):
        for name in files:
            try:
                count = Path(base, name).read_bytes().count(text.encode())
            except FileNotFoundError:
                continue
            if count:
                found[os.path.relpath(os.path.join(base, name), house.state)] = count
    return found


def aside(house, kind, stamp="20260101T000000Z"):
    """A copy of the stopped daemon's database, as one that was moved aside."""
    path = house.state / f"intone.sqlite.{kind}-{stamp}"
    with sqlite3.connect(house.state / "intone.sqlite") as source:
        source.execute(f"VACUUM INTO '{path}'")
    give(path, "intone", 0o600)
    return path


def person(house, session, candidate):
    house.drop(session, name="session.yaml", text=f"candidate: {candidate}\n")
    house.drop(session, name="q1.json", source=TRANSCRIPT)
    house.drop(session)
    must(house.scored(session), house.logged()[-400:])
    must(eventually(lambda: house.rows(f"SELECT candidate FROM answer_scores WHERE session = '{session}'") == [candidate]), "no candidate")


def forget(house, candidate):
    return house.do("intone", house.bin / "intone", "forget", candidate, "--yes", "--json")


@check("a forgotten person is in no database that was moved aside: replaced, damaged but whole, damaged beyond reading", fresh=True)
def h5(house):
    person(house, "gone", "person-4711")
    person(house, "stays", "person-0815")
    backups = house.base / "backups"
    backups.mkdir()
    for verb in ("backup", "restore"):
        if verb == "restore":
            house.stop()
        done = subprocess.run([house.bin / "intone", verb, backups], env={**os.environ, **house.environment()}, capture_output=True, text=True)
        must(done.returncode == 0, done.stderr)
    whole, torn, cut = aside(house, "damaged"), aside(house, "damaged", "20260102T000000Z"), aside(house, "replaced", "20260103T000000Z")
    with open(torn, "r+b") as file:
        file.write(b"no database at all")
    with open(cut, "r+b") as file:
        file.truncate(3 * 4096)
    must(len(list(house.state.glob("intone.sqlite.replaced-*Z"))) == 2, "the restore moved nothing aside")
    must(house.start(), house.logged()[-400:])
    before = {name for name in places(house, "person-4711") if ".replaced-" in name or ".damaged-" in name}
    must(len(before) >= 3, before)
    code, said = forget(house, "person-4711")
    must(code == 0, said)
    must(not places(house, "person-4711"), places(house, "person-4711"))
    must(whole.exists() and not torn.exists() and not cut.exists(), "which of them are left")
    with sqlite3.connect(f"file:{whole}?mode=ro", uri=True) as database:
        must([row[0] for row in database.execute("SELECT candidate FROM sessions")] == ["person-0815"], "another one's rows went too")
    return f"{len(before)} such files named them before, none after; 2 unreadable ones removed"


@check("after the retention period nothing that was said is in a database that was moved aside", fresh=True)
def h5_retention(house):
    person(house, "old", "person-1")
    house.stop()
    kept = [aside(house, "replaced"), aside(house, "damaged")]
    must(all(PHRASE.encode() in path.read_bytes() for path in kept), "no words to look for")
    before = sum(places(house, PHRASE).values())
    house.configure("retention:\n  recordings: 1s\n")
    time.sleep(1)
    must(house.start(), house.logged()[-400:])
    must(eventually(lambda: not places(house, PHRASE)), places(house, PHRASE))
    for path in kept:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            must(database.execute("SELECT count(*), count(overall) FROM answers").fetchone() == (1, 1), "the scores went too")
    return f"'{PHRASE}' stood {before} times, then 0 times; the scores are there"


@check("a database moved aside that cannot be opened is told in status, and keeps nothing from going out of the others", fresh=True)
def h5_foreign(house):
    person(house, "gone", "person-4711")
    house.stop()
    theirs, ours = aside(house, "replaced"), aside(house, "damaged")
    give(theirs, "tplat", 0o666)
    must(house.start(), house.logged()[-400:])
    code, said = forget(house, "person-4711")
    must(code != 0 and "store.foreign" in said, said)
    must(set(places(house, "person-4711")) == {theirs.name}, places(house, "person-4711"))
    must(eventually(lambda: "store.foreign" in house.problems()), house.problems())
    give(theirs, "intone", 0o600)
    must(eventually(lambda: not places(house, "person-4711")), "not taken up once it may be opened")
    # The hourly pass that failed is tried again within a minute.
    must(eventually(lambda: not house.problems(), 90), house.problems())
    must(ours.exists(), "removed")
    return "forget says store.foreign and erases the rest; once it is the daemon's, that too"


@check("an erasure that kill -9 ended half way is ended by the next start, without being ordered again", fresh=True)
def m7(house):
    import json
    sessions = [f"s{number}" for number in range(40)]
    for session in sessions:
        house.drop(session, name="session.yaml", text="candidate: person-4711\n")
        house.drop(session)
    must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores WHERE candidate = 'person-4711'") == ["40"], 90), "not scored")
    archive = house.state / "archive"

    def left():
        return len([name for name in os.listdir(archive) if not name.startswith(".")])
    must(eventually(lambda: left() == 40), left())
    order = house.popen(
        "tadmin", "curl", "--silent", "--unix-socket", house.socket, "--data", json.dumps({"candidate": "person-4711"}),
        "http://localhost/v1/forget", stdout=subprocess.DEVNULL)
    must(eventually(lambda: left() < 40, 10), "nothing is erased")
    house.stop(signal.SIGKILL)
    order.wait()
    half = left()
    must(half > 0, "it was faster than the kill: nothing shown")
    must(house.start(), house.logged()[-400:])
    must(eventually(lambda: not places(house, "person-4711"), 60), places(house, "person-4711"))
    must(left() == 0 and house.rows("SELECT count(*) FROM answer_scores") == ["0"], "rows or files are left")
    return f"{half} of 40 sessions were left by the kill, 0 after the start"


@check("a reader that keeps what was erased in the log is named in status until it has ended", fresh=True)
def m9(house):
    person(house, "gone", "person-4711")
    reader = house.popen(
        "intone", PYTHON, "-c",
        f"import sqlite3,time;c=sqlite3.connect('file:{house.state}/intone.sqlite?mode=ro',uri=True,isolation_level=None);c.execute('BEGIN');"
        "print(c.execute('SELECT count(*) FROM answers').fetchone()[0],flush=True);time.sleep(90)", stdout=subprocess.PIPE)
    try:
        must(int(reader.stdout.readline()) == 1)
        code, said = forget(house, "person-4711")
        must(code == 0 and '"log_emptied":false' in said, said)
        held = places(house, "person-4711")
        must(set(held) == {"intone.sqlite-wal"} or set(held) == {"intone.sqlite-wal", "intone.sqlite"}, held)
        must("forget.log-held" in house.problems(), house.problems())
    finally:
        reader.kill()
        reader.wait()
    must(eventually(lambda: "forget.log-held" not in house.problems()), house.problems())
    must(not places(house, "person-4711"), places(house, "person-4711"))
    return f"forget.log-held while the log named them {sum(held.values())} times; 0 times {len(held)} s after"


@check("who is forgotten is known again however the name is spelled, and the same bytes under another session", fresh=True)
def l4(house):
    person(house, "l4", "Cand0")
    code, said = forget(house, "Cand0")
    must(code == 0, said)
    spellings = ["cand0 ", "CAND0", "Cand\uff10", "\uff23and0", "Ca\u200bnd0", "cand0\u00a0"]
    for number, spelling in enumerate(spellings):
        house.drop(f"again{number}", name="session.yaml", text='candidate: "' + spelling + '"\n')
        must(eventually(lambda: (house.state / f"quarantine/again{number}").exists()), repr(spelling))
    house.drop("other-session")
    must(eventually(lambda: (house.state / "quarantine/other-session").exists()), "the recording is taken")
    house.drop("nobody", name="session.yaml", text="candidate: Cand1\n")
    shutil.copy(RECORDING, "/tmp/.l4")
    with open("/tmp/.l4", "ab") as file:
        file.write(b"\0")
    house.drop("nobody", source="/tmp/.l4")
    os.unlink("/tmp/.l4")
    must(house.scored("nobody"), "somebody else's is refused")
    return f"{len(spellings)} spellings refused, somebody else scored"


@check("what a killed restore and a killed recogniser left behind goes at the next start", fresh=True)
def drafts(house):
    house.stop()
    draft = house.state / "intone.sqlite.restoring"
    draft.write_bytes(PHRASE.encode() * 100)
    give(draft, "intone", 0o600)
    for name in ("scratch", "scratch-judge"):
        folder = house.state / name / "x"
        folder.mkdir(parents=True)
        (folder / "recording.wav").write_bytes(PHRASE.encode() * 100)
        for path in (folder.parent, folder):
            give(path, "intone", 0o700)
    before = len(places(house, PHRASE))
    must(house.start(), house.logged()[-400:])
    must(not places(house, PHRASE), places(house, PHRASE))
    return f"{before} files held what was said, none does now"
