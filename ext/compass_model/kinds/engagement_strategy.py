"""The community engagement strategy: what stands in people's way, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Assembled, Use
from compass_model.facts import Block, Cell, Table, Words, pages, text
from compass_model.fields import Entries, Id, Model, Open, Text, ToBeAgreed
from compass_model.kinds.part_facts import rows_of


class Blocker(Model):
    """Something that keeps people from taking part."""

    blocker: Open[Text] = Field(examples=["Nobody says where to begin"])
    """What stands in the way, in a sentence."""
    source: Open[Text] | None = None
    """Where this was found, as inline text; a citation is best."""
    answers: Open[list[Id]] = []
    """The ids of the pathways, event guides, mentoring pages and others that answer it; without
    any, the page says that there is no answer yet."""
    how: Open[Text] | None = None
    """How they answer it, or what is missing."""


class EngagementStrategy(Assembled):
    """How a community brings people in and keeps them: every known blocker with its answer.

    A blocker without an answer stays in the list and says so.
    """

    name: ClassVar[str] = "engagement-strategy"
    title: ClassVar[Words] = Words("Engagement strategy")
    folder: ClassVar[str] = "{id}/index.md"

    blockers: Open[Entries[Blocker]] = Field(
        examples=["{blocker: Nobody says where to begin, how: A first pathway is being written}"]
    )
    """What keeps people from taking part."""

    def uses(self) -> Iterator[Use]:
        """Every answer is a page."""
        yield from super().uses()
        for i, item in enumerate(self.blockers if isinstance(self.blockers, list) else []):
            for j, id in enumerate(item.answers if isinstance(item.answers, list) else []):
                yield Use("page", id, ("blockers", i, "answers", j))

    def facts(self) -> Iterator[Block]:
        """The table of blockers and answers."""
        title = Words("What stands in the way, and what answers it")
        if not isinstance(self.blockers, list):
            yield from rows_of("blockers", title, self.blockers, {})
            return
        rows = tuple(_row(item, i) for i, item in enumerate(self.blockers))
        columns = (Words("Blocker"), Words("Answered by"), Words("How"), Words("Found in"))
        used = [i for i in range(len(columns)) if i < 2 or any(row[i] for row in rows)]
        yield Table(
            "blockers",
            title,
            tuple(columns[i] for i in used),
            tuple(tuple(row[i] for i in used) for row in rows),
        )


def _row(item: Blocker, i: int) -> tuple[Cell, ...]:
    answers: Cell = pages(item.answers)
    if not answers and not isinstance(item.answers, ToBeAgreed):
        answers = (Words("none yet"),)
    return (
        text(item.blocker, "blockers", i, "blocker"),
        answers,
        text(item.how, "blockers", i, "how"),
        text(item.source, "blockers", i, "source"),
    )
