"""Words for made-up pages: the same page always gets the same words, whatever was made before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

SEED = 7

_WORDS = """
    agenda agreement archive audience barrier calendar care champion change channel charter choice
    clinic commons community conflict consensus contact context contributor conversation council
    curiosity decision deployment diversity document draft event example experience explanation
    facilitator fairness feedback forum friend funding glossary goal governance guide habit help
    history hub idea impact inclusion interview invitation issue kindness language learner lesson
    maintainer meeting member mentor milestone mission newcomer notebook notes objective openness
    outcome outreach participant pathway pattern people platform practice principle process project
    proposal purpose question reader release repository research review roadmap rotation session
    skill story support survey task team template timeline training transparency trust value vision
    volunteer welcome workshop
"""
_LINKING = """
    and with for about from after before while because so that when the a this every our their
"""
_VERBS = """
    helps supports invites explains changes keeps shares reviews welcomes needs shapes records
    plans offers follows answers improves describes
"""
WORDS, LINKING, VERBS = (tuple(words.split()) for words in (_WORDS, _LINKING, _VERBS))


class Writer:
    """Writes text from one seed, such as the name of a page."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(f"{SEED}:{seed}")

    def one_of(self, choices: Sequence[T]) -> T:
        """Choose one."""
        return self._random.choice(choices)

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Choose several different ones."""
        return self._random.sample(choices, count)

    def number(self, least: int, most: int) -> int:
        """Choose a number, both ends included."""
        return self._random.randint(least, most)

    def phrase(self, least: int = 2, most: int = 4) -> str:
        """Write a few words, such as a heading or a name."""
        return " ".join(self.some_of(WORDS, self.number(least, most)))

    def clause(self, count: int) -> str:
        """Write *count* words in a row."""
        words = []
        for i in range(count):
            choices = (WORDS, VERBS, LINKING)[i % 3]
            words.append(self.one_of(choices))
        return " ".join(words)

    def sentence(self, least: int = 9, most: int = 17) -> str:
        """Write a sentence."""
        text = self.clause(self.number(least, most))
        return f"{text[0].upper()}{text[1:]}."

    def sentences(self, count: int) -> list[str]:
        """Write several sentences."""
        return [self.sentence() for _ in range(count)]

    def address(self) -> str:
        """Make up a web address."""
        return f"https://example.org/{'/'.join(self.some_of(WORDS, 2))}"

    def fact(self, least: int = 6, most: int = 12) -> str:
        """Write the text of a fact; one in five holds inline markup."""
        text = self.clause(self.number(least, most))
        if self.number(1, 5) > 1:
            return text
        words = self.phrase(1, 2)
        link = f"[{words}]({self.address()})"
        return f"{text} {self.one_of((f'*{words}*', f'**{words}**', f'`{words}`', link))}"
