"""What is wrong with one excerpt or participant, seen together with everything else.

No message repeats words of a participant: messages end up in public logs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compass_model.consent.decision import Decision, decide
from compass_model.consent.excerpts import Excerpt
from compass_model.consent.files import PARTICIPANTS_FILE
from compass_model.consent.known import Known
from compass_model.consent.participants import Participant
from compass_model.consent.study import Entry
from compass_model.names_in_text import person_in
from compass_model.problems import Code, Problem, did_you_mean

CLEAN_UP = (
    "if they were ever pushed, they are in the history too: see 'After a push' in the guide "
    "'Quotes and consent' (research/quotes-and-consent.md)"
)


class Setting(NamedTuple):
    """What excerpts and participants are judged by."""

    today: dt.date | None
    known: Known
    ids: tuple[str, ...]
    """The pseudonyms of all participants."""
    pseudonyms: re.Pattern[str]


def pseudonyms(ids: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the pseudonyms in a text; nothing when there are none."""
    either = "|".join(re.escape(id) for id in sorted(set(ids)))
    return re.compile(rf"(?<![^\W_])(?:{either or '(?!)'})(?![^\W_])", re.IGNORECASE)


def participant_problems(entry: Entry[Participant], setting: Setting) -> Iterator[Problem]:
    """The consent form exists in this version, and the descriptor leads to nobody."""
    if not entry.clean:
        return
    consent, known = entry.value.consent, setting.known
    if consent.form not in known.forms:
        hint = did_you_mean(consent.form, sorted(known.forms)) or "; no page has this id"
        if consent.form in known.lost:
            hint = " that can be read; mend its page, until then nothing is shown"
        message = f"'{consent.form}' is not a consent form{hint}"
        line = entry.line("consent", "form")
        yield Problem(entry.path, line, message, Code.UNKNOWN_REFERENCE)
    elif consent.version not in known.forms[consent.form]:
        message = (
            f"'{consent.form}' has no version '{consent.version}'; if it was signed, name it under "
            "'earlier-versions' of the form"
        )
        line = entry.line("consent", "version")
        yield Problem(entry.path, line, message, Code.UNKNOWN_REFERENCE)
    descriptor, line = entry.value.descriptor or "", entry.line("descriptor")
    if consent.attribution != "named" and person_in(descriptor, known.people):
        message = "'descriptor' names a person of the programme; describe the person without it"
        yield Problem(entry.path, line, message, Code.NAMED_PERSON)
    if match := setting.pseudonyms.search(descriptor):
        message = (
            f"'descriptor' holds '{match[0]}', which stands for a participant, and pages would "
            "show it; describe the person without it"
        )
        yield Problem(entry.path, line, message, Code.NAMED_PERSON)


def excerpt_problems(
    entry: Entry[Excerpt], participant: Participant | None, setting: Setting
) -> Iterator[Problem]:
    """The words may be here, and name nobody; the participant and the item exist.

    :param participant: who said it, if that entry is right
    """
    excerpt = entry.value
    if excerpt.participant and participant is None:
        yield _unknown_participant(entry, setting)
    elif excerpt.words and (wrong := _may_not(excerpt, participant, setting.today)):
        line = entry.line(excerpt.field)
        yield Problem(entry.path, line, f"{wrong}; {CLEAN_UP}", Code.MAY_NOT_BE_SHOWN)
    items, lost = setting.known.items, setting.known.lost
    if excerpt.item and excerpt.item not in items and excerpt.item.split(":")[0] not in lost:
        hint = did_you_mean(excerpt.item, sorted(items)) or "; no page defines it"
        message = f"'{excerpt.item}' is not an item of an instrument{hint}"
        yield Problem(entry.path, entry.line("item"), message, Code.UNKNOWN_REFERENCE)
    yield from _people(entry, setting)


def _unknown_participant(entry: Entry[Excerpt], setting: Setting) -> Problem:
    id = str(entry.value.participant)
    if id in setting.ids:
        message = f"the entry of '{id}' in {PARTICIPANTS_FILE} is not right; mend that first"
    else:
        hint = did_you_mean(id, setting.ids) or "; write there what the person agreed to"
        message = f"'{id}' is not a participant of {PARTICIPANTS_FILE}{hint}"
    return Problem(entry.path, entry.line("participant"), message, Code.UNKNOWN_REFERENCE)


def _may_not(excerpt: Excerpt, participant: Participant | None, today: dt.date | None) -> str:
    """Say why the words may not be here, and what to do; empty when they may."""
    decision, field = decide(participant, excerpt, today), excerpt.field
    undated = "" if today else " (without a date, see 'compass_today')"
    if decision == Decision.WITHDRAWN:
        taken_back = (
            "this excerpt was withdrawn"
            if excerpt.state == "withdrawn"
            else "the participant has withdrawn"
        )
        return f"{taken_back}; take '{field}' out and write 'state: withdrawn'"
    if participant is None:
        return ""  # that the participant is missing was said
    if decision == Decision.REFUSED:
        return f"the participant agreed to no quotes; take '{field}' out and write 'state: refused'"
    if decision == Decision.EMBARGO:
        day = participant.consent.embargo_until
        return (
            f"these words are under embargo until the end of {day}{undated}; take '{field}' out, "
            "write 'state: embargo', and keep them outside the repository until then"
        )
    if decision == Decision.AWAITING_APPROVAL:
        return (
            "the participant approves each quote, and 'approved-on' does not say that this one was "
            f"approved{undated}; take '{field}' out and write 'state: awaiting-approval', or add "
            "the date"
        )
    if decision == Decision.PARAPHRASE and excerpt.text:
        return "the participant agreed to a paraphrase only; take 'text' out, write 'paraphrase'"
    return ""


def _people(entry: Entry[Excerpt], setting: Setting) -> Iterator[Problem]:
    for name, text in entry.value.all_texts():
        line = entry.line(name)
        if person_in(text, setting.known.people):
            message = (
                f"'{name}' names a person of the programme; put a marker like '[a maintainer]' in "
                "place of the name, list it under 'redactions', and have the words reviewed again"
            )
            yield Problem(entry.path, line, message, Code.NAMED_PERSON)
        if match := setting.pseudonyms.search(text):
            message = (
                f"'{name}' holds '{match[0]}', which stands for a participant; write "
                "'[another participant]', and list it under 'redactions'"
            )
            yield Problem(entry.path, line, message, Code.NAMED_PERSON)
