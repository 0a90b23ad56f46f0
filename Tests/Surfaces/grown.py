"""Inputs that grow: from a small valid one of each kind, others in which one part of it stands so many times."""

import json
import random
import re
import struct
import zlib
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "Fuzz/corpus"
# What a time is called; `bg`, `ed`, `wb` and `we` are iFlytek's.
TIME = re.compile(r"start|end|begin|time|offset|stamp|^bg$|^ed$|^wb$|^we$|from|to$|dur|^ts$|ms$|tick", re.I)


# JSON.


class Text(str):
    """A string of the document that holds JSON itself."""


def opened(value):
    if isinstance(value, dict):
        return {key: opened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [opened(inner) for inner in value]
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return (Text, opened(json.loads(value)))
        except ValueError:
            pass
    return value


def closed(value):
    if isinstance(value, tuple):
        return json.dumps(closed(value[1]), ensure_ascii=False)
    if isinstance(value, dict):
        return {key: closed(inner) for key, inner in value.items()}
    return [closed(inner) for inner in value] if isinstance(value, list) else value


def arrays(value, path=()):
    """The path of each kind of array that holds something."""
    if isinstance(value, tuple):
        yield from arrays(value[1], path + ('"',))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from arrays(inner, path + (key,))
    elif isinstance(value, list):
        if value:
            yield path
        for inner in value:
            yield from arrays(inner, path + ("[]",))


def times(value, isTime=False):
    if isinstance(value, tuple):
        yield from times(value[1], isTime)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from times(inner, bool(TIME.search(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from times(inner, isTime)
    elif isTime and isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
    elif isTime and isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?s?", value):
        yield float(value.rstrip("s"))


def moved(value, move, isTime=False):
    if isinstance(value, tuple):
        return (Text, moved(value[1], move, isTime))
    if isinstance(value, dict):
        return {key: moved(inner, move, bool(TIME.search(key))) for key, inner in value.items()}
    if isinstance(value, list):
        return [moved(inner, move, isTime) for inner in value]
    if isTime and isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(move(value)) if isinstance(value, int) else round(move(value), 4)
    if isTime and isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?s?", value):
        number = move(float(value.rstrip("s")))
        return (f"{number:.3f}" if "." in value else str(int(number))) + ("s" if value.endswith("s") else "")
    return value


def repeated(items, count, isTime):
    """So many of the items, over and over; their times go on and end where they did."""
    rounds = -(-count // len(items))
    last = max(times(items, isTime), default=0)
    return [moved(item, lambda time: (time + turn * last) / rounds, isTime) for turn in range(rounds) for item in items][:count]


def grown(value, path, count, isTime=False):
    """The document with `count` elements in the first array at the path, and in those beside it that go with it one by one."""
    if not path:
        return repeated(value, count, isTime)
    if isinstance(value, tuple):
        return (Text, grown(value[1], path[1:], count, isTime))
    if isinstance(value, dict):
        key = path[0]
        made = {**value, key: grown(value[key], path[1:], count, bool(TIME.search(key)))}
        if len(path) == 1:
            for other, beside in value.items():
                if other != key and isinstance(beside, list) and len(beside) == len(value[key]):
                    made[other] = repeated(beside, count, bool(TIME.search(other)))
        return made
    for index, inner in enumerate(value):
        if any(found == path[1:] for found in arrays(inner)):
            return value[:index] + [grown(inner, path[1:], count, isTime)] + value[index + 1:]
    return value


def documents(text):
    """What a transcript holds, as a list where it is lines of JSON, and whether it is; None where it is no JSON."""
    try:
        return opened(json.loads(text)), False
    except ValueError:
        pass
    decoder, found, place = json.JSONDecoder(), [], 0
    try:
        while text[place:].strip():
            place += len(text[place:]) - len(text[place:].lstrip())
            value, place = decoder.raw_decode(text, place)
            found.append(opened(value))
    except ValueError:
        return None, False
    return found, True


def written(value, areLines):
    value = closed(value)
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in value) + "\n" if areLines else json.dumps(value, ensure_ascii=False)


def characters(text):
    return sum(1 for character in text if "\u4e00" <= character <= "\u9fff")


# Characters that are said in the largest of a kind, and bytes of it: a step that takes ten instructions for each pair of them adds
# a hundred million, against twenty for what is linear.
LARGEST = 3000
BYTES = 300_000


def transcripts():
    """Name and text by count, with the most that it may be grown to: each array of each format, and each line of those made of lines.

    Arrays are grown twice: until what is said is as much as may be said, and further, so that more than that is read and refused.
    """
    for seed in sorted((SEEDS / "Transcripts").iterdir(), key=lambda path: int(path.name.split("-")[0])):
        text = seed.read_text()
        value, areLines = documents(text)
        if value is None:
            yield from lines(seed.name, text)
            continue
        for path in dict.fromkeys(arrays(value)):
            if areLines and path == ("[]",):
                continue
            some = written(grown(value, path, 400), areLines)
            one, said = len(some) / 400, max(1, characters(some) / 400)
            # What is said costs its analysis; more than may be said is read alone, which is cheap, and shows what reading costs.
            within, beyond = min(int(LARGEST / said), int(BYTES / one)), min(11_000, int(BYTES / one))
            for most in [within] + [beyond] * (beyond > 3 * within):
                def make(count, value=value, path=path, areLines=areLines):
                    return written(grown(value, path, count), areLines)
                yield f"{seed.name} {'.'.join(path) or '[]'} x {most:,}", make, most


MARKS = ["<", "{", "[", "(", "（", '"', ":", "\t", ",", ";", "\u0301", "&amp;", "♪", "*"]


def lines(name, text):
    """Each kind of line over and over; and each mark over and over, at the end of the last line that holds words."""
    shapes = {}
    all_lines = text.split("\n")
    for index, line in enumerate(all_lines):
        shapes.setdefault(re.sub(r"[^\W\d]+", "w", re.sub(r"\d+", "0", line)), index)
    for shape, index in shapes.items():
        line = all_lines[index]
        most = max(200, min(LARGEST // max(1, characters(line)), LARGEST))

        def make(count, index=index, line=line):
            return "\n".join(all_lines[:index] + [line] * count + all_lines[index + 1:])
        yield f"{name} line {index + 1} x {most:,}", make, most
    last = max((index for index, line in enumerate(all_lines) if characters(line)), default=0)
    for mark in MARKS:
        def make(count, mark=mark):
            return "\n".join(all_lines[:last] + [all_lines[last] + mark * count] + all_lines[last + 1:])
        yield f"{name} {mark!r} x 9,000", make, 9000


# What is said: streams of words that are costly to compare, to count and to split.


def said():
    chance = random.Random(1)
    ideographs = [chr(0x4E00 + number) for number in range(3000)]
    letters = "abcdefghijklmnopqrstuvwxyz"

    def words(count):
        return ["".join(chance.choice(letters) for _ in range(5)) for _ in range(count)]
    morse = "".join("甲乙"[bin(number).count("1") % 2] for number in range(20_000))
    pairs = {
        "one figure": lambda count: "一" * count,
        "one ideograph": lambda count: "甲" * count,
        "one function word": lambda count: "的" * count,
        "ideographs at random": lambda count: "".join(chance.choice(ideographs) for _ in range(count)),
        "two ideographs": lambda count: "客户" * (count // 2),
        "a sequence without cubes": lambda count: morse[:count],
        "a sentence over and over": lambda count: ("我们先了解客户的需求，再给出方案。" * count)[:count],
        "one English word": lambda count: "word " * (count // 5),
        "English words at random": lambda count: " ".join(words(count // 6)),
        "two words in turn": lambda count: "yes no " * (count // 7),
        "filled pauses": lambda count: "嗯，" * (count // 2),
        "um": lambda count: "um, " * (count // 4),
        "repairs": lambda count: "我 我是 我是说 " * (count // 9),
        "figures": lambda count: "12.5% " * (count // 6),
        "Chinese figures": lambda count: "百分之三十五点二，" * (count // 9),
        "digits": lambda count: "9" * count,
        "ordinals": lambda count: "首先，其次，最后，" * (count // 9),
        "sentences of a word": lambda count: "是。" * (count // 2),
        "full stops": lambda count: "是" + "。" * count,
        "questions": lambda count: "为什么？" * (count // 4),
        "quotes": lambda count: "“" * (count // 2) + "是" + "”" * (count // 2),
        "brackets": lambda count: "（" * (count // 2) + "是" + "）" * (count // 2),
        "labels": lambda count: "Speaker 1: yes\n" * (count // 15),
        "names": lambda count: "".join(f"N{number}: yes\n" for number in range(count // 10)),
        "times": lambda count: "".join(f"[00:{number // 60 % 60:02d}:{number % 60:02d}] x\n" for number in range(count // 13)),
        "one long word": lambda count: "a" * count,
        "hyphens": lambda count: "a-" * (count // 2),
        "marks on a letter": lambda count: "a" + "\u0301" * count,
        "emoji": lambda count: "👍🏽" * (count // 2),
        "tags": lambda count: "<i>x</i>" * (count // 8),
        "both languages": lambda count: "客户 need " * (count // 8),
        "line feeds": lambda count: "是\n" * (count // 2),
    }
    for about, make in pairs.items():
        yield about, make, 10_000


# Containers: a sound one with so many chunks, boxes or pages before the sound.


def chunks(order, four, size, count, odd=b"JUNK", body=b"abcd"):
    return (four(odd) + struct.pack(order + size, len(body)) + body) * count


def page(serial, number, packets, flags=0, granule=0):
    """A page of Ogg."""
    lacing, body = b"", b""
    for packet in packets:
        lacing += b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        body += packet
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granule, serial, number, 0) + bytes([len(lacing)]) + lacing
    table = page.table
    checksum = 0
    for byte in head + body:
        checksum = ((checksum << 8) & 0xFFFFFFFF) ^ table[(checksum >> 24) ^ byte]
    return head[:22] + struct.pack("<I", checksum) + head[26:] + body


def checksums():
    table = []
    for index in range(256):
        value = index << 24
        for _ in range(8):
            value = ((value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


page.table = checksums()


def box(name, body):
    return struct.pack(">I", len(body) + 8) + name + body


def containers(samples):
    """Name, ending and bytes by count. `samples`: a folder with one sentence in each container."""
    pcm = b"\0\0" * 16_000
    whole = {path.suffix: path.read_bytes() for path in sorted(samples.iterdir())}
    sample = whole.__getitem__

    def wav(count, between=b""):
        body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16) + chunks("<", bytes, "I", count) + b"data" + struct.pack("<I", len(pcm)) + pcm + between
        return b"RIFF" + struct.pack("<I", len(body)) + body

    def aiff(count):
        body = b"AIFFCOMM" + struct.pack(">IHIH", 18, 1, len(pcm) // 2, 16) + bytes.fromhex("400cfa00000000000000")
        body += chunks(">", bytes, "I", count, b"ANNO") + b"SSND" + struct.pack(">III", len(pcm) + 8, 0, 0) + pcm
        return b"FORM" + struct.pack(">I", len(body)) + body

    def caf(count):
        body = b"caff\0\1\0\0desc" + struct.pack(">Q", 32) + struct.pack(">dIIIIII", 16_000, int.from_bytes(b"lpcm", "big"), 0, 2, 1, 1, 16)
        return body + chunks(">", bytes, "Q", count, b"info") + b"data" + struct.pack(">QI", len(pcm) + 4, 0) + pcm

    def flac(count):
        data = sample(".flac")
        size = 4 + 4 + int.from_bytes(data[5:8], "big")
        # Behind the first block, which is not the last any more.
        return data[:4] + bytes([data[4] & 0x7F]) + data[5:size] + (b"\1" + (4).to_bytes(3, "big") + b"abcd") * count + data[size:]

    def ogg(count):
        return b"".join(page(number + 9, 0, [b"Unknown!"], 2) for number in range(count)) + sample(".opus")

    def links(count):
        data = sample(".opus")
        # A link of its own each time, with another serial.
        return b"".join(reserialed(data, number) for number in range(max(1, count)))

    def webm(count):
        data = sample(".webm")
        start = data.index(bytes.fromhex("18538067")) + 4
        # The length of its size is told by the zeros before the first one; without a size it goes on to the end.
        inner = start + 9 - data[start].bit_length()
        return data[:start] + bytes.fromhex("01ffffffffffffff") + (bytes.fromhex("ec84") + b"abcd") * count + data[inner:]

    def tags(count):
        data = sample(".webm")
        return data + (bytes.fromhex("1254c367") + b"\x84" + bytes.fromhex("ec82") + b"ab") * count

    def mp4(count):
        return box(b"ftyp", b"isom\0\0\0\1isom") + box(b"free", b"abcd") * count + sample(".m4a")

    def nested(count):
        body = b""
        for _ in range(count):
            body = box(b"moov", body)
        return box(b"ftyp", b"isom\0\0\0\1isom") + body + sample(".m4a")

    def id3(count):
        frames = (b"TXXX" + struct.pack(">I", 4) + b"\0\0" + b"abcd") * count
        size = len(frames)
        syncsafe = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
        return b"ID3\4\0\0" + syncsafe + frames + sample(".mp3")

    yield "WAV, chunks before the sound", "wav", wav, 40_000
    yield "WAV, chunks behind the sound", "wav", lambda count: wav(0, chunks("<", bytes, "I", count)), 40_000
    yield "AIFF, notes", "aiff", aiff, 40_000
    yield "AU, a long note", "au", lambda count: b".snd" + struct.pack(">IIIII", 24 + count * 16, len(pcm), 3, 16_000, 1) + b"x" * 16 * count + pcm, 40_000
    yield "CAF, chunks", "caf", caf, 40_000
    yield "FLAC, blocks", "flac", flac, 40_000
    yield "FLAC, sound of many recordings", "flac", lambda count: sample(".flac") * max(1, count), 80
    yield "Ogg, streams of others", "opus", ogg, 4_000
    yield "Ogg, links", "opus", links, 60
    yield "WebM, empty elements", "webm", webm, 40_000
    yield "WebM, tags behind the sound", "webm", tags, 40_000
    yield "MP4, free boxes", "m4a", mp4, 40_000
    yield "MP4, boxes in boxes", "m4a", nested, 2_000
    yield "MP3, frames of tags", "mp3", id3, 40_000
    yield "MP3, tags before the sound", "mp3", lambda count: b"ID3\4\0\0\0\0\0\4abcd" * count + sample(".mp3"), 20_000
    yield "MP3, junk before the sound", "mp3", lambda count: b"ID3\4\0\0\0\0\0\4abcd" + b"\xff\xe3x" * count + sample(".mp3"), 40_000
    yield "MP3, tags behind the sound", "mp3", lambda count: sample(".mp3") + (b"TAG" + b" " * 125) * count, 4_000
    yield "MP3, frames", "mp3", lambda count: sample(".mp3") * max(1, count), 40


def reserialed(data, serial):
    """The same Ogg pages under another serial."""
    made, place = b"", 0
    while place < len(data):
        count = data[place + 26]
        lacing = data[place + 27:place + 27 + count]
        size = sum(lacing)
        start = place + 27 + count
        packets, packet = [], b""
        body = data[start:start + size]
        head = data[place:place + 14] + struct.pack("<I", serial + 77) + data[place + 18:place + 22] + b"\0\0\0\0" + data[place + 26:start]
        checksum = 0
        for byte in head + body:
            checksum = ((checksum << 8) & 0xFFFFFFFF) ^ page.table[(checksum >> 24) ^ byte]
        made += head[:22] + struct.pack("<I", checksum) + head[26:] + body
        place = start + size
    return made
