"""A batch with every bad recording that we know of: each is lost alone, is named, and says why."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.require import absent
from tests.transcribe import speech
from tests.transcribe.conftest import Transcribe, transcriber
from tests.transcribe.tiny_models import RECITED
from tests.transcribe.watched import Plant, Run

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:7,\n{}\n#EXT-X-ENDLIST\n"
LIST = "it is no sound or video, or a list of other files, which is not opened"

# What is lost, and the whole reason.
LOST = {
    "cut-front.m4a": "the file ends after 0:00:04 (truncated)",
    "cut-end.m4a": (
        "its index is missing: the file was cut off or not closed (moov atom not found)"
    ),
    "empty.wav": "it is empty (0 bytes)",
    "full.wav": "its folder in the study cannot be written (No space left on device)",
    "list-of-files.mp3": LIST,
    "list-of-addresses.mp3": LIST,
    "silence.wav": "no speech was found in it (0:03)",
    "tenth.wav": "it is too short for a word (0.1 s)",
    "mute.mp4": "there is no sound in it, only video",
    "no-samples.wav": "there is no sound in it (0 samples)",
    "text.mp3": (
        "it cannot be decoded: it is damaged, or no recording (Failed to read frame size: "
        "Could not seek to 2263: Invalid argument)"
    ),
    "unreadable.wav": "it cannot be read (Permission denied)",
    "z-gone.wav": "it is not there any more",
}
GOOD = ["a\nline and a 🎙.wav", "good.m4a", "wrong-ending.mp3"]


class Batch(NamedTuple):
    talks: Path
    study: Path
    run: Run

    def json(self, folder: str, name: str) -> dict[str, Any]:
        return json.loads((self.study / folder / name).read_text(encoding="utf-8"))


def write_talks(talks: Path, recordings: Path) -> None:
    talks.mkdir()
    for name in (GOOD[0], "full.wav", "unreadable.wav", "z-gone.wav"):
        shutil.copyfile(recordings / "dialogue.wav", talks / name)
    shutil.copyfile(recordings / "dialogue.m4a", talks / "good.m4a")
    shutil.copyfile(recordings / "dialogue.m4a", talks / "wrong-ending.mp3")
    (talks / "unreadable.wav").chmod(0)  # which root reads all the same
    speech.cut(recordings / "faststart.m4a", talks / "cut-front.m4a", 0.6)
    speech.cut(recordings / "dialogue.m4a", talks / "cut-end.m4a", 0.6)
    (talks / "empty.wav").touch()
    (talks / "text.mp3").write_text("Dear reader, this is a letter.\n" * 40, encoding="utf-8")
    address = PLAYLIST.format("http://127.0.0.1:9/secret.wav")
    (talks / "list-of-addresses.mp3").write_text(address, encoding="utf-8")
    secret = speech.convert(recordings / "dialogue.wav", talks.parent / "secret.ts", *speech.AAC)
    (talks / "list-of-files.mp3").write_text(PLAYLIST.format(secret), encoding="utf-8")
    speech.video(talks / "mute.mp4")
    speech.silence(talks / "silence.wav", 3)
    speech.silence(talks / "tenth.wav", 0.1)
    speech.silence(talks / "no-samples.wav", 0)


@pytest.fixture(scope="module")
def batch(models: Path, recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("bad")
    talks, study = folder / "talks", folder / "study"
    write_talks(talks, recordings)
    plants = [
        Plant(at="in recognise", do=f"remove {talks / 'z-gone.wav'}"),
        Plant(at="reading", below="unreadable.wav", do="no permission", times=9),
        Plant(at="writing", below="study/full.wav/", do="disk full", times=99),
    ]
    run = transcriber(models, folder)(talks, "--output", study, "--no-speakers", plants=plants)
    return Batch(talks, study, run)


def test_the_exit_code_says_that_something_was_lost(batch: Batch) -> None:
    assert batch.run.code == 1, batch.run.text
    assert "Traceback" not in batch.run.text


@pytest.mark.parametrize(("name", "reason"), LOST.items())
def test_what_is_lost_is_named_with_the_whole_reason(name: str, reason: str, batch: Batch) -> None:
    _, _, summary = batch.run.out.partition("; lost:\n")
    assert [line for line in summary.splitlines() if name in line] == [
        f"  {name}: failed: {reason}"
    ]
    assert not (batch.study / name / "transcript.json").exists()


@pytest.mark.parametrize("name", sorted(LOST.keys() - {"full.wav"}))
def test_the_journal_keeps_the_reason(name: str, batch: Batch) -> None:
    journal = batch.json(name, "journal.json")
    assert (journal["state"], journal["reason"]) == ("failed", LOST[name])


def test_nothing_else_is_lost(batch: Batch) -> None:
    done = {path.parent.name for path in batch.study.rglob("transcript.json")}
    odd = {name for name in done if name.startswith("a_line and a 🎙-")}
    assert len(odd) == 1
    assert done == {"good.m4a", "wrong-ending.mp3", *odd}
    for name in done:
        lines = batch.json(name, "transcript.json")["lines"]
        assert " ".join(line["text"] for line in lines) == RECITED


def test_a_name_cannot_break_a_line_of_the_terminal(batch: Batch) -> None:
    assert "a\nline" not in batch.run.text


def test_no_list_leads_to_another_file_or_address(batch: Batch) -> None:
    assert batch.run.network == []
    assert not list(batch.study.rglob("*secret*"))


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """Mount a disk of a few kilobytes on a folder, where this machine allows it."""
    folder.mkdir(parents=True, mode=0o700)
    options = f"size={kilobytes}k,mode=700"
    mount = ["mount", "-t", "tmpfs", "-o", options, "none", folder]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        absent("mount", why="this machine does not let the test mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("kilobytes", [4, 12])
def test_a_disk_that_is_really_full_costs_one_recording(
    kilobytes: int, transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    talks, study = tmp_path / "talks", tmp_path / "study"
    talks.mkdir()
    study.mkdir(mode=0o700)
    for name in ("a.wav", "b.wav"):
        shutil.copyfile(recordings / "dialogue.wav", talks / name)
    with small_disk(study / "a.wav", kilobytes):
        run = transcribe(talks, "--output", study, "--no-speakers")
        left = {path.name for path in (study / "a.wav").rglob("*") if path.is_file()}
    assert run.code == 1, run.text
    assert (
        "  a.wav: failed: its folder in the study cannot be written (No space left on device)\n"
        in run.out
    )
    # Nothing half-written: no temporary file, and what is there is whole.
    assert left <= {"journal.json", "recognise.json", "align.json"}
    assert (study / "b.wav" / "transcript.md").is_file()
    again = transcribe(talks, "--output", study, "--no-speakers")
    assert again.code == 0, again.text
    texts = [
        re.sub(r"(?m)^#.*", "", (study / name / "transcript.txt").read_text("utf-8"))
        for name in ("a.wav", "b.wav")
    ]
    assert texts[0] == texts[1]
