"""Makes the sample interviews and the containers: build.py FOLDER. Standard library, libespeak-ng, sox and ffmpeg."""
import array
import json
import math
import os
import subprocess
import sys
import tempfile
import wave

import script
import transcripts
from speak import Voice

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE_RATE = 16000
# Room tone 58 dB below full scale: a quiet office through a laptop's microphone.
ROOM_TONE = 10 ** (-58 / 20)
PEAK = 0.5
EXACT = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]
ENCODERS = {
    "flac": ["flac", "-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "8"], "opus": ["opus", "-c:a", "libopus", "-b:a", "24k"],
    "mp3": ["mp3", "-c:a", "libmp3lame", "-b:a", "48k"], "m4a": ["m4a", "-c:a", "aac", "-b:a", "40k"], "wav": ["wav", "-c:a", "pcm_mulaw", "-ar", "8000"],
    "webm": ["webm", "-c:a", "libopus", "-b:a", "24k"]}
CONTAINERS = {
    "wav-u8.wav": ["pcm_u8"], "wav-s16.wav": ["pcm_s16le"], "wav-s24.wav": ["pcm_s24le"], "wav-s32.wav": ["pcm_s32le"], "wav-float.wav": ["pcm_f32le"],
    "wav-ulaw.wav": ["pcm_mulaw", "-ar", "8000"], "flac-48k-left-only.flac": ["flac", "-sample_fmt", "s16", "-ar", "48000", "-af", "pan=stereo|c0=c0|c1=0*c0"], "aiff.aiff": ["pcm_s16be"],
    "flac.flac": ["flac", "-sample_fmt", "s16"], "vorbis.ogg": ["libvorbis", "-q:a", "3"], "opus.opus": ["libopus", "-b:a", "24k"],
    "mp3.mp3": ["libmp3lame", "-b:a", "64k"], "caf.caf": ["pcm_s16le"], "w64.w64": ["pcm_s16le"], "webm-opus.webm": ["libopus", "-b:a", "24k"],
    "m4a-aac.m4a": ["aac", "-b:a", "48k"]}


class Noise:
    """Numbers between −1 and 1 that are the same on every machine (a 64-bit linear congruence, after Knuth's MMIX)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**52 - 1


def room_tone(count, seed):
    """Noise that falls by 6 dB per octave above 500 Hz, as rooms do; its RMS is ROOM_TONE."""
    noise, level, out = Noise(seed), 0.0, []
    for _ in range(count):
        level += 0.18 * (noise.next() - level)
        out.append(level)
    rms = math.sqrt(sum(x * x for x in out) / count)
    return [x * ROOM_TONE / rms for x in out]


def clean_answer(voice, answer):
    """The spoken samples without room tone, the lines with the times of their words, and the truth about the answer."""
    o = answer["options"]
    samples, lines, silence, syllables = array.array("h"), [], [], 0
    rate = voice.sample_rate

    def be_silent(seconds):
        start = len(samples)
        samples.extend([0] * round(seconds * rate))
        silence.append([start / rate, len(samples) / rate])

    be_silent(float(o["lead"]))
    for line in answer["lines"]:
        begin, before, tokens = len(samples), syllables, []
        for kind, reading, words in line["stretches"]:
            if kind == "break":
                be_silent(script.SHORT_BREAK)
                continue
            # An English word in a Mandarin answer is said by the English voice of the same speaker.
            name = o["voice"] if kind == "zh" else o["voice"].replace("cmn-latn-pinyin", "en-us")
            said, starts, vowels = voice.say(reading, name, line["rate"] or int(o["rate"]), int(o["pitch"]), int(o["range"]))
            syllables += sum(n for _, n in words) if kind == "zh" else vowels
            bounds, at = [len(samples) + s for s in starts] + [len(samples) + len(said)], 0
            for shown, n in words:
                tokens.append((shown, bounds[at] / rate, bounds[at + n] / rate))
                at += n
            samples.extend(said)
        lines.append({"text": line["text"], "start": begin / rate, "end": len(samples) / rate, "tokens": tokens,
                      "syllables": syllables - before, "written": line["written"]})
        if line["pause"]:
            be_silent(line["pause"])
    be_silent(float(o["tail"]))
    duration = len(samples) / rate
    silence = [[round(a, 3), round(b, 3)] for a, b in silence]
    inner = [s for s in silence if s[0] > 0 and s[1] < duration - 0.001]
    pauses = [s for s in inner if s[1] - s[0] >= 0.25]
    span = silence[-1][0] - silence[0][1]
    total = sum(b - a for a, b in pauses)
    truth = {"duration_s": round(duration, 3), "lead_in_s": silence[0][1], "tail_s": round(duration - silence[-1][0], 3), "span_s": round(span, 3),
             "phonation_s": round(span - total, 3), "silence": silence, "pauses": pauses, "pause_total_s": round(total, 3), "syllables": syllables,
             "speech_rate_syl_s": round(syllables / span, 3), "articulation_rate_syl_s": round(syllables / (span - total), 3)}
    return samples, lines, truth


def record(samples, rate, seed, path, encoder):
    """Resampled to 16 kHz, laid over room tone, encoded."""
    with tempfile.TemporaryDirectory() as folder:
        write_wav(folder + "/said.wav", samples, rate)
        subprocess.run(["sox", "-R", "-D", folder + "/said.wav", "-b", "16", folder + "/16k.wav", "vol", "0.7", "rate", "-v", str(SAMPLE_RATE)], check=True)
        with wave.open(folder + "/16k.wav") as file:
            said = array.array("h", file.readframes(file.getnframes()))
        gain = PEAK / max(map(abs, said))
        mixed = array.array("h", (round(32767 * (s * gain + n)) for s, n in zip(said, room_tone(len(said), seed))))
        write_wav(folder + "/mixed.wav", mixed, SAMPLE_RATE)
        encode(folder + "/mixed.wav", path, encoder)


def write_wav(path, samples, rate):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


def encode(source, path, encoder):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", source, *EXACT, *encoder, path], check=True)


def write_text(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def manifest(session):
    lines = [f"candidate: {session['session'].split('-')[-1]}", f"role: {session['role']}", f"language: {session['language']}", "questions:"]
    for answer in session["answers"]:
        lines += [f"  - id: {answer['id']}", f"    text: {answer['question']}", f"    time_limit: {answer['options']['limit']}"]
    return "\n".join(lines + ["attempts_allowed: 2", "consent: {recorded: true, analysed: true}"]) + "\n"


def make_interview(voice, path, out, seed):
    session = script.read(path)
    name = session["session"]
    inbox, truths = f"{out}/interviews/{name}", f"{out}/truth/{name}"
    os.makedirs(inbox, exist_ok=True)
    os.makedirs(truths, exist_ok=True)
    write_text(inbox + "/session.yaml", manifest(session))
    for number, answer in enumerate(session["answers"]):
        suffix, *encoder = ENCODERS[answer["options"]["audio"]]
        samples, lines, truth = clean_answer(voice, answer)
        record(samples, voice.sample_rate, seed + number, f"{inbox}/{answer['id']}.{suffix}", encoder)
        written = [l for l in lines if l["written"]]
        extension, text = transcripts.write(answer["options"]["transcript"], written, session["language"], answer["id"])
        write_text(f"{inbox}/{answer['id']}.{extension}", text)
        truth = {"recording": f"{answer['id']}.{suffix}", "transcript": f"{answer['id']}.{extension}", "format": answer["options"]["transcript"], **truth,
                 "lines": [{"text": l["text"], "start": round(l["start"], 3), "end": round(l["end"], 3), "syllables": l["syllables"], "in_transcript": l["written"]} for l in lines]}
        write_text(f"{truths}/{answer['id']}.json", json.dumps(truth, ensure_ascii=False, indent=1) + "\n")


def glide(rate):
    """4 s of a buzz through two resonances whose F0 goes from 110 to 220 Hz and back, evenly in semitones; 1 s silent on each side."""
    contour, samples, phase, state = [], array.array("h", [0] * rate), 0.0, [[0.0, 0.0], [0.0, 0.0]]
    for n in range(4 * rate):
        f0 = 110 * 2 ** (1 - abs(n / (2 * rate) - 1))
        if n % (rate // 100) == 0:
            contour.append(round(f0, 3))
        phase += f0 / rate
        buzz = sum(math.cos(2 * math.pi * k * phase) / k for k in range(1, int(3800 / f0) + 1))
        x = buzz
        for s, (f, width) in zip(state, ((700, 130), (1220, 120))):
            r = math.exp(-math.pi * width / rate)
            y = x + 2 * r * math.cos(2 * math.pi * f / rate) * s[0] - r * r * s[1]
            s[1], s[0] = s[0], y
            x = y
        samples.append(max(-32767, min(32767, round(x * 22 * min(1, n / 800, (4 * rate - n) / 800)))))
    samples.extend([0] * rate)
    return samples, {"duration_s": 6, "f0_start_s": 1, "hop_s": 0.01, "f0_hz": contour, "f0_median_hz": round(110 * 2**0.5, 3),
                     "f0_sd_st": round(12 / math.sqrt(12), 3)}


def main(out):
    voice = Voice()
    make_interview(voice, HERE + "/sales-c20391.txt", out, 100)
    make_interview(voice, HERE + "/engineer-c20417.txt", out, 200)
    # One short sentence with one pause of 0.5 s, in every container.
    os.makedirs(out + "/containers", exist_ok=True)
    first, _, n = voice.say("one recording", "en-us", 165, 40, 50)
    second, _, m = voice.say("many containers", "en-us", 165, 40, 50)
    quiet = lambda seconds: array.array("h", [0] * round(seconds * voice.sample_rate))
    clip = quiet(0.3) + first + quiet(0.5) + second + quiet(0.2)
    start = 0.3 + len(first) / voice.sample_rate
    record(clip, voice.sample_rate, 300, out + "/containers/flac.flac", ["-c:a", "flac", "-sample_fmt", "s16"])
    for name, arguments in CONTAINERS.items():
        if name != "flac.flac":
            encode(out + "/containers/flac.flac", f"{out}/containers/{name}", ["-c:a", *arguments])
    truth = {"duration_s": round(len(clip) / voice.sample_rate, 3), "pauses": [[round(start, 3), round(start + 0.5, 3)]], "syllables": n + m}
    write_text(out + "/truth/containers.json", json.dumps(truth, indent=1) + "\n")
    samples, truth = glide(SAMPLE_RATE)
    os.makedirs(out + "/pitch", exist_ok=True)
    record(samples, SAMPLE_RATE, 400, out + "/pitch/glide.flac", ["-c:a", "flac", "-sample_fmt", "s16"])
    write_text(out + "/truth/glide.json", json.dumps(truth) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
