"""Training frames for speech activity: answers built from a speaker's sentences with pauses of known length over that speaker's room tone."""
import numpy as np

import channels
import frontend
from pitch_data import load, speaker

RATE, HOP = 16000, 80
QUIET = -32.0  # dB under the loud frames (97 % quantile, about 35 dB under the loudest): speech ends where its level stays below this


def level(x):
    """Level of 15 ms windows every 5 ms, in dB."""
    e = np.convolve(x**2, np.ones(3 * HOP) / (3 * HOP), "same")
    return 10 * np.log10(e[HOP // 2 :: HOP] + 1e-12)


def spoken(x, shortest_gap=0.12, shortest_speech=0.03):
    """Speech intervals in samples, by level: right only for clean recordings; None for those that are not clean."""
    l = level(x)
    top, bottom = np.quantile(l, 0.97), np.quantile(l, 0.03)
    if top - bottom < -QUIET + 4:
        return None
    on = l > top + QUIET
    e = np.flatnonzero(np.diff(np.r_[0, on.astype(int), 0]))
    runs = [[a, b] for a, b in zip(e[::2], e[1::2])]
    merged = []
    for a, b in runs:
        if merged and (a - merged[-1][1]) * 0.005 < shortest_gap:
            merged[-1][1] = b
        else:
            merged.append([a, b])
    return [(a * HOP, b * HOP) for a, b in merged if (b - a) * 0.005 >= shortest_speech]


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


def built(x, rng, pauses=10):
    """A new answer out of the stretches of one recording: (samples, speech intervals in samples), or None if it is not clean enough."""
    speech = spoken(x)
    if not speech:
        return None
    # sentences: neighbouring stretches whose gap is short stay together, with their inner pauses as they are
    groups, group = [], [speech[0]]
    for s in speech[1:]:
        if s[0] - group[-1][1] > 0.35 * RATE or group[-1][1] - group[0][0] > 5 * RATE:
            groups.append(group)
            group = [s]
        else:
            group.append(s)
    groups.append(group)
    rng.shuffle(groups)
    top = 10 ** (np.quantile(level(x), 0.97) / 20)
    decibels = lambda lo, hi: top * 10 ** (rng.uniform(lo, hi) / 20)
    tone_level = decibels(-62, -40)
    own_noise = decibels(-55, -36) if rng.random() < 0.6 else 0.0
    parts, intervals, at = [], [], 0
    tone = lambda n: room_tone(x, speech, n, rng)
    for g in groups[:pauses]:
        gap = int(np.exp(rng.uniform(np.log(0.1), np.log(2.5))) * RATE)
        parts.append(tone(gap) * tone_level)
        at += gap
        # a sentence keeps some of its own surroundings: their noise is often louder than that of an edited or gated pause
        before, after = (int(rng.uniform(0.0, 0.6) * RATE) for _ in range(2))
        a, b = max(0, g[0][0] - before), min(len(x), g[-1][1] + after)
        loudness = 10 ** (rng.uniform(-3, 3) / 20)
        parts.append((x[a:b] + tone(b - a) * own_noise) * loudness)
        intervals += [(at + max(s, a) - a, at + min(e, b) - a) for s, e in speech if e > a and s < b]
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
    """1 where at least half of the 10 ms frame is speech, and a mask of frames within 10 ms of an edge."""
    t = np.arange(n) * 160
    on, edge = np.zeros(n, bool), np.zeros(n, bool)
    for a, b in intervals:
        on |= (t >= a) & (t < b)
    return on


def frames(paths, seed, kinds_per_clip=4, parameters=None):
    rng = np.random.default_rng(seed)
    voices = [load(p) for p in paths[: min(len(paths), 40)]]
    out, used = [], set()
    for i, p in enumerate(paths):
        x = load(p)
        for _ in range(1):
            made = built(x, rng)
            if made is None:
                continue
            used.add(speaker(p))
            y, intervals = made
            for kind in ["clean", "opus"] + list(rng.choice([k for k in channels.KINDS if k not in ("clean", "opus")], kinds_per_clip, replace=False, p=np.array([3, 2, 1, 4, 2, 1, 1, 2]) / 16)):
                d = channels.apply(y, kind, rng, voices)
                z = frontend.analyse(frontend.to_8k(d, RATE), parameters)
                z.update(label=labels(intervals, len(z["f0"])), skip=np.zeros(len(z["f0"]), bool), kind=kind)
                out.append(z)
    print(len(used), "speakers", len(out), "recordings", flush=True)
    return out
