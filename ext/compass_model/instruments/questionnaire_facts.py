"""What a survey or interview guide shows: at a glance, questions in their sections, code book."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Item,
    Items,
    PageLink,
    Piece,
    Plain,
    Prose,
    Undecided,
    Words,
    choice,
    fields,
    paragraphs,
    sentence,
    shown,
    wording,
)
from compass_model.fields import ToBeAgreed
from compass_model.instruments.code_book import code_book
from compass_model.instruments.condition_words import ConditionWords
from compass_model.instruments.instrument_facts import at_a_glance
from compass_model.instruments.item_facts import ItemFacts, label_of
from compass_model.instruments.items import InstrumentSection, Placed

if TYPE_CHECKING:
    import datetime as dt

    from compass_model.kinds.questionnaire import Consent, Fielded, Questionnaire

_MODES = {
    "online": Words("online"),
    "in-person": Words("in person"),
    "hybrid": Words("online and in person"),
}


def questionnaire_facts(instrument: Questionnaire) -> Iterator[Block]:
    """Yield the blocks of *instrument*, from top to bottom."""
    placed = instrument.placed
    labels = {
        (p.item.id, option.id): label_of(option)
        for p in placed
        for option in instrument.options(p) or ()
    }
    types = {p.item.id: p.item.type for p in placed if isinstance(p.item.type, str)}
    conditions = ConditionWords(instrument.id, types, labels)
    show = ItemFacts(instrument.id, instrument.name == "interview-guide", conditions)
    yield at_a_glance(
        instrument,
        (Words("Takes"), shown(instrument.minutes, _minutes)),
        (Words("Consent"), shown(instrument.consent, lambda c: tuple(_consent(c)))),
        (Words("Used"), shown(instrument.fielded, lambda f: tuple(_fielded(f)))),
        (Words("Research questions"), _owner(instrument.research_questions)),
        (Words("Questions"), _owner(instrument.item_sections)),
    )
    if isinstance(instrument.research_questions, dict):
        yield _research_questions(instrument.id, instrument.research_questions)
    introduction = paragraphs(instrument.introduction, "introduction")
    yield Prose("introduction", introduction, Words("Introduction"))
    sections = instrument.item_sections if isinstance(instrument.item_sections, list) else []
    for i, section in enumerate(sections):
        inside = [p for p in placed if p.section == i]
        yield _section(instrument, section, i, inside, show)
    yield Prose("closing", paragraphs(instrument.closing, "closing"), Words("At the end"))
    yield code_book(instrument, show)


def _minutes(minutes: int) -> Cell:
    return (Words("%(n)d minute", "%(n)d minutes", minutes),)


def _owner(value: object) -> Cell:
    return (Undecided(value.to_be_agreed),) if isinstance(value, ToBeAgreed) else ()


def _consent(consent: Consent) -> Iterator[Piece]:
    if isinstance(consent.form, ToBeAgreed):
        yield Undecided(consent.form.to_be_agreed)
    elif isinstance(consent.version, str):
        words = Words("%(form)s, version %(version)s")
        yield sentence(words, form=PageLink(consent.form), version=Plain(consent.version))
    else:
        yield PageLink(consent.form)
    yield from wording(consent.when, "consent", "when")


def _fielded(fielded: Fielded) -> Iterator[Piece]:
    first, last = (_day(day) for day in (fielded.from_, fielded.to))
    if first and last:
        yield sentence(Words("from %(first)s to %(last)s"), first=first, last=last)
    elif first or last:
        words = Words("from %(day)s") if first else Words("until %(day)s")
        yield sentence(words, day=first or last or Plain(""))
    yield from choice(fielded.mode, _MODES)
    people = [str(n) if isinstance(n, int) else "" for n in (fielded.complete, fielded.invited)]
    if all(people):
        words = Words("%(complete)s of %(invited)s people answered")
        yield sentence(words, complete=Plain(people[0]), invited=Plain(people[1]))


def _day(day: dt.date | ToBeAgreed | None) -> Plain | None:
    return None if day is None or isinstance(day, ToBeAgreed) else Plain(day.isoformat())


def _research_questions(instrument: str, questions: dict[str, str | dict[str, str]]) -> Items:
    rows = tuple(
        Item(
            anchor("research-question", f"{instrument}:{id}"),
            f"RQ{i + 1}",
            wording(text, "research-questions", id),
        )
        for i, (id, text) in enumerate(questions.items())
    )
    return Items("research-questions", rows, Words("Research questions"))


def _section(
    instrument: Questionnaire,
    section: InstrumentSection,
    number: int,
    placed: list[Placed],
    show: ItemFacts,
) -> Group:
    """Show one section: its heading, when it is asked, what is said, and its items."""
    loc = ("sections", number)
    title = wording(section.title, *loc, "title")[0]
    if not isinstance(title, Fact):  # to be agreed
        title = Fact(section.id.replace("-", " ").capitalize(), (*loc, "id"))
    blocks: list[Block] = []
    if section.show_if is not None:
        condition = show.conditions.say(section.show_if)
        said = sentence(Words("This section is asked only if %(condition)s"), condition=condition)
        blocks.append(Prose("condition", (said,)))
    takes = (Words("Takes"), shown(section.minutes, _minutes))
    blocks.append(fields("section-time", None, takes, (Words("Questions"), _owner(section.items))))
    blocks.append(Prose("script", paragraphs(section.script, *loc, "script")))
    for numbered, run in groupby(placed, lambda p: bool(p.label)):
        if numbered:
            items = tuple(show.item(p, instrument.options(p)) for p in run)
            blocks.append(Items("questions", items))
        else:
            blocks += [block for p in run for block in show.note(p)]
    return Group(f"section-{section.id}", title, tuple(blocks))
