"""Filled pauses from the sound: the reference for `FilledPauses` in Swift, and the fit of its weights.

    python fillers.py SPEECHOCEAN762        # the folder with WAVE/SPEAKER0135/… and so on

puts held vowels into the read sentences of the adults whom `train_activity.py` names, fits the weights on the frames of the engine in numpy, chooses the
threshold, and prints what `FilledPauses` has, with counts. Vowels come from the readers themselves, by WORLD: no recording of a filled pause and no
mark of one has a part in it. `docs/method.md` says what the weights reach on filled pauses that people marked.
"""
import glob
import json
import multiprocessing
import sys
import zlib

import numpy as np

LAG, SMOOTH, MOVE, FLUX, LOUD, SHORTEST, BRIDGE = 3, 2, 1.0, 4.0, 30.0, 8, 2  # frames; semitones; dB
APART = 15  # frames between two that make one of them
DRAWN, CALM = 0.12, 0.15  # share of the voiced frames held otherwise; of those of a recording that teaches what is no filler
SEED, SENTENCES = 7, 20  # of each reader, joined
PER_MINUTE = 0.05  # wrong ones in the read speech of readers not fitted to, at the threshold


def runs(mask):
    d = np.diff(np.concatenate([[0], np.asarray(mask, int), [0]]))
    return list(zip(np.flatnonzero(d == 1), np.flatnonzero(d == -1)))


def held(f0, fine):
    """Stretches in which neither pitch nor spectrum moves, and the flux of every frame in dB. `fine` in steps of half a decibel."""
    n, voiced = len(f0), f0 > 0
    st = np.where(voiced, 12 * np.log2(np.maximum(f0, 1)), np.nan)
    flux, still = np.zeros(n), np.zeros(n, bool)
    edge = LAG + SMOOTH
    if n <= 2 * edge:
        return [], flux, st
    sums = sum(fine[SMOOTH + k:n - SMOOTH + k].astype(int) for k in range(-SMOOTH, SMOOTH + 1))  # of frame t at t - SMOOTH
    t = np.arange(edge, n - edge)
    here, before, after = (sums[t - SMOOTH + k] for k in (0, -LAG, LAG))
    loud = here > here.max(1, keepdims=True) - int(LOUD * 2 * (2 * SMOOTH + 1))
    flux[t] = (np.abs(after - before) * loud).sum(1) / (2 * (2 * SMOOTH + 1) * loud.sum(1))
    with np.errstate(invalid="ignore"):
        still[t] = (np.abs(st[t + LAG] - st[t - LAG]) < MOVE) & (flux[t] < FLUX)
    joined = []
    for a, b in runs(still):
        if joined and a - joined[-1][1] <= BRIDGE and voiced[joined[-1][1]:a].all():
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return [(a, b) for a, b in joined if b - a >= SHORTEST], flux, st


def describe(f0, fine, speech):
    """Held stretches, and twenty numbers about each: log length, pitch against the speaker's own, flux, log voice before it, the bands against the
    speaker's own."""
    stretches, flux, st = held(f0, fine)
    voiced = (f0 > 0) & speech
    if voiced.sum() <= 10 or not stretches:
        return [], np.zeros((0, 20))
    middle, own, rows = np.median(st[voiced]), fine[voiced].mean(0) / 2, []
    for a, b in stretches:
        before = 0
        while before < a and f0[a - 1 - before] > 0:
            before += 1
        bands = fine[a:b].mean(0) / 2 - own
        rows.append([np.log(0.01 * (b - a) + 0.02), np.nanmedian(st[a:b]) - middle, flux[a:b].mean(), np.log(max(0.01 * before, 0.01) + 0.02),
                     *(bands - bands.mean()) / 10])
    return stretches, np.array(rows)


def fit(rows, truth, penalty=3.0):
    """Logistic regression on standardised inputs, folded back: twenty weights and the bias."""
    from scipy.optimize import minimize
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    z = (rows - mean) / scale

    def loss(w):
        s = z @ w[1:] + w[0]
        p = 1 / (1 + np.exp(-s))
        return (np.logaddexp(0, s) - truth * s).sum() + penalty * (w[1:] ** 2).sum(), np.concatenate([[(p - truth).sum()], z.T @ (p - truth) + 2 * penalty * w[1:]])

    w = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return w[1:] / scale, w[0] - (w[1:] * mean / scale).sum()


def overlaps(stretch, event):
    a, b = 0.01 * stretch[0], 0.01 * stretch[1]
    return min(b, event[1]) - max(a, event[0]) > 0.3 * min(b - a, event[1] - event[0])


def heard(reader, weights, bias, threshold):
    """The filled pauses of a recording as [first frame, last frame + 1, held vowels that they are], or None where every vowel is drawn out."""
    out, others = [], 0
    for (a, b), row, truth in zip(reader["stretches"], reader["rows"], reader["truth"]):
        if row @ weights + bias <= threshold:
            others += b - a
        elif reader["speech"][(a + b) // 2]:
            if out and a - out[-1][1] < APART:
                out[-1] = [out[-1][0], b, out[-1][2] | truth]
            else:
                out.append([a, b, truth])
    return None if others > DRAWN * reader["voiced"] else out


def count(readers, weights, bias, threshold):
    told = [(r, h) for r in readers if (h := heard(r, weights, bias, threshold)) is not None]
    return np.array([sum(len(h) for _, h in told), sum(bool(e[2]) for _, h in told for e in h), sum(r["vowels"] for r, _ in told),
                     len(set().union(*[{(i, v) for v in e[2]} for i, (_, h) in enumerate(told) for e in h], set())),
                     len(told), sum(r["minutes"] for r, _ in told)])


def neutral():
    """Sixteen bands in dB of a tube of even width, 17 cm long: resonances at 500, 1500 and 2500 Hz, as wide as throats differ in length."""
    import frontend
    hertz = np.arange(60, 4000, 10)
    power = sum(1 / (1 + ((hertz - f) / (0.15 * f)) ** 2) for f in (500, 1500, 2500))
    bands = 10 * np.log10([power[(hertz >= a) & (hertz < b)].mean() for a, b in zip(frontend.FINE, frontend.FINE[1:])])
    return bands - bands.mean()


def frames(x, rate):
    """Pitch, bands and speech of every frame, and the level in dB."""
    import engine
    import frontend
    import weights
    r = engine.analyse(frontend.to_8k(x, rate), *weights.read(engine.HERE + "/../Sources/Speech/Resources/weights.json"))
    speech = np.zeros(len(r["f0"]), bool)
    for start, end in r["segments"]:
        speech[round(100 * start):round(100 * end)] = True
    return r["f0"], r["z"]["fine"], speech, r["z"]["energy"][:, 5]


def hold(x, rate, frame, middle, random):
    """The 80 ms around a frame of a vowel stretched to 0.2 to 0.6 s by WORLD, low in the reader's range (`middle` is its median in semitones), falling
    slowly, with soft edges."""
    import pyworld
    at, around = frame * rate // 100, rate * 15 // 100
    part = np.ascontiguousarray(x[max(0, at - around):at + around])
    f0, times = pyworld.harvest(part, rate, frame_period=5.0)
    spectrum, noise = (f(part, f0, times, rate) for f in (pyworld.cheaptrick, pyworld.d4c))
    n = int(random.uniform(0.2, 0.6) * 200)
    pitch = middle + random.normal(-2, 1.5) + np.linspace(0, random.normal(-2.5, 2.5) * n / 200, n) + np.cumsum(random.normal(0, 0.03, n))
    path = np.clip(min(at, around) * 200 // rate + np.linspace(-8, 8, n) * random.choice([-1, 1]), 0, len(f0) - 1.001)
    low, part = path.astype(int), (path % 1)[:, None]
    shape = np.exp((1 - part) * np.log(spectrum[low]) + part * np.log(spectrum[low + 1]))
    y = pyworld.synthesize(2 ** (pitch / 12), np.ascontiguousarray(shape), np.repeat(noise[low[n // 2]][None], n, 0).clip(1e-3, 0.999), rate, 5.0)
    rise, fall = int(random.uniform(0.02, 0.05) * rate), int(random.uniform(0.03, 0.1) * rate)
    y[:rise] *= np.linspace(0, 1, rise)
    y[-fall:] *= np.linspace(1, 0, fall)
    return y * 10 ** ((random.normal(0, 2) + np.linspace(0, random.normal(-3, 3), len(y))) / 20)


def insert(x, rate, random):
    """A recording with held vowels in its pauses of 0.3 s and more (alone, at once behind a word, at once before one), and their times in s."""
    f0, fine, speech, level = frames(x, rate)
    voiced = (f0 > 0) & speech
    shape = fine / 2 - fine[voiced].mean(0) / 2
    likeness = (shape - shape.mean(1, keepdims=True)) @ neutral()
    loud = np.flatnonzero(voiced & (level > np.median(level[voiced]) - 3))
    loud = loud[(loud > 30) & (loud < len(f0) - 30)]
    vowels = loud[np.argsort(-likeness[loud], kind="stable")][:max(20, len(loud) // 12)]
    middle = np.median(12 * np.log2(f0[voiced]))
    gaps = [(a, b) for a, b in runs(~speech) if b - a >= 30 and a > 20 and b < len(f0) - 20]
    random.shuffle(gaps)
    pieces, events, done, length = [], [], 0, 0
    for a, b in sorted(gaps[:int(random.integers(6, 14))]):
        y = hold(x, rate, int(random.choice(vowels)), middle, random)
        if not np.isfinite(y).all() or np.abs(y).max() > 0.99:
            continue
        kind = random.choice(3, p=[0.5, 0.3, 0.2])
        cut = ((a + b) // 2, a + 1, b - 1)[kind] * rate // 100
        tone = x[(a + 5) * rate // 100:(b - 5) * rate // 100]
        before, after = (tone[:int(random.uniform(0, 0.4) * rate)] for _ in range(2))
        before, after = before[:0] if kind else before, after[:0] if kind == 2 else after
        start = length + cut - done + len(before)
        events.append((start / rate, (start + len(y)) / rate))
        pieces += [x[done:cut], before, y + np.resize(tone, len(y)), after]
        length, done = start + len(y) + len(after), cut
    return np.concatenate(pieces + [x[done:]]), events


def read(folder, name):
    """One reader with held vowels put in: stretches, numbers about them, and which vowels each is."""
    import soundfile as sf
    parts = [sf.read(p) for p in sorted(glob.glob(f"{folder}/WAVE/SPEAKER{name}/*.WAV"))[:SENTENCES]]
    rate = parts[0][1]
    x, events = insert(np.concatenate([p[0] for p in parts]), rate, np.random.default_rng([SEED, zlib.crc32(name.encode())]))
    f0, fine, speech, _ = frames(x, rate)
    stretches, rows = describe(f0, fine, speech)
    truth = [{i for i, e in enumerate(events) if overlaps(s, e)} for s in stretches]
    return dict(name=name, stretches=stretches, rows=rows, truth=truth, speech=speech, voiced=(f0 > 0).sum(), vowels=len(events), minutes=len(f0) / 6000)


def learn(readers):
    """Who draws out every word teaches nothing about filled pauses."""
    calm = [r for r in readers if sum(b - a for (a, b), t in zip(r["stretches"], r["truth"]) if not t) <= CALM * r["voiced"] and len(r["rows"])]
    return (*fit(np.concatenate([r["rows"] for r in calm]), np.array([bool(t) for r in calm for t in r["truth"]], float)), len(calm))


def main():
    from train_activity import ADULTS
    with multiprocessing.Pool(2) as pool:
        readers = pool.starmap(read, [(sys.argv[1], name) for name in ADULTS], chunksize=1)
    halves = [readers[::2], readers[1::2]]
    fits = [learn(h) for h in halves]
    for threshold in np.arange(0, 6, 0.25):
        # Each half by the weights of the other.
        n = sum(count(h, w, b, threshold) for h, (w, b, _) in zip(halves, fits[::-1]))
        print(json.dumps(dict(zip(("threshold", "heard", "right", "vowels", "found", "readers", "minutes"), [round(float(v), 2) for v in (threshold, *n)]))))
        if n[0] - n[1] <= PER_MINUTE * n[5]:
            break
    w, bias, calm = learn(readers)
    print(json.dumps({"readers": len(readers), "learnt from": calm, "vowels": sum(r["vowels"] for r in readers),
                      "minutes": round(sum(r["minutes"] for r in readers), 1), "weights": [round(float(v), 3) for v in w],
                      "bias": round(float(bias - threshold), 3), "threshold": float(threshold)}))


if __name__ == "__main__":
    main()
