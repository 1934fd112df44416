"""From ``{compass:...}`` roles to links: pages, what pages define, and appendices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import is_role_registered
from sphinx.util.nodes import make_refnode

from compass_model.envelope import anchor
from compass_model.facts import Words
from compass_model.problems import did_you_mean
from sphinx_compass.builders import joins_pages, shows_parts
from sphinx_compass.documents import appendix_hosts, documents
from sphinx_compass.messages import say
from sphinx_compass.names import DEFINED_ROLES, SHORT_ROLES, WHOLE_PAGE
from sphinx_compass.relocation import TOP
from sphinx_compass.reporting import TYPE, logger

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain

    from sphinx_compass.domain import CompassDomain

_WHAT = {role: what for what, role in DEFINED_ROLES.items()}


class Links(NamedTuple):
    """Makes the links of one page."""

    domain: CompassDomain
    builder: Builder
    docname: str
    """The page that holds the links."""

    def resolve(
        self, role: str, target: str, node: pending_xref, content: Element
    ) -> nodes.reference | None:
        """Return the link for a role, or ``None`` when there is nothing of that name."""
        if role in _WHAT:
            return self._defined(_WHAT[role], target, node, content)
        docname = self.domain.docnames().get(target)
        if docname is None:
            return None
        if role == "appendix":
            return self._appendix(docname, target, node, content)
        if role not in {"page", "any", self.domain.state["records"][docname].kind}:
            return None
        if not node.get("refexplicit"):
            titles = self.domain.env.titles
            content = nodes.inline("", "", *titles[docname].deepcopy().children)
        return make_refnode(self.builder, self.docname, docname, "", [content], None)

    def _defined(
        self, what: str, target: str, node: pending_xref, content: Element
    ) -> nodes.reference | None:
        found = self.domain.defined(what).get(target)
        if found is None:
            return None
        docname, item = found
        where = "" if what in WHOLE_PAGE else anchor(what, target)
        if not node.get("refexplicit"):
            label = self.domain.label_of(docname, item)
            if what in WHOLE_PAGE:
                label = self.domain.env.titles[docname].astext()
            content = nodes.inline(label, label, classes=[f"compass-{what}"])
        return make_refnode(self.builder, self.docname, docname, where, [content], item.tip or None)

    def _appendix(
        self, docname: str, id: str, node: pending_xref, content: Element
    ) -> nodes.reference | None:
        """Link to an appendix by its letter: in this document, else in the first that has it."""
        hosts = appendix_hosts(self.domain.state).get(docname)
        if not hosts:
            return None
        here = self._documents()
        host, letter = next((pair for pair in hosts if pair[0] in here), hosts[0])
        if not node.get("refexplicit"):
            text = say(Words("Appendix %s")) % letter
            if host not in here:
                title = self.domain.env.titles[host].astext()
                text = say(Words("Appendix %(letter)s of %(title)s")) % {
                    "letter": letter,
                    "title": title,
                }
            content = nodes.inline(text, text)
        where = ""
        if host in here and shows_parts(self.builder):
            docname, where = host, f"{id}--{TOP}"  # the copy in this document
        return make_refnode(self.builder, self.docname, docname, where, [content], None)

    def _documents(self) -> set[str]:
        """Return the docnames of the documents that hold this page."""
        if self.domain.shown_in:
            return {self.domain.shown_in}
        return {self.docname, *documents(self.domain.state).get(self.docname, ())}


class LinkGroups(SphinxPostTransform):
    """Has the name of a team or role lead to its page, where it has one.

    A ``pending_xref`` would do, but Sphinx copies what is inside it, and a copy is not translated.
    """

    default_priority = 9

    def run(self, **kwargs: Any) -> None:
        """Turn the marked names of the page that is being written into links."""
        domain: CompassDomain = self.env.domains["compass"]  # type: ignore[assignment]
        builder = self.env._app.builder
        if self.env.docname not in domain.state["records"] and not joins_pages(builder):
            return
        groups = domain.defined("group")
        for node in list(self.document.findall(nodes.inline)):
            id = node.get("compass_group")
            if id in groups and groups[id][0] != self.env.docname:
                link = make_refnode(builder, self.env.docname, groups[id][0], "", node.children)
                node.replace_self(link)


def _suggest(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Word the warning of a link to something that no page has."""
    if domain is None or domain.name != "compass":
        return None
    if node.get("compass_checked"):
        return True  # what does not exist was reported where it is named
    compass: CompassDomain = domain  # type: ignore[assignment]  # the name says so
    message = _missing(compass, str(node["reftype"]), str(node["reftarget"]))
    logger.warning("%s", message, location=node, type=TYPE, subtype="unknown-reference")
    return True


def _missing(domain: CompassDomain, role: str, target: str) -> str:
    if role in _WHAT:
        known = domain.defined(_WHAT[role])
        hint = did_you_mean(target, known) or "; see the page that defines them"
        return f"there is no {_WHAT[role].replace('-', ' ')} '{target}'{hint}"
    docnames = domain.docnames()
    docname = docnames.get(target)
    if docname is None:
        hint = did_you_mean(target, docnames) or "; see the 'id' in its front matter"
    elif role == "appendix":
        return f"'{target}' is not an appendix; name it under 'appendices' of a document"
    else:
        hint = f"; it is a page of kind '{domain.state['records'][docname].kind}'"
    return f"there is no page of kind '{role}' with the id '{target}'{hint}"


def _add_short_roles(app: Sphinx) -> None:
    """Handle ``builder-inited``: register the short roles whose names are free."""
    domain = app.env.get_domain("compass")
    for name in SHORT_ROLES:
        role = domain.role(name)
        if role is not None and not is_role_registered(name):
            app.add_role(name, role)


def register(app: Sphinx) -> None:
    """Connect the warning and the short roles."""
    app.add_post_transform(LinkGroups)
    app.connect("warn-missing-reference", _suggest)
    app.connect("builder-inited", _add_short_roles)
