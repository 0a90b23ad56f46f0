"""No step is quadratic: each kind of input, doubled, costs at most little more than double the instructions (callgrind)."""

import os
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grown import containers, said, transcripts
from house import RECORDING, REPOSITORY, check, must

# Twice is linear, 2.2 is n log n from a few thousand on; 4 is quadratic.
MOST = 2.3
# Instructions below which an addition says nothing: a table that grows costs as much.
LEAST = 4_000_000
SYMBOLS = {
    "analyze": r"\$s[0-9A-Za-z_]*14AnswerAnalyzerV7analyze[0-9A-Za-z_]*KF",
    "check": r"\$s10RoleModels0A5ModelV5check[0-9A-Za-z_]*FZ",
}


def linked(file, place):
    """The same file under another name, which costs no room; a copy where the two lie on different file systems."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copyfile(file, place)


class Counter:
    """Counts the instructions of programs: their copies without debug information, under callgrind."""

    def __init__(self, house):
        self.house, self.folder, self.runs = house, house.base / "doubled", 0
        self.folder.mkdir()
        for program in ("intone", "intoned"):
            subprocess.run(["strip", "--strip-debug", "-o", self.folder / program, house.bin / program], check=True)
        names = subprocess.run(["nm", self.folder / "intone"], capture_output=True, text=True).stdout
        self.marks = {name: next(iter(re.findall(pattern, names)), None) for name, pattern in SYMBOLS.items()}

    def total(self, program, *arguments, mark=None, allowed=(0, 1), environment={}):
        """Instructions of the whole run; with a mark, of each part that begins with a call of it."""
        self.runs += 1
        place = self.folder / f"count{self.runs}"
        place.mkdir()
        # One seed for all hashing: counts are the same in every run.
        surroundings = {**os.environ, **self.house.environment(), "SWIFT_DETERMINISTIC_HASHING": "1", **environment}
        command = ["valgrind", "--tool=callgrind", "-q", f"--callgrind-out-file={place}/out"]
        if mark:
            command.append(f"--dump-before={self.marks[mark]}")
        done = subprocess.run([*command, self.folder / program, *arguments], capture_output=True, env=surroundings)
        must(done.returncode in allowed, f"{program} {arguments[:3]}: {done.returncode} {done.stderr[-300:]}")
        parts = sorted(place.iterdir(), key=lambda path: int(path.suffix[1:] or 0) if path.suffix[1:].isdigit() else 1 << 30)
        counts = [int(re.search(r"^(?:totals|summary): (\d+)", part.read_text(errors="replace"), re.M).group(1)) for part in parts]
        shutil.rmtree(place)
        return counts[1:] if mark else sum(counts)


# Parts of the largest that are tried.
SIZES = (4, 2, 1)


def judge(name, one, two, four, isAlone=False):
    """The line of a kind, and whether it holds: what doubling adds, and what doubling again does; the start is in neither.

    Where the double costs less than the single, something was given up as too much (a text is not laid over a sound when neither could
    be the other's): then the double is held against its double, where the counts are of that work alone.
    """
    first, second = two - one, four - two
    ratio = second / max(first, LEAST / MOST) if first > 0 or not isAlone else four / two
    return f"{name}: {first / 1e6:.1f} -> {second / 1e6:.1f} M, x {ratio:.2f}", second < LEAST or ratio <= MOST


def analysed(counter, about, cases, recording=None, options=()):
    """Judged lines of cases, all analysed by one run: each is a recording of its own, or a transcript beside the recording given.
    The smallest of each kind comes twice: the first time pays for what is made once.

    `cases`: name, ending, what makes one of a size, and the largest size.
    """
    folder = counter.folder / about
    folder.mkdir()
    order = []
    for name, ending, make, most in cases:
        for size in (most // part for part in SIZES[:1] + SIZES):
            number = f"{len(order):05d}"
            data = make(size)
            (folder / f"{number}.{ending}").write_bytes(data if isinstance(data, bytes) else data.encode())
            if recording:
                linked(recording, folder / (number + recording.suffix))
            order.append(name)
    counts = counter.total("intone", "analyze", folder, "--format", "csv", *options, mark="analyze")
    must(len(counts) == len(order), f"{about}: {len(counts)} counted of {len(order)}")
    shutil.rmtree(folder)
    return [judge(order[index], *counts[index + 1:index + 4], isAlone=True) for index in range(0, len(order), 4)]


def parts(cases, count):
    return [cases[start::count] for start in range(count)]


def models():
    """Role models by count: what a file may hold many of, and what it may have wrong many times."""
    text = (REPOSITORY / "models/general.yaml").read_text()
    yield "unknown keys", lambda count: text + "".join(f"unknown{number}: 1\n" for number in range(count)), 4000
    yield "one key many times", lambda count: text + "name: x\n" * count, 4000
    yield "dimensions of nothing", lambda count: "dimensions:\n" + "  - id: x\n" * count, 4000
    yield "keywords", lambda count: text + "questions:\n  q1:\n    keywords:\n      g:\n" + "".join(f"        - 词{number}\n" for number in range(count)), 4000
    yield "groups", lambda count: text + "questions:\n  q1:\n    keywords:\n" + "".join(f"      g{number}: [词{number}]\n" for number in range(count)), 4000
    yield "questions", lambda count: text + "questions:\n" + "".join(f"  q{number}:\n    keywords:\n      g: [词]\n" for number in range(count)), 2000
    yield "comments", lambda count: text + "# x\n" * count, 40_000
    yield "a long text", lambda count: text + "x: " + "字" * count + "\n", 40_000
    yield "lists in lists", lambda count: "x: " + "[" * count + "]" * count + "\n", 2000
    yield "a list of blanks", lambda count: "x: [" + "a, " * count + "]\n", 20_000
    yield "anchors", lambda count: "".join(f"k{number}: &a{number} x\n" for number in range(count)), 4000
    yield "a flow of mappings", lambda count: "x: [" + "{a: 1}, " * count + "]\n", 8000


def settings():
    yield "receivers", lambda count: "webhooks:\n" + "".join(f"  - name: r{number}\n    url: http://127.0.0.1/{number}\n    secret_file: /s\n" for number in range(count)), 1000
    yield "receivers of one name", lambda count: "webhooks:\n" + "  - name: r\n    url: http://127.0.0.1/\n    secret_file: /s\n" * count, 1000
    yield "inboxes", lambda count: "inbox:\n" + "".join(f"  - path: /in/{number}\n" for number in range(count)), 1000
    yield "unknown keys", lambda count: "".join(f"unknown{number}: 1\n" for number in range(count)), 4000
    yield "patterns", lambda count: "ignore:\n" + "".join(f"  - '*.{number}'\n" for number in range(count)), 2000


def catalogues():
    """Catalogues of advice, which the daemon and `intone doctor` read."""
    entry = "  advice: {zh: \"说\", en: \"Say it.\"}\n"
    yield "entries", lambda count: "".join(f"code-{number}:\n{entry}" for number in range(count)), 4000
    yield "one entry many times", lambda count: f"missing:\n{entry}" * count, 4000
    yield "keys of one entry", lambda count: "missing:\n" + entry + "".join(f"  key{number}: x\n" for number in range(count)), 4000
    yield "a long advice", lambda count: 'missing:\n  advice: {zh: "' + "说" * count + '", en: "x"}\n', 40_000


def histories():
    def rows(count):
        return "session,question,candidate,overall\n" + "".join(f"s{number},q1,c{number},{number % 100}\n" for number in range(count))
    yield "rows of CSV", "csv", rows, 2000
    yield "rows of one session", "csv", lambda count: "session,question,candidate,overall\n" + "".join(f"s,q{number},c,1\n" for number in range(count)), 2000
    yield "rows that are refused", "csv", lambda count: "session,question,candidate,overall\n" + ",,,x\n" * count, 2000
    yield "columns", "csv", lambda count: ",".join(f"c{number}" for number in range(count)) + "\n" + "1," * (count - 1) + "1\n", 4000
    yield "a long cell", "csv", lambda count: 'session,question,candidate,overall\n"' + 'x""\n' * count + '",q1,c,1\n', 20_000
    yield "rows of JSON", "jsonl", lambda count: "".join('{"session":"s%d","question":"q1","candidate":"c","role":"general","overall":50}\n' % number for number in range(count)), 2000
    yield "members of one object", "jsonl", lambda count: "{" + ",".join(f'"m{number}":{number}' for number in range(count)) + "}\n", 8000


@check("no step is quadratic: each kind of file, doubled, costs at most 2.3 times the instructions", fresh=True)
def doubled(house):
    if shutil.which("valgrind") is None:
        return "not tried: needs valgrind"
    if "debug" in str(house.binaries):
        return "not tried: only for the release build, whose instructions are those that count"
    house.stop()
    counter = Counter(house)
    must(all(counter.marks.values()), counter.marks)
    # As short as may be: what the sound costs says nothing here.
    silence, speech = counter.folder / "silence.wav", counter.folder / "speech.wav"
    subprocess.run(["sox", "-n", "-r", "8000", "-c", "1", "-b", "16", silence, "trim", "0", "0.3"], check=True)
    subprocess.run(["sox", RECORDING, "-r", "16000", speech, "trim", "1", "3"], check=True)
    parsed = [(name, "json", make, most) for name, make, most in transcripts()]
    spoken = [(name, "txt", make, most) for name, make, most in said()]
    sounds = list(containers(REPOSITORY / "samples/containers"))
    orders = [lambda part=part, number=number: analysed(counter, f"formats{number}", part, silence) for number, part in enumerate(parts(parsed, 8))]
    orders += [lambda part=part, number=number: analysed(counter, f"said{number}", part, speech, ["--role", "sales", "--question", "q2"]) for number, part in enumerate(parts(spoken, 2))]
    orders += [lambda part=part, number=number: analysed(counter, f"containers{number}", part) for number, part in enumerate(parts(sounds, 2))]

    def check_models():
        paths, names = [], []
        for name, make, most in [*list(models())[:1], *models()]:
            for size in (most // part for part in SIZES):
                path = counter.folder / f"model{len(paths)}.yaml"
                path.write_text(make(size))
                paths.append(path)
                names.append(name)
        counts = counter.total("intone", "model", "check", *paths, mark="check")
        must(len(counts) == len(paths), f"{len(counts)} of {len(paths)} models")
        return [judge("role model: " + names[index], *counts[index:index + 3], isAlone=True) for index in range(3, len(paths), 3)]

    def runs(about, name, ending, make, most, *command, program="intone", more=lambda size: ()):
        counts = []
        for size in (most // part for part in SIZES):
            path = counter.folder / f"{about}-{name}-{size}.{ending}".replace(" ", "-")
            path.write_text(make(size))
            counts.append(counter.total(program, *[path if part is None else part for part in command], *more(size)))
        return [judge(f"{about}: {name}", *counts)]
    orders.append(check_models)

    def advised(name, make, most):
        place = counter.folder / ("catalogue-" + name.replace(" ", "-"))
        shutil.copytree(REPOSITORY / "models", place)
        (place / "doctor.yaml").write_text(house.configuration.read_text().replace(f"{house.base}/models", str(place)))
        counts = []
        for size in (most // part for part in SIZES):
            (place / "advice/zz.yaml").write_text(make(size))
            counts.append(counter.total("intone", "doctor", "--config", place / "doctor.yaml", "--json", allowed=(0, 1, 2, 4)))
        return [judge("advice: " + name, *counts)]
    for name, make, most in settings():
        orders.append(lambda name=name, make=make, most=most: runs("configuration", name, "yaml", make, most, "--check-config", "--config", None, program="intoned"))
    for name, make, most in catalogues():
        orders.append(lambda name=name, make=make, most=most: advised(name, make, most))
    for number, (name, ending, make, most) in enumerate(histories()):
        orders.append(lambda number=number, name=name, ending=ending, make=make, most=most: runs(
            "history", name, ending, make, most, "import", None, "--quiet",
            # One for each size: what is there already is not imported again.
            more=lambda size: ("--store", counter.folder / f"store{number}-{size}.sqlite")))
    def timed(order):
        began = time.monotonic()
        lines = order()
        print(f"      {len(lines)} kinds in {time.monotonic() - began:.0f} s", flush=True)
        return lines
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = [line for lines in pool.map(timed, orders) for line in lines]
    wrong = [line for line, holds in results if not holds]
    for line, holds in results:
        print(f"      {'' if holds else 'WRONG '}{line}", flush=True)
    must(not wrong, "; ".join(wrong))
    return f"{len(results)} kinds, {counter.runs} runs"
