"""Who speaks when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd  # type: ignore[import-untyped,unused-ignore]
import whisperx
from whisperx.diarize import DiarizationPipeline

from compass_scripts.transcribe.engine.batch_size import BatchSize
from compass_scripts.transcribe.engine.loading import seed
from compass_scripts.transcribe.engine.samples import rounded, samples

_AT_ONCE = ("segmentation_batch_size", "embedding_batch_size")
"""How many pieces the two models of pyannote get at once."""


class Diariser:
    """The models that tell voices apart."""

    def __init__(
        self,
        model: str,
        device: str,
        speakers: tuple[int | None, int | None],
        batch: BatchSize,
    ) -> None:
        self._pipeline = DiarizationPipeline(model_name=model, device=device)
        self._least, self._most = speakers
        self._batch = batch
        batch.also_halve(self._halve)

    def diarise(self, sound: bytearray, progress: Callable[[float], None]) -> list[list[Any]]:
        """Return who speaks when: start, end and a name such as ``SPEAKER_00``."""
        audio = samples(sound)
        exactly = self._least if self._least == self._most else None
        least, most = (None, None) if exactly else (self._least, self._most)

        def work() -> Any:
            seed()
            return self._pipeline(
                audio,
                num_speakers=exactly,
                min_speakers=least,
                max_speakers=most,
                progress_callback=progress,
            )

        frame = self._batch.fitting(work)
        rows = zip(frame["start"], frame["end"], frame["speaker"], strict=True)
        return [[rounded(start), rounded(end), str(who)] for start, end, who in rows]

    def _halve(self) -> None:
        pipeline = getattr(self._pipeline, "model", None)
        for name in _AT_ONCE:
            if size := getattr(pipeline, name, None):
                setattr(pipeline, name, max(1, size // 2))


def assign_speakers(segments: list[dict[str, Any]], turns: list[list[Any]]) -> list[dict[str, Any]]:
    """Return sentences with the speaker of each and of each word."""
    frame = pd.DataFrame(turns, columns=["start", "end", "speaker"])
    found = whisperx.assign_word_speakers(frame, {"segments": segments}, fill_nearest=True)
    return list(found["segments"])
