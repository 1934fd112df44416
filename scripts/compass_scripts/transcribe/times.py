"""Times of words and lines that can be relied on: inside the recording, and never going back."""

from __future__ import annotations

from typing import Any


def settle(segments: list[dict[str, Any]], seconds: float) -> list[dict[str, Any]]:
    """Return segments, in the order of their times, with times that hold.

    Every time lies inside the recording; no word begins before the word in front of it has ended;
    a segment spans its words. A word whose time is not known keeps none.
    """
    ordered = sorted(segments, key=lambda segment: (segment["start"], segment["end"]))
    settled: list[dict[str, Any]] = []
    last = 0.0
    for segment in ordered:
        words = [dict(word) for word in segment.get("words", ())]
        start = _inside(segment["start"], last, seconds)
        last = _settle_words(words, start, seconds)
        timed = [word for word in words if "start" in word]
        if timed:
            start, end = timed[0]["start"], timed[-1]["end"]
        else:
            last = end = _inside(segment["end"], start, seconds)
        settled.append({**segment, "start": start, "end": end, "words": words})
    return settled


def _settle_words(words: list[dict[str, Any]], low: float, high: float) -> float:
    """Put words in order; a word that reaches into the next one is cut there.

    :returns: the end of the last
    """
    before: dict[str, Any] | None = None
    for word in words:
        if "start" not in word or "end" not in word:
            word.pop("start", None)
            word.pop("end", None)
            continue
        floor = before["start"] if before else low
        word["start"] = _inside(word["start"], floor, high)
        word["end"] = _inside(word["end"], word["start"], high)
        if before and before["end"] > word["start"]:
            before["end"] = word["start"]
        before = word
    return before["end"] if before else low


def _inside(value: float, low: float, high: float) -> float:
    return round(min(max(value, low), max(low, high)), 3)
