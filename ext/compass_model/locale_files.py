"""Files of translations: strangers write them, and a build reads them and writes beside them.

Sphinx compiles every catalogue (``.po``) into a file (``.mo``) in the same folder, and follows
links when it reads and writes. Words of its own it puts into every page without escaping them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from compass_model.problems import Code, Problem
from compass_model.source_file import is_inside, outside_problem

REPLACES_WORDS = "the file replaces words or script of Sphinx itself on every page; delete it"
"""What is wrong with translations of programs."""
_CATALOGUES = {".mo", ".po"}
# Words of Sphinx itself and of this project, which are shown on every page.
_OF_PROGRAMS = {"sphinx", "sphinx_compass"}


def locale_problems(root: Path, folders: Iterable[Path]) -> Iterator[Problem]:
    """Find what a build may not read or write among translations.

    :param root: the source folder
    :param folders: where translations may be; those outside *root* are the maintainers' own
    """
    for folder in sorted({Path(os.path.normpath(folder)) for folder in folders}):
        if not folder.is_relative_to(root):
            continue
        for messages in sorted(folder.glob("*/LC_MESSAGES")):
            yield from _problems(root, messages)


def locale_folders(root: Path, names: list[str]) -> list[str]:
    """Return the setting ``locale_dirs`` for *names*: none while they hold what is not allowed.

    A ``conf.py`` asks, because Sphinx compiles its own words before it loads any extension.

    :param root: the source folder
    """
    return [] if any(locale_problems(root, [root / name for name in names])) else names


def may_hold_translations(root: Path) -> list[Path]:
    """Return the folders below the source folder *root* that may hold translations."""
    return [path for path in root.glob("*") if path.is_dir()]


def _problems(root: Path, messages: Path) -> Iterator[Problem]:
    if not is_inside(messages, root):
        yield from filter(None, [outside_problem(root, messages.relative_to(root).as_posix())])
        return
    for path in _everything_below(root, messages):
        name = path.relative_to(root).as_posix()
        if outside := outside_problem(root, name):
            yield outside
        elif path.suffix == ".mo" and path.is_symlink():
            message = "the build writes to this file, and it is a link; delete it"
            yield Problem(name, 1, message, Code.OUTSIDE_SOURCE)
        elif path.suffix in _CATALOGUES and not path.is_file():
            message = "this must be a file of translations; delete it or give it another name"
            yield Problem(name, 1, message, Code.UNREADABLE_FILE)
        elif path.parent == messages and _replaces_words(path):
            yield Problem(name, 1, REPLACES_WORDS, Code.ACTIVE_FILE)


def _replaces_words(path: Path) -> bool:
    file = PurePosixPath(path.name)
    return file.stem in _OF_PROGRAMS and file.suffix in {*_CATALOGUES, ".js"}


def _everything_below(root: Path, top: Path) -> Iterator[Path]:
    """Yield the files below *top*, the folders that lead outside *root*, and those named as files.

    Links are followed, as the reading of catalogues does.
    """
    for folder, folders, names in os.walk(top, followlinks=True):
        here = Path(folder)
        for name in sorted(folders):
            path = here / name
            if not is_inside(path, root) or path.suffix in _CATALOGUES:
                yield path
            if not is_inside(path, root) or is_inside(here, path):
                folders.remove(name)
        folders.sort()
        yield from (here / name for name in sorted(names))
