"""``compass export turing-way`` and ``compass export plain``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from compass_scripts.export.folder import Change, bring_up_to_date, compare, refusal
from compass_scripts.export.run_builder import run_builder, settings_folder


@click.group()
def export() -> None:
    """Write pages of this compass for another book, or all of them for another engine."""


def _common(command: Callable[..., int]) -> Callable[..., int]:
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--output",
            required=True,
            type=click.Path(file_okay=False, path_type=Path),
            help="The folder for the export; it is made where needed.",
        ),
        click.option(
            "--source",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            default=Path("source"),
            show_default=True,
            help="The folder of the pages.",
        ),
        click.option(
            "--force", is_flag=True, help="Replace files that were changed, or that are not ours."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@export.command("turing-way")
@_common
@click.option("--only", multiple=True, metavar="CHAPTER", help="Export this chapter alone.")
@click.option(
    "--published-at",
    default="",
    metavar="ADDRESS",
    help="Where this compass is published, if _data/export.yml does not say it.",
)
def turing_way(
    output: Path, source: Path, force: bool, only: Sequence[str], published_at: str
) -> int:
    """Write chapters that The Turing Way can take over as they are.

    Which ones, _data/export.yml says. PULL_REQUEST.md in the folder says what an editor does next.

    Exit code 0: the chapters are there; 1: there are problems in the pages, and nothing was
    written; 2: the folder holds files that would be lost.
    """
    if published_at and not published_at.startswith("https://"):
        message = f"'{published_at}' is no address; it begins with https://"
        raise click.BadParameter(message, param_hint="'--published-at'")
    settings = [f"compass_export_only={','.join(only)}", f"compass_published_at={published_at}"]
    return _export("turing-way", source, output, settings, force=force)


@export.command()
@_common
def plain(output: Path, source: Path, force: bool) -> int:
    """Write all pages as plain MyST, with the settings that Jupyter Book 2 needs.

    Exit code 0: the pages are there; 1: there are problems in the pages, and nothing was written;
    2: the folder holds files that would be lost.
    """
    return _export("plain-myst", source, output, [], force=force)


def _export(
    builder: str, source: Path, output: Path, settings: Sequence[str], *, force: bool
) -> int:
    conf = settings_folder(source)
    if conf is None:
        raise click.UsageError(f"there is no conf.py in {source.as_posix()} or the folder above it")
    if output.resolve().is_relative_to(source.resolve()):
        raise click.UsageError(
            f"{output.as_posix()} is inside the folder of the pages; choose one outside it"
        )
    made = run_builder(builder, source, conf, settings)
    if made.problems:
        for problem in made.problems:
            click.echo(problem)
        click.echo("Nothing was written; mend the pages first.", err=True)
        return 1
    change = compare(output, made.files)
    wrong = refusal(output, change)
    if wrong is not None and not force:
        raise click.UsageError(wrong)
    bring_up_to_date(output, made.files, change)
    _report(output, change)
    return 0


def _report(output: Path, change: Change) -> None:
    """Say what was done; in a folder that was written before, name each file."""
    if not change.first:
        for path in change.written:
            click.echo(f"Wrote {(output / path).as_posix()}")
        for path in change.removed:
            click.echo(f"Removed {(output / path).as_posix()}")
    click.echo(
        f"{output.as_posix()}: {len(change.written)} written, {len(change.same)} unchanged, "
        f"{len(change.removed)} removed"
    )
