"""Whether a person worked on the transcript of a recording."""

from __future__ import annotations

from pathlib import Path

from compass_model.study.corrections import CORRECTIONS
from compass_model.study.review import REVIEW
from compass_model.study.speaker_map import SPEAKERS
from compass_model.study.transcript import TRANSCRIPT, read_transcript
from compass_scripts.study.corrections import FIRST_CORRECTIONS
from compass_scripts.study.speaker_map import first_speakers


def has_hand_work(folder: Path) -> bool:
    """Return whether corrections, speakers or a review of a person lie in a recording's folder.

    What cannot be read counts as work: somebody else wrote it.
    """
    if (folder / REVIEW).exists():
        return True
    transcript, _problems = read_transcript(folder / TRANSCRIPT)
    first = {CORRECTIONS: FIRST_CORRECTIONS}
    if transcript:
        first[SPEAKERS] = first_speakers(transcript)
    return any(_differs(folder / name, first.get(name, "")) for name in (CORRECTIONS, SPEAKERS))


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() != text.encode()
    except FileNotFoundError:
        return False
    except OSError:
        return True
