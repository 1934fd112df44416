"""Pages and excerpts: where an excerpt is shown, and where a pseudonym is printed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from compass_model.consent.files import PARTICIPANTS_FILE, is_source_folder, is_study_file
from compass_model.consent.mentions import mentions
from compass_model.consent.reasons import pseudonyms
from compass_model.fact_files import DATA_FOLDER
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.source_file import read_source


class Place(NamedTuple):
    """Where a page shows an excerpt."""

    path: str
    line: int
    id: str


def places_in(path: str, text: str) -> Iterator[Place]:
    """Yield where a file shows excerpts; what it shows as code is left out."""
    return (Place(path, line, id) for line, id in mentions(path, text))


def page_texts(root: Path, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the text of every page, of every data file, and of what pages may include.

    The files of the study itself are left out.
    """
    data = (path for path in (root / DATA_FOLDER).glob("**/*.yml") if path.is_file())
    names = [*pages, *(path.relative_to(root).as_posix() for path in data)]
    names += [path.name for path in root.glob("*.bib")]
    names += _may_be_included(root)
    for name in sorted(set(names)):
        if not is_study_file(name):
            text, _problems = read_source(root, name)
            yield name, text or ""


def _may_be_included(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if is_source_folder(name)]
        for name in names:
            if name.endswith((".md", ".rst", ".txt", ".csv", ".po")):
                yield Path(folder, name).relative_to(root).as_posix()


def printed_pseudonyms(
    texts: Iterable[tuple[str, str]], participants: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each line that a page may print and that names a participant.

    Code and comments count too: readers can open the source of a page.
    """
    if not participants:
        return
    pattern = pseudonyms(participants)
    for path, text in texts:
        if not pattern.search(text) and not pattern.search(path):
            continue
        lines = list(enumerate(text.split("\n"), start=1))
        if not path.startswith(f"{DATA_FOLDER}/"):
            lines.insert(0, (1, path))  # it becomes part of an address
        for number, line in lines:
            if match := pattern.search(line):
                message = (
                    f"'{match[0]}' stands for a participant of {PARTICIPANTS_FILE}, and would tie "
                    "what is said here to everything else of that person; take it out"
                )
                yield Problem(path, number, message, Code.NAMED_PERSON)


def unknown_excerpts(places: Iterable[Place], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each place that shows an excerpt which does not exist."""
    for place in places:
        if place.id not in known:
            message = no_such_excerpt(place.id, known)
            yield Problem(place.path, place.line, message, Code.UNKNOWN_REFERENCE)


def no_such_excerpt(id: str, known: Collection[str]) -> str:
    """Say that there is no excerpt with this id."""
    hint = did_you_mean(id, sorted(known)) or "; see the files below _data/research/"
    return f"there is no excerpt '{id}'{hint}"
