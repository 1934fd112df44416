"""What each page shows to others: its surface.

Its titles stand in links, tables of contents and menus of other pages, and they link to what it
defines. :mod:`sphinx_compass.rewriting` compares the surfaces of two builds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_compass.documents import appendix_hosts, documents
from sphinx_compass.domain import compass_domain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Surface(NamedTuple):
    """What other pages may show of a page or link to."""

    headings: str
    """The title and the headings, as tables of contents show them."""
    objects: frozenset[tuple[str, str, str, str]]
    """Everything one can link to: domain and type, name, shown name, anchor."""
    documents: frozenset[str]
    """Which documents show it: it names their appendices by the letter alone."""
    menu: str
    """The title and the tables of contents, from which menus beside every page are made."""


def surfaces_of(env: BuildEnvironment) -> dict[str, Surface]:
    """Return the surface of every page."""
    objects: dict[str, set[tuple[str, str, str, str]]] = {name: set() for name in env.all_docs}
    for domain in env.domains.sorted():
        for name, shown, kind, docname, anchor, _priority in domain.get_objects():
            if docname in objects:
                entry = (f"{domain.name}:{kind}", str(name), str(shown), str(anchor))
                objects[docname].add(entry)
    for docname, id, shown in _named_by_id(env):
        objects[docname].add(("compass:title", id, shown, ""))
    for docname, found in objects.items():
        slugs: Any = env.metadata[docname].get("myst_slugs", {})
        found.update(("myst:slug", docname, str(value), slug) for slug, value in slugs.items())
    shown_by = documents(compass_domain(env).state)
    return {
        name: Surface(
            _headings(env, name),
            frozenset(found),
            frozenset(shown_by.get(name, ())),
            _menu(env, name),
        )
        for name, found in objects.items()
    }


def _named_by_id(env: BuildEnvironment) -> Iterator[tuple[str, str, str]]:
    """Yield the docname and the id of each page with facts, and how links by the id show it."""
    state = compass_domain(env).state
    for docname, record in state["records"].items():
        if docname in env.titles:
            yield docname, record.id, title_of(env, docname)
    for docname, hosts in appendix_hosts(state).items():
        for host, letter in hosts:
            shown = f"{letter} {host} {env.titles[host].astext()}"
            yield docname, state["records"][docname].id, shown


def title_of(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a page with its markup, which other pages show too."""
    title = env.titles.get(docname)
    return _markup(title) if title is not None else docname


def _markup(node: nodes.Element) -> str:
    return "".join(str(child) for child in node.children)


def _headings(env: BuildEnvironment, docname: str) -> str:
    """Return the headings of a page with their anchors, the way tables of contents show them."""
    parts = [title_of(env, docname)]
    contents = env.tocs.get(docname)
    if contents is not None:
        for reference in contents.findall(nodes.reference):
            parts += [str(reference.get("anchorname", "")), _markup(reference)]
    return "\n".join(parts)


def _menu(env: BuildEnvironment, docname: str) -> str:
    """Return what a page gives to menus: no headings, which they leave out."""
    contents = env.tocs.get(docname)
    toctrees = contents.findall(addnodes.toctree) if contents is not None else ()
    parts = [repr(sorted(toctree.non_default_attributes().items())) for toctree in toctrees]
    return "\n".join([title_of(env, docname), *parts])
