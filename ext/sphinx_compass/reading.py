"""Before Sphinx reads the pages: read their facts, find broken files, hand clean text on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from compass_model.community import read_community
from compass_model.front_matter import (
    FrontMatter,
    read_front_matter,
    without_facts,
    without_front_matter,
)
from compass_model.page import PageReader, TypedPage, empty_file, lost_ids
from compass_model.page_files import misnamed_pages
from compass_model.problems import Problem
from compass_model.source_file import read_source
from compass_model.tree import in_order
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.reporting import report
from sphinx_compass.state import Reading

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class SourceReader:
    """Reads the facts of the pages that Sphinx is about to read.

    This happens in the main process, before the pages are shared out, because a host must know
    where its parts are. Workers inherit what was read.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._problems: list[Problem] = []
        self._loaded: set[str] = set()

    def get_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Handle ``env-get-outdated``: read facts; name the hosts whose parts have moved."""
        self._problems, self._loaded = [], set()
        domain = compass_domain(env)
        domain.start_reading(Reading({}, None, set(), set(), set()))
        self._load(domain, added | changed)
        for docname in domain.reading.unread & (added | changed):
            # Sphinx would stop at a file that it cannot read; the others are still checked.
            added.discard(docname)
            changed.discard(docname)
            env.found_docs.discard(docname)
            if docname in env.all_docs:
                removed.add(docname)
        for docname in removed:
            domain.clear_doc(docname)
        return [*_moved_hosts(domain, added | changed), *_parents(env, removed)]

    def before_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Handle ``env-before-read-docs``: read the facts of what else will be read; report."""
        domain = compass_domain(env)
        # A file that went away meanwhile is looked at again, to say so.
        gone = {name for name in docnames if not env.doc2path(name).is_file()}
        self._load(domain, set(docnames) - self._loaded | gone)
        for docname in [name for name in docnames if name in domain.reading.unread]:
            docnames.remove(docname)
            env.found_docs.discard(docname)
        if docnames:
            community, problems = read_community(domain.srcdir)
            self._problems += problems if domain.reading.pages else []
            domain.start_reading(domain.reading._replace(community=community))
        if domain.reading.pages or domain.state["records"]:
            self._problems += misnamed_pages(domain.srcdir)
        report(domain.srcdir, in_order(self._problems))

    def _load(self, domain: CompassDomain, docnames: set[str]) -> None:
        reader = PageReader(domain.srcdir)
        for docname in sorted(docnames):
            self._loaded.add(docname)
            path = Path(domain.env.doc2path(docname, base=False)).as_posix()
            text, problems = read_source(domain.srcdir, path)
            if text is None:
                self._problems += problems
                domain.reading.unread.add(docname)
                domain.reading.pages.pop(docname, None)
                domain.reading.lost.update(lost_ids(path, None))
            elif path.endswith(".md"):
                page, found = reader.facts_of(path, text)
                self._problems += found
                if page is not None:
                    domain.reading.pages[docname] = page
                    self._problems += problems
                elif found:
                    domain.reading.broken.add(docname)
                    domain.reading.lost.update(lost_ids(path, text, domain.srcdir))
                if self._app.config.compass_check_plain_pages:
                    self._problems += [*problems, *empty_file(path, text)]
                    self._problems += reader.left_overs(path, text) if page is None else []
            if docname not in domain.reading.pages:
                domain.clear_doc(docname)  # others must not find it by the facts that it had

    def source_read(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Handle ``source-read``: take the facts out of the text that MyST reads."""
        front = FrontMatter.of(content[0])
        reading = compass_domain(app.env).reading
        if docname in reading.broken:
            app.env.note_reread()  # in each build until they are right: nobody forgets them
        if front is None or not front.may_hold_facts():
            return
        page = reading.pages.get(docname)
        if page is not None:
            text = without_facts(content[0], front, page.files.document)
            content[0] = _with_title(text, front, page)
        elif read_front_matter(docname, front)[0] is None:
            content[0] = without_front_matter(content[0], front)  # its problem was reported


def _with_title(text: str, front: FrontMatter, page: TypedPage) -> str:
    """Give a page whose title is in its data file a heading, if possible without a new line."""
    if not page.title_from_data:
        return text
    lines = text.split("\n")
    at = front.body_line - 1
    if at and not lines[at - 1].strip():
        at -= 1  # the end of the front matter, which was taken out
        lines[at] = f"# {page.facts.title_text}"
    else:
        lines[at:at] = [f"# {page.facts.title_text}", ""]
    return "\n".join(lines)


def finish(app: Sphinx, env: BuildEnvironment) -> None:
    """Handle ``env-updated``: free the memory that reading took."""
    compass_domain(env).finish_reading()


def _moved_hosts(domain: CompassDomain, read: set[str]) -> list[str]:
    """Return unchanged hosts that must be read again, because what they show is elsewhere now."""
    state = domain.state
    return [
        host
        for host, parts in state["parts"].items()
        if host not in read
        and domain.shown_by(host, state["records"][host]) != (parts, state["appendices"][host])
    ]


def _parents(env: BuildEnvironment, removed: set[str]) -> list[str]:
    """Return pages whose tables of contents name a page that is gone."""
    return [name for name, below in env.toctree_includes.items() if removed.intersection(below)]


def register(app: Sphinx) -> None:
    """Connect the reader, and say which settings there are."""
    app.add_config_value("compass_check_plain_pages", False, "env", bool)
    app.add_config_value("compass_today", "", "", str)
    reader = SourceReader(app)
    app.connect("env-get-outdated", reader.get_outdated)
    app.connect("env-before-read-docs", reader.before_read)
    app.connect("env-updated", finish)
    app.connect("source-read", reader.source_read, priority=400)
