"""What a run has to do: which recordings are finished, which are left, which are lost already."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from compass_scripts.transcribe.audio import probe
from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.inputs import Found, Hashed, Input, hash_file
from compass_scripts.transcribe.jobs import Job, Order
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.stages import alignment_of
from compass_scripts.transcribe.words import amount, files, shown

_CHANGED = "the recording, models, options or programs changed"


class Lost(NamedTuple):
    """A recording without a transcript."""

    name: str
    reason: str


class Plan(NamedTuple):
    """What there is, and what is left to do."""

    jobs: list[Job]
    lost: list[Lost]
    finished: int
    again: int
    """How many were finished, but something changed since."""
    failed_before: int
    total: int
    seconds: float
    """How long all recordings are."""
    tracks: list[str]
    """Names of recordings with more than one sound track: only the first is transcribed."""


def make_plan(
    found: Found,
    study: Path,
    order: Order,
    *,
    skip_failed: bool,
    seen: Callable[[int], None] = lambda _number: None,
) -> Plan:
    """Look at all recordings, without a model.

    :param order: options and models; its jobs are not looked at
    :param skip_failed: whether recordings that failed before are left out
    :param seen: told how many were looked at
    """
    plan = Plan([], [], 0, 0, 0, len(found.inputs) + len(found.lost), 0.0, [])
    for number, item in enumerate(found.inputs):
        plan = _with(plan, item, study, order, skip_failed=skip_failed)
        seen(number + 1)
    plan.lost.extend(Lost(item.name, reason) for item, reason in found.lost)
    return plan


def note_failure(place: Path, name: str, reason: str, stage: str = "") -> None:
    """Write into the journal of a recording that it is lost; when that fails, nothing is said."""
    with contextlib.suppress(OSError):
        Recording(place).note(name=name, state="failed", reason=reason, stage=stage)


def headline(plan: Plan) -> str:
    """Return what there is to do in one line."""
    parts = [
        f"{plan.finished} done before" if plan.finished else "",
        f"{plan.again} again (recording, models, options or programs changed)"
        if plan.again
        else "",
        f"{plan.failed_before} failed before" if plan.failed_before else "",
    ]
    known = ", ".join(part for part in parts if part)
    return f"{files(plan.total)}, {amount(plan.seconds)}" + (f"; {known}" if known else "")


def notes(plan: Plan, not_entered: Sequence[str]) -> list[str]:
    """Return what the person should know before the work begins."""
    lines = [
        f"{shown(name)} has more than one sound track; only the first is transcribed"
        for name in plan.tracks
    ]
    if not_entered:
        names = ", ".join(shown(name) for name in not_entered)
        lines.append(f"linked folders are not entered: {names}")
    return lines


def _with(plan: Plan, item: Input, study: Path, order: Order, *, skip_failed: bool) -> Plan:
    """Return the plan with one more recording in it."""
    place = study / item.folder
    recording = Recording(place)
    journal = recording.journal
    failed = journal.state == "failed"
    plan = plan._replace(failed_before=plan.failed_before + failed)
    try:
        hashed = hash_file(item.path)
        if taken := _of_another(item, recording, hashed):
            plan.lost.append(Lost(item.name, taken))
            return plan
        alignment = alignment_of(order, journal.language)
        key = order.keys(hashed.sha256).transcript(alignment.key)
        if journal.language and recording.is_finished(hashed.sha256, key):
            return plan._replace(finished=plan.finished + 1, seconds=plan.seconds + journal.seconds)
        if failed and skip_failed and journal.sha256 == hashed.sha256:
            plan.lost.append(Lost(item.name, f"{journal.reason} (failed before, not tried again)"))
            return plan
        known = probe(item.path)
    except LostError as error:
        note_failure(place, item.name, str(error))
        plan.lost.append(Lost(item.name, str(error)))
        return plan
    path = str(item.path.absolute())
    job = Job(len(plan.jobs), path, item.name, item.folder, str(place), hashed, known)
    plan.jobs.append(job)
    if known.tracks > 1:
        plan.tracks.append(item.name)
    again = plan.again + (journal.state == "done" and recording.transcript.exists())
    return plan._replace(again=again, seconds=plan.seconds + known.seconds)


def _of_another(item: Input, recording: Recording, hashed: Hashed) -> str:
    """Return why a recording may not have its folder; an empty text when it may.

    In an earlier run, a file with the same name from another place may have got it. While that
    file is there, its transcript is not replaced by the transcript of another recording.
    """
    before = recording.journal
    other = Path(before.path)
    if not before.path or before.sha256 == hashed.sha256 or not recording.transcript.exists():
        return ""
    try:
        if not other.is_file() or other.samefile(item.path):
            return ""
    except OSError:
        return ""
    return (
        f"its folder '{shown(item.folder)}' has the transcript of {shown(before.path)}; rename one "
        "of the two files, or give another --output"
    )
