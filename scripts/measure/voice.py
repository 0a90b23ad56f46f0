#!/usr/bin/env python3
"""Praat's voice measures of signals whose truth is known, for Tests/SpeechTests/VoiceMeasureTests.swift, which makes the same ones.

usage: voice.py > scripts/measure/praat-voice.tsv        needs praat-parselmouth and numpy from PyPI
"""
import numpy as np
import parselmouth
from parselmouth.praat import call

RATE = 16_000


def generator(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)
        yield state


def bits(count):
    states = generator(7)
    return [next(states) >> 63 for _ in range(count)]


def noise(count):
    states = generator(1)
    return np.array([(next(states) >> 40) / (1 << 24) * 2 - 1 for _ in range(count)])


def train(lengths, heights):
    """Three seconds of pulses through a resonance of 700 Hz, 300 Hz wide."""
    pulses, at = np.zeros(3 * RATE), 200
    for length, height in zip(lengths, heights):
        if at >= len(pulses) - 200:
            break
        pulses[at] = height
        at += length
    k = np.arange(400) / RATE
    return np.convolve(pulses, np.exp(-np.pi * 300 * k) * np.sin(2 * np.pi * 700 * k))[: len(pulses)] * 0.3


def measures(samples):
    sound = parselmouth.Sound(samples, RATE)
    pitch = call(sound, "To Pitch (cc)...", 0, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600)
    points = call([sound, pitch], "To PointProcess (cc)")
    cepstra = call(sound, "To PowerCepstrogram...", 60, 0.002, 5000, 50)
    return (
        100 * call(points, "Get jitter (local)...", 0, 0, 0.0001, 0.02, 1.3),
        100 * call([sound, points], "Get shimmer (local)...", 0, 0, 0.0001, 0.02, 1.3, 1.6),
        call(call(sound, "To Harmonicity (cc)...", 0.01, 75, 0.1, 1.0), "Get mean...", 0, 0),
        call(cepstra, "Get CPPS...", "no", 0.02, 0.0005, 60, 330, 0.05, "Parabolic", 0.001, 0.05, "Straight", "Robust slow"),
    )


def main():
    count, even = 600, [1.0] * 600
    signals = {f"jitter {d}": train([100 - d + 2 * d * b for b in bits(count)], even) for d in (1, 2)}
    signals |= {f"shimmer {p}": train([100] * count, [1 - p / 100 + 2 * p / 100 * b for b in bits(count)]) for p in (5, 10)}
    plain = train([100] * count, even)
    hiss = noise(len(plain))
    inside = slice(1000, -1000)
    for snr in (0, 10, 20, 30):
        gain = np.sqrt(np.mean(plain[inside] ** 2) / np.mean(hiss[inside] ** 2) / 10 ** (snr / 10))
        signals[f"noise {snr}"] = plain + gain * hiss
    print("# signal\tjitter_local_percent\tshimmer_local_percent\thnr_db\tcpps_db\t" + f"Praat {parselmouth.PRAAT_VERSION}")
    for name, samples in signals.items():
        print(name, *(f"{value:.3f}" for value in measures(samples)), sep="\t")


main()
