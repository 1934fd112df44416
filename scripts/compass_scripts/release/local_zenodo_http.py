"""The local Zenodo over HTTP: who may ask, what arrives, what goes wrong, what is answered."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import struct
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlsplit

from compass_scripts.release.local_zenodo_answer import Answer, Call, Incoming, Refusal, Seen
from compass_scripts.release.local_zenodo_faults import Fault, Kind
from compass_scripts.release.local_zenodo_routes import Route, find_route

PIECE = 1 << 16
KEPT = 64 << 20
"""Bytes; of a bigger file only the size and the sum are kept."""
LIMIT = 100
"""Requests in a minute (row 35); only shown, a fault says when there were too many."""
PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class Backend(Protocol):
    """What a handler needs of its server."""

    folder: Path

    def allows(self, token: str) -> bool:
        """Return whether a token is the right one."""

    def began(self, seen: Seen) -> dict[Kind, Fault]:
        """Keep a request, and return the faults that it has."""

    def done(self, operation: str, call: Call, faults: Mapping[Kind, Fault]) -> Answer:
        """Do what is asked for."""

    def passes(self, moment: str, seen: Seen) -> None:
        """Say how far a request is."""

    def wait(self, seconds: float) -> None:
        """Wait, but not for longer than the server is there."""


class Cut(Exception):  # noqa: N818 (an end that was asked for)
    """The connection is broken, without an answer."""


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "LocalZenodo"
    timeout = 60
    disable_nagle_algorithm = True  # head and body are two small writes
    backend: Backend
    """Set by the server, in a class of its own."""

    def log_message(self, format: str, *_args: Any) -> None:  # noqa: A002 (the name it has there)
        """Write nothing: the server keeps its requests."""

    def do_GET(self) -> None:
        """Answer any request."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        route, match = find_route(self.command, parts.path)
        seen = self._seen(parts.path, query, route)
        faults = self.backend.began(seen)
        self.backend.passes("before", seen)
        try:
            answer = self._answer(route, match, query, faults, seen)
            self.backend.passes("after", seen)
            if Kind.NO_ANSWER in faults:
                raise Cut
            self._send(seen, answer)
        except Cut:
            self._break()
        except OSError:  # whoever asked is gone
            self.close_connection = True

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 (http.server looks for these names)

    def _seen(self, path: str, query: Mapping[str, str], route: Route | None) -> Seen:
        auth = "query" if "access_token" in query else "none"
        if "Authorization" in self.headers:
            auth = "header"
        shown = "&".join(
            f"{quote(key)}={'***' if key == 'access_token' else quote(value)}"
            for key, value in query.items()
        )
        headers = {key: value for key, value in self.headers.items() if key != "Authorization"}
        return Seen(self.command, path, shown, route.operation if route else "", headers, auth)

    def _answer(
        self,
        route: Route | None,
        match: Mapping[str, str],
        query: Mapping[str, str],
        faults: Mapping[Kind, Fault],
        seen: Seen,
    ) -> Answer:
        """Take what is sent, do it unless a fault comes before, and return the answer."""
        if slow := faults.get(Kind.SLOW):
            self.backend.wait(slow.number)
        if route and route.operation == "upload":
            content, file = b"", self._file(faults, seen)
        else:
            content, file = self.rfile.read(self._length()), None
        if early := _before(faults):
            return early
        try:
            self._check(route, query)
            call = Call(match, query, dict(self.headers), content, file)
            answer = self.backend.done(route.operation if route else "", call, faults)
        except Refusal as refusal:
            return refusal.answer
        finally:
            if file and file.content:
                file.content.unlink(missing_ok=True)
        late = faults.get(Kind.TIME_OUT)
        return Answer(504, PAGE.format("Gateway Time-out")) if late else answer

    def _check(self, route: Route | None, query: Mapping[str, str]) -> None:
        """Refuse what cannot be judged, or comes from nobody known (rows 31 to 33)."""
        if route is None:
            raise Refusal(404, "Not found.")
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        sent = token if scheme == "Bearer" else query.get("access_token", "")
        if not (route.public or self.backend.allows(sent)):
            raise Refusal(403, "Permission denied.")
        if "xml" in self.headers.get("Content-Type", ""):
            raise Refusal(415, "Unsupported media type.")
        if "html" in self.headers.get("Accept", ""):
            raise Refusal(406, "Not acceptable.")

    def _file(self, faults: Mapping[Kind, Fault], seen: Seen) -> Incoming:
        """Take a file piece by piece; it may break on the way."""
        left, cut = self._length(), faults.get(Kind.CUT)
        limit = min(left, int(cut.number)) if cut else left
        half = left // 2
        md5, size = hashlib.md5(usedforsecurity=False), 0
        kept = self.backend.folder / f"{secrets.token_hex(8)}.part" if left <= KEPT else None
        with (kept or Path(os.devnull)).open("wb") as target:
            while size < limit:
                wanted = min(PIECE, (half if size < half else limit) - size, limit - size)
                piece = self.rfile.read(max(1, wanted))
                if not piece:
                    raise Cut
                md5.update(piece)
                target.write(piece)
                size += len(piece)
                if size == half:
                    self.backend.passes("middle", seen)
        if cut:
            raise Cut
        if Kind.CHECKSUM in faults:
            md5.update(b"another byte")
        return Incoming(size, md5.hexdigest(), kept)

    def _length(self) -> int:
        return int(self.headers.get("Content-Length") or 0)

    def _send(self, seen: Seen, answer: Answer) -> None:
        is_page = isinstance(answer.body, str)
        text = answer.body if is_page else json.dumps(answer.body)
        content = b"" if answer.body is None else str(text).encode()
        seen.status = answer.status
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        if answer.status != 204:
            self.send_header("Content-Length", str(len(content)))
        rates = {"Limit": LIMIT, "Remaining": LIMIT - 1, "Reset": int(time.time()) + 60}
        shown = {f"X-RateLimit-{key}": str(value) for key, value in rates.items()}
        for key, value in (shown | dict(answer.headers)).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def _break(self) -> None:
        """Break the connection as a lost one breaks: what is under way is lost too."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True


def _before(faults: Mapping[Kind, Fault]) -> Answer | None:
    """Return the answer of a fault that comes before anything is done."""
    for kind, fault in faults.items():
        match kind:
            case Kind.TIME_OUT if not fault.committed:
                return Answer(504, PAGE.format("Gateway Time-out"))
            case Kind.NO_ANSWER if not fault.committed:
                raise Cut
            case Kind.HTML:
                return Answer(int(fault.number), PAGE.format(fault.text))
            case Kind.REDIRECT:
                return Answer(int(fault.number), None, {"Location": fault.text})
            case Kind.TOO_MANY:
                headers = {"X-RateLimit-Remaining": "0"}
                headers["X-RateLimit-Reset"] = str(int(time.time() + fault.number))
                headers |= {"Retry-After": fault.words[0]} if fault.words else {}
                message = "Too many requests."
                return Answer(429, {"status": 429, "message": message}, headers)
    return None
