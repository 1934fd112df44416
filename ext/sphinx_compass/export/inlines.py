"""Writes what stands within a line: emphasis, code, links, roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from compass_model.export.escaping import SPACES, code_span, emphasis_mark
from compass_model.problems import Code
from sphinx_compass.export.figures import inline_image
from sphinx_compass.export.links import download, link
from sphinx_compass.export.notes import citation, footnote_reference
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter

InlineHandler = Callable[["MystWriter", Run, Any], None]

_MARKUP_IN_HTML = re.compile(r"</?su[bp]>")
_LINE_BREAK = re.compile(r"<br ?/?>\s*")
_BOLD = {"guilabel", "menuselection"}


def run_children(writer: MystWriter, run: Run, parent: nodes.Node) -> None:
    """Write everything in *parent* into *run*."""
    children = parent.children
    outer = run.following
    for i, child in enumerate(children):
        run.following = children[i + 1] if i + 1 < len(children) else outer
        if isinstance(child, nodes.Text):
            run.text(child)
        else:
            writer.within_line(run, child)
    run.following = outer


def contents(writer: MystWriter, run: Run, node: nodes.Element) -> None:
    """Write what is inside, and nothing for the node itself."""
    run_children(writer, run, node)


def nothing(writer: MystWriter, run: Run, node: nodes.Node) -> None:
    """Leave out what no reader sees."""


def emphasis(writer: MystWriter, run: Run, node: nodes.Element) -> None:
    """Write emphasis, or only its words where Markdown knows no way to say it."""
    _emphasised(writer, run, node, 1)


def strong(writer: MystWriter, run: Run, node: nodes.Element) -> None:
    """Write strong emphasis."""
    _emphasised(writer, run, node, 2)


def _emphasised(writer: MystWriter, run: Run, node: nodes.Element, times: int) -> None:
    words = node.astext()
    mark = emphasis_mark(run.last, _edge(node, 0), _edge(node, -1), _next_character(run), run.marks)
    inner = Run(last=mark or run.last, marks=run.marks + mark)
    inner.after = mark or _next_character(run)
    run_children(writer, inner, node)
    inside = inner.stripped() if mark else inner
    if mark and words[:1].isspace():
        run.text(" ")
    run.mark(mark * times)
    run.include(inside)
    run.mark(mark * times)
    if mark and words[-1:].isspace():
        run.text(" ")


def _edge(node: nodes.Node, end: int) -> str:
    """Return the first (0) or last (-1) character of what is in a node, or one of its kind."""
    if isinstance(node, nodes.Text):
        text = str(node).strip()
        return text[end] if text else ""
    if not isinstance(node, nodes.emphasis | nodes.strong | nodes.inline):
        return "`"
    children = [child for child in node.children if child.astext().strip()]
    return _edge(children[end], end) if children else ""


def _next_character(run: Run) -> str:
    """Return the character that will follow, or one of its kind."""
    node = run.following
    if node is None:
        return run.after
    if isinstance(node, nodes.Text):
        return str(node)[:1] or run.after
    return "*" if isinstance(node, nodes.emphasis | nodes.strong) else "`"


def inline(writer: MystWriter, run: Run, node: nodes.inline) -> None:
    """Write the words; names of buttons and menus are strong."""
    if _BOLD.isdisjoint(node["classes"]):
        run_children(writer, run, node)
    else:
        _emphasised(writer, run, node, 2)


def literal(writer: MystWriter, run: Run, node: nodes.TextElement) -> None:
    """Write code. Right behind other code it would be read as part of that: then as text."""
    text = SPACES.sub(" ", node.astext())
    if run.last == "`" or not text:
        run.text(text)
    else:
        run.atom(code_span(text))


def raised_or_lowered(writer: MystWriter, run: Run, node: nodes.TextElement) -> None:
    """Write a subscript or superscript."""
    _role(run, "sub" if isinstance(node, nodes.subscript) else "sup", node.astext())


def abbreviation(writer: MystWriter, run: Run, node: nodes.abbreviation) -> None:
    """Write an abbreviation with what it stands for, where the role can hold it."""
    text, meaning = node.astext(), SPACES.sub(" ", node.get("explanation", ""))
    if meaning and not re.search(r"[()`]", text + meaning):
        _role(run, "abbr", f"{text} ({meaning})", text)
    else:
        run_children(writer, run, node)


def math(writer: MystWriter, run: Run, node: nodes.math) -> None:
    """Write a formula."""
    _role(run, "math", node.astext())


def _role(run: Run, name: str, content: str, words: str = "") -> None:
    content = SPACES.sub(" ", content).strip(" ")
    if content:
        run.atom(f"{{{name}}}{code_span(content)}", words or content)


def raw(writer: MystWriter, run: Run, node: nodes.raw) -> None:
    """Write line breaks, subscripts and superscripts; refuse other HTML."""
    text = node.astext()
    if "html" not in node["format"].split():
        return
    if _LINE_BREAK.fullmatch(text):
        run.line_break()
    elif _MARKUP_IN_HTML.fullmatch(text):
        run.atom(text)
    elif "task-list-item-checkbox" not in text:
        refuse_html(writer, node)


def refuse_html(writer: MystWriter, node: nodes.raw) -> None:
    """Say that HTML cannot be exported."""
    shown = SPACES.sub(" ", node.astext().strip())[:40]
    message = f"the export cannot hold HTML ('{shown}'); write it in Markdown"
    writer.problem(node, message, Code.RAW_HTML)


INLINES: Mapping[str, InlineHandler] = {
    "PassthroughTextElement": contents,
    "abbreviation": abbreviation,
    "acronym": contents,
    "comment": nothing,
    "download_reference": download,
    "emphasis": emphasis,
    "fontawesome": nothing,
    "footnote_reference": footnote_reference,
    "generated": contents,
    "image": inline_image,
    "index": nothing,
    "inline": inline,
    "kept_citation": citation,
    "literal": literal,
    "literal_emphasis": literal,
    "literal_strong": literal,
    "manpage": literal,
    "math": math,
    "number_reference": link,
    "raw": raw,
    "reference": link,
    "sd_badge": contents,
    "sd_icon": nothing,
    "strong": strong,
    "subscript": raised_or_lowered,
    "superscript": raised_or_lowered,
    "target": nothing,
    "title_reference": emphasis,
}
"""How each kind of node within a line is written, by the name of its class."""
