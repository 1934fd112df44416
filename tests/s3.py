"""A small server that speaks S3, for programs that keep backups at such a place.

It knows one bucket and what restic asks for: the place of the bucket, listing in pages (version 2),
and writing, reading (also in part), looking at and deleting an object. Signatures (version 4) of
requests and of chunks of a body are verified, so a wrong key is refused as by a real server. What
it does not have: uploads in several parts, versions of objects, and an encrypted connection.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 5
"""How many names one listing gives; a program has to ask for the rest."""
_NOTHING = hashlib.sha256(b"").hexdigest()
_STREAMING = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"


class Bucket:
    """One bucket: what lies in it, and who may reach it."""

    def __init__(self, name: str, key_id: str, secret: str) -> None:
        self.name = name
        self.key_id = key_id
        self.secret = secret
        self.objects: dict[str, bytes] = {}
        self.log: list[str] = []
        """Each request: its method, the object, and the status of the answer."""


class _RefusalError(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def do_GET(self) -> None:
        self.handle_any()

    def do_PUT(self) -> None:
        self.handle_any()

    def do_HEAD(self) -> None:
        self.handle_any()

    def do_DELETE(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        name, _, key = unquote(parts.path).lstrip("/").partition("/")
        try:
            body = self.verified(parts.path, parts.query, body)
            if name != self.bucket.name:
                raise _RefusalError(404, "NoSuchBucket")
            self.answer_object(key, body) if key else self.answer_bucket(dict_of(parts.query))
        except _RefusalError as refusal:
            text = f"<Error><Code>{refusal.code}</Code><Message>{refusal.code}</Message></Error>"
            self.answer(refusal.status, text.encode())

    def answer_bucket(self, query: dict[str, str]) -> None:
        if self.command == "HEAD":
            self.answer(200)
        elif self.command != "GET":
            raise _RefusalError(405, "MethodNotAllowed")
        elif "location" in query:
            self.answer(200, b"<LocationConstraint></LocationConstraint>")
        else:
            self.answer(200, listing(self.bucket, query).encode())

    def answer_object(self, key: str, body: bytes) -> None:
        objects = self.bucket.objects
        if self.command == "PUT":
            objects[key] = body
            self.answer(200, ETag=f'"{md5(body)}"')
        elif self.command == "DELETE":
            objects.pop(key, None)
            self.answer(204)
        elif self.command not in {"GET", "HEAD"}:
            raise _RefusalError(405, "MethodNotAllowed")
        elif key not in objects:
            raise _RefusalError(404, "NoSuchKey")
        else:
            self.answer_content(objects[key])

    def answer_content(self, content: bytes) -> None:
        about = {"ETag": f'"{md5(content)}"', "Last-Modified": "Sat, 21 Nov 2026 12:00:00 GMT"}
        asked = self.headers.get("Range")
        if not asked:
            self.answer(200, content, **about)
            return
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last or len(content)), len(content) - 1)
        if start >= len(content):
            raise _RefusalError(416, "InvalidRange")
        about["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
        self.answer(206, content[start : end + 1], **about)

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.bucket.log.append(f"{self.command} {self.path} {status}")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def verified(self, path: str, query: str, body: bytes) -> bytes:
        """Verify the signature of the request, and return its body without the frames of chunks.

        https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
        """
        method, _, facts = self.headers.get("Authorization", "").partition(" ")
        if method != "AWS4-HMAC-SHA256":
            raise _RefusalError(403, "AccessDenied")
        given = dict(fact.strip().split("=", 1) for fact in facts.split(","))
        key_id, scope = given["Credential"].split("/", 1)
        if key_id != self.bucket.key_id:
            raise _RefusalError(403, "InvalidAccessKeyId")
        names = given["SignedHeaders"].split(";")
        digest = self.headers["x-amz-content-sha256"]
        pairs = sorted(parse_qsl(query, keep_blank_values=True))
        request = "\n".join(
            [
                self.command,
                quote(unquote(path)),
                "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs),
                *(f"{name}:{' '.join(self.headers[name].split())}" for name in names),
                "",
                ";".join(names),
                digest,
            ]
        )
        date = self.headers["x-amz-date"]
        signing_key = f"AWS4{self.bucket.secret}".encode()
        for step in scope.split("/"):
            signing_key = hmac.digest(signing_key, step.encode(), "sha256")

        def sign(*lines: str) -> str:
            return hmac.new(signing_key, "\n".join(lines).encode(), "sha256").hexdigest()

        signature = sign("AWS4-HMAC-SHA256", date, scope, sha256(request.encode()))
        if not hmac.compare_digest(signature, given["Signature"]):
            raise _RefusalError(403, "SignatureDoesNotMatch")
        if digest != _STREAMING:
            if digest != sha256(body):
                raise _RefusalError(400, "XAmzContentSHA256Mismatch")
            return body
        whole = b""
        for chunk, chunk_signature in chunks(body):
            words = ("AWS4-HMAC-SHA256-PAYLOAD", date, scope, signature, _NOTHING, sha256(chunk))
            signature = sign(*words)
            if not hmac.compare_digest(signature, chunk_signature):
                raise _RefusalError(403, "SignatureDoesNotMatch")
            whole += chunk
        return whole

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the parent's name)
        """Say nothing of each request."""


def chunks(body: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield the chunks of a body, each with its signature; the last one is empty."""
    while body:
        frame, _, rest = body.partition(b"\r\n")
        size, _, signature = frame.decode().partition(";chunk-signature=")
        length = int(size, 16)
        yield rest[:length], signature
        body = rest[length + 2 :]


def listing(bucket: Bucket, query: dict[str, str]) -> str:
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token", "")
    names = [key for key in sorted(bucket.objects) if key.startswith(prefix) and key > after]
    entries: dict[str, str] = {}
    for key in names:
        head, found, _rest = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
        if found:
            folder = f"{prefix}{head}{delimiter}"
            entries[folder] = f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
        else:
            content = bucket.objects[key]
            entries[key] = (
                f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
                "<LastModified>2026-11-21T12:00:00.000Z</LastModified>"
                f"<ETag>&quot;{md5(content)}&quot;</ETag></Contents>"
            )
        if len(entries) == PAGE:
            break
    more = bool(names) and key != names[-1]
    token = f"<NextContinuationToken>{escape(key)}</NextContinuationToken>" if more else ""
    return (
        f"<ListBucketResult><Name>{bucket.name}</Name><KeyCount>{len(entries)}</KeyCount>"
        f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{''.join(entries.values())}"
        "</ListBucketResult>"
    )


def dict_of(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def serve_bucket(bucket: Bucket) -> Iterator[str]:
    """Serve a bucket on this machine only, and yield the address of the server."""
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
