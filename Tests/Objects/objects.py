#!/usr/bin/env python3
"""The archive's recordings in a store of objects: a real daemon against moto's S3 behind a door that checks each request's signature with botocore,
and may be shut, slow, or fall shut in the middle.

    objects.py PROGRAMS [--kills 20] [--seed 7]

Exit code 1 with the first thing that does not hold.
"""

import argparse
import hashlib
import http.client
import http.server
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests/Torture"))

from house import House, recording, sha  # noqa: E402

KEY, SECRET, BUCKET = "AKIAINTONE", "a secret/of+ours", "intone-archive"


class Door:
    """What stands before moto."""

    def __init__(self, behind: int, certificate: Path | None = None):
        self.behind, self.isShut, self.cutAfter, self.delay, self.refused, self.seen, self.hidesChecksums = behind, False, None, 0.0, 0, [], False
        self.denied: set[str] = set()
        door = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def hangUp(self):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                if door.isShut:
                    return self.hangUp()
                body = b""
                while len(body) < length:
                    piece = self.rfile.read(min(65536, length - len(body)))
                    if not piece:
                        return
                    body += piece
                    if door.delay:
                        time.sleep(door.delay)
                    if door.isShut or door.cutAfter is not None and len(body) >= door.cutAfter:
                        door.cutAfter = None
                        return self.hangUp()
                door.seen.append((self.command, self.path))
                if not door.isSigned(self, body):
                    door.refused += 1
                    return self.send(403, {"content-type": "application/xml"}, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
                if self.command in door.denied:
                    return self.send(403, {"content-type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>")
                upstream = http.client.HTTPConnection("127.0.0.1", door.behind, timeout=30)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection", "expect")}
                upstream.request(self.command, self.path, body=body, headers=headers)
                reply = upstream.getresponse()
                data = reply.read()
                kept = {name: value for name, value in reply.getheaders() if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server")}
                if door.hidesChecksums:
                    kept = {name: value for name, value in kept.items() if "checksum" not in name.lower()}
                self.send(reply.status, kept, data)

            def send(self, status, headers, data):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def isSigned(self, handler, body: bytes) -> bool:
        """By botocore's own reckoning, over what came."""
        words = handler.headers.get("authorization", "")
        if not words.startswith(f"AWS4-HMAC-SHA256 Credential={KEY}/"):
            return False
        if handler.headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return False
        signed = words.split("SignedHeaders=")[1].split(",")[0].split(";")
        headers = {name: handler.headers[name] for name in signed if name in handler.headers}
        request = AWSRequest(handler.command, f"http://{handler.headers['host']}{handler.path}", headers=headers)
        request.context["timestamp"] = handler.headers["x-amz-date"]
        request.context["payload_signing_enabled"] = True
        auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", "eu-central-1")
        parts = urllib.parse.urlsplit(request.url)
        canonical = "\n".join([
            handler.command, parts.path, auth._canonical_query_string_url(parts), auth.canonical_headers(auth.headers_to_sign(request)) + "\n",
            auth.signed_headers(auth.headers_to_sign(request)), handler.headers["x-amz-content-sha256"]])
        text = auth.string_to_sign(request, canonical)
        return auth.signature(text, request) == words.rsplit("Signature=", 1)[1]


class Play:
    def __init__(self, programs: Path, seed: str):
        self.rng = random.Random(seed)
        self.moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self.moto.start()
        self.door = Door(self.moto.get_host_and_port()[1])
        self.s3 = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self.moto.get_host_and_port()[1]}", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x")
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        self.house = House(programs, workers=2, extra=f"objects: {{endpoint: 'http://127.0.0.1:{self.door.port}', bucket: {BUCKET}, region: eu-central-1, prefix: city/, credentials_file: %BASE%/keys}}\n")
        text = self.house.config.read_text().replace("%BASE%", str(self.house.base))
        self.house.config.write_text(text)
        self.keys(SECRET)
        self.programs = programs
        self.originals: dict[str, bytes] = {}

    def keys(self, secret: str):
        file = self.house.base / "keys"
        file.write_text(f"[default]\naws_access_key_id = {KEY}\naws_secret_access_key = {secret}\n")
        file.chmod(0o644)

    def start(self):
        self.house.start()
        if not self.house.ready():
            raise SystemExit(self.house.log.read_text()[-2000:])

    def drop(self, session: str, question: str, seconds: float = 0.4):
        data = recording(self.rng, seconds)
        self.house.drop(f"{session}/{question}.wav", data)
        self.originals[f"{session}/{question}.wav"] = data

    def until(self, what: str, holds, seconds: float = 60):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                queue = json.dumps(self.house.get("/v1/queue"), ensure_ascii=False) if self.house.process else ""
                raise SystemExit(f"objects: NOT {what}: {queue}\n{self.house.log.read_text()[-3000:]}")
            time.sleep(0.05)
        print(f"objects: {what}", flush=True)

    def require(self, what: str, holds: bool, seen=""):
        if not holds:
            raise SystemExit(f"objects: NOT {what}: {seen}\n{self.house.log.read_text()[-3000:]}")
        print(f"objects: {what}", flush=True)

    def archived(self) -> dict[str, bytes]:
        base = self.house.state / "archive"
        return {str(path.relative_to(base)): path.read_bytes() for path in base.rglob("*.wav")}

    def isOut(self) -> bool:
        """Every recording that was dropped is a stub, and its object holds its bytes."""
        held = self.archived()
        if set(self.originals) - set(held):
            return False
        for name, data in self.originals.items():
            if not held[name].startswith(b"intone.object/1\n"):
                return False
            stub = json.loads(held[name].split(b"\n", 1)[1])
            if self.s3.get_object(Bucket=BUCKET, Key=stub["name"])["Body"].read() != data:
                raise SystemExit(f"objects: {name}: the object is not the recording")
        return True

    def versions(self, prefix: str = "") -> list[str]:
        found = self.s3.list_object_versions(Bucket=BUCKET, Prefix=prefix)
        return [one["Key"] for one in found.get("Versions", []) + found.get("DeleteMarkers", [])]

    def problems(self) -> list[str]:
        return [f"{one['code']}: {one.get('detail', '')}" for one in self.house.get("/v1/status")["problems"]]

    def command(self, *words: str) -> subprocess.CompletedProcess:
        done = subprocess.run([self.programs / "intone", *words], capture_output=True, text=True, env={
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "INTONE_SOCKET": str(self.house.socket), "INTONE_STORE": str(self.house.state / "intone.sqlite"),
            "INTONE_MODELS": str(ROOT / "models")})
        return done

    def heard(self, answer: str, first: int | None = None, last: int | None = None) -> tuple[int, bytes]:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(30)
            client.connect(str(self.house.socket))
            part = f"Range: bytes={first}-{last}\r\n" if first is not None else ""
            client.sendall(f"GET /v1/answers/{answer}/recording HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{part}\r\n".encode())
            data = b""
            while block := client.recv(65536):
                data += block
        head, _, body = data.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body

    def run(self, kills: int):
        self.start()
        for number in range(6):
            self.drop("s1", f"q{number}")
        self.drop("王芳 a~b", "自我 介绍")
        self.until("seven recordings moved out, each confirmed", self.isOut)
        self.require("requests are signed as botocore reckons", self.door.refused == 0 and len(self.door.seen) >= 7, self.door.refused)
        status, body = self.heard("s1__q1")
        self.require("a whole recording is heard", status == 200 and body == self.originals["s1/q1.wav"], (status, len(body)))
        status, body = self.heard("s1__q2", 100, 299)
        self.require("a range of one is heard", status == 206 and body == self.originals["s1/q2.wav"][100:300], (status, len(body)))

        before = {name for name in self.archived()}
        self.house.drop("s1/q3.srt", b"1\n00:00:00,000 --> 00:00:00,400\nwords that came late\n")
        self.until("a late transcript makes a revision from the object", lambda: self.house.get("/v1/answers/s1__q3")["revision"] == 2)

        self.keys("wrong")
        self.drop("s2", "q1")
        self.until("a wrong key is refused, and the status says so", lambda: any(one.startswith("objects.denied") for one in self.problems()))
        self.require("the recording stays here meanwhile", self.archived()["s2/q1.wav"] == self.originals["s2/q1.wav"])
        self.keys(SECRET)
        self.until("with the right one it moves", lambda: self.isOut() and not self.problems())

        self.door.isShut = True
        self.drop("s2", "q2")
        self.house.drop("s1/q4.srt", b"1\n00:00:00,000 --> 00:00:00,400\nwords that wait\n")
        self.until("while the store is away the status says since when", lambda: any(one.startswith("objects.away") and "since 20" in one for one in self.problems()))
        self.until("new answers are scored all the same", lambda: self.house.ask("/v1/answers/s2__q2")[0] == 200)
        shutil.rmtree(self.house.state / "fetched", ignore_errors=True)
        time.sleep(3)
        self.require("what needs an object waits", self.house.get("/v1/answers/s1__q4")["revision"] == 1 and not list((self.house.state / "quarantine").glob("s1/*")))
        self.door.isShut = False
        self.until("and all goes on by itself when it is back", lambda: self.isOut() and self.house.get("/v1/answers/s1__q4")["revision"] == 2 and not self.problems())

        self.door.hidesChecksums = True
        self.drop("s2", "q3")
        self.until("a store that confirms no checksum is asked for what it has", self.isOut)
        self.require("by reading it back", any(command == "GET" and "/s2/q3.wav/" in path for command, path in self.door.seen))
        self.door.hidesChecksums = False

        for number in range(kills):
            self.door.delay = 0.002
            for question in range(3):
                self.drop(f"k{number % 4}", f"q{number}x{question}", self.rng.choice([0.4, 8, 30]))
            if self.rng.random() < 0.4:
                self.door.cutAfter = self.rng.choice([1, 65536, 200_000])
            time.sleep(self.rng.uniform(0.05, 1.2))
            self.house.kill(signal.SIGKILL)
            self.door.delay = 0
            self.start()
        self.until(f"after {kills} kills every recording is out, whole and under its name", self.isOut, 120)
        stubs = {json.loads(data.split(b"\n", 1)[1])["name"] for name, data in self.archived().items()}
        self.require("no object is nobody's", {one for one in self.versions()} == stubs, {one for one in self.versions()} ^ stubs)

        drill = self.command("drill", str(self.backup()), "--state", str(self.house.state), "--config", str(self.house.config), "--lang", "en")
        self.require("a drill compares every recording, from the objects", drill.returncode == 0 and f"recordings verified       {len(self.originals)}" in drill.stdout, drill.stdout + drill.stderr)
        rescored = self.command("rescore", "--session", "s1", "--json")
        self.require("a session is scored again", rescored.returncode == 0, rescored.stdout + rescored.stderr)
        doctor = self.command("doctor", "--config", str(self.house.config), "--lang", "en")
        self.require("doctor says that the bucket may be used", "objects" in doctor.stdout and BUCKET in doctor.stdout, doctor.stdout)

        self.house.drop("s3/session.yaml", b"candidate: c-7\n")
        self.drop("s3", "q1")
        self.drop("s3", "q2")
        self.until("another candidate's recordings move out", self.isOut)
        out = self.house.base / "export"
        exported = self.command("export", "--candidate", "c-7", "--to", str(out), "--config", str(self.house.config), "--state", str(self.house.state))
        found = [path.read_bytes() for path in out.rglob("*.wav")] if out.is_dir() else []
        self.require("a candidate's export has the delivered bytes", sorted(found) == sorted(self.originals[f"s3/q{n}.wav"] for n in (1, 2)), exported.stdout + exported.stderr)

        self.door.denied = {"DELETE"}
        forgotten = self.command("forget", "c-7", "--yes", "--lang", "en")
        self.require("an erasure that is refused says what it could not", forgotten.returncode != 0 and "objects.denied" in forgotten.stdout + forgotten.stderr, forgotten.stdout + forgotten.stderr)
        self.door.denied = set()
        self.until("and is done when it may be", lambda: not self.versions("city/s3/") and not list((self.house.state / "archive").glob("s3/*")))
        for question in (1, 2):
            del self.originals[f"s3/q{question}.wav"]
        self.require("all versions of the erased are gone, nobody else's", not any("/s3/" in one for one in self.versions()) and self.isOut())
        self.require("SIGTERM ends it", self.house.kill(signal.SIGTERM) == 0)
        self.certified()

    def certified(self):
        """The same over TLS: by a certificate that nobody vouches for, and by an authority that is named."""
        certificate = self.house.base / "door.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", certificate, "-out", str(certificate) + ".crt", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        authority = Path(str(certificate) + ".crt")
        certificate.write_text(certificate.read_text() + authority.read_text())
        plain, self.door = self.door, Door(self.door.behind, certificate)
        text = self.house.config.read_text().replace(f"http://127.0.0.1:{plain.port}", f"https://127.0.0.1:{self.door.port}")
        self.house.config.write_text(text)
        self.start()
        self.drop("s4", "q1")
        self.until("a certificate that nobody vouches for is not believed", lambda: any("certificate" in one for one in self.problems()))
        self.require("and nothing was sent", not self.door.seen)
        self.house.kill(signal.SIGTERM)
        self.house.config.write_text(text.replace("prefix: city/", f"prefix: city/, ca_file: {authority}"))
        authority.chmod(0o644)
        self.start()
        self.until("one of an authority that is named is", self.isOut)
        self.require("SIGTERM ends it again", self.house.kill(signal.SIGTERM) == 0)

    def backup(self) -> Path:
        target = self.house.base / "backup"
        target.mkdir()
        done = self.command("backup", str(target))
        if done.returncode:
            raise SystemExit(done.stderr)
        return target

    def remove(self):
        self.house.remove()
        self.moto.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", default=os.environ.get("SEED") or str(random.SystemRandom().randrange(1 << 32)))
    options = parser.parse_args()
    print(f"objects: SEED={options.seed}", flush=True)
    play = Play(options.programs.resolve(), options.seed)
    try:
        play.run(options.kills)
        print("objects: all holds")
    finally:
        play.remove()


if __name__ == "__main__":
    main()
