"""Facts that stand on a page and that nothing would read, because of a slip in what is around them.

Such a page would lose its facts and all its checks, and nobody would be told. Pages without facts,
and those that only show how facts are written, are left alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from compass_model.front_matter import FACTS_AT, FrontMatter
from compass_model.kinds import KINDS
from compass_model.problems import Code, Problem
from compass_model.yaml_source import YamlDocument

FIRST_LINES = 10
"""How far from the top of a page facts are looked for that are no front matter."""

_HEAD = 4000  # characters
_OPTIONS, _COMPASS = FACTS_AT
_NAMES = [kind.name for kind in KINDS]
_KIND_KEY = re.compile(r"\bkind\b")
# Four spaces would make it an example.
_BLOCK = re.compile(
    r"^( {0,3})options:[ \t]*\n(?:[ \t]*\n)*\1[ \t]+compass:[ \t]*\n(?:.*\n){0,9}?[ \t]+kind:", re.M
)
_INVISIBLE = r"[\s\u200b-\u200d\u2060\ufeff]*"
_BLANK = re.compile(_INVISIBLE)
_DASHES = re.compile(rf"{_INVISIBLE}[-\u2010-\u2015]+{_INVISIBLE}")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})\s*\w*\s*")
_FIELD = re.compile(r"[\w-]+:(?:\s|$)|\s+\S")


def may_hide_facts(front: FrontMatter) -> bool:
    """Return whether facts may be hidden in a front matter: a cheap test before reading YAML."""
    return _KIND_KEY.search(front.text) is not None


def misspelt(path: str, document: YamlDocument) -> Iterator[Problem]:
    """Yield the fields of a front matter that look like the way to its facts, and are not."""
    top = document.value if isinstance(document.value, dict) else {}
    for name, value in top.items():
        if name == _OPTIONS:
            yield from _in_options(path, document, value)
        elif _is_near(name, _OPTIONS) and _holds_facts(value):
            message = f"unknown field '{name}'; did you mean '{_OPTIONS}'?"
            yield Problem(path, document.line((name,)), message, Code.UNKNOWN_FIELD)
        elif _is_near(name, _COMPASS) and _are_facts(value):
            message = f"unknown field '{name}'; write '{_COMPASS}', indented below '{_OPTIONS}:'"
            yield Problem(path, document.line((name,)), message, Code.UNKNOWN_FIELD)


def _in_options(path: str, document: YamlDocument, options: Any) -> Iterator[Problem]:
    line = document.line((_OPTIONS,))
    if isinstance(options, list) and any(map(_holds_facts, options)):
        message = f"'{_OPTIONS}' must be a mapping with 'name: value' lines, not a list"
        yield Problem(path, line, message, Code.WRONG_TYPE)
    if not isinstance(options, dict):
        return
    if options.get("kind") in _NAMES and {"id", "status"} <= options.keys():
        message = f"'{_COMPASS}:' is missing; write it below '{_OPTIONS}:', and the facts below it"
        yield Problem(path, line, message, Code.MISSING_FIELD)
    for name, value in options.items():
        if name != _COMPASS and _is_near(name, _COMPASS) and _are_facts(value):
            message = f"unknown field '{_OPTIONS}.{name}'; did you mean '{_COMPASS}'?"
            yield Problem(path, document.line((_OPTIONS, name)), message, Code.UNKNOWN_FIELD)


def _is_near(name: str, word: str) -> bool:
    return difflib.SequenceMatcher(None, name.lower(), word).ratio() >= 0.8


def _holds_facts(options: Any) -> bool:
    return isinstance(options, dict) and any(
        _is_near(name, _COMPASS) and _are_facts(value) for name, value in options.items()
    )


def _are_facts(value: Any) -> bool:
    return isinstance(value, dict) and "kind" in value


def not_at_the_top(path: str, text: str) -> Iterator[Problem]:
    """Yield the problem of a page whose facts are no front matter.

    :param text: the text of a page without front matter
    """
    if _OPTIONS in text and _stands_alone(text):
        message = "the facts are not read; make '---' the very first line, with nothing before it"
        yield Problem(path, 1, message, Code.BROKEN_YAML)


def _stands_alone(text: str) -> bool:
    """Return whether a page begins with facts, and not with words about facts."""
    block = _BLOCK.search(text[:_HEAD])
    if block is None or text.count("\n", 0, block.start()) >= FIRST_LINES:
        return False
    before = [line for line in text[: block.start()].split("\n") if not _BLANK.fullmatch(line)]
    if before and _FENCE.fullmatch(before[0]):
        del before[0]  # a block of code around all of it
    if any(_FENCE.match(line) for line in before):
        return False  # an example
    below_dashes = bool(before) and _DASHES.fullmatch(before[-1]) is not None
    return below_dashes or all(_DASHES.fullmatch(line) or _FIELD.match(line) for line in before)
