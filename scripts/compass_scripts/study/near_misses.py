"""Words that are nearly a name of the roster: speech recognition writes names as it hears them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from compass_scripts.study.findings import Findings
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.tokens import Token

_LONG = 7
_SHORTEST = 4


class NearMisses:
    """Finds the names of a roster that a word is nearly equal to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[tuple[str, bool], list[str]] = {}
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._names = sorted(lexicon.single_names())
        for name in self._names:
            self._sounds[sound(name)].add(name)
            for form in _without_letters(name, _allowed(name)):
                self._shorter[form].add(name)

    def of(self, word: str, *, capital: bool) -> list[str]:
        """Return what the names that are nearly *word* (folded) stand for."""
        if (word, capital) not in self._known:
            self._known[word, capital] = self._find(word, capital)
        return self._known[word, capital]

    def within(self, word: str) -> list[str]:
        """Return what the names stand for that a longer *word* holds."""
        held = [name for name in self._names if name in word and name not in self._lexicon.words]
        return self._targets(held)

    def _find(self, word: str, capital: bool) -> list[str]:
        if len(word) < _SHORTEST or word in self._lexicon.words:
            return []
        candidates: set[str] = set()
        for form in _without_letters(word, _allowed(word)):
            candidates |= self._shorter.get(form, set())
        most = _allowed(word) if capital else 1
        near = {c for c in candidates if _distance(word, c) <= min(most, _allowed(c))}
        key = sound(word)
        if capital or len(key) >= 3:
            same = self._sounds.get(key, set())
            near |= {name for name in same if _distance(word, name) <= 2 + capital}
        return self._targets(near)

    def _targets(self, names: Sequence[str] | set[str]) -> list[str]:
        return sorted({text for name in names for text in self._lexicon.replacements(name)})


def find_near_misses(
    tokens: Sequence[Token], explained: set[int], near: NearMisses, findings: Findings
) -> set[int]:
    """Note the words that are nearly a name, or hold one.

    :returns: the positions of these words
    """
    noted = set()
    holds: dict[str, list[str]] = {}
    for i, token in enumerate(tokens):
        if i in explained or len(token.key) < _SHORTEST:
            continue
        if token.key not in holds:
            holds[token.key] = near.within(token.key)
        for kind, targets in (
            ("near", near.of(token.key, capital=token.begins_capital)),
            ("holds", holds[token.key]),
        ):
            if targets:
                suggestion = targets[0] if len(targets) == 1 else ""
                findings.ask(kind, token.text, (token.place,), suggestion, " or ".join(targets))
                noted.add(i)
                break
    return noted


_SOUNDS = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"sch|sh|ch|tch|tsch|cz", "S"),
        (r"ph", "f"),
        (r"th|dt", "t"),
        (r"gh(?![aeiouy])", ""),
        (r"c(?=[eiy])", "s"),
        (r"ck|c|q", "k"),
        (r"g(?=[eiy])|dge?", "j"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"d", "t"),
        (r"b", "p"),
        (r"v|w(?=[aeiouy])", "f"),
        (r"w", ""),
        (r"^[aeiouyh]+", "A"),
        (r"[aeiouyh]", ""),
        (r"(.)\1+", r"\1"),
    )
]


def sound(word: str) -> str:
    """Return the consonants of a folded word, those that sound alike as one."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def _allowed(word: str) -> int:
    return 1 if len(word) < _LONG else 2


def _without_letters(word: str, most: int) -> set[str]:
    """Return *word*, and what is left of it when up to *most* letters are taken out."""
    forms = {word}
    edge = {word[:40]}
    for _ in range(most):
        edge = {form[:i] + form[i + 1 :] for form in edge for i in range(len(form))}
        forms |= edge
    return forms


def _distance(a: str, b: str) -> int:
    """Count the letters to change, add, take out, or swap with the next, to make *b* of *a*."""
    rows = list(_rows(a, b))
    return rows[-1][-1]


def _rows(a: str, b: str) -> Iterator[list[int]]:
    before: list[int] = []
    row = list(range(len(b) + 1))
    yield row
    for i, left in enumerate(a):
        last, before, row = before, row, [i + 1]
        for j, right in enumerate(b):
            cost = min(before[j + 1] + 1, row[j] + 1, before[j] + (left != right))
            if i and j and left == b[j - 1] and a[i - 1] == right:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
        yield row
