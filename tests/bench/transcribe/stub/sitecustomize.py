"""Takes the models out of WhisperX, and counts the CPU time of what is left: our own work.

The benchmark puts this folder first on PYTHONPATH. The stand-ins answer at once, with as much as an
hour of real talk gives: 9,000 words, 1,200 sentences, a change of speaker every 9 seconds. Each
process writes into the folder that COMPASS_BENCH names: its CPU time, and what of it is not ours.
"""

import atexit
import importlib.abc
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

RATE = 16_000
CHUNK, SENTENCE, TURN, WORD = 30.0, 3.0, 9.0, 0.4
WORDS = ["these", "are", "words", "that", "nobody", "has", "ever", "said"]
APART = {"decode": 0.0, "engine": 0.0}


def starts(seconds, step):
    """Return where pieces begin that are *step* seconds long."""
    return [number * step for number in range(int(seconds / step) + 1) if number * step < seconds]


def sentence(start, end):
    """Return a sentence as the alignment gives it: each word with its times."""
    words = [
        {"word": WORDS[number % len(WORDS)], "start": at, "end": min(at + WORD, end), "score": 0.9}
        for number, at in enumerate(start + offset for offset in starts(end - start, WORD))
    ]
    text = " ".join(word["word"] for word in words)
    return {"start": start, "end": end, "text": text, "words": words}


def sentences(start, end):
    return [
        sentence(at, min(at + SENTENCE, end))
        for at in (start + o for o in starts(end - start, SENTENCE))
    ]


def timed(name, function):
    """Count the time of a call as not ours."""

    def call(*args, **options):
        start = time.thread_time()
        try:
            return function(*args, **options)
        finally:
            APART[name] += time.thread_time() - start

    return call


def no_voice_activity(module):
    module.load_vad_model = lambda *args, **options: (
        lambda sound: sound["waveform"].shape[-1] / RATE
    )

    def merge_chunks(seconds, size, **options):
        found = [(at, min(at + CHUNK, seconds)) for at in starts(seconds, CHUNK)]
        return [{"start": start, "end": end, "segments": [(start, end)]} for start, end in found]

    module.Pyannote.merge_chunks = staticmethod(merge_chunks)


def no_recognition(module):
    def transcribe(self, audio, language=None, progress_callback=None, **options):
        seconds = len(audio) / RATE
        found = []
        for at in starts(seconds, CHUNK):
            said = sentences(at, min(at + CHUNK, seconds))
            text = " ".join(one["text"] for one in said)
            found.append({"start": at, "end": said[-1]["end"], "text": f" {text}"})
            progress_callback(100 * len(found) * CHUNK / seconds)
        return {"segments": found, "language": language}

    module.FasterWhisperPipeline.transcribe = transcribe


def no_alignment(module):
    def align(segments, *args, **options):
        said = [one for segment in segments for one in sentences(segment["start"], segment["end"])]
        return {"segments": said}

    module.align = align


def no_speakers(module):
    def apply(self, audio, **options):
        import pandas

        seconds = len(audio) / RATE
        rows = [
            (at, min(at + TURN, seconds), f"SPEAKER_{n % 2:02}")
            for n, at in enumerate(starts(seconds, TURN))
        ]
        return pandas.DataFrame(rows, columns=["start", "end", "speaker"])

    module.DiarizationPipeline.__call__ = apply
    module.assign_word_speakers = timed("engine", module.assign_word_speakers)


def decoding_apart(module):
    module.decode = timed("decode", module.decode)


CHANGES = {
    "compass_scripts.transcribe.audio": decoding_apart,
    "whisperx.alignment": no_alignment,
    "whisperx.asr": no_recognition,
    "whisperx.diarize": no_speakers,
    "whisperx.vads.pyannote": no_voice_activity,
}


class Finder(importlib.abc.MetaPathFinder):
    """Changes modules when they have been loaded."""

    def __init__(self):
        self.looking = set()

    def find_spec(self, name, path=None, target=None):
        if name not in CHANGES or name in self.looking:
            return None
        self.looking.add(name)  # the next finder is asked now, and not this one again
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self.looking.remove(name)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def changed(module):
            execute(module)
            CHANGES[name](module)

        spec.loader.exec_module = changed
        return spec


def count(folder):
    used = {"cpu": time.process_time(), **APART, "torch": "torch" in sys.modules}
    (Path(folder) / f"{os.getpid()}.json").write_text(json.dumps(used), encoding="utf-8")


def start():
    folder = os.environ.get("COMPASS_BENCH")
    if not folder:
        return
    if os.environ.get("COMPASS_STUB"):
        sys.meta_path.insert(0, Finder())
    atexit.register(count, folder)


start()
