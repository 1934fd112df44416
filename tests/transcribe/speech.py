"""Recordings of made-up talk: two voices of espeak-ng, in the formats of phones and meetings."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

RATE = 16_000
AAC = ("-c:a", "aac", "-b:a", "48k")


class Said(NamedTuple):
    """One turn, or a silence where nobody says anything."""

    voice: str
    text: str
    seconds: float = 0.0
    """How long the silence is."""


ASKS, ANSWERS = "en-us", "en-gb+f3"
DIALOGUE = [
    Said(ASKS, "Could you tell me how you came to this community?"),
    Said("", "", 0.6),
    Said(ANSWERS, "A friend asked me to look at a small problem, and I stayed for years."),
]


def wav(path: Path, turns: Sequence[Said] = DIALOGUE) -> Path:
    """Write one recording after the turns."""
    pieces = []
    for number, turn in enumerate(turns):
        piece = path.with_name(f"{path.stem}-{number}.piece.wav")
        if turn.text:
            run("espeak-ng", "-v", turn.voice, "-w", piece, turn.text)
        else:
            silence(piece, turn.seconds)
        pieces.append(piece)
    inputs = [word for piece in pieces for word in ("-i", piece)]
    joined = f"concat=n={len(pieces)}:v=0:a=1"
    resampled = [f"[{number}:a]aresample={RATE}[a{number}]" for number in range(len(pieces))]
    names = "".join(f"[a{number}]" for number in range(len(pieces)))
    ffmpeg(*inputs, "-filter_complex", f"{';'.join(resampled)};{names}{joined}", "-ac", 1, path)
    for piece in pieces:
        piece.unlink()
    return path


def silence(path: Path, seconds: float) -> Path:
    """Write a recording in which nobody speaks."""
    ffmpeg("-f", "lavfi", "-i", f"anullsrc=r={RATE}:cl=mono", "-t", seconds, path)
    return path


def convert(source: Path, path: Path, *options: object) -> Path:
    """Write the same sound in the format of the ending of *path*."""
    ffmpeg("-i", source, *options, path)
    return path


def video(path: Path, sound: Path | None = None, seconds: float = 2.0) -> Path:
    """Write a video, with the sound of another file or without any."""
    picture = ["-f", "lavfi", "-i", f"color=c=black:s=64x48:r=5:d={seconds}"]
    sounds = ["-i", sound, *AAC] if sound else ["-an"]
    ffmpeg(*picture, *sounds, "-c:v", "mpeg4", path)
    return path


def cut(source: Path, path: Path, part: float) -> Path:
    """Write only the first *part* (0 to 1) of the bytes of a file."""
    content = source.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    return path


def seconds(path: Path) -> float:
    """Ask ffprobe how long a recording is."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ffmpeg(*arguments: object) -> None:
    """Run ffmpeg; the same input gives the same bytes."""
    exact = ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1"]
    *before, path = arguments
    run("ffmpeg", "-nostdin", "-v", "error", "-y", *before, *exact, path)


def run(*command: object) -> None:
    """Run a program that must succeed."""
    done = subprocess.run(
        [str(word) for word in command], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
