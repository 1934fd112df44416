"""The consent form: what people agree to, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Definition, Use
from compass_model.facts import Block, Words
from compass_model.fields import (
    Entries,
    Finding,
    Id,
    Model,
    Open,
    Paragraphs,
    ToBeAgreed,
    WhenMissing,
    Wording,
)
from compass_model.instruments.consent_facts import consent_facts
from compass_model.instruments.item_rules import repeated
from compass_model.instruments.items import Choice
from compass_model.instruments.values import Flag, Version
from compass_model.kinds.instrument import Contact, Instrument, cited
from compass_model.problems import Code


class Withdrawal(Model):
    """How people take back what they agreed to."""

    how: Open[Paragraphs]
    """What to do."""
    until: Open[Wording]
    """Until when everything can be taken back."""
    after_publication: Open[Paragraphs] | None = None
    """What can still be done after that, and what cannot."""


class Clause(Model):
    """One thing that people agree to, or do not."""

    id: Id = Field(examples=["take-part"])
    """Never changes."""
    text: Open[Wording] = Field(examples=["I agree to take part."])
    """The clause, in the words of the person who signs."""
    required: Open[Flag] = False
    """Whether people can take part only if they agree to it."""
    grants: (
        Open[
            Literal[
                "taking-part",
                "recording",
                "quotes",
                "attribution",
                "approve-each",
                "sharing",
                "contact-again",
            ]
        ]
        | None
    ) = None
    """What it permits: recording what is said; quoting it; naming who said it (``attribution``);
    quoting only what the person saw before (``approve-each``); giving the data to others
    (``sharing``); writing to the person again."""
    options: Open[Entries[Choice]] | None = None
    """The answers to choose from; yes and no when left out."""


class ConsentForm(Instrument):
    """What people agree to before they take part, and how they take it back.

    Each clause can be cited by its number. The page can be printed and signed.
    """

    name: ClassVar[str] = "consent-form"
    title: ClassVar[Words] = Words("Consent form")
    folder: ClassVar[str] = "research/instruments/{id}.md"

    earlier_versions: Open[list[Version]] = Field(default=[], examples=[['"0.9.0"']])
    """Versions that people signed before this one, so that what they agreed to can be named."""
    information_sheet: Open[Id] | None = Field(default=None, examples=["my-information-sheet"])
    """The id of the page that tells people what they need to know first."""
    purpose: Open[Paragraphs]
    """What the study is for."""
    contact: Annotated[
        Open[Contact],
        WhenMissing(
            "say whom people turn to with questions or to withdraw; "
            "a draft may hold {to-be-agreed: OWNER}"
        ),
    ] = Field(examples=["{to-be-agreed: OWNER}"])
    """Whom people turn to with questions, or to withdraw."""
    withdrawal: Open[Withdrawal]
    """How people take back what they agreed to."""
    clauses: Open[Entries[Clause]]
    """What people agree to, each by itself."""
    storage: Open[Paragraphs]
    """Where the data is kept, and who can see it."""
    retention: Open[Paragraphs]
    """How long it is kept."""
    sharing: Open[Paragraphs]
    """What others will see of it."""
    signatures: Open[list[Wording]] = Field(default=[], examples=["[Name, Date, Signature]"])
    """The lines to write on at the end of the printed form."""

    def rules(self) -> Iterator[Finding]:
        """There is a contact, and ids are used once."""
        yield from super().rules()
        contact = self.contact
        open_fields = [contact.role, contact.address] if isinstance(contact, Contact) else [contact]
        if self.status != "draft" and any(isinstance(f, ToBeAgreed) for f in open_fields):
            message = (
                f"a consent form with the status '{self.status}' needs its contact: people must "
                "know whom to turn to; give it, or set 'status: draft'"
            )
            yield Finding(("contact",), Code.MISSING_FIELD, message)
        clauses = self.clauses if isinstance(self.clauses, list) else []
        ids = ((clause.id, ("clauses", i, "id")) for i, clause in enumerate(clauses))
        yield from repeated(ids, "clause")
        for i, clause in enumerate(clauses):
            options = clause.options if isinstance(clause.options, list) else []
            places = ((o.id, ("clauses", i, "options", j, "id")) for j, o in enumerate(options))
            yield from repeated(places, "choice")

    def uses(self) -> Iterator[Use]:
        """The information sheet exists."""
        yield from super().uses()
        if isinstance(self.information_sheet, str):
            yield Use("information-sheet", self.information_sheet, ("information-sheet",))

    def defines(self) -> Iterator[Definition]:
        """The clauses can be cited by number; others name the form by its version."""
        if isinstance(self.version, str):
            yield Definition("consent-version", f"{self.id} {self.version}", ("version",))
        earlier = self.earlier_versions if isinstance(self.earlier_versions, list) else []
        for i, version in enumerate(earlier):
            loc = ("earlier-versions", i)
            yield Definition("consent-version", f"{self.id} {version}", loc)
        clauses = enumerate(self.clauses if isinstance(self.clauses, list) else [])
        items = ((c.id, f"C{i + 1}", c.text, ("clauses", i)) for i, c in clauses)
        yield from cited(self.id, items)

    def facts(self) -> Iterator[Block]:
        """Purpose, clauses, what happens to the data, lines to sign."""
        return consent_facts(self)
