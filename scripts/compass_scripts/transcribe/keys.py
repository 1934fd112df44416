"""When the result of a stage may be used again: while all that shaped it is the same."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from typing import NamedTuple

STAGES = ("recognise", "align", "speakers", "transcript", "outputs")
"""What is done with a recording, in this order."""

# Raised when our own code gives another result for the same input.
_FORMAT = {"recognise": 1, "align": 1, "speakers": 1, "transcript": 1}
_PROGRAMS = ("whisperx", "faster-whisper", "ctranslate2", "pyannote-audio", "transformers", "torch")


class Keys(NamedTuple):
    """The keys of the stages of one recording."""

    sha256: str
    """Of the recording."""
    options: Mapping[str, str]
    """Those that shape a transcript."""
    versions: Mapping[str, str]
    """Of the programs."""
    recognition: str
    """The hash of the model, as the next three."""
    voice_activity: str
    sentences: str
    diarisation: str

    def recognise(self) -> str:
        """Return the key of the recognised text."""
        models = [self.recognition, self.voice_activity]
        return self._key("recognise", ["language", "task", "terms", "compute-type"], models)

    def align(self, alignment: str) -> str:
        """Return the key of the times of words.

        :param alignment: the hash of the model, or why there is none
        """
        return self._key("align", [], [alignment, self.sentences], self.recognise())

    def speakers(self) -> str:
        """Return the key of who speaks when. It does not depend on the text."""
        return self._key("speakers", ["speakers"], [self.diarisation])

    def transcript(self, alignment: str) -> str:
        """Return the key of all of it."""
        return self._key("transcript", ["model"], [], self.align(alignment), self.speakers())

    def _key(self, stage: str, options: list[str], models: list[str], *before: str) -> str:
        parts = {
            "stage": [stage, _FORMAT[stage]],
            "input": self.sha256,
            "options": {name: self.options[name] for name in options},
            "models": models,
            "versions": dict(self.versions),
            "before": before,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the programs that shape a transcript.

    The build of torch (``+cpu``, ``+cu128``) is left out: it is a matter of the computer.
    """
    found = {}
    for name in _PROGRAMS:
        try:
            found[name] = importlib.metadata.version(name).partition("+")[0]
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
