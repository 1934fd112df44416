"""One batch of good recordings, looked at from all sides; then the same command again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.transcribe import readers, speech
from tests.transcribe.conftest import transcriber
from tests.transcribe.tiny_models import RECITED, TINY
from tests.transcribe.watched import Run, alive

ODD = "odd\nname 🎙.ogg"
# The recording, and how often the tiny model recites: once for each stretch of speech.
TALKS = {
    "pause.wav": 2,
    "same.m4a": 1,
    "same.wav": 1,
    "meeting.mp4": 1,
    "site-a/talk.ogg": 1,
    "site-b/talk.ogg": 1,
    ODD: 1,
}
FOLDERS = {ODD: f"odd_name 🎙-{hashlib.sha256(ODD.encode()).hexdigest()[:8]}.ogg"}
FILES = {
    ".rendered.json",
    "corrections.yml",
    "journal.json",
    "speakers.yml",
    "stages/align.json",
    "stages/recognise.json",
    "stages/speakers.json",
    "transcript.json",
    "transcript.md",
    "transcript.srt",
    "transcript.txt",
    "transcript.vtt",
}
# No word of what was said may stand anywhere but in the files that are made for it.
SAID = re.compile("|".join(re.findall(r"\w{5,}", RECITED)), re.IGNORECASE)


class Batch(NamedTuple):
    talks: Path
    study: Path
    first: Run
    again: Run
    before: dict[Path, tuple[int, int, bytes]]
    """All files of the study between the two runs: inode, time of change, content."""

    def folder(self, name: str) -> Path:
        return self.study / FOLDERS.get(name, name)

    def transcript(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder(name) / "transcript.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def batch(models: Path, recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("batch")
    talks = folder / "talks"
    for name in TALKS:
        (talks / name).parent.mkdir(parents=True, exist_ok=True)
    source = {"same.wav": "dialogue.wav", "same.m4a": "dialogue.m4a", "meeting.mp4": "dialogue.mp4"}
    for name in TALKS:
        known = recordings / source.get(name, name)
        shutil.copyfile(known if known.exists() else recordings / "dialogue.ogg", talks / name)
    (talks / "notes.txt").write_text("no recording\n", encoding="utf-8")
    command = [talks, "--output", folder / "study", "--min-speakers", 2, "--max-speakers", 2]
    transcribe = transcriber(models, folder)
    first = transcribe(*command)
    before = snapshot(folder / "study")
    return Batch(talks, folder / "study", first, transcribe(*command), before)


def snapshot(folder: Path) -> dict[Path, tuple[int, int, bytes]]:
    return {
        path.relative_to(folder): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words(line: dict[str, Any]) -> list[str]:
    return [word["text"] for word in line["words"]]


def test_all_of_them_are_done(batch: Batch) -> None:
    assert batch.first.code == 0, batch.first.text
    assert batch.again.code == 0, batch.again.text


def test_each_has_its_folder_and_all_files(batch: Batch) -> None:
    found = {path.parent for path in batch.study.rglob("transcript.json")}
    assert found == {batch.folder(name) for name in TALKS}
    for folder in found:
        files = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        assert files == FILES


@pytest.mark.parametrize(("name", "times"), TALKS.items())
def test_the_words_are_exactly_those_that_the_model_recites(
    name: str, times: int, batch: Batch
) -> None:
    lines = batch.transcript(name)["lines"]
    assert " ".join(line["text"] for line in lines) == " ".join([RECITED] * times)
    assert [word for line in lines for word in words(line)] == RECITED.split() * times
    assert all(" ".join(words(line)) == line["text"] for line in lines)
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("name", TALKS)
def test_times_lie_in_the_recording_and_rise(name: str, batch: Batch) -> None:
    transcript = batch.transcript(name)
    length = transcript["recording"]["seconds"]
    assert length == pytest.approx(speech.seconds(batch.talks / name), abs=0.1)
    times = [
        time
        for line in transcript["lines"]
        for word in line["words"]
        for time in (word["start"], word["end"])
    ]
    assert len(times) >= 2 * len(RECITED.split())
    assert all(earlier <= later for earlier, later in pairwise([0.0, *times, length]))
    for line in transcript["lines"]:
        assert line["start"] <= line["words"][0]["start"]
        assert line["words"][-1]["end"] <= line["end"]


@pytest.mark.parametrize("name", TALKS)
def test_every_word_has_a_speaker_numbered_in_the_order_of_speaking(
    name: str, batch: Batch
) -> None:
    transcript = batch.transcript(name)
    spoken = [word["speaker"] for line in transcript["lines"] for word in line["words"]]
    assert list(dict.fromkeys(spoken)) == transcript["speakers"]
    numbered = [f"SPEAKER_{number:02}" for number in range(len(transcript["speakers"]))]
    assert transcript["speakers"] == numbered
    assert 1 <= len(numbered) <= 2
    for line in transcript["lines"]:
        (most, _), *_ = Counter(word["speaker"] for word in line["words"]).most_common(1)
        assert line["speaker"] in {most, *(word["speaker"] for word in line["words"])}


def test_a_long_silence_is_flagged_and_shown(batch: Batch) -> None:
    flags = batch.transcript("pause.wav")["flags"]
    (gap,) = [flag for flag in flags if flag["code"] == "gap"]
    assert gap["end"] - gap["start"] >= 29
    paragraphs = readers.page(batch.folder("pause.wav") / "transcript.md").paragraphs
    (shown,) = [text for text in paragraphs if text.startswith("[gap ")]
    assert re.fullmatch(r"\[gap 00:\d\d\]", shown)


@pytest.mark.parametrize("name", TALKS)
def test_markdown_is_read_by_another_parser(name: str, batch: Batch) -> None:
    page = readers.page(batch.folder(name) / "transcript.md")
    assert page.headings == [batch.folder(name).stem]
    turns = [
        re.sub(r"^(?:SPEAKER_\d\d )?\[\d\d:\d\d:\d\d\] ", "", text) for text in page.paragraphs
    ]
    said = " ".join(text for text in turns if "[gap" not in text and not text.startswith("Note:"))
    spoken = re.sub(r"\(\d+ s\) ?", "", said)
    assert spoken == " ".join([RECITED] * TALKS[name])


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_subtitles_are_read_by_a_player(name: str, ending: str, batch: Batch) -> None:
    cues = readers.subtitles(batch.folder(name) / f"transcript.{ending}")
    transcript = batch.transcript(name)
    texts = [
        re.sub(r"(?m)^(?:- )?SPEAKER_\d\d: ?", "", cue.text).replace("\n", " ") for cue in cues
    ]
    assert " ".join(texts) == " ".join([RECITED] * TALKS[name])
    times = [time for cue in cues for time in (cue.start, cue.end)]
    assert all(
        earlier <= later
        for earlier, later in pairwise([*times, transcript["recording"]["seconds"]])
    )


@pytest.mark.parametrize("name", TALKS)
def test_plain_text_has_a_line_for_each_line(name: str, batch: Batch) -> None:
    lines = readers.plain(batch.folder(name) / "transcript.txt")
    expected = [
        (line["number"], int(line["start"]), line["speaker"], line["text"])
        for line in batch.transcript(name)["lines"]
    ]
    assert [tuple(line) for line in lines] == expected


@pytest.mark.parametrize("name", TALKS)
def test_it_says_where_it_comes_from(name: str, batch: Batch, models: Path) -> None:
    transcript = batch.transcript(name)
    content = (batch.talks / name).read_bytes()
    assert transcript["recording"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert (transcript["language"], transcript["task"]) == ("en", "transcribe")
    used = {(model["part"], model["name"]) for model in transcript["models"]}
    assert {("recognition", TINY), ("alignment", "tiny-en"), ("diarisation", "community-1")} <= used
    assert "voice-activity" in {part for part, _ in used}
    assert all(re.fullmatch("[0-9a-f]{64}", model["sha256"]) for model in transcript["models"])
    assert transcript["versions"]["whisperx"].startswith("3.8.")


def test_the_journal_tells_what_was_done(batch: Batch) -> None:
    for name in TALKS:
        journal = json.loads((batch.folder(name) / "journal.json").read_text(encoding="utf-8"))
        assert (journal["state"], journal["reason"]) == ("done", "")
        assert journal["sha256"] == batch.transcript(name)["recording"]["sha256"]
        assert journal["models"]["recognition"]["sha256"]
        assert journal["machine"]["device"] == "cpu"
        assert {"decode", "recognise", "align", "speakers"} <= set(journal["took"])
        assert all(seconds >= 0 for seconds in journal["took"].values())


def test_each_model_is_loaded_once_and_each_file_decoded_once(batch: Batch) -> None:
    loads = Counter(load["of"] for load in batch.first.of("load"))
    assert loads == {
        "whisperx.asr.load_model": 1,
        "whisperx.alignment.load_align_model": 1,
        "DiarizationPipeline.__init__": 1,
    }
    uses = {stage: len(batch.first.calls(stage)) for stage in ("recognise", "align", "speakers")}
    # The words are aligned piece by piece.
    assert uses == {"recognise": len(TALKS), "align": sum(TALKS.values()), "speakers": len(TALKS)}
    decoded = [run["command"] for run in batch.first.of("started") if run["command"][0] == "ffmpeg"]
    assert len(decoded) == len(TALKS)


def test_language_and_task_are_said_at_every_call(batch: Batch) -> None:
    asked = {(call["language"], call["task"]) for call in batch.first.calls("recognise")}
    assert asked == {("en", "transcribe")}


def test_no_process_is_left(batch: Batch) -> None:
    assert alive(batch.first) == []


def test_no_socket_and_no_look_up_in_any_process(batch: Batch) -> None:
    assert batch.first.network == []
    # The watch was there: it saw the parent and the process that loaded torch.
    assert batch.first.processes >= 2
    (worker,) = {event["pid"] for event in batch.first.of("imported")}
    assert worker in {event["pid"] for event in batch.first.of("process")}


def test_only_the_owner_may_read(batch: Batch) -> None:
    for path in [batch.study, *batch.study.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert (path.stat().st_mode & 0o7777, path) == (wanted, path)


def others(batch: Batch) -> Iterator[tuple[str, str]]:
    yield "terminal", batch.first.text + batch.again.text
    for path in batch.study.rglob("*"):
        # The map of speakers shows the first words of each, so that one knows who it is.
        kept = path.name.startswith(("transcript.", "recognise", "align", "speakers.yml"))
        if path.is_file() and not kept:
            yield str(path), path.read_text(encoding="utf-8")


def test_nothing_that_was_said_stands_elsewhere(batch: Batch) -> None:
    assert [
        (where, found[0]) for where, text in others(batch) if (found := SAID.search(text))
    ] == []
    # Nothing is left in a temporary folder or a log: the home of the runs holds only our watch.
    home = batch.study.parent / "watch"
    left = [
        path
        for path in home.rglob("*")
        if path.is_file() and SAID.search(path.read_text("utf-8", "replace"))
    ]
    assert left == []


def test_the_second_run_starts_no_worker_and_changes_nothing(batch: Batch) -> None:
    assert batch.again.imported == set()
    assert batch.again.processes == 1
    assert batch.again.of("written") == []
    assert snapshot(batch.study) == batch.before
