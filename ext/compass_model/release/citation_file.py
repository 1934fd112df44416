"""``CITATION.cff``: read with its line numbers, and checked against the schema of CFF 1.2.0.

Format: https://github.com/citation-file-format/citation-file-format
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft7Validator

from compass_model.identifiers import orcid_problem
from compass_model.problems import Code, Problem
from compass_model.release.citation_errors import explain
from compass_model.release.top_file import placeholders, read_top_file
from compass_model.yaml_source import YamlDocument, texts_of

CITATION_FILE = "CITATION.cff"
_SCHEMA = Path(__file__).with_name("cff-1.2.0.schema.json")
_NEEDED = {
    "abstract": "Zenodo shows it as the description",
    "license": "it says what readers may do with the work",
    "version": "a release is called by it",
}


class Citation(NamedTuple):
    """What was read of the file."""

    document: YamlDocument
    """Fits the schema."""
    problems: list[Problem]
    """What is wrong beyond the schema."""

    @property
    def value(self) -> dict[str, Any]:
        """The fields as they were written."""
        found: dict[str, Any] = self.document.value
        return found

    def place(self, *loc: str | int) -> tuple[str, int]:
        """Return the file and line of a field."""
        return CITATION_FILE, self.document.line(loc)


def read_citation(root: Path) -> tuple[Citation | None, list[Problem]]:
    """Read ``CITATION.cff`` in the folder *root*.

    :returns: the citation, or ``None`` when the file does not fit the schema, and all problems
    """
    document, problems = read_top_file(
        root, CITATION_FILE, "write it, see https://citation-file-format.github.io"
    )
    if document is None:
        return None, problems
    schema = Draft7Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
    misfits = list(dict.fromkeys(_misfits(schema, document)))
    problems += misfits
    bad = {problem.line for problem in misfits}
    found = [problem for problem in _own_rules(document) if problem.line not in bad]
    problems += found
    return (None if misfits else Citation(document, found)), problems


def known_licences() -> frozenset[str]:
    """Return the identifiers of licences that the schema knows, which are those of SPDX."""
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return frozenset(schema["definitions"]["license-enum"]["enum"])


def _misfits(schema: Draft7Validator, document: YamlDocument) -> Iterator[Problem]:
    for error in schema.iter_errors(document.value):
        for loc, code, message in explain(error):
            yield Problem(CITATION_FILE, document.line(loc), message, code)


def _own_rules(document: YamlDocument) -> Iterator[Problem]:
    """Yield what no schema can say."""
    value = document.value
    for name, why in _NEEDED.items():
        if name not in value:
            message = f"'{name}' is missing; add it, because {why}"
            yield Problem(CITATION_FILE, 1, message, Code.MISSING_FIELD)
    for text, loc in texts_of(value):
        line = document.line(loc)
        if loc[-1] == "orcid" and (wrong := orcid_problem(text)):
            yield Problem(CITATION_FILE, line, f"'orcid' {wrong}", Code.WRONG_VALUE)
        if str(loc[-1]).startswith("date-") and not _is_day(text):
            message = f"'{loc[-1]}': there is no day {text}; correct it"
            yield Problem(CITATION_FILE, line, message, Code.BAD_DATE)
    yield from _names(document)
    yield from placeholders(CITATION_FILE, document)


def _names(document: YamlDocument) -> Iterator[Problem]:
    """Zenodo has fewer sorts of names than CFF."""
    authors = document.value.get("authors")
    for i, author in enumerate(authors if isinstance(authors, list) else ()):
        if not isinstance(author, dict):
            continue
        place = CITATION_FILE, document.line(("authors", i))
        name = author.get("name")
        if isinstance(name, str) and name.count(",") == 1:
            message = (
                f"Zenodo would take '{name}' for a person, because of the comma; "
                "write the name without it"
            )
            yield Problem(*place, message, Code.WRONG_VALUE)
        if not any(author.get(key) for key in ("name", "family-names", "given-names", "alias")):
            message = f"author {i + 1} has no name; add 'family-names' or 'name'"
            yield Problem(*place, message, Code.MISSING_FIELD)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
