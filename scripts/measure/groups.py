#!/usr/bin/env python3
"""Errors of the engine's measures by condition and by group of speakers, for its card (`intone card engine`).

usage: groups.py --intone PATH --eval DIR [--out FILE] [--conditions C,…] [--measures M,…]        DIR holds data/, degrade.py and evaluate.py

One row for each measure, group and condition: over how many recordings it was told, of how many; the mean size of the error there, and
its 95 % interval (Student's t over speakers; none where all recordings are of one speaker); for refused transcripts the count alone.
Speakers who were in the training of a measure are left out of it. A group that no data have has no row: the card says "not measured".
"""
import argparse
import datetime
import glob
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import soundfile as sf
from scipy import stats

a = argparse.ArgumentParser()
a.add_argument("--intone", required=True)
a.add_argument("--eval", required=True)
a.add_argument("--out")
a.add_argument("--conditions", default="clean,waver20,babble10,tel,opus24,room")
a.add_argument("--measures", default="f0_sd,pause_ratio,syllables,refused")
o = a.parse_args()
sys.path.insert(0, o.eval)
from degrade import SR, degrade, load  # noqa: E402
from evaluate import semitone_sd  # noqa: E402

DATA = os.path.join(o.eval, "data")
RATINGS = {r["id"]: r for r in json.load(open(f"{DATA}/fluency/ratings.json"))}
# Nobody of `pitch/` and of `pauses/inserted_*` was in the training of the syllables (eval/data/README.md).
PITCH = sorted(glob.glob(f"{DATA}/pitch/*.flac"))
INSERTED = dict(zip(range(10), "2061 2621 2208 2242 9630 9625 0739 9611 9616 9609".split()))
APART = {p[:-5].split("_")[-1] for p in PITCH if "/en_" in p} | set(INSERTED.values())
# Hz of the median pitch of the clean recording: the middle between the medians of the men and of the women here.
PITCH_LIMIT = 165
# Points of 10, by the experts: the median of the 48 speakers.
LEVEL_LIMIT = float(np.median([r["fluency"] for r in RATINGS.values()]))


# Not all whose voices are in `pitch/` were rated: their names have the sex.
SEX = {p[:-5].split("_")[-1]: p.split("/en_")[1][0] for p in PITCH if "/en_" in p} | {i: r["sex"] for i, r in RATINGS.items()}


def learner(speaker, f0):
    """The groups of somebody who learned English."""
    r = RATINGS.get(speaker)
    groups = ["learners"]
    if speaker in SEX:
        groups.append({"f": "learners-women", "m": "learners-men"}[SEX[speaker]])
    if r:
        groups.append("learners-fluent" if r["fluency"] >= LEVEL_LIMIT else "learners-halting")
    if f0:
        groups.append("learners-high-voice" if f0 >= PITCH_LIMIT else "learners-low-voice")
    return groups


def analysed(paths):
    out = subprocess.run([o.intone, "analyze", "--format", "json", *paths], capture_output=True, text=True)
    found = [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]
    engines.update(r["engine"] for r in found)
    if len(found) != len(paths):
        raise SystemExit(f"intone gave {len(found)} results for {len(paths)} files\n{out.stderr[-2000:]}")
    return found


def pause_ratio(truth):
    silent = [tuple(s) for s in truth["silence"]]
    grid = (np.arange(int(truth["duration_s"] * 100)) + 0.5) / 100
    is_silent = np.zeros(len(grid), bool)
    for start, end in silent:
        is_silent |= (grid >= start) & (grid < end)
    on = np.flatnonzero(~is_silent)
    first, last = on[0] / 100, (on[-1] + 1) / 100
    return sum(e - s for s, e in silent if e - s >= 0.25 and s >= first - 0.02 and e <= last + 0.02) / (last - first)


def truth(path):
    return json.load(open(path[:-5] + ".json"))


def size(mine, true, share=False):
    return None if mine is None else abs(mine - true) / (true / 100 if share else 1)


def of_pitch(path, result):
    contour = truth(path)["f0_hz"]
    return size(result["pitch"]["f0_sd_st"], semitone_sd(np.array(contour, float)))


def voice(path):
    name = os.path.basename(path)[:-5]
    return (["mandarin"], "S0150") if name.startswith("zh") else (None, name.split("_")[-1])


def pauses(path):
    name = os.path.basename(path)[:-5]
    return (["mandarin"], name) if name.startswith("zh") else (None, INSERTED[int(name.split("_")[1])])


# measure: its unit, its recordings, (groups or nil for a learner's, speaker) of a recording, its error.
MEASURES = {
    "f0_sd": ("st", PITCH, voice, of_pitch),
    "pause_ratio": (
        "", [p for p in sorted(glob.glob(f"{DATA}/pauses/*.flac")) if "meeting" not in p], pauses,
        lambda p, r: size(r["timing"]["pauses"]["ratio"], pause_ratio(truth(p)))),
    "syllables": (
        "%", [f"{DATA}/fluency/{s}.flac" for s in sorted(RATINGS) if s in APART] + sorted(glob.glob(f"{DATA}/syllables/zh_*.flac")),
        lambda p: (["mandarin"], "S0150") if "/zh_" in p else (None, os.path.basename(p)[:-5]),
        lambda p, r: size(r["rate"]["syllables"], RATINGS[os.path.basename(p)[:-5]]["syllables"] if "/fluency/" in p else truth(p)["syllables"], True)),
}


def copies(paths, condition, folder, texts=None):
    made = []
    for path in paths:
        name = os.path.basename(path)[:-5]
        made.append(f"{folder}/{name}.wav")
        sf.write(made[-1], degrade(load(path), condition, os.path.basename(path)), SR, subtype="PCM_16")
        if texts:
            with open(f"{folder}/{name}.txt", "w") as file:
                file.write(texts[name])
    return made


def row(measure, group, condition, unit, values, speakers):
    told = [v for v in values if v is not None]
    found = {"measure": measure, "group": group, "condition": condition, "unit": unit, "n": len(values), "told": len(told)}
    # Fewer than half told, or than three: what is left is no figure.
    if len(told) >= 3 and 2 * len(told) >= len(values):
        found["mean"] = round(float(np.mean(told)), 4)
        if len(set(speakers)) == len(values):
            half = float(stats.t.ppf(0.975, len(told) - 1) * np.std(told, ddof=1) / np.sqrt(len(told)))
            found["low"], found["high"] = round(max(0.0, found["mean"] - half), 4), round(found["mean"] + half, 4)
    return found


def grouped(rows, measure, unit, condition, items):
    """items: (groups, speaker, value)"""
    for group in sorted({g for groups, _, _ in items for g in groups}):
        chosen = [(s, v) for groups, s, v in items if group in groups]
        rows.append(row(measure, group, condition, unit, [v for _, v in chosen], [s for s, _ in chosen]))


rows, medians, engines = [], {}, set()
for condition in ["clean"] + [c for c in o.conditions.split(",") if c != "clean"]:
    for measure, (unit, paths, who, error) in MEASURES.items():
        if measure not in o.measures.split(","):
            continue
        with tempfile.TemporaryDirectory() as folder:
            results = analysed(copies(paths, condition, folder))
        items = []
        for path, result in zip(paths, results):
            groups, speaker = who(path)
            if condition == "clean":
                medians[path] = result["pitch"]["f0_median_hz"]
            items.append((groups or learner(speaker, medians[path]), speaker, error(path, result)))
        grouped(rows, measure, unit, condition, items)
    if "refused" not in o.measures.split(","):
        continue
    # Each speaker's own words, as a recogniser without times or marks would write them.
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{DATA}/fluency/{s}.flac" for s in sorted(RATINGS)]
        texts = {s: ". ".join(p["text"].capitalize() for p in r["parts"]) + "." for s, r in RATINGS.items()}
        copies(paths, condition, folder, texts)
        out = subprocess.run([o.intone, "analyze", "--format", "json", "--language", "en", folder], capture_output=True, text=True)
        results = [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]
    items = []
    for result in results:
        speaker = os.path.basename(result["recording"]["path"])[:-4]
        if condition == "clean":
            medians[speaker] = result["pitch"]["f0_median_hz"]
        items.append((learner(speaker, medians[speaker]), result["text"]["fit"]["fits"] is False))
    for group in sorted({g for groups, _ in items for g in groups}):
        chosen = [refused for groups, refused in items if group in groups]
        rows.append({"measure": "refused", "group": group, "condition": condition, "unit": "", "n": len(chosen), "told": len(chosen), "count": sum(chosen)})

rows.sort(key=lambda r: (list(MEASURES).index(r["measure"]) if r["measure"] in MEASURES else 99, r["group"]))
document = {"engine": engines.pop() if len(engines) == 1 else "?", "as_of": datetime.date.today().isoformat(), "pitch_limit_hz": PITCH_LIMIT, "level_limit": round(LEVEL_LIMIT, 2)}
text = json.dumps(document)[:-1] + ', "rows": [\n' + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]}\n"
if o.out:
    with open(o.out, "w") as file:
        file.write(text)
for r in rows:
    value = f"{r['count']}/{r['n']}" if "count" in r else f"{r.get('mean', 'unknown')} ({r.get('low', '—')} to {r.get('high', '—')}), told {r['told']} of {r['n']}"
    print(f"{r['measure']:12} {r['group']:20} {r['condition']:9} {value}")
