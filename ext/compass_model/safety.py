"""What a page by a stranger may not do: run code, reach outside ``source/``, send readers astray.

Pure rules; :mod:`sphinx_compass.safety` applies them to what Sphinx resolved, and
:mod:`compass_model.page` to the source.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from compass_model.consent.files import leads_to_study
from compass_model.fields import Finding
from compass_model.problems import Code, Problem
from compass_model.source_file import is_inside, is_there

SCHEMES = frozenset({"http", "https", "mailto", "doi"})
"""Schemes that links may have; links without a scheme are relative and fine."""
MAX_IMAGE_BYTES = 20 * 1024 * 1024
# Files that a browser may run when a reader opens them from our address.
_ACTIVE = {
    *(
        ".htm",
        ".html",
        ".js",
        ".mht",
        ".mhtml",
        ".mjs",
        ".shtml",
        ".svgz",
        ".swf",
        ".xht",
        ".xhtml",
    ),
    # Browsers run the scripts in any XML, whatever it is meant for.
    *(".atom", ".mathml", ".rdf", ".rss", ".xml", ".xsl", ".xslt"),
}
_META_NAME = re.compile(r"(?:(?:name|property)=)?[A-Za-z][\w:.-]*(?: lang=[A-Za-z-]+)?")
_EVAL_RST = re.compile(
    # Anything that may stand before a fence: quotes, lists, definitions, footnotes.
    r"^(?:[\s>*+\-\d.):]|\[\^[^\]\n]+\]:)*(?:`{3,}|~{3,}|:{3,})[ \t]*\{[ \t]*eval-rst[ \t]*\}",
    re.M,
)
_ACTIVE_TAGS = {"embed", "foreignobject", "handler", "iframe", "object", "script", "set"}
# What an address in a drawing may lead to: a part of the drawing, or a picture in it.
_INSIDE = re.compile(r"#|data:image/(?:gif|jpeg|jpg|png|webp)[;,]", re.I)
# What MathJax makes links, styles or requests of, wherever a page shows a formula.
_ACTIVE_TEX = re.compile(
    r"\\(?:bbox|class|cssId|data|href|includegraphics|mmlToken|require|style|unicode)(?![A-Za-z])"
)
# The start of an icon as sphinx-design writes it, with nothing smuggled into its classes.
_ICON = re.compile(
    r'<svg version="[\w.]+" width="[\d.]+[a-z]+" height="[\d.]+[a-z]+" class="[\w -]+" '
    r'viewBox="[\d. ]+" aria-hidden="true">'
)


class FileFinding(NamedTuple):
    """Why a file may not be used."""

    code: Code
    message: str


def check_front_matter(value: Any) -> Iterator[Finding]:
    """Yield what the front matter may not hold: settings of the parser, and redirecting tags."""
    if not isinstance(value, dict):
        return
    for key in ("html_meta", "substitutions"):
        if key in value:  # myst-parser obeys them here too
            message = f"'{key}' is not allowed here; 'html_meta' goes below 'myst:'"
            yield Finding((key,), Code.UNSAFE_FRONT_MATTER, message)
    myst = value.get("myst")
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


EVAL_RST_MESSAGE = "reStructuredText is not allowed in a page; write it in MyST"
RAW_MESSAGE = "'{raw}' is not allowed in a page; write it in MyST"
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
    if re.match(r"//|[A-Za-z][A-Za-z0-9+.\-]+:", target):
        message = (
            f"'{target[:60]}' is on another site; copy the file into source/ and name its licence"
        )
        return FileFinding(Code.REMOTE_FILE, message)
    base = PurePosixPath() if target.startswith("/") else PurePosixPath(page).parent
    relative = os.path.normpath(base / target.lstrip("/"))
    outside = FileFinding(
        Code.OUTSIDE_SOURCE, f"'{target}' is outside the source folder; copy the file into source/"
    )
    # For includes, '<name>' is a file of docutils, and '<../name>' any other.
    if relative.startswith("..") or target.startswith("<"):
        return outside
    files = _matches(root, relative)
    if not files:
        message = f"there is no file '{target}'; check its name and folder, capitals count"
        if "%" in target and _matches(root, unquote(relative)):
            message = (
                f"'{unquote(target)}' cannot be shown here; "
                "give the file a name of plain letters, digits and hyphens"
            )
        return FileFinding(Code.MISSING_FILE, message)
    for file in files:
        if not is_inside(file, root):
            return outside
        if leads_to_study(root, file):
            message = (
                f"'{target}' is about participants, and is not shown as a whole; show single "
                "excerpts with {compass:excerpt}"
            )
            return FileFinding(Code.MAY_NOT_BE_SHOWN, message)
        if what := _active_content(file, download=download):
            return FileFinding(Code.ACTIVE_FILE, f"'{target}' {what}")
    return None


def _matches(root: Path, relative: str) -> list[Path]:
    path = root / relative
    if relative.endswith(".*"):
        return (
            sorted(path.parent.glob(path.name)) if is_inside(path.parent, root) else [path.parent]
        )
    return [path] if is_there(path) and path.is_file() else []


def _active_content(file: Path, *, download: bool) -> str:
    """Say what in *file* a browser would run, or return an empty string."""
    suffix = file.suffix.lower()
    if suffix in _ACTIVE:
        return "could run in a reader's browser; offer it as a zip file or on another site"
    if file.stat().st_size > MAX_IMAGE_BYTES and not download:
        return f"has more than {MAX_IMAGE_BYTES // 1024**2} MB; make it smaller"
    return svg_problem(file.read_bytes()) if suffix == ".svg" else ""


def svg_problem(data: bytes) -> str:
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


def replaced_words(root: Path, folders: Iterable[Path]) -> Iterator[Problem]:
    """Find translations that take the place of Sphinx's own words, and end up in every page.

    :param root: the source folder
    :param folders: where translations may be
    """
    message = "the file replaces words or script of Sphinx itself on every page; delete it"
    for folder in folders:
        for file in sorted(Path(os.path.normpath(folder)).glob("*/LC_MESSAGES/sphinx.*")):
            if file.suffix in {".js", ".mo", ".po"} and file.is_relative_to(root):
                yield Problem(file.relative_to(root).as_posix(), 1, message, Code.ACTIVE_FILE)


def tex_problem(text: str) -> str | None:
    """Return what is wrong with a formula, or with text that MathJax may read as one."""
    match = _ACTIVE_TEX.search(text)
    if match is None:
        return None
    return f"the formula command '{match[0]}' is not allowed; it makes links, styles or requests"


def markup_is_plain_icon(svg: str) -> bool:
    """Return whether the markup of an icon is as sphinx-design makes it.

    Of all of it an author writes only the classes; whatever ends their quotation comes before the
    true ``viewBox``, so that another one is needed to look like an icon.
    """
    return _ICON.match(svg) is not None and svg.count("viewBox") == 1
