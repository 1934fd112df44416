"""A host shows its parts in place: copies of pages whose addresses stay where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import document_toc
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.logging import suppress_logging

from compass_model.cross_file import letter_of
from compass_model.facts import Words
from sphinx_compass.builders import joins_pages, shows_parts
from sphinx_compass.domain import compass_domain
from sphinx_compass.messages import say
from sphinx_compass.names import OWN_PAGE, OWN_SECTIONS
from sphinx_compass.relocation import TOP, Relocation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

COPY = "compass-part"
"""Marks the copy of a part in its host."""


class ShowParts(SphinxPostTransform):
    """Puts copies of the parts' pages into their host.

    Each part is resolved as on its own page, so that links and images mean the same; then its
    links are turned towards the host. Runs first (1), so that later transforms see the whole page.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Add the copies to the page that is being written."""
        builder = self.env._app.builder
        pages: list[tuple[str, nodes.Node]] = [(self.env.current_document.docname, self.document)]
        if joins_pages(builder):
            files = self.document.findall(addnodes.start_of_file)
            pages += [(str(file["docname"]), file) for file in files]
        for docname, page in pages:
            self._complete(docname, page, builder)

    def _complete(self, host: str, page: nodes.Node, builder: Builder) -> None:
        parts, appendices = _shown(self.env, host)
        top = next(iter(page.findall(nodes.section)), None)
        if top is None or not (parts or appendices):
            return
        feet = [i for i, child in enumerate(top) if _is_foot(child)]
        at = feet[0] if feet else len(top)
        if shows_parts(builder):
            copies = list(self._copies(host, builder, parts, appendices))
        else:
            copies = [list_of_appendices(self.env, host, appendices)] if appendices else []
        top[at:at] = copies

    def _copies(
        self, host: str, builder: Builder, parts: Sequence[str], appendices: Sequence[str]
    ) -> Iterator[nodes.Node]:
        relocation = Relocation(builder, host, _prefixes(self.env, (*parts, *appendices)))
        for part in (*parts, *appendices):
            copy = self._resolved(part, builder)
            if copy is not None:
                relocation.move(part, copy)
                _mark(copy, part, builder, host)
                if part in appendices:
                    _letter(copy, appendices.index(part))
                yield copy

    def _resolved(self, part: str, builder: Builder) -> nodes.section | None:
        """Return the resolved first section of a part, without what is for its own page only.

        The part's own page has warned of everything there is to warn of.
        """
        domain = compass_domain(self.env)
        domain.shown_in = self.env.current_document.docname
        with suppress_logging():
            doctree = self.env.get_and_resolve_doctree(
                part, builder, tags=builder.tags, doctree=self.env.get_doctree(part)
            )
        domain.shown_in = ""
        section = next(iter(doctree.findall(nodes.section)), None)
        if section is not None:
            for node in list(section.findall(_has_class(OWN_PAGE))):
                node.parent.remove(node)
            # Footnotes stand at the end of a page, outside its section.
            for child in doctree.children[doctree.index(section) + 1 :]:
                section += list(child.findall(nodes.footnote))
        return section


def _shown(env: BuildEnvironment, host: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the docnames of what a page shows: its parts, and its appendices.

    A page that shows pages itself is left out, which was reported.
    """
    state = compass_domain(env).state
    found = []
    for docnames in (state["parts"].get(host, ()), state["appendices"].get(host, ())):
        shows_none = [
            name
            for name in docnames
            if not (state["parts"].get(name) or state["appendices"].get(name))
        ]
        found.append(tuple(shows_none))
    return found[0], found[1]


def _letter(copy: nodes.section, position: int) -> None:
    """Put the letter of an appendix before the title of its copy."""
    title = copy.next_node(nodes.title)
    if title is not None:
        title.insert(0, nodes.Text(_lettered(position)))
    copy["classes"].append("compass-appendix")


def _lettered(position: int) -> str:
    return say(Words("Appendix %s")) % letter_of(position) + ". "


def list_of_appendices(
    env: BuildEnvironment, host: str, appendices: Sequence[str]
) -> nodes.bullet_list:
    """List the appendices by letter where the builder shows each of them in another place."""
    result = nodes.bullet_list(bullet="-", classes=["compass-appendices"])
    for i, docname in enumerate(appendices):
        title = env.titles[docname].astext()
        try:
            uri = env._app.builder.get_relative_uri(host, docname)
        except NoUri:  # builders without addresses
            link: nodes.Node = nodes.Text(title)
        else:
            link = nodes.reference("", "", nodes.Text(title), refuri=uri, internal=True)
        line = nodes.paragraph("", _lettered(i), link)
        result += nodes.list_item("", line)
    return result


def _is_foot(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and "compass-about" in node["ids"]


def _has_class(name: str) -> Any:
    return lambda node: isinstance(node, nodes.Element) and name in node.get("classes", ())


def _prefixes(env: BuildEnvironment, parts: Sequence[str]) -> dict[str, str]:
    """Return what the ids of each part's copy begin with: the part's own id."""
    records = compass_domain(env).state["records"]
    return {part: f"{records[part].id}--" for part in parts if part in records}


def _mark(copy: nodes.section, part: str, builder: Builder, host: str) -> None:
    """Mark a copy for style sheets and search, and link to the part's own page."""
    copy["classes"] += [COPY, "no-search"]
    if builder.format == "html":
        uri = builder.get_relative_uri(host, part)
        text = say(Words("This part on a page of its own"))
        link = nodes.reference(text, text, refuri=uri, internal=True)
        copy.insert(1, nodes.paragraph("", "", link, classes=["compass-part-link"]))


def add_parts_to_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Handle ``html-page-context``: name the copies in the contents list of their host."""
    parts, appendices = _shown(app.env, pagename)
    shown = (*parts, *appendices)
    if not shown or doctree is None or not shows_parts(app.builder):
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    contents = document_toc(app.env, pagename, builder.tags)
    below = _list_below_title(contents)
    foot = [item for item in _entries(below) if _leads_to(item, "#compass-about")]
    for item in foot:
        below.remove(item)
    for part, prefix in _prefixes(app.env, shown).items():
        for item in _entries(document_toc(app.env, part, builder.tags)):
            for reference in item.findall(nodes.reference):
                anchor = str(reference["anchorname"]).removeprefix("#")
                reference["anchorname"] = "#" + prefix + (anchor or TOP)
                reference["refuri"] = reference["anchorname"]
            if part in appendices:
                first = next(iter(item.findall(nodes.reference)))
                first.insert(0, nodes.Text(_lettered(appendices.index(part))))
            below += _without_own_page(item, prefix)
    below += foot
    context["toc"] = builder.render_partial(contents)["fragment"]
    context["display_toc"] = True


def _entries(contents: nodes.Node) -> Iterator[nodes.list_item]:
    for child in contents.children:
        if isinstance(child, nodes.list_item):
            yield child


def _list_below_title(contents: nodes.Node) -> nodes.bullet_list:
    """Return the list below the page's title in a contents list; make one where there is none."""
    title = next(_entries(contents))
    for child in title.children:
        if isinstance(child, nodes.bullet_list):
            return child
    below = nodes.bullet_list()
    title += below
    return below


def _leads_to(item: nodes.list_item, anchor: str) -> bool:
    return any(link["anchorname"] == anchor for link in item.findall(nodes.reference))


def _without_own_page(item: nodes.list_item, prefix: str) -> nodes.list_item:
    """Leave out the sections of a part that its host does not show."""
    own = {f"#{prefix}compass-{name}" for name in OWN_SECTIONS}
    for reference in list(item.findall(nodes.reference)):
        if reference["anchorname"] in own:
            entry = reference.parent.parent
            entry.parent.remove(entry)
    return item


def register(app: Sphinx) -> None:
    """Add the post-transform and complete the contents lists."""
    app.add_post_transform(ShowParts)
    app.connect("html-page-context", add_parts_to_contents, priority=400)
