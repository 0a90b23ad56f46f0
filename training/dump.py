#!/usr/bin/env python3
"""Intermediate values of the engine on one recording, to check another implementation against: dump.py RECORDING FOLDER [WEIGHTS]."""
import json
import sys

import numpy as np
import soundfile as sf

import engine
import frontend
import paths
import weights


def main():
    source, folder = sys.argv[1:3]
    parameters, models = weights.read(sys.argv[3] if len(sys.argv) > 3 else engine.HERE + "/../Sources/Speech/Resources/weights.json")
    x, rate = sf.read(source, always_2d=True)
    x8 = frontend.to_8k(x.mean(1), rate).astype(np.float32)
    x8.tofile(f"{folder}/samples-8k.f32")
    r = engine.analyse(x8.astype(np.float64), parameters, models)
    z = r["z"]
    p = parameters["frontend"]
    power = {w: frontend.spectra(x8, w) for w in set(p["window"])}
    floor = {w: frontend.noise_floor(power[w], p["floor_quantile"], p["floor_factor"]) for w in power}
    q = {w: np.maximum(power[w] - floor[w], p["floor_residue"] * power[w]) for w in power}
    acf = frontend.autocorrelations([q[w] for w in p["window"]], p)
    arrays = {"energy": z["energy"], "floor_db": z["floor"], "candidate_f0": z["f0"], "candidate_features": z["candidate"].reshape(len(z["f0"]), -1),
              "candidate_logit": r["candidate"], "voicing_features": frontend.voicing_features(z, r["candidate"]), "voicing_logit": r["voicing"],
              "f0": r["f0"], "activity_features": frontend.activity_features(z, r["voicing"], r["candidate"]), "activity_logit": r["activity"],
              "density_features": frontend.density_features(z, r["voicing"], r["activity"]), "density": r["density"], "sonority": r["sonority"], "sub": z["sub"]}
    for w in power:
        arrays[f"noise_floor_{w}"] = floor[w]
    for j, a in enumerate(acf):
        arrays[f"r{j}_frames_0_400_step_10"] = a[:400:10]
    shapes = {}
    for name, a in arrays.items():
        np.asarray(a, np.float32).tofile(f"{folder}/{name}.f32")
        shapes[name] = list(np.shape(a))
    np.savez_compressed(f"{folder}/all.npz", **arrays)
    json.dump({"source": source, "frames": len(z["f0"]), "shapes": shapes, "segments": r["segments"], "nuclei": [float(t) for t in r["nuclei"]],
               "samples": len(x8)}, open(f"{folder}/README.json", "w"), indent=1)


if __name__ == "__main__":
    main()
