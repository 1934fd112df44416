"""Words of an excerpt that a page repeats: they would stay there when somebody takes them back."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from compass_model.consent.excerpts import Excerpt
from compass_model.consent.study import Entry
from compass_model.problems import Code, Problem

_WORD = re.compile(r"[^\W_]+")
_FEWEST = 6
"""Fewer words than these can stand in two places by chance."""
_START = 16
"""How many letters, at most, are looked up at the beginning of each word."""
# What stands between the words of a page and is not read: tags, targets of links, names of roles,
# marks of footnotes, and the end of a line in a catalogue of translations.
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]*>|\]\([^()\s]*\)|\{[\w:+-]+\}(?=`)|\[\^[^\[\]\s]*\]|\\[nrt](?=[\"'])"
)


class _Said(NamedTuple):
    letters: str
    id: str


def repeated_words(
    texts: Iterable[tuple[str, str]], excerpts: Iterable[Entry[Excerpt]]
) -> Iterator[Problem]:
    """Yield a problem for each place at which a page writes out all words of an excerpt.

    Only letters and digits are compared. Signs, marks, accents, capital letters and where a word
    ends make no difference, nor does markup within the words.
    """
    all_said = []
    for entry in excerpts:
        words = unicodedata.normalize("NFKC", entry.value.words)
        if len(_WORD.findall(words)) >= _FEWEST:
            all_said.append(_Said("".join(_pieces(words)), entry.id))
    length = min((len(said.letters) for said in all_said), default=0)
    by_start: dict[str, list[_Said]] = defaultdict(list)
    for said in all_said:
        by_start[said.letters[: min(length, _START)]].append(said)
    for path, text in texts if by_start else ():
        found = {place for form in _forms(text) for place in _places(form, by_start)}
        for line, id in sorted(found):
            message = (
                f"these are the words of the excerpt '{id}', which would stay here when "
                f"they are taken back; write '{{compass:excerpt}}`{id}`' instead"
            )
            yield Problem(path, line, message, Code.MAY_NOT_BE_SHOWN)


def _forms(text: str) -> Iterator[str]:
    """Yield a text without its markup, and as it stands where markup may hide the words."""
    yield _MARKUP.sub(lambda match: "\n" * match[0].count("\n"), text)
    if any(len(markup.split()) >= _FEWEST for markup in _MARKUP.findall(text)):
        yield text


def _pieces(text: str) -> list[str]:
    """Return the letters and digits of a text in one spelling, as they follow each other."""
    text = html.unescape(text)
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(unicodedata.normalize("NFKD", text).casefold())


def _places(text: str, by_start: Mapping[str, Sequence[_Said]]) -> Iterator[tuple[int, str]]:
    """Yield the lines on which the words of excerpts begin, each with the id."""
    pieces = _pieces(text)
    letters = "".join(pieces)
    length = len(next(iter(by_start)))
    starts = list(accumulate(map(len, pieces), initial=0))
    if by_start.keys().isdisjoint([letters[at : at + length] for at in starts]):
        return
    for at in starts:
        for said in by_start.get(letters[at : at + length], ()):
            if letters.startswith(said.letters, at):
                yield _line(text, at), said.id


def _line(text: str, at: int) -> int:
    """Return the line with the letter at a position that :func:`_pieces` counts."""
    for number, line in enumerate(text.split("\n"), 1):
        at -= sum(map(len, _pieces(line)))
        if at < 0:
            return number
    return 1
