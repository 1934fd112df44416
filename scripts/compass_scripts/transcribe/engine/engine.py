"""The models of a run, each loaded when it is needed first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from compass_scripts.transcribe.device import choose_batch_size, choose_machine, free_memory
from compass_scripts.transcribe.engine.alignment import Aligner
from compass_scripts.transcribe.engine.batch_size import BatchSize
from compass_scripts.transcribe.engine.diarisation import Diariser
from compass_scripts.transcribe.engine.loading import Loader
from compass_scripts.transcribe.engine.recognition import Recogniser
from compass_scripts.transcribe.options import Options
from compass_scripts.transcribe.used_models import UsedModel, UsedModels

Progress = Callable[[float], None]
"""Told how many percent of a stage are done."""


class Engine:
    """The models, and what is done with them."""

    def __init__(
        self, options: Options, models: UsedModels, loading: Callable[[str], None]
    ) -> None:
        # WhisperX's warnings quote what was said.
        logging.getLogger("whisperx").setLevel(logging.CRITICAL)
        self._options = options
        self._models = models
        self._machine = choose_machine(options)
        self._loader = Loader(loading)
        self._batch = BatchSize(options.batch_size)
        self._recogniser: Recogniser | None = None
        self._aligners: dict[str, Aligner] = {}
        self._diariser: Diariser | None = None

    @property
    def load_seconds(self) -> float:
        """How long models took to load, until now."""
        return self._loader.seconds

    def described(self) -> dict[str, str]:
        """Return what a journal says of the machine."""
        device, compute_type, _threads = self._machine
        described = {"device": device, "compute-type": compute_type}
        if self._recogniser is not None:  # before, nobody asked how much fits
            described["batch-size"] = str(self._batch.size)
        return described

    def recognise(self, sound: bytearray, progress: Progress) -> dict[str, Any]:
        """Return the language, where there is speech, and the text of pieces of up to 30 seconds.

        :raises LostError: when the memory of the GPU is too small
        :raises StopError: when the model cannot be loaded, or does not know the language
        """
        if self._recogniser is None:
            self._recogniser = self._loader.load(
                self._models.recognition,
                lambda: Recogniser(self._options, self._models, self._machine, self._batch),
            )
            free = free_memory(self._machine.device)
            self._batch.size = choose_batch_size(self._options.batch_size, free)
        return self._recogniser.recognise(sound, progress)

    def align(
        self,
        sound: bytearray,
        recognised: dict[str, Any],
        model: UsedModel,
        progress: Progress,
    ) -> list[dict[str, Any]]:
        """Return sentences with the times of their words; a piece that fails keeps its own times.

        :raises LostError: when the memory of the GPU is too small
        :raises StopError: when the model cannot be loaded
        """
        language = recognised["language"]
        if language not in self._aligners:
            self._aligners[language] = self._loader.load(
                model, lambda: Aligner(language, model.path, self._machine.device, self._batch)
            )
        return self._aligners[language].align(sound, recognised["segments"], progress)

    def diarise(self, sound: bytearray, model: UsedModel, progress: Progress) -> list[list[Any]]:
        """Return who speaks when: start, end and a name such as ``SPEAKER_00``.

        :raises LostError: when the memory of the GPU is too small
        :raises StopError: when the model cannot be loaded
        """
        if self._diariser is None:
            speakers = (self._options.min_speakers, self._options.max_speakers)
            self._diariser = self._loader.load(
                model, lambda: Diariser(model.path, self._machine.device, speakers, self._batch)
            )
        return self._diariser.diarise(sound, progress)
