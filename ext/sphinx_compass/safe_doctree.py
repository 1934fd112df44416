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

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class SafeDoctree(SphinxTransform):
    """Takes out what a page may not hold, and reports it.

    Runs after translations were put in (20), because they are written by strangers too, and
    before Sphinx collects images and downloads.
    """

    default_priority = 25

    def apply(self, **kwargs: object) -> None:
        """Look at every node once."""
        self._page = Path(self.env.doc2path(self.env.docname, base=False)).as_posix()
        problems: list[Problem] = []
        for node in list(self.document.findall()):
            if isinstance(node, nodes.Element):
                problems += self._problems(node)
            elif isinstance(node, nodes.Text) and "\\" in node:
                problems += self._formula(node)
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

    def _formula(self, text: nodes.Text) -> Iterator[Problem]:
        """MathJax reads formulas in running text too, but not in code."""
        around = text.parent
        wrong = tex_problem(text)
        if wrong and not isinstance(around, nodes.literal | nodes.literal_block):
            around.replace(text, nodes.Text(""))
            yield self._problem(around, wrong, Code.LINK_SCHEME)

    def _file(self, node: nodes.Element, target: str, *, download: bool) -> Iterator[Problem]:
        targets = [target]
        if not download:  # Sphinx takes the variant for the language of the build, if there is one
            targets.append(search_image_for_language(target, self.env))
        srcdir = Path(self.env.srcdir)
        found = (file_problem(srcdir, self._page, t, download=download) for t in targets)
        wrong = next(filter(None, found), None)
        if wrong is not None:
            shown = str(node.get("alt") or node.astext() or target)
            node.replace_self(_as_text(node, shown))
            yield self._problem(node, wrong.message, wrong.code)

    def _toctree(self, node: addnodes.toctree) -> Iterator[Problem]:
        for entry in list(node["entries"]):
            if wrong := scheme_problem(str(entry[1])):
                node["entries"].remove(entry)
                yield self._problem(node, wrong, Code.LINK_SCHEME)

    def _problem(self, node: nodes.Element, message: str, code: Code) -> Problem:
        return _problem(self.env, self.env.docname, node, message, code)


def _as_text(node: nodes.Element, text: str) -> nodes.Element:
    """Make the node that stands in the place of a file that may not be shown."""
    is_block = isinstance(node.parent, nodes.Element) and not isinstance(
        node.parent, nodes.TextElement
    )
    return nodes.paragraph(text, text) if is_block else nodes.inline(text, text)


def _problem(
    env: BuildEnvironment, docname: str, node: nodes.Node | None, message: str, code: Code
) -> Problem:
    """Make the problem of a node: at its place, or that of the nearest one around it with a line.

    That may be in a file that the page includes, or in a translation, whose place is that of the
    text for which it stands: ``page.md:7:<translated>``.
    """
    path, line = _path(env, docname), 1
    while node is not None and not node.line:
        node = node.parent
    if node is not None:
        source, _, mark = str(node.source or "").rpartition(":")
        if mark == "<translated>":
            number = source.rpartition(":")[2]
            line = int(number) if number.isdigit() else 1
        else:
            line = node.line or 1
            file = Path(env.srcdir) / str(node.source)
            if file.is_file() and file.is_relative_to(env.srcdir):
                path = file.relative_to(env.srcdir).as_posix()
    return Problem(path, line, message, code)


def check_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Handle ``doctree-resolved``: refuse links that run code or open other programs.

    The text of a link may come from another page, which has reported what is wrong with it.
    """
    problems = []
    for node in list(doctree.findall(nodes.reference)):
        for text in list(node.findall(nodes.Text)):
            if tex_problem(text) and not isinstance(text.parent, nodes.literal):
                text.parent.replace(text, nodes.Text(""))
        wrong = scheme_problem(str(node.get("refuri", "")))
        if wrong is None:
            continue
        node.replace_self(nodes.inline("", "", *node.children))
        if not _in_copy(node):  # the part's own page has said it
            problems.append(_problem(app.env, docname, node, wrong, Code.LINK_SCHEME))
    report(Path(app.srcdir), problems)


def _in_copy(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and COPY in node.get("classes", ()):
            return True
        node = node.parent
    return False


def _path(env: BuildEnvironment, docname: str) -> str:
    return Path(env.doc2path(docname, base=False)).as_posix()
