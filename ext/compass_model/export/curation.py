"""A page among the pathways of the book that leads through a chapter: for mystmd only."""

from __future__ import annotations

from compass_model.export.escaping import escape_signs
from compass_model.export.plan import PlannedChapter


def curation_file(chapter: PlannedChapter) -> str:
    """Return the file of the page, below the folder of the book's pages."""
    return f"pathways/pathways-{chapter.chapter.chapter}.md"


def pathway_label(chapter: PlannedChapter) -> str:
    """Return the label of the page: ``pw`` is what labels of pathways begin with in the book."""
    return f"pw-{chapter.chapter.chapter}"


def curation_page(chapter: PlannedChapter) -> str:
    """Write the page, with the directive ``curation`` of the-turing-way/myst-curation.

    Args:
        chapter: a chapter whose facts have a ``curation``
    """
    curation = chapter.chapter.curation
    assert curation is not None  # noqa: S101  (the caller looked)
    name, title = chapter.chapter.chapter, " ".join(curation.title.split())
    lines = [
        f"({pathway_label(chapter)})=",
        f"# {escape_signs(title)}",
        "",
        f":::{{curation}} {title}",
        "---",
        "depth: 2",
        "description: >",
        f"  {' '.join(curation.description.split())}",
        f"label: pathway-{name}",
        "---",
        f"- item: ../{chapter.landing}",
        "  children:",
        *(f"    - item: ../{file}" for file, _label, _title in chapter.files),
        ":::",
    ]
    return "\n".join(lines) + "\n"
