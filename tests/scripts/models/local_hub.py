"""A small Hugging Face Hub and NLTK index on this computer, as ``compass models fetch`` sees them.

It speaks what huggingface_hub 0.36 asks: the description of a model with its blobs, HEAD and GET of
a file at a commit, large files on a second server behind a redirect, ranges, gated models. It
proves how *our* program behaves; it cannot prove that the real Hub still answers like this, that
the repositories of the catalogue are still there, or what their files are.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

LARGE = 10_000
"""Files from this size on lie on the second server."""


def commit_of(files: dict[str, bytes]) -> str:
    """Return what stands for the commit of a repository."""
    lines = "".join(f"{name} {hashlib.sha1(files[name]).hexdigest()}" for name in sorted(files))
    return hashlib.sha1(lines.encode()).hexdigest()


@dataclass
class Hub:
    """What the servers have, and what they were asked."""

    repositories: dict[str, dict[str, bytes]] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    #: Tokens that exist, and whether their account has accepted the conditions.
    tokens: dict[str, bool] = field(default_factory=dict)
    #: Tokens that may not read gated models.
    narrow: set[str] = field(default_factory=set)
    #: Other files, by path: the index of NLTK and its archive.
    pages: dict[str, bytes] = field(default_factory=dict)
    #: Answered in place of everything else below a path.
    broken: dict[str, int] = field(default_factory=dict)
    #: Content that is sent in place of the right one.
    tampered: dict[str, bytes] = field(default_factory=dict)
    #: After so many bytes of a large file, nothing more comes: what happens to the next requests.
    cuts: list[tuple[int, str]] = field(default_factory=list)
    #: (method, server, path, range, token)
    asked: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    url: str = ""
    store_url: str = ""
    held: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def bodies(self) -> list[str]:
        """Return the paths of the large files that were sent, with the range."""
        return [
            f"{path} {part}".strip()
            for method, where, path, part, _ in self.asked
            if (method, where) == ("GET", "store")
        ]


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Let the two servers answer while the block runs."""
    servers = []
    for name in ("hub", "store"):
        handler = type("Handler", (_Handler,), {"hub": hub, "where": name})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
    hub.url, hub.store_url = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    try:
        yield hub
    finally:
        hub.go_on.set()
        for server in servers:
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub
    where: str

    def log_message(self, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        hub, path = self.hub, unquote(urlsplit(self.path).path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        part = self.headers.get("Range", "")
        hub.asked.append((self.command, self.where, path, part, token))
        hub.agents.add(self.headers.get("User-Agent", ""))
        for start, status in hub.broken.items():
            if path.startswith(start):
                return self._send(status, b"{}")
        if self.where == "store":
            return self._blob(path, part)
        if path in hub.pages:
            return self._send(200, hub.pages[path])
        if token and token not in hub.tokens:
            return self._refuse(401, "", "Invalid credentials in Authorization header")
        if path.startswith("/api/models/"):
            return self._describe(path.removeprefix("/api/models/"))
        return self._resolve(path, token)

    def _describe(self, name: str) -> None:
        name = name.split("/revision/", maxsplit=1)[0]
        files = self.hub.repositories.get(name)
        if files is None:
            return self._refuse(401, "RepoNotFound", "Invalid username or password.")
        siblings = [_sibling(path, content) for path, content in sorted(files.items())]
        value = {
            "id": name,
            "sha": commit_of(files),
            "gated": "auto" if name in self.hub.gated else False,
            "siblings": siblings,
        }
        return self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _resolve(self, path: str, token: str) -> None:
        name, _, rest = path.strip("/").partition("/resolve/")
        commit, _, file = rest.partition("/")
        files = self.hub.repositories.get(name)
        if files is None or file not in files or commit != commit_of(files):
            return self._refuse(404, "EntryNotFound", "Entry not found")
        if name in self.hub.gated:
            if token in self.hub.narrow:
                text = "Please enable access to public gated repositories in your token"
                return self._refuse(403, "", text)
            if not self.hub.tokens.get(token):
                status = 403 if token else 401
                return self._refuse(status, "GatedRepo", f"Access to model {name} is restricted.")
        content = files[file]
        headers = {"X-Repo-Commit": commit}
        if len(content) < LARGE:
            headers["ETag"] = f'"{_git(content)}"'
            return self._send(200, self.hub.tampered.get(file, content), headers)
        sha256 = hashlib.sha256(content).hexdigest()
        headers |= {
            "X-Linked-Etag": f'"{sha256}"',
            "X-Linked-Size": str(len(content)),
            # The real Hub offers a second way to fetch, which we do not go.
            "X-Xet-Hash": sha256,
            "Link": f'<{self.hub.url}/xet-auth>; rel="xet-auth"',
            "Location": f"{self.hub.store_url}/{name}/{file}",
        }
        return self._send(302, b"", headers)

    def _blob(self, path: str, part: str) -> None:
        *owner, rest = path.strip("/").split("/", 2)
        content = self.hub.repositories["/".join(owner)][rest]
        content = self.hub.tampered.get(rest, content)
        start = int(part.removeprefix("bytes=").rstrip("-")) if part else 0
        headers = {"Content-Length": str(len(content) - start)}
        if part:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        if not self.hub.cuts:
            return self._send(206 if part else 200, content[start:], headers)
        cut, then = self.hub.cuts.pop(0)
        self._send(206 if part else 200, content[start : start + cut], headers)
        self.wfile.flush()
        if then == "hold":
            self.hub.held.set()
            self.hub.go_on.wait(60)
        self.close_connection = True
        return None

    def _refuse(self, status: int, code: str, message: str) -> None:
        headers = {"X-Error-Message": message} | ({"X-Error-Code": code} if code else {})
        self._send(status, json.dumps({"error": message}).encode(), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        headers = {"Content-Length": str(len(body))} | (headers or {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _sibling(path: str, content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = {"rfilename": path, "size": len(content), "blobId": _git(content)}
    if len(content) >= LARGE:
        sha256 = hashlib.sha256(content).hexdigest()
        value["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
    return value


def _git(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
