"""What goes wrong inside a run and costs one recording at most: Ctrl-C, a crash, no memory."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.transcribe import speech
from tests.transcribe.conftest import Transcribe
from tests.transcribe.tiny_models import RECITED
from tests.transcribe.watched import Plant, alive


@pytest.fixture
def talks(recordings: Path, tmp_path: Path) -> Path:
    """Three recordings; the second is the longest by far."""
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in ("a.wav", "c.wav"):
        shutil.copyfile(recordings / "dialogue.wav", folder / name)
    shutil.copyfile(recordings / "pause.wav", folder / "b.wav")
    return folder


def length(path: Path) -> float:
    return speech.seconds(path)


def words(folder: Path) -> str:
    lines = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["lines"]
    return " ".join(line["text"] for line in lines)


def test_ctrl_c_answers_130_and_the_same_command_goes_on(
    talks: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    command = [talks, "--output", tmp_path / "study", "--no-speakers"]
    plant = Plant(at="in recognise", seconds=length(talks / "b.wav"), do="interrupt parent")
    stopped = transcribe(*command, plants=[plant])
    assert (stopped.code, "Traceback" in stopped.text) == (130, False), stopped.text
    assert alive(stopped) == []
    assert words(tmp_path / "study" / "a.wav") == RECITED
    assert not (tmp_path / "study" / "b.wav" / "transcript.json").exists()
    again = transcribe(*command)
    assert again.code == 0, again.text
    assert len(again.calls("recognise")) == 2
    assert words(tmp_path / "study" / "b.wav") == f"{RECITED} {RECITED}"


def test_a_crash_of_the_recogniser_costs_one_recording(
    talks: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    study = tmp_path / "study"
    plant = Plant(at="in recognise", seconds=length(talks / "b.wav"), do="abort")
    run = transcribe(talks, "--output", study, "--no-speakers", plants=[plant])
    assert run.code == 1, run.text
    assert "  b.wav: failed: the recogniser crashed (SIGABRT)\n" in run.out
    for name in ("a.wav", "c.wav"):
        assert words(study / name) == RECITED
    assert not (study / "b.wav" / "transcript.json").exists()
    assert "Traceback" not in run.text


@pytest.mark.parametrize("kind", ["CTranslate2", "torch"])
def test_too_little_memory_halves_the_batch_size_once(
    kind: str, recordings: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    study = tmp_path / "study"
    plant = Plant(at="in recognise", do=f"out of memory in {kind}")
    run = transcribe(
        recordings / "pause.wav",
        recordings / "dialogue.wav",
        "--output",
        study,
        "--no-speakers",
        "--batch-size",
        8,
        plants=[plant],
    )
    assert run.code == 0, run.text
    sizes = [call["batch_size"] for call in run.calls("recognise")]
    assert sizes == [8, 4, 4]
    journal = json.loads((study / "dialogue.wav" / "journal.json").read_text(encoding="utf-8"))
    assert journal["machine"]["batch-size"] == "4"


def test_twice_too_little_memory_costs_one_recording(
    talks: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    plant = Plant(
        at="in recognise",
        seconds=length(talks / "b.wav"),
        do="out of memory in CTranslate2",
        times=2,
    )
    command = [talks, "--output", tmp_path / "study", "--no-speakers", "--batch-size", 8]
    run = transcribe(*command, plants=[plant])
    assert run.code == 1, run.text
    assert run.out.endswith(
        "  b.wav: failed: the memory of the GPU is full, also with a batch of 4; close other "
        "programs, take a smaller --model, or add --device cpu\n"
    )
    assert words(tmp_path / "study" / "c.wav") == RECITED
