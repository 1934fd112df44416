"""``compass study render``: the files of a study made again after the researcher's changes."""

from __future__ import annotations

import os
from pathlib import Path

import click

from compass_model.problems import Problem
from compass_model.study.transcript import recordings_of
from compass_scripts.study.outputs import make_outputs
from compass_scripts.study.place import refuse_unsafe_place


@click.command()
@click.argument("study", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--allow-unsafe-place",
    "allowed",
    is_flag=True,
    help="Write into a git work tree or a synchronised folder all the same.",
)
def render(study: Path, allowed: bool) -> int:
    """Make the readable files of all transcripts in STUDY again.

    Run it after a change of speakers.yml or corrections.yml. It makes Markdown, text and
    subtitles; files that are up to date are not touched.

    Exit code 0: all is well; 1: there are problems, which are listed.
    """
    refuse_unsafe_place(study, allowed=allowed, what="the study")
    problems: list[Problem] = []
    lost: list[str] = []
    count = written = 0
    for folder in recordings_of(study):
        count += 1
        try:
            made = make_outputs(folder)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            lost.append(f"{folder.as_posix()}: not complete ({reason}); mend it, then run it again")
            continue
        written += len(made.written)
        problems += made.problems
        for notice in made.notices:
            click.echo(notice)
    for problem in problems:
        click.echo(f"{problem.place}: {problem.shown} [compass.{problem.code}]")
    for message in lost:
        click.echo(message)
    click.echo(_summary(count, written, len(problems) + len(lost)))
    return 1 if problems or lost else 0


def _summary(count: int, written: int, wrong: int) -> str:
    if not count:
        return "There is no transcript here yet; 'compass transcribe' makes them."
    files = f"{written} file{'s' * (written != 1)} written" if written else "nothing to write"
    found = f"; {wrong} problem{'s' * (wrong != 1)}" if wrong else ""
    return f"{count} transcript{'s' * (count != 1)}: {files}{found}"
