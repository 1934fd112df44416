"""One run of ``compass transcribe``, from what was asked for to the exit code."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from compass_scripts.models.store import models_folder
from compass_scripts.study.private_files import make_private_folder
from compass_scripts.transcribe.audio import require_ffmpeg
from compass_scripts.transcribe.batch import Batch, Outcome
from compass_scripts.transcribe.display import choose_display
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.inputs import SUFFIXES, Found, find_inputs
from compass_scripts.transcribe.jobs import Order
from compass_scripts.transcribe.keys import versions
from compass_scripts.transcribe.lock import locked
from compass_scripts.transcribe.options import Options
from compass_scripts.transcribe.plan import Plan, headline, make_plan, notes
from compass_scripts.transcribe.progress import PROMISE
from compass_scripts.transcribe.used_models import find_models
from compass_scripts.transcribe.words import amount, files, shown, system_reason

_NAMED = 3


class Request(NamedTuple):
    """What was asked for."""

    recordings: Sequence[Path]
    study: Path
    models: Path | None
    options: Options
    skip_failed: bool


def run(request: Request) -> int:
    """Transcribe what is not transcribed yet.

    :returns: the exit code
    :raises click.ClickException: when nothing can be done; the message says why
    """
    study = request.study
    found = find_inputs(request.recordings, study)
    if not found.inputs and not found.lost:
        raise click.UsageError(_nothing(request.recordings))
    try:
        models = find_models(models_folder(request.models), request.options)
        require_ffmpeg()
        make_private_folder(study)
        with locked(study) as lock, scratch_folder(study) as scratch:
            order = Order(request.options, models, versions(), [])
            return _work(found, request, order, scratch, lock)
    except StopError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        reason = system_reason(error)
        raise click.UsageError(f"{study.as_posix()} cannot be written ({reason})") from None


def _work(found: Found, request: Request, order: Order, scratch: Path, lock: int) -> int:
    start = time.monotonic()
    with _looking(len(found.inputs)) as seen:
        plan = make_plan(found, request.study, order, skip_failed=request.skip_failed, seen=seen)
    click.echo(headline(plan))
    for note in [*notes(plan, found.not_entered), *_open_to_others(request.study)]:
        click.echo(f"  {note}")
    outcome = Outcome([], [], {}, [])
    if plan.jobs:
        with choose_display() as display:
            for lost in plan.lost:
                display.lost(f"{shown(lost.name)}: failed: {lost.reason}; the others go on")
            batch = Batch(order._replace(jobs=plan.jobs), display, scratch, lock)
            outcome = batch.run(plan.finished + len(plan.lost))
    for line in _summary(plan, outcome, request.study, time.monotonic() - start):
        click.echo(line)
    return 1 if plan.lost or outcome.lost or outcome.problems else 0


@contextmanager
def _looking(total: int) -> Iterator[Callable[[int], None]]:
    """Say in a terminal how many recordings were looked at: large ones take a while."""
    is_terminal = sys.stdout.isatty()

    def seen(number: int) -> None:
        if is_terminal:
            click.echo(f"\r  looking at the recordings: {number} of {total}", nl=False)

    yield seen
    if is_terminal:
        click.echo("\r\x1b[K", nl=False)


def _open_to_others(study: Path) -> Iterator[str]:
    """Say when other people of this computer can see what the study is made of."""
    if os.name == "posix" and study.stat().st_mode & 0o077:
        place = shlex.quote(str(study))
        yield (
            "other people of this computer can open the study's folder and see the names in it; "
            f"close it with 'chmod 700 {place}'"
        )


def _summary(plan: Plan, outcome: Outcome, study: Path, took: float) -> Iterator[str]:
    lost = [*plan.lost, *outcome.lost]
    there = plan.total - len(lost)
    place = f"{study.as_posix().rstrip('/')}/"
    if outcome.notes:
        yield "What to know:"
        yield from (f"  {_several(names)}: {note}" for note, names in outcome.notes.items())
    yield from outcome.problems
    work = f" ({amount(took)})" if plan.jobs else ""
    if not lost:
        yield f"{_all(plan.total)} transcribed, in {place}{work}. {PROMISE.split('. ')[0]}."
        return
    yield f"{there} of {files(plan.total)} transcribed, in {place}{work}; lost:"
    yield from (f"  {shown(item.name)}: failed: {item.reason}" for item in lost)


def _several(names: list[str]) -> str:
    shown_names = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown_names} and {more} more" if more > 0 else shown_names


def _all(total: int) -> str:
    return "The recording is" if total == 1 else f"All {total} recordings are"


def _nothing(given: Sequence[Path]) -> str:
    names = ", ".join(path.as_posix() for path in given)
    usual = ", ".join(sorted(SUFFIXES & {".m4a", ".mp3", ".mp4", ".wav"}))
    return (
        f"there is no recording in {shown(names)}; files are known by endings such as {usual}; "
        "give a file with another ending by its name"
    )


@contextmanager
def scratch_folder(study: Path) -> Iterator[Path]:
    """Make a private folder for a run in the study, and remove it.

    It lies there so that nothing, not even a log, leaves an encrypted folder.
    """
    scratch = study / ".scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
