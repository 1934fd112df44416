"""The files of the chapters: pages, figures, works, terms, and what the editor needs besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from compass_model.export.curation import curation_file, curation_page
from compass_model.export.export_file import EXPORT_FILE
from compass_model.export.landing import (
    checklist_page,
    glossary_page,
    landing_page,
    resources_page,
)
from compass_model.export.plan import WEBSITE, PlannedChapter
from compass_model.export.pull_request import Facts, pull_request
from compass_model.export.toc import fragment
from compass_model.export.works import bibtex
from sphinx_compass.domain import compass_domain
from sphinx_compass.export.figure_files import FIGURES, add_figures
from sphinx_compass.export.glossary import STEM, Terms
from sphinx_compass.export.output import Output

if TYPE_CHECKING:
    from sphinx_compass.export.pages import Made, Site


def add_files(
    site: Site,
    chapters: Sequence[PlannedChapter],
    made: Sequence[Made],
    terms: Terms,
    output: Output,
) -> None:
    """Add all files of the chapters, and those that go with them.

    Args:
        site: the export
        chapters: the chapters, in order
        made: their pages
        terms: the definitions that come along
        output: takes the files
    """
    name = site.builder.config.project
    for chapter in chapters:
        facts = chapter.chapter
        landing = landing_page(chapter, name, site.published_at)
        output.add(f"{WEBSITE}/{chapter.landing}", landing, EXPORT_FILE)
        if facts.checklist:
            output.add(
                f"{WEBSITE}/{chapter.file('checklist')}", checklist_page(chapter), EXPORT_FILE
            )
        if facts.resources:
            text = resources_page(chapter, site.cite_keys.get)
            output.add(f"{WEBSITE}/{chapter.file('resources')}", text, EXPORT_FILE)
        if facts.curation:
            output.add(f"{WEBSITE}/{curation_file(chapter)}", curation_page(chapter), EXPORT_FILE)
    for one in made:
        output.add(f"{WEBSITE}/{one.page.file}", one.written.text, one.page.path)
    written = [*(one.written for one in made), *terms.definitions.values()]
    figures = add_figures(site, written, output, f"{WEBSITE}/{FIGURES}")
    texts = {term: definition.text for term, definition in terms.definitions.items()}
    if texts:
        output.add(f"{WEBSITE}/{STEM}.md", glossary_page(texts))
    output.book_terms = terms.needed
    output.labels = {
        label: f"{docname}#{id}" if id else docname
        for (docname, id), label in sorted(site.labels.items(), reverse=True)
    }
    if site.cite_keys:
        output.add("references.bib", bibtex(site.bibliography.entries, site.cite_keys))
    output.add("toc.yml", fragment(chapters, glossary=bool(texts)))
    output.add(
        "PULL_REQUEST.md",
        pull_request(chapters, _facts(site, chapters, figures, output, list(texts))),
    )


def _facts(
    site: Site,
    chapters: Sequence[PlannedChapter],
    figures: Sequence[str],
    output: Output,
    terms: Sequence[str],
) -> Facts:
    records = compass_domain(site.env).state["records"]
    docnames = [page.docname for chapter in chapters for page in chapter.pages]
    known = {name: records[name] for name in docnames if name in records}
    return Facts(
        site=site.builder.config.project,
        published_at=site.published_at,
        statuses={name: record.status for name, record in known.items()},
        open_points={name: len(record.open_points) for name, record in known.items()},
        figures=figures,
        works=sorted(site.cite_keys.values()),
        terms=sorted(terms, key=str.casefold),
        book_terms=output.book_terms,
    )
