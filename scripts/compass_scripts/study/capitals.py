"""What is left to a person: capital letters that nothing explains, and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compass_scripts.study.findings import Findings
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.names import places_of
from compass_scripts.study.ordinary_words import ALSO_NAMES, ALWAYS, STARTERS
from compass_scripts.study.tokens import APOSTROPHES, Place, Token

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_NUMBERS = [
    (
        "age",
        re.compile(
            r"\b\d{1,3}[ -]years?[ -]olds?\b|\b(?:aged?|turn(?:ed|ing)) \d{1,3}\b"
            r"|\b(?:I am|I'm|I’m|was|is) (?:\d{2})(?=[.,;!?]|$| now| then)",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b(?:,? \d{{4}})?"
            rf"|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
            r"|\b(?:19|20)\d\d\b",
            re.IGNORECASE,
        ),
    ),
    ("number", re.compile(r"\d(?:[ ,.\-]?\d){3,}")),
]
_BESIDE = re.compile(rf"[ \-{APOSTROPHES}]")
_LONGEST = 6
"""Words in one entry, at most."""


def find_capitals(
    tokens: Sequence[Token], explained: set[int], lexicon: Lexicon, findings: Findings
) -> None:
    """Note the words with capitals that nothing explains; neighbours stand in one entry."""
    run: list[Token] = []
    for i, token in enumerate(tokens):
        wanted = i not in explained and _needs_a_look(token, lexicon)
        goes_on = run and wanted and len(run) < _LONGEST and _goes_on(run[-1], token)
        if run and not goes_on:
            _note(run, findings)
            run = []
        if wanted:
            run.append(token)
    if run:
        _note(run, findings)


def _needs_a_look(token: Token, lexicon: Lexicon) -> bool:
    if not token.capital or token.key in ALWAYS:
        return False
    ordinary = token.key in STARTERS or (token.key in lexicon.words and token.key not in ALSO_NAMES)
    return not (token.first and ordinary and not token.shouted)


def _goes_on(before: Token, token: Token) -> bool:
    if token.gap == ".":
        return len(before.text) == 1  # as in U.S.
    return not token.first and token.gap is not None and bool(_BESIDE.fullmatch(token.gap))


def _note(run: list[Token], findings: Findings) -> None:
    found = run[0].text + "".join(f"{token.gap}{token.text}" for token in run[1:])
    findings.ask("capital", found, places_of(run))


def find_numbers(lines: Sequence[str], taken: Sequence[Place], findings: Findings) -> None:
    """Note ages, dates and long numbers."""
    busy: dict[int, list[Place]] = {}
    for place in taken:
        busy.setdefault(place.line, []).append(place)
    for i, line in enumerate(lines):
        if not any(c.isdigit() for c in line):
            continue
        held = bytearray(len(line))
        for _line, start, end in busy.get(i, ()):
            held[start:end] = b"\1" * (end - start)
        for kind, pattern in _NUMBERS:
            for match in pattern.finditer(line):
                start, end = match.span()
                if held.find(1, start, end) == -1:
                    held[start:end] = b"\1" * (end - start)
                    findings.ask(kind, match[0], (Place(i, start, end),))


def few_capitals(tokens: Sequence[Token]) -> bool:
    """Return whether a text is written without capitals, or in a script that has none."""
    begins = [token for token in tokens if token.first and not token.text[0].isdigit()]
    return sum(token.begins_capital for token in begins) * 2 < len(begins)
