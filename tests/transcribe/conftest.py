"""Models and speech, made once for all processes of a run of the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from tests.once import once, shared_folder
from tests.require import absent, require
from tests.site import REPOSITORY
from tests.transcribe import speech
from tests.transcribe.tiny_models import TINY
from tests.transcribe.watched import PACKAGES, Run, compass

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.transcribe)


@pytest.fixture(scope="session", autouse=True)
def needed() -> None:
    """Skip by name what cannot run here."""
    if find_spec("whisperx") is None:
        absent("whisperx", why="WhisperX is not installed here: it is in `tox run -e transcribe`")
    require("ffmpeg", "espeak-ng")


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_works() -> None:
    """A shell starts background jobs with Ctrl-C switched off; what is started here has it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared(needed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the tests share."""
    return shared_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def models(shared: Path) -> Path:
    """The store with the tiny models."""
    return once(shared / "models", make_models)


@pytest.fixture(scope="session")
def recordings(shared: Path) -> Path:
    """A folder with a dialogue in several formats, and one with a long silence in it."""
    return once(shared / "recordings", make_recordings)


def make_models(folder: Path) -> None:
    """Make the models in a process of their own: this one stays small."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.transcribe.tiny_models", str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*PACKAGES, str(REPOSITORY)])}
    environment["HF_HUB_OFFLINE"] = "1"
    run = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, cwd=REPOSITORY
    )
    assert run.returncode == 0, run.stderr


def make_recordings(folder: Path) -> None:
    """Say the dialogue, and write it as phones, recorders and meetings do."""
    folder.mkdir()
    dialogue = speech.wav(folder / "dialogue.wav")
    speech.convert(dialogue, folder / "dialogue.m4a", *speech.AAC)
    speech.convert(dialogue, folder / "faststart.m4a", *speech.AAC, "-movflags", "+faststart")
    speech.convert(dialogue, folder / "dialogue.ogg")
    speech.video(folder / "dialogue.mp4", dialogue, speech.seconds(dialogue))
    pause = speech.Said("", "", 30.0)
    speech.wav(folder / "pause.wav", [*speech.DIALOGUE, pause, *speech.DIALOGUE])


Transcribe = Callable[..., Run]
_NUMBERS = count()


@pytest.fixture
def transcribe(models: Path, tmp_path: Path) -> Transcribe:
    return transcriber(models, tmp_path)


def transcriber(models: Path, folder: Path) -> Transcribe:
    """Return a function that runs `compass transcribe` with the tiny model, watched."""

    def transcribe(
        *arguments: object, model: str = TINY, plants=(), before=(), language: str = "en"
    ) -> Run:
        watch = folder / "watch" / str(next(_NUMBERS))
        options = ["--model", model, "--language", language]
        return compass(
            "transcribe",
            *arguments,
            *options,
            watch=watch,
            models=models,
            plants=plants,
            before=before,
        )

    return transcribe
