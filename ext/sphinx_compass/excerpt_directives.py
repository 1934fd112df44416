"""``{compass:excerpt}``, a role and a directive: placeholders that hold an id and no words.

What is read is kept on disk: doctrees, the environment. Words of a participant never enter them;
:mod:`sphinx_compass.excerpts` puts them into the page while it is written.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from compass_model.problems import Code
from sphinx_compass.reporting import TYPE, logger


class excerpt_inline(nodes.Inline, nodes.Element):
    """Stands within a paragraph where an excerpt will be."""


class excerpt_block(nodes.General, nodes.Element):
    """Stands between paragraphs where an excerpt will be."""


class ExcerptRole(SphinxRole):
    """Leaves a placeholder in a paragraph."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the placeholder."""
        node = excerpt_inline(excerpt=self.text.strip())
        self.set_source_info(node)
        _note(self.env.domaindata["compass"]["excerpts"], self.env.docname, node)
        return [node], []


class ExcerptDirective(SphinxDirective):
    """Shows an excerpt from an interview as a quotation, as far as it may be shown today."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        node = excerpt_block(excerpt=self.arguments[0].strip())
        self.set_source_info(node)
        _note(self.env.domaindata["compass"]["excerpts"], self.env.docname, node)
        return [node]


def _note(table: dict[str, tuple[str, ...]], docname: str, node: nodes.Element) -> None:
    table[docname] = (*table.get(docname, ()), str(node["excerpt"]))


class NoExcerptInHeadings(SphinxTransform):
    """Takes excerpts out of headings, which tables of contents and the environment copy."""

    default_priority = 6

    def apply(self, **kwargs: object) -> None:
        """Look at the headings of the page that was read, if it shows excerpts at all."""
        if self.env.docname not in self.env.domaindata["compass"]["excerpts"]:
            return
        for title in self.document.findall(nodes.title):
            for node in list(title.findall(excerpt_inline)):
                message = "an excerpt cannot stand in a heading; put it into the text below"
                code = str(Code.WRONG_VALUE)
                logger.warning("%s", message, location=title, type=TYPE, subtype=code)
                node.replace_self(nodes.Text("[…]"))
