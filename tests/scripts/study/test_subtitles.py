"""Subtitles: SubRip and WebVTT, read again by other programs and by a strict grammar."""

import random
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import srt as other_srt
import webvtt
from tests.scripts.study.transcripts import (
    A,
    B,
    bare,
    hour,
    interview,
    line,
    said,
    signs,
    transcript,
    wild,
)

from compass_model.study.transcript import Line, Transcript, Word
from compass_scripts.study.plain_text import plain_text
from compass_scripts.study.subtitles import LONGEST, WIDTH, srt, vtt

SEEDS = range(150)


class Read(NamedTuple):
    """A cue as it was read again, times in milliseconds."""

    id: str
    start: int
    end: int
    speaker: str
    text: str


def ms(hours: str, minutes: str, seconds: str, rest: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def strict(text: str, point: str) -> list[Read]:
    """Read subtitles by the letter: each block an id, its times, then rows that are not empty."""
    time = rf"(\d\d+):([0-5]\d):([0-5]\d){point}(\d\d\d)"
    cues = []
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))
    for block in filter(None, text.split("\n\n")):
        name, times, *rows = block.removesuffix("\n").split("\n")
        match = re.fullmatch(f"{time} --> {time}", times)
        assert match is not None
        assert rows and all(row.strip() == row != "" for row in rows)
        assert all("-->" not in row for row in rows)
        cues.append(
            Read(name, ms(*match.groups()[:4]), ms(*match.groups()[4:]), "", "\n".join(rows))
        )
    assert all(cue.end > cue.start for cue in cues)
    assert all(later.start >= cue.end for cue, later in pairwise(cues))
    return cues


def read_srt(text: str) -> list[Read]:
    """Read SubRip strictly and with two other programs, which must agree."""
    cues = strict(text, ",")
    assert [cue.id for cue in cues] == [str(i + 1) for i in range(len(cues))]
    again = list(other_srt.parse(text))
    assert [one.index for one in again] == [int(cue.id) for cue in cues]
    assert [(one.start.total_seconds(), one.end.total_seconds()) for one in again] == [
        (cue.start / 1000, cue.end / 1000) for cue in cues
    ]
    assert [one.content for one in again] == [cue.text for cue in cues]
    found = []
    for cue in cues:
        speaker, _, words = cue.text.partition(": ")
        known = speaker in {A, B, "P07"}
        assert not re.search(r"</?[A-Za-z]|\{\\", cue.text)
        found.append(cue._replace(speaker=speaker, text=words) if known else cue)
    return found


def read_vtt(text: str, name: str = "INT-14") -> list[Read]:
    """Read WebVTT strictly and with another program, which must agree."""
    header = f"WEBVTT\n\nNOTE compass-transcript/1 {name}\n"
    assert text.startswith(header)
    cues = strict(text.removeprefix(header).removeprefix("\n"), r"\.")
    again = webvtt.from_string(text) if cues else []
    assert [(one.identifier, one.start_in_seconds, one.end_in_seconds) for one in again] == [
        (cue.id, cue.start // 1000, cue.end // 1000) for cue in cues
    ]
    found = []
    for cue, one in zip(cues, again, strict=True):
        match = re.fullmatch(r"(?:<v ([^<>]+)>)?([^<>]*)", cue.text)
        assert match is not None
        assert (one.voice or "", bare(one.text)) == (match[1] or "", bare(match[2]))
        assert not re.search(r"&(?!amp;|lt;|gt;)", match[2])
        words = match[2].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        found.append(cue._replace(speaker=match[1] or "", text=words))
    return found


def test_subtitles_of_a_conversation() -> None:
    assert (
        srt(interview())
        == """\
1
00:00:01,000 --> 00:00:03,500
SPEAKER_00: So how did you start?

2
00:00:04,000 --> 00:00:06,500
SPEAKER_01: We started with Jupiter Hub.

3
00:00:10,000 --> 00:00:12,500
SPEAKER_01: It was Jupiter Hub, yes.

4
00:00:25,000 --> 00:00:27,000
SPEAKER_00: Thank you for watching.
"""
    )
    assert (
        vtt(interview())
        == """\
WEBVTT

NOTE compass-transcript/1 INT-14

1
00:00:01.000 --> 00:00:03.500
<v SPEAKER_00>So how did you start?

2
00:00:04.000 --> 00:00:06.500
<v SPEAKER_01>We started with Jupiter Hub.

3
00:00:10.000 --> 00:00:12.500
<v SPEAKER_01>It was Jupiter Hub, yes.

4
00:00:25.000 --> 00:00:27.000
<v SPEAKER_00>Thank you for watching.
"""
    )


def test_a_transcript_without_lines_makes_valid_empty_files(tmp_path: Path) -> None:
    assert srt(transcript()) == ""
    assert vtt(transcript()) == "WEBVTT\n\nNOTE compass-transcript/1 INT-14\n"
    (tmp_path / "a.vtt").write_text(vtt(transcript()), encoding="utf-8")
    assert list(webvtt.read(tmp_path / "a.vtt")) == []


def test_a_long_line_is_cut_after_a_clause() -> None:
    text = (
        "When we began, nobody had a plan for who would answer, so the first week was a mess, "
        "and then it went well."
    )
    one = line(12, 60.0, text)
    timed = [
        replace(word, start=60 + i * 0.3, end=60.25 + i * 0.3) for i, word in enumerate(one.words)
    ]
    one = replace(one, words=tuple(timed), end=67.0)
    assert [(cue.id, cue.text) for cue in read_vtt(vtt(transcript(one)))] == [
        ("12.1", "When we began, nobody had a\nplan for who would answer,"),
        ("12.2", "so the first week was a mess,\nand then it went well."),
    ]


def test_a_slow_line_is_cut_by_its_time() -> None:
    one = line(1, 0.0, "a b c d e f g h i j k l m n o p q r s t u v w x y z")
    cues = read_vtt(vtt(transcript(one)))
    assert [cue.text for cue in cues] == [
        "a b c d e f g h i j k l m n",
        "o p q r s t u v w x y z",
    ]
    assert [(cue.start, cue.end) for cue in cues] == [(0, 7000), (7000, 13000)]


def test_a_line_is_cut_where_somebody_else_speaks() -> None:
    one = line(7, 0.0, "And you? Fine.")
    words = (*one.words[:2], replace(one.words[2], speaker=B))
    made = transcript(replace(one, words=words))
    assert [(cue.id, cue.speaker, cue.text) for cue in read_vtt(vtt(made))] == [
        ("7.1", A, "And you?"),
        ("7.2", B, "Fine."),
    ]
    assert [(cue.speaker, cue.text) for cue in read_srt(srt(made))] == [
        (A, "And you?"),
        (B, "Fine."),
    ]


def test_a_line_without_word_times_is_one_cue() -> None:
    one = Line(number=3, start=1.0, end=31.0, text="mengi " * 30, speaker=A)
    cues = read_vtt(vtt(transcript(one)))
    assert [(cue.id, cue.start, cue.end) for cue in cues] == [("3", 1000, 31000)]
    assert all(len(row) <= WIDTH for row in cues[0].text.split("\n"))


def test_times_that_meet_or_go_back_are_mended() -> None:
    words = (
        Word(text="one", start=2.0, end=9.0, speaker=A),
        Word(text="two", start=1.0, end=1.0, speaker=B),
        Word(text="three", start=1.0, end=1.0, speaker=A),
    )
    one = Line(number=1, start=1.0, end=9.0, text="one two three", speaker=A, words=words)
    assert [(cue.start, cue.end) for cue in read_srt(srt(transcript(one)))] == [
        (2000, 2001),
        (2001, 2002),
        (2002, 2003),
    ]


def test_signs_without_spaces_are_cut_into_rows_of_half_as_many() -> None:
    one = signs(1, 0.0, "日本語" * 20)
    cues = read_vtt(vtt(transcript(one, language="ja")))
    assert "".join(cue.text for cue in cues).replace("\n", "") == one.text
    assert all(len(row) * 2 <= WIDTH for cue in cues for row in cue.text.split("\n"))
    assert all(cue.end - cue.start <= LONGEST for cue in cues)


def test_a_translation_from_a_language_without_spaces_is_cut_between_words() -> None:
    one = replace(line(1, 0.0, "We met in the library every week and talked", None), words=())
    made = replace(transcript(one, language="ja"), task="translate")
    (cue,) = read_vtt(vtt(made))
    assert [row.strip() for row in cue.text.split("\n")] == [
        "We met in the library every week and",
        "talked",
    ]


def test_a_sign_of_several_characters_is_not_cut() -> None:
    family = "👩\u200d👩\u200d👧"
    one = Line(number=1, start=0.0, end=5.0, text=family * 40, speaker=None)
    cues = read_vtt(vtt(transcript(one, language="ja")))
    assert {row.replace(family, "") for cue in cues for row in cue.text.split("\n")} == {""}


def test_speech_cannot_break_a_format() -> None:
    made = transcript(line(1, 0.0, "a --> b <b>loud</b> {\\an8} &lt; </v>", "P07"))
    assert read_vtt(vtt(made))[0].text == "a --> b <b>loud</b> {\\an8} &lt; </v>"
    assert read_srt(srt(made))[0].text == "a - -> b < b>loud< /b> { \\an8} &lt; < /v>"


def test_a_name_of_a_recording_cannot_end_the_note() -> None:
    made = replace(transcript(line(1, 0.0, "Yes.")), id="INT\n\n00:01.000 --> 00:02.000")
    assert len(read_vtt(vtt(made), "INT 00:01.000 -> 00:02.000")) == 1


@pytest.mark.parametrize("seed", range(50))
def test_cues_have_two_rows_however_long_the_words_are(seed: int) -> None:
    choose = random.Random(seed)
    words = ["x" * choose.choice([1, 2, 3, 20]) + choose.choice(["", "", ","]) for _ in range(80)]
    one = line(1, 0.0, " ".join(words))
    times = [round(choose.random() / 4 + i * 0.3, 3) for i in range(80)]
    timed = [replace(w, start=t, end=t + 0.2) for w, t in zip(one.words, times, strict=True)]
    made = transcript(replace(one, words=tuple(timed)))
    cues = read_srt(srt(made))
    assert bare("".join(cue.text for cue in cues)) == said(made)
    assert all(len(cue.text.split("\n")) <= 2 for cue in cues)
    assert all(len(row) <= WIDTH for row in srt(made).split("\n"))
    assert all(cue.end - cue.start <= LONGEST for cue in cues)


def test_cues_of_an_hour_are_short() -> None:
    made = hour()
    cues = read_srt(srt(made))
    assert bare("".join(cue.text for cue in cues)) == said(made)
    assert max(cue.end - cue.start for cue in cues) <= LONGEST
    for row in srt(made).split("\n"):
        assert len(row) <= WIDTH
    assert all(len(cue.text.split("\n")) <= 2 for cue in cues)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_is_lost_or_doubled_and_times_rise(seed: int) -> None:
    made = wild(seed)
    for cues in (read_srt(srt(made)), read_vtt(vtt(made))):
        assert bare("".join(cue.text for cue in cues)) == said(made)
    assert len(read_srt(srt(made))) == len(read_vtt(vtt(made)))


def read_text(text: str) -> list[tuple[int, str, str, str]]:
    """Read the plain text again: number, time, speaker and words."""
    first, *rows = text.removesuffix("\n").split("\n")
    assert first == "# compass-transcript/1 INT-14"
    found = []
    for row in rows:
        match = re.fullmatch(r"(\d+) \[(\d\d:\d\d:\d\d)\] (?:(SPEAKER_\d\d|P07): )?(.*)", row)
        assert match is not None
        found.append((int(match[1]), match[2], match[3] or "", match[4]))
    return found


def test_plain_text_has_one_line_for_each() -> None:
    assert (
        plain_text(interview())
        == """\
# compass-transcript/1 INT-14
1 [00:00:01] SPEAKER_00: So how did you start?
2 [00:00:04] SPEAKER_01: We started with Jupiter Hub.
3 [00:00:10] SPEAKER_01: It was Jupiter Hub, yes.
4 [00:00:25] SPEAKER_00: Thank you for watching.
"""
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_plain_text_has_every_line_with_its_number(seed: int) -> None:
    made: Transcript = wild(seed)
    rows = read_text(plain_text(made))
    assert [number for number, *_ in rows] == [one.number for one in made.lines]
    assert bare("".join(words for *_, words in rows)) == said(made)
