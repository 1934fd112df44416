"""The words of a transcript as the pseudonymiser sees them: folded, and in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from compass_model.study.folding import fold, marks

# Scripts without spaces between words: each letter is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_ENDS = re.compile(r"""[.?!…:;"“„«»‹›‘¿¡。？！：\[(]|--|—|(?<![\w’'])['‘]""")  # noqa: RUF001
APOSTROPHES = "'’‘ʼ＇´`′"  # noqa: RUF001


class Place(NamedTuple):
    """A piece of one line."""

    line: int
    """The position of the line in the transcript, from 0."""
    start: int
    end: int


class Token(NamedTuple):
    """A word, or one letter of a script without spaces."""

    text: str
    key: str
    """Its folded form."""
    place: Place
    gap: str | None
    """What stands between the word before and this one; none where another turn begins."""
    first: bool
    """Whether it begins a sentence."""

    @property
    def capital(self) -> bool:
        """Whether it has a capital letter anywhere."""
        return any(c.isupper() or c.istitle() for c in self.text)

    @property
    def begins_capital(self) -> bool:
        """Whether its first letter is a capital."""
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals only, such as MAY."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def cased(self) -> bool:
        """Whether its script knows capitals."""
        return any(c.isupper() or c.islower() for c in self.text)


class Said(NamedTuple):
    """One line of a transcript: what is read of it here."""

    number: int
    speaker: str
    text: str


def tokens_of(lines: Sequence[Said]) -> list[Token]:
    """Return the words of all lines; a turn of one speaker goes on over the ends of lines."""
    return [token for i in range(len(lines)) for token in _of_line(lines, i)]


def _of_line(lines: Sequence[Said], i: int) -> Iterator[Token]:
    text = lines[i].text
    new_turn = i == 0 or lines[i].speaker != lines[i - 1].speaker
    gap: str | None = None if new_turn else _tail(lines[i - 1].text) + " "
    first = new_turn or bool(_ENDS.search(gap or ""))
    end = 0
    for match in _pattern().finditer(text):
        between = text[end : match.start()]
        inside = end > 0 and len(between) == 1 and between in APOSTROPHES  # as in O'Madeup
        first = (end == 0 and first) or (not inside and bool(_ENDS.search(between)))
        whole = between if end else (None if gap is None else gap + between)
        place = Place(i, match.start(), match.end())
        yield Token(match[0], fold(match[0]), place, whole, first)
        end = match.end()


def _tail(text: str) -> str:
    """Return what stands behind the last word of a line."""
    end = len(text)
    while end and not text[end - 1].isalnum():
        end -= 1
    return text[end:]


@cache
def _pattern() -> re.Pattern[str]:
    letter = rf"[^\W_{_UNSPACED}]"
    return re.compile(rf"[{_UNSPACED}][{marks()}]*|{letter}(?:{letter}|[{marks()}])*")
