"""Title Case, as The Turing Way writes its titles."""

from __future__ import annotations

import re

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "is",
        "it",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "over",
        "per",
        "so",
        "the",
        "than",
        "that",
        "to",
        "up",
        "via",
        "vs",
        "when",
        "with",
    ]
)
_WORD = re.compile(r"[^\W\d_][\w'’]*")


def title_case(text: str, *, begins: bool = True, ends: bool = True) -> str:
    """Write the words of a title with capitals; nothing but capitals changes.

    Short words stay small unless they come first or last, or after a colon; words that have a
    capital somewhere stay as they are.

    Args:
        text: a title, or a part of one
        begins: whether the part is the beginning of the title
        ends: whether it is the end
    """
    words = list(_WORD.finditer(text))
    result = text
    for i, match in enumerate(words):
        word = match[0]
        before = text[: match.start()].rstrip()
        first = (i == 0 and begins) or before.endswith((":", "?", "!", "–"))
        last = i == len(words) - 1 and ends
        joined = text[: match.start()].endswith(("-", "'", "’"))
        if word != word.lower() or joined or (word in _SMALL and not (first or last)):
            continue
        result = result[: match.start()] + word[0].upper() + result[match.start() + 1 :]
    return result
