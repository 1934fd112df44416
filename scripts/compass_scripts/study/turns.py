"""Who said what, word by word: the pieces of a line, and the paragraphs of a conversation.

The text of a line is the truth. Its words only say which part of it was said when and by whom: a
piece is cut out of the text, so spaces, and languages that have none, stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from compass_model.study.transcript import Line, Transcript

PAUSE = 3_000
"""The shortest silence, in milliseconds, that is shown as ``(3 s)``."""
GAP = 10_000
"""The shortest silence, in milliseconds, that stands on a line of its own."""
PARAGRAPH = 60_000
"""After this time a long turn gets a new paragraph, where a sentence ends."""
LONGEST = 120_000
"""After this time it gets one wherever it is."""

_WITHOUT_SPACES = {"ja", "yue", "zh"}
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.?!…。？！؟।]+[\"'”’»)\]」』]*\s*\Z")  # noqa: RUF001 (other scripts)


class Piece(NamedTuple):
    """A word as it stands in its line, with the punctuation and the space after it."""

    text: str
    #: Milliseconds; not known for a word that the alignment did not find.
    start: int | None
    end: int | None
    speaker: str | None


@dataclass
class Paragraph:
    """What one person says, up to a silence or for about a minute."""

    speaker: str | None
    #: Milliseconds
    start: int
    text: str
    #: Whether the same turn goes on, so that the name need not be repeated.
    goes_on: bool = False


class Gap(NamedTuple):
    """A long silence."""

    milliseconds: int


def has_spaces(transcript: Transcript) -> bool:
    """Return whether there are spaces between the words of a transcript.

    Its language is the one that was spoken: a translation is in English.
    """
    spoken = transcript.language.lower().split("-")[0]
    return transcript.task == "translate" or spoken not in _WITHOUT_SPACES


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, otherwise as it is."""
    return _BREAKS.sub(" ", text).strip()


def units(text: str, *, spaces: bool) -> list[str]:
    """Cut a text where a line may be broken: after white space, or after every character.

    What follows a character to form one sign with it (accents, parts of an emoji) stays with it.
    The units joined are the text again.
    """
    if spaces:
        return re.findall(r"\s*\S+\s*|\s+\Z", text)
    found: list[str] = []
    for sign in text:
        joined = sign == "\u200d" or bool(found and found[-1].endswith("\u200d"))
        if found and (joined or sign.isspace() or unicodedata.category(sign)[0] == "M"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def places(line: Line) -> list[tuple[int, int] | None]:
    """Return where each word of a line stands in its text; ``None`` when it does not."""
    found: list[tuple[int, int] | None] = []
    at = 0
    for word in line.words:
        begin = line.text.find(word.text, at) if word.text else -1
        if begin < 0:
            found.append(None)
            continue
        at = begin + len(word.text)
        found.append((begin, at))
    return found


def pieces_of(line: Line) -> list[Piece]:
    """Cut a line into its words. The texts of the pieces joined are the text of the line.

    A word without a speaker has that of the word before it. The first piece has a start and the
    last one an end: where the words have none, those of the line.
    """
    begins, words = [], []
    for place, word in zip(places(line), line.words, strict=True):
        if place is not None:
            begins.append(place[0])
            words.append(word)
    if not words:
        return [Piece(line.text, in_ms(line.start), in_ms(line.end), line.speaker)]
    begins[0] = 0
    ends = [*begins[1:], len(line.text)]
    speaker = next((word.speaker for word in words if word.speaker), line.speaker)
    pieces = []
    for begin, end, word in zip(begins, ends, words, strict=True):
        speaker = word.speaker or speaker
        start_ms = None if word.start is None else in_ms(word.start)
        end_ms = None if word.end is None else in_ms(word.end)
        pieces.append(Piece(line.text[begin:end], start_ms, end_ms, speaker))
    if pieces[0].start is None:
        pieces[0] = pieces[0]._replace(start=in_ms(line.start))
    if pieces[-1].end is None:
        pieces[-1] = pieces[-1]._replace(end=in_ms(line.end))
    return pieces


def in_ms(seconds: float) -> int:
    """Return seconds as whole milliseconds."""
    return round(seconds * 1000)


def clock(milliseconds: int) -> str:
    """Return a time as ``00:12:31``."""
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def conversation(transcript: Transcript) -> Iterator[Paragraph | Gap]:
    """Yield what was said as paragraphs, with the long silences between them.

    Short pauses stand in the text. Who speaks is decided for each word.
    """
    talk = _Talk(spaces=has_spaces(transcript))
    for line in transcript.lines:
        pieces = pieces_of(line)
        for i, piece in enumerate(pieces):
            yield from talk.hear(piece, begins_line=i == 0)
    yield from talk.end(in_ms(transcript.recording.seconds))


class _Talk:
    """Listens to pieces and says which paragraphs and gaps are complete."""

    def __init__(self, *, spaces: bool) -> None:
        self.spaces = spaces
        self.paragraph: Paragraph | None = None
        self.time = 0  # of the last thing heard; times of paragraphs never go back
        self.silent_since: int | None = 0  # not known after a word without an end

    def hear(self, piece: Piece, *, begins_line: bool) -> Iterator[Paragraph | Gap]:
        if not piece.text.strip():
            return
        start = max(self.time, piece.start) if piece.start is not None else self.time
        silence = self._silence(piece.start)
        if silence >= GAP:
            yield from self._close()
            yield Gap(silence)
        elif silence >= PAUSE and self.paragraph is not None:
            self.paragraph.text = f"{self.paragraph.text.rstrip()} ({silence // 1000} s) "
        now = self.paragraph
        if now is not None and (now.speaker != piece.speaker or self._is_long(now, start)):
            yield from self._close()
            goes_on = now.speaker == piece.speaker
            self.paragraph = Paragraph(piece.speaker, start, piece.text.lstrip(), goes_on)
        elif now is None:
            self.paragraph = Paragraph(piece.speaker, start, piece.text.lstrip())
        else:
            parted = not (begins_line and self.spaces) or now.text[-1:].isspace()
            now.text += piece.text if parted else f" {piece.text}"
        self.time = max(start, piece.end or 0)
        self.silent_since = None if piece.end is None else self.time

    def end(self, time: int) -> Iterator[Paragraph | Gap]:
        silence = self._silence(time)
        yield from self._close()
        if silence >= GAP:
            yield Gap(silence)

    def _silence(self, until: int | None) -> int:
        if until is None or self.silent_since is None:
            return 0
        return until - self.silent_since

    def _is_long(self, paragraph: Paragraph, now: int) -> bool:
        age = now - paragraph.start
        ended = bool(_SENTENCE_END.search(re.sub(r" \(\d s\) \Z", "", paragraph.text[-60:])))
        return age >= LONGEST or (age >= PARAGRAPH and ended)

    def _close(self) -> Iterator[Paragraph]:
        if self.paragraph is not None:
            self.paragraph.text = one_line(self.paragraph.text)
            yield self.paragraph
        self.paragraph = None
