"""``compass check``: everything wrong in a source folder that can be seen without building it."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from compass_model.problems import Problem
from compass_model.tree import Compass, in_order, read_compass


@click.command()
@click.argument(
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("source"),
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations in a pull request.",
)
def check(source: Path, style: str) -> int:
    """Check all pages and data below SOURCE (default: source).

    Where CITATION.cff and release.yml stand beside conf.py, they are checked too.

    Exit code 0: no problem was found; 1: there are problems.
    """
    start = time.monotonic()
    compass = _with_release(_from_here(read_compass(source, clock_date()), source), source)
    writers = {"text": _text, "json": _json, "github": _github}
    for line in writers[style](compass, time.monotonic() - start):
        click.echo(line)
    return 1 if compass.problems else 0


def clock_date() -> dt.date:
    """Return the date of the clock: what may be shown is decided anew each day."""
    return dt.datetime.now().astimezone().date()


def _from_here(compass: Compass, folder: Path) -> Compass:
    """Name the files as they are reached from the working folder."""
    return compass._replace(problems=_reached(compass.problems, folder))


def _reached(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    return [p._replace(path=(folder / p.path).as_posix()) for p in problems]


def _with_release(compass: Compass, source: Path) -> Compass:
    """Add what is wrong with the two files of a release, if the site has them."""
    places = (folder for folder in (source, source.parent) if (folder / "conf.py").is_file())
    root = next(places, source)
    names = ["CITATION.cff", "release.yml"]
    if not all((root / name).is_file() for name in names):
        return compass
    # Only a site that is released needs what this loads.
    from compass_model.release.record import read_release  # noqa: PLC0415

    _record, problems = read_release(root)
    files = sorted([*compass.files, *names])
    return compass._replace(
        files=files, problems=in_order([*compass.problems, *_reached(problems, root)])
    )


def _text(compass: Compass, seconds: float) -> Iterator[str]:
    for problem in compass.problems:
        yield f"{problem.place}: {problem.shown} [compass.{problem.code}]"
    if compass.problems:
        yield ""
    yield _summary(compass, seconds)


def _summary(compass: Compass, seconds: float) -> str:
    count, total = len(compass.problems), len(compass.files)
    wrong = len({problem.path for problem in compass.problems})
    files = f"{total} file{'s' * (total != 1)}"
    found = (
        f"{count} problem{'s' * (count != 1)} in {wrong} of {files}"
        if count
        else f"No problems in {files}"
    )
    later = "Links, roles and terms in running text are checked by the build."
    return f"{found} ({seconds:.1f} s). {later}"


def _json(compass: Compass, _seconds: float) -> Iterator[str]:
    problems = [
        {
            "path": problem.path,
            "line": problem.line,
            "message": problem.shown,
            "code": f"compass.{problem.code}",
        }
        for problem in compass.problems
    ]
    yield json.dumps({"files": len(compass.files), "problems": problems}, indent=2)


def _github(compass: Compass, seconds: float) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the lines of a pull request.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for problem in compass.problems:
        path = _escape(problem.path, property_of=True)
        title = _escape(f"compass.{problem.code}", property_of=True)
        message = _escape(problem.shown)
        yield f"::error file={path},line={problem.line},title={title}::{message}"
    yield _summary(compass, seconds)


def _escape(text: str, *, property_of: bool = False) -> str:
    # The name of a file need not be UTF-8; the parts that are not cannot be printed.
    text = text.encode("utf-8", "backslashreplace").decode()
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_of else text
