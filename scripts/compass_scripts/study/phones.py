"""Phone numbers, as they are written in many countries or read out digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RUN = re.compile(
    r"(?<![\w.,])(?:\+ ?\(?|\()?"
    r"\d(?:[ .\-/()\u2010\u2011–·\u00a0]{0,3}\d)+(?!\w)"
    r"(?:,? ?(?:ext\.?|extension|x) ?\d{1,6})?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}|\d{3}[-.]\d{4}")
_DATES = re.compile(
    r"\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}"
    r"|(?:1[89]|20)\d\d(?: *[-/–. ]+ *(?:(?:1[89]|20)?\d\d)){1,9}"
)
_GROUPED = re.compile(r"\d{1,3}(?:([., \u00a0])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_DECIMAL = re.compile(r"\d+\.\d+(?:\.\d{1,3}){0,2}")
_SEPARATED = re.compile(r"\d{2,5}(?:[ -]\d{2,5})+|\(\d{2,5}\) ?\d{2,5}(?:[ -]?\d{2,5})+")
_MOST_GROUPS = 7
_WHOLE = 9
"""Digits that make a whole number in most countries."""
_CUE = re.compile(
    r"\b(?:tele)?(?:phones?|fax|mobile|cell|number|call(?:ed|ing)?|ring|dial(?:led)?|tel|text(?:ed)?"
    r"|whatsapp|signal|telefon|handy|móvil|portable)\b[^.?!\d]{0,25}$",
    re.IGNORECASE,
)
_DIGIT = (
    r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine"
    r"|(?:double|triple)[ -]?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine))"
)
_READ_OUT = re.compile(rf"\b(?:plus[ ,-]+)?{_DIGIT}(?:[ ,-]+{_DIGIT}){{5,24}}\b", re.IGNORECASE)


def phones(line: str, known: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where phone numbers stand in a *line*.

    :param known: the last seven digits of numbers that are in the roster
    """
    for match in _RUN.finditer(line):
        if _is_phone(match[0], line[max(0, match.start() - 40) : match.start()], known):
            yield match.span()
        else:
            yield from _within(match[0], match.start(), known)
    for match in _READ_OUT.finditer(line):
        yield match.span()


def _within(run: str, at: int, known: set[str]) -> Iterator[tuple[int, int]]:
    """Yield the phone numbers within a longer run of digits, as in "room 5 020 7946 0958"."""
    groups = list(re.finditer(r"[^ \u00a0]+", run))
    first = 0
    while first < len(groups):
        found = 0
        for end in range(first + 1, min(len(groups), first + _MOST_GROUPS) + 1):
            piece = run[groups[first].start() : groups[end - 1].end()]
            sure = _AMERICAN.fullmatch(piece) or re.match(r"\(?(?:\+|00?[1-9])", piece)
            if sure and _is_phone(piece, "", known):
                found = end
                whole = sum(c.isdigit() for c in piece) >= _WHOLE
                if whole and end < len(groups) and re.match(r"[+(0]\d\d", groups[end][0]):
                    break  # another number begins
        if found and found - first < len(groups):
            yield at + groups[first].start(), at + groups[found - 1].end()
        first = max(found, first + 1)


def _is_phone(text: str, before: str, known: set[str]) -> bool:
    core = re.split(r",? ?(?:ext|x)", text, maxsplit=1, flags=re.IGNORECASE)[0].strip()
    digits = re.sub(r"\D", "", core)
    if any(digits.endswith(tail) for tail in known):
        return True
    if not 7 <= len(digits) <= 15 or _DATES.fullmatch(core):
        return len(digits) >= 6 and not _DATES.fullmatch(core) and bool(_CUE.search(before))
    if core.startswith("+") or core.startswith("(+") or core.startswith("00"):
        return True
    if _AMERICAN.fullmatch(core):
        return True
    if core.startswith(("0", "(0")):
        return "." not in core or not _DECIMAL.fullmatch(core)
    if _CUE.search(before):
        return True
    if _GROUPED.fullmatch(core) or _DECIMAL.fullmatch(core):
        return False
    return bool(_SEPARATED.fullmatch(core)) or (core.isdigit() and len(digits) in {10, 11})
