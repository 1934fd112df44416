"""Sound from files of any kind, and what is said of files that hold none."""

from __future__ import annotations

import subprocess
import tracemalloc
from pathlib import Path

import pytest

from compass_scripts.transcribe import audio
from compass_scripts.transcribe.audio import RATE, SAMPLE, Probe, decode, probe, require_ffmpeg
from compass_scripts.transcribe.failure import LostError, StopError

TONE = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=8")


def ffmpeg_makes(path: Path, *options: str) -> Path:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *options, f"file:{path}"]
    subprocess.run(command, check=True)
    return path


def refused(path: Path) -> str:
    with pytest.raises(LostError) as caught:
        decode(path, probe(path))
    return str(caught.value)


pytestmark = pytest.mark.usefixtures("ffmpeg")


@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.mp3", "a.ogg", "a.flac", "-a: b\n🎤.mka"])
def test_sound_of_many_kinds(name: str, tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / name, *TONE)
    known = probe(path)
    assert known.seconds == pytest.approx(8, abs=0.2)
    assert known.tracks == 1
    data = decode(path, known)
    assert len(data) / SAMPLE / RATE == pytest.approx(8, abs=0.1)
    middle = memoryview(data)[RATE * SAMPLE : 2 * RATE * SAMPLE].cast("f")
    assert 0.08 < max(middle) < 0.2


def test_what_a_name_says_does_not_count(tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / "a.m4a", *TONE).rename(tmp_path / "a.mp3")
    assert len(decode(path, probe(path))) == pytest.approx(8 * RATE * SAMPLE, rel=0.02)


def test_the_samples_are_held_once(tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / "a.wav", "-f", "lavfi", "-i", "anullsrc=d=600:r=16000:cl=mono")
    known = probe(path)
    tracemalloc.start()
    try:
        data = decode(path, known)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(data) == 600 * RATE * SAMPLE
    assert peak <= 1.2 * len(data)


def test_only_the_first_sound_track_is_decoded_and_all_are_counted(tmp_path: Path) -> None:
    silence = ("-f", "lavfi", "-i", "anullsrc=d=8")
    path = ffmpeg_makes(tmp_path / "a.mka", *TONE, *silence, "-map", "0", "-map", "1")
    known = probe(path)
    assert known.tracks == 2
    assert any(decode(path, known))


@pytest.mark.parametrize("name", ["a.mka", "a.flac", "a.mp3"])
def test_a_file_that_is_cut_off(name: str, tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / name, *TONE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refused(path).startswith("the file ends after 0:00:0")
    assert refused(path).endswith(" (truncated)")


def test_an_mp4_that_is_cut_off(tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / "a.m4a", *TONE, "-movflags", "+faststart")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    assert refused(path).endswith(" (truncated)")
    ffmpeg_makes(path, *TONE)  # its index is at its end
    path.write_bytes(path.read_bytes()[:-3000])
    assert refused(path) == (
        "its index is missing: the file was cut off or not closed (moov atom not found)"
    )


def test_a_guessed_length_is_not_believed(tmp_path: Path) -> None:
    """Without an index, the length of an MP3 is a guess from its first frames."""
    silence = ("-f", "lavfi", "-i", "anullsrc=d=30", "-f", "lavfi", "-i", "anoisesrc=d=30")
    joined = ("-filter_complex", "concat=n=2:v=0:a=1", "-q:a", "5", "-write_xing", "0")
    path = ffmpeg_makes(tmp_path / "a.mp3", *silence, *joined)
    known = probe(path)
    assert not known.sure
    assert len(decode(path, known)) == pytest.approx(60 * RATE * SAMPLE, rel=0.02)


def test_a_video_without_sound(tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / "a.mp4", "-f", "lavfi", "-i", "testsrc=d=1:s=64x64")
    assert refused(path) == "there is no sound in it, only video"


def test_sound_without_samples(tmp_path: Path) -> None:
    path = ffmpeg_makes(tmp_path / "a.wav", "-f", "lavfi", "-i", "anullsrc", "-t", "0")
    assert refused(path) == "there is no sound in it (0 samples)"


def test_files_that_are_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.touch()
    assert refused(path) == "it is empty (0 bytes)"
    path.write_text("Dear reader, this is a letter.\n" * 40)
    assert refused(path).startswith("it cannot be decoded: it is damaged, or no recording (")
    assert str(tmp_path) not in refused(path)
    path.unlink()
    with pytest.raises(LostError, match=r"^it is not there any more$"):
        probe(path)


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:8,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {}\n",
    ],
    ids=["m3u8", "concat"],
)
def test_a_list_of_other_files_is_not_opened(text: str, tmp_path: Path) -> None:
    ffmpeg_makes(tmp_path / "secret.wav", *TONE)
    path = tmp_path / "a.mp3"
    path.write_text(text.format("secret.wav"))
    assert refused(path) == (
        "it is no sound or video, or a list of other files, which is not opened"
    )


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    with pytest.raises(LostError, match=r"^it is not there any more$"):
        decode(tmp_path / "a.wav", Probe(8.0, True, 1))


def test_without_ffmpeg_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio.shutil, "which", lambda name: None)
    with pytest.raises(StopError) as caught:
        require_ffmpeg()
    assert str(caught.value) == (
        "ffmpeg and ffprobe cannot be found; install ffmpeg (Debian, Ubuntu: 'apt install "
        "ffmpeg'; macOS: 'brew install ffmpeg'; Windows: 'winget install ffmpeg')"
    )
