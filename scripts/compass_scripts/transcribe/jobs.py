"""What the two processes tell each other: jobs one way, events the other, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from compass_scripts.transcribe.audio import Probe
from compass_scripts.transcribe.inputs import Hashed
from compass_scripts.transcribe.keys import Keys
from compass_scripts.transcribe.options import Options
from compass_scripts.transcribe.used_models import UsedModels


class Job(NamedTuple):
    """One recording to transcribe."""

    number: int
    path: str
    name: str
    folder: str
    """Its folder in the study, with slashes."""
    place: str
    """That folder on the disk."""
    hashed: Hashed
    known: Probe

    @property
    def seconds(self) -> float:
        """How long the sound is, as far as the file says."""
        return self.known.seconds


class Order(NamedTuple):
    """All that a worker needs to know."""

    options: Options
    models: UsedModels
    versions: dict[str, str]
    jobs: Sequence[Job]

    def keys(self, sha256: str) -> Keys:
        """Return the keys of the stages of a recording."""
        models = self.models
        return Keys(
            sha256=sha256,
            options=self.options.shaping(),
            versions=self.versions,
            recognition=models.recognition.sha256,
            voice_activity=models.voice_activity.sha256,
            sentences=models.sentences.sha256 if models.sentences else "",
            diarisation=models.diarisation.sha256 if models.diarisation else "",
        )

    def to_line(self) -> bytes:
        """Return the order as one line."""
        value = [self.options.to_json(), self.models.to_json(), self.versions, self.jobs]
        return (json.dumps(value) + "\n").encode()

    @classmethod
    def from_line(cls, line: bytes) -> Order:
        """Return the order in a line."""
        options, models, versions, jobs = json.loads(line)
        return cls(
            Options.from_json(options),
            UsedModels.from_json(models),
            versions,
            [_job(*job) for job in jobs],
        )


class Event(NamedTuple):
    """What a worker says."""

    kind: str
    """``begin``, ``stage``, ``progress``, ``loading``, ``done``, ``failed`` or ``stop``."""
    job: int = -1
    stage: str = ""
    percent: float = 0.0
    text: str = ""
    """The reason of a failure, or the model that is loaded."""
    notes: Sequence[str] = ()
    """What the person should know of a recording that is done."""
    problems: Sequence[str] = ()
    """Files of the study that the person has to look at."""
    took: float = 0.0
    """Seconds of work that a recording took."""

    def to_line(self) -> bytes:
        """Return the event as one line."""
        return (json.dumps(self) + "\n").encode()

    @classmethod
    def from_line(cls, line: bytes) -> Event:
        """Return the event in a line.

        :raises ValueError: when it holds none
        """
        value: Any = json.loads(line)
        if not isinstance(value, list) or len(value) != len(cls._fields):
            message = "not an event"
            raise ValueError(message)
        return cls(*value)


def _job(*values: Any) -> Job:
    job = Job(*values)
    return job._replace(hashed=Hashed(*job.hashed), known=Probe(*job.known))
