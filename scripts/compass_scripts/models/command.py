"""``compass models``: fetch the models that transcribing needs, list them, check them.

This module is loaded by every ``compass --help``: what takes long to import is imported in
functions.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from compass_scripts.models.catalogue import ALIGNMENT, RECOGNITION, SENTENCES, SPEAKERS
from compass_scripts.models.manifest import PARTS, Entry, read_manifest
from compass_scripts.models.store import changed_size, models_folder

INSTALL = (
    'the library that fetches models is not installed; run: pip install ".[transcribe]" '
    "(the guide to transcribing says where)"
)
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
_FOLDER = click.option(
    "--models",
    "given",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of models [default: COMPASS_MODELS, or a folder of yours].",
)


@click.group()
def models() -> None:
    """Fetch the models that transcribing needs; list and check those that are here.

    Only 'fetch' uses the internet. Transcribing never does.
    """


@models.command()
@click.option("--model", metavar="NAME", help="What writes down the words [default: large-v3].")
@click.option(
    "--language",
    "languages",
    metavar="CODE",
    multiple=True,
    help="Give the words of this language their times, such as 'de'; may be repeated "
    "[default: en].",
)
@click.option("--no-speakers", is_flag=True, help="Without the gated model of speakers.")
@click.option("--yes", is_flag=True, help="Do not ask before fetching.")
@_FOLDER
def fetch(
    model: str | None,
    languages: tuple[str, ...],
    no_speakers: bool,
    yes: bool,
    given: Path | None,
) -> int:
    """Download models: what writes down words, times them, and tells speakers apart.

    It says first what it would fetch, from where, and under which licence, and asks. What is here
    already is checked and not fetched again. Interrupted, the next run goes on.

    The model of speakers is gated: it needs an account and a token, which is read from the
    environment variable HF_TOKEN, is sent for this model only, and is never shown or stored.

    Exit code 0: all are here; 1: at least one could not be fetched; 2: wrong use.
    """
    from compass_scripts.models.explain import explain  # noqa: PLC0415
    from compass_scripts.models.fetch import fetch_all  # noqa: PLC0415
    from compass_scripts.models.plan import asked_for, make_plan  # noqa: PLC0415

    folder = models_folder(given)
    items = asked_for(
        folder,
        model,
        [language.lower() for language in languages],
        speakers=not no_speakers,
    )
    plan = make_plan(folder, items)
    if not plan.wanted:
        click.echo(f"{_names(len(plan.here))} here already, in {folder}, as fetched.")
        return 0
    _refuse_what_cannot_work()
    click.echo(explain(plan, folder, os.environ))
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here; run it again with --yes to fetch them")
    if not yes and not click.confirm("Fetch them?"):
        click.echo("Nothing was fetched.")
        return 0
    try:
        failed = fetch_all(folder, plan.wanted, say=click.echo)
    except KeyboardInterrupt:
        click.echo("\nWhat was fetched is kept; run the same command again to go on.")
        raise click.Abort from None
    if failed:
        click.echo(
            f"\n{len(items) - len(failed)} of {_names(len(items))} in {folder}. "
            "When you have done what the lines above say, run the same command again."
        )
        return 1
    click.echo(f"\n{_names(len(items))} in {folder}. Transcribing needs no internet.")
    return 0


@models.command("list")
@_FOLDER
def list_models(given: Path | None) -> int:
    """List the models that are here, and what could be fetched. Reads no model."""
    folder = models_folder(given)
    entries = read_manifest(folder)
    click.echo(f"Models in {folder}:" if entries else f"There are no models in {folder}.")
    for entry in _sorted(entries):
        from compass_scripts.models.progress import megabytes  # noqa: PLC0415

        size = megabytes(sum(file.size for file in entry.files))
        state = changed_size(folder, entry)
        state = f"changed: {state}" if state else f"revision {entry.revision[:7] or 'unknown'}"
        click.echo(f"{_row(entry)} {size:>8}  {entry.licence or 'licence unknown'}, {state}")
    click.echo(f"""
Could be fetched with 'compass models fetch':
  --model     {" ".join(RECOGNITION)}
  --language  {" ".join(ALIGNMENT)}
  always      {SENTENCES.name}; {SPEAKERS.name} unless --no-speakers""")
    return 0


@models.command()
@_FOLDER
def check(given: Path | None) -> int:
    """Read every file of the models, and say which is not as it was fetched.

    Exit code 0: all are; 1: one is not, or there is no model.
    """
    from compass_scripts.models.checking import differences  # noqa: PLC0415
    from compass_scripts.models.progress import Meter  # noqa: PLC0415

    folder = models_folder(given)
    entries = read_manifest(folder)
    if not entries:
        click.echo(f"There are no models in {folder}; run 'compass models fetch'.")
        return 1
    changed = 0
    for entry in _sorted(entries):
        meter = Meter(entry.name, sum(file.size for file in entry.files), moving=_moving())
        found = differences(folder, entry, meter.add if meter.moving else lambda _bytes: None)
        meter.end()
        click.echo(f"{_row(entry)} {'changed' if found else 'as fetched'}")
        for text in found:
            click.echo(f"      {text}")
        changed += bool(found)
    if changed:
        click.echo(f"\n{changed} of {len(entries)} changed; 'compass models fetch' mends them.")
        return 1
    click.echo(f"\n{_names(len(entries))} in {folder}, as fetched.")
    return 0


def _refuse_what_cannot_work() -> None:
    from compass_scripts.models import hub  # noqa: PLC0415

    if not hub.is_installed():
        raise click.UsageError(INSTALL)
    for name in _OFFLINE:
        if os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"}:
            raise click.UsageError(f"{name} is set, which forbids to fetch; unset it first")


def _sorted(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (PARTS.index(entry.part), entry.name))


def _row(entry: Entry) -> str:
    name = f"{entry.name} ({entry.language})" if entry.language else entry.name
    return f"  {entry.part:<15} {name:<36}"


def _names(number: int) -> str:
    return "1 model is" if number == 1 else f"{number} models are"


def _moving() -> bool:
    return sys.stdout.isatty()
