"""What went wrong while fetching, in one line that says what to do; it never has the token."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from compass_scripts.models.catalogue import Item
from compass_scripts.models.hub import NotFetched
from compass_scripts.models.hub_token import SETTINGS, VARIABLE, NoToken, hide_token
from compass_scripts.models.sites import host

_LONGEST = 200
_FULL = {errno.ENOSPC, errno.EDQUOT}


def in_one_line(error: Exception, item: Item, folder: Path, environ: Mapping[str, str]) -> str:
    """Return what a person is told of an error.

    :param error: what was raised while *item* was fetched
    :param folder: the folder of models
    :param environ: the environment variables
    """
    for each in _chain(error):
        if text := _known(each, item, folder, environ):
            return hide_token(text, environ)
    # Hidden before it is cut: half a token is still a secret.
    first = hide_token((str(error).strip().splitlines() or [""])[0], environ)[:_LONGEST]
    text = f"{type(error).__name__}: {first}".rstrip(": ")
    return f"{text}; run it again, and tell the maintainers if it stays"


def _known(error: BaseException, item: Item, folder: Path, environ: Mapping[str, str]) -> str:
    if isinstance(error, NotFetched | NoToken):
        return str(error)
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"the disk of {folder} is full; make room, and run it again"
    server = host(item, environ)
    return (
        _refusal(error, item)
        or _status(error, server)
        or _network(error, server)
        or _disk(error, folder)
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from: the library tells more in the latter."""
    while error is not None:
        yield error
        error = error.__cause__


def _refusal(error: BaseException, item: Item) -> str:
    """Return what a refusal of the Hub means. Names are compared, so that nothing is imported."""
    name, status = type(error).__name__, _status_of(error)
    if name == "GatedRepoError" and status == 403:
        return (
            f"its conditions are not accepted yet: open {item.page}, sign in with the account of "
            "the token, accept them, and run it again"
        )
    if name == "RepositoryNotFoundError" and (status == 404 or not item.gated):
        return f"{item.page} is there no more; say so to the maintainers"
    if status == 401 and item.gated:
        return (
            f"the Hub does not know the token in {VARIABLE} (mistyped, expired or deleted); "
            f"make a new one at {SETTINGS}"
        )
    if status == 403 and item.gated:
        return (
            f"the token in {VARIABLE} may not read gated models; make one of the type 'read' at "
            f"{SETTINGS}"
        )
    return ""


def _status(error: BaseException, server: str) -> str:
    status = _status_of(error)
    if status == 429:
        return f"{server} asks to wait, because of many requests; run it again in some minutes"
    if status >= 500:
        return f"{server} has a problem at the moment ({status}); run it again later"
    return f"{server} refused it ({status}); run it again later" if status >= 400 else ""


def _status_of(error: BaseException) -> int:
    return getattr(getattr(error, "response", None), "status_code", 0) or 0


def _network(error: BaseException, server: str) -> str:
    import requests  # noqa: PLC0415 (takes long to import)

    if isinstance(error, requests.exceptions.SSLError):
        return f"the certificate of {server} is not trusted here; ask who looks after your network"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy of your network refused it; ask who looks after your network"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return f"the connection to {server} broke; run it again: what was fetched is kept"
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return f"{server} cannot be reached; check the connection to the internet, and run it again"
    return ""


def _disk(error: BaseException, folder: Path) -> str:
    if type(error) is OSError and error.errno is None and "onsistency" in str(error):
        return "a file came damaged; run it again"
    if isinstance(error, OSError) and error.errno is not None and error.filename:
        return f"{folder} cannot be written ({os.strerror(error.errno)})"
    return ""
