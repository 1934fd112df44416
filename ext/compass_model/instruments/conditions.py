"""Skip logic: a tree of conditions on earlier answers, and what can be wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from pydantic import Field

from compass_model.fields import Entries, Finding, Id, Model, Open
from compass_model.instruments.values import Answer, Bound, bound, bound_text
from compass_model.problems import Code, did_you_mean, one_of
from compass_model.yaml_source import Loc

COMPARISONS = ("ge", "le", "gt", "lt")
OPERATORS = ("is", "includes", *COMPARISONS)
_FITTING = {
    "consent": ("is",),
    "single": ("is",),
    "likert": ("is",),
    "multiple": ("includes",),
    "number": ("is", *COMPARISONS),
    "date": ("is", *COMPARISONS),
}
"""The operators that fit the answers of each type of item; other types cannot be looked at."""
_AT = {"ge": "at least ", "gt": "more than ", "le": "at most ", "lt": "less than ", "is": ""}


class Condition(Model):
    """When an item or section is asked.

    ``item`` with one of ``is``, ``includes``, ``ge``, ``le``, ``gt`` and ``lt``; or one of ``all``,
    ``any`` and ``not``, which hold conditions.
    """

    item: Open[Id] | None = None
    """The id of an earlier item."""
    is_: Open[Answer] | None = Field(default=None, alias="is")
    """This is the answer."""
    includes: Open[Answer] | None = None
    """This is one of the answers (``multiple``)."""
    ge: Open[Bound] | None = None
    """The answer is this or more (``number``), or this day or later (``date``)."""
    le: Open[Bound] | None = None
    """The answer is this or less, or this day or earlier."""
    gt: Open[Bound] | None = None
    """The answer is more than this, or later."""
    lt: Open[Bound] | None = None
    """The answer is less than this, or earlier."""
    all_: Open[Entries[Condition]] | None = Field(default=None, alias="all")
    """All of these hold."""
    any_: Open[Entries[Condition]] | None = Field(default=None, alias="any")
    """At least one of these holds."""
    not_: Open[Condition] | None = Field(default=None, alias="not")
    """This does not hold."""

    @property
    def operator(self) -> str:
        """The operator that stands beside ``item``; empty when there is not exactly one."""
        found = [name for name in OPERATORS if self.operand(name) is not None]
        return found[0] if len(found) == 1 else ""

    def operand(self, operator: str) -> object:
        """Return what stands beside *operator*."""
        return getattr(self, "is_" if operator == "is" else operator)

    @property
    def is_one(self) -> bool:
        """Whether this is exactly one condition."""
        trees = sum(tree is not None for tree in (self.all_, self.any_, self.not_))
        if self.item is not None:
            return bool(self.operator) and trees == 0
        return trees == 1 and not any(self.operand(name) is not None for name in OPERATORS)


class Answers(NamedTuple):
    """What can be answered to an item."""

    type: str
    """The type of the item; empty when that is to be agreed."""
    ids: tuple[str, ...] | None = None
    """The ids of its choices; ``None`` when they are to be agreed or the type has none."""
    min: Decimal | dt.date | None = None
    max: Decimal | dt.date | None = None
    integer: bool = False


class Checker(NamedTuple):
    """Checks the conditions of one item or section."""

    answers: Mapping[str, Answers]
    """What can be answered to each item of the instrument."""
    before: Collection[str]
    """The items that are asked earlier."""
    asked: str
    """What the condition is for, as in "the item 'x'"."""

    def findings(self, condition: Condition, loc: Loc) -> Iterator[Finding]:
        """Yield what is wrong with a condition and those in it."""
        if not condition.is_one:
            message = (
                f"a condition is 'item' with one of {one_of(OPERATORS)}, "
                "or it is one of 'all', 'any' and 'not'; write one of these"
            )
            yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)
            return
        if isinstance(condition.not_, Condition):
            yield from self.findings(condition.not_, (*loc, "not"))
        for name, inside in (("all", condition.all_), ("any", condition.any_)):
            for i, item in enumerate(inside if isinstance(inside, list) else []):
                yield from self.findings(item, (*loc, name, i))
        if isinstance(condition.item, str):
            yield from self._leaf(condition, condition.item, loc)

    def _leaf(self, condition: Condition, id: str, loc: Loc) -> Iterator[Finding]:
        if id not in self.answers:
            hint = did_you_mean(id, self.answers) or "; name an item that is asked earlier"
            message = f"'{id}' is not an item of this instrument{hint}"
            yield Finding((*loc, "item"), Code.UNKNOWN_REFERENCE, message)
        elif id not in self.before:
            message = (
                f"'{id}' is not asked before {self.asked}; a condition can only look back: "
                "move one of them or name an earlier item"
            )
            yield Finding((*loc, "item"), Code.IMPOSSIBLE_CONDITION, message)
        elif self.answers[id].type:
            operator = condition.operator
            at = (*loc, operator)
            yield from _operand(id, self.answers[id], operator, condition.operand(operator), at)


def _operand(
    id: str, answers: Answers, operator: str, value: object, loc: Loc
) -> Iterator[Finding]:
    fitting = _FITTING.get(answers.type, ())
    if not fitting:
        message = (
            f"'{id}' is of type '{answers.type}'; a condition can look at answers of the types "
            f"{one_of(_FITTING)}"
        )
        yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)
    elif operator not in fitting:
        message = (
            f"'{operator}' does not fit '{id}', which is of type '{answers.type}'; "
            f"use {one_of(fitting)}"
        )
        yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)
    elif answers.type in {"number", "date"}:
        yield from _amount(id, answers, operator, value, loc)
    elif isinstance(value, str) and answers.ids is not None and value not in answers.ids:
        hint = did_you_mean(value, answers.ids) or f"; its answers are {one_of(answers.ids)}"
        message = f"'{value}' is not an answer to '{id}'{hint}"
        yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)


def _amount(id: str, answers: Answers, operator: str, value: object, loc: Loc) -> Iterator[Finding]:
    """A number is compared with a number and a date with a date, within what can be answered."""
    wanted = Decimal if answers.type == "number" else dt.date
    try:
        amount = bound(value) if isinstance(value, str | Decimal | dt.date) else None
    except ValueError:
        amount = None
    if not isinstance(value, str | Decimal | dt.date):
        return  # to be agreed
    shown = value if isinstance(value, str) else bound_text(value)
    if not isinstance(amount, wanted):
        message = f"the answers to '{id}' are {answers.type}s, and '{shown}' is none; correct it"
        yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)
        return
    if operator == "is" and answers.integer and amount != int(amount):  # type: ignore[arg-type]  # a number, as was checked
        message = f"no answer to '{id}' is {shown}: its answers are whole numbers; write one"
        yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)
    for side, limit in (("max", answers.max), ("min", answers.min)):
        if isinstance(limit, wanted) and _beyond(operator, amount, limit, upper=side == "max"):
            message = (
                f"no answer to '{id}' is {_AT[operator]}{shown}: its '{side}' is "
                f"{bound_text(limit)}; correct one of them"
            )
            yield Finding(loc, Code.IMPOSSIBLE_CONDITION, message)


def _beyond(
    operator: str, value: Decimal | dt.date, limit: Decimal | dt.date, *, upper: bool
) -> bool:
    """Say whether a comparison with *value* can never hold, given a *limit* of the same type."""
    difference = _compare(value, limit) if upper else _compare(limit, value)
    if operator == ("gt" if upper else "lt"):
        return difference >= 0
    return operator in {"is", "ge" if upper else "le"} and difference > 0


def _compare(first: Decimal | dt.date, second: Decimal | dt.date) -> int:
    a, b = (value.toordinal() if isinstance(value, dt.date) else value for value in (first, second))
    return (a > b) - (a < b)
