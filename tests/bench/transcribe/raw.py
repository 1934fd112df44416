"""WhisperX without us, as its documentation calls it: the models once, file after file.

    python -m tests.bench.transcribe.raw MODELS DEVICE OUTPUT RECORDING...

This is the least that a person who writes such a script gets. It prints how long each stage took,
over all recordings, in JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import whisperx
from tests.bench.transcribe.large_models import MODEL
from whisperx.diarize import DiarizationPipeline

from compass_scripts.transcribe.device import choose_batch_size, choose_machine, free_memory
from compass_scripts.transcribe.options import Options

TOOK: dict[str, float] = defaultdict(float)


@contextmanager
def timed(stage: str) -> Iterator[None]:
    """Add the time of a block to a stage."""
    start = time.monotonic()
    yield
    TOOK[stage] += time.monotonic() - start


def main() -> None:
    """Transcribe all recordings."""
    models, device, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    output.mkdir(parents=True, exist_ok=True)
    machine = choose_machine(Options(device=device))  # the same number format on both sides
    with timed("load"):
        recogniser = whisperx.load_model(
            str(models / "recognition" / MODEL),
            device,
            compute_type=machine.compute_type,
            language="en",
            threads=machine.threads,
            local_files_only=True,
        )
        aligner, facts = whisperx.load_align_model(
            "en", device, model_name=str(models / "alignment" / "tiny-en"), model_cache_only=True
        )
        speakers = DiarizationPipeline(
            model_name=str(models / "diarisation" / "community-1"), device=device
        )
    batch_size = choose_batch_size(0, free_memory(device))
    for path in sys.argv[4:]:
        with timed("decode"):
            audio = whisperx.load_audio(path)
        with timed("recognise"):
            found = recogniser.transcribe(
                audio, batch_size=batch_size, language="en", task="transcribe"
            )
        with timed("align"):
            aligned = whisperx.align(found["segments"], aligner, facts, audio, device)
        with timed("speakers"):
            turns = speakers(audio, min_speakers=2, max_speakers=2)
        with timed("transcript"):
            said = whisperx.assign_word_speakers(turns, aligned)
            text = json.dumps(said, default=float)
            (output / f"{Path(path).name}.json").write_text(text, encoding="utf-8")
    print(json.dumps({**TOOK, "batch": batch_size, "compute-type": machine.compute_type}))


if __name__ == "__main__":
    main()
