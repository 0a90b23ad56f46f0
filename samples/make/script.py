"""Reads the interviews' scripts: what is said, how, and what the transcript writes."""
import re

SHORT_BREAK = 0.12


def read(path):
    """{session, role, language, answers: [{id, question, options, lines: [{said, tokens, pause, rate, written}]}]}"""
    session = {"answers": []}
    for raw in open(path, encoding="utf-8"):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            name, *options = line[3:].split()
            session["answers"].append({"id": name, "options": dict(o.split("=") for o in options), "lines": []})
        elif line.startswith("? "):
            session["answers"][-1]["question"] = line[2:]
        elif not session["answers"]:
            key, value = line.split()
            session[key] = value
        else:
            session["answers"][-1]["lines"].append(parse_line(line))
    return session


def parse_line(line):
    """A line as stretches of one voice: {stretches: [(voice, reading, [(written, words of the reading)])], text, pause, …}."""
    rate = None
    if line.startswith("@rate="):
        option, line = line.split(" ", 1)
        rate = int(option[6:])
    written = not line.startswith("~")
    fields = [f.strip() for f in line.lstrip("~").split(" / ")]
    text, pause = fields[0], float(fields[-1])
    pinyin = iter(fields[1].split()) if len(fields) == 3 else None
    stretches = []
    for piece in re.findall(r"\{[^}]*\}|\[[^\]]*\]|[A-Za-z0-9'’-]+|[^\sA-Za-z0-9{\[]|\s+", text):
        if piece.isspace():
            continue
        if piece in "，,":
            stretches.append(("break", "", []))
            continue
        if piece in "。、？！.?!":
            continue
        if piece[0] in "{[":
            shown, _, read = piece[1:-1].partition("=")
            voice = "zh" if piece[0] == "{" and pinyin else "en"
            words = (read or shown).split()
        elif pinyin is not None:
            shown, voice, words = piece, "zh", [next(pinyin)]
        else:
            shown, voice, words = piece, "en", [piece]
        if not stretches or stretches[-1][0] != voice:
            stretches.append((voice, "", []))
        stretches[-1] = (voice, (stretches[-1][1] + " " + " ".join(words)).strip(), stretches[-1][2] + [(shown, len(words))])
    if pinyin is not None and next(pinyin, None) is not None:
        raise SystemExit(f"more pinyin than characters: {line}")
    # A comma at the end belongs to the pause after the line.
    while stretches and stretches[-1][0] == "break":
        stretches.pop()
    plain = re.sub(r"\{([^}=]*)=?[^}]*\}|\[([^\]=]*)=?[^\]]*\]", lambda m: m[1] or m[2], text)
    return {"stretches": stretches, "text": plain, "pause": pause, "rate": rate, "written": written}
