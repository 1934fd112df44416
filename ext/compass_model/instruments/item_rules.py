"""What can be wrong with an item: fields that mean nothing for its type, choices, limits, names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from compass_model.fields import Finding, ToBeAgreed
from compass_model.instruments.item_types import fields_of, needed_fields
from compass_model.instruments.items import Item, Option, Placed
from compass_model.instruments.values import bound_text
from compass_model.problems import Code, did_you_mean
from compass_model.yaml_source import Loc


def repeated(ids: Iterable[tuple[str, Loc]], what: str) -> Iterator[Finding]:
    """Yield each id that is there a second time.

    :param what: what has these ids, with its place, as in "a choice of this list"
    """
    seen: set[str] = set()
    for id, loc in ids:
        if id in seen:
            message = f"'{id}' is the id of another {what} already; choose another id"
            yield Finding(loc, Code.DUPLICATE_ID, message)
        seen.add(id)


class ItemRules(NamedTuple):
    """Checks the items of one instrument, each by itself."""

    lists: Collection[str] | None
    """The names of the instrument's lists of choices; ``None`` while they are to be agreed."""
    questions: Collection[str] | None
    """The ids of its research questions; ``None`` while they are to be agreed."""

    def findings(self, placed: Placed, options: tuple[Option, ...] | None) -> Iterator[Finding]:
        """Yield what is wrong with one item.

        :param options: the answers to choose from
        """
        item, loc = placed.item, placed.loc
        if isinstance(item.type, str):
            yield from _fields_fit(item, item.type, loc)
        if isinstance(item.choices, str) and self.lists is not None:
            yield from self._list_exists(item.choices, (*loc, "choices"))
        yield from _ids(item, options, loc)
        yield from _limits(item, options, loc)
        if item.sensitive is True and item.support is None:
            message = (
                f"'support' is missing; '{item.id}' is sensitive, so say what help people are "
                "offered"
            )
            yield Finding((*loc, "sensitive"), Code.MISSING_FIELD, message)
        yield from self._questions_exist(item, loc)

    def _list_exists(self, name: str, loc: Loc) -> Iterator[Finding]:
        if self.lists is not None and name not in self.lists:
            hint = did_you_mean(name, self.lists) or "; add it there or write the choices here"
            message = f"'{name}' is not one of the lists under 'choices'{hint}"
            yield Finding(loc, Code.UNKNOWN_REFERENCE, message)

    def _questions_exist(self, item: Item, loc: Loc) -> Iterator[Finding]:
        if self.questions is None or not isinstance(item.answers_to, list):
            return
        for i, id in enumerate(item.answers_to):
            if id not in self.questions:
                hint = did_you_mean(id, self.questions) or "; add it to 'research-questions'"
                message = f"'{id}' is not a research question of this instrument{hint}"
                yield Finding((*loc, "answers-to", i), Code.UNKNOWN_REFERENCE, message)


def _fields_fit(item: Item, of_type: str, loc: Loc) -> Iterator[Finding]:
    known = fields_of(of_type)
    given = [
        str(Item.model_fields[name].alias)
        for name in Item.model_fields
        if name in item.model_fields_set
    ]
    for name in given:
        if name not in known:
            message = f"'{name}' means nothing for an item of type '{of_type}'; take it out"
            yield Finding((*loc, name), Code.UNKNOWN_FIELD, message)
    for name in sorted(needed_fields(of_type).difference(given)):
        message = f"'{name}' is missing; an item of type '{of_type}' needs it"
        yield Finding((*loc, "type"), Code.MISSING_FIELD, message)


def _ids(item: Item, options: tuple[Option, ...] | None, loc: Loc) -> Iterator[Finding]:
    """Ids of choices and rows are there once; those that exclude others exist."""
    if isinstance(item.rows, list):
        rows = ((row.id, (*loc, "rows", i, "id")) for i, row in enumerate(item.rows))
        yield from repeated(rows, "row")
    if options is None:
        return
    own = isinstance(item.choices, list)
    if own:
        ids = ((option.id, (*option.loc[:-1], "id")) for option in options if option.loc)
        yield from repeated(ids, "choice")
    if item.other is True and "other" in [option.id for option in options[:-1]]:
        message = "a choice has the id 'other' already; take out 'other: true' or rename the choice"
        yield Finding((*loc, "other"), Code.DUPLICATE_ID, message)
    known = [option.id for option in options]
    for i, id in enumerate(item.exclusive if isinstance(item.exclusive, list) else []):
        if id not in known:
            hint = did_you_mean(id, known) or "; name one of them"
            message = f"'{id}' is not one of the choices of '{item.id}'{hint}"
            yield Finding((*loc, "exclusive", i), Code.UNKNOWN_REFERENCE, message)


def _limits(item: Item, options: tuple[Option, ...] | None, loc: Loc) -> Iterator[Finding]:
    """``min`` and ``max`` are of the right sort, in the right order, and can be reached."""
    if not isinstance(item.type, str):
        return
    right = True
    for name, value in (("min", item.min), ("max", item.max)):
        wrong = _limit(item.type, value, options)
        if wrong:
            right = False
            yield Finding((*loc, name), Code.WRONG_VALUE, f"'{name}' of '{item.id}' {wrong}")
    low, high = item.min, item.max
    if not right or low is None or high is None or isinstance(low, ToBeAgreed):
        return
    if not isinstance(high, ToBeAgreed) and low > high:  # type: ignore[operator]  # of one sort
        message = (
            f"'min' of '{item.id}' is {bound_text(low)}, more than its 'max' {bound_text(high)}; "
            "correct one of them"
        )
        yield Finding((*loc, "min"), Code.WRONG_VALUE, message)


def _limit(of_type: str, value: object, options: tuple[Option, ...] | None) -> str:
    """Say what is wrong with one limit; nothing when it is right."""
    if value is None or isinstance(value, ToBeAgreed):
        return ""
    if of_type == "date":
        return "" if isinstance(value, dt.date) else "must be a date like 2026-11-30"
    if of_type == "number":
        return "" if isinstance(value, Decimal) else "must be a number"
    if of_type not in {"multiple", "ranking"}:
        return ""  # said already: it means nothing here
    if not isinstance(value, Decimal) or value != int(value) or value < 1:
        return "counts choices; it must be a whole number from 1"
    if options is not None and value > len(options):
        return f"is {value}, but there are {len(options)} choices; correct one of them"
    return ""
