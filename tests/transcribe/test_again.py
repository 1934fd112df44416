"""What is done again when something changed: the stages concerned, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.transcribe import readers
from tests.transcribe.conftest import Transcribe, transcriber
from tests.transcribe.tiny_models import ALSO_RECITED, OTHER, RECITED
from tests.transcribe.watched import Run

NAME = "dialogue.wav"


class Step(NamedTuple):
    """A run with other options, and what it uses."""

    what: str
    model: str
    language: str
    options: list[object]
    calls: dict[str, int]


STEPS = [
    Step("first", "tiny", "en", ["--no-speakers"], {"recognise": 1, "align": 1}),
    Step("the batch size changes nothing", "tiny", "en", ["--no-speakers", "--batch-size", 2], {}),
    Step("speakers", "tiny", "en", ["--speakers", 1], {"speakers": 1}),
    Step("another number of speakers", "tiny", "en", ["--speakers", 2], {"speakers": 1}),
    Step("another model", OTHER, "en", ["--speakers", 2], {"recognise": 1, "align": 1}),
    Step("another language", OTHER, "sw", ["--speakers", 2], {"recognise": 1}),
    Step(
        "another task",
        OTHER,
        "en",
        ["--speakers", 2, "--task", "translate"],
        {"recognise": 1},
    ),
]


class Story(NamedTuple):
    study: Path
    runs: dict[str, Run]
    transcripts: dict[str, dict]
    speakers: dict[str, bytes]
    texts: dict[str, list[readers.Said]]


@pytest.fixture(scope="module")
def story(models: Path, recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """One recording, transcribed again and again; after the first run, a person works on it."""
    folder = tmp_path_factory.mktemp("again")
    transcribe = transcriber(models, folder)
    story = Story(folder / "study" / NAME, {}, {}, {}, {})
    for step in STEPS:
        run = transcribe(
            recordings / NAME,
            "--output",
            folder / "study",
            *step.options,
            model=step.model,
            language=step.language,
        )
        assert run.code == 0, run.text
        story.runs[step.what] = run
        content = (story.study / "transcript.json").read_bytes()
        story.transcripts[step.what] = json.loads(content)
        if step.what == "speakers":
            (story.study / "speakers.yml").write_text(HAND_SPEAKERS, encoding="utf-8")
            (story.study / "corrections.yml").write_text(HAND_CORRECTIONS, encoding="utf-8")
        story.texts[step.what] = readers.plain(story.study / "transcript.txt")
    return story


HAND_SPEAKERS = "SPEAKER_00: Interviewer\n"
HAND_CORRECTIONS = "# A note of the researcher.\n"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.what)
def test_exactly_the_stages_concerned_are_done(step: Step, story: Story) -> None:
    used = Counter(call["of"] for call in story.runs[step.what].of("call"))
    assert used == step.calls


def test_what_people_wrote_outlives_every_run(story: Story) -> None:
    assert (story.study / "speakers.yml").read_text(encoding="utf-8") == HAND_SPEAKERS
    assert (story.study / "corrections.yml").read_text(encoding="utf-8") == HAND_CORRECTIONS


def test_the_speaker_map_is_applied_to_what_a_later_run_writes(story: Story) -> None:
    assert {said.speaker for said in story.texts["speakers"]} == {"SPEAKER_00"}
    for later in ("another number of speakers", "another model", "another language"):
        speakers = {said.speaker for said in story.texts[later]}
        assert "Interviewer" in speakers
        assert speakers <= {"Interviewer", "SPEAKER_01"}  # nobody has named the second one


def test_a_model_with_other_words_gives_other_words(story: Story) -> None:
    def text(step: str) -> str:
        return " ".join(line["text"] for line in story.transcripts[step]["lines"])

    assert text("first") == RECITED
    assert text("another model") == ALSO_RECITED


def test_a_language_without_an_alignment_model_keeps_the_times_of_lines(story: Story) -> None:
    transcript = story.transcripts["another language"]
    assert transcript["language"] == "sw"
    assert [line["words"] for line in transcript["lines"]] == [[]] * len(transcript["lines"])
    assert all(line["start"] < line["end"] for line in transcript["lines"])
    assert "no-word-times" in {flag["code"] for flag in transcript["flags"]}
    assert (
        "there is no model for the times of words in the language 'sw'; "
        "times are those of lines of up to 30 seconds"
    ) in story.runs["another language"].text


def test_the_task_reaches_the_model(story: Story) -> None:
    (call,) = story.runs["another task"].calls("recognise")
    assert call["task"] == "translate"
    assert story.transcripts["another task"]["task"] == "translate"


def test_a_finished_batch_of_28_loads_no_model(
    models: Path, recordings: Path, tmp_path: Path
) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    content = (recordings / NAME).read_bytes()
    for number in range(28):  # each is another recording for the hash, and the same for the ear
        (talks / f"{number:02}.wav").write_bytes(content + bytes([number, 0]))
    transcribe = transcriber(models, tmp_path)
    command = [talks, "--output", tmp_path / "study", "--no-speakers"]
    first = transcribe(*command)
    assert first.code == 0, first.text
    assert len(first.calls("recognise")) == 28
    again = transcribe(*command)
    assert again.code == 0, again.text
    assert (again.processes, again.imported, again.of("written")) == (1, set(), [])


def test_terms_reach_the_model(transcribe: Transcribe, recordings: Path, tmp_path: Path) -> None:
    """A longer prompt moves the tiny model's recital: its first words are missing."""
    run = transcribe(recordings / NAME, "--output", tmp_path, "--no-speakers", "--terms", "hub")
    assert run.code == 0, run.text
    lines = json.loads((tmp_path / NAME / "transcript.json").read_text(encoding="utf-8"))["lines"]
    text = " ".join(line["text"] for line in lines)
    assert 0 < len(text) < len(RECITED)
    assert RECITED.endswith(text)


def test_the_language_is_found_where_none_is_given(
    transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    run = transcribe(recordings / NAME, "--output", tmp_path, "--no-speakers", language="auto")
    assert run.code == 0, run.text
    transcript = json.loads((tmp_path / NAME / "transcript.json").read_text(encoding="utf-8"))
    assert transcript["language"] == "en"
    assert " ".join(line["text"] for line in transcript["lines"]) == RECITED


def test_a_study_in_a_work_tree_of_git_is_refused(
    transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    study = tmp_path / "repository" / "study"
    run = transcribe(recordings / NAME, "--output", study)
    assert run.code == 2, run.text
    assert not study.exists()
    assert "--allow-unsafe-place" in run.err
    assert run.imported == set()


def test_a_model_that_is_not_there_is_one_line(
    transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    run = transcribe(recordings / NAME, "--output", tmp_path / "study", model="large-v3")
    assert run.code == 2, run.text
    assert run.err.splitlines()[-1].startswith('Error: there is no model "large-v3"')
    assert "'compass models fetch" in run.err
    assert run.imported == set()


def test_two_of_one_name_are_kept_apart_whatever_the_order(
    transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "site-a", tmp_path / "site-b"
    for folder, recording in ((one, NAME), (other, "pause.wav")):
        folder.mkdir()
        shutil.copyfile(recordings / recording, folder / NAME)
    study = tmp_path / "study"
    command = ["--output", study, "--no-speakers"]
    run = transcribe(one, other, *command)
    assert run.code == 0, run.text
    told = f"  {other / NAME} is called site-b/{NAME} here: another recording has its name\n"
    assert told in run.out
    transcripts = {path: path.read_bytes() for path in study.rglob("transcript.json")}
    assert set(transcripts) == {
        study / NAME / "transcript.json",
        study / "site-b" / NAME / "transcript.json",
    }
    assert len({json.loads(found)["recording"]["sha256"] for found in transcripts.values()}) == 2
    # The other way round, one alone, and from elsewhere: nothing is done again, nothing is lost.
    moved = tmp_path / "moved" / other.name
    moved.parent.mkdir()
    for given in ([other, one], [other], [one], [moved]):
        if given == [moved]:
            other.rename(moved)
        run = transcribe(*given, *command)
        assert run.code == 0, run.text
        assert f"{len(given)} done before" in run.out, run.out
        assert "torch" not in run.imported, given
    assert {path: path.read_bytes() for path in study.rglob("transcript.json")} == transcripts


def test_a_transcript_stays_when_its_recording_is_gone(
    transcribe: Transcribe, recordings: Path, tmp_path: Path
) -> None:
    """People delete recordings: another of the same name must not take its folder."""
    one, other = tmp_path / "site-a" / NAME, tmp_path / "site-b" / NAME
    for path in (one, other):
        path.parent.mkdir()
    shutil.copyfile(recordings / NAME, one)
    shutil.copyfile(recordings / "pause.wav", other)
    study = tmp_path / "study"
    command = ["--output", study, "--no-speakers"]
    assert transcribe(one.parent, *command).code == 0
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    one.unlink()
    run = transcribe(other.parent, *command)
    assert run.code == 0, run.text
    assert (study / "site-b" / NAME / "transcript.json").is_file()
    assert before.items() <= {p: p.read_bytes() for p in study.rglob("*") if p.is_file()}.items()
