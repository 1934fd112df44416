"""WhisperX: the only module that imports it, in a process of its own.

Each model is loaded once, when it is needed first. Language and task are given with every call:
WhisperX keeps those of the call before. Results are rounded, and plain: they go into JSON.
"""

from __future__ import annotations

import gc
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd  # type: ignore[import-untyped,unused-ignore]
import torch
import whisperx
from whisperx.diarize import DiarizationPipeline
from whisperx.vads import Pyannote

from compass_scripts.transcribe.audio import RATE
from compass_scripts.transcribe.device import (
    choose_batch_size,
    choose_machine,
    free_memory,
    is_out_of_memory,
)
from compass_scripts.transcribe.failure import LostError, StopError
from compass_scripts.transcribe.options import AUTO, Options
from compass_scripts.transcribe.used_models import UsedModel, UsedModels

Progress = Callable[[float], None]
Result = TypeVar("Result")

CHUNK = 30
"""Seconds of sound that Whisper hears at once."""
ONSET, OFFSET = 0.5, 0.363
_SAMPLED = 3
"""How many pieces of speech the language is told from."""


class Engine:
    """The models, and what is done with them."""

    def __init__(
        self, options: Options, models: UsedModels, loading: Callable[[str], None]
    ) -> None:
        # WhisperX's warnings quote what was said.
        logging.getLogger("whisperx").setLevel(logging.CRITICAL)
        self._options = options
        self._models = models
        self._loading = loading
        self.machine = choose_machine(options)
        self.batch_size = options.batch_size
        #: How long models took to load, until now.
        self.load_seconds = 0.0
        self._recogniser: Any = None
        self._voices: Any = None
        self._aligners: dict[str, Any] = {}
        self._diariser: Any = None

    def described(self) -> dict[str, str]:
        """Return what a journal says of the machine."""
        device, compute_type, _threads = self.machine
        described = {"device": device, "compute-type": compute_type}
        if self._recogniser is not None:  # before, nobody asked how much fits
            described["batch-size"] = str(self.batch_size)
        return described

    def recognise(self, sound: bytearray, progress: Progress) -> dict[str, Any]:
        """Return the language, where there is speech, and the text of pieces of up to 30 seconds.

        :raises LostError: when the memory of the GPU is too small
        :raises StopError: when the model cannot be loaded
        """
        self._load_recogniser()
        audio = _samples(sound)
        self._roomy(lambda: self._voices.listen(audio))
        regions = [[round(s, 3), round(e, 3)] for s, e in self._voices.regions]
        if not regions:
            return {"language": "", "regions": [], "segments": []}
        language = self._roomy(lambda: self._language(audio))
        found = self._roomy(
            lambda: self._recogniser.transcribe(
                audio,
                batch_size=self.batch_size,
                language=language,
                task=self._options.task,
                chunk_size=CHUNK,
                progress_callback=progress,
            )
        )
        segments = [_plain(segment) for segment in found["segments"]]
        return {"language": language, "regions": regions, "segments": segments}

    def align(
        self,
        sound: bytearray,
        recognised: dict[str, Any],
        model: UsedModel,
        progress: Progress,
    ) -> list[dict[str, Any]]:
        """Return sentences with the times of their words; a piece that fails keeps its own times.

        Piece by piece: WhisperX reports no progress for one that cannot be aligned, and loses all
        when one fails.
        """
        language = recognised["language"]
        aligner, facts = self._aligner(language, model)
        audio = torch.from_numpy(_samples(sound)).unsqueeze(0)
        sentences: list[dict[str, Any]] = []
        segments = recognised["segments"]
        for number, segment in enumerate(segments, start=1):
            work = partial(self._aligned, segment, aligner, facts, audio)
            sentences += self._roomy(work)
            progress(100 * number / len(segments))
        return sentences

    def diarise(self, sound: bytearray, progress: Progress) -> list[list[Any]]:
        """Return who speaks when: start, end and a name such as ``SPEAKER_00``."""
        self._load_diariser()
        audio = _samples(sound)
        low, high = self._options.min_speakers, self._options.max_speakers
        exactly = low if low == high else None
        if exactly:
            low = high = None

        def work() -> Any:
            _seed()
            return self._diariser(
                audio,
                num_speakers=exactly,
                min_speakers=low,
                max_speakers=high,
                progress_callback=progress,
            )

        frame = self._roomy(work)
        rows = zip(frame["start"], frame["end"], frame["speaker"], strict=True)
        return [[round(float(s), 3), round(float(e), 3), str(who)] for s, e, who in rows]

    def _language(self, audio: Any) -> str:
        """Return the language of most of the longest pieces of speech, the first in a tie.

        WhisperX looks at the first 30 seconds of the recording, where there may be only music.
        """
        asked = self._options.language
        if not self._recogniser.model.model.is_multilingual:
            if asked not in {AUTO, "en"}:
                raise StopError(
                    f'the model "{self._options.model}" knows only English; take another --model '
                    f"for '{asked}'"
                )
            return "en"
        if asked != AUTO:
            return asked
        longest = sorted(self._voices.chunks, key=lambda c: c["start"] - c["end"])[:_SAMPLED]
        votes = Counter(
            str(self._recogniser.detect_language(audio[int(c["start"] * RATE) :])) for c in longest
        )
        return votes.most_common(1)[0][0]

    def _aligned(
        self, piece: dict[str, Any], aligner: Any, facts: dict[str, Any], audio: Any
    ) -> list[dict[str, Any]]:
        kept = {**piece, "words": []}
        if not piece["text"].strip():
            return []
        try:
            found = whisperx.align([piece], aligner, facts, audio, self.machine.device)
        except Exception as error:
            if is_out_of_memory(error):
                raise
            return [kept]
        sentences = [_plain(sentence) for sentence in found["segments"]]
        said = "".join(sentence["text"] for sentence in sentences)
        # Times are worth less than words: a piece that lost some keeps its text.
        return sentences if _letters(said) == _letters(piece["text"]) else [kept]

    def _roomy(self, work: Callable[[], Result]) -> Result:
        """Do something; when the memory of the GPU is full, once more with half as much at once."""
        try:
            return work()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        self._halve()
        try:
            return work()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        _clear()
        raise LostError(
            f"the memory of the GPU is full, also with a batch of {self.batch_size}; close other "
            "programs, take a smaller --model, or add --device cpu"
        )

    def _halve(self) -> None:
        _clear()
        self.batch_size = max(1, self.batch_size // 2)
        pipeline = getattr(self._diariser, "model", None)
        for name in ("segmentation_batch_size", "embedding_batch_size"):
            if size := getattr(pipeline, name, None):
                setattr(pipeline, name, max(1, size // 2))

    def _load_recogniser(self) -> None:
        if self._recogniser is not None:
            return
        model, voices = self._models.recognition, self._models.voice_activity
        device, compute_type, threads = self.machine

        def load() -> Any:
            self._voices = _Voices(
                torch.device(device),
                model_fp=_only_file(voices.path),
                vad_onset=ONSET,
                vad_offset=OFFSET,
            )
            return whisperx.load_model(
                model.path,
                device,
                compute_type=compute_type,
                asr_options={"hotwords": self._options.terms or None},
                vad_model=self._voices,
                vad_options={"chunk_size": CHUNK, "vad_onset": ONSET, "vad_offset": OFFSET},
                threads=threads,
                local_files_only=True,
            )

        self._recogniser = self._loaded(model, load)
        self.batch_size = choose_batch_size(self._options.batch_size, free_memory(device))

    def _aligner(self, language: str, model: UsedModel) -> Any:
        if language not in self._aligners:
            self._aligners[language] = self._loaded(
                model,
                lambda: whisperx.load_align_model(
                    language, self.machine.device, model_name=model.path, model_cache_only=True
                ),
            )
        return self._aligners[language]

    def _load_diariser(self) -> None:
        model = self._models.diarisation
        if self._diariser is None and model is not None:
            self._diariser = self._loaded(
                model,
                lambda: DiarizationPipeline(model_name=model.path, device=self.machine.device),
            )

    def _loaded(self, model: UsedModel, load: Callable[[], Any]) -> Any:
        self._loading(f"the model {model.name} ({model.part})")
        _seed()
        start = time.monotonic()
        try:
            found = load()
            self.load_seconds += time.monotonic() - start
            return found
        except Exception as error:
            if is_out_of_memory(error):
                reason = "it does not fit into the memory of the GPU; take a smaller one"
            else:
                reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise StopError(f'the model "{model.name}" for {model.part} cannot be loaded ({reason})')


class _Voices(Pyannote):  # type: ignore[misc]  # whisperx has no types
    """Voice activity that remembers where there is speech: WhisperX keeps only merged pieces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chunks: list[dict[str, Any]] = []
        self.regions: list[tuple[float, float]] = []

    def listen(self, audio: Any) -> None:
        """Find the speech in a recording; the next call of WhisperX gets what was found."""
        self.chunks, self.regions = [], []
        waveform = {"waveform": self.preprocess_audio(audio), "sample_rate": RATE}
        scores = self.vad_pipeline(waveform)
        self.chunks = Pyannote.merge_chunks(scores, CHUNK, onset=ONSET, offset=OFFSET)
        self.regions = [
            (float(start), float(end)) for chunk in self.chunks for start, end in chunk["segments"]
        ]

    def __call__(self, audio: Any, **kwargs: Any) -> None:
        """Do nothing: :meth:`listen` was called before."""

    def merge_chunks(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        """Return the pieces that are recognised, each of up to 30 seconds."""
        return self.chunks


def assign_speakers(segments: list[dict[str, Any]], turns: list[list[Any]]) -> list[dict[str, Any]]:
    """Return sentences with the speaker of each and of each word."""
    frame = pd.DataFrame(turns, columns=["start", "end", "speaker"])
    found = whisperx.assign_word_speakers(frame, {"segments": segments}, fill_nearest=True)
    return list(found["segments"])


def _samples(sound: bytearray) -> Any:
    return np.frombuffer(sound, dtype="<f4")


def _plain(segment: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a segment, with plain numbers."""
    plain: dict[str, Any] = {
        "start": _rounded(segment["start"]),
        "end": _rounded(segment["end"]),
        "text": segment["text"].strip(),
    }
    if "words" in segment:
        plain["words"] = [_plain_word(word) for word in segment["words"]]
    return plain


def _plain_word(word: dict[str, Any]) -> dict[str, Any]:
    times = {str(name): word[name] for name in ("start", "end", "score") if name in word}
    known = {name: _rounded(value) for name, value in times.items() if np.isfinite(value)}
    plain: dict[str, Any] = {"word": word["word"]}
    plain.update(known)
    return plain


def _rounded(value: Any) -> float:
    return round(float(value), 3)


def _letters(text: str) -> str:
    return "".join(text.split())


def _only_file(path: str) -> str:
    place = Path(path)
    files: Iterable[Path] = place.glob("*.bin") if place.is_dir() else [place]
    return str(next(iter(files), place))


def _seed() -> None:
    """Let nothing depend on which recordings came before."""
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)


def _clear() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
