"""What is wrong in the export file, seen together with the pages and the bibliography."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from compass_model.bibliography import Bibliography
from compass_model.export.editorial import remarks_on
from compass_model.export.export_file import EXPORT_FILE, ReadExport, read_export_file
from compass_model.export.works import unknown_work
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.records import PageRecord
from compass_model.safety import scheme_problem
from compass_model.yaml_source import texts_of

_MARKUP = re.compile(
    r"<(?!https?://)[A-Za-z!/?][\w-]*"  # HTML
    r"|^\s*(?:`{3,}|~{3,}|:{3,}).*"  # directives
    r"|\{[\w:.+-]+\}`"  # roles
    r"|\{\{"  # substitutions
    r"|^\(.*\)=",  # labels
    re.M,
)
_LINK = re.compile(r"\](?:\(|:)\s*<?([^)\s>]*)")


def check_export(
    root: Path, records: Iterable[PageRecord], bibliography: Bibliography, lost: Collection[str]
) -> list[Problem]:
    """Check the export file, if there is one, without building anything.

    That the address is to be agreed is no problem until somebody exports.

    Args:
        root: the source folder
        records: the pages that could be read
        bibliography: the works
        lost: ids that pages may have which could not be read
    """
    export, problems = read_export_file(root)
    if export is None:
        return problems
    known = {record.id for record in records if record.id}
    for i, chapter in enumerate(export.file.turing_way):
        for j, id in enumerate(chapter.include):
            if id not in known and id not in lost:
                place = export.place("turing-way", i, "include", j)
                problems.append(unknown_page(*place, id, known))
        problems += [*unsafe_texts(export, i), *remarks_on_texts(export, i)]
    if bibliography.whole:
        problems += unknown_works(export, bibliography)
    return problems


def unknown_page(path: str, line: int, id: str, known: Iterable[str]) -> Problem:
    """Return the problem of an id that no page has."""
    hint = did_you_mean(id, known) or "; see the 'id' in its front matter"
    message = f"there is no page with the id '{id}'{hint}"
    return Problem(path, line, message, Code.UNKNOWN_REFERENCE)


def remarks_on_texts(export: ReadExport, i: int) -> Iterator[Problem]:
    """Yield what the editors would send back of the texts of a chapter in the export file."""
    for text, loc in texts_of(export.document.value["turing-way"][i], ("turing-way", i)):
        line = export.document.text_line(loc)
        for remark in remarks_on(text):
            yield Problem(EXPORT_FILE, line, remark.message, remark.code)


def unsafe_texts(export: ReadExport, i: int) -> Iterator[Problem]:
    """Yield what a text of a chapter may not hold: it goes into a page of another site as it is."""
    for text, loc in texts_of(export.document.value["turing-way"][i], ("turing-way", i)):
        line = export.document.text_line(loc)
        if match := _MARKUP.search(text):
            message = (
                f"'{match[0].strip()}' is markup, and this text is for plain words and links such "
                "as [text](https://example.org); take it out"
            )
            yield Problem(EXPORT_FILE, line, message, Code.REFUSED_DIRECTIVE)
        for match in _LINK.finditer(text):
            if wrong := scheme_problem(match[1]):
                yield Problem(EXPORT_FILE, line, wrong, Code.LINK_SCHEME)


def unknown_works(export: ReadExport, bibliography: Bibliography) -> Iterator[Problem]:
    """Yield the works that a list of resources names and that do not exist."""
    works = bibliography.entries
    for i, chapter in enumerate(export.file.turing_way):
        for j, resource in enumerate(chapter.resources):
            if resource.cite and resource.cite not in works:
                place = export.place("turing-way", i, "resources", j, "cite")
                yield unknown_work(*place, resource.cite, works)
