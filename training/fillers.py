"""Filled pauses from the sound: the reference for `FilledPauses` in Swift, and the fit of its weights.

    python fillers.py TRUTH.json        # {"recording.wav": [[start_s, end_s], …], …}; [] for a recording without any

prints the weights that the labelled recordings give, on frames of the engine in numpy. The committed ones were fitted on the same frames of the Swift
engine; `docs/method.md` says from what, and what they reach.
"""
import json
import sys

import numpy as np

LAG, SMOOTH, MOVE, FLUX, LOUD, SHORTEST, BRIDGE = 3, 2, 1.0, 4.0, 30.0, 8, 2  # frames; semitones; dB
DRAWN, CALM = 0.12, 0.15  # share of the voiced frames held otherwise; of those of a recording that teaches what is no filler


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


def main():
    import engine
    import frontend
    import soundfile as sf
    import weights
    parameters, models = weights.read(engine.HERE + "/../Sources/Speech/Resources/weights.json")
    rows, truth = [], []
    for path, events in json.load(open(sys.argv[1])).items():
        x, rate = sf.read(path, always_2d=True)
        r = engine.analyse(frontend.to_8k(x.mean(1), rate), parameters, models)
        speech = np.zeros(len(r["f0"]), bool)
        for start, end in r["segments"]:
            speech[round(100 * start):round(100 * end)] = True
        stretches, more = describe(r["f0"], r["z"]["fine"], speech)
        # Who draws out every word teaches nothing about fillers.
        if not events and sum(b - a for a, b in stretches) > CALM * (r["f0"] > 0).sum():
            continue
        rows.append(more)
        truth += [any(overlaps(s, e) for e in events) for s in stretches]
    w, bias = fit(np.concatenate(rows), np.array(truth, float))
    print(json.dumps({"weights": [round(float(v), 3) for v in w], "bias": round(float(bias), 3)}))


if __name__ == "__main__":
    main()
