"""From the results of the stages to the transcript. Nothing here needs a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from compass_model.study.transcript import Flag, Line, Model, Recording, Transcript, Word
from compass_scripts.transcribe.times import settle
from compass_scripts.transcribe.words import amount, clock

GAP = 10.0
"""Seconds without a word that a reader is told of."""
_EDGE = 0.5
_SPOKEN = 1.0


class Facts(NamedTuple):
    """What a transcript says besides its text."""

    name: str
    folder: str
    sha256: str
    seconds: float
    language: str
    task: str
    models: Sequence[tuple[str, str, str]]
    """Part, name and hash."""
    options: dict[str, str]
    versions: dict[str, str]
    alignment_missing: str
    """Why words have no times; empty when they have."""


def assemble(
    facts: Facts,
    segments: list[dict[str, Any]],
    regions: list[list[float]],
    speakers_missing: str,
) -> Transcript:
    """Return the transcript.

    :param segments: sentences or pieces, with words and speakers
    :param regions: start and end of each stretch of speech
    :param speakers_missing: why nobody is told apart; empty when people are
    """
    seconds = round(facts.seconds, 3)
    settled = [item for item in settle(segments, seconds) if item["text"]]
    names = _renumbered(settled)
    lines = tuple(_line(number, item, names) for number, item in enumerate(settled, start=1))
    flags = [*_missing(facts.alignment_missing, speakers_missing)]
    if not facts.alignment_missing:
        flags += _unaligned(lines)
    flags += _gaps(lines, regions, seconds)
    return Transcript(
        id=_clean(PurePosixPath(facts.folder).stem),
        recording=Recording(name=_clean(facts.name), sha256=facts.sha256, seconds=seconds),
        language=facts.language,
        task="translate" if facts.task == "translate" else "transcribe",
        speakers=tuple(names.values()),
        lines=lines,
        flags=tuple(flags),
        models=tuple(Model(part=p, name=n, sha256=s) for p, n, s in facts.models),
        options=dict(facts.options),
        versions=dict(facts.versions),
    )


def _line(number: int, item: dict[str, Any], names: dict[str, str]) -> Line:
    speaker = item.get("speaker")
    last = speaker
    words = []
    for word in item["words"]:
        # A word without a time has no speaker of its own: it goes with the word in front of it.
        last = word.get("speaker", last)
        words.append(
            Word(
                text=word["word"],
                start=word.get("start"),
                end=word.get("end"),
                score=word.get("score"),
                speaker=names.get(last) if last else None,
            )
        )
    return Line(
        number=number,
        start=item["start"],
        end=item["end"],
        text=item["text"],
        speaker=names.get(speaker) if speaker else None,
        words=tuple(words),
    )


def _renumbered(segments: list[dict[str, Any]]) -> dict[str, str]:
    """Number speakers in the order in which they are heard first."""
    heard: dict[str, str] = {}
    for segment in segments:
        for item in (*segment["words"], segment):
            speaker = item.get("speaker")
            if speaker and speaker not in heard:
                heard[speaker] = f"SPEAKER_{len(heard):02}"
    return heard


def _missing(alignment: str, speakers: str) -> Iterator[Flag]:
    if alignment:
        yield Flag(code="no-word-times", message=_sentence(alignment))
    if speakers:
        yield Flag(code="no-speakers", message=_sentence(speakers))
    elif alignment:
        message = "Each line has one speaker: without times of words it cannot be divided."
        yield Flag(code="no-word-times", message=message)


def _unaligned(lines: Sequence[Line]) -> Iterator[Flag]:
    for line in lines:
        if not any(word.start is not None for word in line.words):
            message = (
                f"No times were found for the words of line {line.number} "
                f"({clock(line.start)}): listen to it again."
            )
            yield Flag(code="unaligned", message=message, start=line.start, end=line.end)


def _gaps(lines: Sequence[Line], regions: list[list[float]], seconds: float) -> Iterator[Flag]:
    """Tell of long stretches without words.

    At the beginning and the end, only where somebody speaks: recorders run before people do.
    """
    last = 0.0
    for start, end in [*_spoken(lines), (seconds, seconds)]:
        at_edge = last == 0.0 or start == seconds
        if start - last >= GAP:
            speech = _speech(regions, last + _EDGE, start - _EDGE)
            if speech >= _SPOKEN or not at_edge:
                yield Flag(
                    code="gap", message=_gap_message(last, start, speech), start=last, end=start
                )
        last = max(last, end)


def _gap_message(start: float, end: float, speech: float) -> str:
    place = f"From {clock(start)} to {clock(end)} there are no words"
    if speech < _SPOKEN:
        return f"{place}: nobody seems to speak there."
    return (
        f"{place}, although somebody seems to speak there (about {amount(speech)}): "
        "listen to it again."
    )


def _spoken(lines: Sequence[Line]) -> Iterator[tuple[float, float]]:
    for line in lines:
        timed = [(w.start, w.end) for w in line.words if w.start is not None and w.end is not None]
        yield from timed or [(line.start, line.end)]


def _speech(regions: list[list[float]], start: float, end: float) -> float:
    return sum(max(0.0, min(high, end) - max(low, start)) for low, high in regions)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _clean(name: str) -> str:
    # A name may hold bytes that are no characters; JSON in UTF-8 cannot.
    return name.encode("utf-8", "replace").decode()
