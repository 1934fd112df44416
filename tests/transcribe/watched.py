"""Runs `compass` in a process of its own, watched in all its children, with accidents if wanted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.site import REPOSITORY

WATCH = Path(__file__).with_name("watch")
COMMAND = (sys.executable, "-m", "compass_scripts")
TIME_LIMIT = 150
PACKAGES = [str(REPOSITORY / "ext"), str(REPOSITORY / "scripts")]


@dataclass(frozen=True, kw_only=True)
class Plant:
    """An accident that happens in whichever process comes first to its moment."""

    at: str
    """`in recognise`, `in align`, `in speakers`; `before NAME`, `after NAME`: around naming a file
    finally; `reading`, `writing`: when a file is opened."""
    do: str
    """`kill worker`, `kill parent`, `interrupt parent`, `abort`, `connect`, `look up`, `disk full`,
    `no permission`, `out of memory in CTranslate2`, `out of memory in torch`, `remove PATH`."""
    seconds: float | None = None
    """Only for a recording of this length."""
    below: str = ""
    """Only for paths with these words in them."""
    times: int = 1


class Run(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str
    events: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All that a person saw."""
        return self.out + self.err

    def of(self, what: str) -> list[dict[str, Any]]:
        """Return the events of one kind: process, imported, load, call, written, network."""
        return [event for event in self.events if event["what"] == what]

    def calls(self, name: str) -> list[dict[str, Any]]:
        """Return the uses of a model: recognise, align, speakers."""
        return [event for event in self.of("call") if event["of"] == name]

    @property
    def processes(self) -> int:
        """How many Python processes there were, the parent among them."""
        return len(self.of("process"))

    @property
    def imported(self) -> set[str]:
        return {event["module"] for event in self.of("imported")}

    @property
    def network(self) -> list[dict[str, Any]]:
        """Return each attempt to use the network."""
        return self.of("network")


def compass(
    *arguments: object,
    watch: Path,
    models: Path,
    plants: Sequence[Plant] = (),
    before: Sequence[str] = (),
) -> Run:
    """Run `compass` and wait for its end.

    Args:
        arguments: the command line
        watch: a folder for what is seen; made, and must not exist
        models: the store of models
        plants: accidents
        before: words before the command, such as `unshare -n`
    """
    watch.mkdir(parents=True)
    environment = _environment(watch, models, plants)
    command = [*before, *COMMAND, *map(str, arguments)]
    with subprocess.Popen(
        command,
        cwd=watch,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            message = f"no end after {TIME_LIMIT} s\n{out.decode()}\n{err.decode()}"
            raise AssertionError(message) from None
    return Run(process.returncode, out.decode(), err.decode(), list(_events(watch)))


def alive(run: Run, wait: float = 10.0) -> list[int]:
    """Return the processes of a run that are still there after a while; there should be none."""
    end = time.monotonic() + wait
    pids = {event["pid"] for event in run.of("process")}
    while (left := [pid for pid in sorted(pids) if _running(pid)]) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _environment(watch: Path, models: Path, plants: Sequence[Plant]) -> dict[str, str]:
    """Return the variables of a run: ours, and no setting of whoever runs the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(
            ("COMPASS_", "PYTHON", "PYTEST", "COV_", "HF_", "NLTK", "TRANSFORMERS")
        )
    }
    planted = [{k: v for k, v in asdict(plant).items() if v is not None} for plant in plants]
    return {
        **kept,
        "COMPASS_MODELS": str(models),
        "COMPASS_PLANT": json.dumps(planted),
        "COMPASS_WATCH": str(watch),
        "COLUMNS": "200",
        "HOME": str(watch),
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(WATCH), *PACKAGES]),
    }


def _events(watch: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(watch.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
