"""When each word was said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import whisperx

from compass_scripts.transcribe.device import is_out_of_memory
from compass_scripts.transcribe.engine.batch_size import BatchSize
from compass_scripts.transcribe.engine.samples import plain_segment, samples


class Aligner:
    """A model that knows how the letters of one language sound."""

    def __init__(self, language: str, model: str, device: str, batch: BatchSize) -> None:
        self._device = device
        self._batch = batch
        self._model, self._facts = whisperx.load_align_model(
            language, device, model_name=model, model_cache_only=True
        )

    def align(
        self,
        sound: bytearray,
        segments: list[dict[str, Any]],
        progress: Callable[[float], None],
    ) -> list[dict[str, Any]]:
        """Return sentences with the times of their words; a piece that fails keeps its own times.

        Piece by piece: WhisperX reports no progress for one that cannot be aligned, and loses all
        when one fails.
        """
        audio = torch.from_numpy(samples(sound)).unsqueeze(0)
        sentences: list[dict[str, Any]] = []
        for number, segment in enumerate(segments, start=1):
            sentences += self._batch.fitting(partial(self._aligned, segment, audio))
            progress(100 * number / len(segments))
        return sentences

    def _aligned(self, piece: dict[str, Any], audio: Any) -> list[dict[str, Any]]:
        kept = {**piece, "words": []}
        if not piece["text"].strip():
            return []
        try:
            found = whisperx.align([piece], self._model, self._facts, audio, self._device)
        except Exception as error:
            if is_out_of_memory(error):
                raise
            return [kept]
        sentences = [plain_segment(sentence) for sentence in found["segments"]]
        said = "".join(sentence["text"] for sentence in sentences)
        # Times are worth less than words: a piece that lost some keeps its text.
        return sentences if _letters(said) == _letters(piece["text"]) else [kept]


def _letters(text: str) -> str:
    return "".join(text.split())
