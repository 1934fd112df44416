"""Charter parts about how people work together: meetings, governance, conduct, principles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from compass_model.envelope import Use
from compass_model.facts import Block, Cell, Undecided, Words, fields, link, text, texts
from compass_model.fields import Entries, Id, Length, Link, Model, Open, Text, ToBeAgreed
from compass_model.kinds.charter_part import CharterPart
from compass_model.kinds.part_facts import rows_of


class Meeting(Model):
    """A meeting that is held again and again."""

    name: Open[Text] = Field(examples=["Monthly meeting"])
    """What it is called."""
    when: Open[Text] = Field(examples=["first Tuesday of the month"])
    """How often and when."""
    lasts: Open[Length] = Field(examples=["PT1H"])
    """How long."""
    purpose: Open[Text] = Field(examples=["plan the next month"])
    """What it is for."""


class WaysOfWorking(CharterPart):
    """How people work together from day to day."""

    part: Literal["ways-of-working"] = "ways-of-working"
    meetings: Open[list[Meeting]]
    """Regular meetings; an empty list when there are none."""
    storage: Open[list[Text]] = Field(examples=["[notes in the repository]"])
    """Where documents are kept."""
    decisions_recorded: Open[Text] = Field(examples=["in issues of the team repository"])
    """Where one finds what was decided."""
    response_time: Open[Text] = Field(examples=["a week"])
    """How soon somebody gets an answer."""
    languages: Open[list[Text]] = Field(examples=["[English]"])
    """The languages that are used."""

    def facts(self) -> Iterator[Block]:
        """Fields, then the table of meetings."""
        yield fields(
            "ways-of-working",
            None,
            (Words("Documents are kept"), texts(self.storage, "storage")),
            (Words("Decisions are recorded"), text(self.decisions_recorded, "decisions-recorded")),
            (Words("Answers come within"), text(self.response_time, "response-time")),
            (Words("Languages"), texts(self.languages, "languages")),
        )
        columns = {
            "name": Words("Meeting"),
            "when": Words("When"),
            "lasts": Words("Lasts"),
            "purpose": Words("For"),
        }
        yield from rows_of("meetings", Words("Meetings"), self.meetings, columns)


class Body(Model):
    """A team or role that takes part in governing."""

    team: Open[Id] = Field(examples=["steering-council"])
    """Its id in ``_data/community.yml``."""
    does: Open[list[Text]] = Field(examples=["[breaks ties]"])
    """What it does."""
    joined_by: Open[Text] = Field(examples=["election by its members"])
    """How people become members."""


class Decision(Model):
    """How decisions are made."""

    rule: Open[Text] = Field(examples=["lazy consensus"])
    """The usual way."""
    window: Open[Text] = Field(examples=["five working days"])
    """How long a proposal is open."""
    approval: Open[Text] = Field(examples=["two approvals and no objection"])
    """What a proposal needs."""
    without_consensus: Open[Text] = Field(examples=["the council votes"])
    """What happens when people do not agree."""
    appeal: Open[Text] = Field(examples=["to the council"])
    """How a decision can be questioned."""


class Governance(CharterPart):
    """Who decides what, and how."""

    part: Literal["governance"] = "governance"
    model: Open[Text] = Field(examples=["lazy consensus with a council"])
    """The form of governance, in a few words."""
    bodies: Open[Entries[Body]]
    """The teams and roles that govern."""
    decision: Open[Decision]
    """How decisions are made."""
    amendment: Open[Text] = Field(examples=["like every other decision"])
    """How this charter is changed."""

    def uses(self) -> Iterator[Use]:
        """Every body is a team or role."""
        yield from super().uses()
        for i, body in enumerate(self.bodies if isinstance(self.bodies, list) else []):
            if isinstance(body.team, str):
                yield Use("owner", body.team, ("bodies", i, "team"))

    def facts(self) -> Iterator[Block]:
        """The decision rule, then the table of bodies."""
        yield fields(
            "decisions",
            None,
            (Words("Form of governance"), text(self.model, "model")),
            *self._decision_rows(),
            (Words("Changing the charter"), text(self.amendment, "amendment")),
        )
        columns = {
            "team": Words("Who"),
            "does": Words("Does"),
            "joined-by": Words("Joined by"),
        }
        yield from rows_of("bodies", Words("Who governs"), self.bodies, columns)

    def _decision_rows(self) -> Iterator[tuple[Words, Cell]]:
        rule, at = self.decision, "decision"
        if isinstance(rule, ToBeAgreed):
            yield Words("How we decide"), (Undecided(rule.to_be_agreed),)
            return
        yield Words("How we decide"), text(rule.rule, at, "rule")
        yield Words("A proposal is open"), text(rule.window, at, "window")
        yield Words("A proposal needs"), text(rule.approval, at, "approval")
        yield Words("Without consensus"), text(rule.without_consensus, at, "without-consensus")
        yield Words("Appeal"), text(rule.appeal, at, "appeal")


class Conduct(CharterPart):
    """The code of conduct, and how conflicts are handled."""

    part: Literal["conduct"] = "conduct"
    code: Open[Link] = Field(examples=["https://example.org/conduct"])
    """Where the code of conduct is."""
    contact: Open[Text] = Field(examples=["the conduct team"])
    """Whom to tell: a public role or address."""
    response: Open[Text] = Field(examples=["an answer within two days"])
    """What happens after a report."""
    conflicts: Open[Text] = Field(examples=["a member of the council mediates"])
    """How conflicts are handled that break no rule."""

    def facts(self) -> Iterator[Block]:
        """Four fields."""
        yield fields(
            "conduct",
            None,
            (Words("Code of conduct"), link(self.code)),
            (Words("Contact"), text(self.contact, "contact")),
            (Words("After a report"), text(self.response, "response")),
            (Words("Conflicts"), text(self.conflicts, "conflicts")),
        )


class Principles(CharterPart):
    """The seven principles of open research, and what each means here."""

    part: Literal["principles"] = "principles"
    respect_for_diversity: Open[Text]
    """What respect for diversity means here."""
    collaboration: Open[Text]
    """What collaboration means here."""
    accountability: Open[Text]
    """What accountability means here."""
    transparency: Open[Text]
    """What transparency means here."""
    social_responsibility: Open[Text]
    """What social responsibility and engagement mean here."""
    fairness: Open[Text]
    """What fairness means here."""
    impact: Open[Text]
    """What impact means here."""

    def facts(self) -> Iterator[Block]:
        """The seven principles."""
        yield fields(
            "principles",
            None,
            (
                Words("Respect for diversity"),
                text(self.respect_for_diversity, "respect-for-diversity"),
            ),
            (Words("Collaboration"), text(self.collaboration, "collaboration")),
            (Words("Accountability"), text(self.accountability, "accountability")),
            (Words("Transparency"), text(self.transparency, "transparency")),
            (
                Words("Social responsibility and engagement"),
                text(self.social_responsibility, "social-responsibility"),
            ),
            (Words("Fairness"), text(self.fairness, "fairness")),
            (Words("Impact"), text(self.impact, "impact")),
        )
