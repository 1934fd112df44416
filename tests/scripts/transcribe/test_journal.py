"""The folder of one recording: results that are used again, and the journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compass_scripts.transcribe.keys import Keys
from compass_scripts.transcribe.options import Options
from compass_scripts.transcribe.recording import MADE, Recording

KEYS = Keys("a" * 64, Options().shaping(), {"whisperx": "1"}, "r", "v", "s", "d")
RESULT = {"segments": [{"text": "Hallo Welt – ok", "start": 0.1, "end": 1.5}]}


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_result_is_used_again_while_its_key_is_the_same(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "INT-1.wav")
    assert recording.result("align", "key") is None
    recording.keep("align", "key", RESULT)
    assert Recording(recording.folder).result("align", "key") == RESULT
    assert recording.result("align", "other") is None
    path = recording.folder / "stages/align.json"
    assert [mode(path), mode(path.parent), mode(recording.folder)] == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("damage", ["cut", "text", "list", "empty", "word"])
def test_a_damaged_result_counts_as_absent(damage: str, tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording.keep("align", "key", RESULT)
    path = tmp_path / "stages/align.json"
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[:-20],
            "text": b"not json",
            "list": b"[1, 2]",
            "empty": b"",
            "word": content.replace(b"Hallo", b"Hello"),
        }[damage]
    )
    assert recording.result("align", "key") is None


def test_the_journal_is_read_again(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "r")
    recording.note(name="a\nb.wav", state="failed", reason="it is empty (0 bytes)", notes=("n",))
    recording.took("decode", 1.23456)
    again = Recording(tmp_path / "r").journal
    assert again == recording.journal
    assert (again.state, again.took, again.notes) == ("failed", {"decode": 1.235}, ("n",))
    assert mode(tmp_path / "r/journal.json") == 0o600


def test_a_damaged_journal_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "journal.json").write_text('{"state": "done"')
    assert Recording(tmp_path).journal.state == "new"
    (tmp_path / "journal.json").write_text('{"state": "done"}')
    assert Recording(tmp_path).journal.state == "new"


def test_a_recording_is_finished_only_with_all_that_was_made(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording.note(sha256="s", state="done")
    recording.keep_transcript("key", b"{}\n")
    assert not recording.is_finished("s", "key")
    for name in MADE:
        (tmp_path / name).touch()
    assert recording.is_finished("s", "key")
    assert not recording.is_finished("other", "key")
    assert not recording.is_finished("s", "other")
    recording.transcript.write_bytes(b"{ }\n")
    assert not recording.is_finished("s", "key")


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "stages").mkdir()
    for name in (".0123.part", "stages/.4567.part", "transcript.json"):
        (tmp_path / name).touch()
    Recording(tmp_path).clear()
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["stages", "transcript.json"]


def changed(**options: object) -> Keys:
    return KEYS._replace(options=Options(**options).shaping())  # type: ignore[arg-type]


def all_keys(keys: Keys, alignment: str = "a") -> list[str]:
    return [
        keys.recognise(),
        keys.align(alignment),
        keys.speakers(),
        keys.transcript(alignment),
    ]


@pytest.mark.parametrize(
    ("other", "alignment", "again"),
    [
        (changed(device="cpu", batch_size=2), "a", [0, 0, 0, 0]),
        (changed(language="de"), "a", [1, 1, 0, 1]),
        (changed(task="translate"), "a", [1, 1, 0, 1]),
        (changed(terms="JupyterHub"), "a", [1, 1, 0, 1]),
        (changed(min_speakers=2), "a", [0, 0, 1, 1]),
        (changed(diarise=False), "a", [0, 0, 1, 1]),
        (KEYS, "b", [0, 1, 0, 1]),
        (KEYS._replace(recognition="x"), "a", [1, 1, 0, 1]),
        (KEYS._replace(voice_activity="x"), "a", [1, 1, 0, 1]),
        (KEYS._replace(sentences="x"), "a", [0, 1, 0, 1]),
        (KEYS._replace(diarisation="x"), "a", [0, 0, 1, 1]),
        (KEYS._replace(sha256="b" * 64), "a", [1, 1, 1, 1]),
        (KEYS._replace(versions={"whisperx": "2"}), "a", [1, 1, 1, 1]),
    ],
)
def test_what_is_done_again_when_something_changed(
    other: Keys, alignment: str, again: list[int]
) -> None:
    pairs = zip(all_keys(KEYS), all_keys(other, alignment), strict=True)
    assert [int(before != after) for before, after in pairs] == again


@pytest.mark.parametrize(
    ("options", "speakers"),
    [
        ({}, "auto"),
        ({"diarise": False}, "none"),
        ({"min_speakers": 2, "max_speakers": 2}, "2"),
        ({"min_speakers": 2, "max_speakers": 4}, "2-4"),
        ({"max_speakers": 4}, "1-4"),
        ({"min_speakers": 2}, "2-"),
    ],
)
def test_the_number_of_speakers_in_words(options: dict[str, int], speakers: str) -> None:
    assert Options(**options).speakers == speakers  # type: ignore[arg-type]


def test_the_journal_holds_only_text_of_ascii(tmp_path: Path) -> None:
    """A name may hold bytes that are no characters; JSON escapes them."""
    Recording(tmp_path).note(name="a\udcff.wav")
    value = json.loads((tmp_path / "journal.json").read_text(encoding="ascii"))
    assert value["name"] == "a\udcff.wav"
