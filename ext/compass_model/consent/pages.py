"""Pages and excerpts: where an excerpt is shown, and where a pseudonym is printed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from compass_model.consent.files import PARTICIPANTS_FILE, is_source_folder, is_study_file
from compass_model.consent.reasons import pseudonyms
from compass_model.fact_files import DATA_FOLDER
from compass_model.markdown_scan import VERBATIM
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.source_file import read_source

_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(?:\{([\w:-]+)\}[ \t]*)?(.*)")
_ROLE_OR_CODE = re.compile(r"(?:\{([\w:-]+)\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)")
_NAME = "compass:excerpt"


class Place(NamedTuple):
    """Where a page shows an excerpt."""

    path: str
    line: int
    id: str


def places_in(path: str, text: str) -> Iterator[Place]:
    """Yield where the text of a page shows excerpts; what it shows as code is left out."""
    if f"{{{_NAME}}}" not in text:
        return
    open_fences: list[tuple[str, bool]] = []  # each with whether it holds code
    for number, line in enumerate(text.split("\n"), start=1):
        fence = _FENCE.fullmatch(line)
        in_code = bool(open_fences) and open_fences[-1][1]
        if fence and open_fences and fence[1].startswith(open_fences[-1][0]) and not fence[2]:
            if not fence[3].strip():
                open_fences.pop()
        elif in_code:
            continue
        elif fence:
            if fence[2] == _NAME:
                yield Place(path, number, fence[3].strip())
            is_code = fence[2] in VERBATIM or (fence[2] is None and fence[1][0] != ":")
            open_fences.append((fence[1], is_code))
        else:
            roles = (match for match in _ROLE_OR_CODE.finditer(line) if match[1] == _NAME)
            yield from (Place(path, number, match[3].strip()) for match in roles)


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
            if name.endswith((".md", ".txt", ".csv", ".po")):
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
