"""The run over all recordings: starts a worker, listens to it, starts another when it dies."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from compass_scripts.transcribe.display import Display
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.jobs import Event, Job, Order
from compass_scripts.transcribe.offline import offline_environment
from compass_scripts.transcribe.plan import Lost, note_failure
from compass_scripts.transcribe.process import Worker
from compass_scripts.transcribe.progress import Progress
from compass_scripts.transcribe.words import amount, shown

ENOUGH = 3
"""Workers that die in a row, before any recording was done, before the run gives up."""


class Outcome(NamedTuple):
    """What came of a run."""

    done: list[str]
    lost: list[Lost]
    notes: dict[str, list[str]]
    """What the person should know, and the names of the recordings that it is about."""
    problems: list[str]


class Batch:
    """The recordings that are left to do, and how far they are."""

    def __init__(self, order: Order, display: Display, scratch: Path, lock: int) -> None:
        self._order = order
        self._display = display
        self._scratch = scratch
        self._lock = lock
        sentences = order.models.sentences
        self._environment = offline_environment(
            scratch, Path(sentences.path) if sentences else None
        )
        self._left = {job.number: job for job in order.jobs}
        self._current: list[Job] = []
        self._stage = ""
        self._progress = Progress(order.jobs, 0)
        self.outcome = Outcome([], [], {}, [])

    def run(self, before: int) -> Outcome:
        """Work until nothing is left to do.

        :param before: how many recordings were finished before
        :raises StopError: when nothing can be transcribed
        """
        self._progress = Progress(self._order.jobs, before)
        deaths = 0
        while self._left:
            done = len(self.outcome.done)
            died = self._one_worker()
            deaths = deaths + 1 if died and done == len(self.outcome.done) else 0
            if deaths >= ENOUGH and not self.outcome.done:
                self._give_up()
        return self.outcome

    def _one_worker(self) -> bool:
        """Let a worker do what is left.

        :returns: whether it died
        """
        order = self._order._replace(jobs=list(self._left.values()))
        worker = Worker(order, self._environment, self._scratch, self._lock)
        self._current.clear()
        left = len(self._left)
        try:
            for event in worker.events():
                if event:
                    self._take(event)
                self._display.show(self._progress, at_once=bool(event and event.kind == "stage"))
        except BaseException:
            worker.kill()
            worker.end()
            raise
        code = worker.end()
        if not self._left:
            return False
        reason = worker.reason(code)
        if not self._current and len(self._left) < left:
            return True  # between two recordings: none is to blame
        if not self._current:
            raise StopError(f"{reason}, before it began with a recording")
        self._fail(self._current[0], reason)
        return True

    def _take(self, event: Event) -> None:
        if event.kind == "stop":
            raise StopError(event.text)
        self._progress.take(event)
        job = self._left.get(event.job)
        if event.kind == "stage":
            self._stage = event.stage
        if job is None:
            return
        if event.kind == "begin":
            self._current, self._stage = [job], ""
        elif event.kind == "failed":
            self._lose(job, event.text)
        elif event.kind == "done":
            del self._left[job.number]
            self._current.clear()
            self._note(job, event)

    def _note(self, job: Job, event: Event) -> None:
        name = shown(job.name)
        self.outcome.done.append(job.name)
        for note in event.notes:
            self.outcome.notes.setdefault(note, []).append(name)
        self.outcome.problems.extend(event.problems)
        self._display.done(f"{name}: done in {amount(event.took)}")

    def _fail(self, job: Job, reason: str) -> None:
        """Lose a recording whose worker is gone."""
        self._progress.take(Event("failed", job.number))
        self._lose(job, reason)

    def _lose(self, job: Job, reason: str) -> None:
        del self._left[job.number]
        self._current.clear()
        self.outcome.lost.append(Lost(job.name, reason))
        note_failure(Path(job.place), job.name, reason, self._stage)
        more = "; the others go on" if self._left else ""
        self._display.lost(f"{shown(job.name)}: failed: {reason}{more}")

    def _give_up(self) -> None:
        for job in list(self._left.values()):
            del self._left[job.number]
            reason = f"not tried: the recogniser ended {ENOUGH} times in a row"
            self.outcome.lost.append(Lost(job.name, reason))
