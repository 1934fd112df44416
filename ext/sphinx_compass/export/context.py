"""What the writer of an export asks, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from compass_model.problems import Problem

SCHEME = "/compass-document:"
"""Begins the address of a page while an export is made; see :func:`document_uri`.

A path, for the rules of :mod:`sphinx_compass.safety` refuse links with a scheme of their own."""


def document_uri(docname: str) -> str:
    """Return the address of a page for a builder of exports.

    Such a builder returns it from ``get_target_uri`` and ``get_relative_uri``. It is the same from
    every page, so that a link means the same wherever its page is shown.
    """
    return SCHEME + quote(docname)


def parse_document_uri(uri: str) -> tuple[str, str] | None:
    """Return the docname and the id (or ``""``) of such an address; ``None`` for any other."""
    if not uri.startswith(SCHEME):
        return None
    docname, _, id = uri.removeprefix(SCHEME).partition("#")
    return unquote(docname), id


@dataclass(frozen=True, kw_only=True)
class Context:
    """Answers what the writer of one page cannot know by itself."""

    docname: str
    """The page."""
    label: str
    """The label of the page, ``<prefix>-<file stem>``: names its footnotes and drawings."""
    strict: bool
    """Whether the customs of The Turing Way hold: terms and glossaries leave the page."""
    srcdir: Path
    """The source folder; paths of problems are relative to it."""
    label_of: Callable[[str, str], str | None]
    """The label of a docname with an id, or with ``""`` for the page; ``None``: not exported.

    All ids of one :class:`~sphinx_compass.export.points.Point` have the same label. A point of a
    page whose ids have no label gets none in the text.
    """
    address_of: Callable[[str, str], str | None]
    """The published address of a docname with an id or ``""``; ``None`` when nobody knows it."""
    figure_name: Callable[[str], str]
    """The file name, in the folder of figures, of an image given by its path in the source."""
    cite_key: Callable[[str], str | None]
    """The key in the exported bibliography of one of ours; ``None`` when there is no such work."""
    works: Collection[str] = ()
    """The keys of all works, of which a similar one is proposed in the place of a wrong one."""
    drawing_credit: str = ""
    """How the caption of a drawing of ours ends: its source and licence, as MyST. Without it a
    drawing has no caption."""
    term_of: Callable[[str, str], str | None] = lambda docname, id: None
    """The term that a docname and an id define in a glossary; asked only when ``strict``."""
    figures: str = "figures"
    """The folder of figures as seen from the folder of the page, such as ``../../figures``."""


class Figure(NamedTuple):
    """A file in the folder of figures that a page shows."""

    name: str
    """Its file name there."""
    image: str | None
    """The file it is a copy of, relative to the source folder; ``None`` for a drawing of ours."""
    content: str | None
    """The text of a drawing (SVG); ``None`` for a copy."""
    alt: str
    caption: str
    """Its caption as plain text, that of a drawing as MyST; empty when there is none."""
    path: str
    """The source file that shows it, and the line there."""
    line: int


class Written(NamedTuple):
    """One page as it will stand in the export."""

    text: str
    """The page: portable MyST, which ends in one line break."""
    problems: list[Problem]
    """What could not be written; then the text is not fit for use."""
    figures: list[Figure]
    """The files beside it, in order, each once; two may have one name."""
    citations: set[str]
    """The keys of the works it cites, as our bibliography has them."""
    terms: set[str]
    """The terms of the glossary it links to with ``{term}``."""
    defined: set[str]
    """The terms that its glossaries define, if a strict export left these out."""
