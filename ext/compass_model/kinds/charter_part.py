"""The base of the parts of a charter; the parts are in the ``charter_parts_*`` modules."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import Words

PartName = Literal[
    "narrative",
    "purpose",
    "vision",
    "mission",
    "values",
    "objectives",
    "roadmap",
    "stakeholders",
    "skills",
    "platforms",
    "ways-of-working",
    "governance",
    "conduct",
    "principles",
]


class CharterPart(Page):
    """One part of a charter, on a page of its own that the charter shows in place.

    ``part:`` says which part it is. Most parts have a table of facts and some text around it.
    """

    name: ClassVar[str] = "charter-part"
    title: ClassVar[Words] = Words("Charter part")
    folder: ClassVar[str] = "charter/{id}.md"

    part: PartName = Field(examples=["vision"])
    """Which part of the charter this is."""
