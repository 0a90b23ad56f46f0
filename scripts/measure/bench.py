#!/usr/bin/env python3
"""Speed and memory of Intone, of the libraries beneath it and of its peers, in one run on one machine; Markdown tables.

usage: bench.py INTONE FLOOR [--peers] [--stages STAGES]
Speech: the sample interviews, one after another, at 16 kHz. CPU seconds are user and system time of the whole process,
for an hour of sound; the best of three runs. Times real time = 3600 / CPU seconds.
"""
import argparse
import datetime
import glob
import json
import os
import platform
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["praat_pitch", "praat_nuclei", "praat_everything", "opensmile_egemaps", "swift_f0", "webrtc_vad", "silero_vad"]
PATIENCE = 900  # seconds for one peer
CODECS = {"wav": ["pcm_s16le"], "flac": ["flac"], "mp3": ["libmp3lame", "-b:a", "64k"], "ogg": ["libvorbis", "-q:a", "3"], "opus": ["libopus", "-b:a", "24k"]}


def run(command):
    """CPU seconds, peak memory in MB and standard output of a child."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"bench: exit code {child.returncode}: {' '.join(command[:6])}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode()


def best(command, times=3):
    runs = [run(command) for _ in range(times)]
    return min(r[0] for r in runs), min(r[1] for r in runs), runs[0][2]


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments], check=True)


def speech(folder, seconds, name):
    """`seconds` of the sample interviews as 16 kHz mono WAV."""
    parts = []
    for i, path in enumerate(sorted(p for s in ("opus", "flac", "mp3", "m4a", "wav", "webm") for p in glob.glob(f"{ROOT}/samples/interviews/*/*.{s}"))):
        parts.append(f"{folder}/part{i}.wav")
        if not os.path.exists(parts[-1]):
            ffmpeg("-i", path, "-ar", "16000", "-ac", "1", parts[-1])
    listing = f"{folder}/list.txt"
    with open(listing, "w") as file:
        # Together the samples last about five minutes.
        file.writelines(f"file '{p}'\n" for _ in range(int(seconds / 240) + 1) for p in parts)
    path = f"{folder}/{name}.wav"
    ffmpeg("-f", "concat", "-safe", "0", "-i", listing, "-t", str(seconds), "-c", "copy", path)
    return path


def table(title, head, rows):
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def per_hour(cpu, seconds):
    rate = cpu / seconds * 3600
    times = 3600 / rate
    return [f"{rate:.2f}", f"{times:,.0f}" if times >= 10 else f"{times:.1f}"]


def peer(name, path, environment):
    """CPU seconds an hour, times real time and memory of a peer, or why there are none."""
    try:
        out = subprocess.run([sys.executable, HERE + "/peers.py", name, path], capture_output=True, text=True, env=environment, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return [f"not done in {PATIENCE} s", "", ""]
    if out.returncode != 0:
        return ["failed", (out.stderr.strip().splitlines() or [f"exit code {out.returncode}"])[-1][:60], ""]
    p = json.loads(out.stdout)
    return [*per_hour(p["cpu_s"], p["sound_s"]), f"{p['memory_mb']:.0f}"]


def main():
    a = argparse.ArgumentParser()
    a.add_argument("intone")
    a.add_argument("floor")
    a.add_argument("--stages", help="the program that times each stage")
    a.add_argument("--peers", action="store_true", help="run the peers too (minutes)")
    o = a.parse_args()
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    print(f"{datetime.date.today()}, {cpu}, {os.cpu_count()} cores, {subprocess.run([o.intone, 'version'], capture_output=True, text=True).stdout.splitlines()[0]}")
    analyze = [o.intone, "analyze", "--format", "json"]
    with tempfile.TemporaryDirectory() as d:
        ten = speech(d, 600, "ten")
        coded = {}
        for suffix, codec in CODECS.items():
            coded[suffix] = f"{d}/coded.{suffix}"
            ffmpeg("-i", ten, "-c:a", *codec, coded[suffix])
        short = []
        for i in range(200):
            short.append(f"{d}/short{i}.wav")
            ffmpeg("-ss", str(i * 3 % 590), "-t", "3", "-i", ten, "-c", "copy", short[-1])
        tiny = f"{d}/tiny.wav"
        ffmpeg("-t", "0.05", "-i", ten, "-c", "copy", tiny)

        stages = {}
        if o.stages:
            for suffix, path in coded.items():
                stages[suffix] = [json.loads(line) for line in run([o.stages, path])[2].splitlines()]
        rows = []
        for suffix, path in coded.items():
            _, _, out = best([o.floor, "decode", path])
            used, memory, _ = best(analyze + [path])
            own = [f"{s['sound_s'] / s['cpu_s']:,.0f}" for s in stages.get(suffix, []) if s["stage"] == "decode"]
            rows.append([suffix, *per_hour(float(out.split()[0]), 600), *(own or ["—"]), *per_hour(used, 600), f"{memory:.0f}"])
        head = ["file", "libsndfile alone, CPU s/h", "× real time", "intone's decoding to 16 kHz, × real time", "intone analyze, CPU s/h", "× real time", "peak MB"]
        table("A ten-minute answer, everything measured", head, rows)

        used, memory, _ = best(analyze + short)
        start, least, _ = best(analyze + [tiny], 10)
        table("Many short answers", ["what", "CPU s/h", "× real time", "peak MB"], [["200 answers of 3 s in one call", *per_hour(used, 600), f"{memory:.0f}"]])
        print(f"\nStart of `intone analyze` with 0.05 s of sound: {1000 * start:.0f} ms of CPU, {least:.0f} MB.")

        rows = []
        for n in (512, 1024, 2048):
            _, _, out = best([o.floor, "transform", str(n), "3600"])
            rows.append([f"one windowed transform of {n} points per 10 ms", *per_hour(float(out.split()[0]), 3600)])
        table("The floor", ["what", "CPU s/h", "× real time"], rows)

        if o.stages:
            rows = [[s["stage"], *per_hour(s["cpu_s"], s["sound_s"])] for s in stages["wav"]]
            table("Stages of the analysis, ten minutes of WAV", ["stage", "CPU s/h", "× real time"], rows)

        rows = []
        # Four hours are the longest that is taken in.
        for minutes in (1, 10, 100, 239):
            path = speech(d, minutes * 60, f"long{minutes}")
            used, memory, _ = best(analyze + [path], 3 if minutes < 100 else 1)
            rows.append([str(minutes), f"{used:.3f}", f"{1000 * used / minutes:.1f}", f"{memory:.0f}"])
            os.remove(path)
        table("Growth with length", ["minutes", "CPU s", "CPU ms per minute", "peak MB"], rows)

        if o.peers:
            rows = []
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            used, memory, _ = best(analyze + [ten])
            rows.append(["**Intone, everything**", *per_hour(used, 600), f"{memory:.0f}"])
            for name in PEERS:
                rows.append([name.replace("_", " "), *peer(name, ten, environment)])
            table("Peers on the same ten minutes (their interpreter's start left out)", ["what", "CPU s/h", "× real time", "peak MB"], rows)


if __name__ == "__main__":
    main()
