"""Where there is speech."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from whisperx.vads import Pyannote

from compass_scripts.transcribe.audio import RATE

CHUNK = 30
"""Seconds of sound that Whisper hears at once."""
SETTINGS = {"vad_onset": 0.5, "vad_offset": 0.363}
"""Those that WhisperX has."""


class VoiceActivity(Pyannote):  # type: ignore[misc]  # whisperx has no types
    """Finds speech, and remembers where it is: WhisperX keeps only merged pieces."""

    def __init__(self, model: str, device: str) -> None:
        super().__init__(torch.device(device), model_fp=_only_file(model), **SETTINGS)
        #: What is recognised: pieces of up to 30 seconds.
        self.chunks: list[dict[str, Any]] = []
        #: Start and end of each stretch of speech, in seconds.
        self.regions: list[tuple[float, float]] = []

    def listen(self, audio: Any) -> None:
        """Find the speech in a recording; the next call of WhisperX gets what was found."""
        self.chunks, self.regions = [], []
        waveform = {"waveform": self.preprocess_audio(audio), "sample_rate": RATE}
        scores = self.vad_pipeline(waveform)
        onset, offset = SETTINGS.values()
        self.chunks = Pyannote.merge_chunks(scores, CHUNK, onset=onset, offset=offset)
        self.regions = [
            (float(start), float(end)) for chunk in self.chunks for start, end in chunk["segments"]
        ]

    def longest(self, number: int) -> list[dict[str, Any]]:
        """Return the longest pieces, the first of equals first."""
        return sorted(self.chunks, key=lambda chunk: chunk["start"] - chunk["end"])[:number]

    def __call__(self, audio: Any, **kwargs: Any) -> None:
        """Do nothing: :meth:`listen` was called before."""

    def merge_chunks(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        """Return the pieces that are recognised, each of up to 30 seconds."""
        return self.chunks


def _only_file(path: str) -> str:
    place = Path(path)
    files = place.glob("*.bin") if place.is_dir() else iter([place])
    return str(next(files, place))
