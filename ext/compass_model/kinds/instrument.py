"""What every research instrument states: its version, its languages and its ethics approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Definition, Page
from compass_model.fields import (
    Date,
    Entries,
    Finding,
    Language,
    Model,
    Open,
    Text,
    ToBeAgreed,
    Wording,
)
from compass_model.inline_markdown import as_plain
from compass_model.instruments.values import Version
from compass_model.instruments.wordings import wording_findings
from compass_model.problems import Code
from compass_model.yaml_source import Loc


class Ethics(Model):
    """Who looked at the ethics of the study, and which versions of this instrument they saw."""

    reference: Open[Text] = Field(examples=["EXAMPLE-2026-01"])
    """The number of the approval."""
    body: Open[Text] | None = None
    """Who gave it."""
    approved: Open[Date] | None = None
    """When."""
    covers: Open[list[Version]] = Field(examples=['["1.0.0"]'])
    """The versions of this instrument that it covers."""


class Contact(Model):
    """Whom people turn to with questions, or to withdraw."""

    role: Open[Wording] = Field(examples=["the research team"])
    """Who that is; a role, not a private person."""
    address: Open[Text] = Field(examples=["research@example.org"])
    """Where to write to."""


class Instrument(Page):
    """A research instrument. Its kinds add what it asks or says."""

    data_folder: ClassVar[str] = "instruments"
    """Where below ``_data/`` ``compass new`` puts the facts."""

    status: Literal["draft", "approved", "fielded", "retired"]  # type: ignore[assignment]  # an instrument has states of its own
    """Whether it may be used: a ``draft``, ``approved``, in use (``fielded``) or ``retired``."""
    version: Open[Version] = Field(examples=['"0.1.0"'])
    """Three numbers in quotes: the first changes when the meaning or an answer scale changes, the
    second when items come or go, the last when typing errors are mended."""
    languages: Open[Entries[Language]] = Field(examples=["[en]"])
    """The languages in which the texts were written and reviewed here, the original first."""
    ethics: Open[Ethics] = Field(examples=["{to-be-agreed: OWNER}"])
    """The approval by an ethics panel; a draft may leave it to be agreed."""
    licence: Open[Text] | None = Field(default=None, examples=["CC-BY-4.0"])
    """The licence under which others may use the instrument."""

    def rules(self) -> Iterator[Finding]:
        """The ethics approval covers the version; no text lacks a language."""
        yield from super().rules()
        yield from self._is_approved()
        if isinstance(self.languages, list):
            yield from wording_findings(self, self.languages)

    def _is_approved(self) -> Iterator[Finding]:
        ethics = self.ethics
        reference = ethics.reference if isinstance(ethics, Ethics) else ethics
        if self.status in {"approved", "fielded"} and isinstance(reference, ToBeAgreed):
            message = (
                f"an instrument with the status '{self.status}' needs the reference of its ethics "
                "approval; give it, or set 'status: draft'"
            )
            yield Finding(("ethics",), Code.MISSING_FIELD, message)
        if not isinstance(ethics, Ethics) or not isinstance(ethics.covers, list):
            return
        if isinstance(self.version, str) and self.version not in ethics.covers:
            by = ethics.reference if isinstance(ethics.reference, str) else "its ethics approval"
            message = (
                f"version {self.version} is not covered by {by}; add it to 'covers' once the "
                "panel agreed, or correct 'version'"
            )
            yield Finding(("ethics", "covers"), Code.NOT_COVERED, message)


def cited(instrument: str, items: Iterable[tuple[str, str, object, Loc]]) -> Iterator[Definition]:
    """Yield what makes the items of an instrument citable; an id that is there twice once.

    :param items: the id, number, text and place of each
    """
    seen: set[str] = set()
    for id, label, text, loc in items:
        if id not in seen:
            tip = as_plain(original(text))
            yield Definition("item", f"{instrument}:{id}", (*loc, "id"), label, tip)
        seen.add(id)


def original(value: object) -> str:
    """Return a text in its original language; nothing while it is to be agreed."""
    if isinstance(value, dict):
        return str(next(iter(value.values()), ""))
    return value if isinstance(value, str) else ""
