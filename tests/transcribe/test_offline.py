"""Nothing is asked of a network, and the tests would see it if something were."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.require import absent
from tests.transcribe.conftest import Transcribe
from tests.transcribe.watched import Plant, Run

NO_NETWORK = ("unshare", "--net")


def no_network(run: Run) -> None:
    """What every test of a whole run asks."""
    assert run.network == []


@pytest.mark.parametrize("way", ["connect", "look up"])
def test_a_planted_call_in_the_worker_is_seen(
    way: str, recordings: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    plant = Plant(at="in align", do=way)
    run = transcribe(
        recordings / "dialogue.wav", "--output", tmp_path / "study", "--no-speakers", plants=[plant]
    )
    with pytest.raises(AssertionError):
        no_network(run)
    (call,) = run.network
    assert call["pid"] in {
        event["pid"] for event in run.of("imported")
    }  # the worker, not the parent
    assert call["event"] == {"connect": "socket.getaddrinfo", "look up": "socket.getaddrinfo"}[way]


def test_it_runs_on_a_machine_without_a_network(
    recordings: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    """Native code can go round the watch, but not round the kernel."""
    if (
        shutil.which("unshare") is None
        or subprocess.run([*NO_NETWORK, "true"], check=False).returncode
    ):
        absent("unshare", why="this machine does not let the test take the network away")
    study = tmp_path / "study"
    run = transcribe(recordings / "dialogue.m4a", "--output", study, before=NO_NETWORK)
    assert run.code == 0, run.text
    no_network(run)
    assert (study / "dialogue.m4a" / "transcript.md").is_file()


def test_the_kernel_sees_no_socket_of_the_internet(
    recordings: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    """In all processes and their native code, ffmpeg among them."""
    seen = tmp_path / "seen.txt"
    trace = ("strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg", "-o", str(seen))
    if shutil.which("strace") is None or subprocess.run([*trace, "true"], check=False).returncode:
        absent("strace", why="strace is not installed, or this machine does not let it trace")
    run = transcribe(recordings / "dialogue.m4a", "--output", tmp_path / "study", before=trace)
    assert run.code == 0, run.text
    lines = seen.read_text(encoding="utf-8", errors="replace").splitlines()
    assert [line for line in lines if "AF_INET" in line] == []


def test_nothing_is_collected_to_be_sent_another_day(
    recordings: Path, transcribe: Transcribe, tmp_path: Path
) -> None:
    """onnxruntime would keep reports in a folder of the user, and send them after a minute."""
    run = transcribe(recordings / "dialogue.m4a", "--output", tmp_path / "study")
    assert run.code == 0, run.text
    (home,) = (tmp_path / "watch").iterdir()
    left = [path.name for path in home.rglob("*") if path.suffix not in {".jsonl", ".pid"}]
    assert left == []
