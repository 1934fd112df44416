"""``export-manifest.json``: what an export wrote, so that the next one may replace it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

MANIFEST_FILE = "export-manifest.json"
FORMAT = 1


class Manifest(NamedTuple):
    """What an export wrote."""

    files: Mapping[str, str]
    """The SHA-256 of each file as it was written, by its path in the folder of the export."""
    sources: Mapping[str, str]
    """The file of the compass that each was made from; not all are made from one."""
    labels: Mapping[str, str]
    """What each label stands for: ``document#id``, or the document alone."""
    book_terms: tuple[str, ...] = ()
    """The terms that the pages link to and the book must define."""
    before: Mapping[str, str] = {}
    """The SHA-256 of files as they were before: only while an export is being written."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def write_manifest(manifest: Manifest) -> bytes:
    """Write a manifest as JSON, sorted, so that a change is a small diff."""
    files = {
        path: {"sha256": manifest.files[path], "source": manifest.sources.get(path, "")}
        for path in sorted(manifest.files)
    }
    for path in sorted(manifest.before):
        files[path]["before"] = manifest.before[path]
    content = {
        "format": FORMAT,
        "files": files,
        "labels": dict(sorted(manifest.labels.items())),
        "book-terms": sorted(manifest.book_terms),
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(content: bytes) -> Manifest | None:
    """Read a manifest; ``None`` when it is none of ours."""
    try:
        found: Any = json.loads(content)
        if found["format"] != FORMAT:
            return None
        files = {str(path): str(file["sha256"]) for path, file in found["files"].items()}
        sources = {str(path): str(file["source"]) for path, file in found["files"].items()}
        before = {
            str(path): str(file["before"])
            for path, file in found["files"].items()
            if "before" in file
        }
        labels = {str(label): str(place) for label, place in found["labels"].items()}
        terms = tuple(map(str, found["book-terms"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if any(not is_inside(path) for path in files):
        return None
    return Manifest(files, sources, labels, terms, before)


def is_inside(path: str) -> bool:
    """Return whether a path, as a manifest has it, stays in the folder of the export."""
    steps = path.split("/")
    return (
        not any(step in {"", ".", ".."} for step in steps) and ":" not in path and "\\" not in path
    )
