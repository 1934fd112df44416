"""Makes models of the size of large-v3 and what goes with it, with weights that know nothing.

    python -m tests.bench.transcribe.large_models FOLDER [tiny]

They take the time and the memory of the real ones, and say nothing about what is written down:
each piece of 30 seconds is recited as the same 90 words, about as many as people say in it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType

from tests.transcribe.tiny_models import RECITED, Shape, make_shaped

MODEL = "shaped"
WORDS = 90
LARGE = Shape(
    # openai/whisper-large-v3; its vocabulary has one token more.
    width=1280,
    layers=32,
    heads=20,
    inner=5120,
    mels=128,
    stored="float16",
    # facebook/wav2vec2-base-960h is what transformers makes without being told anything.
    wav2vec2=MappingProxyType({}),
    # pyannote/speaker-diarization-community-1
    lstm=MappingProxyType({"hidden_size": 128, "num_layers": 4}),
    linear=128,
    voices="WeSpeakerResNet34",
    voice_numbers=256,
    compared_numbers=128,
)


def main() -> None:
    """Make the models in the folder that was named."""
    folder, *size = sys.argv[1:]
    words = RECITED.split()
    text = " ".join((words * (WORDS // len(words) + 1))[:WORDS])
    make_shaped(Path(folder), {MODEL: text}, Shape() if size == ["tiny"] else LARGE)


if __name__ == "__main__":
    main()
