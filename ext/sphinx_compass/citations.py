"""Citations made by sphinxcontrib-bibtex, where a site uses it: checks, and what to build again.

Nothing here needs that extension; a site without it has nothing to keep in step.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.bibliography import (
    Bibliography,
    citations_in_facts,
    read_bibliography,
    unused_entries,
)
from compass_model.citations import citations_in
from compass_model.tree import in_order
from sphinx_compass.builders import joins_pages
from sphinx_compass.domain import compass_domain
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain


class Noted(NamedTuple):
    """What the environment keeps for this module."""

    works: list[str]
    """A digest of all works, alone in a list."""
    shown: dict[str, str]
    """A digest of the works that each page cites or lists."""


def _noted(env: BuildEnvironment) -> Noted:
    noted = getattr(env, "compass_citations", None)
    if noted is None:
        noted = Noted([], {})
        env.compass_citations = noted  # type: ignore[attr-defined]  # kept in the environment
    return cast("Noted", noted)


def cite_domain(env: BuildEnvironment) -> BibtexDomain | None:
    """Return the domain of sphinxcontrib-bibtex, if it is loaded."""
    if "sphinxcontrib.bibtex" not in env._app.extensions:
        return None
    return cast("BibtexDomain", env.get_domain("cite"))


# -- what is wrong ------------------------------------------------------------------------------


def is_judged(app: Sphinx) -> bool:
    """Return whether the bibliography is a part of a compass, and not of some other site."""
    return bool(compass_domain(app.env).state["records"] or app.config.compass_check_plain_pages)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Handle ``env-check-consistency``: report what is wrong in the bibliography.

    Of keys that do not exist sphinxcontrib-bibtex warns by itself.
    """
    srcdir = Path(app.srcdir)
    bibliography = read_bibliography(srcdir) if is_judged(app) else None
    if bibliography is not None and bibliography.found:
        problems = list(bibliography.problems)
        problems += unused_entries(bibliography, _cited(env, bibliography))
        report(srcdir, in_order(problems))


def _cited(env: BuildEnvironment, bibliography: Bibliography) -> set[str]:
    """Return the keys that are cited; the text of pages is searched only for those in doubt."""
    srcdir = Path(env.srcdir)
    keys = {c.key for c in citations_in_facts(compass_domain(env).state["records"].values())}
    domain = cite_domain(env)
    if domain is not None:
        keys |= {target.key for ref in domain.citation_refs for target in ref.targets}
    if not bibliography.entries.keys() <= keys:
        paths = (Path(env.doc2path(name, base=False)).as_posix() for name in env.found_docs)
        pages = sorted(path for path in paths if path.endswith(".md"))
        keys |= {citation.key for citation in citations_in(srcdir, pages)}
    return keys


# -- what to build again ------------------------------------------------------------------------


def pages_with_changed_works(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Handle ``env-get-outdated``: have pages read again that list the works of changed files.

    Sphinx looks at the time of a file, which may be an old one after a copy.
    """
    domain = cite_domain(env)
    if domain is None:
        return []
    works = [_digest(list(domain.bibdata.data.entries.items()))]
    if _noted(env).works == works:
        return []
    _noted(env).works[:] = works
    files = set(domain.bibdata.bibfiles)
    return [name for name, needed in env.dependencies.items() if not files.isdisjoint(needed)]


def sort_bibliographies(app: Sphinx, env: BuildEnvironment) -> None:
    """Handle ``env-updated``: forget in which order pages were read; the first one counts."""
    domain = cite_domain(env)
    if domain is not None:
        found = sorted(domain.bibliographies.items(), key=lambda item: item[0].docname)
        domain.bibliographies.clear()
        domain.bibliographies.update(found)


def pages_with_changed_citations(env: BuildEnvironment) -> set[str]:
    """Return the pages that show a work otherwise than in the last build.

    sphinxcontrib-bibtex gives each work its label and its place in the list when all pages were
    read, so that one citation may change other pages.
    """
    domain = cite_domain(env)
    if domain is None:
        return set()
    works: dict[str, list[Any]] = {}
    shown: dict[str, list[Any]] = {}
    for citation in domain.citations:
        text, tip = citation.formatted_entry, citation.tooltip_entry
        work = (*citation[:4], text.label, text.text, tip.text if tip else None)
        works.setdefault(citation.key, []).append(work)
        shown.setdefault(citation.bibliography_key.docname, []).append(work)
    for ref in domain.citation_refs:
        for target in ref.targets:
            shown.setdefault(ref.docname, []).append(works.get(target.key))
    digests = {docname: _digest(found) for docname, found in shown.items()}
    before = _noted(env).shown
    again = {docname for docname, digest in digests.items() if before.get(docname) != digest}
    before.clear()
    before.update(digests)
    return again


def _digest(value: Any) -> str:
    return sha256(repr(value).encode()).hexdigest()


class FreshCitations(SphinxPostTransform):
    """Gives each list of works nodes of its own.

    sphinxcontrib-bibtex fills the same nodes whenever a page is resolved, which happens more than
    once where a page is shown in a host or in two documents. Runs just before it does (5).
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Put new nodes in the place of those that may have been used."""
        domain = cite_domain(self.env)
        if domain is None:
            return
        everywhere = joins_pages(self.env._app.builder)
        for citation in domain.citations:
            key = citation.bibliography_key
            if everywhere or key.docname == self.env.docname:
                made = domain.bibliographies[key].citation_nodes
                kind: type[nodes.Element] = type(made[citation.key])
                made[citation.key] = kind(ids=[citation.citation_id])


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("env-get-outdated", pages_with_changed_works)
    app.connect("env-updated", sort_bibliographies, priority=400)
    app.connect("env-check-consistency", check)
    app.add_post_transform(FreshCitations)
