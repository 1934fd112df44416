"""The bibliography ``references.bib``, and the citations of its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from compass_model.citations import EVERYTHING, Citation, not_a_key
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.source_file import outside_problem, read_source

if TYPE_CHECKING:
    from compass_model.records import PageRecord

BIBLIOGRAPHY_FILE = "references.bib"


class Entry(NamedTuple):
    """One work."""

    key: str
    """What pages cite it by."""
    line: int
    type: str
    """One of those in :mod:`compass_model.bibtex_entries`; ``misc`` for what is wrong."""
    title: str
    """Its title as plain text; empty when it is missing, as all of the following."""
    authors: tuple[str, ...]
    """Those who wrote it, else those who edited it: ``Ada Example``."""
    year: str
    doi: str
    """Its DOI, without ``https://doi.org/``."""
    url: str
    fields: Mapping[str, str]
    """All fields that are right, as they are written, LaTeX included."""


class Bibliography(NamedTuple):
    """What the file holds."""

    entries: Mapping[str, Entry]
    """The entries by key, in the order of the file."""
    problems: list[Problem]
    """What is wrong in the file itself."""
    whole: bool
    """Whether there is such a file and all of it could be read: no other keys exist."""

    @property
    def found(self) -> bool:
        """Whether there is such a file."""
        return self.whole or bool(self.problems)


def read_bibliography(root: Path, path: str = BIBLIOGRAPHY_FILE) -> Bibliography:
    """Read and check the bibliography.

    :param root: the source folder
    :param path: the file, relative to *root*; when it is missing, nothing is there and all is well
    """
    if not (root / path).exists() and not (root / path).is_symlink():
        return Bibliography({}, [], whole=False)
    if problem := outside_problem(root, path):
        return Bibliography({}, [problem], whole=False)
    text, problems = read_source(root, path)
    if text is None:
        return Bibliography({}, problems, whole=False)
    from compass_model.bibtex_entries import entries_of  # noqa: PLC0415  # 40 ms, for those who need it

    entries, found, whole = entries_of(path, text)
    return Bibliography(entries, sorted([*problems, *found]), whole)


def citations_in_facts(records: Iterable[PageRecord]) -> list[Citation]:
    """Return the citations in the facts of pages."""
    return [
        Citation(record.path_of(reference), reference.line, reference.id)
        for record in records
        for reference in record.references
        if reference.what == "citation"
    ]


def citation_problems(
    bibliography: Bibliography, in_text: Iterable[Citation], in_facts: Iterable[Citation]
) -> list[Problem]:
    """Find the problems between the bibliography and those who cite it.

    What is missing from a broken bibliography is not judged. Without one, texts may cite the
    files of another program; facts may not.
    """
    in_text, in_facts = list(in_text), list(in_facts)
    judged = [*(in_text if bibliography.whole else ())]
    judged += in_facts if bibliography.whole or not bibliography.found else ()
    cited = {citation.key for citation in (*in_text, *in_facts)}
    return [*_unknown_citations(bibliography, judged), *unused_entries(bibliography, cited)]


def _unknown_citations(
    bibliography: Bibliography, citations: Iterable[Citation]
) -> Iterator[Problem]:
    for path, line, key in citations:
        if key in bibliography.entries or key == EVERYTHING:
            continue
        message = not_a_key(key)
        if message is None:
            hint = did_you_mean(key, bibliography.entries) or "; add it there"
            message = f"there is no entry '{key}' in {BIBLIOGRAPHY_FILE}{hint}"
        yield Problem(path, line, message, Code.UNKNOWN_CITATION)


def unused_entries(bibliography: Bibliography, cited: Set[str]) -> Iterator[Problem]:
    """Yield the entries that are not among the keys that are *cited*."""
    for key, entry in bibliography.entries.items():
        if key not in cited and EVERYTHING not in cited:
            message = f"no page cites '{key}'; cite it, or take the entry out"
            yield Problem(BIBLIOGRAPHY_FILE, entry.line, message, Code.UNUSED_ENTRY)
