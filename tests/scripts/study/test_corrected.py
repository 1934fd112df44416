"""Names for speakers, corrections of lines, and what is said about files that are wrong."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scripts.study.transcripts import (
    A,
    B,
    bare,
    interview,
    line,
    recording,
    signs,
    transcript,
    wild,
)

from compass_model.study.transcript import Line, Transcript, Word
from compass_scripts.study.corrected import read_corrected
from compass_scripts.study.outputs import make_outputs
from compass_scripts.study.turns import pieces_of, places


def corrected(
    folder: Path, made: Transcript, corrections: str = "", speakers: str = ""
) -> tuple[Transcript, list[str]]:
    """Write a recording and read it corrected; the problems as they are printed."""
    recording(folder, made)
    (folder / "corrections.yml").write_text(corrections, encoding="utf-8")
    (folder / "speakers.yml").write_text(speakers, encoding="utf-8")
    result, problems = read_corrected(folder)
    assert result is not None
    assert {Path(problem.path).parent for problem in problems} <= {folder}
    shown = [f"{Path(p.path).name}:{p.line}: {p.shown} [compass.{p.code}]" for p in problems]
    return result, shown


def timed(one: Line) -> list[tuple[str, float | None, float | None]]:
    return [(word.text, word.start, word.end) for word in one.words]


def test_speakers_have_names_everywhere(tmp_path: Path) -> None:
    result, problems = corrected(
        tmp_path, interview(), speakers="SPEAKER_00: Interviewer\nSPEAKER_01: P07\n"
    )
    assert problems == []
    assert result.speakers == ("Interviewer", "P07")
    assert [one.speaker for one in result.lines] == ["Interviewer", "P07", "P07", "Interviewer"]
    assert {word.speaker for word in result.lines[1].words} == {"P07"}


def test_two_labels_may_be_one_person_and_one_may_have_no_name_yet(tmp_path: Path) -> None:
    made = transcript(line(1, 0, "a", A), line(2, 1, "b", B), line(3, 2, "c", "SPEAKER_02"))
    speakers = "SPEAKER_00: P07\nSPEAKER_01:  # 3 min\nSPEAKER_02: P07\n"
    result, problems = corrected(tmp_path, made, speakers=speakers)
    assert problems == []
    assert result.speakers == ("P07", B)
    assert [one.speaker for one in result.lines] == ["P07", B, "P07"]


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (
            "SPEAKER_1: P07",
            "1: the transcript has no speaker 'SPEAKER_1'; did you mean 'SPEAKER_01'? "
            "[compass.unknown-speaker]",
        ),
        (
            "SPEAKER_00: P07\nspeaker-nine: P08",
            "2: the transcript has no speaker 'speaker-nine'; did you mean 'SPEAKER_01'? "
            "[compass.unknown-speaker]",
        ),
        (
            "Alice Example: P07",
            "1: this is not the label of a speaker; known here are SPEAKER_00 or SPEAKER_01 "
            "[compass.unknown-speaker]",
        ),
        (
            "Alice Example: SPEAKER_01",
            "1: the label comes first; write 'SPEAKER_01:' and the name after it "
            "[compass.unknown-speaker]",
        ),
        (
            "SPEAKER_00: 7",
            "1: the name of SPEAKER_00 must be text; put it in quotes if it looks like a number "
            "[compass.wrong-value]",
        ),
        (
            "SPEAKER_00: SPEAKER_01",
            "1: the name of SPEAKER_00 is the label of a speaker; write the same name after both "
            "labels [compass.wrong-value]",
        ),
        (
            "SPEAKER_00: 'P07: x'",
            "1: the name of SPEAKER_00 must not contain ':'; write a role or a pseudonym, like P07 "
            "[compass.wrong-value]",
        ),
        (
            "SPEAKER_00: |\n  P07\n  P08",
            "1: the name of SPEAKER_00 must not contain a line break or tab; write a role or a "
            "pseudonym, like P07 [compass.wrong-value]",
        ),
        (
            "SPEAKER_00: ''",
            "1: the name of SPEAKER_00 is empty; leave out the quotes as long as there is no name "
            "[compass.wrong-value]",
        ),
        (
            f"SPEAKER_00: {'x' * 61}",
            "1: the name of SPEAKER_00 has 61 characters; write a role or a pseudonym of at most "
            "60 [compass.wrong-value]",
        ),
        (
            "also: P09",
            "1: 'also' must be a list of names, like 'also: [P09]' [compass.wrong-type]",
        ),
        (
            "also: [P09, 7]",
            "1: name 2 of 'also' must be text; put it in quotes if it looks like a number "
            "[compass.wrong-value]",
        ),
        (
            "- SPEAKER_00: P07",
            "1: the file must have lines like 'SPEAKER_00: Interviewer' [compass.wrong-type]",
        ),
        (
            "SPEAKER_00: P07\nSPEAKER_00: P08",
            "2: '…' stands here twice; keep one of them [compass.broken-yaml]",
        ),
        (
            "SPEAKER_00: [P07",
            "1: broken YAML: did not find expected '…'; check the colons, quotes and indentation "
            "here and just above [compass.broken-yaml]",
        ),
    ],
)
def test_a_speaker_map_that_is_wrong(tmp_path: Path, speakers: str, expected: str) -> None:
    result, problems = corrected(tmp_path, interview(), speakers=speakers)
    assert problems == [f"speakers.yml:{expected}"]
    assert "Alice" not in str(problems)
    assert bare(str(result.lines)) != ""


def test_words_are_corrected_with_the_time_of_those_they_replace(tmp_path: Path) -> None:
    result, problems = corrected(
        tmp_path,
        interview(),
        '- {line: 2, was: "Jupiter Hub", now: "JupyterHub"}\n'
        '- {line: 3, was: "Jupiter Hub", now: "the great JupyterHub"}\n',
    )
    assert problems == []
    assert [one.text for one in result.lines[1:3]] == [
        "We started with JupyterHub.",
        "It was the great JupyterHub, yes.",
    ]
    assert timed(result.lines[1])[3:] == [("JupyterHub.", 5.5, 6.5)]
    assert timed(result.lines[2])[1:] == [
        ("was", 10.5, 11.0),
        ("the", 11.0, 11.158),
        ("great", 11.158, 11.421),
        ("JupyterHub,", 11.421, 12.0),
        ("yes.", 12.0, 12.5),
    ]


def test_as_many_words_keep_each_its_own_time_and_speaker(tmp_path: Path) -> None:
    one = line(1, 0.0, "colour grey cat")
    one = replace(one, words=(*one.words[:1], replace(one.words[1], speaker=B), one.words[2]))
    result, problems = corrected(
        tmp_path, transcript(one), "- {line: 1, was: colour grey, now: color gray}"
    )
    assert problems == []
    assert [(word.text, word.start, word.speaker) for word in result.lines[0].words] == [
        ("color", 0.0, A),
        ("gray", 0.5, B),
        ("cat", 1.0, A),
    ]


@pytest.mark.parametrize(
    ("text", "was", "now", "expected", "words"),
    [
        # All occurrences, whole words only.
        ("he and the he-man he", "he", "she", "she and the she-man she", 5),
        ("Hub's hub, Hub", "Hub", "Lab", "Lab's hub, Lab", 3),
        # Any white space, also folded in the file.
        ("big  data\nlake", "big data lake", "swamp", "swamp", 1),
        # Nothing in its place takes the space with it.
        ("um well um I um", "um", '""', "well I", 2),
        ("Well, um, yes", "um,", '""', "Well, yes", 2),
        # Signs.
        ("(maybe) yes", "(maybe)", "surely", "surely yes", 2),
        ("one. two", ".", ",", "one, two", 2),
        # One character or two for one letter.
        ("nai\u0308ve", "na\u00efve", "new", "new", 1),
        ("na\u00efve", "nai\u0308ve", "new", "new", 1),
        ("नमस्ते नम", "नम", "x", "नमस्ते x", 2),
        # Right to left.
        ("שלום עולם", "עולם", "חבר", "שלום חבר", 2),
    ],
)
def test_what_counts_as_the_words(
    tmp_path: Path, text: str, was: str, now: str, expected: str, words: int
) -> None:
    corrections = f'- {{line: 1, was: "{was}", now: {now}}}'
    if now == ",":
        corrections = corrections.replace("now: ,", 'now: ","')
    result, problems = corrected(tmp_path, transcript(line(1, 0.0, text)), corrections)
    assert problems == []
    assert result.lines[0].text == expected
    assert len(result.lines[0].words) == words
    assert None not in places(result.lines[0])


def test_signs_of_languages_without_spaces_are_words(tmp_path: Path) -> None:
    made = transcript(signs(1, 0.0, "今日は東京です"), language="ja")
    result, problems = corrected(tmp_path, made, '- {line: 1, was: "東京", now: "大阪府"}')
    assert problems == []
    assert result.lines[0].text == "今日は大阪府です"
    assert timed(result.lines[0])[3:6] == [
        ("大", 0.6, 0.733),
        ("阪", 0.733, 0.867),
        ("府", 0.867, 1.0),
    ]


def test_words_without_times_have_none_when_corrected(tmp_path: Path) -> None:
    words = (Word(text="in", start=0.0, end=0.5), Word(text="2020", speaker=B))
    one = Line(number=1, start=0.0, end=1.0, text="in 2020", words=words)
    result, _ = corrected(tmp_path, transcript(one), '- {line: 1, was: "2020", now: two thousand}')
    assert result.lines[0].words[1:] == (
        Word(text="two", speaker=B),
        Word(text="thousand", speaker=B),
    )


def test_a_line_without_word_times_is_corrected_too(tmp_path: Path) -> None:
    one = Line(number=1, start=0.0, end=1.0, text="Jupiter Hub", speaker=A)
    result, _ = corrected(tmp_path, transcript(one), "- {line: 1, was: Jupiter Hub, now: Hub}")
    assert result.lines[0] == replace(one, text="Hub")


def test_corrections_follow_each_other(tmp_path: Path) -> None:
    result, problems = corrected(
        tmp_path,
        interview(),
        "- {line: 2, was: Jupiter, now: Jupyter}\n- {line: 2, was: Jupyter Hub, now: JupyterHub}",
    )
    assert problems == []
    assert result.lines[1].text == "We started with JupyterHub."


def test_a_line_is_said_by_somebody_else_and_another_is_removed(tmp_path: Path) -> None:
    result, problems = corrected(
        tmp_path,
        interview(),
        "- {line: 1, speaker: SPEAKER_01}\n"
        "- {line: 2, speaker: P09}\n"
        "- {line: 3, at: 00:00:10, speaker: Interviewer}\n"
        '- {line: 4, at: "00:00:25", remove: true}\n',
        "SPEAKER_00: Interviewer\nSPEAKER_01: P07\nalso: [P09]\n",
    )
    assert problems == []
    assert [one.number for one in result.lines] == [1, 2, 3]
    assert [one.speaker for one in result.lines] == ["P07", "P09", "Interviewer"]
    assert {word.speaker for word in result.lines[1].words} == {"P09"}
    assert result.speakers == ("Interviewer", "P07", "P09")


def test_a_line_without_words_left_is_removed(tmp_path: Path) -> None:
    result, problems = corrected(
        tmp_path, interview(), '- {line: 4, was: "Thank you for watching.", now: ""}'
    )
    assert problems == []
    assert [one.number for one in result.lines] == [1, 2, 3]


UNFIT = """\
- {line: 2, was: Jupiter Hub, now: JupyterHub}
- {line: 2, was: Secret Words, now: x}
- {line: 99, was: Secret, now: x}
- {line: 4, remove: true}
- {line: 4, was: Thank, now: x}
- {line: 3, at: 00:00:11, remove: true}
- {line: 3, speaker: P7}
- {line: 3, speaker: Alice Example}
- {line: 3, was: yes, now: no}
"""


def test_what_does_not_fit_is_reported_and_the_rest_applied(tmp_path: Path) -> None:
    result, problems = corrected(tmp_path, interview(), UNFIT, "SPEAKER_01: P07")
    assert problems == [
        "corrections.yml:2: the words of 'was' do not stand in line 2; copy whole words, with "
        "their capitals, from transcript.txt, or look for the right line there "
        "[compass.correction-mismatch]",
        "corrections.yml:3: there is no line 99; the transcript has the lines 1 to 4 "
        "[compass.unknown-line]",
        "corrections.yml:5: line 4 is removed by an entry above; take one of the two out "
        "[compass.correction-mismatch]",
        "corrections.yml:6: line 3 begins at 00:00:10, not at 00:00:11; look for the right line "
        "in transcript.txt [compass.correction-mismatch]",
        "corrections.yml:7: the speaker of this correction is not known; did you mean 'P07'? "
        "Somebody whose voice was not told apart is added to speakers.yml, like 'also: [P09]' "
        "[compass.unknown-speaker]",
        "corrections.yml:8: the speaker of this correction is not known. "
        "Somebody whose voice was not told apart is added to speakers.yml, like 'also: [P09]' "
        "[compass.unknown-speaker]",
    ]
    assert [one.text for one in result.lines] == [
        "So how did you start?",
        "We started with JupyterHub.",
        "It was Jupiter Hub, no.",
    ]


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        (
            "line: 3",
            "1: the file must be a list of corrections like "
            '\'- {line: 12, was: "Jupiter Hub", now: "JupyterHub"}\' [compass.wrong-type]',
        ),
        (
            "- secret",
            "1: each correction must look like "
            '\'- {line: 12, was: "Jupiter Hub", now: "JupyterHub"}\' [compass.wrong-type]',
        ),
        (
            "- {was: secret, now: x}",
            "1: 'line' is missing; write the number that the line has in transcript.txt "
            "[compass.missing-field]",
        ),
        ("- {line: 0, remove: true}", "1: 'line' must be at least 1, not 0 [compass.wrong-value]"),
        (
            "- {line: two, remove: true}",
            "1: 'line' must be a whole number, not text [compass.wrong-type]",
        ),
        (
            "- {line: 1}",
            "1: an entry needs 'was' and 'now', or 'speaker', or 'remove: true' "
            "[compass.wrong-value]",
        ),
        (
            "- {line: 1, remove: true, speaker: P07}",
            "1: an entry needs 'was' and 'now', or 'speaker', or 'remove: true', and only one of "
            "these; write two entries for two changes [compass.wrong-value]",
        ),
        (
            "- {line: 1, remove: secret}",
            "1: 'remove' must be true or false, not text [compass.wrong-type]",
        ),
        (
            "- line: 1\n  was: secret",
            "1: 'now' is missing; write what was said, or '\"\"' for nothing "
            "[compass.missing-field]",
        ),
        (
            "- line: 1\n  now: secret",
            "1: 'was' is missing; write the words that are wrong [compass.missing-field]",
        ),
        (
            "- {line: 1, was: ' ', now: x}",
            "1: 'was' is empty; write the words as they stand in the transcript "
            "[compass.wrong-value]",
        ),
        (
            "- {line: 1, was: 2020, now: x}",
            "1: 'was' must be text; put it in quotes if it looks like a number, not a number "
            "[compass.wrong-type]",
        ),
        (
            "- {line: 1, at: 12.31, remove: true}",
            "1: 'at' must be the time of the line as transcript.txt shows it, like 00:12:31 "
            "[compass.wrong-value]",
        ),
        (
            "- {line: 1, was: yes, a secret, now: x}",
            "1: this was read as a field, because of a comma before it; put the text in quotes "
            "[compass.unknown-field]",
        ),
        (
            "- {lines: 1, remove: true}",
            "1: unknown field in a correction; did you mean 'line'? [compass.unknown-field]",
        ),
        (
            "- {line: 1, secret: x, remove: true}",
            "1: unknown field in a correction; known are line, at, was, now, speaker and remove "
            "[compass.unknown-field]",
        ),
        (
            "- {line: 1, was: x, a secret, a secret}",
            "1: '…' stands here twice; keep one of them [compass.broken-yaml]",
        ),
        (
            "- {line: 1, was: *secret, now: x}",
            "1: broken YAML: found undefined alias; check the colons, quotes and indentation here "
            "and just above [compass.broken-yaml]",
        ),
    ],
)
def test_a_file_of_corrections_that_is_wrong(
    tmp_path: Path, corrections: str, expected: str
) -> None:
    result, problems = corrected(tmp_path, interview(), corrections)
    assert problems == [f"corrections.yml:{expected}"]
    assert "secret" not in str(problems)
    assert result.lines == interview().lines


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    recording(tmp_path, interview())
    (tmp_path / "corrections.yml").write_bytes(b"- \xff")
    _, problems = read_corrected(tmp_path)
    assert problems == [
        (
            (tmp_path / "corrections.yml").as_posix(),
            1,
            "the file is not UTF-8; save it with the encoding UTF-8",
            "not-utf8",
        )
    ]


def test_without_a_transcript_there_is_nothing(tmp_path: Path) -> None:
    result, problems = read_corrected(tmp_path)
    assert result is None
    assert [problem.message for problem in problems] == [
        "transcript.json cannot be read (No such file or directory); run 'compass transcribe' again"
    ]


def random_corrections(made: Transcript, seed: int) -> str:
    """Corrections of words that stand in the lines, and some that do not fit."""
    choose = random.Random(seed)
    entries = []
    for one in made.lines:
        units = one.text.split()
        if choose.random() < 0.6 and units:
            at = choose.randrange(len(units))
            was = " ".join(units[at : at + choose.randint(1, 3)])
            now = choose.choice(["", "x", "new words", "一二", "*a* -->"])
            was, now = was.replace("\\", "\\\\"), now.replace("\\", "\\\\")
            entries.append(f'- {{line: {one.number}, was: "{was}", now: "{now}"}}')
        if choose.random() < 0.1:
            entries.append(f"- {{line: {one.number}, remove: true}}")
        if choose.random() < 0.1:
            entries.append(f"- {{line: {one.number}, speaker: {B}}}")
    choose.shuffle(entries)
    return "\n".join(entries)


@pytest.mark.parametrize("seed", range(150))
def test_corrections_keep_words_in_the_text_and_apply_alike_each_time(
    tmp_path: Path, seed: int
) -> None:
    made = wild(seed)
    first, _ = corrected(tmp_path, made, random_corrections(made, seed))
    before = {one.number: one for one in made.lines}
    for one in first.lines:
        assert "".join(piece.text for piece in pieces_of(one)) == one.text
        assert (one.start, one.end) == (before[one.number].start, before[one.number].end)
        if None not in places(before[one.number]):
            assert None not in places(one)
    make_outputs(tmp_path)  # the files made from it change nothing
    assert read_corrected(tmp_path)[0] == first
