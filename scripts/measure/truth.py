#!/usr/bin/env python3
"""Recordings whose truth is known because they are made here: truth.py FOLDER.

pitch/      a voice taken apart and put together again by WORLD with another pitch: the contour is exact
pauses/     sentences with silences of known length between them, over room tone
syllables/  sentences whose syllables the voice itself counted

The voices are espeak-ng's. They are plain: what is measured here shows that nothing is broken and how peers do on the
same files; how good the measures are on people is measured on recordings of people.
"""
import json
import os
import sys

import numpy as np
import pyworld
import soundfile as sf
from scipy import signal

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "samples", "make"))
import script  # noqa: E402
from speak import Voice  # noqa: E402

SR, HOP = 16000, 0.01
VOICES = {"en": ["en-us", "en-gb+f2", "en-us+m3", "en-gb+f4"], "zh": ["cmn-latn-pinyin", "cmn-latn-pinyin+f3"]}
TEXTS = {"en": "engineer-c20417.txt", "zh": "sales-c20391.txt"}
PAUSES = [0.12, 0.3, 0.45, 0.7, 0.2, 1.1, 0.35, 0.9, 1.6, 0.55, 0.27, 2.2]


def sentences(language):
    """(what the voice reads, its syllables where the text tells) of every line in one language."""
    for answer in script.read(os.path.join(HERE, "..", "..", "samples", "make", TEXTS[language]))["answers"]:
        for line in answer["lines"]:
            if {kind for kind, _, _ in line["stretches"]} <= {language, "break"}:
                yield " ".join(reading for kind, reading, _ in line["stretches"] if kind == language)


def say(voice, text, name, rate=165):
    samples, _, vowels = voice.say(text, name, rate, 45, 55)
    x = signal.resample_poly(np.array(samples, float) / 32768, 320, 441)
    return x / np.abs(x).max() * 0.5, (len(text.split()) if name.startswith("cmn") else vowels)


def tone(count, rng):
    return signal.lfilter([0.18], [1, -0.82], rng.standard_normal(count)) * 0.002


def save(folder, name, x, truth):
    os.makedirs(folder, exist_ok=True)
    sf.write(f"{folder}/{name}.flac", np.clip(x, -1, 1), SR, subtype="PCM_16")
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(truth, file)


def pitch(out, voice):
    """Shifted by −5 … +4 semitones and wobbled, so that no peer has the answer by construction."""
    for language, names in VOICES.items():
        for i, name in enumerate(names):
            rng = np.random.default_rng(i + 10 * (language == "zh"))
            pieces = []
            for n, text in enumerate(list(sentences(language))[i::len(names)][:6]):
                pieces += [say(voice, text, name)[0], np.zeros(int(0.3 * SR))]
            x = np.concatenate(pieces)[: 20 * SR]
            f0, t = pyworld.harvest(x, SR, f0_floor=60, f0_ceil=500, frame_period=1000 * HOP)
            envelope, aperiodicity = pyworld.cheaptrick(x, f0, t, SR), pyworld.d4c(x, f0, t, SR, threshold=0.85)
            # Where WORLD finds no period to speak of, the copy is noise: unvoiced.
            f0 = np.where(aperiodicity.min(1) > 0.9, 0, f0)
            knots = np.arange(0, len(f0) * HOP + 0.4, 0.4)
            wobble = np.interp(np.arange(len(f0)) * HOP, knots, rng.normal(0, 1.2, len(knots)))
            f0 = np.where(f0 > 0, f0 * 2 ** ((rng.uniform(-5, 4) + wobble) / 12), 0)
            y = pyworld.synthesize(f0, envelope, aperiodicity, SR, frame_period=1000 * HOP)
            # Frames beside an onset or an offset are neither voiced nor unvoiced.
            voiced = f0 > 0
            edge = np.zeros(len(f0), int)
            for k in (-2, -1, 1, 2):
                edge |= voiced != np.roll(voiced, k)
            save(out + "/pitch", f"{language}_{i}", y / np.abs(y).max() * 0.5 + tone(len(y), rng),
                 {"hop_s": HOP, "f0_hz": [round(float(v), 3) for v in f0], "ignore": edge.tolist()})


def pauses(out, voice):
    for language, names in VOICES.items():
        for i, name in enumerate(names):
            rng = np.random.default_rng(100 + i)
            pieces, silence, at = [], [], 0.0

            def quiet(seconds):
                nonlocal at
                silence.append([at, at + seconds])
                pieces.append(np.zeros(round(seconds * SR)))
                at += len(pieces[-1]) / SR

            quiet(0.8)
            for text, gap in zip(list(sentences(language))[i::len(names)] + list(sentences(language)), np.roll(PAUSES, i)):
                pieces.append(say(voice, text, name)[0])
                at += len(pieces[-1]) / SR
                quiet(float(gap))
            x = np.concatenate(pieces)
            save(out + "/pauses", f"{language}_{i}", x + tone(len(x), rng), {"duration_s": len(x) / SR, "silence": silence})


def syllables(out, voice):
    for language, names in VOICES.items():
        for i, name in enumerate(names):
            for rate in (140, 190):
                chosen, total, x = list(sentences(language))[i::len(names)][:5], 0, [np.zeros(SR // 2)]
                for text in chosen:
                    said, count = say(voice, text, name, rate)
                    total += count
                    x += [said, np.zeros(int(0.4 * SR))]
                x = np.concatenate(x)
                save(out + "/syllables", f"{language}_{i}_{rate}", x + tone(len(x), np.random.default_rng(i)),
                     {"syllables": total, "language": language, "duration_s": len(x) / SR})


def main(out):
    voice = Voice()
    pitch(out, voice)
    pauses(out, voice)
    syllables(out, voice)


if __name__ == "__main__":
    main(sys.argv[1])
