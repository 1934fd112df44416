"""Applying corrections to a transcript, always to what the machine wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compass_model.problems import Code, Problem
from compass_model.study.corrections import CORRECTIONS, Correction, Entry
from compass_model.study.speaker_map import SPEAKERS, SpeakerMap, nearest
from compass_model.study.transcript import Line, Transcript, Word
from compass_scripts.study.turns import clock, has_spaces, in_ms, places, units

# Scripts in which words are written without a space between them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)

FIRST_CORRECTIONS = """\
# What the machine heard wrongly. Each entry names a line by its number in transcript.txt. The
# entries are applied in this order, to what the machine wrote; then run 'compass study render'.
# This file is yours: no program changes it. Leave out the '# ' in front of your entries.
#
# Other words, wherever they stand in the line:
# - {line: 12, was: "Jupiter Hub", now: "JupyterHub"}
# Somebody else said the whole line:
# - {line: 12, speaker: P07}
# Nobody said it. With 'at', the time that stands beside the number, the entry is refused
# where the line is another one, because the recording was transcribed again:
# - {line: 12, at: "00:12:31", remove: true}
"""


class _MisfitError(Exception):
    """A correction does not fit its transcript."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def apply(
    transcript: Transcript, entries: Sequence[Entry], speakers: SpeakerMap, folder: str
) -> tuple[Transcript, list[Problem]]:
    """Return a transcript with those corrections that fit, and why the others do not.

    Numbers and times of lines stay. Words that take the place of others have their time.

    :param transcript: as the machine wrote it
    :param folder: where its files are, for the problems
    """
    numbers = [line.number for line in transcript.lines]
    lines = {line.number: line for line in transcript.lines}
    known = speakers.known(transcript.speakers)
    spaces = has_spaces(transcript)
    problems = []
    for entry in entries:
        correction = entry.correction
        try:
            line = _line_of(correction, lines, numbers)
            if correction.remove:
                del lines[line.number]
            elif correction.speaker:
                lines[line.number] = _said_by(line, correction.speaker.strip(), known)
            else:
                lines[line.number] = _with_words(line, correction, spaces=spaces)
        except _MisfitError as misfit:
            path = f"{folder}/{CORRECTIONS}"
            problems.append(Problem(path, entry.line, misfit.message, misfit.code))
    kept = (line for line in lines.values() if line.text.strip())
    return replace(transcript, lines=tuple(kept)), problems


def _line_of(correction: Correction, lines: Mapping[int, Line], numbers: Sequence[int]) -> Line:
    number = correction.line
    line = lines.get(number)
    if line is None and number in numbers:
        message = f"line {number} is removed by an entry above; take one of the two out"
        raise _MisfitError(Code.CORRECTION_MISMATCH, message)
    if line is None:
        has = f"has the lines {numbers[0]} to {numbers[-1]}" if numbers else "has no lines"
        message = f"there is no line {number}; the transcript {has}"
        raise _MisfitError(Code.UNKNOWN_LINE, message)
    begins = clock(in_ms(line.start))
    if correction.at and correction.at != begins:
        message = (
            f"line {number} begins at {begins}, not at {correction.at}; "
            "look for the right line in transcript.txt"
        )
        raise _MisfitError(Code.CORRECTION_MISMATCH, message)
    return line


def _said_by(line: Line, name: str, known: Sequence[str]) -> Line:
    if name not in known:
        hint = nearest(name, known)
        message = (
            f"the speaker of this correction is not known{hint or '.'} Somebody whose voice was "
            f"not told apart is added to {SPEAKERS}, like 'also: [P09]'"
        )
        raise _MisfitError(Code.UNKNOWN_SPEAKER, message)
    words = tuple(replace(word, speaker=name) for word in line.words)
    return replace(line, speaker=name, words=words)


def _with_words(line: Line, correction: Correction, *, spaces: bool) -> Line:
    found = list(_occurrences(line.text, correction.was))
    if not found:
        message = (
            f"the words of 'was' do not stand in line {line.number}; copy whole words, with "
            "their capitals, from transcript.txt, or look for the right line there"
        )
        raise _MisfitError(Code.CORRECTION_MISMATCH, message)
    now = " ".join((correction.now or "").split())
    for begin, end in reversed(found):  # from behind, so that the places before stay right
        line = _replaced(line, begin, end, now, spaces=spaces)
    return line


def _occurrences(text: str, was: str) -> Iterator[tuple[int, int]]:
    """Find words in a text, whatever white space is between them; no part of a longer word."""
    for form in (was, unicodedata.normalize("NFC", was), unicodedata.normalize("NFD", was)):
        parts = form.split()
        pattern = r"\s+".join(re.escape(part) for part in parts)
        found = [match.span() for match in re.finditer(pattern, text)]
        whole = [(begin, end) for begin, end in found if _is_whole(text, begin, end)]
        if whole:
            yield from whole
            return


def _is_whole(text: str, begin: int, end: int) -> bool:
    return not any(
        0 < place < len(text) and _in_word(text[place - 1]) and _in_word(text[place])
        for place in (begin, end)
    )


def _in_word(sign: str) -> bool:
    if _UNSPACED.match(sign):
        return False
    return sign.isalnum() or sign == "_" or unicodedata.category(sign)[0] == "M"


def _replaced(line: Line, begin: int, end: int, now: str, *, spaces: bool) -> Line:
    """Put *now* in the place of a part of the text, and of the words that it touches."""
    if not now:
        begin, end = _with_space(line.text, begin, end)
    text = line.text[:begin] + now + line.text[end:]
    spans = places(line)
    known = [i for i, span in enumerate(spans) if span is not None]
    touched = [i for i in known if _span(spans, i)[0] < end and _span(spans, i)[1] > begin]
    if not touched and known and any(_in_word(sign) for sign in now):
        # New words beside a sign that is no word of its own: the word before takes them in.
        before = [i for i in known if _span(spans, i)[1] <= begin]
        touched = [before[-1] if before else known[0]]
    if not touched:
        return replace(line, text=text)
    first, last = touched[0], touched[-1]
    from_, to = min(_span(spans, first)[0], begin), max(_span(spans, last)[1], end)
    new = text[from_ : to + len(text) - len(line.text)]
    parts = [part.strip() for part in units(new, spaces=spaces)] if new.strip() else []
    words = _timed([part for part in parts if part], line.words[first : last + 1])
    return replace(line, text=text, words=(*line.words[:first], *words, *line.words[last + 1 :]))


def _span(spans: Sequence[tuple[int, int] | None], i: int) -> tuple[int, int]:
    return spans[i] or (0, 0)


def _with_space(text: str, begin: int, end: int) -> tuple[int, int]:
    """Take in the white space that would be left over where words go."""
    if begin and not text[begin - 1].isspace():
        return begin, end
    rest = text[end:].lstrip()
    if not rest:
        return len(text[:begin].rstrip()), len(text)
    return begin, len(text) - len(rest)


def _timed(parts: Sequence[str], old: Sequence[Word]) -> list[Word]:
    """Give new words the time of the old ones: one for one, or each its share by length."""
    if len(parts) == len(old):
        return [replace(word, text=part) for part, word in zip(parts, old, strict=True)]
    speaker = next((word.speaker for word in old if word.speaker), None)
    starts = [word.start for word in old if word.start is not None]
    ends = [word.end for word in old if word.end is not None]
    if not starts or not ends:
        return [Word(text=part, speaker=speaker) for part in parts]
    start, seconds = starts[0], max(0.0, ends[-1] - starts[0])
    length = sum(map(len, parts))
    words, done = [], 0
    for part in parts:
        at = round(start + seconds * done / length, 3)
        done += len(part)
        until = round(start + seconds * done / length, 3)
        words.append(Word(text=part, start=at, end=until, speaker=speaker))
    return words
