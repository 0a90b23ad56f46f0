"""Recordings with F0 labels: agreement of two estimators on natural speech, and exact contours of WORLD resyntheses."""
import functools

import numpy as np
import parselmouth
import pyworld
from scipy import signal

RATE = 16000


@functools.lru_cache(None)
def teacher():
    import swift_f0
    return swift_f0.SwiftF0(threads=1)


def on_grid(times, values, n):
    t = np.arange(n) * 0.01
    i = np.clip(np.round(np.interp(t, times, np.arange(len(times)))).astype(int), 0, len(times) - 1)
    return np.where(np.abs(np.asarray(times)[i] - t) <= 0.011, np.asarray(values)[i], 0.0)


def swift(x, n):
    r = teacher().detect(x.astype(np.float32), RATE, 50, 600)
    return on_grid(r.timestamps, r.pitch_hz, n), on_grid(r.timestamps, r.confidence, n)


def praat(x, n):
    """Praat's autocorrelation method, twice: the second time within the speaker's own range."""
    s = parselmouth.Sound(x, RATE)
    first = s.to_pitch_ac(time_step=0.01, pitch_floor=60, pitch_ceiling=600)
    f = first.selected_array["frequency"]
    f = f[f > 0]
    lo, hi = (60, 600) if len(f) < 20 else (max(50, 0.7 * np.quantile(f, 0.25)), min(650, 2 * np.quantile(f, 0.75)))
    p = s.to_pitch_ac(time_step=0.01, pitch_floor=lo, pitch_ceiling=hi)
    return on_grid(p.xs(), p.selected_array["frequency"], n)


def natural(x):
    """f0 (0 = unvoiced) and a mask of frames whose label is not trusted."""
    n = len(x) // 160 + 1
    f, confidence = swift(x, n)
    g = praat(x, n)
    sure = (confidence > 0.5) & (g > 0) & (np.abs(np.log2(np.maximum(f, 1) / np.maximum(g, 1))) < 0.05)
    silent = (confidence < 0.4) & (g == 0)
    return np.where(sure, np.sqrt(np.maximum(f * g, 0)), 0), ~(sure | silent)


def resynthesis(x, rng):
    """WORLD analysis, its pitch moved, stretched and made to wander, its formants scaled; the contour put in is the truth."""
    x = np.ascontiguousarray(x, np.float64)
    n = len(x) // 160 + 1
    f0, t = pyworld.harvest(x, RATE, f0_floor=60, f0_ceil=500, frame_period=5)
    f0 = pyworld.stonemask(x, f0, t, RATE)
    f, confidence = swift(x, n)
    g = praat(x, n)
    near = np.repeat((confidence > 0.35) | (g > 0), 2)
    near = np.pad(near, (0, max(0, len(f0) - len(near))))[: len(f0)]
    f0 = np.where(near, f0, 0)
    envelope = pyworld.cheaptrick(x, f0, t, RATE)
    aperiodicity = pyworld.d4c(x, f0, t, RATE, threshold=0.0)
    voiced = f0 > 0
    lf = np.log2(np.maximum(f0, 1))
    middle = np.median(lf[voiced])
    target = np.log2(np.clip(2**middle * 2 ** rng.uniform(-0.6, 0.7), 85, 330))
    stretch = np.exp(rng.uniform(np.log(0.4), np.log(1.8)))
    lf = signal.medfilt(lf, 5)
    wander = signal.filtfilt([0.03], [1, -0.97], rng.standard_normal(len(f0)))
    wander *= rng.uniform(0, 0.07) / max(wander.std(), 1e-9)
    new = np.where(voiced, 2 ** (target + (lf - middle) * stretch + wander), 0)
    if rng.random() < 0.35:  # creaky ends of phrases: the last part of some voiced stretches falls to 55-90 Hz
        edges = np.flatnonzero(np.diff(np.r_[0, voiced.astype(int), 0]))
        for a, b in zip(edges[::2], edges[1::2]):
            if b - a > 20 and rng.random() < 0.3:
                k = int(rng.integers(8, min(40, b - a)))
                low = rng.uniform(55, 90)
                new[b - k : b] = new[b - k : b] * (1 - np.linspace(0, 1, k)) + low * np.linspace(0, 1, k)
    new = np.where(voiced, np.clip(new, 52, 590), 0)
    if rng.random() < 0.5:
        scale = rng.uniform(0.88, 1.25)
        k = np.arange(envelope.shape[1])
        envelope = np.ascontiguousarray(np.exp(np.apply_along_axis(lambda e: np.interp(k / scale, k, np.log(e)), 1, envelope)))
    y = pyworld.synthesize(np.ascontiguousarray(new), envelope, aperiodicity, RATE, 5)[: len(x)]
    y = np.pad(y, (0, len(x) - len(y)))
    y = y / max(np.abs(y).max(), 1e-9) * 0.7
    label = on_grid(t, new, n)
    v = label > 0
    edge = (v != np.r_[v[1:], v[-1]]) | (v != np.r_[v[0], v[:-1]])
    level = np.array([np.mean(y[max(0, 160 * i - 160) : 160 * i + 160] ** 2) for i in range(n)])
    steep = v & (np.abs(np.gradient(np.log2(np.maximum(label, 1)))) > 0.08)
    return y, label, edge | steep | (v & (level < np.quantile(level, 0.95) * 10**-4.5))
