"""What a builder does with the pages that a host shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders import Builder


def joins_pages(builder: Builder) -> bool:
    """Return whether *builder* joins all pages into one document, each part in its place."""
    return builder.name == "singlehtml" or builder.format in {"latex", "man", "texinfo"}


def shows_parts(builder: Builder) -> bool:
    """Return whether a host shows copies of its parts in the output of *builder*."""
    return builder.format in {"html", "text"} and not joins_pages(builder)
