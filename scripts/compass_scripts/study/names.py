"""Finds the names of a roster in a transcript: the longest first, in every spelling.

A name that cannot be anything else is replaced. One that may be an ordinary word, that several
people share, or that only appears when two words are read as one, is for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from compass_scripts.study.findings import Findings, Replacement
from compass_scripts.study.lexicon import Lexicon, Meaning
from compass_scripts.study.ordinary_words import ALWAYS, MONTHS, TITLES
from compass_scripts.study.tokens import APOSTROPHES, Place, Token

_SPACE = re.compile(rf"[\s\-\u2010\u2011–_·{APOSTROPHES}]{{0,3}}")
_SPACE_OR_DOT = re.compile(rf"[\s\-\u2010\u2011–_·.{APOSTROPHES}]{{0,4}}")
_BEFORE_MONTHS_TEXT = """
in since until till last next by early late mid of during from before after this every each to
through around between end beginning past first second third
"""
_BEFORE_MONTHS = frozenset(_BEFORE_MONTHS_TEXT.split())
_BEFORE_THINGS = frozenset({"a", "an", "the", "this", "that", "these", "those", "some", "any"})
_SHORT = 3


class Hit(NamedTuple):
    """Words that are a name of the roster."""

    first: int
    """The position of its first word."""
    end: int
    key: str


class Verdict(NamedTuple):
    """What becomes of a hit."""

    replace: str = ""
    ask: str = ""
    """The reason to ask a person."""


def find_names(tokens: Sequence[Token], lexicon: Lexicon, findings: Findings) -> set[int]:
    """Note the names of the roster among *tokens*.

    :returns: the positions of all tokens that the roster explains
    """
    explained: set[int] = set()
    replaced: list[tuple[Hit, str, bool]] = []
    i = 0
    while i < len(tokens):
        hit = longest(tokens, i, lexicon)
        if hit is None:
            i += 1
            continue
        words = range(hit.first, hit.end)
        if not lexicon.replacements(hit.key):
            explained.update(words)  # a word that may stay
            i = hit.end
            continue
        verdict = judge(tokens, hit, lexicon)
        if verdict.replace:
            person = all(m.person for m in lexicon.names[hit.key])
            replaced.append((hit, verdict.replace, person))
            explained.update(words)
        elif verdict.ask:
            _ask(tokens, hit, lexicon, findings, verdict.ask)
            explained.update(words)
        i = hit.end if verdict.replace or verdict.ask in {"word", "shared"} else i + 1
    findings.replaced += _joined(tokens, replaced)
    return explained


def longest(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> Hit | None:
    """Return the longest name that begins at a position, if one does."""
    key, found = "", None
    for end in range(first, len(tokens)):
        token = tokens[end]
        if end > first and not _may_join(tokens[end - 1], token):
            break
        key += token.key
        if not lexicon.may_start(key):
            break
        if key in lexicon.names:
            found = Hit(first, end + 1, key)
    return found or _with_s(tokens, first, lexicon)


def _with_s(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> Hit | None:
    """Find ``Alices`` where Alice's was meant, which speech recognition cannot hear."""
    token = tokens[first]
    key = token.key[:-1]
    if len(key) < 4 or not token.key.endswith("s") or not token.begins_capital:
        return None
    return (
        Hit(first, first + 1, key)
        if lexicon.replacements(key) and key not in lexicon.words
        else None
    )


def _may_join(before: Token, token: Token) -> bool:
    if token.gap is None:
        return False
    pattern = _SPACE_OR_DOT if len(before.text) <= _SHORT else _SPACE
    return pattern.fullmatch(token.gap) is not None


def judge(tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> Verdict:
    """Decide whether a hit is surely a name."""
    words = tokens[hit.first : hit.end]
    meanings = [m for m in lexicon.names[hit.key] if m.replacement]
    capitals = all(word.begins_capital or not word.cased for word in words)
    if not capitals:
        meanings = [m for m in meanings if not m.capitals_only]
    # Particles are short: two words that only together look like one are none.
    meanings = [m for m in meanings if not m.particle or m.words == len(words)]
    targets = sorted({m.replacement for m in meanings})
    if not targets:
        return Verdict()
    if len(targets) > 1:
        return Verdict(ask="shared")
    if all(m.particle for m in meanings):
        return Verdict(ask="word")
    if _is_split(words, meanings, lexicon) and not capitals:
        return Verdict(ask="split")
    ordinary = hit.key in lexicon.words or all(word.key in lexicon.words for word in words)
    if ordinary and not (capitals and len(words) > 1):
        sure = len(words) == 1 and _surely_a_name(tokens, hit.first, lexicon)
        return Verdict(targets[0]) if sure else Verdict(ask="word")
    if not capitals and (len(hit.key) <= _SHORT or _is_a_thing(tokens, hit, meanings)):
        return Verdict(ask="word")
    if len(hit.key) == 1 or (len(hit.key) == 2 and words[0].shouted):
        return Verdict(ask="word")
    return Verdict(targets[0])


def may_name(tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> bool:
    """Return whether a hit may name somebody or something, in whatever sentence it stands."""
    capital = tokens[hit.first].begins_capital
    meanings = lexicon.names[hit.key]
    return any(m.replacement and (capital or not m.particle) for m in meanings)


def _is_split(words: Sequence[Token], meanings: list[Meaning], lexicon: Lexicon) -> bool:
    """Return whether a single word of the roster was found in several words of the text."""
    more = len(words) > max(m.words for m in meanings) and words[0].cased
    mixed = not words[0].begins_capital or any(word.key in lexicon.words for word in words)
    return more and mixed


def _is_a_thing(tokens: Sequence[Token], hit: Hit, meanings: list[Meaning]) -> bool:
    """Return whether the name of a person stands where a thing would, as in "a sample of it"."""
    alone = hit.end == hit.first + 1 and all(m.person for m in meanings)
    before = tokens[hit.first - 1] if hit.first and tokens[hit.first].gap == " " else None
    return alone and before is not None and before.key in _BEFORE_THINGS


def _surely_a_name(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether a word such as Will or May is the name where it stands."""
    token = tokens[i]
    if not token.begins_capital or token.shouted or token.first:
        return False
    before = tokens[i - 1] if i and token.gap is not None else None
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].gap is not None else None
    if token.key in MONTHS and _is_month(before, after):
        return False
    touching = [(before, token.gap), (after, after.gap if after else None)]
    return not any(
        other is not None and gap in {" ", "-", ""} and _makes_a_title(other, lexicon)
        for other, gap in touching
    )


def _is_month(before: Token | None, after: Token | None) -> bool:
    near = [other.key for other in (before, after) if other is not None]
    if any(key[:1].isdigit() for key in near):
        return True
    return before is not None and before.key in _BEFORE_MONTHS


def _makes_a_title(other: Token, lexicon: Lexicon) -> bool:
    """Return whether a word beside a name makes a longer name of it, as in Reading Festival."""
    if not other.begins_capital or other.key in TITLES or other.key in ALWAYS:
        return False
    if other.first and other.key in lexicon.words:
        return False
    return not lexicon.replacements(other.key)


def _ask(
    tokens: Sequence[Token], hit: Hit, lexicon: Lexicon, findings: Findings, kind: str
) -> None:
    words = tokens[hit.first : hit.end]
    found = " ".join(word.text for word in words)
    targets = lexicon.replacements(hit.key)
    suggestion = targets[0] if len(targets) == 1 else ""
    findings.ask(kind, found, places_of(words), suggestion, " or ".join(targets))


def _joined(tokens: Sequence[Token], hits: list[tuple[Hit, str, bool]]) -> list[Replacement]:
    """Make one replacement of a first and a last name that stand side by side."""
    found: list[Replacement] = []
    last: tuple[Hit, str, bool] | None = None
    for hit, text, person in hits:
        words = list(tokens[hit.first : hit.end])
        beside = (
            last is not None
            and person
            and last[1:] == (text, True)
            and last[0].end == hit.first
            and tokens[hit.first].gap is not None
            and not (tokens[hit.first].gap or "").strip(" -")
        )
        places = places_of(words)
        if beside:
            before = found.pop().places
            places = _union(before, places)
        found.append(Replacement(places, text))
        last = (hit, text, person)
    return found


def places_of(words: Sequence[Token]) -> tuple[Place, ...]:
    """Return where some words stand: one place in each line."""
    places: tuple[Place, ...] = ()
    for word in words:
        places = _union(places, (word.place,))
    return places


def _union(before: tuple[Place, ...], after: tuple[Place, ...]) -> tuple[Place, ...]:
    if before and before[-1].line == after[0].line:
        joined = before[-1]._replace(end=after[0].end)
        return (*before[:-1], joined, *after[1:])
    return (*before, *after)
