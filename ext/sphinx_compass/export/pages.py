"""Pages of the compass made ready for the writer: their labels, and what links in them mean."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes

from compass_model.bibliography import Bibliography, read_bibliography
from compass_model.export.labels import Place, labels_of, slug
from compass_model.problems import Code, Problem
from sphinx_compass.export.context import Context, Written
from sphinx_compass.export.points import points_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_compass.export.builder import ExportBuilder


class Page(NamedTuple):
    """A page of an export."""

    docname: str
    file: str
    """Where it goes, below the folder of pages."""
    label: str
    path: str
    """Its source file."""
    doctree: nodes.document


class Made(NamedTuple):
    """A page and what was written of it."""

    page: Page
    written: Written


class Site:
    """What pages of one export have in common."""

    def __init__(self, builder: ExportBuilder, published_at: str, *, strict: bool) -> None:
        """Prepare.

        Args:
            builder: resolves the pages
            published_at: where the compass is published; empty when no link leads there
            strict: whether the customs of The Turing Way hold
        """
        self.builder = builder
        self.env: BuildEnvironment = builder.env
        self.srcdir = Path(builder.srcdir)
        self.published_at = published_at
        self.strict = strict
        self.bibliography: Bibliography = read_bibliography(self.srcdir)
        self.labels: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self.cite_keys: Mapping[str, str] = {}
        self.terms = _terms_of(self.env)
        """The terms of all glossaries, by the documents and ids that define them."""
        self._owners: dict[str, tuple[str, int, str]] = {}

    def page(self, docname: str, file: str, label: str) -> Page:
        """Resolve a page."""
        path = self.env.doc2path(docname, base=False).as_posix()
        return Page(docname, file, label, path, self.builder.resolved(docname))

    def take_label(self, label: str, path: str, line: int, what: str, advice: str) -> bool:
        """Note that a label stands for a place; say so when it stands for another already."""
        owner = self._owners.setdefault(label, (path, line, what))
        if owner == (path, line, what):
            return True
        other = f"'{owner[2]}' ({owner[0]}:{owner[1]})"
        message = f"'{what}' would have the label '{label}', as {other} has; {advice}"
        self.problems.append(Problem(path, line, message, Code.LABEL_CLASH))
        return False

    def name_places(self, page: Page) -> None:
        """Give every place of a page its label."""
        places = [
            Place(point.ids, point.title, _line(point.node), _depth(point.node))
            for point in points_of(page.doctree)
        ]
        found, clashes = labels_of(page.label, places, strict=self.strict)
        advice = "change one of the two headings, or give one of the pages another name"
        for place in places:
            label = found.get(place.ids[0]) if place.ids else None
            if label:
                what = place.title or place.ids[0]
                self.take_label(label, page.path, place.line, what, advice)
        for clash in clashes:
            message = (
                f"'{clash.title}' would have the label '{clash.label}', as another place of this "
                "page has; change one of the two headings"
            )
            self.problems.append(Problem(page.path, clash.line, message, Code.LABEL_CLASH))
        self.labels[page.docname, ""] = page.label
        self.labels.update({(page.docname, id): label for id, label in found.items()})

    def address_of(self, docname: str, id: str) -> str | None:
        """Return where a page is published."""
        if not self.published_at or docname not in self.env.all_docs:
            return None
        return f"{self.published_at}{quote(docname)}.html" + (f"#{id}" if id else "")

    def context(
        self, page: Page, figures: str, *, drawing_credit: str = "", figures_of: str = ""
    ) -> Context:
        """Return the answers for the writer of a page.

        Args:
            page: the page
            figures: the folder of figures as seen from the folder of pages
            drawing_credit: how the captions of drawings end
            figures_of: what the names of figures begin with; empty for nothing
        """
        here = posixpath.dirname(page.file)
        return Context(
            docname=page.docname,
            label=page.label,
            strict=self.strict,
            srcdir=self.srcdir,
            label_of=lambda docname, id: self.labels.get((docname, id)),
            address_of=self.address_of,
            figure_name=lambda path: figure_name(path, figures_of),
            cite_key=self.cite_keys.get,
            works=self.bibliography.entries.keys(),
            drawing_credit=drawing_credit,
            term_of=lambda docname, id: self.terms.get((docname, id)),
            figures=posixpath.relpath(figures, here or "."),
        )

    def image(self, name: str) -> bytes | None:
        """Return the content of an image; ``None`` when it cannot be read, which Sphinx reports."""
        try:
            return (self.srcdir / name).read_bytes()
        except OSError:
            return None


def figure_name(path: str, begins: str = "") -> str:
    """Return the name of an image in the one folder of figures, made from its path.

    Args:
        path: the path, relative to the source folder
        begins: what the name begins with, so that no other chapter has it; empty for nothing
    """
    stem, ending = posixpath.splitext(path)
    return "-".join(filter(None, [begins, slug(stem)])) + ending.lower()


def _terms_of(env: BuildEnvironment) -> dict[tuple[str, str], str]:
    """Return the terms of all glossaries by document and id."""
    return {
        (docname, id): name
        for name, _shown, kind, docname, id, _priority in env.domains.standard_domain.get_objects()
        if kind == "term"
    }


def _line(node: nodes.Element) -> int:
    place: nodes.Node | None = node
    if isinstance(node, nodes.section):
        place = node.next_node(nodes.title) or node
    while place is not None and not place.line:
        place = place.parent
    return (place.line or 1) if place is not None else 1


def _depth(node: nodes.Element) -> int:
    depth = 0
    place: nodes.Node | None = node
    while place is not None:
        depth += isinstance(place, nodes.section)
        place = place.parent
    return depth if isinstance(node, nodes.section | nodes.document) else depth + 1
