#!/usr/bin/env python3
"""Has schemathesis (PyPI) make up requests from the daemon's own OpenAPI document, through a relay from TCP to its socket
that exists for this alone.

    openapi.py --programs .build/debug [--examples 200] [--schemathesis schemathesis]

Exit code 1 where an answer contradicts the document, is a server's error, or where the daemon does not live and score
afterwards. 77 where schemathesis is not installed: pip install schemathesis.
"""

import argparse
import json
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from house import House, recording


def relay(target: str) -> int:
    """Listens on a free port of this machine's own address and copies both ways; the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def copy(source: socket.socket, sink: socket.socket):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def serve():
        while True:
            client, _ = listener.accept()
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(target)
            except OSError:
                client.close()
                continue
            for pair in ((client, server), (server, client)):
                threading.Thread(target=copy, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def scored(house: House, count: int) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if house.get("/v1/status")["store"]["answers"] >= count:
            return True
        time.sleep(0.1)
    return False


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", default=".build/debug")
    parser.add_argument("--examples", type=int, default=200, help="requests at most for each operation and phase")
    parser.add_argument("--schemathesis", default="schemathesis")
    parser.add_argument("--seed", default="7")
    options = parser.parse_args()
    tool = shutil.which(options.schemathesis)
    if not tool:
        print("openapi: skipped: schemathesis is not installed (pip install schemathesis)")
        return 77
    house = House(Path(options.programs).resolve())
    try:
        rng = random.Random(options.seed)
        for number in range(4):
            house.drop(f"s{number % 2}/q{number}.wav", recording(rng))
        house.drop("s0/bad.wav", b"no recording", bad=True)
        house.start()
        if not house.ready() or not scored(house, 4):
            print("openapi: the daemon does not start and score")
            return 1
        port = relay(str(house.socket))
        document = house.base / "openapi.json"
        described = json.loads(house.ask("/v1/openapi.json")[1])
        paths = described["paths"]
        # A long poll waits as long as it is told to; here nobody has five minutes.
        for parameter in paths["/v1/events"]["get"]["parameters"]:
            if parameter["name"] == "wait":
                parameter["schema"]["maximum"] = 1
        document.write_text(json.dumps(described))
        print(f"openapi: {sum(len(path) for path in paths.values())} operations, through 127.0.0.1:{port}", flush=True)
        # The answer to an unknown method is HTTP's business; that of a refused role cannot be had as the daemon's own user.
        ended = subprocess.run(
            [tool, "run", str(document), "--url", f"http://127.0.0.1:{port}", "--seed", options.seed, "--max-examples", str(options.examples),
             "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance",
             "--request-timeout", "10", "--no-color"], cwd=house.base, check=False)
        # Among the requests are those to pause and to drain.
        house.ask("/v1/resume", "POST")
        house.drop("s9/q1.wav", recording(rng))
        lives = scored(house, 5)
        stopped = house.kill(15) == 0
        print(f"openapi: schemathesis ended with {ended.returncode}; the daemon {'lives and scores' if lives else 'DOES NOT SCORE'} afterwards"
              f" and {'ends in order' if stopped else 'DOES NOT END IN ORDER'}")
        return 0 if ended.returncode == 0 and lives and stopped else 1
    finally:
        house.remove()


if __name__ == "__main__":
    sys.exit(main())
