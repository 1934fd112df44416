"""Hiding a token: the one place for logs, errors and files."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote, quote_plus

HIDDEN = "***"
ELSEWHERE = re.compile(r"(?i)(access_token(?:=|%3d)|\bbearer\s+)[^\s&\"'<>]+")


class Redactor:
    """Hides one token in any text, as it is and as addresses, JSON and HTML write it.

    :param token: the token; it is never shown by this object
    """

    def __init__(self, token: str) -> None:
        forms = {
            token,
            quote(token),
            quote(token, safe=""),
            quote_plus(token),
            quote(quote(token, safe=""), safe=""),
            json.dumps(token)[1:-1],
            repr(token)[1:-1],
            html.escape(token),
        }
        longest_first = sorted(forms, key=len, reverse=True)
        # Addresses write %2f as well as %2F.
        self._token = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)

    def __repr__(self) -> str:
        return f"Redactor({HIDDEN})"

    def __call__(self, text: str) -> str:
        """Return *text* without the token, and without whatever stands where a token would."""
        return ELSEWHERE.sub(rf"\g<1>{HIDDEN}", self._token.sub(HIDDEN, text))
