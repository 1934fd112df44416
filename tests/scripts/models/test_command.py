"""``compass models`` where no model library is needed: lists, checks and refusals."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from click.testing import CliRunner, Result
from tests.scripts.models.shelf import TOKEN

from compass_scripts.models import hub
from compass_scripts.models.catalogue import RECOGNITION, SENTENCES, SPEAKERS, Item
from compass_scripts.models.command import models
from compass_scripts.models.fetch import fetch_all
from compass_scripts.models.hub_token import hide_token
from compass_scripts.models.plan import asked_for
from compass_scripts.models.progress import Meter
from compass_scripts.models.store import register
from compass_scripts.models.trouble import in_one_line

TINY = RECOGNITION["tiny"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPASS_MODELS", str(tmp_path / "models"))
    for name in ("HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "models"


@pytest.fixture
def two(folder: Path, tmp_path: Path) -> Path:
    """A folder with two models in it."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "model.bin").write_bytes(b"weights" * 200_000)
    (made / "config.json").write_bytes(b"{}")
    register(folder, "alignment", "mine", made, language="de")
    register(folder, "recognition", "tiny", made, revision="0123456789", licence="MIT")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models, arguments, prog_name="compass models", standalone_mode=False)


def refusal(*arguments: str) -> str:
    result = run(*arguments)
    assert getattr(result.exception, "exit_code", None) == 2
    return str(getattr(result.exception, "message", ""))


def test_list(two: Path) -> None:
    (two / "alignment/mine/model.bin").unlink()

    result = run("list")

    assert result.return_value == 0
    assert (
        result.output
        == f"""\
Models in {two}:
  recognition     tiny                                   1.4 MB  MIT, revision 0123456
  alignment       mine (de)                              1.4 MB  licence unknown, \
changed: model.bin is missing

Could be fetched with 'compass models fetch':
  --model     tiny base small medium large-v2 large-v3 large-v3-turbo distil-large-v3
  --language  ar ca cs da de el en es eu fa fi fr gl he hi hr hu id it ja ka ko lv ml nl nn no pl \
pt ro ru sk sl sv te tl tr uk ur vi zh
  always      punkt_tab; community-1 unless --no-speakers
"""
    )


def test_list_of_nothing(folder: Path) -> None:
    assert run("list").output.startswith(f"There are no models in {folder}.\n\nCould be fetched")


def test_check(two: Path) -> None:
    result = run("check")

    assert result.return_value == 0
    assert (
        result.output
        == f"""\
  recognition     tiny                                 as fetched
  alignment       mine (de)                            as fetched

2 models are in {two}, as fetched.
"""
    )


def test_check_says_which_file_has_changed(two: Path) -> None:
    tiny = two / "recognition/tiny"
    (tiny / "model.bin").write_bytes(b"Weights" * 200_000)
    (tiny / "config.json").unlink()
    (tiny / "model.safetensors").write_bytes(b"planted")
    (tiny / ".DS_Store").write_bytes(b"of a desktop")

    result = run("check")

    assert result.return_value == 1
    assert (
        result.output
        == """\
  recognition     tiny                                 changed
      config.json is missing
      model.bin has other content
      model.safetensors was not fetched
  alignment       mine (de)                            as fetched

1 of 2 changed; 'compass models fetch' mends them.
"""
    )


def test_check_of_nothing(folder: Path) -> None:
    result = run("check")

    assert result.return_value == 1
    assert result.output == f"There are no models in {folder}; run 'compass models fetch'.\n"


@pytest.mark.parametrize("name", ["list", "check", "fetch"])
def test_a_damaged_manifest_is_said_in_one_line(name: str, folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text("?", encoding="utf-8")

    assert refusal(name) == (
        f"{folder}/manifest.json is damaged; delete it, and run 'compass models fetch': models "
        "that are there already are not downloaded again"
    )


def test_names_that_are_not_known() -> None:
    assert refusal("fetch", "--model", "large-v4") == (
        "'large-v4' is not a recognition model that can be fetched; did you mean 'large-v3'?"
    )
    assert refusal("fetch", "--model", "gpt") == (
        "'gpt' is not a recognition model that can be fetched; there is tiny, base, small, "
        "medium, large-v2, large-v3, large-v3-turbo or distil-large-v3"
    )
    assert refusal("fetch", "--language", "sw").startswith(
        "no alignment model is known for the language 'sw'; there is one for ar, ca, "
    )


def test_what_is_asked_for(folder: Path, two: Path, tmp_path: Path) -> None:
    def names(folder: Path, model: str | None = None, *languages: str) -> list[str]:
        return [item.name for item in asked_for(folder, model, languages, speakers=True)]

    rest = ["punkt_tab", "community-1"]
    empty = tmp_path / "none"
    assert names(empty) == ["large-v3", "wav2vec2-base-960h", *rest]
    assert names(empty, "small", "de", "de") == [
        "small",
        "wav2vec2-large-xlsr-53-german",
        *rest,
    ]
    assert names(two) == ["tiny", *rest]
    assert names(two, None, "fr") == ["tiny", "wav2vec2-large-xlsr-53-french", *rest]
    assert asked_for(two, "base", (), speakers=False) == [RECOGNITION["base"], SENTENCES]


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "LIBRARY", "a_library_that_nobody_has")

    assert refusal("fetch", "--yes") == (
        'the library that fetches models is not installed; run: pip install ".[transcribe]" '
        "(the guide to transcribing says where)"
    )


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hub, "LIBRARY", "json")
    (tmp_path / "file").write_bytes(b"")

    assert refusal("fetch", "--yes", "--models", str(tmp_path / "file/models")) == (
        f"{tmp_path}/file/models/manifest.json cannot be read (Not a directory)"
    )


def test_the_commands_need_no_library_and_load_fast() -> None:
    code = (
        "import sys, compass_scripts.models.command, compass_scripts.models.store as s\n"
        "heavy = {'requests', 'huggingface_hub', 'nltk', 'pydantic', 'torch'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def answered(status: int, name: str = "HfHubHTTPError") -> Exception:
    error = type(name, (requests.HTTPError,), {})(f"{status} with {TOKEN}")
    error.response = SimpleNamespace(status_code=status)  # type: ignore[attr-defined]
    return error


CANNOT = "huggingface.co cannot be reached; check the connection to the internet, and run it again"
TROUBLE = [
    (requests.ConnectionError("x"), CANNOT),
    (requests.Timeout("x"), CANNOT),
    (
        requests.exceptions.ProxyError("x"),
        "the proxy of your network refused it; ask who looks after your network",
    ),
    (
        requests.exceptions.SSLError("x"),
        "the certificate of huggingface.co is not trusted here; ask who looks after your network",
    ),
    (
        requests.exceptions.ChunkedEncodingError("x"),
        "the connection to huggingface.co broke; run it again: what was fetched is kept",
    ),
    (OSError(errno.ENOSPC, "x"), "the disk of /models is full; make room, and run it again"),
    (
        OSError(errno.EDQUOT, "x", "file"),
        "the disk of /models is full; make room, and run it again",
    ),
    (PermissionError(errno.EACCES, "x", "file"), "/models cannot be written (Permission denied)"),
    (
        OSError("Consistency check failed: file should be of size 3"),
        "a file came damaged; run it again",
    ),
    (answered(500), "huggingface.co has a problem at the moment (500); run it again later"),
    (answered(410), "huggingface.co refused it (410); run it again later"),
    (
        ValueError(f"strange {TOKEN}\nmore"),
        "ValueError: strange ***; run it again, and tell the maintainers if it stays",
    ),
    (KeyError(), "KeyError; run it again, and tell the maintainers if it stays"),
]


@pytest.mark.parametrize(("error", "message"), TROUBLE)
def test_each_trouble_is_one_line(error: Exception, message: str) -> None:
    environ = {"HF_TOKEN": TOKEN}
    outer = FileNotFoundError("cannot find the requested files in the local cache")
    outer.__cause__ = error

    assert in_one_line(error, TINY, Path("/models"), environ) == message
    if "maintainers" not in message:
        assert in_one_line(outer, TINY, Path("/models"), environ) == message


def test_a_refusal_means_something_else_for_a_gated_model() -> None:
    def said(status: int, name: str = "HfHubHTTPError") -> str:
        return in_one_line(answered(status, name), SPEAKERS, Path("/models"), {"HF_TOKEN": TOKEN})

    assert said(401).startswith("the Hub does not know the token in HF_TOKEN")
    assert said(403).startswith("the token in HF_TOKEN may not read gated models")
    assert said(403, "GatedRepoError").startswith("its conditions are not accepted yet")
    assert said(404, "RepositoryNotFoundError").endswith(
        "is there no more; say so to the maintainers"
    )


@pytest.mark.parametrize(
    "text",
    [TOKEN, f"Bearer {TOKEN}", f"x={TOKEN.upper()}&y", "hf_anotherTokenOfSomebody", repr(TOKEN)],
)
def test_no_form_of_a_token_is_shown(text: str) -> None:
    hidden = hide_token(f"before {text} after", {"HF_TOKEN": TOKEN})

    assert "***" in hidden
    assert "secretofalice" not in hidden.lower()
    assert "anotherToken" not in hidden


def test_the_password_of_a_mirror_is_in_no_message() -> None:
    environ = {"HF_ENDPOINT": "https://alice:made-up-pass@mirror.invalid:8443/hub"}
    error = requests.ConnectionError()
    assert in_one_line(error, TINY, Path("/models"), environ).startswith(
        "mirror.invalid:8443 cannot be reached"
    )


def test_a_token_is_hidden_before_a_long_message_is_cut() -> None:
    error = ValueError(f"{'y' * 190} {TOKEN}")
    shown = in_one_line(error, TINY, Path("/models"), {"HF_TOKEN": TOKEN})
    assert not any(TOKEN[:length] in shown for length in range(4, len(TOKEN)))


def test_a_short_token_is_hidden_too() -> None:
    assert hide_token("it is abc.", {"HF_TOKEN": "abc"}) == "it is ***."
    assert hide_token("nothing", {}) == "nothing"


def test_progress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter("tiny", 2_000_000, moving=False)
    for _ in range(4):
        meter.add(500_000)
    assert capsys.readouterr().out == (
        "  tiny                      25%  0.5 MB of 2.0 MB\n"
        "  tiny                      50%  1.0 MB of 2.0 MB\n"
        "  tiny                      75%  1.5 MB of 2.0 MB\n"
        "  tiny                     100%  2.0 MB of 2.0 MB\n"
    )

    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    bar = Meter("tiny", 4_000_000_000, moving=True)
    now[0] = 60.0
    bar.show(1_000_000_000)
    bar.end()
    assert capsys.readouterr().out == (
        "\r  tiny                     ██████░░░░░░░░░░░░░░░░░░░  1.0 GB of 4.0 GB, "
        "about 3 min left\r"
    )


def test_a_disk_without_room_is_seen_before(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    def describe(_item: Item, _token: str) -> hub.Remote:
        return hub.Remote("0" * 40, (hub.RemoteFile("model.bin", 3_000_000_000, "", ""),))

    monkeypatch.setattr(hub, "describe", describe)
    monkeypatch.setattr(hub, "prepare", lambda _home: None)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=1_200_000_000))
    said: list[str] = []

    assert fetch_all(folder, [TINY], say=said.append) == [TINY]
    assert said == [
        "  tiny                     failed: 3.0 GB are missing and the disk has room for 1.2 GB; "
        "make room, or name another folder with --models"
    ]


def test_what_nobody_thought_of_costs_one_model_and_shows_no_token(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def describe(item: Item, token: str) -> hub.Remote:
        raise RuntimeError(f"{item.name} with {token}\nand more")

    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(hub, "describe", describe)
    monkeypatch.setattr(hub, "prepare", lambda _home: None)
    said: list[str] = []

    assert fetch_all(folder, [SPEAKERS, TINY], say=said.append) == [SPEAKERS, TINY]
    rest = "run it again, and tell the maintainers if it stays"
    assert said == [
        f"  community-1              failed: RuntimeError: community-1 with ***; {rest}",
        f"  tiny                     failed: RuntimeError: tiny with; {rest}",
    ]


def test_there_is_no_option_for_the_token() -> None:
    assert "HF_TOKEN" in run("fetch", "--help").output
    assert "--token" not in run("fetch", "--help").output
    assert os.environ.get("HF_TOKEN") is None
