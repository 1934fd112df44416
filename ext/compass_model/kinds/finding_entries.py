"""What a list of findings is made of: questions, findings, evidence, what led to no finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from compass_model.evidence.step import Thing
from compass_model.fields import Finding, Id, Link, Model, Open, Text
from compass_model.kinds.figure import Figure
from compass_model.problems import Code

_NAME = "[a-z0-9]+(-[a-z0-9]+)*"


def _question(value: str) -> str:
    if not re.fullmatch(f"{_NAME}(:{_NAME})?", value):
        message = (
            "must be the id of a question of this page, like 'why-leave', or of an instrument, "
            "like 'my-survey:why-leave'"
        )
        raise PydanticCustomError("wrong_value", message)
    return value


def _item(value: str) -> str:
    if not re.fullmatch(f"{_NAME}:{_NAME}", value):
        message = "must be the ids of an instrument and of its item, like 'my-survey:why-leave'"
        raise PydanticCustomError("wrong_value", message)
    return value


QuestionId = Annotated[
    str,
    AfterValidator(_question),
    WithJsonSchema({"type": "string", "pattern": f"^{_NAME}(:{_NAME})?$"}),
]
"""A research question: of the same page by its id, of an instrument as ``instrument:question``."""

ItemId = Annotated[
    str, AfterValidator(_item), WithJsonSchema({"type": "string", "pattern": f"^{_NAME}:{_NAME}$"})
]
"""An item of an instrument."""


class Question(Model):
    """A question that the study has asked itself."""

    id: Id = Field(examples=["why-leave"])
    """The name by which findings refer to it."""
    question: Open[Text] = Field(examples=["Why do people stop taking part?"])
    """The question."""
    gap: Open[Text] | None = None
    """Why no finding answers it; only while none does."""


class Support(Model):
    """One thing that a finding rests on.

    Each says exactly one of ``cite``, ``item``, ``observation``, ``excerpt`` and ``title``.
    """

    cite: Open[Text] | None = None
    """The key of a work in ``references.bib``."""
    item: Open[ItemId] | None = None
    """An item of an instrument, as ``instrument:item``: what people answered to it."""
    observation: Open[Id] | None = None
    """The id of an observation."""
    excerpt: Open[Id] | None = None
    """The id of an excerpt from an interview."""
    title: Open[Text] | None = None
    """Something else that can be read: what it is."""
    url: Open[Link] | None = None
    """Where that is; together with ``title``."""
    where: Open[Text] | None = None
    """The place in a work: a section or a page."""

    def findings(self, name: str) -> Iterator[Finding]:
        """Yield what is wrong between the fields of the entry *name*."""
        given = [one for one in _SUPPORTS if getattr(self, one) is not None]
        if not given:
            message = f"'{name}' names nothing; say one of 'cite', 'item', 'observation', "
            yield Finding((), Code.MISSING_FIELD, f"{message}'excerpt' and 'title'")
        elif len(given) > 1:
            message = (
                f"'{name}' says '{given[0]}' and '{given[1]}'; "
                "make each an entry of its own under 'evidence'"
            )
            yield Finding((given[1],), Code.WRONG_VALUE, message)
        if self.url is not None and self.title is None:
            message = f"'{name}.title' is missing; say what stands at the address"
            yield Finding(("url",), Code.MISSING_FIELD, message)

    def things(self) -> Iterator[Thing]:
        """Yield what it names, as part of the chain of evidence."""
        for what, value in (
            ("citation", self.cite),
            ("item", self.item),
            ("observation", self.observation),
            ("excerpt", self.excerpt),
            ("document", self.url if isinstance(self.url, str) else self.title),
        ):
            if isinstance(value, str):
                yield Thing(what, value)


_SUPPORTS = ("cite", "item", "observation", "excerpt", "title")


class StudyFinding(Model):
    """Something that a study has found."""

    id: Id = Field(examples=["slow-review"])
    """The name by which other pages refer to it; unique among all findings, never changed."""
    finding: Open[Text] = Field(examples=["First changes wait long for a review"])
    """What was found, in one sentence."""
    kind: Open[Literal["success", "challenge", "need", "opportunity"]] = Field(
        examples=["challenge"]
    )
    """What sort of finding it is: ``success``, ``challenge``, ``need`` or ``opportunity``."""
    answers: Open[list[QuestionId]] = []
    """The research questions that it helps to answer: of this page by their id, those of an
    instrument as ``instrument:question``."""
    evidence: Open[list[Support]] = []
    """What it rests on; a finding without evidence is a problem."""
    figures: Open[list[Figure]] = []
    """Numbers that belong to it, each with its source."""
    confidence: Open[Text] | None = None
    """How sure those are who found it, and why."""
    gap: Open[Text] | None = None
    """Why no recommendation follows from it; only while none does."""


class WithoutFinding(Model):
    """Something that was asked and led to no finding."""

    item: Open[ItemId] | None = None
    """An item of an instrument, as ``instrument:item``."""
    question: Open[ItemId] | None = None
    """Or a research question of an instrument, as ``instrument:question``."""
    gap: Open[Text] = Field(examples=["Too few people answered"])
    """Why it led to none."""
