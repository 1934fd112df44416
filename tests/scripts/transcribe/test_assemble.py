"""From the results of the stages to a transcript: times, speakers, gaps, notes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from compass_model.study.transcript import Transcript, to_json
from compass_scripts.transcribe.assemble import Facts, assemble
from compass_scripts.transcribe.times import settle


def facts(seconds: float = 60.0, missing: str = "", name: str = "site/INT-1.wav") -> Facts:
    return Facts(
        name=name,
        folder=name,
        sha256="a" * 64,
        seconds=seconds,
        language="en",
        task="transcribe",
        models=[("recognition", "large-v3", "b" * 64)],
        options={"terms": ""},
        versions={"whisperx": "3.8.6"},
        alignment_missing=missing,
    )


def said(*words: tuple[str, float, float, str], speaker: str = "") -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    for text, start, end, who in words:
        parts.append({"word": text, "start": start, "end": end, "score": 0.9})
        if who:
            parts[-1]["speaker"] = who
    text = " ".join(word[0] for word in words)
    line = {"start": words[0][1], "end": words[-1][2], "text": text, "words": parts}
    return {**line, "speaker": speaker} if speaker else line


def made(segments: list[dict[str, Any]], regions: list[list[float]] | None = None) -> Transcript:
    return assemble(facts(), segments, regions or [], "")


def test_a_transcript() -> None:
    transcript = made(
        [
            said(
                ("Good", 5, 5.5, "SPEAKER_03"), ("day", 6, 6.5, "SPEAKER_03"), speaker="SPEAKER_03"
            ),
            said(("Hello", 1, 2, "SPEAKER_07"), speaker="SPEAKER_07"),
        ]
    )
    assert (transcript.id, transcript.recording.name) == ("INT-1", "site/INT-1.wav")
    assert transcript.speakers == ("SPEAKER_00", "SPEAKER_01")
    assert [(line.number, line.text, line.speaker) for line in transcript.lines] == [
        (1, "Hello", "SPEAKER_00"),
        (2, "Good day", "SPEAKER_01"),
    ]
    assert transcript.lines[1].words[1].speaker == "SPEAKER_01"
    assert transcript.flags == ()


def test_speakers_are_numbered_by_their_first_word_not_their_line() -> None:
    line = said(("Yes", 1, 2, "B"), ("no", 3, 4, "A"), ("no", 4, 5, "A"), speaker="A")
    transcript = made([line])
    assert [word.speaker for word in transcript.lines[0].words] == [
        "SPEAKER_00",
        "SPEAKER_01",
        "SPEAKER_01",
    ]
    assert transcript.lines[0].speaker == "SPEAKER_01"


def test_a_word_without_a_time_goes_with_the_word_in_front() -> None:
    line = said(("One", 1, 2, "A"), ("two", 2, 3, "B"), speaker="A")
    line["words"].append({"word": "three"})
    word = made([line]).lines[0].words[2]
    assert (word.text, word.start, word.end, word.speaker) == ("three", None, None, "SPEAKER_01")


def test_gaps_are_told_with_whether_somebody_spoke() -> None:
    segments = [said(("a", 1, 2, "A")), said(("b", 12.5, 13, "A")), said(("c", 30, 31, "A"))]
    flags = made(segments, [[1.0, 2.0], [14.0, 20.0], [12.4, 13.0]]).flags
    assert [(flag.code, flag.message, flag.start, flag.end) for flag in flags] == [
        (
            "gap",
            "From 0:00:02 to 0:00:12 there are no words: nobody seems to speak there.",
            2.0,
            12.5,
        ),
        (
            "gap",
            "From 0:00:13 to 0:00:30 there are no words, although somebody seems to speak there "
            "(about 6 s): listen to it again.",
            13.0,
            30.0,
        ),
    ]


def test_silence_before_and_after_is_no_gap_but_speech_without_words_is() -> None:
    segments = [said(("a", 20, 21, "A"))]
    assert made(segments, [[20.0, 21.0]]).flags == ()
    flags = made(segments, [[3.0, 9.0], [40.0, 55.0]]).flags
    assert [(flag.start, flag.end) for flag in flags] == [(0.0, 20.0), (21.0, 60.0)]


def test_a_line_whose_words_have_no_place_is_flagged() -> None:
    bare = {"start": 3.0, "end": 5.0, "text": "Hm 1999", "words": [], "speaker": "A"}
    transcript = made([said(("Hello", 1, 2, "A")), bare])
    (flag,) = transcript.flags
    assert (flag.code, flag.start, flag.end) == ("unaligned", 3.0, 5.0)
    assert flag.message == (
        "No times were found for the words of line 2 (0:00:03): listen to it again."
    )


def test_what_is_missing_is_said_once_and_first() -> None:
    bare = {"start": 3.0, "end": 25.0, "text": "Habari", "speaker": "A"}
    transcript = assemble(facts(missing="there is no model for it"), [bare], [], "")
    assert [(flag.code, flag.message) for flag in transcript.flags] == [
        ("no-word-times", "There is no model for it."),
        (
            "no-word-times",
            "Each line has one speaker: without times of words it cannot be divided.",
        ),
    ]
    transcript = assemble(facts(), [said(("a", 1, 2, ""))], [], "speakers were not told apart")
    assert [(flag.code, flag.message) for flag in transcript.flags] == [
        ("no-speakers", "Speakers were not told apart."),
    ]
    assert (transcript.speakers, transcript.lines[0].speaker) == ((), None)


def test_a_name_that_is_no_text_can_be_written() -> None:
    transcript = assemble(facts(name="a\udcff.wav"), [said(("a", 1, 2, ""))], [], "")
    assert transcript.recording.name == "a?.wav"
    assert to_json(transcript)


@pytest.mark.parametrize("seed", range(200))
def test_times_always_hold(seed: int) -> None:
    dice = random.Random(seed)
    seconds = dice.choice([0.5, 10.0, 61.237])

    def time() -> float:
        return round(dice.uniform(-1, seconds * 1.2), 3)

    segments = []
    for _ in range(dice.randint(0, 6)):
        words: list[dict[str, Any]] = []
        for _ in range(dice.randint(0, 6)):
            word: dict[str, Any] = {"word": "w"}
            if dice.random() < 0.8:
                word["start"] = time()
            if dice.random() < 0.8:
                word["end"] = time()
            words.append(word)
        segments.append({"start": time(), "end": time(), "text": "w", "words": words})
    settled = settle(segments, seconds)
    assert len(settled) == len(segments)
    last = 0.0
    for segment in settled:
        assert last <= segment["start"] <= segment["end"] <= seconds
        timed = [word for word in segment["words"] if "start" in word]
        for word in timed:
            assert last <= word["start"] <= word["end"] <= seconds
            last = word["end"]
        if timed:
            assert (segment["start"], segment["end"]) == (timed[0]["start"], timed[-1]["end"])
        last = segment["end"]


def test_times_that_hold_are_not_changed() -> None:
    segments = [said(("a", 1.111, 2.222, "A"), ("b", 2.222, 3.0, "A")), said(("c", 4, 5, "B"))]
    assert settle(segments, 60.0) == segments
