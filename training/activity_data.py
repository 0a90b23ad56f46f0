"""Training frames for speech activity: answers built from a speaker's sentences with pauses of known length over room tone, heard through
noise that wavers, talkers, rooms, telephones, codecs and gain control."""
import glob
import os

import numpy as np
from scipy import signal
from scipy.ndimage import maximum_filter1d

import channels
import frontend
import nets
import temporal
from pitch_data import load

RATE, HOP = 16000, 80
QUIET = -35.0  # dB under the loudest 5 ms of a sentence: what stays below for 120 ms or longer is silence
FAINT = -34.0  # dB under the loudest frame within 2 s, in the band that the engine hears: what stays below for 100 ms is too soft to be sure of
HALF = 0.75  # label of what the level calls speech, and an ear hardly would
STILL = -40.0  # dB under the loudest 5 ms: a sentence whose quietest tenth lies over it is too noisy to tell its own pauses
SENTENCES = 14  # of one answer
COPIES = 8  # of one answer: clean, Opus, and drawn ones

# Channels of the drawn copies and how often each is drawn.
KINDS = {"waver": 6, "steady": 3, "tone": 4, "babble": 3, "telephone": 1, "mp3": 0.5, "room": 2, "mixed": 4}


def level(x):
    """Level of each 5 ms, in dB."""
    n = len(x) // HOP
    return 10 * np.log10((x[: n * HOP].reshape(n, HOP) ** 2).mean(1) + 1e-12)


def faint(e):
    """Frames of a clean recording that belong to a stretch too soft to be sure of, from the front end's own levels."""
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


def speakers(folders, exclude):
    """Speaker -> files, of folders per speaker (SPEAKER0001)."""
    out = {}
    for d in folders:
        for p in sorted(glob.glob(d + "/**/*.wav", recursive=True) + glob.glob(d + "/**/*.WAV", recursive=True)):
            s = os.path.basename(os.path.dirname(p)).removeprefix("SPEAKER")
            if s not in exclude:
                out.setdefault(s, []).append(p)
    return out


def sentences(paths, rng, most):
    """Sentences quiet enough around the voice to tell their own pauses by level."""
    out = []
    for i in rng.permutation(len(paths)):
        x = load(paths[i])
        l = level(x)
        if len(l) > 60 and np.quantile(l, 0.1) < l.max() + STILL and np.abs(x).max() > 0.01:
            out.append(x)
        if len(out) == most:
            break
    return out


def tone_of(parts, n, rng):
    """Noise with the spectrum of what is left between the speech, of unit power."""
    quiet = []
    for x in parts:
        mask = np.ones(len(x), bool)
        for a, b in spoken(x):
            mask[max(0, a - 480) : b + 480] = False
        quiet.append(x[mask])
    y = np.concatenate(quiet)
    if len(y) < 4096:
        return rng.standard_normal(n)
    frames = np.lib.stride_tricks.sliding_window_view(y, 512)[::128] * np.hanning(512)
    magnitude = np.sqrt((np.abs(np.fft.rfft(frames)) ** 2).mean(0))
    spectrum = np.fft.rfft(rng.standard_normal(n + 2))
    k = np.linspace(0, 256, len(spectrum))
    tone = np.fft.irfft(spectrum * np.interp(k, np.arange(257), magnitude), n + 2)[:n]
    return tone / max(tone.std(), 1e-12)


def built(cut, rng):
    """A new answer out of sentences of one speaker: (samples, speech intervals in samples)."""
    top = 10 ** (np.quantile(np.concatenate([level(x) for x in cut]), 0.97) / 20)
    decibels = lambda lo, hi: top * 10 ** (rng.uniform(lo, hi) / 20)
    tone_level = decibels(-60, -40)
    own_noise = decibels(-55, -38) if rng.random() < 0.35 else 0.0
    swing = 3 if rng.random() < 0.7 else 6
    length = lambda: int((np.exp(rng.uniform(np.log(0.1), np.log(2.5))) if rng.random() < 0.9 else rng.uniform(2.5, 6)) * RATE)
    parts, intervals, at = [], [], 0
    for i in rng.permutation(len(cut)):
        gap = length()
        parts.append(tone_of(cut[:6], gap, rng) * tone_level)
        at += gap
        y = cut[i]
        runs = spoken(y)
        # some sentences keep their own quiet surroundings: louder or softer than an edited or gated pause
        a, b = (runs[0][0], runs[-1][1]) if rng.random() < 0.6 else (0, len(y))
        parts.append((y[a:b] + tone_of(cut[:6], b - a, rng) * own_noise) * 10 ** (rng.uniform(-swing, swing) / 20))
        intervals += [(at + s - a, at + e - a) for s, e in runs]
        at += b - a
    gap = length()
    parts.append(tone_of(cut[:6], gap, rng) * tone_level)
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


def buzzing(rng, count):
    """Sentences of a buzz, with the rhythm of speech or held: voices higher, lower and plainer than those of people at hand."""
    base, slope, pace = np.exp(rng.uniform(np.log(75), np.log(540))), rng.uniform(0.7, 1.6), rng.uniform(3, 6)
    out = []
    for _ in range(count):
        held = rng.random() < 0.5
        t = np.arange(int(rng.uniform(0.8, 4) * RATE)) / RATE
        f0 = base * 2 ** (0.25 * np.sin(2 * np.pi * (rng.uniform(0.3, 1.2) * t + rng.uniform())))
        if held:
            f0 = np.clip(base * 2 ** (rng.uniform(-1, 1) * t / t[-1] + rng.uniform(0, 0.1) * np.sin(2 * np.pi * rng.uniform(2, 6) * t)), 60, 600)
        phase = 2 * np.pi * np.cumsum(f0) / RATE
        y = sum(np.cos(h * phase) * h**-slope * (h * f0 < 7000) for h in range(1, int(7000 / f0.min()) + 1))
        edge = np.clip(np.minimum(t, t[-1] - t) / rng.uniform(0.01, 0.05), 0, 1)
        y *= edge if held else edge * (0.55 + rng.uniform(0.2, 0.45) * np.sin(2 * np.pi * (pace * t + rng.uniform())))
        y = np.pad(y / np.abs(y).max() * 0.5, int(0.25 * RATE))
        out.append(y + channels.coloured(len(y), rng.uniform(0, 1.5), rng) * 10 ** (rng.uniform(-62, -48) / 20))
    return out


class Surroundings:
    """What the copies are made with: rooms, room tones of many microphones, other voices. Everything is drawn from one generator."""

    def __init__(self, noise_folders, voices, rng, rooms=48):
        self.voices = voices
        self.rooms = [self.response(rng) for _ in range(rooms)]
        self.tones = self.quiet(noise_folders)

    @staticmethod
    def response(rng):
        """Impulse response of a room between 2 and 8 m, from its direct sound on."""
        import pyroomacoustics
        size = rng.uniform([2, 2, 2.2], [8, 6, 3.5])
        absorption, order = pyroomacoustics.inverse_sabine(max(rng.uniform(0.15, 0.7), 0.05 * size.min()), size)
        room = pyroomacoustics.ShoeBox(size, fs=RATE, materials=pyroomacoustics.Material(min(absorption, 0.99)), max_order=min(order, 20))
        where = rng.uniform(0.3, size - 0.3)
        room.add_source(where)
        room.add_microphone(np.clip(where + rng.uniform(-1.2, 1.2, 3), 0.2, size - 0.2))
        room.compute_rir()
        h = room.rir[0][0]
        first = int(np.abs(h).argmax())
        h = h[max(0, first - 8) :][: int(0.9 * RATE)]
        return h / np.sqrt((h**2).sum())

    @staticmethod
    def quiet(folders):
        """Stretches of half a second and more in which nobody speaks, of unit power: what recordings have 15 dB and more under their loudest."""
        out = []
        for d in folders:
            for p in sorted(glob.glob(d + "/**/*.wav", recursive=True)):
                x = load(p)
                l = level(x)
                if len(l) < 60:
                    continue
                low = maximum_filter1d(l, 31) < l.max() - 15
                low[:10] = low[-10:] = False
                e = np.flatnonzero(np.diff(np.r_[0, low.astype(int), 0]))
                for a, b in zip(e[::2], e[1::2]):
                    y = x[a * HOP : b * HOP]
                    if b - a >= 100 and y.std() > 3e-4:
                        out.append(((y - y.mean()) / y.std()).astype(np.float32))
        return out

    def tone(self, n, rng):
        """A real room's tone, looped with its pieces faded into each other."""
        y = self.tones[int(rng.integers(len(self.tones)))].astype(np.float64)
        fade = 1600
        ramp = np.sin(np.linspace(0, np.pi / 2, fade))
        out, at = np.zeros(n + len(y)), 0
        while at < n:
            z = y if rng.random() < 0.5 else y[::-1]
            z = z.copy()
            z[:fade] *= ramp
            z[-fade:] *= ramp[::-1]
            out[at : at + len(z)] += z
            at += len(z) - fade
        return out[:n] / out[:n].std()

    def noise(self, n, kind, rng):
        if kind == "babble":
            return channels.babble(n, rng, self.voices)
        y = self.tone(n, rng) if kind == "tone" else channels.coloured(n, rng.uniform(-0.2, 2.2), rng)
        if kind == "steady" or (kind == "tone" and rng.random() < 0.4):
            return y
        return channels.wavering(y, rng)

    def copy(self, x, kind, rng):
        rms = channels.active_rms(x)
        add = lambda y, kind, lo, hi: y + self.noise(len(x), kind, rng) * rms * 10 ** (-rng.uniform(lo, hi) / 20)
        if kind == "waver":
            y = add(x, kind, 8, 38)
        elif kind == "tone":
            y = add(x, kind, 6, 38)
        elif kind == "steady":
            y = add(x, kind, 2, 30)
        elif kind == "babble":
            y = add(x, kind, 3, 26)
        elif kind == "telephone":
            y = channels.telephone(add(x, "waver", 15, 45), rng)
        elif kind == "opus":
            y = channels.codec(x, "libopus", int(rng.choice([8, 12, 16, 24, 32])))
        elif kind == "mp3":
            y = channels.codec(x, "libmp3lame", int(rng.choice([32, 48, 64])))
        elif kind in ("room", "mixed"):
            y = signal.fftconvolve(x, self.rooms[int(rng.integers(len(self.rooms)))])[: len(x)]
            y = y if kind == "room" or rng.random() < 0.5 else x
            y = add(y, rng.choice(["waver", "tone"]), 12, 40)
            if kind == "mixed":
                y = add(y, "babble", 14, 35) if rng.random() < 0.3 else y
                y = y + channels.hum(len(x), rng) * rms * 10 ** (-rng.uniform(15, 45) / 20) if rng.random() < 0.3 else y
                y = channels.knocks(y, rms, rng) if rng.random() < 0.3 else y
                y = channels.automatic_gain(y, rng) if rng.random() < 0.35 else y
                y = channels.tilt(y, rng) if rng.random() < 0.6 else y
                y = channels.telephone(y, rng) if rng.random() < 0.2 else y
                y = channels.codec(y / max(1, np.abs(y).max()), "libopus", int(rng.choice([8, 12, 16, 24]))) if rng.random() < 0.3 else y
                y = y + rng.normal() * 0.02 if rng.random() < 0.2 else y
        else:
            y = x
        return np.clip(y * 10 ** (rng.uniform(-18, 3) / 20), -1, 1)


def features(y, models, parameters=None):
    """Front end results and the activity net's rows of a recording at 16 kHz."""
    z = frontend.analyse(frontend.to_8k(y, RATE), parameters)
    voicing = nets.run(models["voicing"], frontend.voicing_features(z, nets.run(models["candidate"], z["candidate"])))
    return z, frontend.activity_features(z, voicing, nets.run(models["candidate"], z["candidate"]))


def frames(files, around, models, seed, answers=1, kinds=None, copies=COPIES, progress=True):
    """One dictionary per answer and channel: rows, labels, kind, speaker; a speaker without files is a buzz."""
    rng = np.random.default_rng(seed)
    names, odds = list(KINDS), np.array(list(KINDS.values()), float)
    out = []
    for s in sorted(files):
        for _ in range(answers):
            cut = sentences(files[s], rng, SENTENCES) if files[s] else buzzing(rng, SENTENCES)
            if len(cut) < 4:
                continue
            x, intervals = built(cut, rng)
            if not files[s] and rng.random() < 0.5:  # nothing but voice: no pause tells how loud the quiet is
                x = np.concatenate([y[int(0.3 * RATE) : -int(0.3 * RATE)] for y in cut[:2]])
                intervals = [(0, len(x))]
            drawn = kinds or ["clean", "opus", *rng.choice(names, copies - 2, p=odds / odds.sum())]
            for i, kind in enumerate(drawn):
                y = kind(x, rng) if callable(kind) else around.copy(x, kind, rng)
                z, rows = features(y, models)
                n = len(rows)
                if i == 0:
                    on = labels(intervals, n).astype(np.float32)
                    # People who label by ear end a word earlier than its level does.
                    on[(on > 0) & faint(z["energy"][:, 5])] = HALF
                out.append(dict(rows=rows, label=on, kind=kind, speaker=s, seconds=len(x) / RATE, level=z["energy"][:, 5], intervals=intervals))
        if progress and out:
            print(s, len(out), round(float(on.mean()), 2), flush=True)
    return out
