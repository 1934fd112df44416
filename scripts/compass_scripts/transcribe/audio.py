"""Sound from a file of any kind, by ffmpeg: how long it is, and its samples.

Only formats that hold their sound themselves are opened. A list of other files or addresses
(m3u8, concat, dash) is none of them: it could make ffmpeg read what nobody meant.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from compass_scripts.transcribe.failure import LostError, StopError
from compass_scripts.transcribe.words import clock, system_reason, tool_reason

RATE = 16_000
"""Samples per second, as Whisper wants them."""
SAMPLE = 4
"""Bytes of a sample."""
FORMATS = (
    "3gp,aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,eac3,flac,flv,gsm,loas,matroska,mov,mp3,"
    "mpeg,mpegts,mpegvideo,mxf,ogg,rm,tak,tta,voc,w64,wav,webm,wv"
)
"""The demuxers that may open a recording."""

_SAFE = ["-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS]
_BLOCK = 1 << 20
_ENTRIES = "format=duration,format_name:stream=codec_type,duration"
# The length is a guess from the bit rate: it says nothing about a file that is cut off.
_GUESSED = "Estimating duration from bitrate"
_CUT = re.compile("ended prematurely|partial file|moov atom not found")


class Probe(NamedTuple):
    """What a file says of itself."""

    seconds: float
    """How long the sound is; 0 when the file does not say."""
    sure: bool
    """Whether a sound that ends earlier was cut off."""
    tracks: int
    """How many sound tracks there are."""


def require_ffmpeg() -> None:
    """See that ffmpeg is there.

    :raises StopError: when it is not
    """
    missing = [name for name in ("ffmpeg", "ffprobe") if not shutil.which(name)]
    if missing:
        raise StopError(
            f"{' and '.join(missing)} cannot be found; install ffmpeg (Debian, Ubuntu: 'apt "
            "install ffmpeg'; macOS: 'brew install ffmpeg'; Windows: 'winget install ffmpeg')"
        )


def probe(path: Path) -> Probe:
    """Look at a file without decoding it.

    :raises LostError: when it holds no sound that can be read
    """
    _readable(path)
    source = _source(path)
    done = _run(
        ["ffprobe", "-v", "warning", *_SAFE, "-show_entries", _ENTRIES, "-of", "json", source]
    )
    try:
        found = json.loads(done.stdout or "{}")
    except ValueError:
        found = {}
    streams = found.get("streams", [])
    sound = [stream for stream in streams if stream.get("codec_type") == "audio"]
    if done.returncode or not found.get("format"):
        raise LostError(_unreadable(done.stderr, path))
    if not sound:
        raise LostError("there is no sound in it, only " + _others(streams))
    seconds = _number(sound[0].get("duration"))
    has_video = any(stream.get("codec_type") == "video" for stream in streams)
    sure = bool(seconds) or not has_video
    seconds = seconds or _number(found["format"].get("duration"))
    return Probe(seconds, sure and bool(seconds) and _GUESSED not in done.stderr, len(sound))


def decode(path: Path, known: Probe) -> bytearray:
    """Return the sound as 32-bit floats, little-endian, one channel, 16,000 in a second.

    The samples are read into the bytes that are returned, so that no second copy is ever made:
    one hour is 230 MB.

    :raises LostError: when it cannot be decoded, or ends earlier than the file says
    """
    _readable(path)
    source = _source(path)
    command = ["ffmpeg", "-nostdin", "-v", "error", *_SAFE, "-i", source]
    command += ["-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE)]
    command += ["-f", "f32le", "-"]
    data = bytearray()
    with tempfile.TemporaryFile() as log:
        with _started(command, stderr=log) as process:
            assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
            while block := process.stdout.read(_BLOCK):
                data += block
        log.seek(0)
        said = log.read(1 << 16).decode(errors="replace")
    seconds = len(data) / SAMPLE / RATE
    _complete(seconds, known, said)
    if process.returncode:
        raise LostError(_unreadable(said, path))
    if not data:
        raise LostError("there is no sound in it (0 samples)")
    del data[len(data) // SAMPLE * SAMPLE :]
    return data


def _complete(seconds: float, known: Probe, said: str) -> None:
    """Refuse a sound that is clearly shorter than its file says."""
    missing = known.seconds - seconds
    clearly = missing > max(1.0, 0.01 * known.seconds)
    if clearly and (known.sure or _CUT.search(said)):
        raise LostError(f"the file ends after {clock(seconds)} (truncated)")


def _readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise LostError("it is not there any more") from None
    except OSError as error:
        raise LostError(f"it cannot be read ({system_reason(error)})") from None
    if empty:
        raise LostError("it is empty (0 bytes)")


def _unreadable(said: str, path: Path) -> str:
    if "moov atom not found" in said and _begins_as_mp4(path):
        return "its index is missing: the file was cut off or not closed (moov atom not found)"
    if "whitelist" in said:
        return "it is no sound or video, or a list of other files, which is not opened"
    reason = tool_reason(said, _source(path))
    message = "it cannot be decoded: it is damaged, or no recording"
    return f"{message} ({reason})" if reason else message


def _begins_as_mp4(path: Path) -> bool:
    """Return whether it is an MP4 at all: ffmpeg believes the ending of the name."""
    try:
        with path.open("rb") as file:
            return file.read(8)[4:] in {b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"}
    except OSError:
        return False


def _others(streams: list[dict[str, Any]]) -> str:
    kinds = sorted({str(stream.get("codec_type", "data")) for stream in streams})
    return " and ".join(kinds) if kinds else "an empty container"


def _source(path: Path) -> str:
    # "file:" in front, so that no name is taken for an address or an option.
    return f"file:{path.absolute()}"


def _number(text: object) -> float:
    try:
        value = float(str(text))
    except ValueError:
        return 0.0
    return value if 0 < value < float("inf") else 0.0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 (our own words, and one path)
            command,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        require_ffmpeg()
        raise


def _started(command: list[str], stderr: Any) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 (our own words, and one path)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            bufsize=0,
        )
    except FileNotFoundError:
        require_ffmpeg()
        raise
