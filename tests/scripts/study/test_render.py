"""``compass study render``: a whole study made again, in seconds."""

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.scripts.study.transcripts import hour, interview, recording

from compass_model.study.transcript import to_json
from compass_scripts.study.outputs import make_outputs
from compass_scripts.study.render import render


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        render, [str(one) for one in arguments], standalone_mode=False, catch_exceptions=True
    )


def test_a_study_is_made_and_then_up_to_date(tmp_path: Path) -> None:
    study = tmp_path / "study"
    recording(study / "site-a" / "INT-14.m4a", interview())
    recording(study / "INT-15.m4a", interview())
    (study / "INT-16.m4a" / "stages").mkdir(parents=True)  # not yet transcribed
    for folder in ("INT-15.m4a", "site-a/INT-14.m4a"):
        (study / folder / "speakers.yml").write_text("SPEAKER_00: P01\nSPEAKER_01: P02\n")
    result = run(study)
    assert (result.return_value, result.output) == (0, "2 transcripts: 10 files written\n")
    result = run(study)
    assert (result.return_value, result.output) == (0, "2 transcripts: nothing to write\n")
    result = run(study / "INT-15.m4a")
    assert (result.return_value, result.output) == (0, "1 transcript: nothing to write\n")


def test_problems_stand_at_the_end_and_make_exit_code_1(tmp_path: Path) -> None:
    one = recording(tmp_path / "INT-14.m4a", interview())
    two = recording(tmp_path / "INT-15.m4a", interview())
    (one / "corrections.yml").write_text("- {line: 9, remove: true}\n", encoding="utf-8")
    (two / "transcript.json").write_text("{", encoding="utf-8")
    result = run(tmp_path)
    assert result.return_value == 1
    assert result.output == (
        f"{one}/speakers.yml: no name yet for SPEAKER_00, SPEAKER_01\n"
        f"{one}/corrections.yml:1: there is no line 9; the transcript has the lines 1 to 4 "
        "[compass.unknown-line]\n"
        f"{two}/transcript.json:1: transcript.json is not a transcript of ours (the file: Invalid "
        "JSON: EOF while parsing an object at line 1 column 1); move it away, and run "
        "'compass transcribe' again [compass.broken-transcript]\n"
        "2 transcripts: 5 files written; 2 problems\n"
    )


def test_a_recording_that_cannot_be_written_costs_only_itself(tmp_path: Path) -> None:
    one = recording(tmp_path / "INT-14.m4a", interview())
    two = recording(tmp_path / "INT-15.m4a", interview())
    (one / "transcript.md").mkdir()
    (two / "speakers.yml").write_text("SPEAKER_00: P01\nSPEAKER_01: P02\n", encoding="utf-8")
    result = run(tmp_path)
    assert result.return_value == 1
    reason = os.strerror(21)
    assert result.output == (
        f"{one}: not complete ({reason}); mend it, then run it again\n"
        "2 transcripts: 5 files written; 1 problem\n"
    )
    assert (two / "transcript.vtt").exists()


def test_a_folder_without_transcripts(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.return_value, result.output) == (
        0,
        "There is no transcript here yet; 'compass transcribe' makes them.\n",
    )


def test_a_study_in_a_git_work_tree_is_refused_unless_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = recording(tmp_path / "study" / "INT-14.m4a", interview())
    result = run(tmp_path / "study")
    assert "--allow-unsafe-place" in str(result.exception)
    assert not (folder / "transcript.md").exists()
    result = run(tmp_path / "study", "--allow-unsafe-place")
    assert result.return_value == 0
    assert (folder / "transcript.md").exists()


@pytest.mark.slow
def test_a_study_of_28_hours_takes_seconds(tmp_path: Path) -> None:
    content = to_json(hour())
    for i in range(28):
        folder = tmp_path / f"INT-{i:02}.m4a"
        folder.mkdir()
        (folder / "transcript.json").write_bytes(content)
    begin = time.process_time()
    result = run(tmp_path)
    assert result.return_value == 0
    assert time.process_time() - begin < 28 * 1.5
    assert result.output.endswith("28 transcripts: 168 files written\n")


def test_one_hour_is_made_in_a_moment(tmp_path: Path) -> None:
    folder = recording(tmp_path, hour())
    begin = time.process_time()
    assert make_outputs(folder).problems == []
    assert time.process_time() - begin < 2.0
