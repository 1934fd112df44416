"""The whole compass: find the pages below a source folder, read them, and check them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from compass_model.bibliography import (
    BIBLIOGRAPHY_FILE,
    Bibliography,
    citation_problems,
    citations_in_facts,
    read_bibliography,
)
from compass_model.citations import citations_in
from compass_model.community import COMMUNITY_FILE, Community, missing_community, read_community
from compass_model.consent.quotes import Quotes, check_quotes
from compass_model.cross_file import cross_file_problems
from compass_model.export.check import check_export
from compass_model.export.export_file import EXPORT_FILE
from compass_model.locale_files import locale_problems, may_hold_translations
from compass_model.page import PageReader, TypedPage, lost_ids
from compass_model.page_files import find_pages, misnamed_pages
from compass_model.problems import Problem
from compass_model.records import PageRecord, record_of
from compass_model.source_file import read_source


class Compass(NamedTuple):
    """Everything that was read, and everything wrong with it."""

    files: list[str]
    """The files that were read, relative to the source folder, sorted."""
    pages: list[TypedPage]
    records: list[PageRecord]
    community: Community | None
    bibliography: Bibliography
    quotes: Quotes
    problems: list[Problem]
    """In file and line order."""


def read_compass(root: Path, today: dt.date | None = None) -> Compass:
    """Read and check all pages and data below the source folder *root*.

    :param today: the day on which words of participants may be shown, or may not; without one an
        embargo counts as not over, and an approval as not given
    """
    community, problems = read_community(root)
    reader = PageReader(root)
    files = sorted(find_pages(root))
    pages = []
    lost: set[str] = set()
    for path in files:
        page, found = reader.check(path)
        problems += found
        if page is not None:
            pages.append(page)
        elif found:
            lost |= lost_ids(path, read_source(root, path)[0], root)
    records = [record_of(page) for page in pages]
    problems += locale_problems(root, may_hold_translations(root))
    if records:
        problems += [*missing_community(root), *misnamed_pages(root)]
    quotes = check_quotes(root, today, files, records, lost)
    problems += quotes.problems
    excerpts = quotes.shown.keys() if quotes.study.whole else None
    problems += cross_file_problems(records, community, lost=lost, excerpts=excerpts)
    bibliography = read_bibliography(root)
    in_text = citations_in(root, files) if bibliography.found else []
    problems += bibliography.problems
    problems += citation_problems(bibliography, in_text, citations_in_facts(records))
    problems += check_export(root, records, bibliography, lost)
    files += quotes.study.files
    others = (COMMUNITY_FILE, BIBLIOGRAPHY_FILE, EXPORT_FILE)
    files += [name for name in others if (root / name).exists()]
    return Compass(
        sorted(files), pages, records, community, bibliography, quotes, in_order(problems)
    )


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Put problems in file and line order; those of one line stay in the order they were found."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.path, problem.line))
