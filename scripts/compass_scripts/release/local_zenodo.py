"""A local Zenodo, over real HTTP: for tests, and for rehearsing a release offline.

It is written from the contract of ``reference/zenodo.md`` (the rows of section 2), and never from
the code of Zenodo. What it does not prove: that the real servers still behave as the contract says;
what the contract does not know (how own drafts are listed, what publishing does at DataCite, that
communities accept a record); TLS, proxies and firewalls; real limits of rates and sizes; how a page
of the record looks. Only a release on the sandbox tells these.

It listens on 127.0.0.1 only, at a free port, and forgets everything when it is closed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import secrets
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from compass_scripts.release.local_zenodo_answer import Answer, Call, Incoming, Seen
from compass_scripts.release.local_zenodo_faults import Fault, Faults, Kind
from compass_scripts.release.local_zenodo_http import Handler
from compass_scripts.release.local_zenodo_routes import Operations
from compass_scripts.release.local_zenodo_store import Deposition, Store

Hook = Callable[[str, Seen], None]
"""Gets "before", "middle" (of an upload) and "after" (done, but not answered), with the request."""


class LocalZenodo:
    """A Zenodo on this computer; used in a ``with``.

    :param prefix: what its DOIs begin with: 10.5072 as the sandbox has, or 10.5281
    :param faults: what goes wrong, see ``local_zenodo_faults.py``
    :param communities: the ids of the communities that exist
    :param hook: told how far each request is, in the thread that answers it
    :param today: the day that a new version gets at first
    """

    def __init__(
        self,
        prefix: str = "10.5072",
        faults: Iterable[Fault] = (),
        *,
        communities: Collection[str] = (),
        hook: Hook | None = None,
        today: dt.date | None = None,
    ) -> None:
        self.token = f"local-{secrets.token_urlsafe(24)}"
        """The only one that it takes; another one each time."""
        self.faults = Faults(faults)
        self.requests: list[Seen] = []
        """What was asked, without the token."""
        self._temporary = tempfile.TemporaryDirectory(prefix="local-zenodo-")
        self.folder = Path(self._temporary.name)
        handler = type("BoundHandler", (Handler,), {"backend": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.store = Store(prefix, communities, self.folder, today or dt.date.today())
        self._operations = Operations(self.store, self.url)
        self._hook = hook
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.break_connections()
        self._server.server_close()
        self._temporary.cleanup()
        if self._server.failures and error is None:
            raise RuntimeError("the local Zenodo itself failed") from self._server.failures[0]

    def content(self, id: int | str, name: str) -> bytes:
        """Return the bytes of a file that it holds.

        :raises KeyError: when there is none, or it was too big to keep
        """
        held = self.store.depositions[int(id)].files[name]
        if held.content is None:
            raise KeyError(f"{name} was too big to keep")
        return held.content.read_bytes()

    def have_draft(
        self,
        metadata: Mapping[str, Any],
        *,
        of: int | str | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> Deposition:
        """Have a draft that nobody asked for here, such as one that was left over.

        :param of: a record that it is the next version of
        """
        with self._lock:
            if of is None:
                draft = self.store.create(dict(metadata))
            else:
                draft = self.store.new_version(of, with_files=False)
                self.store.put(draft, dict(metadata))
            for name, content in (files or {}).items():
                self._keep(draft, name, content)
            return draft

    def have_record(
        self, metadata: Mapping[str, Any], files: Mapping[str, bytes], of: int | str | None = None
    ) -> Deposition:
        """Have a published record, such as the version before."""
        draft = self.have_draft(metadata, of=of, files=files)
        with self._lock:
            self.store.publish(draft)
        return draft

    # What a handler asks for (``local_zenodo_http.Backend``).

    def allows(self, token: str) -> bool:
        """Return whether a token is the right one."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def began(self, seen: Seen) -> dict[Kind, Fault]:
        """Keep a request, and return the faults that it has."""
        with self._lock:
            self.requests.append(seen)
        return self.faults.take(seen.operation)

    def passes(self, moment: str, seen: Seen) -> None:
        """Say how far a request is."""
        if self._hook:
            self._hook(moment, seen)

    def wait(self, seconds: float) -> None:
        """Wait, but not for longer than the server is there."""
        self._closing.wait(seconds)

    def done(self, operation: str, call: Call, faults: Mapping[Kind, Fault]) -> Answer:
        """Do what is asked for, one after the other."""
        with self._lock:
            if Kind.LEFT_OVER in faults:
                left = self.store.new_version(call.match["id"], with_files=False)
                self._keep(left, "left-over.pdf", b"of a release that broke")
            answer = self._operations.do(operation, call)
            if dropped := faults.get(Kind.DROPPED):
                draft = self.store.get(call.match["id"])
                for key in dropped.words:
                    draft.shown.pop(key, None)
                    answer.body["metadata"].pop(key, None)
            links = answer.body.get("links", {}) if isinstance(answer.body, dict) else {}
            if (elsewhere := faults.get(Kind.BUCKET)) and "bucket" in links:
                links["bucket"] = links["bucket"].replace(self.url, elsewhere.text)
            return answer

    def _keep(self, draft: Deposition, name: str, content: bytes) -> None:
        path = self.folder / f"{secrets.token_hex(8)}.part"
        path.write_bytes(content)
        sum_ = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self.store.keep(draft, name, Incoming(len(content), sum_, path))


class _Server(ThreadingHTTPServer):
    """Knows its connections, so that none is left when it closes."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, address: tuple[str, int], handler: type[Handler]) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self.failures: list[BaseException] = []
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def break_connections(self) -> None:
        """End the connections that wait for another request."""
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 (fixed there)
        """Keep a fault of our own; whoever asked may break off as they like."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.failures.append(error)
