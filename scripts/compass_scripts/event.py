"""``compass event``: from the guide of an event to the files for one date."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click

from compass_model.event_plan import PlanError, plan_event
from compass_model.fields import ToBeAgreed
from compass_model.local_time import parse_start
from compass_model.problems import Code, Problem, did_you_mean
from compass_scripts.event_pages import agenda_pad, checklist
from compass_scripts.event_source import find_guide
from compass_scripts.event_words import DECIDES, EventWords, due_date
from compass_scripts.writing import NewFile, write_files


@click.group()
def event() -> None:
    """Prepare an event from its guide."""


@event.command()
@click.argument("guide")
@click.option(
    "--start", required=True, help="When it begins, in its time zone, such as 2026-03-04T15:00."
)
@click.option("--tz", required=True, help="Its time zone, such as Europe/London.")
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the files; it is made where needed.",
)
@click.option("--force", is_flag=True, help="Replace files that have other content.")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("source"),
    show_default=True,
    help="The folder of the pages.",
)
def plan(guide: str, start: str, tz: str, output: Path, force: bool, source: Path) -> int:
    """Write a dated checklist, an agenda pad and a calendar file for one event.

    GUIDE is the id of an event guide, or its file.

    Exit code 0: the files are there; 1: there are problems in the guide.
    """
    now = _now()
    begins = _start(start, _zone(tz))
    found = find_guide(guide, source)
    if found.guide is None or found.page is None or found.problems:
        return _show_problems(found.problems, source)
    try:
        dated = plan_event(found.guide, begins)
    except PlanError as error:
        place = found.page.place(*error.loc)
        return _show_problems([Problem(*place, str(error), Code.WRONG_VALUE)], source)
    words = EventWords(dated, found.title, found.owners)
    files = _files(words, output, now)
    _report(words, files, write_files(files, force=force), now)
    return 0


def _now() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{epoch}'; set it to a number of seconds, or unset it"
        raise click.UsageError(message) from None


def _zone(name: str) -> ZoneInfo:
    """Return the zone of a place; ``EST`` and the like are refused, which know no summer time."""
    zones = {zone for zone in available_timezones() if "/" in zone} | {"UTC"}
    if name in zones:
        return ZoneInfo(name)
    zones = {zone for zone in zones if not zone.startswith("Etc/")}  # there, GMT+1 is UTC-1
    city = name.rsplit("/", maxsplit=1)[-1].replace(" ", "_").lower()
    same_city = sorted(zone for zone in zones if zone.split("/")[-1].lower() == city)
    hint = f"; did you mean '{same_city[0]}'?" if same_city else did_you_mean(name, sorted(zones))
    hint = hint or "; use a name such as Europe/London or America/New_York"
    raise click.BadParameter(f"there is no time zone '{name}'{hint}", param_hint="'--tz'")


def _start(text: str, zone: ZoneInfo) -> dt.datetime:
    try:
        return parse_start(text, zone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--start'") from None


def _show_problems(problems: Sequence[Problem], source: Path) -> int:
    for problem in problems:
        place = f"{(source / problem.path).as_posix()}:{problem.line}"
        click.echo(f"{place}: {problem.shown} [compass.{problem.code}]")
    click.echo("Nothing was written; mend the guide first.", err=True)
    return 1


def _files(words: EventWords, folder: Path, now: dt.datetime) -> list[NewFile]:
    # icalendar takes a while to import, and no other command needs it.
    from compass_scripts.event_calendar import calendar_file  # noqa: PLC0415

    name = f"{words.plan.guide.id}-{words.plan.start.date().isoformat()}"
    return [
        NewFile(folder / f"{name}-checklist.md", checklist(words).encode()),
        NewFile(folder / f"{name}-agenda.md", agenda_pad(words).encode()),
        NewFile(folder / f"{name}.ics", calendar_file(words, now), r"DTSTAMP:\w+"),
    ]


def _report(
    words: EventWords, files: Sequence[NewFile], written: Sequence[bool], now: dt.datetime
) -> None:
    """Say what was written and what needs a person's attention."""
    plain = words.plain()
    click.echo(plain.render(words.title))
    for line in plain.when():
        click.echo(f"  {line}")
    for file, new in zip(files, written, strict=True):
        click.echo(f"{'Wrote' if new else 'Unchanged:'} {file.path.as_posix()}")
    due = [task for task in words.plan.tasks if task.due is not None]
    if due and due[0].due is not None:
        click.echo(f"First task: {due_date(due[0].due)}")
    if count := checklist(words).count(DECIDES):
        points = "1 point is" if count == 1 else f"{count} points are"
        click.echo(f"{points} still to be agreed; the checklist says who decides.")
    if isinstance(words.plan.guide.duration, ToBeAgreed):
        click.echo("The calendar file has no end, because the duration is to be agreed.")
    for task in due:
        if task.due is not None and task.due.is_past(now):
            late = f"{plain.who(task.entry.who)}: {plain.text(task.entry.task)}"
            click.echo(f"warning: {due_date(task.due)} is past – {late}", err=True)
