"""A small net over time without recurrence: layers of three taps each, 1, 3, 9 and 27 frames apart, so that it hears 40 frames on each side."""
import numpy as np

DILATIONS = (1, 3, 9, 27)
UNITS = 24


def run(net, rows):
    """Output per frame; the first and the last row stand for what lies beyond."""
    h = ((rows - net["mean"]) / net["scale"]).astype(np.float32)
    n = len(h)
    for w, b, d in zip(net["w"][:-1], net["b"][:-1], net["dilations"]):
        t = np.arange(n)
        taps = np.concatenate([h[np.clip(t + k * d, 0, n - 1)] for k in (-1, 0, 1)], 1)
        h = np.maximum(taps @ w.T + b, 0)
    return (h @ net["w"][-1].T + net["b"][-1])[:, 0]


def fit(records, seed, epochs=12, crop=600, batch=16, rate=3e-3, units=UNITS, log=None):
    """Logistic loss over random stretches of the records (rows, label); Adam with one cosine; one thread, so that a seed gives one result."""
    import torch
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sample = np.concatenate([r["rows"][::7] for r in records])
    mean, scale = sample.mean(0), sample.std(0) + 1e-4
    data = [torch.from_numpy(np.concatenate([(r["rows"] - mean) / scale, r["label"][:, None]], 1).T.astype(np.float32).copy()) for r in records]
    inputs = data[0].shape[0] - 1
    layers, width = [], inputs
    for d in DILATIONS:
        layers += [torch.nn.Conv1d(width, units, 3, dilation=d, padding=d, padding_mode="replicate"), torch.nn.ReLU()]
        width = units
    model = torch.nn.Sequential(*layers, torch.nn.Conv1d(width, 1, 1))
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-3)
    starts = np.concatenate([[(i, 0)] * (1 + x.shape[1] // crop) for i, x in enumerate(data)])
    steps = epochs * (len(starts) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1, s / 100) * 0.5 * (1 + np.cos(np.pi * min(s, steps) / steps)))
    for epoch in range(epochs):
        order, total = rng.permutation(len(starts)), 0.0
        for i in range(len(starts) // batch):
            x = torch.empty(batch, inputs + 1, crop)
            for j, k in enumerate(order[i * batch : (i + 1) * batch]):
                d = data[starts[k][0]]
                a = int(rng.integers(0, max(1, d.shape[1] - crop)))
                piece = d[:, a : a + crop]
                x[j] = piece if piece.shape[1] == crop else torch.nn.functional.pad(piece[None], (0, crop - piece.shape[1]), mode="replicate")[0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(model(x[:, :inputs])[:, 0], x[:, inputs])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        if log:
            print(log, epoch, round(total / (len(starts) // batch), 4), flush=True)
    w, b = [], []
    for layer in model:
        if isinstance(layer, torch.nn.Conv1d):
            w.append(layer.weight.detach().numpy().transpose(0, 2, 1).reshape(layer.out_channels, -1).copy())
            b.append(layer.bias.detach().numpy().copy())
    return dict(mean=mean.astype(np.float32), scale=scale.astype(np.float32), w=w, b=b, dilations=list(DILATIONS))
