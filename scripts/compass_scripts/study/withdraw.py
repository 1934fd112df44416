"""``compass study withdraw``: what to do when a participant takes the consent back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from compass_model.consent.excerpts import Excerpt
from compass_model.consent.files import PARTICIPANTS_FILE
from compass_model.consent.study import Entry
from compass_model.problems import did_you_mean
from compass_model.tree import Compass, read_compass
from compass_scripts.release.excerpt_lock import Packed, packed_versions
from compass_scripts.release.journal import states
from compass_scripts.release.stop import Stop

_GUIDE = "research/quotes-and-consent.md"


@click.command()
@click.argument("participant")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("source"),
    show_default=True,
    help="The folder with the pages.",
)
def withdraw(participant: str, source: Path) -> int:
    """List what is to be done when a PARTICIPANT, such as P03, takes the consent back.

    It names every excerpt, every page that shows one, and every released version that holds one.
    It changes nothing, and prints no words of the participant.

    Exit code 0: the list is complete; 1: it is not, or there is no such participant.
    """
    compass = read_compass(source, dt.datetime.now().astimezone().date())
    study = compass.quotes.study
    mine = [entry for entry in study.excerpts if entry.value.participant == participant]
    ids = sorted({entry.id for entry in study.participants if entry.id})
    if participant not in ids and not mine:
        hint = did_you_mean(participant, ids) or "; see the pseudonyms there"
        people = (source / PARTICIPANTS_FILE).as_posix()
        if (source / PARTICIPANTS_FILE).exists():
            click.echo(f"'{participant}' is not in {people}{hint}", err=True)
        else:
            click.echo(f"there are no participants here: {people} does not exist", err=True)
        return 1
    whole = study.whole
    try:
        packed = packed_versions(_root(source))
        published = {(s.version, s.target): s.doi for s in states(_root(source)) if _is_out(s.step)}
    except Stop as error:
        click.echo(str(error), err=True)
        packed, published, whole = [], {}, False
    names = {entry.id for entry in mine if entry.id}
    concerned = [one for one in packed if not names.isdisjoint(one.excerpts)]
    for line in _report(participant, source, compass, mine, names, concerned, published):
        click.echo(line)
    if not whole:
        click.echo("Not every file could be read, so this list may lack something.", err=True)
    return 0 if whole else 1


def _is_out(step: str) -> bool:
    return step in {"publishing", "published", "recorded"}


def _root(source: Path) -> Path:
    """Return the folder of the repository: the one with ``.release``, if there is one."""
    folder = source.resolve()
    return next((at for at in (folder, *folder.parents) if (at / ".release").is_dir()), folder)


def _report(
    participant: str,
    source: Path,
    compass: Compass,
    mine: Sequence[Entry[Excerpt]],
    names: set[str],
    concerned: Sequence[Packed],
    published: dict[tuple[str, str], str],
) -> Iterator[str]:
    yield f"Excerpts of {participant}:"
    yield from _or_none(_excerpt_lines(source, mine))
    yield ""
    yield "Pages that show them, or findings that rest on them:"
    places = [place for place in compass.quotes.places if place.id in names]
    yield from _or_none(
        f"  {(source / place.path).as_posix()}:{place.line}  {place.id}" for place in places
    )
    yield ""
    yield "Versions that hold their words (.release/excerpts.lock.json):"
    yield from _or_none(_version_lines(concerned, names, published))
    yield ""
    yield "What to do:"
    steps = _steps(participant, source, mine, any_out=bool(concerned))
    yield from (f"  {number}. {step}" for number, step in enumerate(steps, start=1))
    yield "Nothing was changed."


def _or_none(lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield from found or ["  none"]


def _excerpt_lines(source: Path, mine: Sequence[Entry[Excerpt]]) -> Iterator[str]:
    for entry in sorted(mine, key=lambda entry: (entry.path, entry.line())):
        state = entry.value.state or ""
        what = f"its {entry.value.field} is here" if entry.value.words else f"no words ({state})"
        yield f"  {(source / entry.path).as_posix()}:{entry.line()}  {entry.id or '?'}  {what}"


def _version_lines(
    concerned: Sequence[Packed], names: set[str], published: dict[tuple[str, str], str]
) -> Iterator[str]:
    for one in concerned:
        doi = published.get((one.version, one.target))
        state = "not published, as far as the journal says" if doi is None else f"published {doi}"
        held = ", ".join(sorted(names.intersection(one.excerpts)))
        yield f"  {one.version} to {one.target}, {state.rstrip()}: {held}"


def _steps(
    participant: str, source: Path, mine: Sequence[Entry[Excerpt]], *, any_out: bool
) -> Iterator[str]:
    people = (source / PARTICIPANTS_FILE).as_posix()
    yield f"In {people}, write 'withdrawn-on: DATE' below {participant}."
    if any(entry.value.words for entry in mine):
        yield (
            "In each excerpt above, take 'text' or 'paraphrase' out, with 'redactions', and write "
            "'state: withdrawn'."
        )
    yield "Run 'compass check', read the pages above, and mend what is told there in other words."
    yield "Look for the words themselves: in other pages, translations, slides, posts and drafts."
    yield "Build the site again, in the same folders, and publish it."
    if any_out:
        yield (
            "Make a new version without the words; ask the archive to restrict the files of the "
            "versions above."
        )
    yield f"Git keeps the words in its history; decide what to do ('After a push', {_GUIDE})."
    yield "Delete what is in the study folder, as the consent form says, and tell the person."
