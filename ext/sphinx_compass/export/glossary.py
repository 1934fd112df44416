"""The terms that the chapters need, with the words of our glossaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from compass_model.export.labels import slug
from compass_model.problems import Code, Problem
from sphinx_compass.export.checks import passage_problems, place_of
from sphinx_compass.export.figure_files import FIGURES
from sphinx_compass.export.notes import entries_of
from sphinx_compass.export.pages import Page
from sphinx_compass.export.writer import write_blocks

if TYPE_CHECKING:
    from sphinx_compass.export.context import Written
    from sphinx_compass.export.pages import Made, Site

STEM = "glossary-terms"
"""The file of the terms, and what the names of their figures begin with."""


class Terms(NamedTuple):
    """The definitions that an export brings along."""

    definitions: dict[str, Written]
    """What was written of each, by its term."""
    needed: tuple[str, ...]
    """The terms that its pages link to and the book defines."""


class _Entry(NamedTuple):
    """An entry of a glossary."""

    term: str
    """The first of its terms."""
    docname: str
    node: nodes.definition_list_item


def definitions_of(site: Site, made: Sequence[Made], book_terms: Collection[str]) -> Terms:
    """Write the definitions that chapters need.

    They are those of the terms that pages link to, of those that pages define, and of those that
    the definitions themselves link to.

    Args:
        site: the export; takes what is wrong with the definitions
        made: its pages
        book_terms: the terms that the book defines itself; capitals make no difference
    """
    glossaries = _Glossaries(site, made)
    in_book = {term.casefold() for term in book_terms}
    linked = {term for one in made for term in one.written.terms}
    waiting = sorted(linked.union(*(one.written.defined for one in made)))
    found: dict[str, Written] = {}
    while waiting:
        term = waiting.pop()
        if term in found or term.casefold() in in_book:
            continue
        written = glossaries.write(term)
        if written is not None:
            found[term] = written
            linked |= written.terms
            waiting += sorted(written.terms)
    needed = [term for term in linked if term.casefold() in in_book]
    return Terms(found, tuple(sorted(needed, key=lambda term: (term.casefold(), term))))


class _Glossaries:
    """The glossaries of the compass, each looked up when somebody asks for a term of it."""

    def __init__(self, site: Site, made: Sequence[Made]) -> None:
        self._site = site
        self._pages = {one.page.docname: one.page.doctree for one in made}
        self._checked = frozenset(self._pages)
        """The pages that were checked as a whole."""
        self._documents = {term: docname for (docname, _id), term in site.terms.items()}
        self._entries: dict[str, dict[str, _Entry]] = {}
        self._written: dict[_Entry, Written] = {}

    def write(self, term: str) -> Written | None:
        """Write the definition of a term; ``None`` when there is none."""
        docname = self._documents.get(term)
        entry = self._of(docname).get(term) if docname is not None else None
        if entry is None:
            return None
        if entry not in self._written:
            self._written[entry] = self._write(entry)
        return self._written[entry]

    def _of(self, docname: str) -> dict[str, _Entry]:
        if docname not in self._entries:
            if docname not in self._pages:
                self._pages[docname] = self._site.builder.resolved(docname)
            self._entries[docname] = {
                term: _Entry(terms[0], docname, item)
                for glossary in self._pages[docname].findall(addnodes.glossary)
                for terms, item in entries_of(glossary)
                for term in terms
            }
        return self._entries[docname]

    def _write(self, entry: _Entry) -> Written:
        site, docname = self._site, entry.docname
        path = site.env.doc2path(docname, base=False).as_posix()
        label = f"{STEM}-{slug(entry.term)}"
        page = Page(docname, f"{STEM}.md", label, path, self._pages[docname])
        bodies = [body for body in entry.node.children if isinstance(body, nodes.definition)]
        blocks = [block for body in bodies for block in body.children]
        written = write_blocks(blocks, site.context(page, FIGURES, figures_of=STEM))
        site.problems += written.problems
        for note in entry.node.findall(nodes.footnote_reference):
            message = (
                f"the definition of '{entry.term}' has a footnote, which a glossary of the book "
                "cannot hold; write what it says into the definition"
            )
            place = place_of(note, path, site.srcdir)
            site.problems.append(Problem(*place, message, Code.UNKNOWN_NODE))
        if docname not in self._checked:
            site.problems += passage_problems(entry.node, path, site.srcdir)
            site.problems += _excerpts(entry, path, site)
        return written


def _excerpts(entry: _Entry, path: str, site: Site) -> Iterator[Problem]:
    """Yield a problem for each quote: no chapter has this page, so none could allow it."""
    for node in entry.node.findall(nodes.Element):
        if "compass-excerpt" in node["classes"]:
            message = (
                f"the definition of '{entry.term}' shows an excerpt, and a book cannot take it "
                "back; take it out of the definition"
            )
            yield Problem(*place_of(node, path, site.srcdir), message, Code.NOT_TO_BE_SHOWN)
