"""``compass study guard``: keep private files out of a repository."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import click

from compass_model.problems import Code, Problem
from compass_scripts.study.guard import HEAD, private_reason
from compass_scripts.study.tracked import Content, named, top_folder, tracked

GUIDE = "https://jupyterhub-team-compass.readthedocs.io/page/research/keeping-data-safe.html"
HISTORY = (
    "What was committed before is still in the history of the repository: do not push it, tell a "
    f"maintainer at once and in private, and see {GUIDE}#a-private-file-was-committed"
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--except",
    "exceptions",
    multiple=True,
    metavar="PATTERN",
    help="Leave out files whose path is like PATTERN, such as 'docs/sounds/*'; '*' stands for "
    "folders too. May be given several times.",
)
def guard(files: tuple[Path, ...], exceptions: tuple[str, ...]) -> int:
    """Refuse recordings, transcripts, lists of people and keys.

    Looks at FILES; without any, at all files that git tracks or has staged in this repository,
    as a hook before each commit does. It goes by the name and by the first bytes of each file,
    changes nothing, and cannot know every private file.

    Exit code 0: nothing private was found; 1: there is something.
    """
    contents = named(files, HEAD) if files else _tracked_from_here()
    paths: set[Path] = set()
    found: dict[Path, Problem] = {}
    for content in contents:
        path = content.path
        if path in found or any(fnmatchcase(path.as_posix(), like) for like in exceptions):
            continue
        paths.add(path)
        if problem := private_problem(content):
            found[path] = problem
    for line in _report(sorted(found.values()), len(paths)):
        click.echo(line)
    return 1 if found else 0


def _report(problems: list[Problem], count: int) -> Iterator[str]:
    files = f"{count} file{'s' * (count != 1)}"
    if not problems:
        yield f"Nothing private found in {files}."
        return
    for problem in problems:
        yield f"{problem.place}: {problem.shown} [compass.{problem.code}]"
    yield ""
    yield f"{len(problems)} problem{'s' * (len(problems) != 1)} in {files}. {HISTORY}"


def _tracked_from_here() -> Iterator[Content]:
    """Yield what git tracks, each with its path from the working folder."""
    top, here = top_folder(), Path.cwd()
    for content in tracked(top, HEAD):
        yield content._replace(path=Path(os.path.relpath(content.path, here)))


def private_problem(content: Content) -> Problem | None:
    """Return what is wrong with a file in a repository, if anything was found."""
    name = content.path.as_posix()
    if content.trouble:
        message = f"cannot be read ({content.trouble}), so nobody can say whether it is private"
        return Problem(shown(name), 1, message, Code.UNREADABLE_FILE)
    reason = private_reason(name, content.head)
    if not reason:
        return None
    message = (
        f"looks like {reason}, which must not enter a repository; move it to a private folder, "
        f"and take it out of the next commit with: git rm --cached -- {shell_word(name)}"
    )
    return Problem(shown(name), 1, message, Code.PRIVATE_FILE)


def shown(name: str) -> str:
    """Return a name on one line, whatever characters it has."""
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in name)


def shell_word(name: str) -> str:
    """Return a name as a shell such as bash or zsh reads it."""
    if name.isprintable():
        return shlex.quote(name)
    signs = (f"\\{sign}" if sign in "'\\" else shown(sign) for sign in name)
    return f"$'{''.join(signs)}'"


def _escaped(sign: str) -> str:
    """Write the bytes of a sign as numbers; half a surrogate pair is a byte that is not UTF-8."""
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(sign))
