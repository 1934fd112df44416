"""The items of an instrument: questions, their choices and rows, and the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import ConfigDict, Discriminator, Field, Tag

from compass_model.facts import Words
from compass_model.fields import (
    LIST_TAG,
    VALUE_TAG,
    Count,
    Entries,
    Id,
    Model,
    Open,
    Paragraphs,
    ToBeAgreed,
    Wording,
)
from compass_model.instruments.conditions import Condition
from compass_model.instruments.item_types import ItemType, add_types_to_schema
from compass_model.instruments.values import AnswerId, Bound, Flag
from compass_model.yaml_source import Loc


class Choice(Model):
    """One of the answers that can be chosen."""

    id: AnswerId = Field(examples=["no-time"])
    """What stands in the data: a short word or a number. It never changes."""
    label: Open[Wording] = Field(examples=["I have no time"])
    """What people read."""


class Row(Model):
    """One line of a matrix."""

    id: Id = Field(examples=["welcome"])
    """What stands in the data. It never changes."""
    label: Open[Wording] = Field(examples=["I felt welcome"])
    """What people read."""


class Probe(Model):
    """What to ask next if the answer is short."""

    text: Open[Wording] = Field(examples=["What happened next?"])
    """The question."""
    ask_if: Open[Wording] | None = None
    """When to ask it, as the end of a sentence that begins with "if"."""


def _choices_branch(value: Any) -> str:
    return LIST_TAG if isinstance(value, list) else VALUE_TAG


Choices = Annotated[
    Annotated[Id, Tag(VALUE_TAG)] | Annotated[Entries[Choice], Tag(LIST_TAG)],
    Discriminator(_choices_branch),
]
"""The name of one of the lists of choices of the instrument, or a list."""


class Item(Model):
    """A question, or a ``note`` to read."""

    model_config = ConfigDict(json_schema_extra=add_types_to_schema)

    id: Id = Field(examples=["beginning"])
    """Never changes, so that answers and citations stay with their question."""
    type: Open[ItemType] = Field(examples=["text"])
    """How it is answered."""
    text: Open[Wording] = Field(examples=["How did you come to take part?"])
    """The question."""
    choices: Open[Choices] | None = Field(
        default=None, examples=['[{id: 1, label: "Yes"}, {id: 2, label: "No"}]']
    )
    """The answers to choose from: a list, or the name of one in the instrument's ``choices``."""
    rows: Open[Entries[Row]] | None = None
    """The lines of a ``matrix``; its ``choices`` are the columns."""
    other: Open[Flag] = False
    """Whether people may write another answer; its id is ``other``."""
    exclusive: Open[list[AnswerId]] = []
    """The choices of a ``multiple`` that exclude all others, such as "none of these"."""
    min: Open[Bound] | None = None
    """The least number, the first day, or the fewest choices."""
    max: Open[Bound] | None = None
    """The greatest number, the last day, or the most choices."""
    integer: Open[Flag] = False
    """Whether a number must be whole."""
    long: Open[Flag] = False
    """Whether there is room for a long answer."""
    required: Open[Flag] = False
    """Whether people must answer it."""
    show_if: Open[Condition] | None = Field(default=None, examples=["{item: years, ge: 2}"])
    """On which earlier answers it is asked; always when left out."""
    answers_to: Open[list[Id]] = Field(default=[], examples=["[why-leave]"])
    """The ids of the research questions that it helps to answer."""
    sensitive: Open[Flag] = False
    """Whether it may be hard to talk about; then say what ``support`` there is."""
    support: Open[Wording] | None = None
    """What help people are offered with a sensitive question."""
    priority: Open[Literal["must", "should", "if-time"]] | None = None
    """In an interview guide: whether it must be asked."""
    probes: Open[Entries[Probe]] | None = None
    """In an interview guide: what to ask next if the answer is short."""
    note_to_interviewer: Open[Wording] | None = None
    """What the person who asks should know or do."""


class InstrumentSection(Model):
    """Items that belong together."""

    id: Id = Field(examples=["beginnings"])
    """Never changes."""
    title: Open[Wording] = Field(examples=["How it began"])
    """Its heading."""
    minutes: Open[Count] | None = None
    """How long it takes."""
    script: Open[Paragraphs] | None = None
    """What people read or are told before the first question."""
    show_if: Open[Condition] | None = Field(default=None, examples=["{item: years, ge: 2}"])
    """On which answers of earlier sections it is asked; always when left out."""
    items: Open[Entries[Item]]
    """The questions, in the order in which they are asked."""


class Placed(NamedTuple):
    """An item with its place in the instrument."""

    item: Item
    loc: Loc
    label: str
    """How it is cited, such as ``Q4``; empty for a note."""
    section: int


def placed_items(sections: object) -> Iterator[Placed]:
    """Yield the items of *sections* with their numbers, as far as they are agreed."""
    number = 0
    for i, section in enumerate(sections if isinstance(sections, list) else []):
        for j, item in enumerate(section.items if isinstance(section.items, list) else []):
            number += item.type != "note"
            label = f"Q{number}" if item.type != "note" else ""
            yield Placed(item, ("sections", i, "items", j), label, i)


class Option(NamedTuple):
    """An answer that can be chosen, whoever words it."""

    id: str
    label: str | dict[str, str] | ToBeAgreed | Words
    loc: Loc


AGREED = (("agreed", Words("I agree")), ("declined", Words("I do not agree")))
"""The answers to a ``consent`` item."""
OTHER = Option("other", Words("Something else:"), ())
"""The answer that ``other`` adds."""


def options_of(placed: Placed, lists: object) -> tuple[Option, ...] | None:
    """Return the answers to choose from; ``None`` while they are to be agreed or not there.

    :param lists: the instrument's lists of choices, by name
    """
    item = placed.item
    if item.type == "consent":
        return tuple(Option(id, words, ()) for id, words in AGREED)
    found, loc = item.choices, (*placed.loc, "choices")
    if isinstance(found, str):
        loc = ("choices", found)
        found = lists.get(found) if isinstance(lists, dict) else None
    if not isinstance(found, list):
        return None
    options = [
        Option(choice.id, choice.label, (*loc, i, "label")) for i, choice in enumerate(found)
    ]
    return (*options, OTHER) if item.other is True else tuple(options)
