"""The community engagement strategy: what stands in people's way, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Assembled, Use
from compass_model.evidence.step import Step, Thing
from compass_model.facts import Block, Cell, Item, Items, Words, fields, names, pages, text
from compass_model.fields import Entries, Id, Model, Open, Text, ToBeAgreed
from compass_model.kinds.naming import named
from compass_model.kinds.part_facts import rows_of


class Blocker(Model):
    """Something that keeps people from taking part."""

    blocker: Open[Text] = Field(examples=["Nobody says where to begin"])
    """What stands in the way, in a sentence."""
    source: Open[Text] | None = None
    """Where this was found, as inline text; a citation is best."""
    findings: Open[list[Id]] = []
    """The ids of the findings that say so."""
    answers: Open[list[Id]] = []
    """The ids of the pathways, event guides, mentoring pages and others that answer it; without
    any, the page says that there is no answer yet."""
    how: Open[Text] | None = None
    """What there is so far: how they answer it, or what is missing."""


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
            yield from named("finding", item.findings, "blockers", i, "findings")

    def chain(self) -> Iterator[Step]:
        """The page takes up the findings that its blockers name."""
        for i, item in enumerate(self.blockers if isinstance(self.blockers, list) else []):
            ids = item.findings if isinstance(item.findings, list) else []
            if ids:
                findings = tuple(Thing("finding", id) for id in ids)
                yield Step(Thing("page", self.id), ("blockers", i, "findings"), findings)

    def facts(self) -> Iterator[Block]:
        """The blockers, each with its answers."""
        title = Words("What stands in the way, and what answers it")
        if isinstance(self.blockers, ToBeAgreed):
            yield from rows_of("blockers", title, self.blockers, {})
        else:
            items = tuple(_item(item, i) for i, item in enumerate(self.blockers))
            yield Items("blockers", items, title)


def _item(item: Blocker, i: int) -> Item:
    answers: Cell = pages(item.answers)
    if not answers:
        answers = (Words("none yet"),)
    below = fields(
        "blocker",
        None,
        (Words("Answered by"), answers),
        (Words("So far"), text(item.how, "blockers", i, "how")),
        (Words("Found in"), text(item.source, "blockers", i, "source")),
        (Words("Finding"), names("finding", item.findings)),
    )
    return Item(
        f"blocker-{i + 1}", str(i + 1), text(item.blocker, "blockers", i, "blocker"), (below,)
    )
