"""The files that are made from a transcript: Markdown, text and subtitles."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from compass_model.problems import Code, Problem
from compass_model.study.corrections import CORRECTIONS
from compass_model.study.speaker_map import SPEAKERS
from compass_model.study.transcript import TRANSCRIPT, Transcript, read_transcript
from compass_scripts.study.corrected import correct
from compass_scripts.study.corrections import FIRST_CORRECTIONS
from compass_scripts.study.markdown import markdown
from compass_scripts.study.plain_text import plain_text
from compass_scripts.study.private_files import write_private
from compass_scripts.study.speaker_map import first_speakers
from compass_scripts.study.subtitles import srt, vtt

RENDERED = ".rendered.json"
"""What each file was when we wrote it, so that changes by hand are seen."""
FORMATS = {
    "transcript.md": markdown,
    "transcript.txt": plain_text,
    "transcript.srt": srt,
    "transcript.vtt": vtt,
}


@dataclass
class Made:
    """What came of making the files of one recording."""

    problems: list[Problem]
    #: What is not wrong, but still to do.
    notices: list[str] = field(default_factory=list)
    #: The names of the files that were written.
    written: list[str] = field(default_factory=list)


def write_outputs(folder: Path) -> list[Problem]:
    """Make the files of a recording from its transcript, its speaker map and its corrections.

    The two files of the researcher are made where they are missing and never changed. A file
    that somebody changed by hand is left as it is, and is a problem.

    :param folder: the folder of the recording, with ``transcript.json``
    :returns: what is wrong in the files of the researcher
    :raises OSError: when a file cannot be read or written; running it again completes it
    """
    return make_outputs(folder).problems


def make_outputs(folder: Path) -> Made:
    """Do what :func:`write_outputs` does, and tell more about it.

    :raises OSError: as there
    """
    transcript, problems = read_transcript(folder / TRANSCRIPT)
    if transcript is None:
        return Made(problems)
    made = Made(problems)
    _start_hand_files(folder, transcript, made)
    result, problems, made.notices = correct(transcript, folder)
    made.problems += problems
    _write(folder, {name: render(result).encode() for name, render in FORMATS.items()}, made)
    return made


def _start_hand_files(folder: Path, transcript: Transcript, made: Made) -> None:
    """Write the files of the researcher where there are none."""
    starts = {SPEAKERS: first_speakers(transcript), CORRECTIONS: FIRST_CORRECTIONS}
    for name, content in starts.items():
        path = folder / name
        if not path.exists() and not path.is_symlink():
            write_private(path, content.encode())
            made.written.append(name)


def _write(folder: Path, files: dict[str, bytes], made: Made) -> None:
    """Write the files that are not as they should be, unless somebody else changed them."""
    ours = _read_record(folder)
    record: dict[str, list[str]] = {}
    changed = []
    for name, content in files.items():
        wanted, there = _sha256(content), _sha256_of(folder / name)
        record[name] = [wanted]
        if there in {None, *ours.get(name, [])} - {wanted}:
            changed.append(name)
        elif there != wanted:
            record[name] = ours.get(name, [])
            made.problems.append(_hand_edited(folder / name))
    if changed:
        # A run that is killed now leaves a file as it was or as it will be: both are ours.
        both = {name: sorted({*ours.get(name, []), *record[name]}) for name in record}
        _write_record(folder, both, ours)
        for name in changed:
            write_private(folder / name, files[name])
        made.written += changed
        ours = both
    _write_record(folder, record, ours)


def _hand_edited(path: Path) -> Problem:
    message = (
        f"{path.name} was changed by hand, so it is not made again; move the changes to "
        f"{CORRECTIONS}, then delete or rename it"
    )
    return Problem(path.as_posix(), 1, message, Code.HAND_EDITED)


def _read_record(folder: Path) -> dict[str, list[str]]:
    """Return the sums of the files as we wrote them; without a record, none is known to be ours."""
    try:
        value = json.loads((folder / RENDERED).read_bytes())
        return {name: [str(one) for one in value.get(name, [])] for name in FORMATS}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _write_record(folder: Path, record: dict[str, list[str]], before: dict[str, list[str]]) -> None:
    if record != before:
        write_private(folder / RENDERED, (json.dumps(record, indent=1) + "\n").encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of(path: Path) -> str | None:
    try:
        return _sha256(path.read_bytes())
    except FileNotFoundError:
        return None
