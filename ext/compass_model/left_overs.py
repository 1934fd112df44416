"""Left-overs in running text: placeholders, and appendices that are named but not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from compass_model.problems import Code, Problem

_APPENDIX = re.compile(r"\bAppendix ([A-Z])\b")
_PLACEHOLDER = re.compile(
    r"""\[(?:
        [^\[\]]*\b(?:above|below|here|tbd|tbc|todo|placeholder)   # [Name above]
        |(?:insert|fill\ in|your|name\ of|date\ of|link\ to|add|xx+)\b[^\[\]]*  # [insert date]
        |name|date|title|link|url|e-?mail|organi[sz]ation|place
    )\](?![(\[{:])""",
    re.IGNORECASE | re.VERBOSE,
)
MAY_BE_LEFT = re.compile(rf"\bAppendix\s[A-Z]\b|{_PLACEHOLDER.pattern}", _PLACEHOLDER.flags)
"""Finds text that is worth a closer look; in Markdown it may still be a link or code."""


class LeftOvers(NamedTuple):
    """What was found on a page."""

    mentions: tuple[tuple[str, int], ...]
    """The letters of appendices that it names, each with its line."""
    problems: list[Problem]


def left_overs(path: str, texts: Iterable[tuple[str, int]]) -> LeftOvers:
    """Look through *texts*, each with its line."""
    mentions: list[tuple[str, int]] = []
    problems = []
    for text, line in texts:
        mentions += [(match[1], line) for match in _APPENDIX.finditer(text)]
        problems += [_left(path, line, match[0]) for match in _PLACEHOLDER.finditer(text)]
    return LeftOvers(tuple(mentions), problems)


def _left(path: str, line: int, text: str) -> Problem:
    message = f"'{text}' looks like a placeholder; write what belongs there, or take it out"
    return Problem(path, line, message, Code.PLACEHOLDER)


def unknown_appendix(path: str, line: int, letter: str, there: str) -> Problem:
    """Return the problem of a mention of an appendix that does not exist."""
    message = (
        f"the text names Appendix {letter}, but {there}; add it to 'appendices' "
        "or link to what is meant"
    )
    return Problem(path, line, message, Code.UNKNOWN_REFERENCE)
