"""Training frames for pitch: natural and resynthesised clips, each through several channels."""
import glob
import os
import sys

import numpy as np
import soundfile as sf
from scipy import signal

import channels
import frontend
import truth

RATE = 16000


def load(path):
    """Mono float64 samples at 16 kHz."""
    x, rate = sf.read(path, dtype="float64", always_2d=True)
    x = x.mean(1)
    if rate != RATE:
        g = np.gcd(rate, RATE)
        x = signal.resample_poly(x, RATE // g, rate // g)
    return x


def speaker(path):
    return os.path.basename(path).split(".")[0].split("_")[0]


def recordings(folders, exclude):
    paths = [p for d in folders for e in ("flac", "wav") for p in sorted(glob.glob(f"{d}/*.{e}"))]
    return [p for p in paths if speaker(p) not in exclude]


def pieces(x, rng, seconds):
    """One stretch of the wanted length at a random place."""
    k = int(seconds * RATE)
    a = int(rng.integers(0, max(1, len(x) - k)))
    y = x[a : a + k]
    return y / max(np.abs(y).max(), 1e-6) * 0.7


def clips(paths, rng, seconds=14, copies=2):
    """(samples, f0 label, mask of frames to leave out) of natural and resynthesised pieces."""
    for p in paths:
        x = load(p)
        y = pieces(x, rng, seconds)
        yield (y, *truth.natural(y))
        for _ in range(copies):
            y = pieces(x, rng, seconds)
            try:
                yield truth.resynthesis(y, rng)
            except (ValueError, IndexError) as problem:  # a piece without a voice
                print(p, problem, file=sys.stderr)


def frames(paths, seed, kinds_per_clip=3, parameters=None, progress=True):
    """One dictionary per clip and channel: front-end results, labels, mask, kind."""
    rng = np.random.default_rng(seed)
    voices = [load(p) for p in paths[: min(len(paths), 40)]]
    out = []
    for i, (x, f0, skip) in enumerate(clips(paths, rng)):
        kinds = ["clean"] + list(rng.choice(channels.KINDS[1:], kinds_per_clip, replace=False, p=np.array([2, 2, 1, 2, 3, 1, 1, 2, 2]) / 16))
        for kind in kinds:
            y = channels.apply(x, kind, rng, voices)
            z = frontend.analyse(frontend.to_8k(y, RATE), parameters)
            n = min(len(f0), len(z["f0"]))
            z = {k: v[:n] for k, v in z.items()}
            z.update(label=f0[:n], skip=skip[:n], kind=kind)
            out.append(z)
        if progress and i % 20 == 0:
            print("clip", i, kinds, round(float((f0 > 0).mean()), 2), flush=True)
    # noise without a speaker
    for i in range(len(out) // 25):
        y = channels.coloured(8 * RATE, rng.uniform(0, 2), rng) * 10 ** (-rng.uniform(25, 60) / 20)
        if i % 2:
            y = y + channels.hum(len(y), rng) * 10 ** (-rng.uniform(30, 60) / 20)
        z = frontend.analyse(frontend.to_8k(y, RATE), parameters)
        z.update(label=np.zeros(len(z["f0"])), skip=np.zeros(len(z["f0"]), bool), kind="noise")
        out.append(z)
    return out
