"""The journal of a release: whole or not at all, one for each release, one run at a time."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compass_scripts.release.journal import (
    STEPS,
    Deposited,
    Journal,
    journal_path,
    locked,
    read_state,
    states,
)
from compass_scripts.release.show import STAGES, describe_state, next_stage
from compass_scripts.release.stop import Stop

FILE = Deposited("a é #.zip", 7, "0" * 64, "1" * 32)


def test_what_is_noted_is_read_again(tmp_path: Path):
    journal = Journal.open(tmp_path, "sandbox", "1.0.0")
    assert not journal.path.exists()
    journal.note(step="packed", doi="10.5072/zenodo.7", deposition_id=7, files=(FILE,))
    again = Journal.open(tmp_path, "sandbox", "1.0.0")
    assert again.state == journal.state
    assert again.state.files == (FILE,)
    assert [path.name for path in (tmp_path / ".release").iterdir()] == ["sandbox-1.0.0.json"]


def test_a_note_that_changes_nothing_writes_nothing(tmp_path: Path):
    journal = Journal.open(tmp_path, "sandbox", "1.0.0")
    journal.note(step="creating")
    before = journal.path.stat().st_ino
    journal.note(step="creating")
    assert journal.path.stat().st_ino == before


def test_a_call_is_noted_before_and_after(tmp_path: Path):
    journal = Journal.open(tmp_path, "sandbox", "1.0.0")
    with journal.call("make a draft"):
        assert read_state(journal.path).calling == "make a draft"
    assert read_state(journal.path).calling == ""
    with pytest.raises(ZeroDivisionError), journal.call("publish"):
        _ = 1 / 0
    assert read_state(journal.path).calling == "publish"


def test_targets_and_versions_have_journals_of_their_own(tmp_path: Path):
    for target, version in [("sandbox", "1.0"), ("zenodo", "1.0"), ("sandbox", "1.1/é")]:
        Journal.open(tmp_path, target, version).note(step="creating")
    assert [(state.target, state.version) for state in states(tmp_path)] == [
        ("sandbox", "1.0"),
        ("sandbox", "1.1/é"),
        ("zenodo", "1.0"),
    ]
    assert journal_path(tmp_path, "sandbox", "../x").parent == tmp_path / ".release"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"target": 1}', '{"target":"sandbox","version":"1.0","files":[]}x']
)
def test_a_broken_journal_is_refused(tmp_path: Path, text: str):
    path = journal_path(tmp_path, "sandbox", "1.0")
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(Stop) as stop:
        Journal.open(tmp_path, "sandbox", "1.0")
    assert stop.value.reasons == (".release/sandbox-1.0.json is not a journal of a release",)
    assert stop.value.hint == (
        "Take it from git again, or, when the server holds no draft of this version, delete it."
    )


def test_a_journal_with_an_unknown_step_or_of_another_release_is_refused(tmp_path: Path):
    journal = Journal.open(tmp_path, "sandbox", "1.0")
    journal.note(step="creating")
    values = json.loads(journal.path.read_text("utf-8"))
    journal.path.write_text(json.dumps({**values, "step": "dreamt"}), "utf-8")
    with pytest.raises(Stop, match="is not a journal"):
        read_state(journal.path)
    journal.path.write_text(json.dumps({**values, "version": "2.0"}), "utf-8")
    with pytest.raises(Stop) as stop:
        Journal.open(tmp_path, "sandbox", "1.0")
    assert stop.value.reasons == (".release/sandbox-1.0.json is the journal of 2.0 to sandbox",)


def test_a_journal_that_cannot_be_written_stops_the_release(tmp_path: Path):
    (tmp_path / ".release").write_text("in the way", "utf-8")
    with pytest.raises(
        Stop, match=r"\.release/sandbox-1\.0\.json cannot be written \(File exists\)"
    ):
        Journal.open(tmp_path, "sandbox", "1.0").note(step="creating")
    with pytest.raises(Stop, match=r"\.release/lock cannot be written"), locked(tmp_path):
        pass


def test_every_step_has_a_stage_after_it(tmp_path: Path):
    state = Journal.open(tmp_path, "sandbox", "1.0").state
    for step in STEPS:
        journal = Journal(tmp_path / "x.json", state)
        journal.note(step=step)
        assert next_stage(journal.state) in {*STAGES, ""}
        assert describe_state(journal.state)[0] == f"1.0 to sandbox: {step}"


HOLD = """
import sys, time
from pathlib import Path
from compass_scripts.release.journal import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_run_stops_and_says_who_holds_the_lock_until_that_one_is_gone(tmp_path: Path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Stop) as stop, locked(tmp_path):
            pass
        assert f"another release is running here: process {holder.pid} on " in stop.value.reasons[0]
        assert (stop.value.hint, stop.value.code) == ("Wait until it has ended.", 1)
        holder.kill()
        holder.wait()
    start = time.monotonic()
    with locked(tmp_path):
        assert time.monotonic() - start < 5
