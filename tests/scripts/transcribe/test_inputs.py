"""Which files are transcribed, and the folders that they get."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.inputs import (
    Found,
    find_inputs,
    folder_name,
    hash_file,
    is_as_hashed,
)


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def names(found: Found) -> list[str]:
    return [item.name for item in found.inputs]


def test_a_folder_gives_its_recordings_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.WAV", "a.m4a", "site-b/c.mp4", "site-a/c.mp3", "notes.docx", "readme")
    found = find_inputs([tmp_path], tmp_path / "study")
    assert names(found) == ["a.m4a", "b.WAV", "site-a/c.mp3", "site-b/c.mp4"]
    assert [item.folder for item in found.inputs] == names(found)
    assert (found.lost, found.not_entered) == ([], [])


def test_hidden_files_linked_folders_and_the_study_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.wav", ".b.wav", ".trash/c.wav", "study/a.wav/copy.wav", "._a.wav")
    (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
    found = find_inputs([tmp_path], tmp_path / "study")
    assert names(found) == ["a.wav"]
    assert found.not_entered == ["linked"]


def test_a_file_that_is_given_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    make(tmp_path, "talk.bin")
    assert names(find_inputs([tmp_path / "talk.bin"], tmp_path / "study")) == ["talk.bin"]


def test_each_file_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "site/a.wav")
    (tmp_path / "site/b.wav").symlink_to("a.wav")
    found = find_inputs([tmp_path, tmp_path / "site", tmp_path / "site/a.wav"], tmp_path / "study")
    assert names(found) == ["site/a.wav"]
    assert found.lost == []


def part_of_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("site-a/INT-14.m4a", "site-a/INT-14.m4a"),
        ("Gespräch 🎤.m4a", "Gespräch 🎤.m4a"),
        ("a:b.wav", f"a_b-{part_of_hash('a:b.wav')}.wav"),
        ("a\nb.wav", f"a_b-{part_of_hash(chr(97) + chr(10) + 'b.wav')}.wav"),
        ("a. /b.wav", f"a_-{part_of_hash('a. ')}/b.wav"),
        ("b.wav.", f"b.wav_-{part_of_hash('b.wav.')}"),
        ("CON.wav", f"CON-{part_of_hash('CON.wav')}.wav"),
    ],
)
def test_names_that_a_file_system_may_refuse(name: str, folder: str) -> None:
    assert folder_name(name) == folder


def test_names_that_become_alike_are_kept_apart() -> None:
    folders = {folder_name(name) for name in ("a:b.wav", "a?b.wav", "a_b.wav", "a\nb.wav")}
    assert len(folders) == 4


def test_a_long_name_stays_short_enough() -> None:
    assert len(folder_name("?" + "ö" * 120 + ".wav").encode()) < 230


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.wav"))
    path.write_bytes(b"x")
    (item,) = find_inputs([tmp_path], tmp_path / "study").inputs
    assert item.folder.startswith("a_-")
    assert item.folder.encode()


def test_a_file_that_changes_is_seen(tmp_path: Path) -> None:
    path = make(tmp_path, "a.wav") / "a.wav"
    hashed = hash_file(path)
    assert is_as_hashed(path, hashed)
    path.write_bytes(b"longer than before")
    assert not is_as_hashed(path, hashed)
    path.unlink()
    assert not is_as_hashed(path, hashed)


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    with pytest.raises(LostError, match=r"^it is not there any more$"):
        hash_file(tmp_path / "a.wav")
    (tmp_path / "b.wav").symlink_to("nowhere")
    with pytest.raises(LostError, match=r"^it is a link that leads nowhere$"):
        hash_file(tmp_path / "b.wav")
    with pytest.raises(LostError, match=r"^it is no file$"):
        hash_file(tmp_path)
