"""The parser of pages and translations: it obeys nothing that it was not shown to be harmless.

MyST takes settings from the front matter of whatever text it gets, and one of them runs code. So
its own reading of settings is not used at all: every text is looked at here, in exactly the form in
which MyST gets it, and of its front matter only the meta tags are handed on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from compass_model.front_matter import FrontMatter, read_front_matter, without_front_matter
from compass_model.problems import Code, Problem
from compass_model.safety import EVAL_RST_MESSAGE, check_front_matter
from sphinx_compass.reporting import report
from sphinx_compass.safe_places import TRANSLATED, page_of, problem_at
from sphinx_compass.safe_source import was_reported

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class SafeRenderer(SphinxRenderer):
    """Leaves out reStructuredText, however it comes into a text: it knows more ways to do harm."""

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Report the block, unless it was seen in the source, and show nothing."""
        env: BuildEnvironment = self.document.settings.env
        place = nodes.paragraph()
        self.add_line_and_source_path(place, token)
        if not was_reported(env):
            problem = problem_at(env, env.docname, place, EVAL_RST_MESSAGE, Code.REFUSED_DIRECTIVE)
            report(Path(env.srcdir), [problem])


class SafeParser(MystParser):
    """Parses pages, and the translations that Sphinx has parsed like pages."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a page, or the translation of a paragraph of it.

        Does what the method of the same name of MyST does, but for the settings.
        """
        env: BuildEnvironment = document.settings.env
        config: Any = env.myst_config  # type: ignore[attr-defined]  # MyST puts it there
        if str(document["source"]).endswith(TRANSLATED):
            text = _without_settings(inputstring, env, document)
        else:
            text, tags = _looked_at(inputstring, env)
            config = config.copy(html_meta={**config.html_meta, **tags}) if tags else config
        parser = create_md_parser(config, SafeRenderer)
        parser.options["document"] = document
        parser.render(text)


def _without_settings(text: str, env: BuildEnvironment, document: nodes.document) -> str:
    """Take the front matter out of a translation, where it has no business."""
    front = FrontMatter.of(text)
    if front is None:
        return text
    place = nodes.paragraph()
    place.source = str(document["source"])
    place.line = 1
    message = "the translation of this text begins with '---', as front matter; change that"
    problem = problem_at(env, env.docname, place, message, Code.UNSAFE_FRONT_MATTER)
    report(Path(env.srcdir), [problem])
    return "\n" + text[front.end :]


def _looked_at(text: str, env: BuildEnvironment) -> tuple[str, dict[str, str]]:
    """Report what the front matter of a page may not hold, and take it out if there is any.

    :returns: the text, and the meta tags for the head of the page
    """
    front = FrontMatter.of(text)
    if front is None:
        return text, {}
    path = page_of(env, env.docname)
    document, problems = read_front_matter(path, front)
    if document is None and not problems:
        return " " + text, {}  # a line across the page, no front matter, for MyST neither
    value = document.value if document is not None else None
    if document is not None:
        problems = [
            Problem(path, document.line(finding.loc), finding.message, finding.code)
            for finding in check_front_matter(value)
        ]
    if problems:
        report(Path(env.srcdir), problems)
        return without_front_matter(text, front), {}
    tags = (value or {}).get("myst", {})
    return text, {name: str(tag) for name, tag in (tags or {}).get("html_meta", {}).items()}
