"""The editorial check of a page that goes to The Turing Way, with the lines of its source."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.export.editorial import (
    alt_problem,
    caption_problem,
    file_problem,
    remarks_on,
)
from compass_model.export.export_file import EXPORT_FILE
from compass_model.front_matter import FrontMatter
from compass_model.markdown_scan import MarkdownScanner
from compass_model.problems import Code, Problem
from compass_model.source_file import read_source
from sphinx_compass.domain import compass_domain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from compass_model.export.export_file import Chapter
    from sphinx_compass.export.pages import Page

_AS_WRITTEN = (nodes.literal, nodes.math, nodes.raw, nodes.image)


def editorial_problems(doctree: nodes.document, path: str, srcdir: Path) -> Iterator[Problem]:
    """Yield what the editors would send back.

    Args:
        doctree: the resolved page
        path: its source file, relative to *srcdir*
        srcdir: the source folder
    """
    yield from _heading_jumps(path, srcdir)
    yield from passage_problems(doctree, path, srcdir)


def passage_problems(part: nodes.Element, path: str, srcdir: Path) -> Iterator[Problem]:
    """Yield what the editors would send back of a part of a page: its images and its words."""
    for image in part.findall(nodes.image):
        yield from _image(image, path, srcdir)
    for block in part.findall(nodes.TextElement):
        if _is_block(block):
            yield from _running_text(block, path, srcdir)


def _heading_jumps(path: str, srcdir: Path) -> Iterator[Problem]:
    """Compare each heading of the source with the one before: Sphinx itself may be told not to."""
    text, _problems = read_source(srcdir, path)
    if text is None or not path.endswith(".md"):
        return
    front = FrontMatter.of(text)
    body, line = (text[front.end :], front.body_line) if front else (text, 1)
    headings = MarkdownScanner().headings(body, line)
    # A page without a title of its own takes that of its data file.
    above = 0 if headings and headings[0].level == 1 else 1
    for heading in headings:
        if heading.level > above + 1:
            message = (
                f"the heading '{heading.text}' is {heading.level - above} levels below the one "
                f"before it; write it with {'#' * (above + 1)}"
            )
            yield Problem(path, heading.line, message, Code.HEADING_JUMP)
        above = heading.level


def _image(image: nodes.image, path: str, srcdir: Path) -> Iterator[Problem]:
    place = place_of(image, path, srcdir)
    if wrong := alt_problem(str(image.get("alt", ""))):
        yield Problem(*place, wrong, Code.MISSING_ALT)
    name = str(image["uri"])
    file = srcdir / name
    if file.is_file() and (wrong := file_problem(posixpath.basename(name), file.stat().st_size)):
        yield Problem(*place, wrong, Code.IMAGE_LIMITS)
    figure = image.parent
    while figure is not None and not isinstance(figure, nodes.figure):
        figure = figure.parent
    words, addresses = "", ""
    for part in figure.children if figure is not None else ():
        if isinstance(part, nodes.caption | nodes.legend):
            words += part.astext() + "\n"
            addresses += " ".join(str(x.get("refuri", "")) for x in part.findall(nodes.reference))
    if problem := caption_problem(words, addresses):
        yield Problem(*place, problem[1], problem[0])


def _is_block(node: nodes.TextElement) -> bool:
    """Return whether a node holds a whole text, and not a part of one or something to copy."""
    if isinstance(node, nodes.FixedTextElement | nodes.comment | nodes.math_block):
        return False
    return not isinstance(node, nodes.Inline) and not isinstance(node.parent, nodes.TextElement)


def _running_text(block: nodes.TextElement, path: str, srcdir: Path) -> Iterator[Problem]:
    text = "".join(_words(block))
    source, line = place_of(block, path, srcdir)
    for remark in remarks_on(text):
        yield Problem(source, line + text.count("\n", 0, remark.at), remark.message, remark.code)


def _words(node: nodes.Node) -> Iterator[str]:
    """Yield the words of a node; what is shown as it is written counts as one sign."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, _AS_WRITTEN) or _is_reference_made(child):
            yield "\ufffc"
        else:
            yield from _words(child)


def _is_reference_made(node: nodes.Node) -> bool:
    """Return whether the words of a link were made, such as the number of a figure."""
    return isinstance(node, nodes.reference) and any(
        isinstance(child, nodes.inline) and "std-numref" in child["classes"]
        for child in node.children
    )


def place_of(node: nodes.Node, path: str, srcdir: Path) -> tuple[str, int]:
    """Return the file and line of a node, or of the nearest node around it that has them."""
    place: nodes.Node | None = node
    while place is not None and not place.line:
        place = place.parent
    if place is None:
        return path, 1
    source = Path(str(place.source or ""))
    if source.is_absolute() and source.is_relative_to(srcdir):
        path = source.relative_to(srcdir).as_posix()
    return path, place.line or 1


def excerpt_problems(env: BuildEnvironment, page: Page, chapter: Chapter) -> Iterator[Problem]:
    """Yield the excerpts of a page that may not go into a book.

    A page of ours shows why there are no words, and can take them out again. A book cannot take
    them back. So the words must be fit to be shown today, and the export file must say that the
    chapter may carry some.
    """
    domain = compass_domain(env)
    ids = domain.state["excerpts"].get(page.docname, ())
    if not ids:
        return
    lines = (read_source(Path(env.srcdir), page.path)[0] or "").split("\n")
    for id in ids:
        shown = domain.gate.shown.get(id)
        if shown is None:
            continue
        line = next((i for i, text in enumerate(lines, 1) if "excerpt" in text and id in text), 1)
        if not shown.decision.shows_words:
            message = (
                f"the excerpt '{id}' may not be shown ({shown.decision.replace('-', ' ')}); take "
                "it out of the page, or leave the page out of the export"
            )
            yield Problem(page.path, line, message, Code.NOT_TO_BE_SHOWN)
        elif not chapter.quotes:
            message = (
                f"the excerpt '{id}' would go into the chapter '{chapter.chapter}', and a book "
                f"cannot take it back; if it may, write 'quotes: true' there in {EXPORT_FILE}, "
                "else leave the page out of the export"
            )
            yield Problem(page.path, line, message, Code.NOT_TO_BE_SHOWN)
