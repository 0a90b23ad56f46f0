"""What a small file may cost: memory and time are bounded by what a recording can be."""

import itertools
import json
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

from house import RECORDING, TRANSCRIPT, check, eventually, memory, must

MEGABYTE = 1_000_000
# Kilobytes that one worker may take; six of them, the most that are started by default, stay below the unit's MemoryHigh.
MOST_OF_WORKER = 240_000
# Kilobytes; the unit's MemoryMax.
MEMORY_MAX = 2 << 20


def cues(count, text, ending="srt"):
    head = "WEBVTT\n\n" if ending == "vtt" else ""
    dot = "." if ending == "vtt" else ","
    return head + "".join(
        f"{number + 1}\n00:00:{number * 36 // count:02d}{dot}000 --> 00:00:{number * 36 // count:02d}{dot}900\n{text}\n\n" for number in range(count))


def intervals(count):
    return (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 36\ntiers? <exists>\nsize = 1\nitem []:\n    item [1]:\n        class = "IntervalTier"\n'
        f'        name = "x"\n        xmin = 0\n        xmax = 36\n        intervals: size = {count}\n'
        + "".join(f'        intervals [{number}]:\n            xmin = {number * 36 / count}\n            xmax = {(number + 1) * 36 / count}\n            text = "x"\n' for number in range(count)))


def texts():
    """Name, ending and text: the table of what once exhausted memory and time, and its siblings in other formats."""
    yield "18 MB of 一", "txt", "一" * (6 * MEGABYTE)
    yield "60 MB of 一", "txt", "一" * (20 * MEGABYTE)
    for lines in (MEGABYTE // 5, MEGABYTE * 2 // 5, MEGABYTE * 4 // 5, MEGABYTE * 8 // 5, MEGABYTE * 7):
        yield f"one cue of {lines:,} lines", "srt", "1\n00:00:01,000 --> 00:00:30,000\n" + "x\n" * lines
    yield "10 MB of U+0301 in a word", "txt", "a" + "\u0301" * (5 * MEGABYTE)
    yield "5 MB of < in a cue", "vtt", "WEBVTT\n\n00:01.000 --> 00:30.000\n" + "<" * (5 * MEGABYTE)
    yield "500,000 cues", "vtt", cues(MEGABYTE // 2, "x", "vtt")
    yield "2 M words", "txt", "abcdefg " * (2 * MEGABYTE)
    yield "one word of 10 MB", "txt", "a" * (10 * MEGABYTE)
    segment = {"start": 1.0, "end": 2.0, "text": "x"}
    yield "200,000 segments at one time", "json", json.dumps({"segments": [segment] * (MEGABYTE // 5)})
    yield "1 M words of one segment", "json", json.dumps({"segments": [{"start": 0.0, "end": 30.0, "text": "x", "words": [{"word": "x", "start": 1.0, "end": 1.1}] * MEGABYTE}]})
    yield "1 M times beside a word", "json", json.dumps([{"key": "q1", "text": "嗯", "timestamp": [[100, 200]] * MEGABYTE}])
    yield "an array of 10 M nulls", "json", "[" + "null," * (10 * MEGABYTE) + "null]"
    yield "3 M empty objects", "json", '{"segments":[' + "{}," * (3 * MEGABYTE) + "{}]}"
    yield "1 M members of one object", "json", "{" + ",".join(f'"k{number}":0' for number in range(MEGABYTE)) + "}"
    yield "a string of 30 MB of escapes", "json", json.dumps({"text": "\u0001" * (5 * MEGABYTE)})
    yield "800,000 lines of lyrics", "lrc", "[00:01.00]x\n" * (MEGABYTE * 4 // 5)
    yield "3 M times of one lyric", "lrc", "[00:01.00]" * (3 * MEGABYTE) + "x"
    yield "2 M tabs in a row", "tsv", "start\tend\ttext\n" + "0\t1\t" + "\t" * (2 * MEGABYTE)
    yield "600,000 rows", "csv", "start,end,text\n" + "0,1,x\n" * (MEGABYTE * 3 // 5)
    yield "5 MB of quotes", "csv", "start,end,text\n0,1," + '"' * (5 * MEGABYTE)
    yield "300,000 intervals", "TextGrid", intervals(MEGABYTE * 3 // 10)
    yield "300,000 paragraphs", "ttml", '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>' + '<p begin="1s" end="2s">x</p>' * (MEGABYTE * 3 // 10) + "</div></body></tt>"
    yield "800,000 dialogues", "ass", "[Events]\nFormat: Start, End, Text\n" + "Dialogue: 0:00:01.00,0:00:02.00,x\n" * (MEGABYTE * 4 // 5)
    yield "5 MB of { in a dialogue", "ass", "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00," + "{" * (5 * MEGABYTE)
    yield "10 MB of line feeds", "txt", "\n" * (10 * MEGABYTE)
    yield "5 MB of marks of direction", "txt", "\u202e" * (MEGABYTE * 17 // 10)
    yield "4 M digits", "txt", "9" * (4 * MEGABYTE)
    yield "1 M full stops between digits", "txt", "1." * MEGABYTE


def largest(seconds):
    """Name, ending and text: what is just not too large for so long a recording; figures as in TranscriptLimits."""
    lines, text, values = min(250_000, 20_000 + 100 * seconds), (1 << 20) + 4096 * seconds, min(2_000_000, 200_000 + 2000 * seconds)
    whole = min(64 << 20, (1 << 20) + 65_536 * seconds)
    yield "cues", "srt", cues(lines // 4 - 1, "x")
    yield "lines of one cue", "srt", "1\n00:00:01,000 --> 00:00:30,000\n" + "x\n" * (lines - 9)
    yield "rows", "csv", "start,end,text\n" + "0,1,x\n" * (lines - 9)
    yield "dialogues", "ass", "[Events]\nFormat: Start, End, Text\n" + "Dialogue: 0:00:01.00,0:00:02.00,x\n" * min(lines - 9, text // 36)
    yield "lyrics", "lrc", "[00:01.00]x\n" * (lines - 9)
    yield "times of one lyric", "lrc", "[00:01.00]" * (text // 10 - 1) + "x"
    yield "characters", "txt", "一" * (text // 3 - 1)
    yield "words", "txt", "abcdefg " * (text // 8 - 1)
    yield "nulls", "json", '["x",' + "null," * (values - 9) + "null]"
    yield "objects", "json", '{"segments":[' + '{"a":0},' * (min(values // 2, whole // 8) - 9) + "{}]}"
    word = json.dumps({"word": "x", "start": 1.0, "end": 1.1})
    many = min(values // 4, whole // (len(word) + 1)) - 99
    yield "words of one segment", "json", '{"segments":[{"start":0.0,"end":30.0,"text":"x","words":[' + ",".join([word] * many) + "]}]}"
    yield "a string", "json", json.dumps({"text": "x" * (whole - 99)})


def measured(house, *command, seconds=120):
    """Code, output, seconds and peak kilobytes of a command of a member's."""
    began = time.monotonic()
    process = house.popen("tmem", *command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, time.monotonic() - began, usage.ru_maxrss


@check("no transcript that is small to send is large to work on: memory and time of each, by the command and by the daemon", fresh=True)
def h6(house):
    recording = house.base / "q1.flac"
    shutil.copy(RECORDING, recording)
    os.chmod(recording, 0o644)
    plain = measured(house, house.bin / "intone", "analyze", recording, "--transcript", TRANSCRIPT, "--format", "json")
    must(plain[0] == 0, plain)
    rows, wrong = [], []
    folder = house.base / "texts"
    folder.mkdir()
    for number, (about, ending, text) in enumerate(texts()):
        path = folder / f"{number}.{ending}"
        path.write_text(text)
        os.chmod(path, 0o644)
        code, said, seconds, peak = measured(house, house.bin / "intone", "analyze", recording, "--transcript", path, "--format", "json")
        try:
            object = json.loads(said)
            told = object.get("error", {}).get("code") or ("scored" if code == 0 else "?")
        except ValueError:
            told = f"exit {code}"
        rows.append(f"      {about:32} {path.stat().st_size / 1e6:6.1f} MB  {seconds:6.1f} s  {peak / 1000:6.0f} MB  {told}")
        print(rows[-1], flush=True)
        if told not in ("scored",) and not told.startswith("transcript."):
            wrong.append(rows[-1].strip())
        if peak > MOST_OF_WORKER + path.stat().st_size / 1000 * 3:
            wrong.append(rows[-1].strip())
    must(not wrong, wrong)
    # What a longer recording lets through: an hour of silence is half a megabyte.
    seconds = 3600
    long = house.base / "long.flac"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", str(seconds), long], check=True)
    for about, ending, text in largest(seconds):
        path = house.base / f"largest.{ending}"
        path.write_text(text)
        os.chmod(path, 0o644)
        code, said, took, peak = measured(house, house.bin / "intone", "analyze", long, "--transcript", path, "--format", "json")
        row = f"{about} beside {seconds} s of silence: {path.stat().st_size / 1e6:.1f} MB, {took:.1f} s, {peak / 1000:.0f} MB, {code}"
        print("      " + row, flush=True)
        if code not in (0, 1) or "too-large" in said.decode() or peak > MOST_OF_WORKER + path.stat().st_size / 1000 * 3:
            wrong.append(row)
    must(not wrong, wrong)
    # All of them at once in the daemon, with a good one beside them.
    for path in sorted(folder.iterdir()):
        house.drop(f"cost{path.stem}", name="q1" + path.suffix, source=path)
        house.drop(f"cost{path.stem}")
    began = time.monotonic()
    house.drop("good")
    must(house.scored("good", seconds=240), "the good one is not scored")
    count = len(rows)
    must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores WHERE session LIKE 'cost%'") == [str(count)], 300),
         house.rows("SELECT count(*) FROM answer_scores WHERE session LIKE 'cost%'"))
    peak = memory(house.daemon.pid)
    took = time.monotonic() - began
    must(peak < MEMORY_MAX / 3, f"{peak} kB with two workers")
    must(house.stop() == 0)
    for path in house.state.glob("intone.sqlite*"):
        path.unlink()
    must(house.start(), house.logged()[-400:])
    must(eventually(lambda: house.rows("SELECT count(*) FROM answer_scores") == [str(count + 1)], 60), house.rows("SELECT count(*) FROM answer_scores"))
    must("unreadable" not in " ".join(house.problems()), house.problems())
    return f"{count} of them in the daemon in {took:.0f} s at {peak / 1000:.0f} MB; all {count + 1} rows are back after the database was lost"


def costly():
    """Name, question and what is said: manifests as large as they may be, beside as much as anybody may say in two seconds."""
    sounds = "一医衣依伊壹仪夷移遗疑宜姨椅蚁倚已以乙矣亿义艺忆议亦异役译易疫益谊逸意溢毅翼"
    alike = ["".join(three) for three in itertools.islice(itertools.product(sounds, repeat=3), 2000)]
    one = "甲" * 10_000
    yield "keywords inside each other", {"keywords": {"g": ["甲" * length for length in range(1, 199)]}}, one
    yield "2,000 keywords of one sound", {"keywords": {"g": alike}}, "椅" * 10_000
    yield "100 groups of one keyword", {"keywords": {f"g{number}": ["甲"] for number in range(100)}}, one
    yield "keywords with one beginning", {"keywords": {"g": ["甲" * 99 + chr(0x4E00 + number) for number in range(199)]}}, one
    yield "a question of two characters", {"text": "甲乙"}, one
    yield "the longest question", {"text": "甲" * 4000}, one
    yield "a question of many sentences", {"text": "。".join(chr(0x4E00 + number) for number in range(2000))}, "。".join(chr(0x4E00 + number) for number in range(5000))


@check("no manifest and question that is allowed makes an answer costly: memory and time of each in the daemon", fresh=True)
def manifest_costs(house):
    recording = house.base / "q1.wav"
    subprocess.run(["sox", "-n", "-r", "16000", "-c", "1", "-b", "16", recording, "synth", "2", "pinknoise"], check=True)

    def processor():
        fields = Path(f"/proc/{house.daemon.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    house.drop("first")
    must(house.scored("first"))
    most, told = 0, []
    for number, (about, question, said) in enumerate(costly()):
        before, session = processor(), f"costly{number}"
        house.drop(session, name="session.yaml", text=json.dumps({"questions": [{"id": "q1", **question}]}, ensure_ascii=False))
        house.drop(session, name="q1.txt", text=said)
        house.drop(session, name="q1.wav", source=recording)
        must(house.scored(session, seconds=240), f"{about}: not scored after {processor() - before:.0f} s of processor time: {house.problems()}")
        told.append(f"{about} {processor() - before:.1f} s")
        most = memory(house.daemon.pid)
        must(most < MOST_OF_WORKER, f"{about}: {most} kB")
    return f"{', '.join(told)} of processor time, peak {most / 1000:.0f} MB"


@check("a file that makes ffmpeg stall counts against itself and is set aside; a good one beside it is scored", fresh=True, settings="tries_allowed: 2\n")
def h8(house):
    stall = b"#!AMR\n" + b"\x7c" * 3_000_000
    began = time.monotonic()
    for number in range(2):
        house.drop(f"stall{number}", name="q1.amr", text=stall)
    must(eventually(lambda: house.status()["queue"]["working"], 10), "not taken")
    house.drop("beside")
    must(house.scored("beside", seconds=90), "the good one waits")
    good = time.monotonic() - began
    must(eventually(lambda: all((house.state / f"quarantine/stall{number}").exists() for number in range(2)), 150), house.logged()[-400:])
    entries = [entry for entry in json.loads(house.ask("top", "/v1/quarantine")[1]) if entry["session"].startswith("stall")]
    return f"set aside as {entries[0]['code']} after {time.monotonic() - began:.0f} s; the good one took {good:.0f} s"


def longest(house):
    """Recordings of four hours in a few megabytes each: links of ten minutes, one after the other; and what costs decoders most."""
    made = {}
    speech, silence = house.base / "speech.opus", house.base / "silence.opus"
    links = (
        (speech, ["-stream_loop", "-1", "-i", RECORDING, "-t", "600", "-ac", "1", "-c:a", "libopus", "-b:a", "12k"]),
        (silence, ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "600", "-c:a", "libopus", "-b:a", "6k"]),
    )
    for path, options in links:
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *options, path], check=True)
        made[path.stem] = house.base / f"{path.stem}4h.opus"
        made[path.stem].write_bytes(path.read_bytes() * 24)
    made["noise"] = house.base / "noise.flac"
    subprocess.run(["sox", "-n", "-r", "8000", "-c", "1", "-b", "16", made["noise"], "synth", "14000", "pinknoise"], check=True)
    made["wide"] = house.base / "wide.flac"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=192000:cl=7.1", "-t", "1800", "-c:a", "flac", made["wide"]], check=True)
    return made


@check("six of the longest recordings at once, by six workers, stay below the unit's MemoryMax", fresh=True, settings="")
def m10(house):
    house.stop()
    house.configuration.write_text(house.configuration.read_text().replace("workers: 2", "workers: 6"))
    must(house.start(), house.logged()[-400:])
    made = longest(house)
    order = ["speech", "speech", "silence", "noise", "wide", "speech"]
    began = time.monotonic()
    for number, kind in enumerate(order):
        house.drop(f"long{number}", name="q1" + made[kind].suffix, source=made[kind])
    together = 0

    def done():
        nonlocal together
        together = max(together, len(house.status().get("queue", {}).get("working", [])))
        return int(house.rows("SELECT count(*) FROM answer_scores")[0]) + len(list((house.state / "quarantine").glob("long*"))) == len(order)
    must(eventually(done, 900), house.status().get("queue"))
    peak = memory(house.daemon.pid)
    must(together == 6, f"only {together} at once")
    must(peak < MEMORY_MAX, f"{peak} kB")
    sizes = sum(made[kind].stat().st_size for kind in order)
    return f"{sizes / 1e6:.0f} MB of files, {house.rows('SELECT count(*) FROM answer_scores')[0]} scored in {time.monotonic() - began:.0f} s: peak {peak / 1000:.0f} MB of {MEMORY_MAX / 1000:.0f} MB"


