"""What was said: Whisper, with the pieces of sound that hold speech."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import whisperx

from compass_scripts.transcribe.audio import RATE
from compass_scripts.transcribe.device import Machine
from compass_scripts.transcribe.engine.batch_size import BatchSize
from compass_scripts.transcribe.engine.samples import plain_segment, rounded, samples
from compass_scripts.transcribe.engine.voice_activity import CHUNK, SETTINGS, VoiceActivity
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.options import AUTO, Options
from compass_scripts.transcribe.used_models import UsedModels

_SAMPLED = 3
"""How many pieces of speech the language is told from."""


class Recogniser:
    """The model that writes down words, and the one that finds speech."""

    def __init__(
        self, options: Options, models: UsedModels, machine: Machine, batch: BatchSize
    ) -> None:
        self._options = options
        self._batch = batch
        self._voices = VoiceActivity(models.voice_activity.path, machine.device)
        self._whisper: Any = whisperx.load_model(
            models.recognition.path,
            machine.device,
            compute_type=machine.compute_type,
            asr_options={"hotwords": options.terms or None},
            vad_model=self._voices,
            vad_options={"chunk_size": CHUNK, **SETTINGS},
            threads=machine.threads,
            local_files_only=True,
        )

    def recognise(self, sound: bytearray, progress: Callable[[float], None]) -> dict[str, Any]:
        """Return the language, where there is speech, and the text of pieces of up to 30 seconds.

        :raises LostError: when the memory of the GPU is too small
        :raises StopError: when the model does not know the language
        """
        audio = samples(sound)
        self._batch.fitting(lambda: self._voices.listen(audio))
        regions = [[rounded(start), rounded(end)] for start, end in self._voices.regions]
        if not regions:
            return {"language": "", "regions": [], "segments": []}
        language = self._batch.fitting(lambda: self._language(audio))
        # Language and task with every call: WhisperX keeps those of the call before.
        found = self._batch.fitting(
            lambda: self._whisper.transcribe(
                audio,
                batch_size=self._batch.size,
                language=language,
                task=self._options.task,
                chunk_size=CHUNK,
                progress_callback=progress,
            )
        )
        segments = [plain_segment(segment) for segment in found["segments"]]
        return {"language": language, "regions": regions, "segments": segments}

    def _language(self, audio: Any) -> str:
        """Return the language of most of the longest pieces of speech, the first in a tie.

        WhisperX looks at the first 30 seconds of the recording, where there may be only music.
        """
        asked = self._options.language
        if not self._whisper.model.model.is_multilingual:
            if asked not in {AUTO, "en"}:
                raise StopError(
                    f'the model "{self._options.model}" knows only English; take another --model '
                    f"for '{asked}'"
                )
            return "en"
        if asked != AUTO:
            return asked
        starts = [int(chunk["start"] * RATE) for chunk in self._voices.longest(_SAMPLED)]
        votes = Counter(str(self._whisper.detect_language(audio[start:])) for start in starts)
        return votes.most_common(1)[0][0]
