"""The first ``speakers.yml`` of a recording, and names put in place of labels."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from compass_model.study.speaker_map import SpeakerMap
from compass_model.study.transcript import Transcript
from compass_scripts.study.turns import clock, pieces_of

_EXPLANATION = """\
# Who is who. Write a role or a pseudonym after each label, such as Interviewer or P07; leave the
# place empty as long as you do not know. Real names belong in the roster, not here. Where the
# machine heard one voice as two, write the same name twice. Somebody whose voice was not told
# apart gets a line 'also: [P09]', and corrections.yml says which lines are theirs.
# This file is yours: no program changes it. Then run 'compass study render'.
"""


def first_speakers(transcript: Transcript) -> str:
    """Return a speaker map without names, which says how long each one spoke and from when."""
    spoken = _spoken(transcript)
    lines = [_EXPLANATION]
    for label in transcript.speakers:
        shown = label if re.fullmatch(r"[A-Za-z_]\w*", label) else json.dumps(label)
        said = "says nothing"
        if label in spoken:
            length, first = spoken[label]
            minutes = round(length / 60_000)
            said = f"{minutes or 'less than 1'} min, first heard at {clock(first)}"
        lines.append(f"{shown}:  # {said}\n")
    return "".join(lines)


def _spoken(transcript: Transcript) -> dict[str, tuple[int, int]]:
    """Return, for each speaker, how long they spoke and from when, in milliseconds."""
    spoken: dict[str, tuple[int, int]] = {}
    for line in transcript.lines:
        for piece in pieces_of(line):
            if piece.speaker is None or piece.start is None:
                continue
            length, first = spoken.get(piece.speaker, (0, piece.start))
            length += max(0, (piece.end or piece.start) - piece.start)
            spoken[piece.speaker] = length, min(first, piece.start)
    return spoken


def with_names(transcript: Transcript, speakers: SpeakerMap) -> Transcript:
    """Return a transcript with names in place of the labels that have one."""

    def name(label: str | None) -> str | None:
        return None if label is None else speakers.shown(label)

    lines = tuple(
        replace(
            line,
            speaker=name(line.speaker),
            words=tuple(replace(word, speaker=name(word.speaker)) for word in line.words),
        )
        for line in transcript.lines
    )
    said = {word.speaker: None for line in lines for word in line.words}
    said |= {line.speaker: None for line in lines}
    names = [speakers.shown(label) for label in transcript.speakers]
    everybody = dict.fromkeys([*names, *(one for one in said if one is not None)])
    return replace(transcript, lines=lines, speakers=tuple(everybody))
