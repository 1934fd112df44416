"""Puts an export into a small book, as an editor of The Turing Way would, for both programs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from tests.export.engines import mystmd_project

INDEX = "(index)=\n# Small Book\n\nIt holds the chapters of an export, and nothing else.\n"
BIBLIOGRAPHY = "(afterword-bibliography)=\n# Bibliography\n\n```{bibliography}\n```\n"
GLOSSARY = "(aw-glossary)=\n# Glossary of the Book\n\n```{glossary}\nTERMS\n```\n"
CONFIG = {
    "title": "Small Book",
    "execute": {"execute_notebooks": "off"},
    "bibtex_bibfiles": ["references.bib"],
}
TERMS, PATHWAYS = "glossary-terms.md", "pathways"
"""Files for mystmd only: the other program gets the first rewritten, and the second not at all."""


def fragment(export: Path) -> list[dict[str, Any]]:
    """Return the entries of an export for the book's table of contents."""
    entries: list[dict[str, Any]] = yaml.safe_load((export / "toc.yml").read_text("utf-8"))
    return entries


def mystmd_book(export: Path, folder: Path, terms: Sequence[str] = ()) -> Path:
    """Make a book for mystmd in the new *folder*, and return it.

    Args:
        export: the export
        folder: where the book goes
        terms: what the glossary of the book explains already
    """
    afterword = _pages(export, folder, terms)
    mystmd_project(folder, [{"file": "index.md"}, *fragment(export), *afterword])
    return folder


def jupyter_book_book(export: Path, folder: Path, terms: Sequence[str] = ()) -> Path:
    """Make a book for Jupyter Book 1 in the new *folder*, and return it.

    The table of contents and the glossaries are rewritten by rule. The pages stay as they are.
    """
    afterword = _pages(export, folder, terms)
    for path in (folder / TERMS, folder / "afterword/glossary.md"):
        if path.exists():
            path.write_text(_for_sphinx(path.read_text("utf-8")), encoding="utf-8")
    shutil.rmtree(folder / PATHWAYS, ignore_errors=True)
    entries = [entry for entry in fragment(export) if not entry["file"].startswith(PATHWAYS)]
    chapters = [_section(entry) for entry in [*entries, *afterword]]
    toc = {"format": "jb-book", "root": "index", "chapters": chapters}
    for name, value in {"_toc.yml": toc, "_config.yml": CONFIG}.items():
        (folder / name).write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    return folder


def _pages(export: Path, folder: Path, terms: Sequence[str]) -> list[dict[str, Any]]:
    """Write the pages of a book, and return the last part of its table of contents."""
    shutil.copytree(export / "book" / "website", folder)
    shutil.copy(export / "references.bib", folder)
    files = {"index.md": INDEX, "afterword/bibliography.md": BIBLIOGRAPHY}
    if terms:
        entries = "\n\n".join(f"{term}\n: As the book explains it." for term in terms)
        files["afterword/glossary.md"] = GLOSSARY.replace("TERMS", entries)
    (folder / "afterword").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [{"file": name} for name in files if name.startswith("afterword/")]


def _section(entry: dict[str, Any]) -> dict[str, Any]:
    """Rewrite an entry of ``myst.yml`` for ``_toc.yml``."""
    found = {key: entry[key] for key in ("file", "title") if key in entry}
    found["file"] = found["file"].removesuffix(".md")
    if "children" in entry:
        found["sections"] = [_section(child) for child in entry["children"]]
    return found


def _for_sphinx(glossary: str) -> str:
    """Rewrite a glossary for Sphinx: it wants definitions indented, without a colon."""
    return re.sub(r"(?m)^: ", "  ", glossary)
