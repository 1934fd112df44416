"""Where a sentence ends: texts in Markdown are written with one sentence on each line.

Only white space that is there already becomes a line break, so that no word can change. A sentence
that is not recognised costs nothing but a longer line; so what is in doubt stays on its line.
"""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# What may stand between the end of a sentence and the white space: quotes, brackets, Markdown's
# marks of emphasis and code, and what stands for a footnote.
_CLOSING = r"[\"'’”»)\]}*_`›]*"  # signs that close a quotation
_OPENING = r"[\"'‘“„«(\[{*_`‹¿¡]*"  # noqa: RUF001  # signs that open one
_END = re.compile(rf"([.!?…]+){_CLOSING}( )(?={_OPENING}(\w|$|[^\w\s]))")
_SIGNS = "#$@"
"""Signs that a sentence begins with; others, such as a dash, go on with it."""
_START = re.compile(rf"{_OPENING}")
_LAST_WORD = re.compile(r"[^\s\"'‘’“”„«»()\[\]{}*_`<>/]*$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")

_ABBREVIATIONS = frozenset(
    (  # noqa: SIM905  # a list of them would be a page long
        "approx art assoc ca capt cf ch chap col dept dr ed eds e.g eq eqs esp est fig figs gen "
        "gov hon i.e incl inc jr lt ltd mr mrs ms mt mx nr op pp pres prof ref rev sec sect sen "
        "sgt sr st tab univ viz vol vols vs"
    ).split()
)
"""Words that a point follows and a sentence does not end with, in small letters."""
_BEFORE_NUMBERS = frozenset(["art", "no", "nos", "nr", "p", "pp", "para", "q"])
"""Words that a point follows when a number comes next."""


def break_points(text: str) -> list[int]:
    """Return the places of the spaces in *text* that a line break may replace.

    Args:
        text: the text, in which single spaces stand between words
    """
    return [match.start(2) for match in _END.finditer(text) if _ends_sentence(text, match)]


def split_sentences(text: str) -> list[str]:
    """Return the sentences of *text* with single spaces inside; joined by a space, its words."""
    text = _SPACES.sub(" ", text).strip(" ")
    found = []
    start = 0
    for point in break_points(text):
        found.append(text[start:point])
        start = point + 1
    return [*found, text[start:]] if text else []


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    after = _START.match(text, match.end(2))
    next_place = after.end() if after else match.end(2)
    following = text[next_place : next_place + 1]
    if following.islower() or not (following.isalnum() or following in _SIGNS):
        return False
    if match[1] != ".":
        return True
    found = _LAST_WORD.search(text[: match.start(1)][-60:])
    word = found[0] if found else ""
    if _is_marker(match, word):
        return False
    small = word.lower()
    if small in _ABBREVIATIONS or (small == "al" and text[: match.start(1)].endswith("et al")):
        return False
    if following.isdigit() and small in _BEFORE_NUMBERS:
        return False
    # Initials of a name, and abbreviations such as U.S.; "I" ends a sentence now and then.
    return not (_INITIAL.fullmatch(word) and word != "I")


def _is_marker(match: re.Match[str], word: str) -> bool:
    """Return whether the point belongs to a number at the start of a sentence: ``1. Like this``."""
    before = match.string[: match.start(1) - len(word)]
    return word.isdigit() and (not before or before.endswith((". ", "! ", "? ")))
