"""What is measured, and the figures made of it."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.report import Figure
from tests.bench.transcribe.gpu import AgainstRaw, gpu_name
from tests.bench.transcribe.offline import OFFLINE
from tests.bench.transcribe.used import Used, python, used
from tests.transcribe import speech
from tests.transcribe.tiny_models import TINY

PARTS = ("A", "B", "C", "D", "E")
FEW, MANY = 4, 28
HOUR = 3600
# How much memory decoding takes at its highest, over what it gives.
PEAK = """
import re, sys
from pathlib import Path
from compass_scripts.transcribe.audio import decode, probe

def memory(name):
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\\s+(\\d+) kB", status)[1])

path = Path(sys.argv[1])
known = probe(path)
before = memory("VmRSS")
sound = decode(path, known)
after = memory("VmHWM")
Path(sys.argv[2]).write_text(f"{(after - before) * 1024} {len(sound)}")
"""


class Suite:
    """Measures, and keeps all samples."""

    def __init__(
        self, work: Path, rounds: int, say: Callable[[str], None], *, without_gpu: bool
    ) -> None:
        self._work = work
        self._rounds = rounds
        self._without_gpu = without_gpu
        self._say = say
        self._models = work / "models"
        self.samples: dict[str, list[Used]] = {}
        self.figures: list[Figure] = []
        self.remarks: list[str] = []

    def run(self, parts: Sequence[str]) -> None:
        """Measure the parts, and make the figures.

        Raises:
            CommandError: when a command fails
        """
        self._say("making models and speech")
        self._work.mkdir(parents=True)
        used(python("-m", "tests.transcribe.tiny_models", self._models), self._work / "scratch")
        self._talk = speech.wav(self._work / "dialogue.wav")
        self._hour = self._work / "hour" / "hour.m4a"
        self._hour.parent.mkdir()
        endless = ["-stream_loop", "-1", "-i", self._talk, "-t", HOUR]
        speech.ffmpeg(*endless, *speech.AAC, self._hour)
        measured = {"A": self._own, "B": self._against, "C": self._peak, "D": self._again}
        measured["E"] = self._large
        for part in parts:
            measured[part]()

    def _own(self) -> None:
        """Our work, with models that answer at once: what a file and an hour of audio add."""
        few, many = self._copies(FEW), self._copies(MANY)
        per_file, per_hour, notes = [], [], []
        for number in range(self._rounds):
            some = self._compass("A few", few, number, stub=True)
            more = self._compass("A many", many, number, stub=True)
            hour = self._compass("A hour", self._hour.parent, number, stub=True)
            file = (more.own - some.own) / (MANY - FEW)
            per_file.append(file)
            # An hour in one file, less all that does not grow with it.
            per_hour.append(hour.own - (some.own - (FEW - 1) * file))
            notes.append(hour.decoding)
        self._figure("A", "our own CPU seconds per file", per_file, 0.5)
        note = f"+ {statistics.median(notes):.1f} s reading what ffmpeg decodes"
        self._figure("A", "our own CPU seconds per hour of audio", per_hour, 10.0, note)

    def _against(self) -> None:
        """Six files in one run, against `whisperx` once for each, with the same small models."""
        folder = self._copies(6)
        cpu, wall, notes = [], [], []
        for number in range(self._rounds):
            ours = self._compass("B ours", folder, number)
            theirs = [self._whisperx(path) for path in sorted(folder.iterdir())]
            cpu.append(ours.cpu / sum(sample.cpu for sample in theirs))
            wall.append(ours.wall / sum(sample.wall for sample in theirs))
            notes.append(f"{ours.cpu:.0f} / {sum(sample.cpu for sample in theirs):.0f} s")
        what = "six files / the whisperx command for each"
        self._figure("B", f"{what}, CPU", cpu, 0.5, notes[0])
        self._figure("B", f"{what}, wall", wall, 0.5)

    def _peak(self) -> None:
        ratios = []
        for _ in range(self._rounds):
            self._say("C: decoding an hour")
            result = self._work / "peak.txt"
            used(python("-c", PEAK, self._hour, result), self._work / "scratch")
            peak, size = map(int, result.read_text(encoding="utf-8").split())
            ratios.append(peak / size)
        note = f"of {size / 2**20:.0f} MiB"
        self._figure("C", "decoding an hour: peak / the array of floats", ratios, 1.2, note)

    def _again(self) -> None:
        folder = self._copies(MANY)
        first = self._compass("D first", folder, 0)
        again = self._compass("D again", folder, 0, fresh=False)
        true = first.torch == 1 and again.torch == 0
        what = f"a finished batch of {MANY}, run again, loads no model"
        self.remarks.append(f"{'checked' if true else 'NOT TRUE'}: {what}")
        note = f"{again.wall:.1f} / {first.wall:.1f} s"
        self._figure(
            "D",
            f"a finished batch of {MANY}: again / first, wall",
            [again.wall / first.wall],
            None,
            note,
        )

    def _large(self) -> None:
        """Models as large as the real ones: only a GPU gives figures that say something."""
        name = gpu_name()
        if not name and not self._without_gpu:
            self.remarks.append("E: not measured, and nothing is claimed: no GPU can be used here")
            return
        against = AgainstRaw(self._work, "cuda" if name else "cpu", self._say)
        figures, remarks = against.run(self._rounds)
        self.figures += figures
        about = f"on {name}" if name else "with small models and no GPU: these figures say NOTHING"
        self.remarks += [f"E: {about}", *remarks]

    def _compass(
        self, what: str, folder: Path, number: int, *, stub: bool = False, fresh: bool = True
    ) -> Used:
        """Run `compass transcribe` on a folder."""
        self._say(f"{what}, {number + 1}")
        study = self._work / "study"
        if fresh:
            shutil.rmtree(study, ignore_errors=True)
        command = python("-m", "compass_scripts", "transcribe", folder, "--output", study)
        command += ["--models", self._models, "--model", TINY, "--language", "en"]
        command += [
            "--min-speakers",
            2,
            "--max-speakers",
            2,
            "--device",
            "cpu",
            "--allow-unsafe-place",
        ]
        sample = used(command, self._work / "scratch", stub=stub)
        self.samples.setdefault(what, []).append(sample)
        return sample

    def _whisperx(self, path: Path) -> Used:
        """Run the command of WhisperX on a file, with the same models and the same stages."""
        self._say(f"B whisperx, {path.name}")
        models = self._models
        command = python("-m", "whisperx", path, "--output_dir", self._work / "whisperx")
        command += ["--model", models / "recognition" / TINY, "--language", "en"]
        command += ["--align_model", models / "alignment" / "tiny-en", "--model_cache_only", "True"]
        command += ["--diarize", "--diarize_model", models / "diarisation" / "community-1"]
        command += ["--min_speakers", 2, "--max_speakers", 2, "--device", "cpu"]
        command += ["--compute_type", "int8", "--threads", 1]
        more = {**OFFLINE, "NLTK_DATA": str(models / "sentences" / "punkt_tab")}
        sample = used(command, self._work / "scratch", **more)
        self.samples.setdefault("B whisperx", []).append(sample)
        return sample

    def _copies(self, number: int) -> Path:
        """Return a folder with recordings that differ in their hash and sound the same."""
        folder = self._work / f"{number}-talks"
        folder.mkdir(exist_ok=True)
        content = self._talk.read_bytes()
        for place in range(number):
            (folder / f"{place:02}.wav").write_bytes(content + bytes([place, 0]))
        return folder

    def _figure(
        self, part: str, what: str, found: list[float], goal: float | None, note: str = ""
    ) -> None:
        self.figures.append(Figure(part, what, found, goal, note))
