"""Training frames for speech activity: answers built from a speaker's sentences with pauses of known length over that speaker's room tone."""
import json
import os

import numpy as np
from scipy.ndimage import maximum_filter1d

import channels
import frontend
from pitch_data import load, speaker

RATE, HOP = 16000, 80
QUIET = -35.0  # dB under the loudest 5 ms of a sentence: what stays below for 120 ms or longer is silence
FAINT = -34.0  # dB under the loudest frame within 2 s, in the band that the engine hears: what stays below for 100 ms is silence, too


def level(x):
    """Level of each 5 ms, in dB."""
    n = len(x) // HOP
    return 10 * np.log10((x[: n * HOP].reshape(n, HOP) ** 2).mean(1) + 1e-12)


def faint(energy):
    """Frames of a clean recording that belong to a stretch too soft to count, from the front end's own energies."""
    e = energy[:, 5]
    e = 0.25 * frontend.shifted(e, 1) + 0.5 * e + 0.25 * frontend.shifted(e, -1)
    low = e < maximum_filter1d(e, 401, mode="nearest") + FAINT
    out = np.zeros(len(e), bool)
    edges = np.flatnonzero(np.diff(np.r_[0, low.astype(int), 0]))
    for a, b in zip(edges[::2], edges[1::2]):
        out[a:b] = b - a >= 10
    return out


def spoken(x, shortest_gap=0.12):
    """Speech intervals of one sentence in samples, by level; the recording must not have been degraded yet."""
    l = level(x)
    on = l > l.max() + QUIET
    e = np.flatnonzero(np.diff(np.r_[0, on.astype(int), 0]))
    merged = []
    for a, b in zip(e[::2], e[1::2]):
        if merged and (a - merged[-1][1]) * 0.005 < shortest_gap:
            merged[-1][1] = b
        else:
            merged.append([a, b])
    return [(a * HOP, b * HOP) for a, b in merged]


def sentences(path, x):
    """Stretches to be put together anew: the sentences of a ratings file beside the recording, or what stands between long pauses."""
    ratings = os.path.join(os.path.dirname(path), "ratings.json")
    for r in json.load(open(ratings)) if os.path.exists(ratings) else []:
        if r["id"] == speaker(path):
            return [(int(q["start_s"] * RATE), int(q["end_s"] * RATE)) for q in r["parts"]]
    out, first, last = [], None, None
    for a, b in spoken(x):
        if first is None:
            first = a
        elif a - last > 0.35 * RATE or b - first > 6 * RATE:
            out.append((max(0, first - 1600), min(len(x), last + 1600)))
            first = a
        last = b
    return out + ([(max(0, first - 1600), min(len(x), last + 1600))] if first is not None else [])


def room_tone(x, speech, n, rng):
    """Noise with the spectrum of what is left between the speech, of unit power."""
    quiet = np.ones(len(x), bool)
    for a, b in speech:
        quiet[max(0, a - 480) : b + 480] = False
    y = x[quiet]
    if len(y) < 4096:
        return rng.standard_normal(n)
    frames = np.lib.stride_tricks.sliding_window_view(y, 512)[::128] * np.hanning(512)
    magnitude = np.sqrt((np.abs(np.fft.rfft(frames)) ** 2).mean(0))
    spectrum = np.fft.rfft(rng.standard_normal(n + 2))
    k = np.linspace(0, 256, len(spectrum))
    tone = np.fft.irfft(spectrum * np.interp(k, np.arange(257), magnitude), n + 2)[:n]
    return tone / max(tone.std(), 1e-12)


def built(path, x, rng, most=12):
    """A new answer out of the sentences of one recording: (samples, speech intervals in samples)."""
    cut = sentences(path, x)
    speech = [(a + s, a + e) for a, b in cut for s, e in spoken(x[a:b])]
    top = 10 ** (np.quantile(level(x), 0.97) / 20)
    decibels = lambda lo, hi: top * 10 ** (rng.uniform(lo, hi) / 20)
    tone_level = decibels(-60, -40)
    own_noise = decibels(-55, -38) if rng.random() < 0.35 else 0.0
    tone = lambda n: room_tone(x, speech, n, rng)
    parts, intervals, at = [], [], 0
    for i in rng.permutation(len(cut))[:most]:
        gap = int(np.exp(rng.uniform(np.log(0.1), np.log(2.5))) * RATE)
        parts.append(tone(gap) * tone_level)
        at += gap
        y = x[cut[i][0] : cut[i][1]]
        runs = spoken(y)
        # some sentences keep their own quiet surroundings: louder or softer than an edited or gated pause
        a, b = (runs[0][0], runs[-1][1]) if rng.random() < 0.6 else (0, len(y))
        parts.append((y[a:b] + tone(b - a) * own_noise) * 10 ** (rng.uniform(-3, 3) / 20))
        intervals += [(at + s - a, at + e - a) for s, e in runs]
        at += b - a
    parts.append(tone(int(rng.uniform(0.2, 1.5) * RATE)) * tone_level)
    y = np.concatenate(parts)
    joined = []
    for a, b in intervals:
        if joined and a - joined[-1][1] < 0.1 * RATE:
            joined[-1][1] = b
        else:
            joined.append([a, b])
    return y / np.abs(y).max() * 0.7, joined


def labels(intervals, n):
    """Whether the middle of each 10 ms frame is within speech."""
    t = np.arange(n) * 160
    on = np.zeros(n, bool)
    for a, b in intervals:
        on |= (t >= a) & (t < b)
    return on


def frames(paths, seed, kinds_per_clip=4, parameters=None):
    rng = np.random.default_rng(seed)
    voices = [load(p) for p in paths[: min(len(paths), 40)]]
    out, used = [], set()
    for p in paths:
        x = load(p)
        y, intervals = built(p, x, rng)
        used.add(speaker(p))
        rest = [k for k in channels.KINDS if k not in ("clean", "opus")]
        drawn = rng.choice(rest, kinds_per_clip, replace=False, p=np.array([3, 2, 1, 4, 2, 1, 1, 2]) / 16)
        for kind in ["clean", "opus", *drawn]:
            z = frontend.analyse(frontend.to_8k(channels.apply(y, kind, rng, voices), RATE), parameters)
            n = len(z["f0"])
            if kind == "clean":
                silent = faint(z["energy"])
            z.update(label=labels(intervals, n) & ~silent[:n], skip=np.zeros(n, bool), kind=kind)
            out.append(z)
    print(len(used), "speakers", len(out), "recordings", flush=True)
    return out
