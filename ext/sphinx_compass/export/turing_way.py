"""The builder ``turing-way``: chapters of The Turing Way from the pages of a compass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.export.check import remarks_on_texts, unknown_works, unsafe_texts
from compass_model.export.curation import pathway_label
from compass_model.export.export_file import EXPORT_FILE, ReadExport, read_export_file
from compass_model.export.landing import drawing_credit
from compass_model.export.plan import Known, PlannedChapter, plan_chapters, unknown_chapters
from compass_model.export.title_case import title_case
from compass_model.export.works import book_key, book_keys
from compass_model.fields import ToBeAgreed
from compass_model.problems import Code, Problem
from compass_model.tree import in_order
from sphinx_compass.domain import compass_domain
from sphinx_compass.export.book_files import add_files
from sphinx_compass.export.checks import editorial_problems, excerpt_problems
from sphinx_compass.export.figure_files import FIGURES, wrong_names
from sphinx_compass.export.glossary import definitions_of
from sphinx_compass.export.output import Output
from sphinx_compass.export.pages import Made, Page, Site
from sphinx_compass.export.writer import write_myst

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_compass.export.builder import ExportBuilder


def export_chapters(builder: ExportBuilder) -> tuple[Output, Sequence[Problem]]:
    """Make the chapters.

    Returns:
        All files; and everything that is wrong, in which case the files are not fit for use
    """
    output = Output()
    export, problems = _read(builder)
    if export is None:
        return output, problems
    published_at, found = _published_at(builder, export)
    problems += found
    only = [name for name in builder.config.compass_export_only.split(",") if name]
    problems += unknown_chapters(export, only)
    chapters, found = plan_chapters(export, _known(builder.env), only)
    problems += found
    if problems:
        return output, problems
    site = Site(builder, published_at, strict=True)
    made = _pages(site, chapters, export)
    terms = definitions_of(site, made, export.file.book_terms)
    written = [*(one.written for one in made), *terms.definitions.values()]
    site.problems += wrong_names(written)
    _name_works(site, chapters, export, {key for one in written for key in one.citations})
    add_files(site, chapters, made, terms, output)
    return output, in_order([*site.problems, *output.problems])


def _read(builder: ExportBuilder) -> tuple[ReadExport | None, list[Problem]]:
    export, problems = read_export_file(builder.srcdir)
    if export is None and not problems:
        message = (
            f"there is no {EXPORT_FILE}, which says what becomes a chapter; write it as the guide "
            "to exports shows"
        )
        problems = [Problem(EXPORT_FILE, 1, message, Code.MISSING_FILE)]
    return export, problems


def _published_at(builder: ExportBuilder, export: ReadExport) -> tuple[str, list[Problem]]:
    given = str(builder.config.compass_published_at)
    if given:
        return given.rstrip("/") + "/", []
    address = export.file.published_at
    if not isinstance(address, ToBeAgreed):
        return address, []
    message = (
        f"where the compass is published is to be agreed by '{address.to_be_agreed}', and links "
        "out of the chapters lead there; write the address, or give it with '--published-at'"
    )
    return "", [Problem(*export.place("published-at"), message, Code.NOT_PUBLISHED)]


def _known(env: BuildEnvironment) -> Known:
    domain = compass_domain(env)

    def shown(docname: str) -> list[str]:
        state = domain.state
        return [*state["parts"].get(docname, ()), *state["appendices"].get(docname, ())]

    return Known(domain.docnames(), shown, lambda name: capitals(env.titles[name]).astext())


def capitals(title: nodes.Element) -> nodes.Element:
    """Write a title in Title Case, as the book does; only capitals change."""
    title = title.deepcopy()
    texts = [
        text for text in title.findall(nodes.Text) if not isinstance(text.parent, nodes.literal)
    ]
    for i, text in enumerate(texts):
        cased = title_case(text.astext(), begins=i == 0, ends=i == len(texts) - 1)
        text.parent.replace(text, nodes.Text(cased))
    return title


def _pages(site: Site, chapters: Sequence[PlannedChapter], export: ReadExport) -> list[Made]:
    """Resolve, name, check and write the pages of all chapters."""
    pages: list[tuple[PlannedChapter, Page]] = []
    for chapter in chapters:
        _take_own_labels(site, chapter, export)
        for planned in chapter.pages:
            page = site.page(planned.docname, planned.file, planned.label)
            title = page.doctree.next_node(nodes.title)
            if title is not None:
                title.replace_self(capitals(title))
            site.problems += editorial_problems(page.doctree, page.path, site.srcdir)
            site.problems += excerpt_problems(site.env, page, chapter.chapter)
            pages.append((chapter, page))
    for _chapter, page in pages:
        site.name_places(page)
    for chapter in chapters:
        site.problems += unsafe_texts(export, chapter.position)
        site.problems += remarks_on_texts(export, chapter.position)
    works = site.bibliography.entries
    site.cite_keys = {key: book_key(work) or key for key, work in works.items()}
    made = [_made(site, chapter, page) for chapter, page in pages]
    site.problems += [problem for one in made for problem in one.written.problems]
    return made


def _name_works(
    site: Site, chapters: Sequence[PlannedChapter], export: ReadExport, cited: set[str]
) -> None:
    """Keep the keys of the works that come along, and say which works cannot."""
    listed = {one.cite for chapter in chapters for one in chapter.chapter.resources if one.cite}
    site.problems += unknown_works(export, site.bibliography)
    site.cite_keys, found = book_keys(site.bibliography.entries, cited | listed)
    site.problems += found


def _made(site: Site, chapter: PlannedChapter, page: Page) -> Made:
    address = site.address_of(page.docname, "") or site.published_at
    credit = drawing_credit(chapter.chapter.credits, site.builder.config.project, address)
    context = site.context(page, FIGURES, drawing_credit=credit, figures_of=chapter.label)
    return Made(page, write_myst(page.doctree, context))


def _take_own_labels(site: Site, chapter: PlannedChapter, export: ReadExport) -> None:
    place = export.place("turing-way", chapter.position, "chapter")
    stems = [
        "",
        "prerequisites",
        "summary",
        "useful",
        "checklist",
        "resources",
        "resources-reading",
    ]
    for stem in stems:
        label = f"{chapter.label}-{stem}" if stem else chapter.label
        what = f"{chapter.chapter.title}: {stem}" if stem else chapter.chapter.title
        site.take_label(label, *place, what, "give one of the pages another name under 'names'")
    if chapter.chapter.curation:
        what = f"{chapter.chapter.title}: curation"
        site.take_label(pathway_label(chapter), *place, what, "give the chapter another name")
