"""Studies for tests: folders with transcripts, and a roster beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from compass_model.study.transcript import (
    TRANSCRIPT,
    Flag,
    Line,
    Recording,
    Transcript,
    Word,
    to_json,
)

SHA256 = "ab" * 32


def transcript(
    lines: Iterable[tuple[str, str]],
    *,
    id: str = "INT-14",
    name: str = "INT-14.m4a",
    flags: tuple[Flag, ...] = (),
    language: str = "en",
) -> Transcript:
    """Return a transcript of (speaker, text), with a word for each piece between spaces."""
    made, at = [], 0.0
    speakers: list[str] = []
    for number, (speaker, text) in enumerate(lines, start=1):
        pieces = text.split()
        words = tuple(
            Word(
                text=piece,
                start=round(at + i * 0.5, 3),
                end=round(at + i * 0.5 + 0.4, 3),
                score=0.9,
                speaker=speaker,
            )
            for i, piece in enumerate(pieces)
        )
        end = round(at + len(pieces) * 0.5, 3)
        made.append(Line(number=number, start=at, end=end, text=text, speaker=speaker, words=words))
        at = end
        speakers += [speaker] if speaker not in speakers else []
    return Transcript(
        id=id,
        recording=Recording(name=name, sha256=SHA256, seconds=at + 1),
        language=language,
        speakers=tuple(speakers),
        lines=tuple(made),
        flags=flags,
        options={"terms": "Alice Example, JupyterHub"},
    )


def put(folder: Path, made: Transcript) -> Path:
    """Write a transcript into the folder of its recording."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TRANSCRIPT).write_bytes(to_json(made))
    return folder


def put_roster(path: Path, value: object) -> Path:
    """Write a roster, for its owner alone."""
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    path.chmod(0o600)
    return path
