"""Tables of contents for ``project.toc`` of a ``myst.yml``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from compass_model.export.curation import curation_file
from compass_model.export.plan import PlannedChapter


class Entry(NamedTuple):
    """A page in a table of contents."""

    file: str
    title: str
    children: tuple[Entry, ...] = ()


def toc_lines(entries: Sequence[Entry], indent: str = "") -> Iterator[str]:
    """Yield the lines of a table of contents in YAML."""
    for entry in entries:
        yield f"{indent}- file: {quoted(entry.file)}"
        yield f"{indent}  title: {quoted(entry.title)}"
        if entry.children:
            yield f"{indent}  children:"
            yield from toc_lines(entry.children, indent + "    ")


def quoted(text: str) -> str:
    """Write a text as a YAML scalar, in quotes where it could mean something else."""
    plain = re.fullmatch(r"[A-Za-z][\w /().'’,&–é-]*", text)
    word = text.lower() in {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
    if plain and not word and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)


def fragment(chapters: Sequence[PlannedChapter], *, glossary: bool) -> str:
    """Write the entries that the book's table of contents needs.

    Args:
        chapters: the chapters of the export
        glossary: whether there is a page of terms
    """
    lines = ["# For 'project.toc' in book/website/myst.yml: each entry below its guide."]
    guide = ""
    for chapter in chapters:
        children = tuple(Entry(file, title) for file, _label, title in chapter.files)
        if chapter.chapter.guide != guide:
            guide = chapter.chapter.guide
            lines += [f"# below {guide}/{guide}.md"]
        lines += toc_lines([Entry(chapter.landing, chapter.chapter.title, children)])
    curated = [chapter for chapter in chapters if chapter.chapter.curation]
    if curated:
        lines += ["# below pathways/pathways.md"]
    for chapter in curated:
        assert chapter.chapter.curation is not None  # noqa: S101  (chosen above)
        lines += toc_lines([Entry(curation_file(chapter), chapter.chapter.curation.title)])
    if glossary:
        lines += ["# only until these terms are in afterword/glossary.md"]
        lines += toc_lines([Entry("glossary-terms.md", "Glossary Terms")])
    return "\n".join(lines) + "\n"
