"""Helpers of the tests about quotes: change the made-up study, read everything that was written."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from tests.site import copy_root

PARTICIPANTS = "_data/research/participants.yml"
EXCERPTS = "_data/research/excerpts.yml"
SECRET = "zibbertwonk"
"""A word of a quote that may not be shown; it stands nowhere else."""


def made_up_study(to: Path) -> Path:
    """Copy the made-up study to a folder of its own."""
    return copy_root("excerpts", to)


def change(source: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    path = source / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def words(text: str, participant: str, /, **fields: str) -> str:
    """Return the entry of an excerpt with words, all of whose fields are right."""
    lines = [
        "- id: x-secret",
        f"  participant: {participant}",
        "  item: made-up-interview:finding",
        f'  text: "{text}"',
        "  review: {by: [coder-1], on: 2026-03-01}",
        f"  text-sha256: {hashlib.sha256(text.encode()).hexdigest()}",
    ]
    for name, value in fields.items():
        field = name.replace("_", "-")
        lines = [line for line in lines if line.split(":")[0].strip(" -") != field]
        if value:
            lines.append(f"  {field}: {value}")
    return "\n".join(lines) + "\n"


def add(source: Path, entry: str, *, page: bool = True) -> None:
    """Add an excerpt, and a page that shows it in both ways."""
    path = source / EXCERPTS
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    if page:
        show(source)


def show(source: Path) -> None:
    """Add a page that shows the excerpt in both ways."""
    text = "# Shown\n\nHere: {compass:excerpt}`x-secret`.\n\n```{compass:excerpt} x-secret\n```\n"
    (source / "study/shown.md").write_text(text, encoding="utf-8")


def files_with(word: str, *folders: Path) -> list[str]:
    """Return every file below *folders* that holds a word: pages, pickles, indexes, inventories."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and word.encode() in _content(path).lower():
                found.append(path.relative_to(folder.parent).as_posix())
    return found


def _content(path: Path) -> bytes:
    data = path.read_bytes()
    if path.name == "objects.inv":
        head, data = data.split(b"zlib.\n", 1)
        data = head + zlib.decompress(data)
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data
