#!/usr/bin/env python3
"""How far the engine's measures are from the truth: the 95th percentile over clips of the absolute error, by condition.

usage: errors.py --intone PATH --eval DIR        DIR holds data/, degrade.py and evaluate.py
The table that it prints is that of docs/method.md, "How far a measure may be off".
"""
import argparse, glob, json, os, sys, tempfile
import numpy as np
import soundfile as sf

a = argparse.ArgumentParser()
a.add_argument("--intone", required=True)
a.add_argument("--eval", required=True)
a.add_argument("--conditions", default="clean,white20,white10,babble10,room,opus24")
o = a.parse_args()
sys.path.insert(0, o.eval)
from degrade import SR, degrade, load
from evaluate import intone, semitone_sd


def pause_truth(t):
    grid = (np.arange(int(t["duration_s"] * 100)) + 0.5) / 100
    silent = np.zeros(len(grid), bool)
    for s, e in t["silence"]:
        silent |= (grid >= s) & (grid < e)
    on = np.flatnonzero(~silent)
    first, last = on[0] / 100, (on[-1] + 1) / 100
    pauses = [e - s for s, e in t["silence"] if e - s >= 0.25 and s >= first - 0.02 and e <= last + 0.02]
    span = last - first
    return {"pause_ratio": sum(pauses) / span, "pauses_per_min": 60 * len(pauses) / span, "pause_mean_s": np.mean(pauses),
            "pause_longest_s": max(pauses), "pause_median_s": np.median(pauses), "lead_in_s": first, "span %": span, "phonation %": span - sum(pauses)}


def pause_mine(r):
    t, p = r["timing"], r["timing"]["pauses"]
    return {"pause_ratio": p["ratio"], "pauses_per_min": p["per_min"], "pause_mean_s": p["mean_s"], "pause_longest_s": p["longest_s"],
            "pause_median_s": p["median_s"], "lead_in_s": t["lead_in_s"], "span %": t["span_s"], "phonation %": t["phonation_s"]}


def pitch_truth(t):
    f0 = np.array(t["f0_hz"], float)
    st = 12 * np.log2(f0[f0 > 0] / 100)
    return {"f0_sd_st": semitone_sd(f0), "f0_range_st": np.percentile(st, 95) - np.percentile(st, 5)}


KINDS = {
    "pauses": (pause_truth, pause_mine, lambda p: "meeting" not in p),
    "pitch": (pitch_truth, lambda r: {k: r["pitch"][k] for k in ("f0_sd_st", "f0_range_st")}, lambda p: True),
    "syllables": (lambda t: {f"syllables {t['language']} %": t["syllables"]}, None, lambda p: True),
}
rows = {}
for condition in o.conditions.split(","):
    for kind, (truth, mine, wanted) in KINDS.items():
        source = [p for p in sorted(glob.glob(f"{o.eval}/data/{kind}/*.flac")) if wanted(p)]
        with tempfile.TemporaryDirectory() as d:
            files = [f"{d}/{os.path.basename(p)[:-5]}.wav" for p in source]
            for p, w in zip(source, files):
                sf.write(w, degrade(load(p), condition, os.path.basename(p)), SR, subtype="PCM_16")
            got = intone(o.intone, files)
        for p, w in zip(source, files):
            t = truth(json.load(open(p[:-5] + ".json")))
            m = mine(got[w]) if mine else {k: got[w]["rate"]["syllables"] for k in t}
            for name, value in t.items():
                if m[name] is not None:
                    error = abs(m[name] - value) / (value / 100 if name.endswith("%") else 1)
                    rows.setdefault(name, {}).setdefault(condition, []).append(error)
            rows.setdefault("snr_db", {}).setdefault(condition, []).append(got[w]["recording"]["quality"]["snr_db"] or np.nan)
names = o.conditions.split(",")
print("| measure |", " | ".join(names), "|\n|---|" + "---|" * len(names))
for name, by in rows.items():
    if name == "snr_db":
        print("| SNR as measured, median dB |", " | ".join(f"{np.nanmedian(by[c]):.0f}" for c in names), "|")
    else:
        print(f"| {name} |", " | ".join(f"{np.percentile(by[c], 95):.3g} ({len(by[c])})" if c in by else "unknown" for c in names), "|")
