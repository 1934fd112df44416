"""The folder in the study that each recording gets, apart from others of the same name."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.inputs import Input, folder_name
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.words import shown

_SAME, _PATH, _HASH, _FREE, _OTHER = range(5)
"""How much a folder is that of a recording: both, its path, its content, nobody's, another's."""


class Places:
    """Gives recordings their folders in one run."""

    def __init__(self, study: Path) -> None:
        self._study = study
        self._taken: set[str] = set()

    def take(self, item: Input, sha256: str) -> tuple[Input, Recording]:
        """Return a recording with the name and the folder that are its own.

        Whose folder it is stands in the journal there, so a recording finds its folder again, in
        whatever order and together with whatever others it is given. Where the first choice is
        that of another recording, its name gets as many of the folders above it as it needs.

        :param sha256: the hash of the recording; empty when it cannot be read
        :raises LostError: when all folders are those of others
        """
        best, found = _OTHER, (item, Recording(self._study / item.folder))
        for choice in _choices(item):
            if _comparable(choice.folder) in self._taken:
                continue
            recording = Recording(self._study / choice.folder)
            belonging = _belonging(choice, recording, sha256)
            if belonging < best:
                best, found = belonging, (choice, recording)
        if best == _OTHER:
            raise LostError(
                f"its folder '{shown(item.folder)}' is that of another recording; rename this one"
            )
        self._taken.add(_comparable(found[0].folder))
        return found


def _choices(item: Input) -> Iterator[Input]:
    """Give the recording with its name below the folder that was given, then with more folders."""
    yield item
    absolute = Path(os.path.abspath(item.path))  # noqa: PTH100 (resolve() would follow links)
    parts = absolute.parts[1:]  # without the root
    for length in range(item.name.count("/") + 2, len(parts) + 1):
        name = "/".join(parts[-length:])
        yield Input(item.path, name, folder_name(name))


def _belonging(item: Input, recording: Recording, sha256: str) -> int:
    journal = recording.journal
    same_hash = bool(sha256) and journal.sha256 == sha256
    if _is_path_of(item.path, journal.path):
        return _SAME if same_hash else _PATH
    if same_hash:
        return _HASH
    if recording.transcript.exists() or (journal.path and Path(journal.path).is_file()):
        return _OTHER
    return _FREE


def _is_path_of(path: Path, noted: str) -> bool:
    if not noted:
        return False
    with contextlib.suppress(OSError):
        return path.samefile(noted)
    return str(path.absolute()) == noted


def _comparable(folder: str) -> str:
    # There, names that differ in capitals only are one file.
    return folder.casefold() if sys.platform in {"darwin", "win32"} else folder
