"""The paths through candidates and activity logits, and what is read off them."""
import numpy as np
from scipy.ndimage import distance_transform_edt

try:
    from numba import njit
except ImportError:  # slow but the same
    def njit(*a, **k):
        return a[0] if a and callable(a[0]) else (lambda f: f)

PITCH = dict(jump=6.0, glide=1.0, free=0.02, switch=2.0, bias=0.0, range_cost=3.0, range_width=0.5, range_stretch=1.2, shortest=3)


@njit(cache=True)
def viterbi(lf, local, voiced, unvoiced, jump, glide, free, switch):
    n, k = lf.shape
    cur, nxt = np.zeros(k + 1), np.zeros(k + 1)
    back = np.zeros((n, k + 1), np.int8)
    for j in range(k):
        cur[j] = local[0, j] + voiced[0]
    cur[k] = unvoiced[0]
    for t in range(1, n):
        for j in range(k + 1):
            best, at = -1e30, 0
            for i in range(k + 1):
                if j == k:
                    cost = 0.0 if i == k else switch
                elif i == k:
                    cost = switch
                else:
                    d = abs(lf[t, j] - lf[t - 1, i])
                    cost = jump * d if d > free else glide * d
                v = cur[i] - cost
                if v > best:
                    best, at = v, i
            nxt[j] = best + (unvoiced[t] if j == k else local[t, j] + voiced[t])
            back[t, j] = at
        for j in range(k + 1):
            cur[j] = nxt[j]
    path = np.zeros(n, np.int8)
    path[n - 1] = np.argmax(cur)
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def spans(flags):
    e = np.flatnonzero(np.diff(np.r_[0, np.asarray(flags, int), 0]))
    return list(zip(e[::2], e[1::2]))


def pitch(z, candidate_logits, voicing_logits, parameters=None):
    """F0 per frame, 0 where unvoiced."""
    p = dict(PITCH, **(parameters or {}))
    f, ok = z["f0"], z["ok"]
    logits = np.where(ok, candidate_logits, -30)
    top = logits.max(1, keepdims=True)
    local = logits - top - np.log(np.exp(logits - top).sum(1, keepdims=True))
    local = np.where(ok, local, -1e9)
    v = voicing_logits + p["bias"]
    voiced, unvoiced = -np.logaddexp(0, -v), -np.logaddexp(0, v)
    lf = np.log2(np.maximum(f, 1)).astype(np.float64)
    k, h = f.shape[1], np.arange(len(f))
    go = lambda l: viterbi(lf, l.astype(np.float64), voiced, unvoiced, p["jump"], p["glide"], p["free"], p["switch"])
    read = lambda path: np.where(path < k, f[h, np.minimum(path, k - 1)], 0)
    f0 = read(go(local))
    g = np.log2(f0[f0 > 0])
    if len(g) > 20 and p["range_cost"] > 0:
        c, lo, hi = np.quantile(g, [0.5, 0.15, 0.85])
        width = max(p["range_width"], p["range_stretch"] * (hi - lo))
        f0 = read(go(local - p["range_cost"] * np.maximum(np.abs(lf - c) - width, 0)))
    for a, b in spans(f0 > 0):
        if b - a < p["shortest"]:
            f0[a:b] = 0
    return f0


@njit(cache=True)
def two_states(logit, on, off):
    """Most probable sequence of two states; `on` and `off` are the costs of beginning and ending."""
    n = len(logit)
    back = np.zeros((n, 2), np.uint8)
    a = b = 0.0
    for t in range(n):
        s = min(max(logit[t], -6.0), 6.0)
        if a >= b - off:
            na = a
        else:
            na = b - off
            back[t, 0] = 1
        if b >= a - on:
            nb = b
            back[t, 1] = 1
        else:
            nb = a - on
        a, b = na - np.log1p(np.exp(s)), nb - np.log1p(np.exp(-s))
    out = np.zeros(n, np.uint8)
    s = 1 if b > a else 0
    for t in range(n - 1, -1, -1):
        out[t] = s
        s = back[t, s]
    return out


ACTIVITY = dict(bias=0.0, on=6.0, off=6.0, merge_s=0.12, shortest_s=0.08)


def widened(state, level, over=9.0, under=40.0, reach=30):
    """Speech moved out, at most `reach` frames, to where the level of the pauses begins."""
    smooth = smoothed(level)
    on = state > 0
    if on.all() or not on.any():
        return state
    pause = np.median(smooth[~on]) if (~on).sum() > 20 else np.quantile(smooth, 0.05)
    loud = smooth > max(pause + over, np.quantile(smooth[on], 0.95) - under)
    out = on.copy()
    for a, b in spans(on):
        i, j = a, b
        while i > 0 and a - i < reach and loud[i - 1] and not on[i - 1]:
            i -= 1
        while j < len(on) and j - b < reach and loud[j] and not on[j]:
            j += 1
        out[i:j] = True
    return out


def smoothed(level):
    e = np.pad(level, 1, mode="edge")
    return 0.25 * e[:-2] + 0.5 * e[1:-1] + 0.25 * e[2:]


def lowered(logits, voicing, level, near=4, far=10, under=(35.0, 39.0), price=6.0):
    """The logits less what is taken of frames both far from any voice and far under it: rooms behind words, breaths."""
    voiced = voicing > 0
    if voiced.sum() < 20:
        return logits
    e = smoothed(level)
    top = np.quantile(e[voiced], 0.9)
    distance = distance_transform_edt(~voiced)
    away = np.clip((distance - near) / (far - near), 0, 1)
    return logits - price * away * np.clip((top - under[0] - e) / (under[1] - under[0]), 0, 1)


def segments(logits, duration, parameters=None, level=None, voicing=None):
    """Speech as [start, end] in seconds."""
    p = dict(ACTIVITY, **(parameters or {}))
    if voicing is not None:
        logits = lowered(logits, voicing, level)
    state = two_states((logits + p["bias"]).astype(np.float64), p["on"], p["off"])
    if level is not None:
        state = widened(state, level)
    out = []
    for a, b in spans(state):
        s, e = max(0.0, a * 0.01 - 0.005), min(duration, b * 0.01 - 0.005)
        if out and s - out[-1][1] < p["merge_s"]:
            out[-1][1] = e
        else:
            out.append([s, e])
    return [s for s in out if s[1] - s[0] >= p["shortest_s"]]


def nuclei(density, sonority, factor=1.0, reach=4):
    """Times of syllable nuclei: the k-th is where the running sum of the density passes k - 1/2, moved to the sonority's top nearby."""
    total = np.cumsum(density * factor)
    count = int(np.floor(total[-1] + 0.5)) if len(total) else 0
    out, last = [], -1
    for i in np.searchsorted(total, np.arange(count) + 0.5):
        a, b = max(last + 1, i - reach), min(len(sonority), i + reach + 1)
        i = min(i, len(sonority) - 1)
        last = a + int(np.argmax(sonority[a:b])) if b > a else min(last + 1, len(sonority) - 1)
        out.append(last * 0.01)
    return np.array(out)
