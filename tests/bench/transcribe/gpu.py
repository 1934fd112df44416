"""`compass transcribe` against WhisperX alone, with models as large as the real ones, on a GPU."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.report import Figure
from tests.bench.transcribe.large_models import MODEL
from tests.bench.transcribe.offline import OFFLINE
from tests.bench.transcribe.used import python, used
from tests.transcribe import speech

FILES, MINUTES = 6, 10
STAGES = ("decode", "load", "recognise", "align", "speakers", "transcript", "outputs")
ASK_GPU = """
import ctranslate2, torch
usable = torch.cuda.is_available() and ctranslate2.get_cuda_device_count() > 0
print(torch.cuda.get_device_name() if usable else "")
"""
USED_MEMORY = ["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"]


class Sample(NamedTuple):
    """One run of one side."""

    wall: float
    stages: dict[str, float]
    """How long each stage took, over all recordings; ours decodes while it does something else."""
    memory: float | None
    """GiB of the GPU at the highest, above what was used before."""


def gpu_name() -> str:
    """Return the name of the GPU; empty when none can be used."""
    asked = subprocess.run(python("-c", ASK_GPU), capture_output=True, text=True, check=False)
    return asked.stdout.strip()


class AgainstRaw:
    """Measures both sides in turn."""

    def __init__(self, work: Path, device: str, say: Callable[[str], None]) -> None:
        self._work = work
        self._device = device
        self._say = say
        self._models = work / "large-models"
        self.samples: dict[str, list[Sample]] = defaultdict(list)
        # Torch and CTranslate2 use all cores here, as they do for people.
        self._environment = {**OFFLINE, "OMP_NUM_THREADS": str(os.cpu_count() or 1)}
        self._environment["NLTK_DATA"] = str(self._models / "sentences" / "punkt_tab")

    def run(self, rounds: int) -> tuple[list[Figure], list[str]]:
        """Measure, and return the figures and the remarks.

        Raises:
            CommandError: when a command fails
        """
        self._say("E: making models and recordings")
        size = ["tiny"] if self._device == "cpu" else []
        make = python("-m", "tests.bench.transcribe.large_models", self._models, *size)
        used(make, self._work / "scratch", **self._environment)
        recordings = self._recordings()
        for number in range(rounds):
            for side in (self._ours, self._raw)[:: 1 if number % 2 else -1]:
                side(recordings)
        return list(self._figures()), list(self._remarks())

    def _recordings(self) -> list[Path]:
        talk = speech.wav(self._work / "talk.wav")
        folder = self._work / "talks"
        folder.mkdir()
        found = []
        for number in range(FILES):
            # Each begins elsewhere in the talk, so that none has the hash of another.
            endless = ["-stream_loop", "-1", "-i", talk, "-ss", number, "-t", 60 * MINUTES]
            found.append(folder / f"{number}.m4a")
            speech.ffmpeg(*endless, *speech.AAC, found[-1])
        return found

    def _ours(self, recordings: list[Path]) -> None:
        self._say("E: compass transcribe")
        study = self._work / "large-study"
        shutil.rmtree(study, ignore_errors=True)
        command = python("-m", "compass_scripts", "transcribe", recordings[0].parent)
        command += ["--output", study, "--models", self._models, "--model", MODEL]
        command += ["--language", "en", "--min-speakers", 2, "--max-speakers", 2]
        command += ["--device", self._device, "--allow-unsafe-place"]
        with highest_memory() as memory:
            sample = used(command, self._work / "scratch", **self._environment)
        took: dict[str, float] = defaultdict(float)
        for path in study.rglob("journal.json"):
            for stage, seconds in json.loads(path.read_text(encoding="utf-8"))["took"].items():
                took[stage] += seconds
        self.samples["ours"].append(Sample(sample.wall, took, memory()))

    def _raw(self, recordings: list[Path]) -> None:
        self._say("E: WhisperX alone")
        output = self._work / "raw"
        script = python("-m", "tests.bench.transcribe.raw")
        command = [*script, self._models, self._device, output, *recordings]
        with highest_memory() as memory:
            sample = used(command, self._work / "scratch", **self._environment)
        log = (self._work / "scratch" / "log.txt").read_text(encoding="utf-8")
        took = json.loads(log.splitlines()[-1])
        self.samples["raw"].append(Sample(sample.wall, took, memory()))

    def _figures(self) -> Iterator[Figure]:
        pairs = list(zip(self.samples["ours"], self.samples["raw"], strict=True))
        first, other = pairs[0]
        note = f"{first.wall:.1f} / {other.wall:.1f} s"
        ratios = [ours.wall / raw.wall for ours, raw in pairs]
        yield Figure("E", "compass transcribe / WhisperX alone, wall", ratios, 1.02, note)

    def _remarks(self) -> Iterator[str]:
        """Say how long stages took, for each second of sound, and how much memory was used."""
        seconds = FILES * MINUTES * 60
        for side, samples in self.samples.items():
            factors = []
            for stage in STAGES:
                took = statistics.median(sample.stages.get(stage, 0.0) for sample in samples)
                factors.append(f"{stage} {took / seconds:.5f}")
            whole = statistics.median(sample.wall for sample in samples) / seconds
            yield f"E {side}: seconds for a second of sound: {', '.join(factors)}; all {whole:.5f}"
            memory = [sample.memory for sample in samples if sample.memory is not None]
            shown = f"{max(memory):.1f} GiB at the highest" if memory else "could not be read"
            yield f"E {side}: memory of the GPU {shown}"


@contextmanager
def highest_memory() -> Iterator[Callable[[], float | None]]:
    """Watch the memory of the GPU, torch's and CTranslate2's; give what says how high it rose."""
    if not shutil.which(USED_MEMORY[0]):
        yield lambda: None
        return
    watch = subprocess.Popen(
        [*USED_MEMORY, "--loop-ms=100"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    seen: list[int] = []

    def rose() -> float | None:
        return (max(seen) - seen[0]) / 1024 if seen else None

    try:
        yield rose
    finally:
        watch.terminate()
        output, _ = watch.communicate()
        seen += [int(line) for line in output.splitlines() if line.strip().isdigit()]
