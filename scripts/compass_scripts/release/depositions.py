"""Drafts and records as the legacy interface shows them, and what they say of themselves."""

from __future__ import annotations

from typing import Any

from compass_scripts.release.answers import stored
from compass_scripts.release.context import Run

Deposition = dict[str, Any]


def address_of(deposition: Deposition) -> str:
    """Return the page of a draft or record."""
    links = deposition.get("links")
    return str(links.get("html", "")) if isinstance(links, dict) else ""


def concept_id(deposition: Deposition) -> str:
    """Return the number of what all its versions have in common; empty where it says none."""
    return str(deposition.get("conceptrecid") or "")


def said(deposition: Deposition, name: str) -> str:
    """Return a text of the metadata; empty where there is none."""
    metadata = deposition.get("metadata")
    return str(metadata.get(name) or "") if isinstance(metadata, dict) else ""


def sums_of(deposition: Deposition) -> dict[str, str]:
    """Return the MD5 sum of each file, by its name (row 17 of the contract).

    :raises ZenodoError: when the files are not written as Zenodo writes them
    """
    files = deposition.get("files")
    what = f"read the files of {deposition.get('id')}"
    there = [stored(each, what) for each in files] if isinstance(files, list) else []
    return {file.name: file.md5 for file in there}


def is_ours(run: Run, deposition: Deposition) -> bool:
    """Return whether a draft or record has the title and the version of this release."""
    wanted = (run.record.title, run.record.version)
    return (said(deposition, "title"), said(deposition, "version")) == wanted


def is_blank(deposition: Deposition) -> bool:
    """Return whether a draft is as the server makes it: no version, no files."""
    return not said(deposition, "version") and not deposition.get("files")


def line_of(deposition: Deposition) -> str:
    """Return a draft or record in one line, for a list."""
    version = said(deposition, "version") or "no version"
    title = said(deposition, "title")
    return f"  {deposition['id']}: '{title}', {version} {address_of(deposition)}"
