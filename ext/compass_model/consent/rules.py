"""Which words pages may show today, and everything that is wrong with participants and excerpts.

An excerpt with which anything is wrong is not shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from compass_model.consent.decision import Decision, decide
from compass_model.consent.excerpts import Excerpt
from compass_model.consent.known import Known
from compass_model.consent.participants import Participant
from compass_model.consent.reasons import (
    Setting,
    excerpt_problems,
    participant_problems,
    pseudonyms,
)
from compass_model.consent.study import Entry, Study
from compass_model.problems import Code, Problem

M = TypeVar("M", Participant, Excerpt)


class Shown(NamedTuple):
    """What pages show of an excerpt."""

    decision: Decision
    words: str = ""
    """The words, if they may be shown."""
    attribution: str = ""
    """What stands below them."""
    participant: str = ""
    """The pseudonym, which no page shows."""
    path: str = ""
    line: int = 0


class Judged(NamedTuple):
    """What is shown of each excerpt, by its id, and everything that is wrong."""

    shown: Mapping[str, Shown]
    problems: tuple[Problem, ...]


def judge(study: Study, today: dt.date | None, known: Known) -> Judged:
    """Decide about every excerpt of a study.

    :param today: the day; without one, fewer things may be shown
    :param known: what the pages of the site say
    """
    problems = list(study.problems)
    ids = tuple(one.id for one in study.participants if one.id)
    setting = Setting(today, known, ids, pseudonyms(ids))
    repeated = _repeated(study.participants, problems)
    participants: dict[str, Participant] = {}
    for one in study.participants:
        wrong = list(participant_problems(one, setting))
        problems += wrong
        if one.clean and not wrong and one.id not in repeated:
            participants[one.id] = one.value
    repeated = _repeated(study.excerpts, problems)
    shown: dict[str, Shown] = {}
    for entry in study.excerpts:
        participant = participants.get(entry.value.participant or "")
        wrong = list(excerpt_problems(entry, participant, setting))
        problems += wrong
        if entry.id:
            fine = entry.clean and not wrong and entry.id not in repeated
            shown[entry.id] = _shown(entry, participant, today, fine=fine)
    return Judged(shown, tuple(sorted(problems)))


def _repeated(entries: Sequence[Entry[M]], problems: list[Problem]) -> set[str]:
    """Return the ids that are used more than once: nobody knows which entry counts."""
    named = [entry for entry in entries if entry.id]
    first: dict[str, Entry[M]] = {}
    for entry in named:
        id = entry.id
        other = first.setdefault(id, entry)
        if other is not entry:
            place = f"{other.path}:{other.line('id')}"
            message = f"the id '{id}' is used in {place} too; choose another"
            problems.append(Problem(entry.path, entry.line("id"), message, Code.DUPLICATE_ID))
    counts = Counter(entry.id for entry in named)
    return {id for id, count in counts.items() if count > 1}


def _shown(
    entry: Entry[Excerpt], participant: Participant | None, today: dt.date | None, *, fine: bool
) -> Shown:
    """Return what is shown; a state without words is that of the entry."""
    excerpt, line = entry.value, entry.line()
    who = excerpt.participant or ""
    decision = decide(participant, excerpt, today)
    if decision.shows_words and fine and excerpt.words and participant is not None:
        return Shown(decision, excerpt.words, participant.attribution, who, entry.path, line)
    if decision.shows_words or (participant is None and decision == Decision.REFUSED):
        stated = {"embargo", "awaiting-approval"} & {excerpt.state or ""}
        decision = Decision(stated.pop()) if stated and not excerpt.words else Decision.REFUSED
    return Shown(decision, "", "", who, entry.path, line)
