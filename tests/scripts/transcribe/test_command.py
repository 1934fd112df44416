"""``compass transcribe``: what it refuses before any work, and what it does when workers die."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from compass_scripts.transcribe import batch as batch_module
from compass_scripts.transcribe import lock
from compass_scripts.transcribe import run as run_module
from compass_scripts.transcribe.audio import Probe
from compass_scripts.transcribe.batch import Batch, Outcome
from compass_scripts.transcribe.command import transcribe
from compass_scripts.transcribe.display import Plain
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.inputs import Hashed
from compass_scripts.transcribe.jobs import Event, Job, Order
from compass_scripts.transcribe.offline import offline_environment
from compass_scripts.transcribe.options import Options
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.used_models import UsedModel, UsedModels

MODEL = UsedModel("recognition", "tiny", "/m", "0" * 64)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(transcribe, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--language", "english"], "--language english: no code of a language that Whisper"),
        (["--language", "qq"], "give a code such as en for English or de for German"),
        (["--batch-size", "0"], "--batch-size 0: give a number from 1, or auto"),
        (["--batch-size", "many"], "--batch-size many: give a number from 1, or auto"),
        (["--speakers", "2", "--no-speakers"], "--no-speakers goes with no other option"),
        (["--speakers", "2", "--max-speakers", "3"], "give --speakers, or --min-speakers and"),
        (["--min-speakers", "4", "--max-speakers", "2"], "--min-speakers 4 is more than"),
        (["--speakers", "0"], "Invalid value for '--speakers'"),
    ],
)
def test_options_that_make_no_sense(options: list[str], message: str, tmp_path: Path) -> None:
    study = tmp_path / "study"
    result = run(tmp_path, "--output", study, "--models", tmp_path, *options)
    assert result.exit_code == 2
    assert message in result.output
    assert not study.exists()


def test_a_folder_without_recordings(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    result = run(tmp_path, "--output", tmp_path / "study", "--models", tmp_path)
    assert result.exit_code == 2
    assert result.output.endswith(
        f"there is no recording in {tmp_path}; files are known by endings such as .m4a, .mp3, "
        ".mp4, .wav; give a file with another ending by its name\n"
    )


def test_a_missing_model_is_named_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    result = run(tmp_path, "--output", tmp_path / "study", "--models", tmp_path / "models")
    assert result.exit_code == 2
    assert result.output == (
        f'Error: there is no model "large-v3" for recognition in {tmp_path / "models"}; '
        f"run 'compass models fetch --model large-v3 --models {tmp_path / 'models'}'\n"
    )
    assert not (tmp_path / "study").exists()


def test_a_work_tree_of_git_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    result = run(tmp_path, "--output", tmp_path / "study", "--models", tmp_path)
    assert result.exit_code == 2
    assert "--allow-unsafe-place" in result.output


def test_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, compass_scripts.transcribe.run, compass_scripts.transcribe.command; "
        "print([m for m in ('pydantic', 'rich', 'numpy', 'torch', 'whisperx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_environment_that_keeps_everything_offline(tmp_path: Path) -> None:
    values = offline_environment(tmp_path, tmp_path / "sentences")
    assert values["PYANNOTE_METRICS_ENABLED"] == "0"
    assert values["HF_HUB_OFFLINE"] == values["TRANSFORMERS_OFFLINE"] == "1"
    assert values["NLTK_DATA"] == (tmp_path / "sentences").as_posix()
    for name in ("HF_HOME", "TORCH_HOME", "MPLCONFIGDIR", "PYANNOTE_CACHE"):
        assert values[name].startswith(tmp_path.as_posix())


def jobs(folder: Path, names: str) -> list[Job]:
    return [
        Job(i, name, name, name, str(folder / name), Hashed("h", 0, 0), Probe(9.0, True, 1))
        for i, name in enumerate(names)
    ]


class FakeWorker:
    """Does what a script says: one letter for each recording; ``x`` ends the process there.

    ``c`` ends it when the recording is done, and ``-`` before it begins.
    """

    script = ""
    started: list[str] = []

    def __init__(self, order: Order, environment: object, scratch: object, lock: object) -> None:
        self.jobs = order.jobs
        self.started.append("".join(job.name for job in order.jobs))

    def events(self) -> Iterator[Event | None]:
        for job in self.jobs:
            kind = self.script[job.number]
            if kind == "-":
                return
            yield Event("begin", job.number)
            yield Event("stage", job.number, "align")
            yield None
            if kind == "x":
                return
            if kind == "s":
                yield Event("stop", text="the model cannot be loaded")
            kinds = {"d": "done", "f": "failed", "c": "done"}
            yield Event(kinds[kind], job.number, text="it is empty", notes=("n",), took=2.0)
            if kind == "c":
                return

    def end(self) -> int:
        return -6

    def kill(self) -> None:
        """Nothing is there to be killed."""

    def reason(self, code: int) -> str:
        return f"the recogniser crashed ({code})"


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    def work(script: str, names: str = "abcdef") -> Outcome:
        monkeypatch.setattr(FakeWorker, "script", script)
        monkeypatch.setattr(FakeWorker, "started", [])
        monkeypatch.setattr(batch_module, "Worker", FakeWorker)
        models = UsedModels("/m", MODEL, MODEL, None, None)
        order = Order(Options(), models, {}, jobs(tmp_path, names[: len(script)]))
        return Batch(order, Plain(), tmp_path, -1).run(before=0)

    return work


def lost(outcome: Outcome) -> Sequence[tuple[str, str]]:
    return [(item.name, item.reason) for item in outcome.lost]


def test_a_crash_costs_one_recording(worked, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    outcome = worked("dxfd")
    assert outcome.done == ["a", "d"]
    assert lost(outcome) == [("b", "the recogniser crashed (-6)"), ("c", "it is empty")]
    assert FakeWorker.started == ["abcd", "cd"]
    assert outcome.notes == {"n": ["a", "d"]}
    assert capsys.readouterr().out == "a: done in 2 s\nd: done in 2 s\n"
    journal = Recording(tmp_path / "b").journal
    assert (journal.state, journal.stage, journal.reason) == (
        "failed",
        "align",
        "the recogniser crashed (-6)",
    )


def test_crashes_in_a_row_end_the_run_when_nothing_was_done(worked) -> None:  # type: ignore[no-untyped-def]
    outcome = worked("xxxdd")
    assert [name for name, _reason in lost(outcome)] == ["a", "b", "c", "d", "e"]
    assert lost(outcome)[-1] == ("e", "not tried: the recogniser ended 3 times in a row")
    assert FakeWorker.started == ["abcde", "bcde", "cde"]
    outcome = worked("dxxxxd")
    assert outcome.done == ["a", "f"]


def test_a_crash_between_two_recordings_costs_none(worked) -> None:  # type: ignore[no-untyped-def]
    outcome = worked("dcd")
    assert (outcome.done, lost(outcome)) == (["a", "b", "c"], [])
    assert FakeWorker.started == ["abc", "c"]


def test_a_worker_that_ends_before_it_begins_stops_the_run(worked) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StopError) as caught:
        worked("-")
    assert str(caught.value) == ("the recogniser crashed (-6), before it began with a recording")


def test_what_would_fail_for_all_stops_the_run(worked) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StopError, match=r"^the model cannot be loaded$"):
        worked("sdd")


def test_a_study_that_another_run_works_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fcntl", reason="Windows has no such lock")
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)

    def second() -> None:
        with lock.locked(tmp_path):
            pass

    with lock.locked(tmp_path), pytest.raises(click.UsageError) as caught:
        second()
    assert caught.value.message == (
        f"another 'compass transcribe' is working in {tmp_path}; wait until it has ended"
    )
    second()


def test_a_study_that_others_can_open_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert list(run_module._open_to_others(tmp_path)) == []
    tmp_path.chmod(0o750)
    (note,) = run_module._open_to_others(tmp_path)
    assert note.endswith(f"close it with 'chmod 700 {tmp_path}'")


def test_a_note_about_many_recordings_is_one_line() -> None:
    assert run_module._several(["a"]) == "a"
    assert run_module._several(["a", "b", "c"]) == "a, b, c"
    assert run_module._several(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_nothing_in_the_worker_can_use_a_network() -> None:
    code = """
import socket
from compass_scripts.transcribe.offline import refuse_network
refuse_network()
left, right = socket.socketpair()
for use in (
    lambda: socket.create_connection(("192.0.2.1", 443), timeout=0.1),
    lambda: socket.create_connection(("127.0.0.1", 9), timeout=0.1),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: socket.socket(socket.AF_INET6),
):
    try:
        use()
    except OSError as error:
        print(error.strerror)
import urllib3
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "compass transcribe uses no network\n" * 4
