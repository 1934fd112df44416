"""What the editors of The Turing Way mend by hand, found in a text before they see it.

The rules are those of the book's style guide and of its script ``tests/no-bad-latin.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from compass_model.problems import Code

LARGEST_IMAGE = 1_000_000
"""The book takes images below 1 MB (style guide, style-figures)."""
IMAGE_TYPES = (".jpg", ".jpeg", ".png", ".svg")

_LATIN = re.compile(
    r"(?<![\w.])(?:i\.\s?e\.|e\.\s?g\.|ie|eg|e\.?t\.?c\.?|et cetera)(?![\w-])", re.I
)
_FIGURE = re.compile(r"(?<!\w)(?:Figure|Fig\.|Table)\s\d+(?:\.\d+)*(?!\w)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_LICENCE = re.compile(
    r"CC[- ]?BY(?:[- ]?4\.0)?(?![\w-])|CC[- ]?0(?!\w)|Creative Commons Attribution", re.I
)
_RESTRICTED = re.compile(r"CC[- ]?BY[- ](?:NC|ND|SA)", re.I)
_SOURCE = re.compile(r"https?://\S+|\bdoi:\s?10\.|\b10\.\d{4,9}/\S+")
_NEEDLESS = re.compile(r"\s*(?:an? )?(?:image|picture|photo(?:graph)?|figure|graphic) of\b", re.I)


class Remark(NamedTuple):
    """Something that the editors would send back."""

    at: int
    """Where in the text: the number of characters before it."""
    code: Code
    message: str


def remarks_on(text: str) -> Iterator[Remark]:
    """Yield what is wrong with a running text."""
    for match in _LATIN.finditer(text):
        said = _say(match[0])
        message = f"'{match[0]}' is Latin, which the book avoids; write '{said}'"
        yield Remark(match.start(), Code.LATIN_ABBREVIATION, message)
    for match in _FIGURE.finditer(text):
        message = (
            f"'{match[0]}' is a number written by hand, and the book counts anew; "
            "name the figure or table, and refer to it with {numref}"
        )
        yield Remark(match.start(), Code.FIGURE_NUMBER, message)
    for match in _FOOTNOTE.finditer(text):
        message = f"there is no footnote {match[0]}; write it, or take the reference out"
        yield Remark(match.start(), Code.UNDEFINED_FOOTNOTE, message)


def _say(latin: str) -> str:
    letters = re.sub(r"[^a-z]", "", latin.lower())
    return {"ie": "that is", "eg": "for example"}.get(letters, "and so on")


def alt_problem(alt: str) -> str | None:
    """Return what is wrong with the text that stands for an image; ``None`` when all is well."""
    if not alt.strip():
        return "the image has no text for people who cannot see it; add ':alt:'"
    if match := _NEEDLESS.match(alt):
        return f"the text of an image need not begin with '{match[0].strip()}'; say what it shows"
    return None


def caption_problem(caption: str, addresses: str) -> tuple[Code, str] | None:
    """Return what is wrong with the caption of an image; ``None`` when all is well.

    Args:
        caption: its words; empty when the image has none
        addresses: where its links lead, in one text
    """
    if _RESTRICTED.search(caption) or not _LICENCE.search(f"{caption} {addresses}"):
        message = (
            "the image has no licence that the book can take; make it a figure whose caption ends "
            "with where it comes from and 'CC-BY 4.0' or 'CC0'"
        )
        return Code.IMAGE_LICENCE, message
    if not _SOURCE.search(f"{caption} {addresses}"):
        message = "the caption does not say where the image is from; add its DOI or its address"
        return Code.IMAGE_LICENCE, message
    return None


def file_problem(name: str, size: int) -> str | None:
    """Return what is wrong with the file of an image; ``None`` when all is well."""
    if not name.lower().endswith(IMAGE_TYPES):
        return f"the book takes images as .png, .jpg or .svg; save '{name}' as one of these"
    if size >= LARGEST_IMAGE:
        megabytes = f"{size / 1_000_000:.1f}"
        return f"'{name}' has {megabytes} MB, and the book takes less than 1 MB; make it smaller"
    return None
