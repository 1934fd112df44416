"""Citations in the text of pages: ``{cite:p}`one,two``` and the like, outside code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from compass_model.front_matter import FrontMatter
from compass_model.markdown_scan import VERBATIM, split_options
from compass_model.source_file import is_inside, read_source

EVERYTHING = "*"
"""Stands for every key: the page lists the whole bibliography."""
_MAY_CITE = re.compile(r"\{(?:foot)?cite\b|\{bibliography\}")
# An escaped character, or code: in MyST a role is code with a name in braces before it.
_CODE = re.compile(r"\\.|(?:\{([A-Za-z0-9_+:-]+)\})?(`+)(.+?)(?<!`)\2(?!`)", re.S)
_CITE = re.compile(r"(?:foot)?cite(?::\w+)?")
_EXPLICIT = re.compile(r".+<([^<>]*)>", re.S)
# One key, with words before and after it in braces, up to the next comma.
_TARGET = re.compile(r"\s*(?:\{[^{}]+\})?\s*([^{}\s,]+)\s*(?:\{[^{}]+\})?\s*(?:,|\Z)")
_YAML_COMMENT = re.compile(r"^[ \t]*#.*", re.M)
_MYST_COMMENT = re.compile(r"^[ \t]*%.*", re.M)
_NO_CONTENT = VERBATIM - {"csv-table"}
_LISTS_MORE = {"all", "filter", "notcited"}


class Citation(NamedTuple):
    """A key that a page cites."""

    path: str
    line: int
    key: str
    """As it is written; empty or with spaces if it is no key."""


def citations_in(root: Path, pages: Iterable[str]) -> list[Citation]:
    """Find the citations in the text of *pages* and in the data below the source folder *root*.

    Whether they are inside code is not asked of data, which has little.
    """
    scanner = CitationScanner()
    found = []
    data = sorted(path.relative_to(root).as_posix() for path in (root / "_data").rglob("*.yml"))
    for path in [*pages, *data]:
        text, _problems = read_source(root, path)
        if text is not None and is_inside(root / path, root):
            found += scanner.citations(path, text)
    return found


class CitationScanner:
    """Finds citations. Most pages have none, and are not looked at closely."""

    def __init__(self) -> None:
        self._parser: MarkdownIt | None = None

    def citations(self, path: str, text: str) -> list[Citation]:
        """Return the citations of a page, in its facts and in its text, in this order."""
        if not _MAY_CITE.search(text):
            return []
        if not path.endswith(".md"):
            data = _YAML_COMMENT.sub("", text)
            return [Citation(path, line, key) for line, key in _running_text(data, 1)]
        front = FrontMatter.of(text)
        found: list[tuple[int, str]] = []
        if front is not None and front.closed:
            found += _running_text(_YAML_COMMENT.sub("", front.text), 2)
            found += self._blocks(text[front.end :], front.body_line)
        else:
            found += self._blocks(text, 1)
        return [Citation(path, line, key) for line, key in found]

    def _blocks(self, text: str, first_line: int) -> Iterator[tuple[int, str]]:
        if self._parser is None:
            self._parser = MarkdownIt("commonmark").use(colon_fence_plugin)
            self._parser.use(deflist_plugin).use(footnote_plugin)
            self._parser.disable(["inline", "footnote_tail"])
        for token in self._parser.parse(text):
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "inline":
                yield from _running_text(_MYST_COMMENT.sub("", token.content), line)
            elif token.type in {"fence", "colon_fence"}:
                yield from self._directive(token, line)

    def _directive(self, token: Token, line: int) -> Iterator[tuple[int, str]]:
        match = re.match(r"\s*\{([^}]+)\}(.*)", token.info)
        if match is None:
            return
        name = match[1].strip()
        body, options = split_options(token.content)
        yield from _running_text(match[2], line)
        if name == "bibliography":
            if not _LISTS_MORE.isdisjoint(option for option, _value in options):
                yield line, EVERYTHING
            for number, key in enumerate(body.split("\n"), line + 1):
                if key.strip():
                    yield number, key.strip()
        elif name not in _NO_CONTENT:
            yield from self._blocks(body, line + 1)


def _running_text(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    for match in _CODE.finditer(text):
        if match[1] and _CITE.fullmatch(match[1]):
            line = first_line + text.count("\n", 0, match.start())
            yield from ((line, key) for key in keys_of(match[3]))


def keys_of(content: str) -> list[str]:
    """Return the keys in the content of a role; one that is malformed as it stands."""
    explicit = _EXPLICIT.fullmatch(content.strip())
    content = explicit[1] if explicit else content
    keys = []
    at = 0
    while match := _TARGET.match(content, at):
        keys.append(match[1])
        if not match[0].endswith(","):
            return keys
        at = match.end()
    return [*keys, content[at:].partition(",")[0].strip()]


def not_a_key(key: str) -> str | None:
    """Return what is wrong with the form of a key that :func:`keys_of` returned, or ``None``."""
    if key and not re.search(r"[\s{}]", key):
        return None
    return f"'{key}' is not a key; write keys with commas between them: 'one, two'"
