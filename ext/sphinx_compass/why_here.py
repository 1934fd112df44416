"""At the foot of a page that answers an action: why it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.evidence.chain import Why, why
from compass_model.facts import Words
from sphinx_compass.chain_links import field_of, pages_in, shown_of
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.messages import say
from sphinx_compass.names import OWN_PAGE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TITLE = Words("Why is this here")
_ROWS = {
    "actions": Words("Action that it answers"),
    "recommendations": Words("Recommendation"),
    "findings": Words("Findings behind it"),
}
"""The rows of the box, by the fields of :class:`compass_model.evidence.chain.Why`."""


class WhyHere(SphinxPostTransform):
    """Adds the box before the facts about the page, before references are resolved (10).

    A copy of the page in its host has none: it stands there for another reason.
    """

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Add the box to the page that is being written, and to those joined to it."""
        if self.env._app.builder.name == "gettext":
            return
        domain = compass_domain(self.env)
        records = domain.state["records"]
        for docname, page in pages_in(self.document, self.env.docname):
            if docname in records:
                reasons = why(domain.chain(), records[docname].id)
                if reasons.actions:
                    _add(page, box(reasons, domain))


def box(reasons: Why, domain: CompassDomain) -> nodes.container:
    """Make the box: the actions, the recommendations and the findings, each a link."""
    title = nodes.rubric("", say(_TITLE), translatable=False)
    title["heading-level"] = 2
    rows = nodes.field_list(classes=["compass-facts", "compass-why-rows"])
    for name, words in _ROWS.items():
        things = getattr(reasons, name)
        if things:
            rows += field_of(words, things, domain)
    return nodes.container("", title, rows, ids=["compass-why"], classes=["compass-why", OWN_PAGE])


def _add(page: nodes.Element, box: nodes.container) -> None:
    top = next(iter(page.findall(nodes.section)), None)
    if top is None:
        return
    for i, child in enumerate(top):
        if isinstance(child, nodes.section) and "compass-about" in child["ids"]:
            top.insert(i, box)
            return
    top += box


def shown_at_foot(domain: CompassDomain) -> dict[str, list[object]]:
    """Return all that the boxes depend on, by the id of the page."""
    chain = domain.chain()
    found: dict[str, list[object]] = {}
    for thing in chain.before:
        if thing.what == "page":
            reasons = why(chain, thing.id)
            if reasons.actions:
                found[thing.id] = [
                    (item, shown_of(item, domain)) for part in reasons for item in part
                ]
    return found


def register(app: Sphinx) -> None:
    """Add the post-transform."""
    app.add_post_transform(WhyHere)
