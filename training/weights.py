"""Reading and writing weights.json: parameters and nets, rounded, with what they were made from."""
import json

import numpy as np

import frontend
import paths

INPUTS = {"candidate": frontend.CANDIDATE_INPUTS,
          "voicing": frontend.FRAME_INPUTS + [f"{n}@{k}" for k in (-5, -3, -1, 1, 3, 5) for n in ("r0", "r1", "r2", "under-top-5", "over-floor-5")],
          "activity": frontend.ACTIVITY_INPUTS, "density": frontend.DENSITY_INPUTS}
NUCLEI = dict(reach=4, factor={"en": 1.0, "zh": 1.0, "other": 1.0})


def rounded(x, digits=5):
    return [rounded(v, digits) for v in x] if isinstance(x, (list, np.ndarray)) else float(f"{float(x):.{digits}g}")


def text(x):
    """Numbers in one text: the engine reads it in a tenth of an array's time."""
    return " ".join(repr(v) for v in rounded(x))


def numbers(text):
    return np.array([float(v) for v in text.split()], np.float32)


def packed(name, net):
    assert len(INPUTS[name]) == len(net["mean"]), (name, len(INPUTS[name]), len(net["mean"]))
    over_time = {"dilations": net["dilations"]} if "dilations" in net else {}
    return {"inputs": INPUTS[name], **over_time, "mean": text(net["mean"]), "scale": text(net["scale"]),
            "layers": [{"w": [text(row) for row in w], "b": text(b)} for w, b in zip(net["w"], net["b"])]}


def write(path, models, parameters, header):
    full = {"frontend": dict(frontend.DEFAULTS), "pitch": dict(paths.PITCH), "activity": dict(paths.ACTIVITY), "nuclei": dict(NUCLEI)}
    for k, v in parameters.items():
        full[k].update(v)
    out = {"format": "intone.weights/2", **header, "parameters": full, "nets": {n: packed(n, m) for n, m in models.items()}}
    with open(path, "w") as f:
        f.write(json.dumps(out, ensure_ascii=False, separators=(",", ":")).replace('"nets":', '\n"nets":').replace('"parameters":', '\n"parameters":') + "\n")


def read(path):
    j = json.load(open(path))
    nets = {n: dict(mean=numbers(m["mean"]), scale=numbers(m["scale"]), w=[np.stack([numbers(row) for row in l["w"]]) for l in m["layers"]],
                    b=[numbers(l["b"]) for l in m["layers"]], **({"dilations": m["dilations"]} if "dilations" in m else {})) for n, m in j["nets"].items()}
    return j["parameters"], nets
