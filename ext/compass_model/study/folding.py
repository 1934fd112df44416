"""One form for all spellings of a name: no case, no accents, no signs that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Letters that Unicode does not take apart, and letters of other scripts that look like Latin ones.
# The roster and the text are folded alike, so that a wrong guess here cannot lose a real name.
_LETTERS = str.maketrans(
    {
        **dict(zip("łøđıħŧɑɡȷ", "lodihtagj", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "n", "ĸ": "k", "\u017f": "s"},
        **dict(zip("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw", strict=True)),
        **dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True)),
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ZERO_WIDTH_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return the letters and digits of *text* in one spelling: ``José-María`` is ``josemaria``."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in bare if not _is_sign(c)).translate(_LETTERS)
    return "".join(filter(str.isalnum, bare)) or bare.strip()


def foldings(name: str) -> set[str]:
    """Return all foldings of a *name* of the roster: ``Müller`` is also ``mueller``."""
    folded = fold(name)
    wide = fold(unicodedata.normalize("NFC", name).lower().translate(_UMLAUTS))
    narrow = re.sub(r"([aou])e", r"\1", folded).replace("aa", "a")
    found = {folded, wide}
    if len(narrow) >= 4:
        found.add(narrow)
    return found - {""}


def clean(text: str) -> str:
    """Return *text* without control characters and signs that nobody sees, in one encoding (NFC).

    Letters of scripts that need joiners between them keep these.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    kept = []
    for c in text:
        category = unicodedata.category(c)
        if category == "Cc" or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif (category not in {"Cf", "Cs"} and not _is_invisible(c)) or (
            c in _ZERO_WIDTH_JOINERS and kept and "\u0600" <= kept[-1] <= "\u0fff"
        ):
            kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_sign(c: str) -> bool:
    return unicodedata.category(c) in {"Mn", "Mc", "Me", "Cf"} or _is_invisible(c)


def _is_invisible(c: str) -> bool:
    """Return whether a letter or mark has no shape: fillers, variation selectors."""
    return c in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" or "\ufe00" <= c <= "\ufe0f"


@cache
def marks() -> str:
    """Return all combining marks, as they stand in a class of a regular expression."""
    codes = [*range(0x300, 0x1E000), *range(0xE0100, 0xE01F0)]
    joiners = [ord(c) for c in _ZERO_WIDTH_JOINERS]
    found = sorted([c for c in codes if unicodedata.category(chr(c))[0] == "M"] + joiners)
    ranges: list[list[int]] = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
