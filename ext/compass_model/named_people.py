"""Across files: texts in which nobody may be recognised name nobody of the programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compass_model.names_in_text import person_in
from compass_model.problems import Code, Problem
from compass_model.records import PageRecord


def named_people(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    """Yield a problem for each nameless text of *pages* that names a person whom a page defines."""
    defined = [item for page in pages for item in page.defines if item.what == "person"]
    people = {item.id: item for item in reversed(defined)}
    names = sorted(people)
    for page in pages:
        for text in page.nameless:
            name = person_in(text.text, names)
            if name:
                where = f"{people[name].path}:{people[name].line}"
                message = f"'{text.field}' names a person of {where}; {text.advice}"
                yield Problem(page.path_of(text), text.line, message, Code.NAMED_PERSON)
