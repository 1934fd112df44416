"""Which excerpts a version holds: ``.release/excerpts.lock.json``, with ids and hashes, no words.

Who withdraws asks which versions are concerned. Long after, nobody can tell from the sources.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from compass_model.study.excerpt import sha256_of
from compass_model.tree import read_compass
from compass_scripts.release.journal import EXCERPT_LOCK, FOLDER
from compass_scripts.release.stop import Stop
from compass_scripts.writing import write_whole


class Packed(NamedTuple):
    """The excerpts of a version that was packed for a target."""

    version: str
    target: str
    commit: str
    excerpts: Mapping[str, str]
    """The hash of the words of each excerpt, by its id."""


def excerpts_of(source: Path, today: dt.date) -> dict[str, str]:
    """Return the hashes of all words that pages below *source* may show, by excerpt."""
    shown = read_compass(source, today).quotes.shown
    return {id: sha256_of(one.words) for id, one in sorted(shown.items()) if one.words}


def note_excerpts(root: Path, packed: Packed) -> None:
    """Write down the excerpts of a version, in place of what was packed of it before.

    A site without excerpts gets no such file.

    :raises Stop: when the file cannot be read or written
    """
    before = packed_versions(root)
    others = [one for one in before if (one.version, one.target) != (packed.version, packed.target)]
    now = sorted([*others, *([packed] if packed.excerpts else [])], key=lambda one: one[:3])
    if now == before:
        return
    content = {"versions": [{**one._asdict(), "excerpts": dict(one.excerpts)} for one in now]}
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    try:
        write_whole(root / FOLDER / EXCERPT_LOCK, text.encode())
    except OSError:
        raise Stop(f"{FOLDER}/{EXCERPT_LOCK} cannot be written") from None


def packed_versions(root: Path) -> list[Packed]:
    """Return what was written down, sorted.

    :raises Stop: when the file cannot be read
    """
    path = root / FOLDER / EXCERPT_LOCK
    if not path.exists():
        return []
    try:
        versions = json.loads(path.read_text(encoding="utf-8"))["versions"]
        return sorted((_read(one) for one in versions), key=lambda one: one[:3])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Stop(
            f"{FOLDER}/{EXCERPT_LOCK} cannot be read", hint="Take it from git again."
        ) from None


def _read(one: Mapping[str, Any]) -> Packed:
    excerpts = {str(id): str(value) for id, value in one["excerpts"].items()}
    return Packed(str(one["version"]), str(one["target"]), str(one["commit"]), excerpts)
