"""Which servers models come from. A mirror can be named, where an institute has one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from compass_scripts.models.catalogue import HUB, Item

HUB_VARIABLE = "HF_ENDPOINT"
INDEX_VARIABLE = "COMPASS_NLTK_INDEX"


def address(item: Item, environ: Mapping[str, str]) -> str:
    """Return the address that is asked for a model: the Hub, or NLTK's index."""
    if item.part == "sentences":
        return environ.get(INDEX_VARIABLE) or item.source
    return hub_address(environ)


def hub_address(environ: Mapping[str, str]) -> str:
    """Return the address of the Hugging Face Hub."""
    return (environ.get(HUB_VARIABLE) or HUB).rstrip("/")


def host(item: Item, environ: Mapping[str, str]) -> str:
    """Return the name of the server that is asked for a model."""
    return server_of(address(item, environ))


def server_of(url: str) -> str:
    """Return the name and the port in an address, without the user and the password before it."""
    return urlsplit(url).netloc.rpartition("@")[2]
