"""What to say of YAML that libyaml cannot read, in words for people who do not know YAML."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

_LOOK = "check the colons, quotes and indentation here and just above"


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line of a mistake, from 1, and what is wrong and what to do.

    :param error: what libyaml, or its twin in Python, said
    :param text: the YAML
    """
    lines = text.splitlines()
    line, message = _known(error, lines)
    if not message:
        line = _line(error, text)
        message = _tab(lines, line - 1)
    if not message:
        what = error.problem or error.context or "it cannot be read"
        message = f"{what}; {_LOOK}"
    return line, f"broken YAML: {message}"


def _known(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, str]:
    """Explain the mistakes that people make most; an empty message for all others."""
    problem, context = error.problem or "", error.context or ""
    start, here = error.context_mark, error.problem_mark
    if context == "while scanning a quoted scalar" and start is not None:
        # libyaml notices it at the end of the text, which may be far away.
        return start.line + 1, "a quotation mark is opened here and not closed; close it"
    mark = None
    if problem.startswith("found character") and "cannot start any token" in problem:
        mark = here
    elif context == "while scanning a block scalar" and start is not None and here is not None:
        mark = start if start.line == here.line else None
    first = _character(mark, lines) if mark is not None else ""
    if mark is None or not first.strip():
        return 0, ""
    return mark.line + 1, f"a text cannot begin with '{first}'; put it in quotes"


def _character(mark: yaml.Mark, lines: list[str]) -> str:
    line = lines[mark.line] if mark.line < len(lines) else ""
    return line[mark.column : mark.column + 1]


def _line(error: yaml.MarkedYAMLError, text: str) -> int:
    mark = error.problem_mark or error.context_mark
    last = text.count("\n") + 1
    return min(mark.line + 1, last) if mark is not None else 1


def _tab(lines: list[str], number: int) -> str:
    """Explain a tab in the indentation; libyaml names the line, or the one before or after it."""
    if any("\t" in indent for indent in _indents_near(lines, number)):
        return "a tab in the indentation; use spaces"
    return ""


def _indents_near(lines: list[str], number: int) -> Iterator[str]:
    for near in (number - 1, number, number + 1):
        if 0 <= near < len(lines):
            yield lines[near][: len(lines[near]) - len(lines[near].lstrip())]
