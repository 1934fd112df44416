"""The front matter of a page: the YAML between two ``---`` lines at its top."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from compass_model.problems import Code, Problem
from compass_model.yaml_source import YamlDocument, YamlError, load_yaml

FACTS_AT = ("options", "compass")
"""Where a page's facts stand in its front matter; mystmd keeps this place for extensions."""


_FACTS = re.compile(r"""(?:^|[{,])\s*["']?compass["']?\s*:""", re.MULTILINE)

_SETTINGS = re.compile(r"""\bmyst["']?\s*:""")

# Some programs take these for the end of a line and others do not, so that each would find
# another end of the front matter, and other lines in it.
_ODD_LINE_END = re.compile("\r(?!\n)|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class FrontMatter(NamedTuple):
    """The front matter of one page, found just as myst-parser's ``read_topmatter`` finds it.

    That is more than the specification allows: the opening line may go on after ``---``, and the
    end of the file closes the front matter too. Whatever myst-parser obeys must be looked at.
    """

    text: str
    """The YAML."""
    end: int
    """The position in the page at which its own text begins."""
    body_line: int
    """The line, from 1, on which its own text begins."""
    closed: bool
    """Whether a line ``---`` or ``...`` ends it."""
    odd: tuple[int, str] | None
    """Line and character of the first end of a line that not every program takes for one."""

    @classmethod
    def of(cls, page: str) -> FrontMatter | None:
        """Return the front matter of the text of a page, if it has one."""
        if not page.startswith("---"):
            return None
        lines = page.splitlines(keepends=True)
        end = len(lines[0])
        text: list[str] = []
        closed = False
        for line in lines[1:]:
            end += len(line)
            if closed := line.startswith(("---", "...")):
                break
            text.append(line)
        body_line = page.count("\n", 0, end) + 1
        return cls("".join(text), end, body_line, closed, _odd_line_end(page, end))

    def may_hold_facts(self) -> bool:
        """Return whether a key ``compass`` stands in it: a cheap test before reading YAML."""
        return "compass" in self.text and _FACTS.search(self.text) is not None


def _odd_line_end(page: str, end: int) -> tuple[int, str] | None:
    match = _ODD_LINE_END.search(page, 0, end)
    if match is None:
        return None
    return page.count("\n", 0, match.start()) + 1, f"U+{ord(match[0]):04X}"


def read_front_matter(path: str, front: FrontMatter) -> tuple[YamlDocument | None, list[Problem]]:
    """Read the YAML of a front matter.

    :param path: the page, for the problems
    :returns: a document whose value is a mapping or ``None``, or no document and the problems
    """
    if not front.closed:
        return _read_unclosed(path, front)
    if front.odd is not None:
        line, name = front.odd
        message = f"the front matter holds the line separator {name}; replace it with a line break"
        return None, [Problem(path, line, message, Code.BROKEN_YAML)]
    try:
        document = load_yaml(front.text, first_line=2)
    except YamlError as error:
        code = Code.TOO_LARGE if error.too_large else Code.BROKEN_YAML
        return None, [Problem(path, error.line + 1, error.message, code)]
    if document.value is not None and not isinstance(document.value, dict):
        message = "the front matter must be 'name: value' lines"
        return None, [Problem(path, 2, message, Code.WRONG_TYPE)]
    return document, []


def _read_unclosed(path: str, front: FrontMatter) -> tuple[YamlDocument | None, list[Problem]]:
    """A page may begin with a horizontal rule; only what looks like front matter is a problem."""
    if front.may_hold_facts() or _SETTINGS.search(front.text):
        message = "the front matter has no end; close it with a line '---'"
        return None, [Problem(path, 1, message, Code.BROKEN_YAML)]
    return None, []


def without_front_matter(page: str, front: FrontMatter) -> str:
    """Return the page with blank lines for its front matter; lines keep their number.

    There is at least one, lest the text itself begins with what looks like front matter.
    """
    return "\n" * max(front.body_line - 1, 1) + page[front.end :]


def without_facts(page: str, front: FrontMatter, document: YamlDocument) -> str:
    """Return the page with blank lines in the place of its facts, if they can be taken out.

    myst-parser would read them a second and third time with a much slower loader.
    """
    root = document.root
    if not isinstance(root, yaml.MappingNode):
        return page
    if len(root.value) == 1:
        return without_front_matter(page, front)
    for key, value in root.value:
        is_block = isinstance(value, yaml.MappingNode) and not value.flow_style
        if key.value == FACTS_AT[0] and is_block and len(value.value) == 1:
            lines = page.split("\n")
            # Lines of the YAML count from 0 and follow the opening line of the front matter.
            first, last = key.start_mark.line + 1, value.end_mark.line + 1
            lines[first:last] = [""] * (last - first)
            return "\n".join(lines)
    return page
