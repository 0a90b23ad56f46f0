#!/usr/bin/env python3
"""Train the net for speech activity and put it into weights.json: from recordings to the file by one command.

usage: train_activity.py --speech DIR… --noise DIR… --weights FILE --out FILE [--cache DIR] [--only K/N]

Speech: speechocean762 (WAVE/SPEAKER…); noise: recordings whose quiet parts are a room's own tone.
Frames are made speaker by speaker, each from a generator of its own, so that a cache or several processes (--only) change no bit.
The nets for pitch and syllables in FILE stay as they are.
"""
import argparse
import json
import os
import pickle
import zlib

import numpy as np

import activity_data
import paths
import temporal
import weights
from pitch_data import load

SEED = 7
# Speakers of speechocean762 that are trained on: adults, and children of its training split. Nobody who is measured on in docs/method.md
# is among them, nor those kept aside to choose the constants of the path with.
ADULTS = """0135 0482 0560 0575 0594 0960 1012 1029 1033 1064 1260 1309 1362 1372 1407 2022 2036 2089 2129 2168 2170 2236 2251 2282 2380 2402 2427 2450 2799 2981
3023 4005 8002 9600 9604 9606 9607 9613 9615 9619 9624 9628 9634 9643 9645 9646 9649""".split()
CHILDREN = """0001 0048 0070 0131 1092 1419 2034 3021 3083 3636 5401 5424 6121 7551 9070""".split()
KEPT_ASIDE = """1027 1336 2059 2244 2430 7001 9614 9639 0036 0813""".split()
BUZZES = [f"buzz-{i}" for i in range(16)]
VOICES = 40  # that talk in the background


def of_speaker(name, files, around, models, cache):
    """Frames of one speaker, from the cache where they are there."""
    path = cache and f"{cache}/{name}.pickle"
    if path and os.path.exists(path):
        with open(path, "rb") as f:
            return pickle.load(f)
    seed = [SEED, zlib.crc32(name.encode())]
    records = activity_data.frames({name: files}, around, models, seed)
    if path:
        with open(path + ".new", "wb") as f:
            pickle.dump(records, f)
        os.rename(path + ".new", path)
    return records


def train(speech, noise, models, cache=None, part=(0, 1)):
    """The net for speech activity; nothing but frames in the cache where only a part of the speakers is wanted."""
    files = activity_data.speakers(speech, ())
    voices = [np.concatenate([load(p) for p in files[s][:6]]) for s in ADULTS[:VOICES]]
    around = activity_data.Surroundings(noise, voices, np.random.default_rng(SEED))
    print(len(around.rooms), "rooms", len(around.tones), "room tones", flush=True)
    records = []
    for s in sorted([*ADULTS, *CHILDREN, *BUZZES])[part[0] :: part[1]]:
        records += of_speaker(s, files.get(s, []), around, models, cache)
    if part[1] > 1:
        return None
    print(sum(len(r["rows"]) for r in records) * 0.01 / 3600, "hours", flush=True)
    return temporal.fit(records, SEED, log="activity")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--speech", nargs="+", required=True)
    a.add_argument("--noise", nargs="+", required=True)
    a.add_argument("--weights", required=True)
    a.add_argument("--out")
    a.add_argument("--cache")
    a.add_argument("--only", default="0/1", help="make the frames of every N-th speaker from the K-th on, and stop")
    o = a.parse_args()
    parameters, models = weights.read(o.weights)
    net = train(o.speech, o.noise, models, o.cache, tuple(map(int, o.only.split("/"))))
    if net is None or not o.out:
        return
    models["activity"] = net
    parameters["activity"].update(paths.ACTIVITY)
    header = {k: v for k, v in json.load(open(o.weights)).items() if k not in ("format", "parameters", "nets")}
    weights.write(o.out, models, parameters, header)


if __name__ == "__main__":
    main()
