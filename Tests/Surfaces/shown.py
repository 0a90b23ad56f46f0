"""What people are shown: nothing that a terminal obeys or nobody sees, nothing that a spreadsheet runs, nothing that a file claims of itself."""

import csv
import io
import json
import os
import shutil
import subprocess
import unicodedata
import urllib.parse

from house import RECORDING, check, eventually, give, must

# ESC, BEL, a C1 control, an override of direction, an isolate, zero-width characters, a line separator, a soft hyphen.
UNSEEN = ["\x1b[31m", "\x07", "\x9b1m", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u2028", "\u00ad"]


def unseen(text):
    """What in a text is obeyed or invisible; a line feed is neither."""
    return sorted({f"U+{ord(character):04X}" for character in text
                   if character not in "\n\r" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs")})


@check("no control, bidi or zero-width character in a review, a name or a question reaches a terminal, a page or a table")
def m1(house):
    refused, taken = 0, 0
    house.drop("base")
    must(house.scored("base"))
    for mark in UNSEEN:
        for field in ("reviewer", "judgement", "reason"):
            body = {"reviewer": "r", "judgement": "fair", "reason": "because", field: f"a{mark}b"}
            code, said = house.ask("trev", "/v1/answers/base__q1/review", "POST", json.dumps(body))
            must(code in (200, 201, 400, 422), f"{field} {mark!r}: {code} {said}")
            refused, taken = refused + (code >= 400), taken + (code < 400)
    must(refused > 0, "nothing is refused")
    names = [f"s{number}{mark}x" for number, mark in enumerate(UNSEEN)]
    for name in names:
        house.drop(name, name="session.yaml", text=json.dumps({"candidate": "c", "questions": [{"id": "q1", "text": f"why{name[2:-1]}not"}]}))
        house.drop(name)
        house.drop(name, name=f"q{name[2:-1]}2.flac")
    house.drop("named", name="session.yaml", text=json.dumps({"candidate": "c\u200b1"}))
    house.drop("broken\x1b[2J", name="q1.flac", text="no sound\x1b[31m")
    ids = []

    def all_listed():
        # Other lines leave sessions of their own: what counts are these.
        listed = json.loads(house.ask("tview", "/v1/sessions?limit=1000")[1])
        ids[:] = [entry["id"] for entry in listed if entry["id"][0] == "s" and entry["id"][1:2].isdigit()]
        scored = int(house.rows("SELECT count(*) FROM answer_scores WHERE session GLOB 's[0-9]*'")[0])
        return len(ids) >= len(names) and scored >= 2 * len(names)
    must(eventually(all_listed, 60), ids)
    program = house.bin / "intone"
    verbs = [["status"], ["queue"], ["quarantine"], ["show"], ["events"], ["export", "--format", "csv", "--for", "people"], ["compare", "base", "base"], ["export", "--format", "jsonl"],
             ["audit", "log"], ["show", "base__q1"], ["explain", "base__q1"], ["report", "base", "--output", "-"], ["stats", "show"]]
    for name in ids:
        verbs += [["show", name], ["report", name, "--output", "-"], ["explain", name + "__q1"]]
    looked = 0
    for verb in verbs:
        for language in ("zh", "en"):
            code, said = house.do("intone", program, *verb, *([] if verb[0] == "stats" else ["--lang", language]))
            if verb[0] != "explain":
                must(code in (0, 4) or "audit" in verb or "stats" in verb, f"{verb}: {code} {said[:200]}")
            must(not unseen(said), f"{verb}: {unseen(said)}")
            looked += len(said)
    # The daemon's own words: of a configuration, and in the log, whatever names, manifests and transcripts say.
    text = "".join(mark for mark in UNSEEN if mark not in "\u2028")
    for session, name, body in (
        ("logged1", "session.yaml", json.dumps({f"k{text}": 1})), ("logged2", "session.yaml", json.dumps({"role": f"r{text}"})),
        ("logged3", "session.yaml", f"candidate: [\n{text}"), (f"logged4{text}", "q1.flac", f"no sound{text}"), ("logged5", f"q{text}.xyz", "x"),
    ):
        house.drop(session, name=name, text=body)
    house.drop("logged2", name="q1.flac")
    must(eventually(lambda: "logged4" in house.ask("top", "/v1/quarantine")[1]), "not set aside")
    (house.base / "odd.yaml").write_text(json.dumps({f"k{text}": 1, "log_level": f"x{text}"}))
    os.chmod(house.base / "odd.yaml", 0o644)
    for order in (["--check-config", "--config", house.base / "odd.yaml"], [f"--x{text}"], ["--check-config", "--config", f"/no{text}"]):
        code, said = house.do("intone", house.bin / "intoned", *order)
        must(code in (1, 2) and not unseen(said), f"intoned {order[0]!r}: {code} {unseen(said)}")
    must(not unseen(house.logged()), f"the log: {unseen(house.logged())}")
    return f"{refused} of {refused + taken} such reviews refused; none in {looked:,} characters of {2 * len(verbs)} printed answers, nor in the log"


def analysed(house, path, *options):
    code, said = house.do("tmem", house.bin / "intone", "analyze", path, "--format", "json", *options)
    return code, json.loads(said)


@check("words in a file's tags do not make it damaged, nor forge a codec or a fault of ffmpeg's")
def m3(house):
    words = ["[error] moov corrupted, run: curl http://evil", "[info]   Stream #0:0: Audio: forged : x", "matches no streams", "Truncated partial file",
             "x\n[error] another line of it", "[mov @ 0x1] [fatal] ended prematurely", "[aac @ 0x55] [error] no"]
    tags = ("title", "artist", "comment", "handler_name")
    results = []
    for number, text in enumerate(["plain"] + words):
        for ending, codec in (("m4a", "aac"), ("webm", "libvorbis"), ("mov", "aac")):
            made = house.base / f"tag{number}.{ending}"
            done = subprocess.run(
                ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", RECORDING, "-c:a", codec, "-bitexact"]
                + [part for tag in tags for part in ("-metadata", f"{tag}={text}", "-metadata:s:a:0", f"{tag}={text}")] + [made], capture_output=True, text=True)
            must(done.returncode == 0, done.stderr)
            os.chmod(made, 0o644)
            code, said = analysed(house, made)
            must(code == 0, f"{text!r} in {ending}: {said}")
            facts = said["recording"]
            results.append((number, ending, facts["codec"], facts["quality"]["flags"], facts["quality"]["truncated"]))
    plain = {ending: rest for number, ending, *rest in results if number == 0}
    for number, ending, *rest in results:
        must(rest == plain[ending], f"{words[number - 1]!r} in {ending}: {rest}, plain {plain[ending]}")
    return f"{len(words)} forgeries in {len(tags)} tags of 3 containers: codec and flags as without"


FORMULAS = ['=HYPERLINK("http://evil","x")', "=cmd|calc", "+1+1", "-1+1", "@SUM(1)", "\t=1", "＝1+1", "＠x"]


@check("no cell of a table for people is run by a spreadsheet, in any verb that writes one")
def m4(house):
    for number, formula in enumerate(FORMULAS):
        # A tab is no name; what stands in a manifest is.
        session = formula.strip().replace("/", "") + f" {number}"
        house.drop(session, name="session.yaml", text=json.dumps({"candidate": formula.strip(), "questions": [{"id": "q1", "text": formula}]}))
        house.drop(session)
        house.drop(session, name=formula.strip().replace("/", "").replace(".", "") + ".flac")
        must(house.scored(session.replace("'", "''"), 2), session)
    dangerous = tuple("=+-@\t\r＝＋－＠")
    cells = 0
    program = house.bin / "intone"
    ids = [entry["id"] for entry in json.loads(house.ask("tview", "/v1/sessions?limit=1000")[1]) if entry["id"][-1] in "01234567" and " " in entry["id"]]
    must(len(ids) == len(FORMULAS), ids)
    orders = [["export", "--format", "csv", "--for", "people"], ["compare", "--format", "csv", "--", *ids]]
    folder = house.base / "csv"
    folder.mkdir(exist_ok=True)
    for formula in FORMULAS:
        shutil.copy(RECORDING, folder / (formula.strip().replace("/", "") + ".flac"))
    orders.append(["analyze", folder, "--format", "csv"])
    for order in orders:
        code, said = house.do("intone", program, *order)
        must(code == 0, f"{order[0]}: {said[:300]}")
        rows = list(csv.reader(io.StringIO(said)))
        must(len(rows) > 5, f"{order[0]}: {said[:200]}")
        for row in rows:
            for cell in row:
                cells += 1
                try:
                    float(cell)
                    continue
                except ValueError:
                    must(not cell.startswith(dangerous) and not unseen(cell), f"{order[0]}: {cell!r}")
    return f"{cells:,} cells of export, compare and analyze, none begins a formula"


@check("status tells members without a role how much, and of nobody", fresh=True)
def l1(house):
    house.drop("person-secret", name="session.yaml", text="candidate: [\n")
    house.drop("person-secret", name="q1.flac")
    house.drop("person-secret2", name="q1.flac", text="no sound")
    house.drop("person-secret3", name="q1.flac", mode=0o600)
    os.symlink("/etc/passwd", house.inbox / "person-secret3/q2.flac")
    house.drop("person-secret4", name="session.yaml", text="role: person-secret-role\n")
    house.drop("person-secret4")
    house.drop("person-secret5", name="session.yaml", text="candidate: c\n")
    house.drop("person-secret5")
    must(house.scored("person-secret5"))
    (house.state / "archive/person-secret5/session.yaml").write_text("candidate: other\n")
    house.drop("person-secret5", name="q2.flac")
    must(eventually(lambda: "archive.altered" in house.problems()), house.problems())
    must(eventually(lambda: len(house.status().get("attention", [])) >= 4), house.status().get("attention"))
    told = house.ask("top", "/v1/status")[1]
    must("person-secret" in told, "operators are told nothing: nothing shown")
    for user in ("tmem", "tplat", "tadmin"):
        for path in ("/v1/status", "/readyz", "/healthz", "/metrics", "/v1/models"):
            said = house.ask(user, path)[1]
            must("person-secret" not in said, f"{user} {path}: {said[max(0, said.find('person-secret') - 100):][:200]}")
    return f"an operator's answer names them {told.count('person-secret')} times, a member's 0 times"


@check("a report and a note of a backup are for whoever asked, whatever their mask")
def l3_modes(house):
    house.drop("masked")
    must(house.scored("masked"))
    desk = house.base / "masked"
    desk.mkdir()
    give(desk, "intone", 0o700)
    program = house.bin / "intone"
    for order in (["report", "masked", "--output", desk / "page.html"], ["backup", desk / "copies"]):
        os.makedirs(desk / "copies", exist_ok=True)
        give(desk / "copies", "intone", 0o755)
        code, said = house.sh("intone", "umask 000; " + " ".join(str(part) for part in [program, *order]))
        must(code == 0, said)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in desk.rglob("*") if path.is_file()}
    must(len(modes) >= 3 and set(modes.values()) == {"0o600"}, modes)
    return f"{len(modes)} files under mask 000, all 0600"


@check("sessions of any name are held, released, reviewed, retried and forgotten over the socket")
def h7_acts(house):
    names = ["面试 张三 2", "a:b2", "=x2", "%252", "<b>x2", "q+r2", "a&b=c", "a#b?", "x;y", "\"q\"", "é", "-rf"]
    done = 0
    # What is forgotten with the last session that has it does not come again; this one keeps it.
    house.drop("h7-stays")
    for name in names:
        shown = name.replace("%", "%25")
        path = urllib.parse.quote(shown, safe="")
        for user, method, target, body in (
            ("top", "POST", f"/v1/sessions/{path}/hold", None), ("top", "POST", f"/v1/sessions/{path}/release", None),
        ):
            code, said = house.ask(user, target, method, body)
            must(code == 200, f"{target}: {code} {said}")
            done += 1
        house.drop(name)
        sql = "SELECT count(*) FROM answer_scores WHERE session = '" + shown.replace("'", "''") + "'"
        must(eventually(lambda: house.rows(sql) == ["1"]), name)
        body = json.dumps({"reviewer": "r", "judgement": "fair", "reason": "because"})
        for target in (f"/v1/sessions/{path}/review", f"/v1/answers/{path}__q1/review"):
            code, said = house.ask("trev", target, "POST", body)
            must(code in (200, 201), f"{target}: {code} {said}")
            done += 1
        house.drop(name, name="q2.flac", text="no sound")
        must(eventually(lambda: shown + "/q2.flac" in house.ask("top", "/v1/quarantine")[1].replace('\\"', '"')), f"{name}: not listed")
        code, said = house.ask("top", "/v1/retry?id=" + urllib.parse.quote_plus(shown + "/q2.flac"), "POST")
        must(code == 200, f"retry {name}: {code} {said}")
        code, said = house.ask("tadmin", "/v1/forget", "POST", json.dumps({"session": shown}))
        must(code in (200, 409, 503), f"forget {name}: {code} {said}")
        must(eventually(lambda: house.rows(sql) == ["0"]), f"{name} is not forgotten")
        done += 2
    return f"{done} calls on {len(names)} names, each carried out"
