"""What a drawing (SVG) by a stranger may not hold."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_ACTIVE_TAGS = {"embed", "foreignobject", "handler", "iframe", "object", "script", "set"}
# What an address in a drawing may lead to: a part of the drawing, or a picture in it.
_INSIDE = re.compile(r"#|data:image/(?:gif|jpeg|jpg|png|webp)[;,]", re.I)


def drawing_problem(data: bytes) -> str:
    """Say what a drawing may not hold: scripts, events, foreign content, entities, other sites."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not UTF-8; save it as plain SVG"
    head = text.split("<svg", 1)[0]
    encoding = re.search(r"encoding\s*=\s*[\"']([^\"']*)", head)
    if encoding is not None and encoding[1].lower() != "utf-8":
        return "is not UTF-8; save it as plain SVG"
    if "<!ENTITY" in text or ("<!DOCTYPE" in text and "[" in head):
        return "declares entities; save it as plain SVG"
    if "<?xml-" in text:
        return "loads a style sheet; save it as plain SVG"
    try:
        root = ET.fromstring(text)  # noqa: S314  entities, the danger in it, were refused above
    except ET.ParseError:
        return "is not well-formed SVG; save it again"
    return next(filter(None, map(_element_problem, root.iter())), "")


def _element_problem(element: ET.Element) -> str:
    space, _, name = str(element.tag).rpartition("}")
    tag = name.lower()
    if tag in _ACTIVE_TAGS or "xhtml" in space:
        return f"holds <{tag}>; save it as plain SVG without scripts"
    if tag == "style" and _loads(element.text or ""):
        return "holds a link or loads another file; save it as plain SVG"
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2].lower()
        if attribute.startswith("on"):
            return f"holds the event '{attribute}'; save it as plain SVG without scripts"
        if attribute in {"href", "src"} and not _INSIDE.match(value.strip()):
            return "holds a link or loads another file; save it as plain SVG"
        if attribute == "attributename" and value.lower().rpartition(":")[2] == "href":
            return "animates a link; save it as plain SVG"
        if _loads(value):
            return "holds a link or loads another file; save it as plain SVG"
    return ""


def _loads(style: str) -> bool:
    """Return whether a style, or an attribute that may hold one, fetches something."""
    return "@import" in style or re.search(r"url\(\s*[\"']?(?![\"'#])", style, re.I) is not None
