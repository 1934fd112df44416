"""Safety rules that apply to the doctree of a page, whatever made its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import search_image_for_language

from compass_model.problems import Code, Problem
from compass_model.safety import (
    RAW_HTML_MESSAGE,
    file_problem,
    markup_is_plain_icon,
    scheme_problem,
    tex_problem,
)
from sphinx_compass.assembly import COPY
from sphinx_compass.reporting import report
from sphinx_compass.safe_formulas import take_out_formulas
from sphinx_compass.safe_places import note_file, page_of, problem_at

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class SafeDoctree(SphinxTransform):
    """Takes out what a page may not hold, and reports it.

    Runs after translations were put in (20), because they are written by strangers too, and
    before Sphinx collects images and downloads.
    """

    default_priority = 25

    def apply(self, **kwargs: object) -> None:
        """Look at every node once."""
        self._page = page_of(self.env, self.env.docname)
        problems: list[Problem] = []
        for node in list(self.document.findall(nodes.Element)):
            problems += self._problems(node)
        for around, wrong in take_out_formulas(self.document):
            problems.append(self._problem(around, wrong, Code.LINK_SCHEME))
        report(Path(self.env.srcdir), dict.fromkeys(problems))

    def _problems(self, node: nodes.Element) -> Iterator[Problem]:
        if isinstance(node, nodes.raw) or (
            "svg" in node and not markup_is_plain_icon(str(node["svg"]))
        ):
            node.parent.remove(node)
            yield self._problem(node, RAW_HTML_MESSAGE, Code.RAW_HTML)
        elif "compass_refused" in node:
            message = str(node["compass_refused"])
            node.replace_self(node.children)
            yield self._problem(node, message, Code.REFUSED_DIRECTIVE)
        elif isinstance(node, nodes.meta) and "http-equiv" in node:
            node.parent.remove(node)
            message = f"the meta tag '{node['http-equiv']}' is not allowed; take it out"
            yield self._problem(node, message, Code.UNSAFE_FRONT_MATTER)
        elif isinstance(node, nodes.image):
            yield from self._file(node, str(node["uri"]), download=False)
        elif isinstance(node, addnodes.download_reference):
            yield from self._file(node, str(node["reftarget"]), download=True)
        elif isinstance(node, addnodes.toctree):
            yield from self._toctree(node)
        elif "style" in node:  # of sphinx-design's {div}
            del node["style"]
            message = "'style' is not allowed in a page; use a class of the theme"
            yield self._problem(node, message, Code.REFUSED_DIRECTIVE)

    def _file(self, node: nodes.Element, target: str, *, download: bool) -> Iterator[Problem]:
        targets = [target]
        if not download:  # Sphinx takes the variant for the language of the build, if there is one
            targets.append(search_image_for_language(target, self.env))
        srcdir = Path(self.env.srcdir)
        found = (file_problem(srcdir, self._page, t, download=download) for t in targets)
        wrong = next(filter(None, found), None)
        if wrong is not None:
            for each in targets:
                note_file(self.env, each)
            shown = str(node.get("alt") or node.astext() or target)
            node.replace_self(_as_text(node, shown))
            yield self._problem(node, wrong.message, wrong.code)

    def _toctree(self, node: addnodes.toctree) -> Iterator[Problem]:
        for entry in list(node["entries"]):
            wrong = scheme_problem(str(entry[1])) or tex_problem(str(entry[0] or ""))
            if wrong:
                node["entries"].remove(entry)
                yield self._problem(node, wrong, Code.LINK_SCHEME)
        if wrong := tex_problem(str(node.get("caption") or "")):
            del node["caption"]
            yield self._problem(node, wrong, Code.LINK_SCHEME)

    def _problem(self, node: nodes.Element, message: str, code: Code) -> Problem:
        return problem_at(self.env, self.env.docname, node, message, code)


def _as_text(node: nodes.Element, text: str) -> nodes.Element:
    """Make the node that stands in the place of a file that may not be shown."""
    is_block = isinstance(node.parent, nodes.Element) and not isinstance(
        node.parent, nodes.TextElement
    )
    return nodes.paragraph(text, text) if is_block else nodes.inline(text, text)


def check_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Handle ``doctree-resolved``: look at what was put in from elsewhere, and at all links.

    What is wrong in a part is said of the part's own page, not of the documents that hold it.
    """
    found = [*_refused_links(doctree), *take_out_formulas(doctree)]
    problems = [
        problem_at(app.env, docname, node, wrong, Code.LINK_SCHEME)
        for node, wrong in found
        if not _in_copy(node)
    ]
    report(Path(app.srcdir), dict.fromkeys(problems))


def _refused_links(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Refuse links that run code or open other programs."""
    for node in list(doctree.findall(nodes.reference)):
        wrong = scheme_problem(str(node.get("refuri", "")))
        if wrong is not None:
            text = nodes.inline("", "", *node.children)
            node.replace_self(text)
            text.source, text.line = node.source, node.line
            yield text, wrong


def _in_copy(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and COPY in node.get("classes", ()):
            return True
        node = node.parent
    return False
