"""A transcript as subtitles: SubRip (srt) and WebVTT (vtt)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from compass_model.study.transcript import FORMAT, Line, Transcript
from compass_scripts.study.turns import PAUSE, Piece, has_spaces, in_ms, one_line, pieces_of, units

WIDTH = 42
"""Columns of a subtitle; a Chinese or Japanese sign takes two."""
ROWS = 2
LONGEST = 7_000
"""Milliseconds that a cue is shown at most, where the times of words are known."""

_CLAUSE_END = re.compile(r"[.?!,;:…。？！、，；：]+[\"'”’»)\]」』]*\s*\Z")  # noqa: RUF001 (other scripts)


class Cue(NamedTuple):
    """A subtitle."""

    #: The number of the line, and, where a line has several cues, which of them: ``12.2``.
    id: str
    #: Milliseconds
    start: int
    end: int
    speaker: str | None
    #: The text in rows.
    rows: tuple[str, ...]


def srt(transcript: Transcript) -> str:
    """Return a transcript as SubRip. The format counts its cues from 1."""
    blocks = []
    for number, cue in enumerate(cues(transcript), 1):
        rows = "\n".join(_harmless_in_srt(row) for row in _with_name(cue))
        times = f"{_time(cue.start, ',')} --> {_time(cue.end, ',')}"
        blocks.append(f"{number}\n{times}\n{rows}\n")
    return "\n".join(blocks)


def vtt(transcript: Transcript) -> str:
    """Return a transcript as WebVTT. The id of a cue is the number of its line, or ``12.2``."""
    name = one_line(transcript.id).replace("-->", "->")
    blocks = ["WEBVTT\n", f"NOTE {FORMAT} {name}\n"]
    for cue in cues(transcript):
        rows = "\n".join(_harmless_in_vtt(row) for row in cue.rows)
        voice = f"<v {_harmless_in_vtt(cue.speaker)}>" if cue.speaker else ""
        times = f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}"
        blocks.append(f"{cue.id}\n{times}\n{voice}{rows}\n")
    return "\n".join(blocks)


def cues(transcript: Transcript) -> list[Cue]:
    """Cut a transcript into cues, whose times rise, do not overlap and are never empty."""
    spaces = has_spaces(transcript)
    found = [cue for line in transcript.lines for cue in _cues_of(line, spaces=spaces)]
    starts: list[int] = []
    for cue in found:
        starts.append(max(cue.start, starts[-1] + 1) if starts else cue.start)
    for i, cue in enumerate(found):
        latest = starts[i + 1] if i + 1 < len(starts) else max(cue.end, starts[i] + 1)
        end = max(starts[i] + 1, min(cue.end, latest))
        found[i] = cue._replace(start=starts[i], end=end)
    return found


def _cues_of(line: Line, *, spaces: bool) -> Iterator[Cue]:
    groups = [group for group in _groups(pieces_of(line), spaces=spaces) if _text(group)]
    start = in_ms(line.start)
    for i, group in enumerate(groups, 1):
        start = next((p.start for p in group if p.start is not None), start)
        end = next((p.end for p in reversed(group) if p.end is not None), start)
        # A name takes room in the first row of SubRip.
        rows = _rows(_text(group), _name(group[0].speaker), spaces=spaces)
        number = f"{line.number}.{i}" if len(groups) > 1 else str(line.number)
        yield Cue(number, start, end, group[0].speaker, rows)
        start = max(start, end)


def _groups(pieces: Sequence[Piece], *, spaces: bool) -> Iterator[list[Piece]]:
    """Part pieces where somebody else speaks, after a pause, and before a cue becomes too long."""
    group: list[Piece] = []
    for piece in pieces:
        if group and (piece.speaker != group[0].speaker or _pause(group, piece) >= PAUSE):
            yield group
            group = []
        while group and not _fits([*group, piece], spaces=spaces):
            cut = _best_cut(group)
            yield group[:cut]
            group = group[cut:]
        group.append(piece)
    if group:
        yield group


def _pause(group: Sequence[Piece], piece: Piece) -> int:
    before = group[-1].end
    return 0 if before is None or piece.start is None else piece.start - before


def _fits(group: Sequence[Piece], *, spaces: bool) -> bool:
    known = [time for piece in group for time in (piece.start, piece.end) if time is not None]
    if known and max(known) - min(known) > LONGEST:
        return False
    return len(_rows(_text(group), _name(group[0].speaker), spaces=spaces)) <= ROWS


def _best_cut(group: Sequence[Piece]) -> int:
    """Return how many pieces to show: up to the end of a clause, if one ends late enough."""
    for i in range(len(group), len(group) // 2, -1):
        if _CLAUSE_END.search(group[i - 1].text):
            return i
    return len(group)


def _text(group: Sequence[Piece]) -> str:
    return one_line("".join(piece.text for piece in group))


def _rows(text: str, name: str, *, spaces: bool) -> tuple[str, ...]:
    """Break a text into rows; a word that is too long for one has a row of its own."""
    rows = [""]
    room = WIDTH - _width(name)
    for unit in units(text, spaces=spaces):
        width = _width(unit.rstrip())
        if rows[-1] and width > room:
            rows.append("")
            room = WIDTH
        rows[-1] += unit
        room -= _width(unit)
    return tuple(row.strip() for row in rows)


def _width(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _name(speaker: str | None) -> str:
    return f"{one_line(speaker)}: " if speaker else ""


def _with_name(cue: Cue) -> tuple[str, ...]:
    return (_name(cue.speaker) + cue.rows[0], *cue.rows[1:])


def _harmless_in_srt(text: str) -> str:
    """SubRip has no way to escape: part what a player could take for an arrow or a tag."""
    return re.sub(r"<(?=[A-Za-z/!])|\{(?=\\)", r"\g<0> ", text.replace("-->", "- ->"))


def _harmless_in_vtt(text: str) -> str:
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
