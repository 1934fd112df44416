"""Where a file shows excerpts: what a build would find in it, found without a build.

Pages are read with the parser of the build, so that a fence in a list or a stray backquote means
here what it means there. What is shown as code, or is a comment, shows no excerpt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role.index import myst_role

from compass_model.front_matter import FrontMatter
from compass_model.markdown_scan import VERBATIM
from compass_model.yaml_source import YamlError, load_yaml, texts_of

_NAME = "compass:excerpt"
_MAY_SHOW = re.compile(re.escape(_NAME), re.IGNORECASE)
_EITHER = re.compile(rf"\{{{_NAME}\}}(?:(`+)([^`]+)\1|[ \t]+([^\s`]+))", re.IGNORECASE)
_RST = re.compile(
    rf"(?::{_NAME}:`([^`]+)`|^[ \t]*\.\.[ \t]+{_NAME}::(.*))", re.IGNORECASE | re.MULTILINE
)
# The strings of a catalogue: one text goes on in quotes on the next lines.
_STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:[ \t]*\n[ \t]*"(?:[^"\\\n]|\\.)*")*')
_OPTION = re.compile(r"\s*:(?!::)")
# Their content is code, or not read at all; the cells and lines of these two are read.
_NO_CONTENT = VERBATIM - {"csv-table", "parsed-literal"}

_DEEPEST = 40
"""How many fences, one within the other, are taken apart."""

Mention = tuple[int, str]
"""The line, from 1, and the id of an excerpt."""


def mentions(path: str, text: str) -> Iterator[Mention]:
    """Yield where a file shows excerpts.

    :param path: its path, the ending of which says how it is read
    :param text: its text
    """
    if not _MAY_SHOW.search(text):
        return
    ending = path.rpartition(".")[2]
    if ending == "md":
        yield from _page(text)
    elif ending == "yml":
        yield from _data(text, 1)
    elif ending == "po":
        yield from _catalogue(text)
    elif ending in {"txt", "rst"}:  # may be included as the one or the other
        yield from sorted({*_blocks(text, 1), *_rst(text, 1)})
    else:
        yield from _any_text(text, 1)


def _page(text: str) -> Iterator[Mention]:
    front = FrontMatter.of(text)
    if front is None:
        yield from _blocks(text, 1)
        return
    if _MAY_SHOW.search(front.text):
        yield from _data(front.text, 2)
    body = (text[front.end :], front.body_line) if front.closed else (text, 1)
    yield from _blocks(*body)


def _data(text: str, first_line: int) -> Iterator[Mention]:
    """Look at each text of a YAML document, or at all of it where it cannot be read."""
    try:
        document = load_yaml(text, first_line)
    except YamlError:
        yield from _any_text(text, first_line)
        return
    lines = text.split("\n")
    for value, place in texts_of(document.value):
        line = document.line(place)
        for _line, id in _inline(value, line):
            # The value begins on this line or below it; the id stands where it is written.
            after = (n for n in range(line, first_line + len(lines)) if id in lines[n - first_line])
            yield next(after, line), id


def _catalogue(text: str) -> Iterator[Mention]:
    for match in _STRINGS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        whole = re.sub(r'"[ \t]*\n[ \t]*"', "", match[0][1:-1])
        yield from ((line, id) for _line, id in _inline(re.sub(r"\\(.)", r"\1", whole), line))


def _any_text(text: str, first_line: int) -> Iterator[Mention]:
    """Look at a text of which nobody knows the form: what looks like an excerpt is one."""
    for match in _EITHER.finditer(text):
        line = first_line + text.count("\n", 0, match.start())
        yield line, (match[2] or match[3]).strip()


def _rst(text: str, first_line: int) -> Iterator[Mention]:
    for match in _RST.finditer(text):
        line = first_line + text.count("\n", 0, match.end())
        yield line, (match[1] or match[2] or "").strip()


def _blocks(text: str, first_line: int, depth: int = 0) -> Iterator[Mention]:
    """Look at Markdown with the blocks that it may have."""
    if not _MAY_SHOW.search(text):
        return
    if depth > _DEEPEST:
        yield from _any_text(text, first_line)
        return
    line = first_line
    for token in _parser().parse(text):
        line = first_line + token.map[0] if token.map else line
        if token.type == "inline":
            yield from _inline(token.content, line)
        elif token.type in {"fence", "colon_fence"}:
            yield from _fence(token, line, depth)


def _fence(token: Token, line: int, depth: int) -> Iterator[Mention]:
    match = re.match(r"\s*\{(\S+)\}(?:\s+(.*)|\s*)$", token.info)
    if match is None:
        if token.type == "colon_fence":  # only a box around what it holds
            yield from _blocks(token.content, line + 1, depth + 1)
        return
    name, argument = match[1].lower(), match[2] or ""
    if name == _NAME:
        yield line, argument.strip()
    elif name == "eval-rst":
        yield from _rst(token.content, line + 1)
    else:
        yield from _inline(argument, line)
        options, content = _options(token.content)
        for number, option in enumerate(options, line + 1):
            yield from _inline(option, number)
        if name not in _NO_CONTENT:
            yield from _blocks(content, line + 1 + len(options), depth + 1)


def _options(content: str) -> tuple[list[str], str]:
    """Separate the lines with options of a directive, in either form, from its content."""
    lines = content.split("\n")
    after = 0
    if content.startswith("---"):
        ends = (i for i, line in enumerate(lines[1:], 2) if line.startswith("---"))
        after = next(ends, len(lines))
    while not content.startswith("---") and after < len(lines) and _OPTION.match(lines[after]):
        after += 1
    return lines[:after], "\n".join(lines[after:])


def _inline(text: str, first_line: int) -> Iterator[Mention]:
    """Look at running text: roles, and nothing else."""
    if not _MAY_SHOW.search(text):
        return
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(text, parser, {}, tokens)
    for token in tokens:
        if token.type == "myst_role" and token.meta["name"].lower() == _NAME:
            yield first_line + token.meta["line"], token.content.strip()


@cache
def _parser() -> MarkdownIt:
    """Return a parser like that of the build, which leaves running text alone until asked."""
    parser: Any = MarkdownIt("commonmark").enable("table").use(myst_block_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(colon_fence_plugin).use(deflist_plugin)
    parser.inline.ruler.before("backticks", "myst_role", _role)
    parser.disable("inline")
    return parser  # type: ignore[no-any-return]


def _role(state: StateInline, silent: bool) -> bool:
    """Read a role as MyST does, and note in which line of the text it begins."""
    start = state.pos
    if not myst_role(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta["line"] = state.src.count("\n", 0, start)
    return True
