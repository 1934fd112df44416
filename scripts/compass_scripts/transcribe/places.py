"""The folder in the study that each recording gets, apart from others of the same name."""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from compass_scripts.transcribe.inputs import Input, folder_name
from compass_scripts.transcribe.recording import Recording

_CLAIMS = _SAME, _CONTENT, _PATH, _FREE = range(4)
"""Why a folder is that of a recording: path and content, either of them, or nobody has it. The
better claim goes first, whatever the order in which recordings are given."""


class Place(NamedTuple):
    """Where a recording is kept."""

    item: Input
    """The recording, with the name and the folder that are its own."""
    recording: Recording


def assign_places(study: Path, found: Sequence[tuple[Input, str]]) -> list[Place | None]:
    """Return the place of each recording; ``None`` where all folders are those of others.

    Whose folder it is stands in the journal there, so a recording finds its folder again, together
    with whatever others it is given. Where the first choice is that of another recording, its name
    gets as many of the folders above it as it needs.

    :param found: recordings and their hashes; an empty hash when one cannot be read
    """
    places: list[Place | None] = [None] * len(found)
    taken: set[str] = set()
    known: dict[str, Recording] = {}
    for wanted in _CLAIMS:
        for number, (item, sha256) in enumerate(found):
            if places[number]:
                continue
            for choice in _choices(item):
                folder = _comparable(choice.folder)
                if folder in taken:
                    continue
                recording = known.setdefault(folder, Recording(study / choice.folder))
                if _claim(choice, recording, sha256) == wanted:
                    taken.add(folder)
                    places[number] = Place(choice, recording)
                    break
    return places


def _choices(item: Input) -> Iterator[Input]:
    """Give the recording with its name below the folder that was given, then with more folders."""
    yield item
    absolute = Path(os.path.abspath(item.path))  # noqa: PTH100 (resolve() would follow links)
    parts = absolute.parts[1:]  # without the root
    for length in range(item.name.count("/") + 2, len(parts) + 1):
        name = "/".join(parts[-length:])
        yield Input(item.path, name, folder_name(name))


def _claim(item: Input, recording: Recording, sha256: str) -> int | None:
    """Return why a folder may be that of a recording; ``None`` when it is another's."""
    journal = recording.journal
    same_path = _is_path_of(item.path, journal.path)
    if sha256 and journal.sha256 == sha256:
        return _SAME if same_path else _CONTENT
    if same_path:
        return None if sha256 and _is_worked_on(recording) else _PATH
    if recording.transcript.exists() or (journal.path and Path(journal.path).is_file()):
        return None
    return _FREE


def _is_worked_on(recording: Recording) -> bool:
    """Return whether a person worked on the transcript of what was there before.

    Recorders use a name again: corrections and pseudonyms must not go to another interview.
    """
    if not recording.transcript.exists():
        return False
    from compass_scripts.study.hand_work import has_hand_work  # noqa: PLC0415 (seldom needed)

    return has_hand_work(recording.folder)


def _is_path_of(path: Path, noted: str) -> bool:
    if not noted:
        return False
    with contextlib.suppress(OSError):
        return path.samefile(noted)
    return str(path.absolute()) == noted


def _comparable(folder: str) -> str:
    # There, names that differ in capitals only, or in how an accent is written, are one file.
    if sys.platform in {"darwin", "win32"}:
        return unicodedata.normalize("NFC", folder).casefold()
    return folder
