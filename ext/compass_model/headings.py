"""The headings of a page, and the sections that its kind must have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from compass_model.envelope import Section
from compass_model.problems import Code


class Heading(NamedTuple):
    """A heading of the running text; headings inside directives are not sections."""

    level: int
    text: str
    line: int


def missing_sections(sections: Iterable[Section], headings: Sequence[Heading]) -> Iterator[str]:
    """Yield a message for each required section without a heading."""
    there = {_plain(heading.text) for heading in headings}
    for section in sections:
        names = (section.name, *section.synonyms)
        if there.isdisjoint(map(_plain, names)):
            also = f" (or '{section.synonyms[0]}')" if section.synonyms else ""
            yield f"the section '{section.name}'{also} is missing; say {section.purpose}"


def title_problem(
    title: str | None, title_line: int, headings: Sequence[Heading], body_line: int
) -> tuple[int, str, Code] | None:
    """Compare the ``title`` of the front matter with the first heading.

    :returns: line, message and code, or ``None`` when all is well
    """
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else body_line
        message = "the page has no title; begin its text with a line '# Title'"
        return line, message, Code.MISSING_TITLE
    if title is not None and _plain(title) != _plain(headings[0].text):
        message = (
            f"'title' says '{title}', the heading says '{headings[0].text}'; "
            "take 'title' out, the heading is the title"
        )
        return title_line, message, Code.TITLE_MISMATCH
    return None


def _plain(text: str) -> str:
    """Compare headings without case, markup, punctuation at the end and repeated spaces."""
    return " ".join(re.sub(r"[*_`]", "", text).lower().rstrip("?!.: ").split())
