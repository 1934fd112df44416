"""The builder ``plain-myst``: every page as plain MyST, with what Jupyter Book 2 needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compass_model.export.export_file import read_export_file
from compass_model.export.labels import slug
from compass_model.export.toc import Entry, quoted, toc_lines
from compass_model.export.works import bibtex
from compass_model.problems import Problem
from compass_model.tree import in_order
from sphinx_compass.export.figure_files import FIGURES, add_figures, wrong_names
from sphinx_compass.export.output import Output
from sphinx_compass.export.pages import Made, Site
from sphinx_compass.export.writer import write_myst

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_compass.export.builder import ExportBuilder


def export_all(builder: ExportBuilder) -> tuple[Output, Sequence[Problem]]:
    """Make all pages.

    Returns:
        All files; and everything that is wrong, in which case the files are not fit for use
    """
    output = Output()
    export, problems = read_export_file(builder.srcdir)
    if problems:
        return output, problems
    site = Site(builder, "", strict=False)
    site.cite_keys = {key: key for key in site.bibliography.entries}
    pages = [
        site.page(name, f"{name}.md", label_of(name)) for name in sorted(builder.env.found_docs)
    ]
    for page in pages:
        site.name_places(page)
    made = [Made(page, write_myst(page.doctree, site.context(page, FIGURES))) for page in pages]
    for page, written in made:
        site.problems += written.problems
        output.add(page.file, written.text, page.path)
    site.problems += wrong_names(one.written for one in made)
    add_figures(site, [one.written for one in made], output, FIGURES)
    output.labels = {
        label: f"{docname}#{id}" if id else docname
        for (docname, id), label in sorted(site.labels.items(), reverse=True)
    }
    cited = {key: key for one in made for key in one.written.citations}
    if cited:
        output.add("references.bib", bibtex(site.bibliography.entries, cited))
    title = (export.file.plain.title if export else "") or builder.config.project
    output.add("myst.yml", settings(title, entries_of(builder.env), works=bool(cited)))
    return output, in_order([*site.problems, *output.problems])


def label_of(docname: str) -> str:
    """Return the label of a page, made from where it lies."""
    return slug(docname.removesuffix("/index"))


def entries_of(env: BuildEnvironment) -> list[Entry]:
    """Return the table of contents: that of the site, then the pages that are in none."""
    seen: set[str] = set()
    root = str(env.config.root_doc)
    entry = _entry(env, root, seen)
    orphans = [_entry(env, name, seen) for name in sorted(env.found_docs) if name not in seen]
    return [entry._replace(children=()), *entry.children, *orphans]


def _entry(env: BuildEnvironment, docname: str, seen: set[str]) -> Entry:
    seen.add(docname)
    below = []
    for child in env.toctree_includes.get(docname, ()):
        if child not in seen and child in env.found_docs:
            below.append(_entry(env, child, seen))
    return Entry(f"{docname}.md", env.titles[docname].astext(), tuple(below))


def settings(title: str, entries: Sequence[Entry], *, works: bool) -> str:
    """Write ``myst.yml``.

    Args:
        title: the title of the book
        entries: its table of contents
        works: whether there is a bibliography
    """

    def lines() -> Iterator[str]:
        yield "# Build it with Jupyter Book 2: jupyter-book build --html"
        yield "version: 1"
        yield "project:"
        yield f"  title: {quoted(title)}"
        if works:
            yield "  bibliography: [references.bib]"
        yield "  toc:"
        yield from toc_lines(entries, "    ")
        yield "site:"
        yield "  template: book-theme"

    return "\n".join(lines()) + "\n"
