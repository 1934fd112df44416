"""Reading one source file, whatever is in it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from compass_model.problems import Code, Problem

MAX_BYTES = 4 * 1024 * 1024
"""Largest page or data file that is read."""


def read_source(root: Path, path: str) -> tuple[str | None, list[Problem]]:
    r"""Read a text file below the source folder.

    :param root: the source folder
    :param path: the file, relative to *root*, with forward slashes
    :returns: the text with ``\n`` line ends and without a byte-order mark, or ``None`` when it
        cannot be read, and the problems
    """
    try:
        data = _read_bytes(root / path)
    except FileNotFoundError:
        if (root / path).is_symlink():
            message = "the file is a link that leads nowhere; mend it or delete it"
            return None, [Problem(path, 1, message, Code.UNREADABLE_FILE)]
        message = "the file vanished while it was being read; build again"
        return None, [Problem(path, 1, message, Code.VANISHED_FILE)]
    except OSError as error:
        message = (
            f"the file cannot be read ({os.strerror(error.errno or 0)}); check its permissions"
        )
        return None, [Problem(path, 1, message, Code.UNREADABLE_FILE)]
    if data is None:
        message = f"the file has more than {MAX_BYTES // 1024**2} MB; split it"
        return None, [Problem(path, 1, message, Code.TOO_LARGE)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8; save it with the encoding UTF-8"
        return None, [Problem(path, line, message, Code.NOT_UTF8)]
    problems = []
    if text.startswith("\ufeff"):
        message = "the file begins with a byte-order mark; save it as UTF-8 without one"
        problems.append(Problem(path, 1, message, Code.BYTE_ORDER_MARK))
        text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _read_bytes(path: Path) -> bytes | None:
    """Return the content of a file, or ``None`` when it is over the limit."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else None


def is_there(path: Path) -> bool:
    """Return whether there is such a file, also for a name that no file can have.

    ``Path.exists`` raises for names that are too long, before Python 3.14.
    """
    return os.path.lexists(path) and path.exists()


def is_inside(path: Path, root: Path) -> bool:
    """Return whether *path*, with every symbolic link followed, lies below *root*."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def outside_problem(root: Path, path: str) -> Problem | None:
    """Return the problem of a file that is no longer below *root* once links are followed.

    It names the link: the file, or the first folder on the way to it.
    """
    if is_inside(root / path, root):
        return None
    ways = [*reversed(PurePosixPath(path).parents), PurePosixPath(path)]
    link = next(way for way in ways if not is_inside(root / way, root))
    message = (
        "this is a link to a place outside the source folder; copy what is there, or delete it"
    )
    return Problem(link.as_posix(), 1, message, Code.OUTSIDE_SOURCE)
