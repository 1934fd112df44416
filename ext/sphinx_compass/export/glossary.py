"""The terms that an export links to, with the words of our glossary."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sphinx_compass.export.pages import Page, Site, glossaries_with, terms_in
from sphinx_compass.export.writer import write_myst

if TYPE_CHECKING:
    from sphinx_compass.export.context import Definition


class Terms(dict[str, str]):
    """The definitions that an export brings along, by term."""

    needed: tuple[str, ...] = ()
    """The terms that its pages link to and the book defines."""


def definitions_of(site: Site, wanted: Collection[str], book_terms: Collection[str]) -> Terms:
    """Return the definitions of the wanted terms, and of those that these link to.

    Args:
        site: the export
        wanted: the terms that its pages link to
        book_terms: the terms that the book defines itself; capitals make no difference
    """
    in_book = {term.casefold() for term in book_terms}
    known: dict[str, Definition] = {}
    for docname in glossaries_with(site.env, set(wanted)):
        path = site.env.doc2path(docname, base=False).as_posix()
        page = Page(
            docname, "glossary-terms.md", "glossary-terms", path, site.builder.resolved(docname)
        )
        written = write_myst(page.doctree, site.context(page, "figures"))
        site.problems += written.problems
        known.update({term: one for one in written.definitions for term in one.terms})
    found = Terms()
    needed = set()
    waiting = sorted(wanted)
    while waiting:
        term = waiting.pop()
        if term.casefold() in in_book:
            needed.add(term)
        elif term in known and term not in found:
            found[term] = known[term].text
            waiting += sorted(terms_in(known[term].text))
    found.needed = tuple(sorted(needed, key=str.casefold))
    return found
