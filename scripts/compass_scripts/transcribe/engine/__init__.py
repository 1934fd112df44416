"""WhisperX and its models: the only package that imports it, in a process of its own."""

from compass_scripts.transcribe.engine.diarisation import assign_speakers
from compass_scripts.transcribe.engine.engine import Engine

__all__ = ["Engine", "assign_speakers"]
