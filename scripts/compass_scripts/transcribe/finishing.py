"""From the results of the stages to the transcript, and to what people read."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from compass_model.study.transcript import to_json
from compass_scripts.study.outputs import write_outputs
from compass_scripts.transcribe.assemble import Facts, assemble
from compass_scripts.transcribe.jobs import Job, Order
from compass_scripts.transcribe.recording import Recording
from compass_scripts.transcribe.used_models import Alignment, UsedModel

NO_SPEAKERS = "speakers were not told apart, as '--no-speakers' asked"
NOBODY = "nobody could be told apart: the model found no turns of speakers"


class Results(NamedTuple):
    """What the stages gave for one recording."""

    recognised: dict[str, Any]
    alignment: Alignment
    segments: list[dict[str, Any]]
    """Sentences, with the times of their words where there is a model for them."""
    turns: list[list[Any]]
    """Who speaks when; empty when nobody is told apart."""


def keep_transcript(
    order: Order, job: Job, recording: Recording, results: Results, key: str
) -> None:
    """Write the transcript.

    :raises OSError: when it cannot be written
    """
    start = time.monotonic()
    missing, segments = "", results.segments
    if results.turns:
        # Here, because it imports torch: without speakers, nothing else might.
        from compass_scripts.transcribe.engine import assign_speakers  # noqa: PLC0415

        segments = assign_speakers(segments, results.turns)
    else:
        missing = NOBODY if order.models.diarisation else NO_SPEAKERS
    models = _models(order, results.alignment)
    facts = _facts(order, job, results, models)
    transcript = assemble(facts, segments, results.recognised["regions"], missing)
    recording.note(models={model.part: model.described() for model in models})
    recording.keep_transcript(key, to_json(transcript))
    recording.took("transcript", time.monotonic() - start)


def keep_outputs(recording: Recording) -> tuple[str, ...]:
    """Write what people read.

    :returns: what a person has to look at, one line for each problem
    :raises OSError: when it cannot be written
    """
    start = time.monotonic()
    problems = write_outputs(recording.folder)
    recording.took("outputs", time.monotonic() - start)
    return tuple(f"{p.place}: {p.shown} [compass.{p.code}]" for p in problems)


def _facts(order: Order, job: Job, results: Results, models: list[UsedModel]) -> Facts:
    return Facts(
        name=job.name,
        folder=job.folder,
        sha256=job.hashed.sha256,
        seconds=results.recognised["seconds"],
        language=results.recognised["language"],
        task=order.options.task,
        models=[(model.part, model.name, model.sha256) for model in models],
        options=order.options.shaping(),
        versions=order.versions,
        alignment_missing=results.alignment.missing,
    )


def _models(order: Order, alignment: Alignment) -> list[UsedModel]:
    models = order.models
    used = [models.recognition, models.voice_activity, alignment.model, models.diarisation]
    return [model for model in used if model]
