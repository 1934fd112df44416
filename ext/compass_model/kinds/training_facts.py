"""What a training session shows of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Table,
    Words,
    choice,
    fields,
    length,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.naming import undecided
from compass_model.kinds.part_facts import takes, times_from_start
from compass_model.kinds.taking_part import access_rows, conduct_rows

if TYPE_CHECKING:
    from compass_model.kinds.training_session import (
        SessionFeedback,
        SessionPart,
        SessionRecording,
        TrainingSession,
    )

_MODES = {
    "silent-notes": Words("everybody writes, in silence"),
    "pairs": Words("in pairs"),
    "breakout": Words("in small rooms"),
    "plenary": Words("all together"),
}


def session_facts(session: TrainingSession) -> Iterator[Block]:
    """Yield the blocks of *session*, from top to bottom."""
    parts = session.parts
    yield fields(
        "at-a-glance",
        None,
        (Words("Key lessons"), texts(session.key_lessons, "key-lessons")),
        (Words("Lasts"), shown(session.duration, lambda value: (length(value),))),
        (Words("Icebreaker"), text(session.icebreaker, "icebreaker")),
        (Words("Parts"), undecided(parts)),
    )
    if isinstance(parts, list):
        yield _timetable(parts)
        yield from _prompts(parts)
    yield fields(
        "afterwards",
        Words("At the end and afterwards"),
        (Words("Takeaways"), texts(session.takeaways, "takeaways")),
        *_feedback(session.feedback),
        (Words("Assignment"), texts(session.assignment, "assignment")),
        (Words("Reading"), texts(session.reading, "reading")),
    )
    yield fields(
        "taking-part",
        Words("Taking part"),
        *_recording(session.recording),
        *access_rows(session.accessibility),
        *conduct_rows(session.code_of_conduct),
    )


def _feedback(feedback: SessionFeedback | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(feedback, ToBeAgreed):
        yield Words("Pluses and deltas"), undecided(feedback)
        return
    yield Words("Pluses"), text(feedback.pluses, "feedback", "pluses")
    yield Words("Deltas"), text(feedback.deltas, "feedback", "deltas")


def _recording(recording: SessionRecording | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(recording, ToBeAgreed):
        yield Words("Recording"), undecided(recording)
        return
    said = Words("The discussion is not recorded")
    yield Words("Presentation"), text(recording.presentation, "recording", "presentation")
    yield Words("Discussion"), shown(recording.discussion, lambda _: (said,))


def _timetable(parts: list[SessionPart]) -> Table:
    times = times_from_start(part.minutes for part in parts)
    rows = tuple(
        (time, takes(part.minutes), text(part.title, "parts", i, "title"))
        for i, (part, time) in enumerate(zip(parts, times, strict=True))
    )
    columns = (Words("Time from the start"), Words("Takes"), Words("What"))
    return Table("timetable", Words("Timetable"), columns, rows)


def _prompts(parts: list[SessionPart]) -> Iterator[Block]:
    """Yield a section with the prompts of each part that has some."""
    columns = (Words("Prompt"), Words("How"), Words("Takes"))
    for i, part in enumerate(parts):
        at = ("parts", i)
        if not part.prompts:
            continue
        title = Words("A part to be agreed")
        heading = Fact(part.title, (*at, "title")) if isinstance(part.title, str) else title
        if not isinstance(part.prompts, list):
            open_prompts = fields("prompts", None, (Words("Prompts"), undecided(part.prompts)))
            yield Group(f"part-{i + 1}", heading, (open_prompts,))
            continue
        rows = tuple(
            (
                text(prompt.text, *at, "prompts", j, "text"),
                choice(prompt.mode, _MODES),
                takes(prompt.minutes),
            )
            for j, prompt in enumerate(part.prompts)
        )
        yield Group(f"part-{i + 1}", heading, (Table("prompts", None, columns, rows),))
