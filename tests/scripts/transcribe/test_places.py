"""Which folder of the study a recording gets, beside others of the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from compass_scripts.transcribe import places
from compass_scripts.transcribe.inputs import Input, folder_name
from compass_scripts.transcribe.places import assign_places
from compass_scripts.transcribe.recording import TRANSCRIPT, Recording

A, B = "a" * 64, "b" * 64


def given(path: Path, name: str = "") -> Input:
    """Return a recording, as it is found below a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    name = name or path.name
    return Input(path, name, folder_name(name))


def transcribed(study: Path, folder: str, *, path: Path, sha256: str) -> None:
    """Put a transcript into a folder of the study."""
    recording = Recording(study / folder)
    recording.note(path=str(path), sha256=sha256, state="done")
    recording.transcript.write_bytes(b"{}")


def folders(study: Path, *found: tuple[Input, str]) -> list[str | None]:
    """Return the folder that each recording gets in one run."""
    return [place.item.folder if place else None for place in assign_places(study, found)]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return tmp_path / "study"


def test_the_first_gets_its_name_and_the_next_the_folders_above_it(
    study: Path, tmp_path: Path
) -> None:
    ways = ["x/2026/talk.wav", "x/2025/talk.wav", "y/2025/talk.wav"]
    found = folders(study, *((given(tmp_path / way), "") for way in ways))
    assert found == ["talk.wav", "2025/talk.wav", "y/2025/talk.wav"]


def test_the_part_below_the_given_folder_is_kept(study: Path, tmp_path: Path) -> None:
    items = [given(tmp_path / way / "in/talk.wav", "in/talk.wav") for way in ("x", "y")]
    assert folders(study, *((item, "") for item in items)) == ["in/talk.wav", "y/in/talk.wav"]


def test_a_recording_finds_its_folder_again_when_another_is_given_first(
    study: Path, tmp_path: Path
) -> None:
    one, other = given(tmp_path / "x/talk.wav"), given(tmp_path / "y/talk.wav")
    transcribed(study, "talk.wav", path=one.path, sha256=A)
    assert folders(study, (other, B), (one, A)) == ["y/talk.wav", "talk.wav"]


def test_it_is_known_by_its_content_where_the_study_or_the_recordings_moved(
    study: Path, tmp_path: Path
) -> None:
    for folder, sha256 in (("talk.wav", A), ("y/talk.wav", B)):
        transcribed(study, folder, path=tmp_path / "gone" / folder, sha256=sha256)
    item = given(tmp_path / "y/talk.wav")
    assert folders(study, (item, B)) == ["y/talk.wav"]
    assert folders(study, (item, A)) == ["talk.wav"]


def test_its_own_path_counts_more_than_a_copy_of_it(study: Path, tmp_path: Path) -> None:
    one, copy = given(tmp_path / "x/talk.wav"), given(tmp_path / "y/talk.wav")
    transcribed(study, "talk.wav", path=one.path, sha256=A)
    transcribed(study, "y/talk.wav", path=copy.path, sha256=A)
    assert folders(study, (copy, A)) == ["y/talk.wav"]


def test_a_changed_recording_keeps_its_folder(study: Path, tmp_path: Path) -> None:
    item = given(tmp_path / "x/talk.wav")
    transcribed(study, "talk.wav", path=item.path, sha256=A)
    assert folders(study, (item, B)) == ["talk.wav"]


@pytest.mark.parametrize("name", ["review.yml", "corrections.yml", "speakers.yml"])
def test_a_recorder_that_uses_a_name_again_gets_no_folder_with_the_work_of_a_person(
    name: str, study: Path, tmp_path: Path
) -> None:
    item, archived = given(tmp_path / "card/REC001.WAV"), given(tmp_path / "archive/REC001.WAV")
    transcribed(study, "REC001.WAV", path=item.path, sha256=A)
    (study / "REC001.WAV" / name).write_text("- {line: 1, text: of the first}\n", encoding="utf-8")
    expected = ["card/REC001.WAV", "REC001.WAV"]
    assert folders(study, (item, B), (archived, A)) == expected
    assert folders(study, (archived, A), (item, B)) == expected[::-1]


def test_what_was_archived_has_the_better_claim_to_its_folder(study: Path, tmp_path: Path) -> None:
    item, archived = given(tmp_path / "card/REC001.WAV"), given(tmp_path / "archive/REC001.WAV")
    transcribed(study, "REC001.WAV", path=item.path, sha256=A)
    assert folders(study, (item, B), (archived, A)) == ["card/REC001.WAV", "REC001.WAV"]


def test_a_transcript_whose_recording_is_gone_is_not_replaced(study: Path, tmp_path: Path) -> None:
    transcribed(study, "talk.wav", path=tmp_path / "gone.wav", sha256=A)
    assert folders(study, (given(tmp_path / "x/talk.wav"), B)) == ["x/talk.wav"]


def test_a_folder_where_another_only_began_is_not_taken_while_that_is_there(
    study: Path, tmp_path: Path
) -> None:
    other = given(tmp_path / "y/talk.wav")
    Recording(study / "talk.wav").note(path=str(other.path), sha256=A, state="failed")
    item = given(tmp_path / "x/talk.wav")
    assert folders(study, (item, B)) == ["x/talk.wav"]
    other.path.unlink()
    assert folders(study, (item, B)) == ["talk.wav"]


@pytest.mark.parametrize(
    ("one", "other"), [("Talk.wav", "talk.WAV"), ("Jos\u00e9.wav", "Jose\u0301.wav")]
)
def test_names_that_are_one_on_this_system_are_kept_apart(
    one: str, other: str, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places.sys, "platform", "darwin")
    items = [given(tmp_path / "x" / one), given(tmp_path / "y" / other)]
    assert folders(study, *((item, "") for item in items)) == [one, f"y/{other}"]


def test_one_that_finds_no_folder_has_none(study: Path, tmp_path: Path) -> None:
    item = given(tmp_path / "talk.wav")
    names = [item.name]
    for part in reversed(tmp_path.parts[1:]):
        names.append(f"{part}/{names[-1]}")
    for name in names:
        transcribed(study, folder_name(name), path=tmp_path / "gone", sha256=A)
    assert (study / names[-1] / TRANSCRIPT).is_file()
    assert folders(study, (item, B)) == [None]
