"""The folder of one recording: results of stages, the journal, the transcript."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from compass_scripts.study.private_files import write_private

JOURNAL = "journal.json"
TRANSCRIPT = "transcript.json"
MADE = tuple(f"transcript.{ending}" for ending in ("md", "txt", "srt", "vtt"))
"""What is made from the transcript."""


@dataclass(frozen=True, kw_only=True)
class Journal:
    """What was done with a recording. It holds nothing of what was said."""

    name: str = ""
    #: Where the recording was.
    path: str = ""
    sha256: str = ""
    #: How long the sound is.
    seconds: float = 0.0
    #: "new", "working", "done" or "failed"
    state: str = "new"
    #: The stage that is worked on, or that failed.
    stage: str = ""
    #: Why it failed.
    reason: str = ""
    language: str = ""
    #: The key of the transcript, and the hash of its file.
    key: str = ""
    transcript: str = ""
    notes: tuple[str, ...] = ()
    models: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    #: What it ran on: device, compute type, batch size.
    machine: dict[str, str] = field(default_factory=dict)
    #: How long each stage took.
    took: dict[str, float] = field(default_factory=dict)


class Recording:
    """What is kept of one recording."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = _read_journal(folder / JOURNAL)

    @property
    def transcript(self) -> Path:
        """The file of the transcript."""
        return self.folder / TRANSCRIPT

    def clear(self) -> None:
        """Remove what a run left half written when it was killed."""
        for folder in (self.folder, self.folder / "stages"):
            for part in folder.glob(".*.part"):
                part.unlink(missing_ok=True)

    def result(self, stage: str, key: str) -> dict[str, Any] | None:
        """Return what a stage gave, while its key is the same; a damaged file counts as absent."""
        try:
            value = json.loads(self._stage(stage).read_bytes())
            result = value["result"]
            whole = value["key"] == key and value["sha256"] == _digest(result)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return result if whole and isinstance(result, dict) else None

    def keep(self, stage: str, key: str, result: dict[str, Any]) -> None:
        """Write what a stage gave.

        :raises OSError: when it cannot be written
        """
        value = {"key": key, "sha256": _digest(result), "result": result}
        write_private(self._stage(stage), _json(value))

    def note(self, **changes: Any) -> None:
        """Write into the journal what changed; nothing is written when nothing did.

        :raises OSError: when it cannot be written
        """
        journal = replace(self.journal, **changes)
        if journal == self.journal and (self.folder / JOURNAL).exists():
            return
        write_private(self.folder / JOURNAL, _json(asdict(journal), indent=1))
        self.journal = journal

    def took(self, stage: str, seconds: float) -> None:
        """Note how long a stage took.

        :raises OSError: when it cannot be written
        """
        self.note(took={**self.journal.took, stage: round(seconds, 3)})

    def is_finished(self, sha256: str, key: str) -> bool:
        """Return whether all is there that is made of a recording with this hash and key."""
        journal = self.journal
        return (
            journal.state == "done"
            and (journal.sha256, journal.key) == (sha256, key)
            and all((self.folder / name).is_file() for name in MADE)
            and self.has_transcript(key)
        )

    def has_transcript(self, key: str) -> bool:
        """Return whether the transcript with this key is there, as it was written."""
        try:
            content = self.transcript.read_bytes()
        except OSError:
            return False
        return (
            self.journal.key == key
            and hashlib.sha256(content).hexdigest() == self.journal.transcript
        )

    def keep_transcript(self, key: str, content: bytes) -> None:
        """Write the transcript.

        :raises OSError: when it cannot be written
        """
        write_private(self.transcript, content)
        self.note(key=key, transcript=hashlib.sha256(content).hexdigest())

    def _stage(self, stage: str) -> Path:
        return self.folder / "stages" / f"{stage}.json"


def _read_journal(path: Path) -> Journal:
    """Read a journal; a damaged one counts as absent: the results of stages have their own keys."""
    try:
        value = json.loads(path.read_bytes())
        known = {item.name: value[item.name] for item in fields(Journal)}
        return replace(Journal(**known), notes=tuple(known["notes"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Journal()


def _digest(result: object) -> str:
    return hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()


def _json(value: object, indent: int | None = None) -> bytes:
    # With escapes: a name may hold bytes that are no characters.
    return (json.dumps(value, indent=indent) + "\n").encode()
