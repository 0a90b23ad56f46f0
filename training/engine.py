#!/usr/bin/env python3
"""The whole engine in numpy, slow: what the Swift engine must give, for comparison.

usage: engine.py analyze --contours --format json [--language zh|en] FILE…      (weights: $INTONE_WEIGHTS or ../Sources/Speech/Resources/weights.json)
"""
import json
import os
import sys

import numpy as np
import soundfile as sf

import frontend
import nets
import paths
import temporal
import weights

HERE = os.path.dirname(os.path.abspath(__file__))


def analyse(x8, parameters, models, language="other"):
    """Contours, segments and nuclei of a recording at 8 kHz."""
    z = frontend.analyse(x8, parameters["frontend"])
    c = nets.run(models["candidate"], z["candidate"])
    v = nets.run(models["voicing"], frontend.voicing_features(z, c))
    f0 = paths.pitch(z, c, v, parameters["pitch"])
    out = dict(z=z, candidate=c, voicing=v, f0=f0)
    if "activity" in models:
        out["activity"] = temporal.run(models["activity"], frontend.activity_features(z, v, c))
        out["segments"] = paths.segments(out["activity"], len(x8) / frontend.RATE, parameters["activity"], z["energy"][:, 5], v)
    if "density" in models:
        out["density"] = nets.softplus(nets.run(models["density"], frontend.density_features(z, v, out["activity"])))
        out["sonority"] = frontend.envelope(z, v)
        p = parameters["nuclei"]
        out["nuclei"] = paths.nuclei(out["density"], out["sonority"], p["factor"].get(language, p["factor"]["other"]), p["reach"])
    return out


def report(x8, r):
    """The members of intone.analysis/1 that measures of the referee read."""
    d, f = len(x8) / frontend.RATE, r["f0"][r["f0"] > 0]
    st = 12 * np.log2(f / 100) if len(f) else np.zeros(0)
    s = r.get("segments", [])
    n = len(r.get("nuclei", []))
    span = s[-1][1] - s[0][0] if s else None
    gaps = [(a[1], b[0]) for a, b in zip(s, s[1:]) if b[0] - a[1] >= 0.25]
    silent = sum(b - a for a, b in gaps)
    phonation = span - silent if s else None
    return {"recording": {"duration_s": d}, "segments": s, "pauses": gaps, "nuclei": [round(float(t), 3) for t in r.get("nuclei", [])],
            "contours": {"start_s": 0, "hop_s": 0.01, "f0_hz": [None if v == 0 else round(float(v), 3) for v in r["f0"]]},
            "pitch": {"f0_sd_st": float(st.std()) if len(st) > 5 else None, "f0_median_hz": float(np.median(f)) if len(f) else None},
            "timing": {"phonation_ratio": phonation / span if s else None, "pauses": {"ratio": silent / span if s else None, "per_min": 60 * len(gaps) / span if s else None}},
            "rate": {"speech_rate_syl_s": n / span if s else None, "articulation_rate_syl_s": n / phonation if s else None, "mean_length_of_run_syl": n / (len(gaps) + 1)}}


def main():
    arguments = sys.argv[2:]
    language = "other"
    if "--language" in arguments:
        i = arguments.index("--language")
        language = arguments[i + 1]
        del arguments[i : i + 2]
    files = [a for a in arguments if not a.startswith("--") and a != "json"]
    parameters, models = weights.read(os.environ.get("INTONE_WEIGHTS", HERE + "/../Sources/Speech/Resources/weights.json"))
    for path in files:
        x, rate = sf.read(path, always_2d=True)
        x8 = frontend.to_8k(x.mean(1), rate)
        print(json.dumps(report(x8, analyse(x8, parameters, models, language))), flush=True)


if __name__ == "__main__":
    main()
