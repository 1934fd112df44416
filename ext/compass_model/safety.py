"""What a page by a stranger may not do: run code, reach outside ``source/``, send readers astray.

Pure rules; :mod:`sphinx_compass.safety` applies them to what Sphinx resolved, and
:mod:`compass_model.page` to the source.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from compass_model.consent.files import leads_to_study
from compass_model.drawings import drawing_problem
from compass_model.fields import Finding
from compass_model.problems import Code
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
# Kinds that browsers show as plain text, whatever they hold.
_PLAIN = {".csv", ".md", ".txt"}
_BYTE_ORDER_MARKS_AND_SPACE = b"\xef\xbb\xbf\xfe\xff\0\t\n\x0b\x0c\r "
_ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.\-]+:")
_META_NAME = re.compile(r"(?:(?:name|property)=)?[A-Za-z][\w:.-]*(?: lang=[A-Za-z-]+)?")
_EVAL_RST = re.compile(
    # Anything that may stand before a fence: quotes, lists, definitions, footnotes. It takes the
    # colons of a fence too, and gives nothing back, or long lines of numbers would take minutes.
    r"^((?:[^\S\n]|[>*+\-\d.):]|\[\^[^\]\n]+\]:)*+)(`{3,}|~{3,})?[ \t]*\{[ \t]*eval-rst[ \t]*\}",
    re.M,
)
# What MathJax makes links, styles or requests of, wherever a page shows a formula.
_ACTIVE_TEX = re.compile(
    r"\\(?:bbox|class|cssId|data|href|includegraphics|mmlToken|require|style|unicode|U|char)(?![A-Za-z])"
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
        if match[2] or match[1].rstrip(" \t").endswith(":::"):
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
    if _ELSEWHERE.match(target):
        message = (
            f"'{target[:60]}' is on another site; copy the file into source/ and name its licence"
        )
        return FileFinding(Code.REMOTE_FILE, message)
    relative = _relative(page, target)
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


def file_place(root: Path, page: str, target: str) -> Path | None:
    """Return the file that a page names, if there is one below *root*, allowed or not."""
    relative = _relative(page, target)
    if _ELSEWHERE.match(target) or relative.startswith("..") or not is_there(root / relative):
        return None
    return root / relative


def _relative(page: str, target: str) -> str:
    base = PurePosixPath() if target.startswith("/") else PurePosixPath(page).parent
    return os.path.normpath(base / target.lstrip("/"))


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
    if suffix in _ACTIVE or (suffix not in {".svg", *_PLAIN} and _begins_as_markup(file)):
        return "could run in a reader's browser; offer it as a zip file or on another site"
    if file.stat().st_size > MAX_IMAGE_BYTES and not download:
        return f"has more than {MAX_IMAGE_BYTES // 1024**2} MB; make it smaller"
    return drawing_problem(file.read_bytes()) if suffix == ".svg" else ""


def _begins_as_markup(file: Path) -> bool:
    """Return whether a file is HTML or XML, whose scripts browsers run under many names."""
    try:
        with file.open("rb") as content:
            while block := content.read(64 * 1024):
                if begin := block.lstrip(_BYTE_ORDER_MARKS_AND_SPACE):
                    return begin.startswith(b"<")
    except OSError:  # what cannot be read cannot be published; Sphinx says so
        pass
    return False


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
