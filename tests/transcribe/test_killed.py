"""SIGKILL at every boundary of a stage and inside it, for the parent and for the worker.

Each chain kills again and again: each next run is the same command, goes on where the one before
was killed, and is killed one place later. At its end stands what an undisturbed run writes, byte
for byte, and no model was used twice for a stage that was finished.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.transcribe.conftest import transcriber
from tests.transcribe.watched import Plant, Run, alive

NAME = "dialogue.wav"
STAGES = ("recognise", "align", "speakers")
FINISHES = {f"{stage}.json": stage for stage in STAGES}

# In the order in which a run comes to them.
PLACES = [
    "before journal.json",
    "in recognise",
    "before recognise.json",
    "after recognise.json",
    "in align",
    "before align.json",
    "after align.json",
    "in speakers",
    "before speakers.json",
    "after speakers.json",
    "before transcript.json",
    "after transcript.json",
    "before transcript.md",
    "after transcript.srt",
    "after transcript.vtt",
]


class Chain(NamedTuple):
    study: Path
    runs: list[Run]
    places: list[str]
    """Where each run but the last was killed."""

    def written(self) -> list[str]:
        """The results of stages, in the order in which they got their names."""
        paths = [Path(event["path"]) for run in self.runs for event in finished(run)]
        return [path.name for path in paths if path.name in FINISHES]


def finished(run: Run) -> list[dict[str, Any]]:
    """The files that got their names: not the one before whose naming the process was killed."""
    events = run.of("written")
    killed = [event["at"] for event in run.of("planted")]
    if killed and killed[0].startswith("before "):
        name = killed[0].removeprefix("before ")
        last = max(i for i, event in enumerate(events) if Path(event["path"]).name == name)
        return events[:last] + events[last + 1 :]
    return events


def files(study: Path) -> dict[str, bytes]:
    """What a study holds, but for how long it took."""
    found = {}
    for path in sorted(study.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name == "journal.json":
                content = json.dumps({**json.loads(content), "took": {}}).encode()
            found[path.relative_to(study).as_posix()] = content
    return found


@pytest.fixture(scope="module")
def undisturbed(models: Path, recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    run = transcriber(models, folder)(recordings / NAME, "--output", folder / "study")
    assert run.code == 0, run.text
    return folder / "study"


@pytest.fixture(scope="module", params=["parent", "worker"])
def chain(
    request: pytest.FixtureRequest,
    models: Path,
    recordings: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Chain:
    folder = tmp_path_factory.mktemp("killed")
    transcribe = transcriber(models, folder)
    chain = Chain(folder / "study", [], [])
    for place in PLACES:
        plant = Plant(at=place, do=f"kill {request.param}")
        run = transcribe(recordings / NAME, "--output", chain.study, plants=[plant])
        chain.runs.append(run)
        if not run.of("planted"):
            break  # nothing is left to do
        chain.places.append(place)
        assert alive(run) == [], "the worker outlives its parent"
        assert run.code == (-9 if request.param == "parent" else 1), run.text
    else:
        chain.runs.append(transcribe(recordings / NAME, "--output", chain.study))
    return chain


def test_the_last_run_ends_well(chain: Chain) -> None:
    assert chain.runs[-1].code == 0, chain.runs[-1].text


def test_it_was_killed_everywhere(chain: Chain) -> None:
    assert chain.places == PLACES


def test_the_final_bytes_are_those_of_an_undisturbed_run(chain: Chain, undisturbed: Path) -> None:
    assert files(chain.study) == files(undisturbed)


def test_no_finished_stage_is_done_twice(chain: Chain) -> None:
    assert Counter(chain.written()) == dict.fromkeys(FINISHES, 1)
    # Each stage was begun again only where it was killed before its result had its name.
    for stage in STAGES:
        unfinished = [
            place for place in chain.places if place in {f"in {stage}", f"before {stage}.json"}
        ]
        calls = sum(len(run.calls(stage)) for run in chain.runs)
        assert (stage, calls) == (stage, 1 + len(unfinished))
