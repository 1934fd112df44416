"""The stages of one recording, in their order; each result is kept before the next begins."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from compass_scripts.transcribe.audio import RATE, SAMPLE
from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.jobs import Event, Job, Order
from compass_scripts.transcribe.keys import Keys
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.used_models import Alignment, find_alignment
from compass_scripts.transcribe.words import short_clock

if TYPE_CHECKING:
    from compass_scripts.transcribe.engine import Engine

Tell = Callable[[Event], None]

SHORTEST = 0.25
"""Seconds below which nobody can have said a word."""


class Done(NamedTuple):
    """What came of a recording."""

    notes: tuple[str, ...]
    problems: tuple[str, ...]


class Sound(NamedTuple):
    """The decoded sound of a recording, and how long decoding took."""

    data: bytearray
    took: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.data) / SAMPLE / RATE


class Stages:
    """What is done with recordings, one after the other."""

    def __init__(self, order: Order, engine: Callable[[], Engine], tell: Tell) -> None:
        self._order = order
        self._engine = engine
        self._tell = tell

    def needs_sound(self, job: Job) -> bool:
        """Return whether a stage that listens has to be done."""
        recording, keys = Recording(Path(job.place)), self._order.keys(job.hashed.sha256)
        recognised = recording.result("recognise", keys.recognise())
        if recognised is None:
            return True
        if not _has_words(recognised["segments"]):
            return False
        alignment = self._alignment(recognised["language"])
        aligned = recording.result("align", keys.align(alignment.key))
        speakers = recording.result("speakers", keys.speakers())
        return (alignment.model is not None and aligned is None) or (
            self._order.models.diarisation is not None and speakers is None
        )

    def work(self, job: Job, sound: Callable[[], Sound]) -> Done:
        """Do all that is left to do for one recording.

        :param sound: gives its sound; called only when a stage listens
        :raises LostError: when it cannot be transcribed
        :raises OSError: when a result cannot be written
        """
        return _Work(self._order, job, self._engine, self._tell, sound).all()

    def _alignment(self, language: str) -> Alignment:
        return alignment_of(self._order, language)


class _Work:
    """The work on one recording."""

    def __init__(
        self,
        order: Order,
        job: Job,
        engine: Callable[[], Engine],
        tell: Tell,
        sound: Callable[[], Sound],
    ) -> None:
        self.order = order
        self.job = job
        self.engine = engine
        self.tell = tell
        self._sound = sound
        self._heard: Sound | None = None
        self.keys: Keys = order.keys(job.hashed.sha256)
        self.recording = Recording(Path(job.place))
        self.stage = ""
        self._took: dict[str, float] = {}

    def all(self) -> Done:
        """Go through the stages."""
        self._begin()
        recognised = self._recognise()
        if not _has_words(recognised["segments"]):
            seconds = short_clock(recognised["seconds"])
            raise LostError(f"no speech was found in it ({seconds})")
        alignment = alignment_of(self.order, recognised["language"])
        segments = self._align(recognised, alignment)
        turns = self._speakers()
        self._heard = None
        self._transcript(recognised, alignment, segments, turns)
        problems = self._outputs()
        notes = (alignment.missing,) if alignment.missing else ()
        self.recording.note(state="done", stage="", notes=notes)
        return Done(notes, problems)

    def _begin(self) -> None:
        self.recording.clear()
        journal = self.recording.journal
        same = journal.sha256 == self.job.hashed.sha256
        self.recording.note(
            name=self.job.name,
            path=self.job.path,
            sha256=self.job.hashed.sha256,
            seconds=journal.seconds if same else 0.0,
            state="working",
            stage="",
            reason="",
            took=journal.took if same else {},
            options=self.order.options.shaping(),
            versions=self.order.versions,
        )

    def _recognise(self) -> dict[str, Any]:
        key = self.keys.recognise()
        found = self.recording.result("recognise", key)
        if found is None:
            self._start("recognise")
            sound = self.sound()
            if sound.seconds < SHORTEST:
                raise LostError(f"it is too short for a word ({sound.seconds:.1f} s)")
            with self._timed("recognise") as engine:
                found = engine.recognise(sound.data, self._progress)
            found["seconds"] = round(sound.seconds, 3)
            self._keep("recognise", key, found)
        self.recording.note(seconds=found["seconds"], language=found["language"])
        return found

    def _align(self, recognised: dict[str, Any], alignment: Alignment) -> list[dict[str, Any]]:
        if alignment.model is None:
            return list(recognised["segments"])
        key = self.keys.align(alignment.key)
        found = self.recording.result("align", key)
        if found is None:
            self._start("align")
            sound = self.sound()
            with self._timed("align") as engine:
                segments = engine.align(sound.data, recognised, alignment.model, self._progress)
            found = {"segments": segments}
            self._keep("align", key, found)
        return list(found["segments"])

    def _speakers(self) -> list[list[Any]]:
        model = self.order.models.diarisation
        if model is None:
            return []
        key = self.keys.speakers()
        found = self.recording.result("speakers", key)
        if found is None:
            self._start("speakers")
            sound = self.sound()
            with self._timed("speakers") as engine:
                found = {"turns": engine.diarise(sound.data, model, self._progress)}
            self._keep("speakers", key, found)
        return list(found["turns"])

    def _transcript(
        self,
        recognised: dict[str, Any],
        alignment: Alignment,
        segments: list[dict[str, Any]],
        turns: list[list[Any]],
    ) -> None:
        key = self.keys.transcript(alignment.key)
        if not self.recording.has_transcript(key):
            self._start("transcript")
            # Loaded here: a worker that stops before has no use for it.
            from compass_scripts.transcribe.finishing import Results, keep_transcript  # noqa: PLC0415

            results = Results(recognised, alignment, segments, turns)
            keep_transcript(self.order, self.job, self.recording, results, key)

    def _outputs(self) -> tuple[str, ...]:
        self._start("outputs")
        from compass_scripts.transcribe.finishing import keep_outputs  # noqa: PLC0415 (as above)

        return keep_outputs(self.recording)

    def sound(self) -> Sound:
        """Return the sound of the recording."""
        if self._heard is None:
            self._heard = self._sound()
            self.recording.took("decode", self._heard.took)
        return self._heard

    def _start(self, stage: str) -> None:
        self.stage = stage
        self.recording.note(stage=stage)
        self.tell(Event("stage", self.job.number, stage))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[Engine]:
        """Give the engine to a stage, and take the time; that of loading models is its own."""
        engine = self.engine()
        start, loaded = time.monotonic(), engine.load_seconds
        yield engine
        load = engine.load_seconds - loaded
        self._took[stage] = round(time.monotonic() - start - load, 3)
        if load:
            self._took["load"] = round(self._took.get("load", 0.0) + load, 3)

    def _keep(self, stage: str, key: str, found: dict[str, Any]) -> None:
        # Before: a run that is killed behind keep() does not come here again for this stage.
        journal = self.recording.journal
        machine = {**journal.machine, **self.engine().described()}
        self.recording.note(machine=machine, took={**journal.took, **self._took})
        self.recording.keep(stage, key, found)

    def _progress(self, percent: float) -> None:
        self.tell(Event("progress", self.job.number, self.stage, round(float(percent), 1)))


def alignment_of(order: Order, language: str) -> Alignment:
    """Return what gives the words of a language their times in this run."""
    return find_alignment(order.models, order.options, language)


def _has_words(segments: list[dict[str, Any]]) -> bool:
    return any(segment["text"].strip() for segment in segments)
