"""The files of a recording: made, made again, never over the work of a person."""

import hashlib
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scripts.study.transcripts import (
    A,
    B,
    interview,
    line,
    recording,
    transcript,
)

from compass_model.study.transcript import read_transcript
from compass_scripts.study import outputs
from compass_scripts.study.outputs import make_outputs, write_outputs

MADE = ["transcript.md", "transcript.srt", "transcript.txt", "transcript.vtt"]
HAND = ["corrections.yml", "speakers.yml"]
SPEAKERS = """\
# Who is who. Write a role or a pseudonym after each label, such as Interviewer or P07; leave the
# place empty as long as you do not know. Real names belong in the roster, not here. Where the
# machine heard one voice as two, write the same name twice. Somebody whose voice was not told
# apart gets a line 'also: [P09]', and corrections.yml says which lines are theirs.
# This file is yours: no program changes it. Then run 'compass study render'.
SPEAKER_00:  # less than 1 min, first heard at 00:00:01
SPEAKER_01:  # less than 1 min, first heard at 00:00:04
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_everything_is_made_for_the_owner_alone(tmp_path: Path) -> None:
    folder = recording(tmp_path / "INT-14.m4a", interview())
    made = make_outputs(folder)
    assert (made.problems, made.written) == (
        [],
        ["speakers.yml", "corrections.yml", *outputs.FORMATS],
    )
    assert made.notices == [
        f"{folder.as_posix()}/speakers.yml: no name yet for SPEAKER_00, SPEAKER_01"
    ]
    assert sorted(contents(folder)) == sorted([".rendered.json", "transcript.json", *MADE, *HAND])
    modes = {
        stat.S_IMODE((folder / name).stat().st_mode) for name in [".rendered.json", *MADE, *HAND]
    }
    assert modes == {0o600}
    assert (folder / "speakers.yml").read_text(encoding="utf-8") == SPEAKERS
    assert json.loads((folder / ".rendered.json").read_bytes()) == {
        name: [hashlib.sha256((folder / name).read_bytes()).hexdigest()] for name in MADE
    }


def test_a_first_correction_is_an_example_away(tmp_path: Path) -> None:
    lines = [line(i, i * 750 / 12 + 1, "Jupiter Hub.", B) for i in range(1, 13)]
    folder = recording(tmp_path, transcript(*lines))
    assert write_outputs(folder) == []
    path = folder / "corrections.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\n# - {line: 12") == 3
    path.write_text(text.replace("# - {line: 12, was", "- {line: 12, was"), encoding="utf-8")
    assert write_outputs(folder) == []
    assert "12 [00:12:31] SPEAKER_01: JupyterHub.\n" in (folder / "transcript.txt").read_text()
    path.write_text(text.replace("# - {line: 12, at", "- {line: 12, at"), encoding="utf-8")
    assert write_outputs(folder) == []
    assert "\n12 [" not in (folder / "transcript.txt").read_text(encoding="utf-8")


def test_the_next_run_writes_nothing(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert make_outputs(folder).written == []
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_names_and_corrections_reach_every_file(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    (folder / "speakers.yml").write_text("SPEAKER_00: Interviewer\nSPEAKER_01: P07\n")
    (folder / "corrections.yml").write_text('- {line: 2, was: "Jupiter Hub", now: "JupyterHub"}')
    made = make_outputs(folder)
    assert (made.problems, made.notices, sorted(made.written)) == ([], [], MADE)
    expected = {
        "transcript.md": "**P07** [00:00:04] We started with JupyterHub.",
        "transcript.txt": "\n2 [00:00:04] P07: We started with JupyterHub.\n",
        "transcript.srt": "\n2\n00:00:04,000 --> 00:00:06,500\nP07: We started with JupyterHub.\n",
        "transcript.vtt": "\n00:00:04.000 --> 00:00:06.500\n<v P07>We started with JupyterHub.\n",
    }
    for name, words in expected.items():
        assert words in (folder / name).read_text(encoding="utf-8")
    assert b"Jupiter" in (folder / "transcript.json").read_bytes()


def test_a_file_changed_by_hand_is_kept_and_named(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    (folder / "transcript.md").write_text("My own words.\n", encoding="utf-8")
    (folder / "speakers.yml").write_text("SPEAKER_01: P07\n", encoding="utf-8")
    for _ in range(2):
        problems = write_outputs(folder)
        assert problems == [
            (
                (folder / "transcript.md").as_posix(),
                1,
                "transcript.md was changed by hand, so it is not made again; move the changes to "
                "corrections.yml, then delete or rename it",
                "hand-edited",
            )
        ]
    assert (folder / "transcript.md").read_text(encoding="utf-8") == "My own words.\n"
    assert "P07" in (folder / "transcript.txt").read_text(encoding="utf-8")
    (folder / "transcript.md").rename(folder / "mine.md")
    assert write_outputs(folder) == []
    assert "P07" in (folder / "transcript.md").read_text(encoding="utf-8")


def test_a_change_by_hand_taken_back_is_none(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    before = contents(folder)
    (folder / "transcript.md").write_text("My own words.\n", encoding="utf-8")
    assert len(write_outputs(folder)) == 1
    (folder / "transcript.md").write_bytes(before["transcript.md"])
    (folder / "speakers.yml").write_text("SPEAKER_01: P07\n", encoding="utf-8")
    assert write_outputs(folder) == []
    assert b"P07" in (folder / "transcript.md").read_bytes()


@pytest.mark.parametrize("record", ["", "[]", '{"transcript.md": 5}', "\udc00"])
def test_without_a_record_files_that_differ_are_somebody_s(tmp_path: Path, record: str) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    (folder / ".rendered.json").write_bytes(record.encode(errors="replace"))
    assert write_outputs(folder) == []
    (folder / ".rendered.json").unlink()
    (folder / "speakers.yml").write_text("SPEAKER_01: P07\n", encoding="utf-8")
    assert [Path(problem.path).name for problem in write_outputs(folder)] == list(outputs.FORMATS)


def test_hand_files_are_never_touched(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    for name in HAND:
        (folder / name).write_bytes(b"# mine\n")
        (folder / name).chmod(0o640)
    before = {name: (folder / name).stat() for name in HAND}
    made = make_outputs(folder)
    assert made.problems == []
    assert made.notices == [
        f"{folder.as_posix()}/speakers.yml: the transcript has more speakers; "
        "add 'SPEAKER_00:', 'SPEAKER_01:' with their names"
    ]
    assert {name: (folder / name).stat() for name in HAND} == before


def test_a_new_run_with_other_speakers_says_what_to_add_and_what_to_take_out(
    tmp_path: Path,
) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    speakers = "SPEAKER_00: Interviewer\nSPEAKER_01: P07\n"
    (folder / "speakers.yml").write_text(speakers, encoding="utf-8")
    recording(folder, transcript(line(1, 0, "One.", A), line(2, 5, "Two.", "SPEAKER_02")))
    made = make_outputs(folder)
    path = f"{folder.as_posix()}/speakers.yml"
    assert made.problems == [
        (
            path,
            2,
            "the transcript has no speaker 'SPEAKER_01'; did you mean 'SPEAKER_02'?",
            "unknown-speaker",
        )
    ]
    assert made.notices == [
        f"{path}: the transcript has more speakers; add 'SPEAKER_02:' with their names"
    ]
    assert (folder / "speakers.yml").read_text(encoding="utf-8") == speakers
    assert "SPEAKER_02: Two." in (folder / "transcript.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lost", ["transcript.md", "transcript.srt", ".rendered.json"])
def test_a_run_that_was_cut_off_is_completed_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    write = outputs.write_private
    speakers = "SPEAKER_01: P07\n"
    whole, cut = (recording(tmp_path / name, interview()) for name in ("whole", "cut"))
    for folder in (whole, cut):
        write_outputs(folder)
        (folder / "speakers.yml").write_text(speakers, encoding="utf-8")
    write_outputs(whole)
    seen = []

    def cut_off(path: Path, content: bytes) -> None:
        seen.append(path.name)
        if path.name == lost and (lost != ".rendered.json" or seen.count(lost) == 2):
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(outputs, "write_private", cut_off)
    with pytest.raises(OSError, match="No space left"):
        write_outputs(cut)
    monkeypatch.undo()
    # Meanwhile the person thinks again.
    (cut / "speakers.yml").write_text("SPEAKER_01: P08\n", encoding="utf-8")
    assert write_outputs(cut) == []
    (cut / "speakers.yml").write_text(speakers, encoding="utf-8")
    assert write_outputs(cut) == []
    assert contents(cut) == contents(whole)


def test_a_transcript_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    write_outputs(folder)
    (folder / "transcript.json").write_text('{"format": "other"}', encoding="utf-8")
    before = contents(folder)
    assert [problem.code for problem in write_outputs(folder)] == ["broken-transcript"]
    assert contents(folder) == before


def test_speakers_that_say_nothing_and_odd_labels_are_listed(tmp_path: Path) -> None:
    made = transcript(line(1, 0, "Yes.", A))
    made = replace(made, speakers=(A, "SPEAKER_01", "no: 1"))
    folder = recording(tmp_path, made)
    assert write_outputs(folder) == []
    assert (
        (folder / "speakers.yml")
        .read_text(encoding="utf-8")
        .endswith(
            "SPEAKER_00:  # less than 1 min, first heard at 00:00:00\n"
            "SPEAKER_01:  # says nothing\n"
            '"no: 1":  # says nothing\n'
        )
    )


def test_the_length_of_speech_is_counted_in_words_not_in_silence(tmp_path: Path) -> None:
    lines = [line(i + 1, i * 60.0, "a b c d e f g h i j", A) for i in range(12)]
    folder = recording(tmp_path, transcript(*lines))
    write_outputs(folder)
    text = (folder / "speakers.yml").read_text(encoding="utf-8")
    assert text.endswith("SPEAKER_00:  # 1 min, first heard at 00:00:00\n")


def test_of_a_map_that_cannot_be_read_no_speaker_is_missing(tmp_path: Path) -> None:
    folder = recording(tmp_path, interview())
    (folder / "speakers.yml").write_text("SPEAKER_00: P07: P08\n", encoding="utf-8")
    made = make_outputs(folder)
    assert [(problem.line, problem.code) for problem in made.problems] == [(1, "broken-yaml")]
    assert made.notices == []


def test_a_recording_without_speakers_can_have_some_later(tmp_path: Path) -> None:
    folder = recording(tmp_path, transcript(line(1, 0, "Yes.", None)))
    assert make_outputs(folder).notices == []
    assert read_transcript(folder / "transcript.json")[0] is not None
    recording(folder, transcript(line(1, 0, "Yes.", A)))
    assert make_outputs(folder).notices == [
        f"{folder.as_posix()}/speakers.yml: the transcript has more speakers; "
        "add 'SPEAKER_00:' with their names"
    ]
