#!/usr/bin/env python3
"""How the decay that the engine reads goes with the reverberation time of a room: simulated rooms, one line, its error.

usage: reverberation.py --speech DIR…      (speechocean762: WAVE/SPEAKER…)

Prints the two numbers of Sources/Speech/Quality/Reverberation.swift, their error on speakers that they were not fitted on, and how many
recordings lie over the limit. Rooms by pyroomacoustics (image sources, box of 2.5 to 7 m, 0.3 to 1.2 m from the microphone), their time read
off the impulse response's first 30 dB; seeded by the speaker's name.
"""
import argparse
import zlib

import numpy as np
import pyroomacoustics
from pyroomacoustics.experimental.rt60 import measure_rt60
from scipy import signal

import activity_data
import channels
import frontend
import train_activity
from pitch_data import load

RATE, LIMIT = 16000, 0.35
TIMES = (0.15, 0.25, 0.35, 0.45, 0.6, 0.85)
BANDS = range(2, 15)


def decay(fine):
    """60 dB over the upper quartile of the slopes of all falls, in seconds, from the half-decibel levels of the bands; the reference for the engine."""
    b = np.pad(fine.astype(int), ((1, 1), (0, 0)), mode="edge")
    smooth = b[:-2] + 2 * b[1:-1] + b[2:]  # eighths of a decibel
    n, slopes = len(smooth), []
    for k in BANDS:
        u = smooth[:, k]
        floor, top = (np.sort(u)[max(0, int(np.ceil(share * n)) - 1)] for share in (0.05, 0.95))
        u, t = u.tolist(), 1
        while t < n - 1:
            if u[t] >= u[t - 1] and u[t] > u[t + 1] and u[t] > top - 160:
                last = t
                while last < n - 1 and u[last + 1] < u[last] + 8 and u[last + 1] > floor + 48 and last - t < 60:
                    last += 1
                first = t
                while first < last and u[first] > u[t] - 40:
                    first += 1
                m = last - first
                if m >= 5 and u[first] - u[last] >= 80:
                    total = sum((2 * i - m) * u[first + i] for i in range(m + 1))
                    slopes.append(-6 * total / (m * (m + 1) * (m + 2)) / 8 * 100)
                    t = last
            t += 1
    return 60 / np.quantile(np.array(slopes, np.float32), 0.75) if len(slopes) >= 20 else np.nan


def room(seconds, rng):
    """An impulse response from its direct sound on, and its reverberation time."""
    while True:
        size = rng.uniform([2.5, 2.2, 2.3], [7, 6, 3.2])
        try:
            absorption, order = pyroomacoustics.inverse_sabine(seconds, size)
        except ValueError:  # no such room decays so fast
            continue
        if absorption < 0.97:
            break
    box = pyroomacoustics.ShoeBox(size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, 24))
    where, way = rng.uniform(0.4, size - 0.4), rng.standard_normal(3)
    box.add_source(where)
    box.add_microphone(np.clip(where + way / np.linalg.norm(way) * rng.uniform(0.3, 1.2), 0.2, size - 0.2))
    box.compute_rir()
    h = box.rir[0][0]
    time = measure_rt60(h, fs=RATE, decay_db=30)
    h = h[max(0, int(np.abs(h).argmax()) - 8) :]
    return h / np.sqrt((h**2).sum()), time


def rows(paths, name):
    """(reverberation time or 0, decay) of one speaker's sentences, dry and in six rooms, with some noise."""
    rng = np.random.default_rng([11, zlib.crc32(name.encode())])
    x = np.concatenate([load(p) for p in rng.permutation(paths)[:10]])[: 40 * RATE]
    x = x / np.abs(x).max() * 0.7
    rms = channels.active_rms(x)
    for seconds in (0.0, *TIMES):
        y, time = x, 0.0
        if seconds:
            h, time = room(seconds * np.exp(rng.uniform(-0.15, 0.15)), rng)
            y = signal.fftconvolve(x, h)[: len(x)]
        if seconds or rng.random() < 0.4:
            y = y + channels.coloured(len(y), rng.uniform(0, 1.5), rng) * rms * 10 ** (-rng.uniform(26, 45) / 20)
        yield time, decay(frontend.analyse(frontend.to_8k(np.clip(y, -1, 1), RATE))["fine"])


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--speech", nargs="+", required=True)
    files = activity_data.speakers(a.parse_args().speech, ())
    fitted = [*train_activity.ADULTS, *train_activity.CHILDREN]
    sets = {"fitted on": fitted, "others": train_activity.KEPT_ASIDE}
    found = {k: np.array([r for s in names if s in files for r in rows(files[s], s)]) for k, names in sets.items()}
    pick = lambda r: r[(r[:, 0] > 0) & np.isfinite(r[:, 1])]
    power, offset = np.polyfit(np.log(pick(found["fitted on"])[:, 1]), np.log(pick(found["fitted on"])[:, 0]), 1)
    print(f"seconds = {np.exp(offset):.3f} · decay^{power:.3f}")
    for name, r in found.items():
        estimate = np.exp(offset) * r[:, 1] ** power
        off = np.log(estimate / np.maximum(r[:, 0], 1e-9))[(r[:, 0] > 0) & np.isfinite(estimate)]
        print(f"{name}: {len(r)} recordings, bias x{np.exp(off.mean()):.2f}, 95 % within x{np.exp(np.quantile(np.abs(off), 0.95)):.2f}; over {LIMIT} s:",
              ", ".join(f"{lo}-{hi} s {100 * np.mean(estimate[(r[:, 0] >= lo) & (r[:, 0] < hi)] > LIMIT):.0f} %"
                        for lo, hi in ((0, 0.01), (0.01, 0.2), (0.2, 0.3), (0.3, 0.4), (0.4, 0.55), (0.55, 2)) if ((r[:, 0] >= lo) & (r[:, 0] < hi)).any()))


if __name__ == "__main__":
    main()
