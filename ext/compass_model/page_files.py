"""Which files below the source folder are pages, and which are meant to be pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from compass_model.front_matter import FrontMatter
from compass_model.problems import Code, Problem
from compass_model.source_file import is_inside, read_source

_SUFFIX = ".md"
_NEAR_SUFFIXES = {"", ".md", ".mdown", ".markdown", ".txt"}
_BEGINNINGS = (b"---", b"\xef\xbb\xbf---")


def find_pages(root: Path) -> Iterator[str]:
    """Yield the Markdown files below *root*; names that begin with ``_`` or ``.`` are left out.

    Links are followed, as Sphinx does. A folder that is a link to the outside is yielded itself.
    """
    for path, is_file in _walk(root):
        if path.endswith(_SUFFIX) or not is_file:
            yield path


def _walk(root: Path) -> Iterator[tuple[str, bool]]:
    """Yield files, and folders that are links to the outside; say which of them it is."""
    for folder, folders, names in os.walk(root, followlinks=True):
        here = Path(folder)
        for name in list(folders):
            outside = (here / name).is_symlink() and not is_inside(here / name, root)
            if name.startswith(("_", ".")) or outside or is_inside(here, here / name):
                folders.remove(name)
            if outside and not name.startswith("."):
                yield (here / name).relative_to(root).as_posix(), False
        for name in names:
            if not name.startswith(("_", ".")):
                yield (here / name).relative_to(root).as_posix(), True


def misnamed_pages(root: Path) -> list[Problem]:
    """Return a problem for each file below *root* that has facts and not the name of a page.

    Nobody would notice otherwise: Sphinx leaves such a file out without a word.
    """
    found = sorted(path for path, is_file in _walk(root) if is_file and _is_misnamed(root, path))
    return [_misnamed(path) for path in found]


def _misnamed(path: str) -> Problem:
    name = PurePosixPath(path).name.partition(".")[0] + _SUFFIX
    message = f"this begins like a page, but no page has such a name; rename the file to '{name}'"
    return Problem(path, 1, message, Code.MISNAMED_FILE)


def _is_misnamed(root: Path, path: str) -> bool:
    name = PurePosixPath(path)
    if name.suffix == _SUFFIX or name.suffix.lower() not in _NEAR_SUFFIXES:
        return False
    if not _begins_like_a_page(root / path) or not is_inside(root / path, root):
        return False
    front = FrontMatter.of(read_source(root, path)[0] or "")
    return front is not None and front.may_hold_facts()


def _begins_like_a_page(path: Path) -> bool:
    """Look at a few bytes only: there may be large files."""
    try:
        with path.open("rb") as file:
            return file.read(6).startswith(_BEGINNINGS)
    except OSError:
        return False
