"""``manifest.json``: which models a folder holds, where they came from, what is in each file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import click

from compass_scripts.writing import sync_folder, write_whole

MANIFEST = "manifest.json"
VERSION = 1
PARTS = ("recognition", "alignment", "diarisation", "voice-activity", "sentences")
"""What a model is for."""

_BLOCK = 1 << 20


class StoredFile(NamedTuple):
    """A file of a model."""

    path: str
    """Relative to the folder of the model, with ``/``; the file's own name for a model of one."""
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the manifest says of one model."""

    part: str
    name: str
    #: A code such as ``de``; empty for a model that is for all languages.
    language: str
    #: A repository of the Hugging Face Hub, or an address; empty when it was made here.
    source: str
    #: The commit that was fetched.
    revision: str
    licence: str
    #: The folder or file, relative to the folder of models, so that this can be carried elsewhere.
    path: str
    files: tuple[StoredFile, ...]

    @property
    def sha256(self) -> str:
        """One hash over the names and the hashes of the files."""
        lines = [f"{file.sha256}  {file.path}\n" for file in sorted(self.files)]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


class BrokenManifest(click.UsageError):
    """The manifest cannot be read or written; the message says what to do."""


def read_manifest(folder: Path) -> list[Entry]:
    """Return what a folder of models holds, in the order in which it came.

    :raises BrokenManifest: when there is a manifest that cannot be read
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BrokenManifest(f"{path} cannot be read ({_reason(error)})") from None
    try:
        return list(_entries(json.loads(content)))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        message = (
            f"{path} is damaged; delete it, and run 'compass models fetch': "
            "models that are there already are not downloaded again"
        )
        raise BrokenManifest(message) from None


def write_manifest(folder: Path, entries: list[Entry]) -> None:
    """Write the manifest: all of it, or none; it outlives a loss of power.

    :raises BrokenManifest: when it cannot be written
    """
    value = {"version": VERSION, "models": [_as_json(entry) for entry in entries]}
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    path = folder / MANIFEST
    try:
        write_whole(path, text.encode())
        sync_folder(folder)
    except OSError as error:
        raise BrokenManifest(f"{path} cannot be written ({_reason(error)})") from None


def hash_model(path: Path, seen: Callable[[int], None] = lambda _bytes: None) -> list[StoredFile]:
    """Read a model, a folder or one file, and return its files with their hashes.

    Hidden files and folders are no part of a model: what a download keeps for itself, or a desktop.

    :param seen: told how many bytes were read
    :raises OSError: when a file cannot be read
    """
    if path.is_file():
        return [_hashed(path, path.name, seen)]
    return [_hashed(file, file.relative_to(path).as_posix(), seen) for file in files_below(path)]


def files_below(folder: Path) -> list[Path]:
    """Return the files of a model's folder, without hidden ones, in the order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not _is_hidden(path.relative_to(folder)))


def place_of(folder: Path, entry: Entry, file: StoredFile) -> Path:
    """Return where a file of a model lies."""
    place = folder / entry.path
    is_one_file = place.name == file.path and not place.is_dir()
    return place if is_one_file else place / file.path


def _is_hidden(path: Path) -> bool:
    return any(step.startswith(".") for step in path.parts)


def _hashed(path: Path, name: str, seen: Callable[[int], None]) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
            seen(len(block))
    return StoredFile(name, size, digest.hexdigest())


def _entries(value: Any) -> Iterator[Entry]:
    if value["version"] != VERSION:
        raise ValueError
    for item in value["models"]:
        files = tuple(StoredFile(**file) for file in item.pop("files"))
        entry = Entry(**item, files=files)
        texts = (*item.values(), *(text for file in files for text in (file.path, file.sha256)))
        if not all(isinstance(text, str) for text in texts) or entry.part not in PARTS:
            raise ValueError
        if not all(type(file.size) is int for file in files) or not files:
            raise ValueError
        if not all(_stays_inside(name) for name in (entry.path, *(file.path for file in files))):
            raise ValueError
        yield entry


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _as_json(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "files": [file._asdict() for file in entry.files]}


def _reason(error: OSError) -> str:
    return os.strerror(error.errno or 0)
