"""Instruments that ask: surveys and interview guides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Definition, Use
from compass_model.evidence.step import Step, Thing
from compass_model.facts import Block
from compass_model.fields import (
    Count,
    Date,
    Entries,
    Finding,
    Id,
    Model,
    Open,
    Paragraphs,
    Wording,
)
from compass_model.inline_markdown import as_plain
from compass_model.instruments.conditions import Answers, Checker, Condition
from compass_model.instruments.item_rules import ItemRules, repeated
from compass_model.instruments.items import (
    Choice,
    InstrumentSection,
    Option,
    Placed,
    options_of,
    placed_items,
)
from compass_model.instruments.questionnaire_facts import questionnaire_facts
from compass_model.instruments.values import Version
from compass_model.kinds.instrument import Instrument, cited, original
from compass_model.problems import Code


class Consent(Model):
    """How people agree to take part."""

    form: Open[Id] = Field(examples=["my-consent-form"])
    """The id of the page of the consent form."""
    version: Open[Version] | None = Field(default=None, examples=['"1.0.0"'])
    """The version of the form."""
    when: Open[Wording] | None = None
    """When people are asked for it."""


class Fielded(Model):
    """When and how the instrument was used."""

    from_: Open[Date] | None = Field(default=None, alias="from")
    """The first day."""
    to: Open[Date] | None = None
    """The last day."""
    mode: Open[Literal["online", "in-person", "hybrid"]] | None = None
    """Where people answered."""
    invited: Open[Count] | None = None
    """How many people were asked."""
    complete: Open[Count] | None = None
    """How many answered to the end."""

    def findings(self) -> Iterator[Finding]:
        """Yield what cannot be true."""
        first, last = self.from_, self.to
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            message = f"'to' is {last}, before 'from', {first}; correct one of them"
            yield Finding(("fielded", "to"), Code.WRONG_VALUE, message)
        asked, answered = self.invited, self.complete
        if isinstance(asked, int) and isinstance(answered, int) and answered > asked:
            message = f"{answered} people answered, but {asked} were asked; correct one of them"
            yield Finding(("fielded", "complete"), Code.WRONG_VALUE, message)


class Questionnaire(Instrument):
    """An instrument that asks. Surveys and interview guides differ in little."""

    not_here: ClassVar[Mapping[str, str]] = {}
    """Fields of items that this kind does without, and where they belong."""

    minutes: Open[Count] = Field(examples=[10])
    """How long it takes in all."""
    research_questions: Open[dict[Id, Wording]] = Field(
        default={}, examples=["{why-leave: Why do people stop taking part?}"]
    )
    """What the study wants to know, by id; at least one item answers each."""
    consent: Open[Consent] | None = None
    """How people agree to take part."""
    fielded: Open[Fielded] | None = None
    """When and how it was used."""
    introduction: Open[Paragraphs] | None = None
    """What people read or are told first."""
    choices: Open[dict[Id, Entries[Choice]]] = Field(
        default={}, examples=['{yes-no: [{id: "yes", label: "Yes"}, {id: "no", label: "No"}]}']
    )
    """Lists of choices that several items share, by name."""
    item_sections: Open[Entries[InstrumentSection]] = Field(alias="sections")
    """The items, in sections, in the order in which they are asked."""
    closing: Open[Paragraphs] | None = None
    """What people read or are told last."""

    @property
    def placed(self) -> tuple[Placed, ...]:
        """All items with their numbers."""
        return tuple(placed_items(self.item_sections))

    def options(self, placed: Placed) -> tuple[Option, ...] | None:
        """Return the answers that an item offers, if it offers some and they are agreed."""
        return options_of(placed, self.choices)

    def rules(self) -> Iterator[Finding]:
        """Ids are used once, items are sound, skip logic holds, the time is enough."""
        yield from super().rules()
        placed = self.placed
        yield from repeated(((p.item.id, (*p.loc, "id")) for p in placed), "item")
        yield from self._lists_and_sections()
        lists = self.choices if isinstance(self.choices, dict) else None
        asked = self.research_questions if isinstance(self.research_questions, dict) else None
        items = ItemRules(lists, asked)
        for p in placed:
            yield from items.findings(p, self.options(p))
            yield from self._belongs_here(p)
        yield from self._skip_logic(placed)
        yield from self._is_answered(placed)
        yield from self._time()

    def _belongs_here(self, placed: Placed) -> Iterator[Finding]:
        for name in self.not_here:
            if name in placed.item.model_fields_set:
                message = f"'{name}' belongs to {self.not_here[name]}; take it out"
                yield Finding((*placed.loc, name), Code.UNKNOWN_FIELD, message)

    def _lists_and_sections(self) -> Iterator[Finding]:
        for name, choices in self.choices.items() if isinstance(self.choices, dict) else ():
            ids = ((choice.id, ("choices", name, i, "id")) for i, choice in enumerate(choices))
            yield from repeated(ids, "choice")
        if isinstance(self.item_sections, list):
            yield from repeated(
                (
                    (section.id, ("sections", i, "id"))
                    for i, section in enumerate(self.item_sections)
                ),
                "section",
            )

    def _skip_logic(self, placed: tuple[Placed, ...]) -> Iterator[Finding]:
        answers = {p.item.id: self._answers(p) for p in placed}
        sections = self.item_sections if isinstance(self.item_sections, list) else []
        for i, section in enumerate(sections):
            if isinstance(section.show_if, Condition):
                before = [p.item.id for p in placed if p.section < i]
                check = Checker(answers, before, f"the section '{section.id}'")
                yield from check.findings(section.show_if, ("sections", i, "show-if"))
        for i, p in enumerate(placed):
            if isinstance(p.item.show_if, Condition):
                before = [earlier.item.id for earlier in placed[:i]]
                check = Checker(answers, before, f"'{p.item.id}'")
                yield from check.findings(p.item.show_if, (*p.loc, "show-if"))

    def _answers(self, placed: Placed) -> Answers:
        item, options = placed.item, self.options(placed)
        return Answers(
            type=item.type if isinstance(item.type, str) else "",
            ids=None if options is None else tuple(option.id for option in options),
            min=None if isinstance(item.min, Model) else item.min,
            max=None if isinstance(item.max, Model) else item.max,
            integer=item.integer is True,
        )

    def _is_answered(self, placed: tuple[Placed, ...]) -> Iterator[Finding]:
        """Each research question has an item, unless the items are not agreed yet."""
        questions = self.research_questions
        if not isinstance(questions, dict) or not isinstance(self.item_sections, list):
            return
        named = [p.item.answers_to for p in placed]
        if not all(isinstance(ids, list) for ids in named):
            return
        answered = {id for ids in named if isinstance(ids, list) for id in ids}
        for id in questions:
            if id not in answered:
                message = (
                    f"no item answers the research question '{id}'; name it under 'answers-to' of "
                    "an item, or take it out"
                )
                yield Finding(("research-questions", id), Code.MISSING_ENTRY, message)

    def _time(self) -> Iterator[Finding]:
        sections = self.item_sections if isinstance(self.item_sections, list) else []
        total = sum(s.minutes for s in sections if isinstance(s.minutes, int))
        if isinstance(self.minutes, int) and total > self.minutes:
            message = (
                f"the sections add up to {total} minutes, the whole takes {self.minutes}; "
                "shorten a section or change 'minutes'"
            )
            yield Finding(("minutes",), Code.SESSION_TOO_LONG, message)
        used = self.fielded
        if isinstance(used, Fielded):
            yield from used.findings()

    def uses(self) -> Iterator[Use]:
        """The consent form exists, in this version."""
        yield from super().uses()
        consent = self.consent
        if isinstance(consent, Consent) and isinstance(consent.form, str):
            yield Use("consent-form", consent.form, ("consent", "form"))
            if isinstance(consent.version, str):
                id = f"{consent.form} {consent.version}"
                yield Use("consent-version", id, ("consent", "version"))

    def defines(self) -> Iterator[Definition]:
        """Research questions and items can be cited by number from everywhere."""
        questions = self.research_questions if isinstance(self.research_questions, dict) else {}
        for i, (id, text) in enumerate(questions.items()):
            label, tip = f"RQ{i + 1}", as_plain(original(text))
            loc = ("research-questions", id)
            yield Definition("research-question", f"{self.id}:{id}", loc, label, tip)
        items = ((p.item.id, p.label, p.item.text, p.loc) for p in self.placed if p.label)
        yield from cited(self.id, items)

    def chain(self) -> Iterator[Step]:
        """The questions, and the items that answer them; once it was used, findings should."""
        used = self.status in {"fielded", "retired"}
        questions = self.research_questions if isinstance(self.research_questions, dict) else {}
        for id in questions:
            thing = Thing("research-question", f"{self.id}:{id}")
            yield Step(thing, ("research-questions", id), expects=used)
        for p in (p for p in self.placed if p.label):
            ids = p.item.answers_to if isinstance(p.item.answers_to, list) else []
            asked = tuple(Thing("research-question", f"{self.id}:{id}") for id in ids)
            thing = Thing("item", f"{self.id}:{p.item.id}")
            yield Step(thing, p.loc, asked, expects=used and bool(asked))

    def facts(self) -> Iterator[Block]:
        """At a glance, research questions, the sections with their items, the code book."""
        return questionnaire_facts(self)
