"""The data protection page: what is collected, where it is kept, who sees it, for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Table,
    Undecided,
    Words,
    fields,
    text,
    texts,
)
from compass_model.fields import Entries, Finding, Id, Model, Open, Text, WhenMissing
from compass_model.instruments.item_rules import repeated
from compass_model.kinds.naming import undecided

_OR = "or who decides it, as {to-be-agreed: OWNER}"


def _must(what: str) -> WhenMissing:
    return WhenMissing(f"write {what}, {_OR}")


class DataType(Model):
    """One sort of data."""

    id: Id = Field(examples=["survey-answers"])
    """The name by which links find it."""
    title: Open[Text] = Field(examples=["Answers to the survey"])
    """What it is called."""
    source: Annotated[Open[Text], _must("where the data come from")]
    """Where the data come from, and how."""
    sensitivity: Annotated[Open[Text], _must("how sensitive they are")]
    """How sensitive they are, and why."""
    storage: Annotated[Open[Entries[Text]], _must("where they are kept")]
    """Where they are kept, and how they are protected there."""
    use: Annotated[Open[Entries[Text]], _must("what they are used for")]
    """What they are used for, and what of them may be shown."""
    seen_by: Annotated[Open[Entries[Text]], _must("who sees them")]
    """Who can see them."""
    retention: Annotated[Open[Text], _must("how long they are kept")]
    """How long they are kept, and what happens then."""
    removal: Annotated[Open[Text], _must("whom to ask")]
    """Whom to ask to have one's data taken out or corrected: a public role or address."""
    said_in: Open[Text] | None = None
    """Where this is said."""


class DataProtection(Page):
    """What a study or programme does with data about people, sort by sort.

    What is not settled says who decides; a gap that nobody sees helps nobody.
    """

    name: ClassVar[str] = "data-protection"
    title: ClassVar[Words] = Words("Data protection")
    folder: ClassVar[str] = "programme/{id}.md"
    data_folder: ClassVar[str] = "programme"

    applies_to: Open[Text] = Field(examples=["The study of our community"])
    """The study or programme that it speaks of."""
    data_types: Open[Entries[DataType]]
    """The sorts of data."""

    def rules(self) -> Iterator[Finding]:
        """Each sort of data is there once."""
        yield from super().rules()
        types = self.data_types if isinstance(self.data_types, list) else []
        ids = ((item.id, ("data-types", i, "id")) for i, item in enumerate(types))
        yield from repeated(ids, "sort of data")

    def facts(self) -> Iterator[Block]:
        """An overview, then each sort of data."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Applies to"), text(self.applies_to, "applies-to")),
            (Words("Data"), undecided(self.data_types)),
        )
        if isinstance(self.data_types, list):
            yield _overview(self.data_types)
            each = tuple(_data_type(item, i) for i, item in enumerate(self.data_types))
            yield Group("data-types", Words("Each sort of data"), each)


def _overview(types: list[DataType]) -> Table:
    """Say of each sort of data what is not settled."""
    rows = []
    for i, item in enumerate(types):
        open_points = tuple(words for words, cell in _rows(item, i) if _is_open(cell))
        rows.append(((_title(item, i),), open_points or (Words("nothing"),)))
    columns = (Words("Data"), Words("What is to be agreed"))
    return Table("data-overview", Words("In short"), columns, tuple(rows))


def _is_open(cell: Cell) -> bool:
    return any(isinstance(piece, Undecided) for piece in cell)


def _data_type(item: DataType, i: int) -> Group:
    about = fields("data-type", None, *_rows(item, i))
    return Group(f"data-{item.id}", _title(item, i), (about,), f"data-type-{item.id}")


def _rows(item: DataType, i: int) -> tuple[tuple[Words, Cell], ...]:
    at = ("data-types", i)
    return (
        (Words("Where it comes from"), text(item.source, *at, "source")),
        (Words("Sensitive"), text(item.sensitivity, *at, "sensitivity")),
        (Words("Where it is kept"), texts(item.storage, *at, "storage")),
        (Words("Used for"), texts(item.use, *at, "use")),
        (Words("Who sees it"), texts(item.seen_by, *at, "seen-by")),
        (Words("Kept for how long"), text(item.retention, *at, "retention")),
        (Words("To have it removed or corrected"), text(item.removal, *at, "removal")),
        (Words("Said in"), text(item.said_in, *at, "said-in")),
    )


def _title(item: DataType, i: int) -> Fact:
    """Return the title; while it is to be agreed, the id stands for it."""
    if isinstance(item.title, str):
        return Fact(item.title, ("data-types", i, "title"))
    return Fact(item.id.replace("-", " ").capitalize(), ("data-types", i, "id"))
