"""Addresses that a token may be sent to: one scheme, host and port, and nothing else.

Contract, row 37 and section 6: the links in an answer are absolute, and may lead elsewhere.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from compass_scripts.release.errors import ZenodoError

LOOPBACK = {"127.0.0.1", "::1"}
ODD = re.compile(r"[\s\\\x00-\x1f\x7f]")


class Origin:
    """The server that a session talks to.

    :param base_url: such as ``https://zenodo.org``; without TLS only on this computer
    :raises ValueError: when a token must not be sent there
    """

    def __init__(self, base_url: str) -> None:
        self._parts = _origin(base_url)
        if self._parts is None or self._parts[0] not in {"https", "http"}:
            raise ValueError(f"{base_url} is not the address of a server")
        if self._parts[0] == "http" and self._parts[1] not in LOOPBACK:
            raise ValueError(f"{base_url} has no TLS; a token is only sent to https addresses")
        self.url = base_url.rstrip("/")

    def pinned(self, address: str, what: str) -> str:
        """Return an address of this server, put together anew from the parts of *address*.

        :param address: a path, or a whole address as links in answers have it
        :param what: what is asked of it, for the error
        :raises ZenodoError: when it leads elsewhere
        """
        if address.startswith("/"):
            address = self.url + address
        if _origin(address) != self._parts:
            raise ZenodoError(
                what,
                details=[f"the server gave an address on another host: {host_of(address)}"],
                hint="The token is not sent there; tell the maintainers of this program",
            )
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.url}{parts.path}{query}"


def host_of(address: str) -> str:
    """Return the host of an address, for a text."""
    found = _origin(address)
    return found[1] if found else "an address that cannot be read"


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return the scheme, host and port; None for an address that readers may take differently."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if ODD.search(address) or "@" in parts.netloc or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or {"https": 443, "http": 80}.get(parts.scheme)
