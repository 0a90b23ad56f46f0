"""Small perceptrons in numpy: Adam, ReLU, one output; losses for two classes, for a choice among candidates, and for counts."""
import numpy as np


def create(inputs, hidden, x, rng, last_bias=0.0):
    sizes = [inputs, *hidden, 1]
    mean, scale = x.mean(0), x.std(0) + 1e-4
    w = [(rng.standard_normal((b, a)) * np.sqrt(2 / a)).astype(np.float32) for a, b in zip(sizes, sizes[1:])]
    b = [np.zeros(k, np.float32) for k in sizes[1:]]
    w[-1] *= 0.3
    b[-1][:] = last_bias
    return dict(mean=mean.astype(np.float32), scale=scale.astype(np.float32), w=w, b=b)


def forward(net, x):
    h = [((x - net["mean"]) / net["scale"]).astype(np.float32)]
    for w, b in zip(net["w"][:-1], net["b"][:-1]):
        h.append(np.maximum(h[-1] @ w.T + b, 0))
    return h, (h[-1] @ net["w"][-1].T + net["b"][-1])[:, 0]


def run(net, x):
    """Output for rows of any leading shape."""
    return forward(net, x.reshape(-1, x.shape[-1]))[1].reshape(x.shape[:-1])


def gradients(net, h, g):
    gw, gb = [None] * len(net["w"]), [None] * len(net["w"])
    g = g[:, None].astype(np.float32)
    for k in range(len(net["w"]) - 1, -1, -1):
        gw[k], gb[k] = g.T @ h[k], g.sum(0)
        if k:
            g = (g @ net["w"][k]) * (h[k] > 0)
    return gw + gb


class Adam:
    def __init__(self, net, decay=1e-5):
        self.p = net["w"] + net["b"]
        self.m = [np.zeros_like(p) for p in self.p]
        self.v = [np.zeros_like(p) for p in self.p]
        self.n, self.decay = 0, decay

    def step(self, g, rate):
        self.n += 1
        for p, q, m, v in zip(self.p, g, self.m, self.v):
            m *= 0.9
            m += 0.1 * q
            v *= 0.999
            v += 0.001 * q * q
            p -= rate * ((m / (1 - 0.9**self.n)) / (np.sqrt(v / (1 - 0.999**self.n)) + 1e-8) + self.decay * p)


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def schedule(step, steps, top):
    return top * min(1, step / 100) * 0.5 * (1 + np.cos(np.pi * step / steps))


def fit_classes(x, y, hidden, rng, weight=None, epochs=20, batch=1024, rate=4e-3, log=None):
    """Logistic loss; y in 0...1."""
    net = create(x.shape[1], hidden, x, rng)
    adam, steps, step = Adam(net), epochs * (len(x) // batch), 0
    for epoch in range(epochs):
        order, loss = rng.permutation(len(x)), 0
        for i in range(len(x) // batch):
            k = order[i * batch : (i + 1) * batch]
            h, z = forward(net, x[k])
            e = sigmoid(z) - y[k]
            if weight is not None:
                e = e * weight[k]
            loss += float(np.abs(e).mean())
            adam.step(gradients(net, h, e / batch), schedule(step, steps, rate))
            step += 1
        if log:
            print(log, epoch, round(loss / (len(x) // batch), 4), flush=True)
    return net


def fit_choice(x, ok, good, hidden, rng, epochs=20, batch=512, rate=4e-3, log=None):
    """Softmax over the candidates of a frame, of which those marked good are right."""
    flat = x[ok]
    net = create(x.shape[2], hidden, flat[:: max(1, len(flat) // 200000)], rng)
    adam, steps, step = Adam(net), epochs * (len(x) // batch), 0
    for epoch in range(epochs):
        order, loss = rng.permutation(len(x)), 0.0
        for i in range(len(x) // batch):
            k = order[i * batch : (i + 1) * batch]
            h, z = forward(net, x[k].reshape(-1, x.shape[2]))
            z = np.where(ok[k], z.reshape(len(k), -1), -30)
            p = np.exp(z - z.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            q = p * good[k]
            right = q.sum(1, keepdims=True)
            loss -= float(np.log(np.maximum(right, 1e-9)).mean())
            e = np.where(ok[k], p - q / np.maximum(right, 1e-9), 0)
            adam.step(gradients(net, h, e.ravel() / batch), schedule(step, steps, rate))
            step += 1
        if log:
            print(log, epoch, round(loss / (len(x) // batch), 4), flush=True)
    return net


def softplus(z):
    return np.where(z > 20, z, np.log1p(np.exp(np.minimum(z, 20))))


def fit_counts(xs, counts, hidden, rng, epochs=30, batch=8, rate=2e-3, decay=1e-4, log=None):
    """The softplus outputs of a stretch add up to its count; squared error over the count."""
    net = create(xs[0].shape[1], hidden, np.concatenate(xs), rng, last_bias=-3.0)
    counts = np.asarray(counts, np.float32)
    adam, steps, step = Adam(net, decay), epochs * (len(xs) // batch), 0
    for epoch in range(epochs):
        order, loss = rng.permutation(len(xs)), 0.0
        for i in range(len(xs) // batch):
            k = order[i * batch : (i + 1) * batch]
            sizes = [len(xs[j]) for j in k]
            h, z = forward(net, np.concatenate([xs[j] for j in k]))
            sums = np.add.reduceat(softplus(z), np.r_[0, np.cumsum(sizes)[:-1]])
            e = (sums - counts[k]) / np.sqrt(counts[k])
            loss += float((e**2).sum())
            g = np.repeat(2 * e / np.sqrt(counts[k]) / batch, sizes) * sigmoid(z)
            adam.step(gradients(net, h, np.clip(g, -0.2, 0.2)), schedule(step, steps, rate))
            step += 1
        if log:
            print(log, epoch, round(loss / (len(xs) // batch * batch), 4), flush=True)
    return net
