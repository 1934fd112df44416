"""A transcript as its researcher wants it: corrected, and with names in place of labels."""

from __future__ import annotations

from pathlib import Path

from compass_model.problems import Problem
from compass_model.study.corrections import read_corrections
from compass_model.study.speaker_map import SPEAKERS, missing_from, read_speaker_map
from compass_model.study.transcript import TRANSCRIPT, Transcript, read_transcript
from compass_scripts.study.corrections import apply
from compass_scripts.study.speaker_map import with_names


def read_corrected(folder: Path) -> tuple[Transcript | None, list[Problem]]:
    """Read the transcript of a recording with its corrections and the names of its speakers.

    Lines keep their numbers, also where others are removed.

    :param folder: the folder of the recording
    :returns: the transcript with everything applied that fits, or ``None`` where there is none,
        and the problems in all three files
    """
    transcript, problems = read_transcript(folder / TRANSCRIPT)
    if transcript is None:
        return None, problems
    result, more, _notices = correct(transcript, folder)
    return result, [*problems, *more]


def correct(transcript: Transcript, folder: Path) -> tuple[Transcript, list[Problem], list[str]]:
    """Apply the two files of the researcher to a transcript.

    :returns: the transcript, the problems, and what is not wrong but still to do
    """
    speakers, problems = read_speaker_map(folder, transcript.speakers)
    entries, wrong = read_corrections(folder)
    result, misfits = apply(transcript, entries, speakers, folder.as_posix())
    problems = sorted([*problems, *wrong, *misfits])
    notices = []
    path = (folder / SPEAKERS).as_posix()
    # A map that cannot be read is a problem already: its speakers are not missing.
    unread = not speakers.listed and any(problem.path == path for problem in problems)
    added = [] if unread else list(missing_from(speakers, transcript.speakers))
    unnamed = [one for one in speakers.listed if one not in speakers.names]
    if added:
        lines = ", ".join(f"'{label}:'" for label in added)
        notices.append(f"{path}: the transcript has more speakers; add {lines} with their names")
    if unnamed:
        notices.append(f"{path}: no name yet for {', '.join(unnamed)}")
    return with_names(result, speakers), problems, notices
