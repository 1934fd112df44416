"""Faults planted into good chapters: each of them fails the strict check, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.export.book import jupyter_book_book, mystmd_book
from tests.export.engines import HERE, jupyter_book, mystmd

GOOD = HERE / "good"
CHECKLIST = "collaboration/made-up-party/made-up-party-checklist.md"
CURATION = "pathways/pathways-made-up-party.md"
BIBLIOGRAPHY = "references.bib"


class Fault(NamedTuple):
    """A change of one file of the export, and what the programs say about it."""

    file: str
    """Below the folder of pages, or beside it."""
    old: str
    new: str
    mystmd: str
    """What mystmd says, ``HERE`` for the file; empty where it sees nothing."""
    jupyter_book: str = ""
    """What Jupyter Book 1 says, when all faults are there at once."""


def added(text: str, mystmd: str, jupyter_book: str) -> Fault:
    """Return a fault that adds a paragraph."""
    start = "- Choose a day.\n"
    return Fault(CHECKLIST, start, f"{text}\n\n{start}", mystmd, jupyter_book)


FAULTS = {
    "a reference to no label": added(
        "{ref}`A page <cl-gone>`",
        "error: HERE Cross reference target was not found: cl-gone",
        "undefined label: 'cl-gone'",
    ),
    "a link to no label": added(
        "[A page](#cl-gone)",
        'error: HERE:4 No target for internal reference "#cl-gone" was found.',
        "'myst' cross-reference target not found: 'cl-gone' [myst.xref_missing]",
    ),
    "a link to no file": added(
        "[A page](gone.md)",
        "error: HERE a link leads to 'gone.md', which is not there",
        "'myst' cross-reference target not found: 'gone.md' [myst.xref_missing]",
    ),
    "a link in the form of old pages": added(
        "[A page](cl-made-up-party)",
        "error: HERE:4 Legacy syntax used for link target, please prepend a '#' to your link url: "
        '"cl-made-up-party"',
        "",
    ),
    "a work that is not in the bibliography": added(
        "{cite:p}`Gone2020gone`",
        'error: HERE Could not link citation with label "Gone2020gone".',
        'could not find bibtex key "Gone2020gone"',
    ),
    "a term that is not in the glossary": added(
        "{term}`gone`",
        "error: HERE Cross reference target was not found: term-gone",
        "term not in glossary: 'gone'",
    ),
    "an image that is not there": added(
        "```{figure} ../../figures/gone.svg\n:alt: Nothing\n\nNothing.\n```",
        'error: HERE Cannot find image "../../figures/gone.svg" in collaboration/made-up-party',
        "image file not readable: figures/gone.svg",
    ),
    "an unknown directive": added(
        "```{charter}\nText\n```",
        "error: HERE:4 unknown directive: charter",
        "Unknown directive type: 'charter' [myst.directive_unknown]",
    ),
    "an unknown role": added(
        "{compass:q}`x`",
        "error: HERE:4 unknown role: compass:q",
        'Unknown interpreted text role "compass:q". [myst.role_unknown]',
    ),
    "an unknown option": added(
        "```{note}\n:colour: red\nText\n```",
        'warning: HERE:5 unexpected option "colour" provided (in note)',
        "'note': Unknown option keys: ['colour'] (allowed: ['class', 'name']) "
        "[myst.directive_option]",
    ),
    "a label twice": added(
        "(cl-made-up-party)=\nText",
        "warning: collaboration/made-up-party.md Duplicate identifier in project "
        '"cl-made-up-party"',
        "duplicate label cl-made-up-party, other instance in collaboration/made-up-party.md",
    ),
    "a heading that is too deep": added(
        "#### Deep", "", "Non-consecutive header level increase; H1 to H4 [myst.header]"
    ),
    "a work twice in the bibliography": Fault(
        BIBLIOGRAPHY,
        "@book",
        "@book{Example2024parties, title={X}, year={2024}}\n@book",
        "",
        "bibliography data error in references.bib: repeated bibliography entry: "
        "Example2024parties",
    ),
    "an entry without a file": Fault(
        "toc.yml",
        "made-up-party-checklist.md",
        "gone.md",
        "error: myst.yml Table of contents entry does not exist: "
        "collaboration/made-up-party/gone.md",
        "toctree contains reference to nonexisting document 'collaboration/made-up-party/gone' "
        "[etoc.ref]",
    ),
    "an item of a curation without a page": Fault(
        CURATION,
        "-during.md",
        "-gone.md",
        "error: HERE a link leads to '../collaboration/made-up-party/made-up-party-gone.md', which "
        "is not there",
    ),
    "a key at the top of front matter": Fault(
        CHECKLIST,
        "(cl-made-up-party-checklist)=",
        "---\nowner: me\n---\n(cl-made-up-party-checklist)=",
        "error: HERE 'frontmatter' extra key ignored: owner (at HERE)",
    ),
}
SEEN = {name: fault for name, fault in FAULTS.items() if fault.mystmd}
UNSEEN = {
    # What no program sees; compass looks for it in the sources.
    "a footnote without a text": added("Text.[^gone]", "", ""),
    **{name: fault for name, fault in FAULTS.items() if not fault.mystmd},
}


def export_with(folder: Path, *faults: Fault) -> Path:
    """Return a copy of the good export with faults."""
    shutil.copytree(GOOD, folder)
    for fault in faults:
        beside = folder / fault.file
        path = beside if beside.exists() else folder / "book" / "website" / fault.file
        text = path.read_text("utf-8")
        assert fault.old in text
        path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    return folder


def test_the_good_chapters_are_good_for_both(tmp_path: Path) -> None:
    found = mystmd(mystmd_book(GOOD, tmp_path / "mystmd"))
    assert (found.said, found.code) == ([], 0), found.output
    found = jupyter_book(jupyter_book_book(GOOD, tmp_path / "jupyter-book"))
    assert (found.said, found.code) == ([], 0), found.output


@pytest.mark.parametrize("name", SEEN)
def test_mystmd_sees_a_fault(name: str, tmp_path: Path) -> None:
    fault = SEEN[name]
    found = mystmd(mystmd_book(export_with(tmp_path / "export", fault), tmp_path / "book"))
    assert not found.fine
    assert fault.mystmd.replace("HERE", fault.file) in found.said, found.output
    assert len(found.said) == 1 or fault.file in {"toc.yml", CURATION}  # there one leads to others


def test_mystmd_does_not_see_these(tmp_path: Path) -> None:
    export = export_with(tmp_path / "export", *UNSEEN.values())
    assert mystmd(mystmd_book(export, tmp_path / "book")).fine


def test_jupyter_book_sees_faults(tmp_path: Path) -> None:
    faults = [fault for fault in FAULTS.values() if fault.jupyter_book]
    found = jupyter_book(jupyter_book_book(export_with(tmp_path / "e", *faults), tmp_path / "book"))
    assert found.code == 1
    missing = [
        fault.jupyter_book
        for fault in faults
        if not any(line.endswith(f"WARNING: {fault.jupyter_book}") for line in found.said)
    ]
    assert missing == [], found.output
