"""A local Zenodo and a client of it, for tests that release something.

What these tests do not prove is said in ``compass_scripts.release.local_zenodo``.
"""

import json
import urllib.error
import urllib.request
from typing import Any, NamedTuple

from compass_scripts.release.client import ReleaseClient
from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.session import Clock, TokenSession

METADATA: dict[str, Any] = {
    "title": "A compass",
    "version": "2026.12.0",
    "publication_date": "2026-12-01",
    "upload_type": "publication",
    "publication_type": "report",
    "description": "<p>Where we are going.</p>",
    "creators": [{"name": "Lovelace, Ada", "orcid": "0000-0002-1825-0097"}],
    "license": "CC-BY-4.0",
    "language": "eng",
}


class Said(NamedTuple):
    """An answer."""

    status: int
    body: Any
    headers: dict[str, str]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


def ask(
    server: LocalZenodo,
    method: str,
    path: str,
    body: Any = None,
    *,
    token: str | None = "",
    **headers: str,
) -> Said:
    """Send a request as any program may, without our client; None as token sends none."""
    if isinstance(body, dict):
        body = json.dumps(body).encode()
        headers.setdefault("Content_Type", "application/json")
    if token is not None:
        headers["Authorization"] = f"Bearer {token or server.token}"
    plain = {key.replace("_", "-"): value for key, value in headers.items()}
    request = urllib.request.Request(server.url + path, data=body, method=method, headers=plain)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=10) as answer:
            return _said(answer)
    except urllib.error.HTTPError as error:
        with error:
            return _said(error)


def _said(answer: Any) -> Said:
    content = answer.read()
    is_json = content and "json" in answer.headers["Content-Type"]
    body = json.loads(content) if is_json else content.decode()
    return Said(answer.status, body, dict(answer.headers))


class Asked(NamedTuple):
    """A client with what it did: its log, and how long it would have waited."""

    client: ReleaseClient
    log: list[str]
    waits: list[float]


def client_of(server: LocalZenodo, *, token: str = "", patience: float = 10.0) -> Asked:
    """Return a client that never really waits."""
    log: list[str] = []
    waits: list[float] = []
    clock = Clock(sleep=waits.append, jitter=lambda: 0.0)
    session = TokenSession(
        token or server.token, server.url, log=log.append, clock=clock, patience=patience
    )
    return Asked(ReleaseClient(session, sandbox=True), log, waits)
