"""Replaces pieces of lines, and with them the words that have times."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from compass_model.study.folding import clean
from compass_model.study.transcript import Line, Word
from compass_scripts.study.findings import Replacement


class Edit(NamedTuple):
    """A piece of one line, and what stands there then."""

    start: int
    end: int
    text: str


def edits_of(replacements: Iterable[Replacement], lines: Sequence[Line]) -> dict[int, list[Edit]]:
    """Return what changes in each line, by its position, from left to right.

    Where two overlap, the one that begins first stays and takes the rest of the other with it.
    """
    edits: dict[int, list[Edit]] = defaultdict(list)
    for replacement in replacements:
        for i, place in enumerate(replacement.places):
            text, end = replacement.text, place.end
            if i:  # the rest of a name in the next line
                text = ""
                end += lines[place.line].text[end : end + 1].isspace()
            edits[place.line].append(Edit(place.start, end, text))
    return {line: _apart(sorted(found)) for line, found in edits.items()}


def _apart(edits: list[Edit]) -> list[Edit]:
    result: list[Edit] = []
    for edit in edits:
        if result and edit.start < result[-1].end:
            result[-1] = result[-1]._replace(end=max(edit.end, result[-1].end))
        else:
            result.append(edit)
    return result


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a *text* with its edits."""
    pieces, end = [], 0
    for edit in edits:
        pieces += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*pieces, text[end:]])


class Moved:
    """Says where a place of the old text is in the new one."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._shifts = [0]
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.text) - (edit.end - edit.start))

    def position(self, old: int, *, end: bool = False) -> int:
        """Return the new position of *old*; of one within an edit, the beginning or end of that."""
        i = bisect_right(self._starts, old - end) - 1
        if i >= 0 and old < self._edits[i].end + end:
            edit = self._edits[i]
            return edit.start + self._shifts[i] + (len(edit.text) if end else 0)
        return old + self._shifts[i + 1]


def edited_line(line: Line, edits: Sequence[Edit], speakers: dict[str, str]) -> Line:
    """Return a line with other text, words and names of speakers.

    Words whose places in the text are not known are dropped: no name may survive in them.
    """
    spans = _places_of(line)
    words: list[Word] = []
    if spans is not None:
        words = _edited_words(line.words, spans, line.text, edits)
    named = [replace(word, speaker=_named(word.speaker, speakers)) for word in words]
    return replace(
        line,
        text=edited(line.text, edits),
        speaker=_named(line.speaker, speakers),
        words=tuple(named),
    )


def _named(speaker: str | None, speakers: dict[str, str]) -> str | None:
    return None if speaker is None else speakers.get(speaker, speaker)


def cleaned(line: Line) -> Line:
    """Return a line without signs that nobody sees, which could hide a name."""
    words = tuple(replace(word, text=clean(word.text)) for word in line.words)
    return replace(line, text=clean(line.text).strip(), words=words)


def _places_of(line: Line) -> list[tuple[int, int]] | None:
    """Return where each word stands in the text; nothing when they are not the same words."""
    spans, at = [], 0
    for word in line.words:
        text = word.text.strip()
        start = line.text.find(text, at)
        if start == -1 or line.text[at:start].strip():
            return None
        at = start + len(text)
        spans.append((start, at))
    return None if line.text[at:].strip() else spans


def _edited_words(
    words: Sequence[Word], spans: Sequence[tuple[int, int]], text: str, edits: Sequence[Edit]
) -> list[Word]:
    """Return the words of the edited text; words that one edit spans become one with their time."""
    result: list[Word] = []
    i = nearest = 0
    while i < len(words):
        start, end = spans[i]
        while nearest < len(edits) and edits[nearest].end <= start:
            nearest += 1
        last, stop = i, nearest
        while stop < len(edits) and edits[stop].start < end:
            while edits[stop].end > end and last + 1 < len(words):
                last += 1
                end = spans[last][1]
            stop += 1
        if stop == nearest:
            result.append(words[i])
        elif whole := edited(text[start:end], _within(edits[nearest:stop], start, end)).strip():
            result.append(_merged(words[i : last + 1], whole))
        i = last + 1
    return result


def _within(edits: Sequence[Edit], start: int, end: int) -> list[Edit]:
    """Return edits as they are in a piece of their line."""
    return [Edit(max(e.start, start) - start, min(e.end, end) - start, e.text) for e in edits]


def _merged(words: Sequence[Word], text: str) -> Word:
    starts = [word.start for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    scores = [word.score for word in words if word.score is not None]
    return Word(
        text=text,
        start=min(starts, default=None),
        end=max(ends, default=None),
        score=min(scores, default=None),
        speaker=words[0].speaker,
    )
