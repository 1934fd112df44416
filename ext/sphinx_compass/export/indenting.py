"""Lines below a mark: what is inside a list item, a footnote, a quotation."""

from __future__ import annotations

import re

_NEXT_LINES = re.compile(r"\n(?=[^\n])")


def indented(text: str, width: int) -> str:
    """Return *text* with spaces before all lines but the first and those that are empty."""
    return _NEXT_LINES.sub("\n" + " " * width, text)


def quoted(text: str) -> str:
    """Return *text* as a quotation."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
