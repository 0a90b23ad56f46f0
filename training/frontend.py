"""The front end of Intone's speech engine in numpy: spectra, noise floor, autocorrelations, candidates, frame features.

This file is the reference for the Swift engine (Sources/Speech): same steps, same constants, same order of features.
Input is mono at 8 kHz in -1...1; every array has one row per 10 ms frame; frame t is centred on sample 80 t.
"""
import numpy as np
from scipy import signal

RATE, HOP, FFT, LAGS = 8000, 80, 512, 449
FREQUENCIES = np.fft.rfftfreq(FFT, 1 / RATE)
BANDS = [(60, 500), (500, 1000), (1000, 2000), (2000, 3000), (3000, 4000), (60, 4000)]
SUBBANDS = [(250, 600), (600, 1000), (1000, 1800), (1800, 3200)]
# Edges in Hz of the bands that the activity net hears; their levels are kept in half decibels over -80 dB, one byte each.
FINE = (60, 150, 250, 370, 500, 660, 830, 1000, 1250, 1500, 1750, 2000, 2333, 2667, 3000, 3500, 4000)
SILENCE = 3.5e-5  # summed power of a block at -90 dBFS

DEFAULTS = dict(
    window=[320, 320, 256],  # samples; one analysis window per autocorrelation
    power=[1.0, 0.5, 0.25],
    mix=[0.40, 0.35, 0.25],
    candidates=6,
    lag_min=26,
    lag_max=300,
    floor_quantile=0.15,
    floor_factor=2.0,
    floor_residue=0.1,
    rank_slope=0.15,
    chunk_frames=6000,
)


def to_8k(x, rate):
    """Resampled to 8 kHz."""
    if rate == RATE:
        return np.asarray(x, np.float64)
    g = np.gcd(int(rate), RATE)
    return signal.resample_poly(x, RATE // g, int(rate) // g)


def band(lo, hi, width):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-(FREQUENCIES - lo) / (width / 4))) / (1 + np.exp((FREQUENCIES - hi) / (width / 4)))


WEIGHTS = [np.exp(-((FREQUENCIES / 302.0) ** 2)) * band(55, 4000, 60), band(70, 1500, 150), band(280, 3500, 200)]


def hann(n):
    return np.hanning(n + 2)[1:-1]


def spectra(x, window):
    """Power spectra of Hann-windowed frames of `window` samples, their mean taken off."""
    n = len(x) // HOP + 1
    padded = np.pad(x, (window // 2, window // 2 + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)[::HOP][:n]
    frames = (frames - frames.mean(1, keepdims=True)) * hann(window)
    z = np.fft.rfft(frames.astype(np.float32), FFT)
    return (z.real**2 + z.imag**2 + 1e-12).astype(np.float32)


def noise_floor(power, quantile, factor, residue=None):
    """Noise floor per bin of one chunk: a low quantile of the smoothed power, read off a histogram of quarter octaves."""
    n = len(power)
    blocks = power[: n // 5 * 5].reshape(-1, 5, power.shape[1]).mean(1) if n >= 5 else power.mean(0, keepdims=True)
    e = np.pad(blocks, ((0, 0), (1, 1)), mode="edge")
    smooth = (e[:, :-2] + e[:, 1:-1] + e[:, 2:]) / 3
    smooth = smooth[smooth.sum(1) >= SILENCE]
    if len(smooth) == 0:
        return np.full(power.shape[1], 2e-12, np.float32)
    cells = np.floor(4 * np.log2(smooth)).astype(int)
    base = cells.min()
    target = quantile * len(cells)
    histogram = np.zeros((cells.max() - base + 1, power.shape[1]))
    np.add.at(histogram, (cells - base, np.arange(power.shape[1])[None, :]), 1)
    cumulative = histogram.cumsum(0)
    first = (cumulative >= target).argmax(0)
    k = np.arange(power.shape[1])
    inside = histogram[first, k]
    before = cumulative[first, k] - inside
    return (factor * 2.0 ** ((base + first + (target - before) / inside) / 4)).astype(np.float32)


def chunks(n, size):
    m = max(1, int(n / size + 0.5))
    return [(c * n // m, (c + 1) * n // m) for c in range(m)]


def window_correlation(window, power):
    w = np.abs(np.fft.rfft(hann(window), FFT)) ** 2
    a = np.fft.irfft(w**power, 2 * FFT)
    return np.maximum(a / a[0], 0.02)[:LAGS].astype(np.float32)


def read(curve, lag):
    """Linear interpolation at fractional lags, 0 beyond the last."""
    rows = np.arange(len(curve))[:, None]
    l = np.clip(lag, 0, LAGS - 2)
    j = l.astype(int)
    w = l - j
    return np.where(lag <= LAGS - 2, curve[rows, j] * (1 - w) + curve[rows, j + 1] * w, 0)


CANDIDATE_INPUTS = ["r0", "r1", "r2", "height", "height-best", "s(L/2)", "s(2L)", "s(1.5L)", "s(L/3)", "log2(f/150)", "r0(L/2)", "r2(L/2)"]
FRAME_INPUTS = ["r0", "r1", "r2", "height", "s(L/2)", "s(2L)"] + [f"under-top-{b}" for b in range(6)] + [f"over-floor-{b}" for b in range(6)] + ["jump-back", "jump-ahead"]


def decibel(x):
    return 10 * np.log10(x + 1e-10)


def autocorrelations(q, p):
    """The compressed autocorrelations of the floor-subtracted spectra, one per window, each over the window's own."""
    out = []
    for spectrum, window, weight, power in zip(q, p["window"], WEIGHTS, p["power"]):
        a = np.fft.irfft((spectrum if power == 1 else spectrum**power) * weight.astype(np.float32), 2 * FFT)[:, :LAGS].astype(np.float32)
        out.append(np.clip(a / np.maximum(a[:, :1], 1e-15) / window_correlation(window, power), -1, 1.2))
    return out


def candidates(r, p):
    """Up to K peaks of the mixed autocorrelation and the features of each."""
    s = sum(m * c for m, c in zip(p["mix"], r))
    lo, hi, k = p["lag_min"], p["lag_max"], p["candidates"]
    peak = np.zeros(s.shape, bool)
    peak[:, lo : hi + 1] = (s[:, lo : hi + 1] > s[:, lo - 1 : hi]) & (s[:, lo : hi + 1] >= s[:, lo + 1 : hi + 2])
    rank = np.where(peak, s - p["rank_slope"] * np.log2(np.maximum(np.arange(LAGS), 1) / lo), -9)
    best = np.sort(np.argpartition(-rank[:, : hi + 1], k, axis=1)[:, :k], axis=1)
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(rank, best, 1), axis=1, kind="stable"), 1)
    ok = np.take_along_axis(peak, best, 1)
    rows, i = np.arange(len(s))[:, None], np.clip(best, 1, hi)
    a, b, c = s[rows, i - 1], s[rows, i], s[rows, i + 1]
    d = np.clip(0.5 * (a - c) / np.minimum(a - 2 * b + c, -1e-9), -0.5, 0.5)
    lag, height = i + d, b - 0.25 * (a - c) * d
    f0 = np.where(ok, 2 * RATE / lag, 0)
    top = np.where(ok, height, -1).max(1, keepdims=True)
    double = np.where(2 * lag <= LAGS - 4, np.maximum(np.maximum(read(s, 2 * lag - 2), read(s, 2 * lag)), read(s, 2 * lag + 2)), 0)
    features = np.stack(
        [read(r[0], lag), read(r[1], lag), read(r[2], lag), height, height - top, read(s, lag / 2), double, read(s, 1.5 * lag),
         read(s, lag / 3), np.log2(np.maximum(f0, 50) / 150), read(r[0], lag / 2), read(r[2], lag / 2)], -1)
    return f0.astype(np.float32), ok, features.astype(np.float32)


def shifted(a, k):
    """Row t is row clamp(t - k) of a."""
    return a[np.clip(np.arange(len(a)) - k, 0, len(a) - 1)]


def analyse(x, parameters=None):
    """Everything that the nets and the paths need, for a recording at 8 kHz."""
    p = dict(DEFAULTS, **(parameters or {}))
    power = {w: spectra(x, w) for w in set(p["window"])}
    main = p["window"][1]
    n = len(power[main])
    f0, ok, features, sub, floor_db, mask = [], [], [], [], [], lambda lo, hi: (FREQUENCIES >= lo) & (FREQUENCIES < hi)
    for a, b in chunks(n, p["chunk_frames"]):
        floor = {w: noise_floor(power[w][a:b], p["floor_quantile"], p["floor_factor"]) for w in power}
        q = {w: np.maximum(power[w][a:b] - floor[w], p["floor_residue"] * power[w][a:b]) for w in power}
        f, o, c = candidates(autocorrelations([q[w] for w in p["window"]], p), p)
        f0.append(f), ok.append(o), features.append(c)
        sub.append(np.stack([q[main][:, mask(*s)].sum(1) for s in SUBBANDS] + [q[main][:, mask(60, 3800)].sum(1)], 1))
        floor_db.append(np.tile(decibel(np.array([floor[main][mask(*s)].sum() for s in BANDS])), (b - a, 1)))
    energy = decibel(np.stack([power[main][:, mask(*s)].sum(1) for s in BANDS], 1))
    fine = decibel(np.stack([power[main][:, mask(*s)].sum(1) for s in zip(FINE, FINE[1:])], 1))
    fine = np.clip(np.floor(2 * (fine + 80) + 0.5), 0, 255).astype(np.uint8)
    z = dict(f0=np.concatenate(f0), ok=np.concatenate(ok), candidate=np.concatenate(features), sub=np.concatenate(sub), energy=energy, fine=fine, floor=np.concatenate(floor_db))
    return z


def best_candidate(z, score):
    return np.argmax(np.where(z["ok"], score, -99), 1)


def voicing_features(z, score):
    """Frame features for the voicing net: the candidate with the best `score`, energies under the top and over the floor, jumps, and their surroundings."""
    h = np.arange(len(z["f0"]))
    q = best_candidate(z, score)
    c = np.where(z["ok"][h, q][:, None], z["candidate"][h, q], 0)
    f = np.where(z["ok"][h, q], z["f0"][h, q], 100)
    top = np.quantile(z["energy"][:, 5], 0.95)
    under = np.clip((z["energy"] - top) / 20, -4, 4)
    over = np.clip(np.maximum(z["energy"] - z["floor"], -5) / 20, -4, 4)
    lf = np.log2(f)
    back = np.minimum(np.abs(np.diff(lf, prepend=lf[:1])), 0.5)
    ahead = np.r_[back[1:], 0]
    base = np.concatenate([c[:, :4], c[:, 5:7], under, over, back[:, None], ahead[:, None]], 1)
    return np.concatenate([base] + [shifted(base, k)[:, [0, 1, 2, 11, 17]] for k in (-5, -3, -1, 1, 3, 5)], 1).astype(np.float32)


ACTIVITY_INPUTS = [f"level-{b}" for b in range(16)] + ["voicing", "r0", "r1", "r2", "range-low", "range-middle", "range-high", "quiet-middle"]
SOUND = -50.0  # dB of the whole band: what lies below is digital silence and has no say in a recording's levels


def activity_features(z, voicing_logits, candidate_logits):
    """What the activity net is told about a frame: levels of 16 bands over the recording's own quiet (5 % quantile), voicing, the three
    autocorrelations at the most plausible candidate, and four numbers of the whole recording: how far apart its quiet and its loud are."""
    q, sounds = z["fine"], z["energy"][:, 5] > SOUND
    sound = q[sounds] if sounds.any() else q
    quiet, middle, loud = (np.quantile(sound, s, axis=0, method="inverted_cdf").astype(np.float32) for s in (0.05, 0.5, 0.95))
    over = np.clip((q.astype(np.float32) - quiet) / 40, -1, 4)
    h, best = np.arange(len(q)), best_candidate(z, candidate_logits)
    heights = np.where(z["ok"][h, best][:, None], z["candidate"][h, best][:, :3], 0)
    spread = (loud - quiet) / 40
    whole = [spread[:5].mean(), spread[5:11].mean(), spread[11:].mean(), ((middle - quiet) / 40).mean()]
    return np.concatenate([over, np.clip(voicing_logits, -8, 8)[:, None] / 4, heights, np.broadcast_to(np.float32(whole), (len(q), 4))], 1).astype(np.float32)


DENSITY_CONTEXT = (-12, -9, -7, -5, -3, -2, -1, 0, 1, 2, 3, 5, 7, 9, 12)
DENSITY_INPUTS = [f"{n}@{k}" for k in DENSITY_CONTEXT for n in ("e0", "e1", "e2", "e3", "voicing", "level")] + ["speech"]


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def density_features(z, voicing_logits, activity_logits):
    """Frame features for the syllable density: compressed sub-band energies, voicing and level around the frame, and whether it is speech."""
    g, total = z["sub"][:, :4], z["sub"][:, 4]
    e = np.clip(g / (np.quantile(g, 0.95, axis=0) + 1e-12), 1e-6, 4) ** 0.25
    e = 0.25 * shifted(e, 1) + 0.5 * e + 0.25 * shifted(e, -1)
    level = np.clip(np.log10(total + 1e-12) - np.log10(np.quantile(total, 0.95) + 1e-12), -4, 0.5)
    b = np.concatenate([e, sigmoid(voicing_logits)[:, None], level[:, None]], 1)
    return np.concatenate([shifted(b, -k) for k in DENSITY_CONTEXT] + [sigmoid(activity_logits)[:, None]], 1).astype(np.float32)


def envelope(z, voicing_logits):
    """Sonority: compressed sub-band energies weighted by voicing, smoothed; its peaks are where syllable nuclei sit."""
    g = z["sub"][:, :4]
    e = (g / (np.quantile(g, 0.95, axis=0) + 1e-12)) ** 0.25
    w = np.array([1, 1, 1, 0.7])
    s = (e * w).sum(1) / w.sum() * (0.5 + 0.5 * sigmoid(voicing_logits))
    k = np.exp(-0.5 * (np.arange(-6, 7) / 1.5) ** 2)
    return np.convolve(np.pad(s, 6, mode="edge"), k / k.sum(), "valid")
