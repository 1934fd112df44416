"""Writes images, figures with captions, and the drawings that stand before our tables."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.export.escaping import SPACES, escape, fenced, link_address
from compass_model.problems import Code
from sphinx_compass.export.drawings import drawing_of
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter

_SIZES = ("height", "width")
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:px|em|ex|in|cm|mm|pt|pc|%)?")
_BEST_FIRST = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif")


def inline_image(writer: MystWriter, run: Run, node: nodes.image) -> None:
    """Write an image within a line."""
    if name := _image_name(writer, node, caption=""):
        alt = escape(_alt(node))
        run.atom(f"![{alt}]({link_address(f'{writer.context.figures}/{name}')})")


def image(writer: MystWriter, node: nodes.image) -> str:
    """Write an image on lines of its own."""
    name = _image_name(writer, node, caption="")
    return _directive(writer, "image", name, _options(node)) if name else ""


def figure(writer: MystWriter, node: nodes.figure) -> str:
    """Write an image with its caption; what a legend says follows in the caption."""
    images = list(node.findall(nodes.image))
    captions = [child for child in node.children if isinstance(child, nodes.caption)]
    legends = [child for child in node.children if isinstance(child, nodes.legend)]
    caption = " ".join(part.astext() for part in captions)
    if len(images) != 1:
        writer.unknown(node)
        return ""
    name = _image_name(writer, images[0], caption=SPACES.sub(" ", caption))
    if not name:
        return ""
    label = writer.label_at(node)
    options = [("name", label)] if label else []
    options += _options(images[0])
    if node.get("align") in {"left", "center", "right"}:
        options.append(("align", node["align"]))
    said = [writer.lines(part) for part in captions]
    rest = [child for legend in legends for child in legend.children]
    while rest and isinstance(rest[0], nodes.paragraph):
        said.append(writer.lines(rest.pop(0)))
    body = "\n\n".join(filter(None, ["\n".join(said), writer.blocks(rest)]))
    return _directive(writer, "figure", name, options, body)


def drawing(writer: MystWriter, table: nodes.table) -> str:
    """Write the drawing that a table of ours asks for; empty when it asks for none."""
    made = drawing_of(table)
    if made is None:
        return ""
    title, svg = made
    credit = writer.context.drawing_credit
    caption = f"{escape(title)}.\n{credit}" if credit else ""
    stem = _nearest_label(writer, table)
    name = writer.add_drawing(table, stem, title=title, svg=svg, caption=caption)
    return _directive(writer, "figure" if credit else "image", name, [("alt", title)], caption)


def _nearest_label(writer: MystWriter, node: nodes.Element) -> str:
    """Return the label of a node, or of the nearest one around it that has one."""
    around: nodes.Element | None = node
    while around is not None and not isinstance(around, nodes.document):
        if label := writer.label_at(around):
            return label
        around = around.parent
    return writer.context.label


def _directive(
    writer: MystWriter, kind: str, name: str, options: list[tuple[str, str]], body: str = ""
) -> str:
    lines = ["---"]
    for option, value in options:
        lines += [f"{option}: >-", f"  {value}"] if option == "alt" else [f"{option}: {value}"]
    lines.append("---")
    head = "\n".join(lines) if options else ""
    said = "\n".join(filter(None, [head, body]))
    return fenced(f"{{{kind}}} {writer.context.figures}/{name}", said)


def _options(node: nodes.image) -> list[tuple[str, str]]:
    found = [("alt", _alt(node))] if _alt(node) else []
    return found + [
        (size, str(node[size]))
        for size in _SIZES
        if size in node and _LENGTH.fullmatch(str(node[size]))
    ]


def _alt(node: nodes.image) -> str:
    return SPACES.sub(" ", str(node.get("alt", ""))).strip(" ")


def _image_name(writer: MystWriter, node: nodes.image, *, caption: str) -> str:
    path = _image_path(node)
    if "://" in path or path.startswith("data:"):
        message = (
            f"the image '{path[:60]}' is not a file of the source folder, so it cannot be "
            "exported; put a copy there"
        )
        writer.problem(node, message, Code.REMOTE_FILE)
        return ""
    if not (writer.context.srcdir / path).is_file():
        message = f"there is no image '{path}'; add it, or mend the path"
        writer.problem(node, message, Code.MISSING_FILE)
        return ""
    return writer.add_file(node, path, alt=_alt(node), caption=caption)


def _image_path(node: nodes.image) -> str:
    """Return the path of an image below the source folder; of ``name.*`` the best form."""
    candidates: dict[str, str] = node.get("candidates", {})
    for kind in _BEST_FIRST:
        if kind in candidates:
            return PurePosixPath(candidates[kind]).as_posix()
    return str(node["uri"])
