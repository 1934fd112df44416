"""Which folder of the study a recording gets, beside others of the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from compass_scripts.transcribe import places
from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.inputs import Input, folder_name
from compass_scripts.transcribe.places import Places
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


def test_the_first_gets_its_name_and_the_next_the_folders_above_it(tmp_path: Path) -> None:
    found = Places(tmp_path / "study")
    ways = ["x/2026/talk.wav", "x/2025/talk.wav", "y/2025/talk.wav"]
    names = [found.take(given(tmp_path / way), "")[0].name for way in ways]
    assert names == ["talk.wav", "2025/talk.wav", "y/2025/talk.wav"]


def test_the_part_below_the_given_folder_is_kept(tmp_path: Path) -> None:
    found = Places(tmp_path / "study")
    items = [given(tmp_path / way / "in/talk.wav", "in/talk.wav") for way in ("x", "y")]
    assert [found.take(item, "")[0].folder for item in items] == ["in/talk.wav", "y/in/talk.wav"]


def test_a_recording_finds_its_folder_again_when_another_is_given_first(tmp_path: Path) -> None:
    study = tmp_path / "study"
    one, other = given(tmp_path / "x/talk.wav"), given(tmp_path / "y/talk.wav")
    transcribed(study, "talk.wav", path=one.path, sha256=A)
    found = Places(study)
    assert found.take(other, B)[0].folder == "y/talk.wav"
    assert found.take(one, A)[0].folder == "talk.wav"


def test_it_is_known_by_its_content_where_the_study_or_the_recordings_moved(tmp_path: Path) -> None:
    study = tmp_path / "study"
    for folder, sha256 in (("talk.wav", A), ("y/talk.wav", B)):
        transcribed(study, folder, path=tmp_path / "gone" / folder, sha256=sha256)
    item = given(tmp_path / "y/talk.wav")
    assert Places(study).take(item, B)[0].folder == "y/talk.wav"
    assert Places(study).take(item, A)[0].folder == "talk.wav"


def test_its_own_path_counts_more_than_a_copy_of_it(tmp_path: Path) -> None:
    study = tmp_path / "study"
    one, copy = given(tmp_path / "x/talk.wav"), given(tmp_path / "y/talk.wav")
    transcribed(study, "talk.wav", path=one.path, sha256=A)
    transcribed(study, "y/talk.wav", path=copy.path, sha256=A)
    assert Places(study).take(copy, A)[0].folder == "y/talk.wav"


def test_a_changed_recording_keeps_its_folder(tmp_path: Path) -> None:
    item = given(tmp_path / "x/talk.wav")
    transcribed(tmp_path / "study", "talk.wav", path=item.path, sha256=A)
    assert Places(tmp_path / "study").take(item, B)[0].folder == "talk.wav"


def test_a_transcript_whose_recording_is_gone_is_not_replaced(tmp_path: Path) -> None:
    study = tmp_path / "study"
    transcribed(study, "talk.wav", path=tmp_path / "gone.wav", sha256=A)
    assert Places(study).take(given(tmp_path / "x/talk.wav"), B)[0].folder == "x/talk.wav"


def test_a_folder_where_another_only_began_is_not_taken_while_that_is_there(tmp_path: Path) -> None:
    study, other = tmp_path / "study", given(tmp_path / "y/talk.wav")
    Recording(study / "talk.wav").note(path=str(other.path), sha256=A, state="failed")
    item = given(tmp_path / "x/talk.wav")
    assert Places(study).take(item, B)[0].folder == "x/talk.wav"
    other.path.unlink()
    assert Places(study).take(item, B)[0].folder == "talk.wav"


def test_capitals_keep_nothing_apart_where_the_system_ignores_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places.sys, "platform", "darwin")
    found = Places(tmp_path / "study")
    assert found.take(given(tmp_path / "x/Talk.wav"), "")[0].folder == "Talk.wav"
    assert found.take(given(tmp_path / "y/talk.WAV"), "")[0].folder == "y/talk.WAV"


def test_one_that_finds_no_folder_is_lost_by_name(tmp_path: Path) -> None:
    item = given(tmp_path / "talk.wav")
    names = [item.name]
    for part in reversed(tmp_path.parts[1:]):
        names.append(f"{part}/{names[-1]}")
    for name in names:
        transcribed(tmp_path / "study", folder_name(name), path=tmp_path / "gone", sha256=A)
    assert (tmp_path / "study" / names[-1] / TRANSCRIPT).is_file()
    with pytest.raises(
        LostError, match=r"^its folder 'talk\.wav' is that of another recording; re"
    ):
        Places(tmp_path / "study").take(item, B)
