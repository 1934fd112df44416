"""The running text of made-up pages, about 1,400 words each."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tests.bench.vocabulary import Writer

IMAGES = 10
"""The number of images that all pages share."""


def label(docname: str) -> str:
    """Return the label that stands before the title of a page."""
    return docname.replace("/", "-")


class Prose:
    """Writes the text of one page."""

    def __init__(self, docname: str, targets: Sequence[str], writer: Writer) -> None:
        """Prepare.

        Args:
            docname: the page
            targets: the pages that it may link to
            writer: where its words come from
        """
        self._docname = docname
        self._folder = os.path.dirname(docname) or "."  # noqa: PTH120 - a docname, not a file
        self._targets = targets
        self._writer = writer

    def opening(self, title: str) -> list[str]:
        """Write the label, the title and a first paragraph."""
        text = " ".join(self._writer.sentences(3))
        return [f"({label(self._docname)})=", f"# {title}", "", text, ""]

    def sections(self, headings: Sequence[str]) -> list[str]:
        """Write a section for each heading, with everything that a page holds besides."""
        extras = [self._admonition, self._table, self._image, self._fence]
        lines = []
        for i, heading in enumerate(headings):
            lines += [f"## {heading}", "", *self._section()]
            lines += extras[i]() if i < len(extras) else []
        return lines

    def _section(self) -> list[str]:
        write = self._writer
        bold = [f"- **{write.phrase(1, 2)}**: {write.sentence(11, 18)}" for _ in range(5)]
        steps = [f"{i}. {write.sentence(10, 17)}" for i in range(1, 5)]
        return [
            *self._paragraph(6, [self._reference(), self._reference(), self._citation()]),
            *bold,
            "",
            f"### {write.phrase().capitalize()}",
            "",
            *self._paragraph(6, [f"[{write.phrase(1, 2)}]({write.address()})"]),
            *steps,
            "",
        ]

    def _paragraph(self, count: int, links: Sequence[str]) -> list[str]:
        sentences = self._writer.sentences(count)
        for i, link in enumerate(links):
            sentences[2 * i] = f"{sentences[2 * i][:-1]}, see {link}."
        return [" ".join(sentences), ""]

    def _reference(self) -> str:
        target = self._writer.one_of(self._targets)
        text = self._writer.one_of(("", self._writer.phrase(1, 2)))
        kind = self._writer.number(1, 3)
        if kind == 1:
            return f"{{doc}}`{text} </{target}>`" if text else f"{{doc}}`/{target}`"
        if kind == 2:
            return f"{{ref}}`{text} <{label(target)}>`" if text else f"{{ref}}`{label(target)}`"
        return f"[{text}]({os.path.relpath(target, self._folder)}.md)"

    def _citation(self) -> str:
        write = self._writer
        text = f"{write.phrase(1, 1).capitalize()} ({write.number(1990, 2026)})"
        return f"[{text}](https://doi.org/10.1000/{write.number(1, 9999)})"

    def _admonition(self) -> list[str]:
        write = self._writer
        name = write.one_of(("note", "tip", "warning", "admonition"))
        title = f" {write.phrase().capitalize()}" if name == "admonition" else ""
        return [f":::{{{name}}}{title}", *write.sentences(2), ":::", ""]

    def _table(self) -> list[str]:
        write = self._writer
        rows = [
            f"| {write.phrase(1, 2)} | {write.clause(4)} | {write.clause(4)} |" for _ in range(6)
        ]
        return ["| What | How | Why |", "|---|---|---|", *rows, ""]

    def _image(self) -> list[str]:
        number = self._writer.number(0, IMAGES - 1)
        path = os.path.relpath(f"images/image-{number}.png", self._folder)
        return [f"![{self._writer.phrase()}]({path})", ""]

    def _fence(self) -> list[str]:
        write = self._writer
        lines = [
            f"{write.one_of(('name', 'goal', 'owner'))}-{i}: {write.clause(3)}" for i in (1, 2)
        ]
        return ["```yaml", *lines, "```", ""]


def headings(writer: Writer, required: Sequence[str] = ()) -> list[str]:
    """Return the headings of the four sections of a page; some kinds require some."""
    made = [writer.phrase().capitalize() for _ in range(4 - len(required))]
    return [*required, *made]
