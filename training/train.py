#!/usr/bin/env python3
"""Train the engine's nets from directories of recordings and write weights.json.

usage: train.py --pitch DIR… --speech DIR… --noise DIR… --syllables RATINGS.json… [--exclude-pitch ID…] [--exclude-syllables ID…] --out FILE

Recordings are FLAC or WAV named SPEAKER[_…].flac. A ratings file lists recordings beside it: [{"id", "parts": [{"start_s", "end_s", "text"}]}].
"""
import argparse
import datetime
import glob
import json
import os

import numpy as np

import frontend
import nets
import pitch_data
import syllable_data
import temporal
import train_activity
import weights

SEED = 1
HIDDEN = {"candidate": (16,), "voicing": (24, 12), "density": (24, 12)}
PARAMETERS = {"pitch": {"bias": 1.5, "range_cost": 0.3}}


def train_pitch(records, rng):
    """Candidate and voicing nets."""
    x, ok, good = [], [], []
    for z in records:
        near = np.abs(np.log2(np.maximum(z["f0"], 1) / np.maximum(z["label"], 1)[:, None])) < 0.05
        k = (z["label"] > 0) & ~z["skip"] & (near & z["ok"]).any(1)
        x.append(z["candidate"][k]), ok.append(z["ok"][k]), good.append((near & z["ok"])[k])
    candidate = nets.fit_choice(np.concatenate(x), np.concatenate(ok), np.concatenate(good), HIDDEN["candidate"], rng, log="candidate")
    v, y = [], []
    for z in records:
        k = ~z["skip"]
        v.append(frontend.voicing_features(z, nets.run(candidate, z["candidate"]))[k])
        y.append((z["label"] > 0)[k])
    return candidate, nets.fit_classes(np.concatenate(v), np.concatenate(y).astype(np.float32), HIDDEN["voicing"], rng, log="voicing")


def voicing(models, z):
    return nets.run(models["voicing"], frontend.voicing_features(z, nets.run(models["candidate"], z["candidate"])))


def train_density(records, models, rng):
    x, counts = [], []
    for z in records:
        v = voicing(models, z)
        f = frontend.density_features(z, v, temporal.run(models["activity"], frontend.activity_features(z, v, nets.run(models["candidate"], z["candidate"]))))
        for a, b, n in z["parts"]:
            x.append(f[a:b]), counts.append(n)
    return nets.fit_counts(x, counts, HIDDEN["density"], rng, epochs=40, rate=5e-3, log="density")


def counted(path, exclude):
    """Items of a ratings file, or of recordings with a JSON beside each that tells its syllables."""
    if os.path.isfile(path):
        return list(syllable_data.rated(path, set(exclude)))
    out = []
    for p in sorted(glob.glob(path + "/*.flac")):
        t = json.load(open(p[:-5] + ".json"))
        if pitch_data.speaker(p) not in exclude:
            out.append((p, [(0, len(pitch_data.load(p)) / pitch_data.RATE, t["syllables"])]))
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in ("pitch", "syllables"):
        a.add_argument(f"--{kind}", nargs="+", required=True)
        a.add_argument(f"--exclude-{kind}", nargs="*", default=[])
    a.add_argument("--speech", nargs="+", required=True)
    a.add_argument("--noise", nargs="+", required=True)
    a.add_argument("--data-names", nargs="*", default=[], help="names of the data, written into the weights file")
    a.add_argument("--out", required=True)
    o = a.parse_args()
    rng = np.random.default_rng(SEED)
    models = {}
    models["candidate"], models["voicing"] = train_pitch(pitch_data.frames(pitch_data.recordings(o.pitch, set(o.exclude_pitch)), SEED), rng)
    models["activity"] = train_activity.train(o.speech, o.noise, models)
    items = [i for p in o.syllables for i in counted(p, o.exclude_syllables)]
    models["density"] = train_density(syllable_data.frames(items, SEED + 4), models, rng)
    header = {"seed": SEED, "trained": datetime.date.today().isoformat(), "data": o.data_names}
    weights.write(o.out, models, PARAMETERS, header)


if __name__ == "__main__":
    main()
