"""Reading the participants and the excerpts of a site.

Nothing that is read here is kept: what pages may show is decided by
:mod:`compass_model.consent.rules` right after.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from compass_model.consent.excerpts import Excerpt
from compass_model.consent.files import (
    EXCERPTS_FILE,
    EXCERPTS_FOLDER,
    PARTICIPANTS_FILE,
    is_source_folder,
)
from compass_model.consent.participants import Participant
from compass_model.consent.quiet_fields import quiet, without_strange_fields
from compass_model.fields import Model
from compass_model.problems import Code, Problem
from compass_model.source_file import outside_problem, read_source
from compass_model.validate import validate
from compass_model.yaml_source import YamlDocument, YamlError, load_yaml

M = TypeVar("M", bound=Model)

_HASH = re.compile(r"""(?:^|[\s{[,-])["']?text[-_]sha256["']?\s*:""", re.MULTILINE)
_WORDS = re.compile(r"""(?:^|[\s{[,-])["']?(?:text|paraphrase)["']?\s*:""", re.MULTILINE)
_PARTICIPANT = re.compile(
    r"""(?:^|[\s{[,-])["']?participant["']?\s*:(\s*["']?P\d{1,4}\b)?""", re.MULTILINE
)
_COMMENT = re.compile(r"""^\s*#.*?\b["']?(text|paraphrase)["']?\s*:""", re.MULTILINE)


class Entry(NamedTuple, Generic[M]):
    """An entry of a file, with its place."""

    value: M
    path: str
    document: YamlDocument
    start: tuple[str | int, ...]
    clean: bool
    """Whether nothing is wrong with the entry by itself."""

    @property
    def id(self) -> str:
        """Its id; empty when that is wrong or missing."""
        id: object = getattr(self.value, "id", None)
        return id if isinstance(id, str) else ""

    def line(self, *loc: str | int) -> int:
        """Return the line of a field."""
        return self.document.line((*self.start, *loc))


class Study(NamedTuple):
    """Everything that was read, and what is wrong with it."""

    participants: tuple[Entry[Participant], ...]
    excerpts: tuple[Entry[Excerpt], ...]
    files: tuple[str, ...]
    """The files that were found, relative to the source folder, sorted."""
    whole: bool
    """Whether every file could be read."""
    problems: tuple[Problem, ...]


def read_study(root: Path) -> Study:
    """Read the participants and the excerpts below the source folder *root*."""
    excerpt_files, problems = _excerpt_files(root)
    files = sorted(excerpt_files)
    participants: list[Entry[Participant]] = []
    whole = True
    if os.path.lexists(root / PARTICIPANTS_FILE):
        files.append(PARTICIPANTS_FILE)
        participants, found, whole = _entries(root, PARTICIPANTS_FILE, Participant)
        problems += found
    excerpts: list[Entry[Excerpt]] = []
    for path in excerpt_files:
        more, found, readable = _entries(root, path, Excerpt)
        excerpts += more
        problems += found
        whole &= readable
    problems += _misplaced(root, {*files, PARTICIPANTS_FILE})
    return Study(tuple(participants), tuple(excerpts), tuple(files), whole, tuple(problems))


def _excerpt_files(root: Path) -> tuple[list[str], list[Problem]]:
    """Return the files with excerpts, and a problem for each file that does not belong there."""
    found = [EXCERPTS_FILE] if os.path.lexists(root / EXCERPTS_FILE) else []
    problems = []
    for path in sorted((root / EXCERPTS_FOLDER).glob("**/*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".yml":
            found.append(name)
        elif not path.is_dir() or path.is_symlink():
            message = "only .yml files with excerpts belong into this folder; delete it or move it"
            problems.append(Problem(name, 1, message, Code.MAY_NOT_BE_SHOWN))
    return found, problems


def _entries(root: Path, path: str, model: type[M]) -> tuple[list[Entry[M]], list[Problem], bool]:
    """Return the entries of a file, its problems, and whether it could be read."""
    document, problems = _load(root, path)
    if document is None:
        return [], problems, False
    value = document.value
    if isinstance(value, dict) and model is Excerpt:
        places: list[tuple[str | int, ...]] = [()]
    elif isinstance(value, list):
        places = [(i,) for i in range(len(value))]
    elif value is None:
        return [], problems, True
    else:
        message = "the file must be a list, each entry with 'name: value' lines"
        return [], [*problems, Problem(path, 1, message, Code.WRONG_TYPE)], False
    entries = []
    for start in places:
        entry, found = _entry(path, document, start, model)
        entries.append(entry)
        problems += found
    return entries, problems, True


def _load(root: Path, path: str) -> tuple[YamlDocument | None, list[Problem]]:
    if problem := outside_problem(root, path):
        return None, [problem]
    if Path(os.path.realpath(root / path)) != Path(os.path.realpath(root), path):
        message = "this is a link to another file, which pages could show; put the file itself here"
        return None, [Problem(path, 1, message, Code.MAY_NOT_BE_SHOWN)]
    text, problems = read_source(root, path)
    if text is None:
        return None, problems
    problems = [*problems, *_in_comments(path, text)]
    try:
        return load_yaml(text), problems
    except YamlError as error:
        code = Code.TOO_LARGE if error.too_large else Code.BROKEN_YAML
        return None, [*problems, *quiet([Problem(path, error.line, error.message, code)])]


def _in_comments(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each field of words that was made a comment: it can still be read."""
    for match in _COMMENT.finditer(text):
        message = (
            f"'{match[1]}' stands in a comment, where everybody can read it; delete it with all of "
            "its lines, and keep the words outside the repository"
        )
        line = text.count("\n", 0, match.start(1)) + 1
        yield Problem(path, line, message, Code.MAY_NOT_BE_SHOWN)


def _entry(
    path: str, document: YamlDocument, start: tuple[str | int, ...], model: type[M]
) -> tuple[Entry[M], list[Problem]]:
    raw = document.value if not start else document.value[start[0]]
    raw, problems = without_strange_fields(model, raw, start, path, document)
    validated = validate(model, raw, lambda loc: (path, document.line((*start, *loc))))
    problems += validated.problems
    return Entry(validated.value, path, document, start, not problems), problems


def line_of_excerpt(text: str) -> int:
    """Return the line at which the text of a data file holds an excerpt; 0 when it does not."""
    who = list(_PARTICIPANT.finditer(text))
    match = _HASH.search(text) if who else None
    if match is None and any(one[1] for one in who):
        match = _WORDS.search(text)
    return text.count("\n", 0, match.start() + 1) + 1 if match else 0


def _misplaced(root: Path, known: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each data file elsewhere that holds an excerpt: nobody looks there."""
    known = set(known)
    names_of_study = {Path(PARTICIPANTS_FILE).stem, Path(EXCERPTS_FILE).stem}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if is_source_folder(name))
        in_research = Path(folder) == (root / EXCERPTS_FOLDER).parent
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if relative in known:
                continue
            if in_research and path.stem.lower() in names_of_study:
                message = (
                    f"nobody reads a file with this name; write '{path.stem.lower()}.yml', or "
                    "delete it"
                )
                yield Problem(relative, 1, message, Code.MAY_NOT_BE_SHOWN)
            elif path.suffix.lower() in {".yml", ".yaml", ".json"}:
                text, _problems = read_source(root, relative)
                if line := line_of_excerpt(text or ""):
                    message = (
                        "this is an excerpt from an interview, in a place where nobody checks it; "
                        f"move the file to {EXCERPTS_FOLDER}/, with a name that ends with .yml"
                    )
                    yield Problem(relative, line, message, Code.MAY_NOT_BE_SHOWN)
