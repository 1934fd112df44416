"""What goes into WhisperX, and what of its answers is kept: plain numbers, for JSON."""

from __future__ import annotations

from typing import Any

import numpy as np


def samples(sound: bytearray) -> Any:
    """Return decoded sound as an array of floats, without a copy."""
    return np.frombuffer(sound, dtype="<f4")


def plain_segment(segment: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a segment: start, end, text, and the words that it has."""
    plain: dict[str, Any] = {
        "start": rounded(segment["start"]),
        "end": rounded(segment["end"]),
        "text": segment["text"].strip(),
    }
    if "words" in segment:
        plain["words"] = [_plain_word(word) for word in segment["words"]]
    return plain


def rounded(seconds: Any) -> float:
    """Return a number to three places, whatever type of number it was."""
    return round(float(seconds), 3)


def _plain_word(word: dict[str, Any]) -> dict[str, Any]:
    times = {str(name): word[name] for name in ("start", "end", "score") if name in word}
    known = {name: rounded(value) for name, value in times.items() if np.isfinite(value)}
    plain: dict[str, Any] = {"word": word["word"]}
    plain.update(known)
    return plain
