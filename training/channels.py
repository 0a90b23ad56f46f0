"""Copies of a recording as other microphones, rooms, codecs and surroundings would have made it; for training only, seeded."""
import subprocess
import tempfile

import numpy as np
import soundfile as sf
from scipy import signal

RATE = 16000


def active_rms(x, hop=160):
    """RMS of the 10 ms frames within 30 dB of the loud ones."""
    e = (x[: len(x) // hop * hop].reshape(-1, hop) ** 2).mean(1)
    loud = e[e > max(np.percentile(e, 95) * 1e-3, 1e-14)]
    return float(np.sqrt(loud.mean())) if len(loud) else 1e-4


def coloured(n, slope, rng):
    """Noise whose power falls with frequency^slope: 0 white, 1 pink, 2 brown."""
    z = np.fft.rfft(rng.standard_normal(n))
    f = np.maximum(np.arange(len(z)), 20 * n / RATE)
    y = np.fft.irfft(z * f ** (-slope / 2), n)
    return y / y.std()


def babble(n, rng, voices):
    """Some of the given voices, all talking at once."""
    total = np.zeros(n)
    for i in rng.choice(len(voices), min(len(voices), int(rng.integers(4, 11))), replace=False):
        y = voices[i]
        total += np.resize(np.roll(y / active_rms(y), rng.integers(0, len(y))), n)
    return total / active_rms(total)


def wavering(y, rng):
    """Noise whose level wanders as a real room's does: by 1.5 to 7 dB (standard deviation) at half a hertz to eight."""
    gain = signal.filtfilt(*signal.butter(2, np.exp(rng.uniform(np.log(0.5), np.log(8))) / 50), rng.standard_normal(len(y) // 160 + 200))
    gain *= rng.uniform(1.5, 7) / gain.std()
    y = y * 10 ** (np.interp(np.arange(len(y)) / 160, np.arange(len(gain)), gain) / 20)
    return y / y.std()


def knocks(x, rms, rng):
    """Keys, clicks and knocks: short noises of one colour each that die away within 5 to 60 ms."""
    y = x.copy()
    for _ in range(int(len(x) / RATE * rng.uniform(0.05, 1.5))):
        n = int(0.4 * RATE)
        a = int(rng.integers(0, max(1, len(x) - n)))
        burst = coloured(n, rng.uniform(-0.5, 2), rng) * np.exp(-np.arange(n) / (rng.uniform(0.005, 0.06) * RATE))
        y[a : a + n] += burst[: len(y) - a] * rms * 10 ** (rng.uniform(-20, 6) / 20)
    return y


def hum(n, rng):
    t = np.arange(n) / RATE
    base = rng.choice([50.0, 60.0]) * (1 + rng.normal() * 1e-3)
    y = sum(rng.uniform(0.1, 1) / k * np.sin(2 * np.pi * (base * k * t + rng.uniform())) for k in range(1, 8))
    return y / y.std()


def telephone(x, rng):
    lo, hi = rng.uniform(200, 400), rng.uniform(2900, 3600)
    order = int(rng.choice([2, 4, 6]))
    sos = signal.butter(order, [lo, hi], "band", fs=RATE, output="sos")
    y = signal.sosfiltfilt(sos, x) if rng.random() < 0.5 else signal.sosfilt(sos, x)
    y = signal.resample_poly(signal.resample_poly(y, 1, 2), 2, 1)[: len(x)]
    peak = max(np.abs(y).max(), 1e-9) / rng.uniform(0.3, 1)
    code = np.round(np.sign(y) * np.log1p(255 * np.abs(y) / peak) / np.log(256) * 127) / 127
    return np.sign(code) * np.expm1(np.abs(code) * np.log(256)) / 255 * peak


def codec(x, name, kilobits):
    suffix = {"libopus": "ogg", "libmp3lame": "mp3"}[name]
    with tempfile.TemporaryDirectory() as d:
        sf.write(d + "/a.wav", x, RATE, subtype="PCM_16")
        for a in (["-i", d + "/a.wav", "-c:a", name, "-b:a", f"{kilobits}k", f"{d}/b.{suffix}"], ["-i", f"{d}/b.{suffix}", "-ar", str(RATE), "-ac", "1", d + "/c.wav"]):
            subprocess.run(["ffmpeg", "-v", "error", "-y", *a], check=True)
        y, _ = sf.read(d + "/c.wav")
    return np.pad(y, (0, max(0, len(x) - len(y))))[: len(x)]


def room(x, rng):
    rt = rng.uniform(0.15, 0.7)
    t = np.arange(int(rt * RATE)) / RATE
    tail = rng.standard_normal(len(t)) * 10 ** (-3 * t / rt)
    tail[: int(rng.uniform(0.002, 0.006) * RATE)] = 0
    return x + signal.fftconvolve(x, tail / np.sqrt((tail**2).sum()))[: len(x)] * rng.uniform(0.2, 0.6)


def automatic_gain(x, rng):
    e = signal.lfilter([0.0002], [1, -0.9998], x**2) + 1e-6 + 0.02 * np.mean(x**2)
    y = x / np.sqrt(e) ** rng.uniform(0.3, 0.8)
    return y / np.abs(y).max() * 0.7


def tilt(x, rng):
    """A microphone's own colour: one gentle low and one gentle high shelf."""
    a, b = rng.uniform(-0.4, 0.6), rng.uniform(-0.4, 0.4)
    y = signal.lfilter([1, -a], [1], x)
    return signal.lfilter([1], [1, -b], y)


KINDS = ["clean", "white", "pink", "brown", "babble", "telephone", "opus", "mp3", "room", "mixed"]


def apply(x, kind, rng, voices):
    """A degraded copy; `kind` is one of KINDS, every detail is drawn from rng."""
    level = active_rms(x)
    noise = lambda y, lo, hi: x + y * level * 10 ** (-rng.uniform(lo, hi) / 20)
    if kind in ("white", "pink", "brown"):
        y = noise(coloured(len(x), {"white": 0, "pink": 1, "brown": 2}[kind], rng), 2, 26)
    elif kind == "babble":
        y = noise(babble(len(x), rng, voices), 3, 24)
    elif kind == "telephone":
        y = telephone(x, rng)
    elif kind == "opus":
        y = codec(x, "libopus", int(rng.choice([12, 16, 24, 32])))
    elif kind == "mp3":
        y = codec(x, "libmp3lame", int(rng.choice([32, 48, 64])))
    elif kind == "room":
        y = room(x, rng)
    elif kind == "mixed":
        y = room(x, rng) if rng.random() < 0.4 else x
        y = y + coloured(len(x), rng.uniform(0, 2), rng) * level * 10 ** (-rng.uniform(12, 35) / 20)
        y = y + hum(len(x), rng) * level * 10 ** (-rng.uniform(15, 45) / 20) if rng.random() < 0.5 else y
        y = automatic_gain(y, rng) if rng.random() < 0.3 else y
        y = tilt(y, rng) if rng.random() < 0.6 else y
        y = telephone(y, rng) if rng.random() < 0.3 else y
        y = y + rng.normal() * 0.02 if rng.random() < 0.3 else y
        if rng.random() < 0.3:
            y = y.copy()
            y[rng.integers(0, len(y), 8)] += rng.uniform(-0.5, 0.5, 8)
    else:
        y = x
    y = y * 10 ** (rng.uniform(-18, 3) / 20)
    return np.clip(y, -1, 1)
