"""What can be seen of a page's text without building it: headings, raw HTML, files it names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from compass_model.headings import Heading
from compass_model.left_overs import MAY_BE_LEFT

VERBATIM = {
    "code",
    "code-block",
    "csv-table",
    "eval-rst",
    "literalinclude",
    "math",
    "parsed-literal",
    "prompt",
    "raw",
    "sourcecode",
    "toctree",
}
"""Directives whose content is shown or stored as it stands, not read as MyST."""
_FILE_DIRECTIVES = {"figure", "image", "include", "literalinclude"}
_FILE_OPTIONS = {"diff", "file", "img-background", "img-bottom", "img-top", "url"}
_DOWNLOAD = re.compile(r"\{download\}(`+)(?:[^`]*<([^<>`]+)>|([^`]+))\1")
_MAY_MATTER = re.compile(r"<|!\[|\{download\}")
MAX_DEPTH = 40
"""How deep directives may stand in one another: each takes some of the stack of Python."""
_OPTION = re.compile(r":([\w-]+):(?: +(.*))?")


class NamedFile(NamedTuple):
    """A file that the page shows, includes or offers."""

    target: str
    line: int
    download: bool


class Scan(NamedTuple):
    """What was seen. Lines count from 1 in the file."""

    headings: list[Heading]
    raw_html: list[int]
    directives: list[tuple[str, int]]
    files: list[NamedFile]
    left_overs: list[tuple[str, int]]
    """Texts outside links and code that may hold a placeholder or name an appendix."""
    too_deep: list[int]
    """Directives that are not looked into."""


class MarkdownScanner:
    """Scans pages with one Markdown parser, which is costly to make."""

    def __init__(self) -> None:
        self._parser = MarkdownIt("commonmark").use(colon_fence_plugin)
        # Running text is read only where it may hold something that matters here.
        self._parser.disable("inline")
        self._inline_parser = MarkdownIt("commonmark")
        self._links: dict[str, Any] = {}  # the definitions [name]: address of the page

    def scan(self, text: str, first_line: int = 1) -> Scan:
        """Scan the text of a page that begins on *first_line* of its file."""
        self._links = {}
        tokens = self._parser.parse(text, self._links)
        result = Scan(_headings(tokens, first_line), [], [], [], [], [])
        self._scan(tokens, first_line, result)
        return result

    def headings(self, text: str, first_line: int = 1) -> list[Heading]:
        """Return the headings alone, which takes less time."""
        return _headings(self._parser.parse(text), first_line)

    def _scan(self, tokens: list[Token], first_line: int, result: Scan, depth: int = 0) -> None:
        for token in tokens:
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "html_block":
                result.raw_html.append(line)
            elif token.type in {"fence", "colon_fence"}:
                self._directive(token, line, result, depth)
            elif token.type == "inline" and (
                _MAY_MATTER.search(token.content) or MAY_BE_LEFT.search(token.content)
            ):
                self._running_text(token.content, line, result)

    def _directive(self, token: Token, line: int, result: Scan, depth: int) -> None:
        match = re.match(r"\s*\{([^}]+)\}\s*(.*)", token.info)
        if match is None:
            return
        name, argument = match[1].strip(), match[2].strip()
        result.directives.append((name, line))
        if name in _FILE_DIRECTIVES and argument:
            result.files.append(NamedFile(argument, line, download=False))
        body, options = split_options(token.content)
        for key, value in options:
            if key in _FILE_OPTIONS and value and name != "raw":
                result.files.append(NamedFile(value, line, download=False))
        if name == "figure-md":  # may hold <img>, which is made an image
            result = result._replace(raw_html=[])
        if depth == MAX_DEPTH:
            result.too_deep.append(line)
        elif name not in VERBATIM:
            self._scan(self._parser.parse(body), line + 1, result, depth + 1)

    def _running_text(self, content: str, line: int, result: Scan) -> None:
        for number, part in enumerate(content.split("\n")):
            for match in _DOWNLOAD.finditer(part):
                target = (match[2] or match[3]).strip()
                result.files.append(NamedFile(target, line + number, download=True))
        tokens = self._inline_parser.parseInline(content, self._links)[0].children or []
        number = 0
        for token in tokens:
            if token.type in {"softbreak", "hardbreak"}:
                number += 1
            elif token.type == "html_inline":
                result.raw_html.append(line + number)
            elif token.type == "image":
                target = str(token.attrs["src"])
                result.files.append(NamedFile(target, line + number, download=False))
            elif token.type == "text" and MAY_BE_LEFT.search(token.content):
                result.left_overs.append((token.content, line + number))


def _headings(tokens: list[Token], first_line: int) -> list[Heading]:
    return [
        Heading(int(token.tag[1]), inline.content, first_line + (token.map[0] if token.map else 0))
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def split_options(content: str) -> tuple[str, list[tuple[str, str]]]:
    """Separate a directive's options from its content, keeping the number of lines.

    :returns: the content with blank lines for the options; name and value of each
    """
    lines = content.split("\n")
    options = []
    for i, line in enumerate(lines):
        match = _OPTION.match(line)
        if match is None:
            break
        options.append((match[1], (match[2] or "").strip()))
        lines[i] = ""
    return "\n".join(lines), options
