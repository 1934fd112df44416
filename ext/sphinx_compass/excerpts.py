"""The words of participants, put into pages while they are written, as far as they may be shown.

Which words that is was decided before the first page was read; see
:mod:`sphinx_compass.consent_gate`. Nothing here is stored but a hash of what a page showed.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.consent.decision import Decision
from compass_model.consent.pages import no_such_excerpt
from compass_model.consent.rules import Shown
from compass_model.facts import Words
from compass_model.problems import Code
from sphinx_compass.builders import joins_pages
from sphinx_compass.domain import compass_domain
from sphinx_compass.excerpt_directives import (
    NoExcerptInHeadings,
    excerpt_block,
    excerpt_inline,
)
from sphinx_compass.messages import say
from sphinx_compass.reporting import TYPE, logger
from sphinx_compass.tables import own_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PLACEHOLDERS = {
    Decision.WITHDRAWN: Words("[quote withdrawn]"),
    Decision.EMBARGO: Words("[under embargo]"),
    Decision.AWAITING_APPROVAL: Words("[awaiting approval]"),
    Decision.REFUSED: Words("[quote not shown]"),
}
_QUOTED = Words("“%s”")
_IN_OTHER_WORDS = Words("in other words")


class ShowExcerpts(SphinxPostTransform):
    """Puts words, or what stands in their place, where the placeholders are."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the placeholders of the page that is being written."""
        domain = compass_domain(self.env)
        here = self.env.docname in domain.state["excerpts"]
        if not here and not joins_pages(self.env._app.builder):
            return
        for kind, make in ((excerpt_inline, _inline), (excerpt_block, _block)):
            for node in list(self.document.findall(kind)):
                id = str(node["excerpt"])
                if id not in domain.gate.shown and id not in domain.gate.reported:
                    message = no_such_excerpt(id, domain.gate.shown)
                    code = str(Code.UNKNOWN_REFERENCE)
                    logger.warning("%s", message, location=node, type=TYPE, subtype=code)
                node.replace_self(make(domain.gate.shown.get(id, Shown(Decision.REFUSED))))


def _inline(shown: Shown) -> nodes.inline:
    words = " ".join(shown.words.split())
    if shown.decision not in {Decision.VERBATIM, Decision.PARAPHRASE} or not words:
        return nodes.inline("", "", _placeholder(shown), classes=["compass-excerpt"])
    if shown.decision == Decision.VERBATIM:
        words = say(_QUOTED) % words
    source = _source(shown)
    text = f"{words} ({source})" if source else words
    return nodes.inline("", text, classes=["compass-excerpt", f"compass-{shown.decision}"])


def _block(shown: Shown) -> nodes.Element:
    if not shown.words:
        paragraph = own_words("", classes=["compass-excerpt"])
        paragraph += _placeholder(shown)
        return paragraph
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", shown.words))
    body = [own_words(part) for part in paragraphs if part]
    classes = ["compass-excerpt", f"compass-{shown.decision}"]
    quote = nodes.block_quote("", *body, classes=classes)
    if source := _source(shown):
        quote += nodes.attribution("", source, translatable=False)
    return quote


def _placeholder(shown: Shown) -> nodes.emphasis:
    words = say(_PLACEHOLDERS.get(shown.decision, _PLACEHOLDERS[Decision.REFUSED]))
    return nodes.emphasis("", words, classes=[f"compass-{shown.decision}"])


def _source(shown: Shown) -> str:
    """Return what stands below a quote, or after it in brackets."""
    other = say(_IN_OTHER_WORDS) if shown.decision == Decision.PARAPHRASE else ""
    return ", ".join(part for part in (shown.attribution, other) if part)


def pages_with_changed_excerpts(app: Sphinx) -> set[str]:
    """Return the pages that show something else of their excerpts than when they were written.

    Several builders may share an environment, and each has pages of its own.
    """
    domain = compass_domain(app.env)
    place = os.path.relpath(app.outdir, app.doctreedir)
    before = domain.state["shown_excerpts"].get(f"{app.builder.name} {place}", {})
    now = {}
    for docname, ids in domain.state["excerpts"].items():
        shown = [domain.gate.shown.get(id, Shown(Decision.REFUSED)) for id in ids]
        parts = repr([(one.decision, one.words, one.attribution) for one in shown])
        now[docname] = hashlib.sha256(parts.encode()).hexdigest()
    domain.state["shown_excerpts"][f"{app.builder.name} {place}"] = now
    return {docname for docname, digest in now.items() if before.get(docname) != digest}


def register(app: Sphinx) -> None:
    """Add the placeholders and what fills them."""
    app.add_node(excerpt_inline)
    app.add_node(excerpt_block)
    app.add_transform(NoExcerptInHeadings)
    app.add_post_transform(ShowExcerpts)
