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
from compass_scripts.transcribe.places import Place, assign_places
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.stages import alignment_of
from compass_scripts.transcribe.words import amount, files, shown

_NO_PLACE = "every folder that could be its own is that of another recording; rename this one"


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
    apart: list[Input]
    """Those whose name another recording has already, with the longer name that they got."""
    changed: list[str]
    """Names of recordings that are not what they were when they were transcribed."""


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
    plan = Plan([], [], 0, 0, 0, len(found.inputs) + len(found.lost), 0.0, [], [], [])
    hashes: list[Hashed | str] = []
    for number, item in enumerate(found.inputs, start=1):
        hashes.append(_hashed(item.path))
        seen(number)
    sums = ["" if isinstance(hashed, str) else hashed.sha256 for hashed in hashes]
    places = assign_places(study, list(zip(found.inputs, sums, strict=True)))
    for item, hashed, place in zip(found.inputs, hashes, places, strict=True):
        if place is None:
            plan.lost.append(Lost(item.name, _NO_PLACE))
            continue
        before = len(plan.jobs)
        plan = _with(plan, place, hashed, order, skip_failed=skip_failed)
        if len(plan.jobs) > before and place.item.folder != item.folder:
            plan.apart.append(place.item)
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
    lines += [
        f"{shown(str(item.path))} is called {shown(item.name)} here: another recording has its name"
        for item in plan.apart
    ]
    lines += [
        f"{shown(name)} changed since it was transcribed; its transcript is made anew"
        for name in plan.changed
    ]
    if not_entered:
        names = ", ".join(shown(name) for name in not_entered)
        lines.append(f"linked folders are not entered: {names}")
    return lines


def _with(
    plan: Plan, place: Place, hashed: Hashed | str, order: Order, *, skip_failed: bool
) -> Plan:
    """Return the plan with one more recording in it.

    :param hashed: what it was when it was read, or why it could not be read
    """
    own, recording = place
    journal = recording.journal
    failed = journal.state == "failed"
    plan = plan._replace(failed_before=plan.failed_before + failed)
    if isinstance(hashed, str):
        return _losing(plan, own, recording, hashed)
    alignment = alignment_of(order, journal.language)
    key = order.keys(hashed.sha256).transcript(alignment.key)
    if journal.language and recording.is_finished(hashed.sha256, key):
        return plan._replace(finished=plan.finished + 1, seconds=plan.seconds + journal.seconds)
    if failed and skip_failed and journal.sha256 == hashed.sha256:
        plan.lost.append(Lost(own.name, f"{journal.reason} (failed before, not tried again)"))
        return plan
    try:
        known = probe(own.path)
    except LostError as error:
        return _losing(plan, own, recording, str(error))
    path, folder = str(own.path.absolute()), str(recording.folder)
    plan.jobs.append(Job(len(plan.jobs), path, own.name, own.folder, folder, hashed, known))
    if known.tracks > 1:
        plan.tracks.append(own.name)
    again = plan.again + (journal.state == "done" and recording.transcript.exists())
    if again > plan.again and journal.sha256 != hashed.sha256:
        plan.changed.append(own.name)
    return plan._replace(again=again, seconds=plan.seconds + known.seconds)


def _hashed(path: Path) -> Hashed | str:
    """Return what a recording was when it was read, or why it could not be read."""
    try:
        return hash_file(path)
    except LostError as error:
        return str(error)


def _losing(plan: Plan, item: Input, recording: Recording, reason: str) -> Plan:
    """Return the plan, now with a recording that is lost already."""
    note_failure(recording.folder, item.name, reason)
    plan.lost.append(Lost(item.name, reason))
    return plan
