"""The participant information sheet: what people need to know before they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.facts import Block, Words
from compass_model.fields import Model, Open, Paragraphs
from compass_model.instruments.consent_facts import information_facts
from compass_model.kinds.instrument import Contact, Instrument


class Recording(Model):
    """What is recorded."""

    what: Open[Paragraphs] = Field(examples=["The sound of the conversation."])
    """Sound, picture, or nothing."""
    tool: Open[Paragraphs] | None = None
    """With which tool, also for the transcript."""
    where: Open[Paragraphs] | None = None
    """On whose machine that happens."""


class InformationSheet(Instrument):
    """What people need to know before they agree to take part.

    Every question is answered, if only with who will decide the answer. The page can be printed.
    """

    name: ClassVar[str] = "information-sheet"
    title: ClassVar[Words] = Words("Information sheet")
    folder: ClassVar[str] = "research/instruments/{id}.md"

    purpose: Open[Paragraphs]
    """What the study is for, and who does it."""
    who: Open[Paragraphs]
    """Who is asked to take part, and why."""
    what_happens: Open[Paragraphs]
    """What happens to people who take part, and how long it takes."""
    voluntary: Open[Paragraphs]
    """That nobody has to take part, and how to stop."""
    risks: Open[Paragraphs]
    """What may be hard about it, and what help there is."""
    benefits: Open[Paragraphs]
    """What people have from it; say so if there is nothing."""
    confidentiality: Open[Paragraphs]
    """Who learns that they took part, and how they are named."""
    recording: Open[Recording] | None = None
    """What is recorded, with what, and where."""
    storage: Open[Paragraphs]
    """Where the data is kept, and who can see it."""
    retention: Open[Paragraphs]
    """How long it is kept."""
    withdrawal: Open[Paragraphs]
    """How people take their answers back, and until when."""
    results: Open[Paragraphs]
    """What happens to the results, and how people learn of them."""
    funding: Open[Paragraphs]
    """Who pays for the study."""
    contact: Open[Contact] = Field(examples=["{to-be-agreed: OWNER}"])
    """Whom people turn to with questions."""

    def facts(self) -> Iterator[Block]:
        """The questions that people ask, each with its answer."""
        return information_facts(self)
