#!/usr/bin/env python3
"""Malformed, endless and slow clients on the daemon's socket. After each group of them the daemon must live, answer a
well-formed request, and have kept on scoring.

    fuzz_http.py --programs .build/debug [--requests 2000] [--seed 7]
"""

import argparse
import os
import random
import socket
import sys
import time
from pathlib import Path

from house import House, recording

ROUTES = ["/healthz", "/readyz", "/metrics", "/v1/openapi.json", "/v1/status", "/v1/queue", "/v1/models", "/v1/sessions", "/v1/sessions/a",
          "/v1/answers/a__b", "/v1/answers/a__b/explain", "/v1/quarantine", "/v1/events?after=0", "/v1/retry?id=x", "/v1/rescan"]
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "", "G\0T", "GET" * 500]
ODD = ["%", "%zz", "%00", "..", "../../etc/passwd", "%2e%2e%2f", "\u4e2d", "' OR 1=1 --", "a" * 9000, "-1", "1e999", "9" * 40, "NaN", "\x7f", "__", "a__b.99999999999999999999"]


def request(rng: random.Random) -> bytes:
    """A request that may be wrong in any part."""
    path = rng.choice(ROUTES)
    if rng.random() < 0.6:
        path += rng.choice(["/", "?after=", "?limit=", "&id=", "/"]) + rng.choice(ODD)
    head = f"{rng.choice(METHODS) if rng.random() < 0.5 else 'GET'} {path} {rng.choice(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'HTTP', ''])}"
    lines = [head] + rng.sample([
        "Host: x", "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked",
        "Accept: text/event-stream", "Expect: 100-continue", "X: " + "y" * rng.choice([10, 7000, 100_000]), ": no name", "no colon",
        "Connection: close", "Upgrade: h2c", "Host: x\0y"], rng.randrange(6))
    data = rng.choice(["\r\n", "\n"]).join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n"
    data += rng.choice([b"", b"hello", b"zz\r\n\r\n", b"ffffffffffffffff\r\n", rng.randbytes(200)])
    for _ in range(rng.choice([0, 0, 1, 3])):
        at = rng.randrange(len(data))
        data = data[:at] + rng.randbytes(rng.randrange(3)) + data[at + rng.randrange(3):]
    return data


def connect(house: House, timeout: float = 2) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(timeout)
    client.connect(str(house.socket))
    return client


def send(house: House, data: bytes):
    """Sends and reads what comes, at most for a moment: a broken request may rightly wait for its rest."""
    try:
        with connect(house, 0.05) as client:
            client.sendall(data)
            while client.recv(65536):
                pass
    except (TimeoutError, OSError):
        pass


class Findings(list):
    def check(self, house: House, what: str):
        if house.process.poll() is not None:
            self.append(f"the daemon ended with {house.process.poll()} after {what}")
            return
        try:
            began = time.monotonic()
            status, body = house.ask("/v1/status", timeout=30)
            if status != 200 or b'"state"' not in body:
                self.append(f"after {what} the status is {status}")
            if time.monotonic() - began > 10:
                self.append(f"after {what} the status takes {time.monotonic() - began:.1f} s")
        except OSError as error:
            self.append(f"after {what} the daemon does not answer: {error}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/debug")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--seed", default=os.environ.get("SEED") or str(random.SystemRandom().randrange(1 << 32)))
    options = parser.parse_args()
    rng, findings = random.Random(options.seed), Findings()
    house = House(Path(options.programs).resolve(), workers=1)
    print(f"fuzz: SEED={options.seed}", flush=True)
    try:
        house.drop("first/q1.wav", recording(rng))
        house.start()
        house.ready()
        for number in range(options.requests):
            data = request(rng)
            send(house, data)
            if house.process.poll() is not None:
                findings.append(f"the daemon ended with {house.process.poll()} after request {number}: {data[:300]!r}")
                break
            if number % 200 == 199:
                findings.check(house, f"{number + 1} malformed requests")
        if not findings:
            # Slow clients: each holds a connection with half a request; readers of the stream that read nothing.
            slow = []
            for number in range(100):
                try:
                    client = connect(house)
                    client.sendall(b"GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n" if number % 2 else b"GET /v1/sta")
                    slow.append(client)
                except OSError:
                    break
            findings.check(house, f"{len(slow)} clients that neither write nor read")
            for number in range(5):
                house.drop(f"slow/q{number}.wav", recording(rng))
            end = time.monotonic() + 300
            while house.get("/v1/status")["store"]["answers"] < 6 and time.monotonic() < end:
                time.sleep(0.05)
            if house.get("/v1/status")["store"]["answers"] != 6:
                findings.append("with slow clients connected, answers are not scored")
            for client in slow:
                client.close()
            findings.check(house, "their leaving")
            with connect(house) as client:
                try:
                    for _ in range(2000):
                        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                except OSError:
                    pass
            findings.check(house, "2000 requests in a row whose answers nobody reads")
        ended = house.kill(15) if house.process and house.process.poll() is None else None
        if not findings and ended != 0:
            findings.append(f"SIGTERM ends it with {ended}")
        for finding in findings:
            print(f"fuzz: FINDING {finding}")
        if not findings:
            print(f"fuzz: {options.requests} malformed requests, 100 slow clients, 2000 unread answers, no finding; SEED={options.seed}")
        return 1 if findings else 0
    finally:
        house.remove()


if __name__ == "__main__":
    sys.exit(main())
