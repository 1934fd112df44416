"""What a page shows of an item: its number, its text, how it is answered, and what goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Bullets,
    Fact,
    Item,
    Name,
    Piece,
    Plain,
    Prose,
    Table,
    Undecided,
    Words,
    fields,
    joined,
    sentence,
    wording,
)
from compass_model.fields import ToBeAgreed
from compass_model.instruments.condition_words import ConditionWords
from compass_model.instruments.instrument_facts import COMMA, SEMICOLON
from compass_model.instruments.items import Option, Placed, Probe
from compass_model.instruments.values import bound_text

_PRIORITIES = {
    "must": Words("must be asked"),
    "should": Words("should be asked"),
    "if-time": Words("if there is time"),
}
_HOW = {
    "consent": Words("One answer"),
    "single": Words("One answer"),
    "likert": Words("One answer on the scale"),
    "matrix": Words("One answer in each line"),
    "date": Words("A date"),
}
_LISTS = {
    "consent": "choices-one",
    "single": "choices-one",
    "multiple": "choices-many",
    "likert": "choices-scale",
    "ranking": "choices-order",
}
_ANSWER_SPACE = {"number": "answer-number", "date": "answer-date", "text": "answer-text"}


def label_of(option: Option) -> Piece:
    """Show what people read for an answer."""
    if isinstance(option.label, Words):
        return option.label
    return wording(option.label, *option.loc)[0]


class ItemFacts(NamedTuple):
    """Shows the items of one instrument."""

    instrument: str
    """Its id."""
    conversation: bool
    """Whether a person asks."""
    conditions: ConditionWords

    def item(self, placed: Placed, options: tuple[Option, ...] | None) -> Item:
        """Show a numbered item.

        :param options: the answers to choose from
        """
        item, loc = placed.item, placed.loc
        return Item(
            anchor("item", f"{self.instrument}:{item.id}"),
            placed.label,
            wording(item.text, *loc, "text"),
            tuple(block for block in self._blocks(placed, options) if block.rows),
        )

    def note(self, placed: Placed) -> Iterator[Block]:
        """Show a text that is not a question."""
        yield from self._condition(placed)
        yield Prose("note", wording(placed.item.text, *placed.loc, "text"))
        yield from self._guidance(placed)

    def _blocks(self, placed: Placed, options: tuple[Option, ...] | None) -> Iterator[Block]:
        item = placed.item
        yield from self._condition(placed)
        yield Prose(self._space(placed), (joined(SEMICOLON, list(self._how(placed))),))
        if item.type == "matrix":
            yield from _matrix(placed, options)
        elif options is not None:
            name = _LISTS.get(str(item.type), "choices-one")
            other = "-other" if item.other is True else ""
            yield Bullets(name + other, tuple(_choice(placed, option) for option in options))
        elif isinstance(item.choices, ToBeAgreed):
            yield Prose("choices", (Undecided(item.choices.to_be_agreed),))
        yield from self._guidance(placed)
        if isinstance(item.answers_to, list) and item.answers_to:
            yield Prose("answers-to", (self.answers(item.answers_to),))

    def answers(self, questions: list[str]) -> Piece:
        """Say which research questions an item answers."""
        names = [Name("research-question", f"{self.instrument}:{id}") for id in questions]
        return sentence(Words("Answers %(questions)s"), questions=joined(COMMA, names))

    def _condition(self, placed: Placed) -> Iterator[Block]:
        condition = placed.item.show_if
        if condition is not None:
            words = Words("Asked only if %(condition)s")
            if placed.item.type == "note":
                words = Words("Shown only if %(condition)s")
            said = sentence(words, condition=self.conditions.say(condition))
            yield Prose("condition", (said,))

    def _space(self, placed: Placed) -> str:
        """Name the block that says how to answer, after which a printed form has space."""
        if self.conversation:
            return "answer"
        name = _ANSWER_SPACE.get(str(placed.item.type), "answer")
        return "answer-long" if name == "answer-text" and placed.item.long is True else name

    def _how(self, placed: Placed) -> Iterator[Piece]:
        item = placed.item
        if isinstance(item.type, ToBeAgreed):
            yield Undecided(item.type.to_be_agreed)
        elif item.type == "text":
            yield self._text(long=item.long is True)
        elif item.type == "multiple":
            yield _how_many(item.min, item.max)
        elif item.type == "ranking":
            yield _how_ranked(item.max)
        elif item.type == "number":
            yield Words("A whole number") if item.integer is True else Words("A number")
            yield from _range(item.min, item.max)
        else:
            yield _HOW[item.type]
            if item.type == "date":
                yield from _range(item.min, item.max)
        if item.required is True:
            yield Words("an answer is needed")
        if isinstance(item.priority, str):
            yield _PRIORITIES[item.priority]

    def _text(self, *, long: bool) -> Words:
        if self.conversation:
            return Words("Open question")
        return Words("A long answer in your own words") if long else Words("A short answer")

    def _guidance(self, placed: Placed) -> Iterator[Block]:
        item, loc = placed.item, placed.loc
        probes = item.probes if isinstance(item.probes, list) else []
        cell = tuple(_probe(probe, (*loc, "probes", i)) for i, probe in enumerate(probes))
        if isinstance(item.probes, ToBeAgreed):
            cell = (Undecided(item.probes.to_be_agreed),)
        note = wording(item.note_to_interviewer, *loc, "note-to-interviewer")
        support = wording(item.support, *loc, "support") if item.sensitive is not False else ()
        yield fields(
            "guidance",
            None,
            (Words("Probes"), cell),
            (Words("Note to the interviewer"), note),
            (Words("If this is hard to talk about"), support),
        )


def _how_many(low: object, high: object) -> Piece:
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        words = Words("From %(min)s to %(max)s answers")
        return sentence(words, min=Plain(bound_text(low)), max=Plain(bound_text(high)))
    if isinstance(low, Decimal):
        return Words("%(n)d answer or more", "%(n)d answers or more", int(low))
    if isinstance(high, Decimal):
        return Words("Up to %(n)d answer", "Up to %(n)d answers", int(high))
    return Words("Any number of answers")


def _how_ranked(high: object) -> Piece:
    if isinstance(high, Decimal):
        words = Words("Number the first %(max)s in your order, beginning with 1")
        return sentence(words, max=Plain(bound_text(high)))
    return Words("Number all in your order, beginning with 1")


def _range(low: object, high: object) -> Iterator[Piece]:
    texts = [
        Plain(bound_text(value)) if isinstance(value, Decimal | dt.date) else None
        for value in (low, high)
    ]
    first, last = texts
    if first and last:
        yield sentence(Words("from %(min)s to %(max)s"), min=first, max=last)
    elif first:
        yield sentence(
            Words("not before %(min)s") if _is_day(low) else Words("%(min)s or more"), min=first
        )
    elif last:
        yield sentence(
            Words("not after %(max)s") if _is_day(high) else Words("%(max)s or less"), max=last
        )


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date)


def _choice(placed: Placed, option: Option) -> Piece:
    label = label_of(option)
    alone = placed.item.exclusive if isinstance(placed.item.exclusive, list) else []
    if option.id in alone:
        return sentence(Words("%(choice)s (no other answer with it)"), choice=label)
    return label


def _probe(probe: Probe, loc: tuple[str | int, ...]) -> Piece:
    text = wording(probe.text, *loc, "text")[0]
    if probe.ask_if is None:
        return text
    condition = wording(probe.ask_if, *loc, "ask-if")[0]
    return sentence(Words("%(probe)s (if %(condition)s)"), probe=text, condition=condition)


def _matrix(placed: Placed, options: tuple[Option, ...] | None) -> Iterator[Block]:
    item = placed.item
    for value in (item.rows, item.choices):
        if isinstance(value, ToBeAgreed):
            yield Prose("choices", (Undecided(value.to_be_agreed),))
    if options is None or not isinstance(item.rows, list):
        return
    labels = [label_of(option) for option in options]
    heads = [label if isinstance(label, Fact) else Words("to be agreed") for label in labels]
    rows = tuple(
        (wording(row.label, *placed.loc, "rows", i, "label"), *(() for _ in heads))
        for i, row in enumerate(item.rows)
    )
    yield Table("matrix", None, (Words("For each of these"), *heads), rows)
