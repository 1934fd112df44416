"""``{compass:kind}``: the reference of a kind of page, generated from its class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compass_model.envelope import Page
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.problems import did_you_mean, one_of
from compass_model.reference import FieldHelp, fields_of


class KindDirective(SphinxDirective):
    """Describes a kind of page: its help, required sections, and every field."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = {}

    def run(self) -> list[nodes.Node]:
        """Make the reference from the class."""
        name = self.arguments[0].strip()
        kind = next((kind for kind in KINDS if kind.name == name), None)
        if kind is None:
            names = [kind.name for kind in KINDS]
            hint = did_you_mean(name, names) or f"; use {one_of(names)}"
            raise self.error(f"'{name}' is not a kind of page{hint}")
        # No list, but the page needs our style sheet.
        self.env.domaindata["compass"]["listings"].setdefault(self.env.docname, ())
        result = [*_help(kind), _fields(fields_of(kind))]
        if kind is CharterPart:
            for part in PARTS:
                result += _part(part)
        return result


def _part(part: type[CharterPart]) -> Iterator[nodes.Node]:
    yield nodes.rubric("", "", nodes.literal("", f"part: {part_name(part)}"))
    yield from _help(part)
    if own := fields_of(part, besides=CharterPart):
        yield _fields(own)


def _help(kind: type[Page]) -> Iterator[nodes.Node]:
    for paragraph in (kind.__doc__ or "").split("\n\n"):
        yield nodes.paragraph("", "", *_inline(paragraph))
    if not kind.sections:
        return
    items = nodes.bullet_list(bullet="-")
    for section in kind.sections:
        also = ", ".join(section.synonyms)
        line = nodes.paragraph("", "", nodes.strong("", section.name))
        line += nodes.Text(f": say {section.purpose} (also: {also})")
        items += nodes.list_item("", line)
    yield nodes.paragraph("", "Sections that the page must have:")
    yield items


def _fields(fields: Iterable[FieldHelp]) -> nodes.definition_list:
    """Describe fields, those of their entries below them."""
    result = nodes.definition_list(classes=["compass-reference"])
    for field in fields:
        term = nodes.term("", "", nodes.literal("", field.name))
        facts = [field.holds, "required" if field.required else "optional"]
        term += nodes.Text(f" – {', '.join(filter(None, facts))}")
        definition = nodes.definition("", nodes.paragraph("", "", *_inline(field.help)))
        if field.inside:
            definition += _fields(field.inside)
        result += nodes.definition_list_item("", term, definition)
    return result


def _inline(text: str) -> Iterator[nodes.Node]:
    """Read the little markup of our own docstrings: ``literal``."""
    for i, part in enumerate(re.split(r"``(.+?)``", " ".join(text.split()))):
        if part:
            yield nodes.literal("", part) if i % 2 else nodes.Text(part)
