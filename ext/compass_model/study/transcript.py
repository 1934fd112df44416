"""The transcript of one recording: ``transcript.json``, the truth that other files are made from.

It holds no date and no duration of work: the same recording, models and options give the same
bytes. Times are seconds from the beginning of the recording, rounded to milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from compass_model.problems import Code, Problem

TRANSCRIPT = "transcript.json"
FORMAT: Literal["compass-transcript/1"] = "compass-transcript/1"
"""The first value of the file. `compass study guard` knows a transcript by it."""

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word, or in languages without spaces a character."""

    text: str
    #: Not known when the alignment found no place for it.
    start: Seconds | None = None
    end: Seconds | None = None
    #: How sure the alignment is of the place, from 0 to 1.
    score: float | None = None
    speaker: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A sentence or a piece of one."""

    #: Its place in the transcript, from 1: what ``corrections.yml`` and a review name it by.
    number: int
    start: Seconds
    end: Seconds
    text: str
    #: Who said most of it.
    speaker: str | None = None
    #: Empty where no times of words are known.
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """Something that a reader should know or listen to again."""

    #: gap, silence, no-word-times, no-speakers, or unaligned
    code: str
    #: One sentence for people.
    message: str
    start: Seconds | None = None
    end: Seconds | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """Where a transcript comes from."""

    #: The path below the folder that was given, with slashes.
    name: str
    sha256: str
    seconds: Seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model that had a part in a transcript."""

    #: recognition, voice-activity, alignment or diarisation
    part: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """All that is known of what was said."""

    format: Literal["compass-transcript/1"] = FORMAT
    #: The name of the recording without folder and ending.
    id: str
    recording: Recording
    #: ISO 639-1
    language: str
    #: "translate": the text is English, whatever was spoken.
    task: Literal["transcribe", "translate"] = "transcribe"
    #: SPEAKER_00, SPEAKER_01 …, in the order of their first words.
    speakers: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    flags: tuple[Flag, ...] = ()
    models: tuple[Model, ...] = ()
    #: The options that shape the text, and the versions of the programs.
    options: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


_ADAPTER = TypeAdapter(Transcript)


def to_json(transcript: Transcript) -> bytes:
    """Return the bytes of ``transcript.json``."""
    value = _ADAPTER.dump_python(transcript, mode="json")
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def read_transcript(path: Path) -> tuple[Transcript | None, list[Problem]]:
    """Read a transcript."""
    name = path.as_posix()
    try:
        value = _ADAPTER.validate_json(path.read_bytes())
    except OSError as error:
        message = f"cannot be read ({error.strerror}); run 'compass transcribe' again"
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        message = (
            f"is not a transcript of ours ({place or 'the file'}: {first['msg']}); "
            "move it away, and run 'compass transcribe' again"
        )
    else:
        return value, []
    return None, [Problem(name, 1, f"{path.name} {message}", Code.BROKEN_TRANSCRIPT)]


def recordings_of(study: Path) -> Iterator[Path]:
    """Yield the folders of a study that hold a transcript, in the order of their names.

    A folder of one recording is a study, too.
    """
    for path in sorted(study.rglob(TRANSCRIPT)):
        yield path.parent
