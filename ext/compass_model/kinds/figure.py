"""A typed figure: a number that says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from compass_model.facts import Block, Cell, Undecided, Words, sentence, text
from compass_model.fields import Model, Open, Text, ToBeAgreed, WhenMissing
from compass_model.kinds.part_facts import rows_of


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _with_digits(value: str) -> str:
    if not re.search(r"\d", value):
        message = "must hold a number, like 20, '10 to 20' or '45 %'"
        raise PydanticCustomError("wrong_value", message)
    return value.strip()


Number = Annotated[
    str,
    BeforeValidator(_as_text),
    AfterValidator(_with_digits),
    WithJsonSchema({"type": ["string", "integer"]}),
]
"""A number as people write it: a count, a range, a share."""

SOURCE = WhenMissing("say where the number comes from, or who decides it")


class Figure(Model):
    """A number with its source: how many there are, were asked, or what share they have."""

    what: Open[Text] = Field(examples=["people in the group"])
    """What is counted."""
    figure: Open[Number] = Field(examples=["10 to 20"])
    """The number: a count, a range such as "10 to 20", or a share such as "45 %"."""
    source: Annotated[Open[Text], SOURCE] = Field(examples=["the agreement"])
    """Where the number comes from: a work, a page, who counted and when."""


def figure_cell(figure: Figure | ToBeAgreed | None, *loc: str | int) -> Cell:
    """Show a figure in one line, with its source."""
    if figure is None:
        return ()
    if isinstance(figure, ToBeAgreed):
        return (Undecided(figure.to_be_agreed),)
    pieces = {name: text(getattr(figure, name), *loc, name)[0] for name in Figure.model_fields}
    return (sentence(Words("%(figure)s %(what)s (source: %(source)s)"), **pieces),)


def figure_table(name: str, figures: Sequence[Figure] | ToBeAgreed) -> Iterator[Block]:
    """Yield a table of the figures in the field *name*."""
    columns = {"what": Words("What"), "figure": Words("Figure"), "source": Words("Source")}
    yield from rows_of(name, Words("Figures"), figures, columns)
