"""The access tokens: one variable for each target, and neither ever stands in for the other.

A token comes from an environment variable and from nowhere else: no option, no file. Contract:
``reference/zenodo.md``, section 6.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SHORTEST = 16
"""Anything shorter is not a token, and hiding it would make a text unreadable."""


class Target(NamedTuple):
    """Where a release is deposited."""

    name: str
    title: str
    base_url: str
    prefix: str
    """What its DOIs begin with."""
    variable: str
    """The environment variable that holds its token."""


TARGETS = {
    "sandbox": Target(
        "sandbox",
        "the sandbox of Zenodo",
        "https://sandbox.zenodo.org",
        "10.5072",
        "COMPASS_ZENODO_SANDBOX_TOKEN",
    ),
    "zenodo": Target("zenodo", "Zenodo", "https://zenodo.org", "10.5281", "COMPASS_ZENODO_TOKEN"),
}


class TokenRefused(Exception):  # noqa: N818 (a refusal, and not a fault of the program)
    """There is no token that may be used; the message says why and what to do."""


def read_token(target: str, environ: Mapping[str, str]) -> str:
    """Return the token for a target.

    :param target: a name in :data:`TARGETS`
    :param environ: the environment variables
    :raises TokenRefused: when it is missing or cannot be one; the text never holds the token
    """
    wanted = TARGETS[target]
    (other,) = (each for each in TARGETS.values() if each.name != target)
    token = environ.get(wanted.variable)
    if token is None:
        raise TokenRefused(_missing(wanted, other, environ))
    if fault := token_fault(token):
        raise TokenRefused(f"{wanted.variable} {fault}")
    if token == environ.get(other.variable):
        raise TokenRefused(
            f"{wanted.variable} and {other.variable} hold the same token; {wanted.title} and "
            f"{other.title} give different ones: set each to its own"
        )
    return token


def token_fault(token: str) -> str:
    """Return what is wrong with a token, without showing it; an empty text when nothing is."""
    if not token.strip():
        return "is empty; set it to your token"
    if any(sign.isspace() for sign in token):
        return "has white space in it; copy the token again, without spaces and line ends"
    if not (token.isascii() and token.isprintable()):
        return "has signs in it that no token has; copy the token again"
    if len(token) < SHORTEST:
        return f"has fewer than {SHORTEST} signs; copy the whole token"
    return ""


def token_file_warnings(environ: Mapping[str, str], home: Path) -> list[str]:
    """Return a warning for each file with a token that others on this computer can read.

    ``compass`` reads no such file, but zenodo-client does, and writes it readable by all.

    :param environ: the environment variables, which may name another folder
    :param home: the home folder
    """
    folder = environ.get("PYSTOW_CONFIG_HOME") or home / environ.get(
        "PYSTOW_CONFIG_NAME", ".config"
    )
    path = Path(folder) / "zenodo.ini"
    try:
        mode = path.stat().st_mode
    except OSError:
        return []
    if os.name == "nt" or not mode & (stat.S_IRGRP | stat.S_IROTH):
        return []
    return [f"others on this computer can read {path}; run: chmod 600 '{path}'"]


def _missing(wanted: Target, other: Target, environ: Mapping[str, str]) -> str:
    text = (
        f"{wanted.variable} is not set; make a token at "
        f"{wanted.base_url}/account/settings/applications/tokens/new/ with the scopes "
        "deposit:write and deposit:actions, and set the variable to it"
    )
    if other.variable in environ:
        text += f" ({other.variable} is for {other.title} and is not used instead)"
    return text
