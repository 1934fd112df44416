"""Which unchanged pages must be written again, so that an incremental build equals a clean one.

Sphinx writes the pages that changed. Other pages show something of them too: titles in links and
tables of contents, parts inside their host, lists over the whole compass. What a page shows to
others is its *surface*; when that changes, the pages that name it are written again.

Menus, "previous" and "next" stand beside every page of HTML, outside its text. So when a title or
a table of contents has changed, all pages are written again: both change seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import docname_join

from sphinx_compass.back_links import pages_with_changed_chain
from sphinx_compass.citations import pages_with_changed_citations
from sphinx_compass.domain import compass_domain
from sphinx_compass.excerpts import pages_with_changed_excerpts
from sphinx_compass.listing_directives import CHAIN_LISTINGS
from sphinx_compass.listings import rows_of
from sphinx_compass.removed_output import remove_pages
from sphinx_compass.surfaces import Surface, surfaces_of, title_of
from sphinx_compass.trace import shown_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Links(NamedTuple):
    """What the environment keeps for this module."""

    targets: dict[str, frozenset[str]]
    """The names that each page links to."""
    surfaces: dict[str, Surface]


def _links(env: BuildEnvironment) -> Links:
    links = getattr(env, "compass_links", None)
    if links is None:
        links = Links({}, {})
        env.compass_links = links  # type: ignore[attr-defined]  # kept in the environment
    return cast("Links", links)


class LinkCollector(EnvironmentCollector):
    """Notes which names each page links to."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page. Its surface is kept, to be compared with the new one."""
        _links(env).targets.pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process noted."""
        found = _links(other).targets
        _links(env).targets.update({name: found[name] for name in docnames if name in found})

    def get_outdated_docs(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Have pages read again that link to a file which is a page now, or is none any more.

        MyST looks while reading whether the target of a link is a page.
        """
        stems = {_stem(docname) for docname in (added | removed)}
        if not stems:
            return []
        targets = _links(env).targets.items()
        return [page for page, names in targets if any(_stem(name) in stems for name in names)]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the names in the links of the page that was just read."""
        names = frozenset([*_targets(doctree, app.env.docname), *_groups(doctree, app.env)])
        if names:
            _links(app.env).targets[app.env.docname] = names


def _targets(doctree: nodes.document, docname: str) -> Iterator[str]:
    for node in doctree.findall(addnodes.pending_xref):
        target = str(node.get("reftarget") or "")
        yield _plain(target)
        if node.get("reftype") == "doc":
            yield _plain(docname_join(docname, target))


def _groups(doctree: nodes.document, env: BuildEnvironment) -> Iterator[str]:
    """Yield the teams and roles that the facts of a page name; see `links.LinkGroups`."""
    if env.docname in compass_domain(env).state["records"]:
        for node in doctree.findall(nodes.inline):
            if "compass_group" in node:
                yield _plain(str(node["compass_group"]))


def _plain(name: str) -> str:
    """Compare names without case and without the parts that only some links have."""
    return name.lower().lstrip("/").removesuffix(".md")


def _stem(name: str) -> str:
    return _plain(name).rpartition("/")[2]


def pages_to_write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handle ``env-updated``: compare surfaces, lists and citations with the last build."""
    before = _links(env).surfaces
    now = surfaces_of(env)
    again = _pages_that_name(_links(env).targets, _changed_names(before, now))
    again |= _above(env, {name for name in now if _headings(before, name) != _headings(now, name)})
    again |= _above(env, set(before) - set(now))
    again |= _pages_with_changed_lists(env)
    again |= pages_with_changed_citations(env)
    again |= pages_with_changed_chain(env)
    quoting = pages_with_changed_excerpts(app)
    again |= quoting
    again |= {name for name in now if _documents(before, name) != _documents(now, name)}
    again |= {host for name in again for host in _documents(now, name)}
    quoting |= {host for name in quoting for host in _documents(now, name)}
    remove_pages(app.builder, env, quoting)
    if app.builder.format == "html" and _menus(before) != _menus(now):
        again |= set(now)
    before.clear()
    before.update(now)
    return sorted(again & env.found_docs)


def _menus(surfaces: dict[str, Surface]) -> dict[str, str]:
    return {docname: surface.menu for docname, surface in surfaces.items()}


def _headings(surfaces: dict[str, Surface], docname: str) -> str:
    surface = surfaces.get(docname)
    return surface.headings if surface is not None else ""


def _documents(surfaces: dict[str, Surface], docname: str) -> frozenset[str]:
    surface = surfaces.get(docname)
    return surface.documents if surface is not None else frozenset()


def _changed_names(before: dict[str, Surface], now: dict[str, Surface]) -> set[str]:
    names: set[str] = set()
    for docname in before.keys() | now.keys():
        old, new = before.get(docname), now.get(docname)
        if old == new:
            continue
        old_objects = old.objects if old is not None else frozenset()
        new_objects = new.objects if new is not None else frozenset()
        names.update(_plain(name) for _kind, name, _shown, _anchor in old_objects ^ new_objects)
        if (old.headings if old else "") != (new.headings if new else ""):
            names.add(_plain(docname))
    return names


def _pages_that_name(targets: dict[str, frozenset[str]], names: set[str]) -> set[str]:
    if not names:
        return set()
    return {docname for docname, targeted in targets.items() if not names.isdisjoint(targeted)}


def _above(env: BuildEnvironment, docnames: Iterable[str]) -> set[str]:
    """Return the pages whose tables of contents reach down to *docnames*."""
    above: dict[str, set[str]] = {}
    for parent, children in env.toctree_includes.items():
        for child in children:
            above.setdefault(child, set()).add(parent)
    found: set[str] = set()
    waiting = list(docnames)
    while waiting:
        for parent in above.get(waiting.pop(), set()) - found:
            found.add(parent)
            waiting.append(parent)
    return found


def _pages_with_changed_lists(env: BuildEnvironment) -> set[str]:
    domain = compass_domain(env)
    digests = domain.state["digests"]
    changed = set()
    for docname, listings in domain.state["listings"].items():
        of_chain = [item for item in listings if item.what in CHAIN_LISTINGS]
        rows = [rows_of(item, domain) for item in listings if item not in of_chain]
        titles = [title_of(env, row.docname) for table in rows for row in table]
        digest = repr((rows, titles, [shown_in(item, domain) for item in of_chain]))
        if digests.get(docname) != digest:
            digests[docname] = digest
            changed.add(docname)
    return changed


def register(app: Sphinx) -> None:
    """Add the collector and the handler, which runs after others have changed the environment."""
    app.add_env_collector(LinkCollector)
    app.connect("env-updated", pages_to_write_again, priority=800)
