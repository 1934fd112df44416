"""What a page by a stranger may not do: run code, reach outside ``source/``, send readers astray.

Pure rules; :mod:`sphinx_compass.safety` applies them to what Sphinx resolved, and
:mod:`compass_model.page` to the source.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from compass_model.fields import Finding
from compass_model.problems import Code
from compass_model.source_file import is_inside

SCHEMES = frozenset({"http", "https", "mailto", "doi"})
"""Schemes that links may have; links without a scheme are relative and fine."""
MAX_IMAGE_BYTES = 20 * 1024 * 1024
# Files that a browser may run when a reader opens them from our address.
_ACTIVE = {".htm", ".html", ".js", ".mjs", ".shtml", ".svgz", ".swf", ".xht", ".xhtml", ".xml"}
_META_NAME = re.compile(r"(?:(?:name|property)=)?[A-Za-z][\w:.-]*(?: lang=[A-Za-z-]+)?")
_EVAL_RST = re.compile(r"^[\s>*+\-\d.)]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{[ \t]*eval-rst[ \t]*\}", re.M)


class FileFinding(NamedTuple):
    """Why a file may not be used."""

    code: Code
    message: str


def check_front_matter(value: Any) -> Iterator[Finding]:
    """Yield what the front matter may not hold: settings of the parser, and redirecting tags."""
    myst = value.get("myst") if isinstance(value, dict) else None
    if myst is None:
        return
    if not isinstance(myst, dict):
        message = "'myst' must be a mapping with 'html_meta'; take it out"
        yield Finding(("myst",), Code.UNSAFE_FRONT_MATTER, message)
        return
    for key in myst:
        if key != "html_meta":
            message = (
                f"'myst: {key}' changes how the page is read; only 'html_meta' is allowed here"
            )
            yield Finding(("myst", key), Code.UNSAFE_FRONT_MATTER, message)
    metas = myst.get("html_meta", {})
    for name, content in metas.items() if isinstance(metas, dict) else [("html_meta", None)]:
        at = ("myst", "html_meta", name)
        if "http-equiv" in name.lower() or not _META_NAME.fullmatch(name):
            message = f"the meta tag '{name}' is not allowed; use a name such as 'description'"
            yield Finding(at, Code.UNSAFE_FRONT_MATTER, message)
        elif not isinstance(content, str | int):
            message = f"the meta tag '{name}' must hold one text"
            yield Finding(at, Code.UNSAFE_FRONT_MATTER, message)


def eval_rst_lines(text: str) -> Iterator[int]:
    """Yield the lines of *text*, from 1, on which a block of reStructuredText begins."""
    for match in _EVAL_RST.finditer(text):
        yield text.count("\n", 0, match.end()) + 1


REFUSED_MESSAGES = {
    "eval-rst": "reStructuredText is not allowed in a page; write it in MyST",
    "raw": "'{raw}' is not allowed in a page; write it in MyST",
}
RAW_HTML_MESSAGE = (
    "raw HTML is not allowed in a page; write it in MyST (a comment begins with '%', not '<!--')"
)


def scheme_problem(uri: str) -> str | None:
    """Return what is wrong with the address of a link, or ``None``.

    White space and control characters are taken out first, because browsers ignore them.
    """
    plain = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]", "", uri)
    match = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", plain)
    if match is None or match[1].lower() in SCHEMES:
        return None
    return (
        f"the link '{plain[:60]}' is not allowed; links begin with https:, http:, mailto: or doi:, "
        "or lead to a page of the site"
    )


def file_problem(
    root: Path, page: str, target: str, *, download: bool = False
) -> FileFinding | None:
    """Check a file that a page shows, includes or offers.

    :param root: the source folder
    :param page: the page, relative to *root*
    :param target: the file as the page names it: from the page's folder, or from *root* with ``/``;
        ``name.*`` stands for every file with that stem
    :param download: whether readers get the file itself
    """
    if re.match(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//|data:", target):
        message = (
            f"'{target[:60]}' is on another site; copy the file into source/ and name its licence"
        )
        return FileFinding(Code.REMOTE_FILE, message)
    base = PurePosixPath() if target.startswith("/") else PurePosixPath(page).parent
    relative = os.path.normpath(base / target.lstrip("/"))
    outside = FileFinding(
        Code.OUTSIDE_SOURCE, f"'{target}' is outside the source folder; copy the file into source/"
    )
    if relative.startswith(".."):
        return outside
    files = _matches(root, relative)
    if not files:
        message = f"there is no file '{target}'; check its name and folder, capitals count"
        return FileFinding(Code.MISSING_FILE, message)
    for file in files:
        if not is_inside(file, root):
            return outside
        if what := _active_content(file, download=download):
            return FileFinding(Code.ACTIVE_FILE, f"'{target}' {what}")
    return None


def _matches(root: Path, relative: str) -> list[Path]:
    path = root / relative
    if relative.endswith(".*"):
        return (
            sorted(path.parent.glob(path.name)) if is_inside(path.parent, root) else [path.parent]
        )
    return [path] if path.is_file() else []


def _active_content(file: Path, *, download: bool) -> str:
    """Say what in *file* a browser would run, or return an empty string."""
    suffix = file.suffix.lower()
    if download and suffix in _ACTIVE:
        return "could run in a reader's browser; offer it as a zip file or on another site"
    if file.stat().st_size > MAX_IMAGE_BYTES and not download:
        return f"has more than {MAX_IMAGE_BYTES // 1024**2} MB; make it smaller"
    return svg_problem(file.read_bytes()) if suffix == ".svg" else ""


def svg_problem(data: bytes) -> str:
    """Say what a drawing may not hold: scripts, events, foreign content, entities, other sites."""
    if b"<!ENTITY" in data or (b"<!DOCTYPE" in data and b"[" in data.split(b"<svg", 1)[0]):
        return "declares entities; save it as plain SVG"
    try:
        root = ET.fromstring(data)  # noqa: S314  entities, the danger in it, were refused above
    except ET.ParseError:
        return "is not well-formed SVG; save it again"
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag in {"script", "foreignobject", "iframe", "embed", "object", "handler", "set"}:
            return f"holds <{tag}>; save it as plain SVG without scripts"
        for name, value in element.attrib.items():
            attribute = name.rpartition("}")[2].lower()
            if attribute.startswith("on"):
                return f"holds the event '{attribute}'; save it as plain SVG without scripts"
            if attribute == "href" and not value.strip().startswith(("#", "data:image/")):
                return "holds a link or loads another file; save it as plain SVG"
    return ""


def markup_is_plain_icon(svg: str) -> bool:
    """Return whether the markup of an icon is drawing and nothing else."""
    try:
        root = ET.fromstring(svg)  # noqa: S314  no document type can stand in an element
    except ET.ParseError:
        return False
    allowed = {"svg", "path", "g", "title"}
    return all(
        str(element.tag).rpartition("}")[2] in allowed
        and not any(
            name.lower().startswith("on") or "href" in name.lower() for name in element.attrib
        )
        for element in root.iter()
    )
