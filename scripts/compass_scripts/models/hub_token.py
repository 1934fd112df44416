"""The access token of the Hugging Face Hub, which only the gated model needs.

It comes from the environment variable ``HF_TOKEN`` and from nowhere else: no option, no file. It is
sent for the gated model only, and hidden in whatever is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from compass_scripts.release.redaction import HIDDEN, Redactor
from compass_scripts.release.tokens import SHORTEST, token_fault

VARIABLE = "HF_TOKEN"
SETTINGS = "https://huggingface.co/settings/tokens"
_SHAPE = re.compile(r"\bhf_[A-Za-z0-9]{8,}")


class NoToken(Exception):  # noqa: N818 (a refusal, and not a fault of the program)
    """There is no token that could be used; the message says what to do, and never has it."""


def read_token(environ: Mapping[str, str]) -> str:
    """Return the token.

    :raises NoToken: when it is missing or cannot be one
    """
    token = environ.get(VARIABLE)
    if token is None:
        raise NoToken(
            f"{VARIABLE} is not set; the steps are above. Or leave it out with --no-speakers"
        )
    if fault := token_fault(token):
        raise NoToken(f"{VARIABLE} {fault}")
    return token


def hide_token(text: str, environ: Mapping[str, str]) -> str:
    """Return *text* without the token, and without whatever looks like one."""
    token = environ.get(VARIABLE, "").strip()
    if len(token) >= SHORTEST:
        text = Redactor(token)(text)
    elif token:
        text = text.replace(token, HIDDEN)
    return _SHAPE.sub(HIDDEN, text)
