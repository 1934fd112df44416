"""The roster as a book to look words up in: full names, parts of names, other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from compass_model.study.folding import clean, fold, foldings
from compass_model.study.roster import Person, Roster, given_names
from compass_scripts.study.ordinary_words import ORDINARY
from compass_scripts.study.tokens import Said, tokens_of

KEEP = ""
"""The replacement of a word that may stay."""

# Small words within names, which alone name nobody. With a capital letter, and as the first or last
# word of a name, each may be a name itself: Ben Example, Alice Das, Example Le.
_PARTICLES_TEXT = """
al ap ben bin da das de degli dei del della den der des di do dos du e el et fitz ibn la las le
les lo los mac mc o of san st ste ten ter the van von vom y zu zum zur
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
# These are never names.
_NO_NAMES_TEXT = "dr prof mr mrs ms jr sr ii iii phd and und"
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


class Meaning(NamedTuple):
    """What a name of the roster stands for."""

    replacement: str
    """Empty for a word that may stay."""
    words: int
    """How many words the roster writes it with."""
    person: bool
    capitals_only: bool = False
    """Whether it is a name only when each word has a capital letter."""
    particle: bool = False
    """Whether it is more often a small word of other names or of a language; a person is asked."""


class Lexicon:
    """All names of a roster, by their folded form."""

    def __init__(self, roster: Roster) -> None:
        self.words = ORDINARY | {fold(word) for word in roster.words}
        self.names: dict[str, list[Meaning]] = defaultdict(list)
        self.handles: dict[str, str] = {}
        self.phones: set[str] = set()
        self.pseudonyms = {person.pseudonym for person in roster.people}
        pseudonyms = [Said(1, "", pseudonym) for pseudonym in sorted(self.pseudonyms)]
        self.pseudonym_words = {token.key for token in tokens_of(pseudonyms)}
        for given in given_names(roster):
            self._add_name(given.name, given.replacement, person=given.sort == "people")
        for person in roster.people:
            self._add_addresses(person)
        for term in roster.keep:
            self._add(term, Meaning(KEEP, _count(term), False))
        self._starts = {key[:i] for key in self.names for i in range(1, len(key) + 1)}

    def may_start(self, key: str) -> bool:
        """Return whether a name begins with these letters."""
        return key in self._starts

    def replacements(self, key: str) -> list[str]:
        """Return what a folded name stands for; several where people share it."""
        return sorted({m.replacement for m in self.names.get(key, ()) if m.replacement})

    def single_names(self) -> Iterator[str]:
        """Yield the folded names that are long enough to be compared with other words."""
        yield from (k for k in self.names if len(k) >= 4 and self.replacements(k))

    def _add_name(self, name: str, replacement: str, *, person: bool) -> None:
        words = _count(name)
        self._add(name, Meaning(replacement, words, person))
        if not person:
            return
        whole = [part for part in re.split(r"[\s,]+", name) if fold(part)]
        for part, particle in _parts(whole):
            self._add(part, Meaning(replacement, _count(part), True, particle=particle))
        if len(whole) > 1 and not _alone_names_nobody(whole[-1], at_edge=True):
            initial = fold(whole[0])[:1] + " " + whole[-1]
            particle = fold(whole[-1]) in _PARTICLES
            self._add(initial, Meaning(replacement, 2, True, capitals_only=True, particle=particle))

    def _add_addresses(self, person: Person) -> None:
        for handle in person.handles:
            bare = handle.removeprefix("@")
            self.handles[fold(bare)] = person.pseudonym
            self._add(bare, Meaning(person.pseudonym, _count(bare), True))
        for email in person.emails:
            local = email.split("@")[0]
            if len(fold(local)) >= 5 and fold(local) not in self.words:
                self._add(local, Meaning(person.pseudonym, _count(local), True))
        for phone in person.phones:
            digits = "".join(filter(str.isdigit, phone))
            if len(digits) >= 5:
                self.phones.add(digits[-7:])

    def _add(self, name: str, meaning: Meaning) -> None:
        for key in foldings(name):
            if meaning not in self.names[key]:
                self.names[key].append(meaning)


def _parts(whole: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a name that name somebody alone: ``Mary-Ann``, ``Mary``, ``Example``.

    With each comes whether it is a particle, too.
    """
    pieces = [(part, i in {0, len(whole) - 1}) for i, part in enumerate(whole) if len(whole) > 1]
    pieces += [(piece, False) for part in whole if "-" in part for piece in part.split("-")]
    for piece, at_edge in pieces:
        if len(fold(piece)) > 1 and not _alone_names_nobody(piece, at_edge=at_edge):
            yield piece, fold(piece) in _PARTICLES


def _alone_names_nobody(word: str, *, at_edge: bool) -> bool:
    key = fold(word)
    if key in _PARTICLES:
        return len(key) == 1 or not (at_edge and word[0].isupper())
    return key in _NO_NAMES


def _count(name: str) -> int:
    return len(tokens_of([Said(1, "", clean(name))]))
