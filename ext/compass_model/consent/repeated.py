"""Words of an excerpt that a page repeats: they would stay there when somebody takes them back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from compass_model.consent.excerpts import Excerpt
from compass_model.consent.study import Entry
from compass_model.problems import Code, Problem

_WORD = re.compile(r"\w+")
_FEWEST = 6
"""Fewer words than these can stand in two places by chance."""


def repeated_words(
    texts: Iterable[tuple[str, str]], excerpts: Iterable[Entry[Excerpt]]
) -> Iterator[Problem]:
    """Yield a problem for each place at which a page writes out all words of an excerpt.

    Signs, marks and capital letters make no difference.
    """
    by_start: dict[tuple[str, ...], list[tuple[list[str], str]]] = defaultdict(list)
    for entry in excerpts:
        said = _WORD.findall(entry.value.words.lower())
        if len(said) >= _FEWEST:
            by_start[tuple(said[:_FEWEST])].append((said, entry.id))
    for path, text in texts if by_start else ():
        words = _WORD.findall(text.lower())
        if by_start.keys().isdisjoint(_starts(words)):
            continue
        for i, start in enumerate(_starts(words)):
            for said, id in by_start.get(start, ()):
                if words[i : i + len(said)] == said:
                    message = (
                        f"these are the words of the excerpt '{id}', which would stay here when "
                        f"they are taken back; write '{{compass:excerpt}}`{id}`' instead"
                    )
                    yield Problem(path, _line(text, i), message, Code.MAY_NOT_BE_SHOWN)


def _starts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(_FEWEST)), strict=False)


def _line(text: str, number: int) -> int:
    """Return the line of a word."""
    match = next(match for i, match in enumerate(_WORD.finditer(text.lower())) if i == number)
    return text.lower().count("\n", 0, match.start()) + 1
