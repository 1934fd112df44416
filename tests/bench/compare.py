"""Checks that two builds show the same, so that the benchmark compares like with like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag


def differences(ours: Path, theirs: Path, docnames: Iterable[str]) -> Iterator[str]:
    """Yield where the pages of two builds differ: in their tables, field lists or whole text."""
    for docname in docnames:
        one, other = (_article(folder / f"{docname}.html") for folder in (ours, theirs))
        for what, shown in (("cells", _cells), ("fields", _fields), ("text", _text)):
            left, right = shown(one), shown(other)
            if left != right:
                place = next(
                    (pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]),
                    (f"{len(left)} items", f"{len(right)} items"),
                )
                yield f"{docname}: {what}: {place[0]!r} and {place[1]!r}"


def same_articles(ours: Path, theirs: Path) -> Iterator[str]:
    """Yield the pages that only one of two builds has, or whose articles differ at all."""
    names = {path.relative_to(folder) for folder in (ours, theirs) for path in _pages(folder)}
    if not names:
        yield "there are no pages"
    for name in sorted(names):
        if not (ours / name).is_file() or not (theirs / name).is_file():
            yield f"{name}: in one build only"
        elif _markup(ours / name) != _markup(theirs / name):
            yield f"{name}: differs"


def copies(folder: Path) -> int:
    """Return how many copies of parts the pages of a build show."""
    return sum(
        path.read_text(encoding="utf-8").count('class="compass-part-link"')
        for path in _pages(folder)
    )


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def _markup(path: Path) -> str:
    match = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.DOTALL)
    return match[0] if match else ""


def _article(path: Path) -> Tag:
    article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("article")
    assert isinstance(article, Tag), path
    for extra in article.find_all(["svg"]) + article.find_all(class_="headerlink"):
        extra.decompose()
    return article


def _cells(article: Tag) -> list[list[str]]:
    return [[_words(cell) for cell in row.find_all(["td", "th"])] for row in article.find_all("tr")]


def _fields(article: Tag) -> list[str]:
    return [
        _words(item)
        for fields in article.find_all("dl", class_="field-list")
        for item in fields.find_all(["dt", "dd"])
    ]


def _text(article: Tag) -> list[str]:
    return _words(article).split()


def _words(tag: Tag) -> str:
    """Return the text of a tag; a list in a cell is a text with semicolons in the twin."""
    return " ".join(re.sub(r"[\s;]+", " ", tag.get_text(" ")).split())
