"""Skip logic as a sentence: "Asked only if Q3 is not “Nothing”"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from compass_model.facts import Name, Piece, Plain, Undecided, Words, joined, sentence
from compass_model.fields import ToBeAgreed
from compass_model.instruments.conditions import Condition
from compass_model.instruments.values import bound_text

_OPPOSITE = {"ge": "lt", "lt": "ge", "gt": "le", "le": "gt"}
_CHOICES = {
    ("is", False): Words("%(item)s is “%(answer)s”"),
    ("is", True): Words("%(item)s is not “%(answer)s”"),
    ("includes", False): Words("%(item)s includes “%(answer)s”"),
    ("includes", True): Words("%(item)s does not include “%(answer)s”"),
}
_AMOUNTS = {
    ("is", False): Words("%(item)s is %(answer)s"),
    ("is", True): Words("%(item)s is not %(answer)s"),
}
_NUMBERS = {
    "ge": Words("%(item)s is %(answer)s or more"),
    "le": Words("%(item)s is %(answer)s or less"),
    "gt": Words("%(item)s is more than %(answer)s"),
    "lt": Words("%(item)s is less than %(answer)s"),
}
_DATES = {
    "ge": Words("%(item)s is %(answer)s or later"),
    "le": Words("%(item)s is %(answer)s or earlier"),
    "gt": Words("%(item)s is later than %(answer)s"),
    "lt": Words("%(item)s is earlier than %(answer)s"),
}
_AND = Words("%(first)s and %(second)s")
_OR = Words("%(first)s or %(second)s")


class ConditionWords(NamedTuple):
    """Words the conditions of one instrument."""

    instrument: str
    """Its id."""
    types: Mapping[str, str]
    """The type of each item."""
    labels: Mapping[tuple[str, str], Piece]
    """What people read for an answer, by the ids of item and answer."""

    def say(self, condition: Condition | ToBeAgreed, *, negated: bool = False) -> Piece:
        """Word a condition, or its opposite."""
        if isinstance(condition, ToBeAgreed):
            return Undecided(condition.to_be_agreed)
        if condition.not_ is not None:
            return self.say(condition.not_, negated=not negated)
        if condition.item is not None:
            return self._leaf(condition, negated)
        inside = condition.all_ if condition.all_ is not None else condition.any_
        if not isinstance(inside, list):
            return Undecided(inside.to_be_agreed) if inside is not None else Plain("")
        # What is not "all of them" is "not the first or not the second …".
        words = _AND if (condition.all_ is not None) != negated else _OR
        return joined(words, [self._inner(item, negated) for item in inside])

    def both(self, first: Condition | ToBeAgreed, second: Condition | ToBeAgreed) -> Piece:
        """Word two conditions that must both hold."""
        return joined(_AND, [self._inner(first, negated=False), self._inner(second, negated=False)])

    def _inner(self, condition: Condition | ToBeAgreed, negated: bool) -> Piece:
        """Word a condition among others, in brackets if it has several itself."""
        said = self.say(condition, negated=negated)
        return sentence(Words("(%(inside)s)"), inside=said) if _has_several(condition) else said

    def _leaf(self, condition: Condition, negated: bool) -> Piece:
        if not isinstance(condition.item, str):
            return Undecided(condition.item.to_be_agreed) if condition.item else Plain("")
        operator = condition.operator
        if not operator:  # none, or several: a problem that was reported
            return Plain("")
        value = condition.operand(operator)
        kind = self.types.get(condition.item, "")
        item = Name("item", f"{self.instrument}:{condition.item}")
        answer = self._answer(condition.item, value)
        if operator in _OPPOSITE:
            amounts = _DATES if kind == "date" else _NUMBERS
            return sentence(
                amounts[_OPPOSITE[operator] if negated else operator], item=item, answer=answer
            )
        words = _AMOUNTS if operator == "is" and kind in {"number", "date"} else _CHOICES
        return sentence(words[operator, negated], item=item, answer=answer)

    def _answer(self, item: str, value: object) -> Piece:
        if isinstance(value, ToBeAgreed):
            return Undecided(value.to_be_agreed)
        if isinstance(value, str):
            return self.labels.get((item, value), Plain(value))
        return Plain(bound_text(value))  # type: ignore[arg-type]  # the other operands are bounds


def _has_several(condition: Condition | ToBeAgreed) -> bool:
    if isinstance(condition, ToBeAgreed):
        return False
    if condition.not_ is not None:
        return _has_several(condition.not_)
    inside = condition.all_ if condition.all_ is not None else condition.any_
    return isinstance(inside, list) and len(inside) > 1
