"""Whether a text names one of some people, in whatever spelling.

It finds more than it must: an ordinary word that is also the last name of somebody counts. It
cannot find a nickname, or a name that is not in the list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from compass_model.identifying import plain
from compass_model.study.folding import fold, foldings

_WORD = re.compile(r"[^\W_]+")
_WITHIN_WORDS = re.compile(r"[*_`~^\\]|<[^<>]*>")
# Words of two letters that begin sentences, in several languages, and what stands beside names.
_NO_NAMES_TEXT = """
al am an ap as at au be by ce da de di do du dr el en er es et eu ha he hi if ii im in is it ja je
jr la le lo me mi mr ms my ne no ob of oh ok on or ou se si so sr st su te to tu um un up us we wo
ya yo zu iii mrs phd prof
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def person_in(text: str, people: Iterable[str]) -> str:
    """Return the first of *people* whom *text* names, or an empty string.

    A part of a name is enough: "Robin" and "Example" both name Robin Example. The last part counts
    in small letters too; the others do not, because many first names are words as well. A part of
    two letters counts as it is written, if it is no ordinary word. Accents, other spellings such as
    Mueller for Müller, signs that nobody sees and markup within a word make no difference.
    """
    seen = plain(text)
    forms = [_words(form) for form in {seen, _WITHIN_WORDS.sub("", _without_hidden(seen))}]
    words = {word for form in forms for word in form}
    capital = [word for word in words if not word[0].islower()]
    found = _Keys(
        anyhow=frozenset(fold(word) for word in words),
        capital=frozenset(key for word in capital for key in foldings(word)),
        short=frozenset(fold(word) for word in words if _is_short(word)),
    )
    for name in people:
        keys, whole = _name(name)
        if keys.meet(found) or any(_follow_each_other(whole, form) for form in forms):
            return name
    return ""


class _Keys(NamedTuple):
    """Words in one spelling."""

    anyhow: frozenset[str]
    """In capital or small letters."""
    capital: frozenset[str]
    """With a capital letter."""
    short: frozenset[str]
    """Two letters, the first a capital and the second not."""

    def meet(self, other: _Keys) -> bool:
        """Return whether a word is in both."""
        return not all(mine.isdisjoint(theirs) for mine, theirs in zip(self, other, strict=True))


def _without_hidden(text: str) -> str:
    """Take out signs that nobody sees, such as soft hyphens."""
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _words(text: str) -> list[str]:
    """Return the words of a text, without accents."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in letters if not unicodedata.category(one).startswith("M"))
    return _WORD.findall(bare)


def _is_short(word: str) -> bool:
    return len(word) == 2 and word.istitle()


@lru_cache(maxsize=1000)
def _name(name: str) -> tuple[_Keys, tuple[str, ...]]:
    """Return the words of which each alone is the name; all of its words if there is none."""
    written = _without_hidden(plain(name))
    parts = _words(written)
    named = [part for part in parts if part.lower() not in _NO_NAMES and not part.isdigit()]
    capitals = [part for part in named if part[0].isupper()]
    # Particles begin with a small letter, but some people write all of their name so.
    anyhow = {fold(part) for part in named if not (part[0].islower() and capitals)}
    anyhow -= {fold(part) for part in capitals}
    if named and named[-1] in capitals and len(named[-1]) > 2:
        anyhow.add(fold(named[-1]))
    # With its accents, which say how else it may be spelt.
    long = (part for part in _WORD.findall(written) if part[0].isupper() and len(part) > 2)
    capital = {key for part in long if part.lower() not in _NO_NAMES for key in foldings(part)}
    short = {fold(part) for part in capitals if _is_short(part)}
    keys = _Keys(frozenset(anyhow), frozenset(capital), frozenset(short))
    return keys, () if any(keys) else tuple(map(fold, parts))


def _follow_each_other(whole: tuple[str, ...], words: Sequence[str]) -> bool:
    """Return whether these words stand side by side, each with a capital letter."""
    if not whole:
        return False
    keys = [fold(word) if not word[0].islower() else "" for word in words]
    ends = range(len(whole), len(keys) + 1)
    return any(tuple(keys[end - len(whole) : end]) == whole for end in ends)
