"""``compass models fetch`` with the real huggingface_hub, against a small hub on this computer.

What these tests do not prove: that the real Hub still answers in this way, that the repositories of
the catalogue still hold what we look for, and that their models are any good.
"""

import fcntl
import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.scripts.models.local_hub import Hub, commit_of, serving
from tests.scripts.models.shelf import (
    ENGLISH,
    GERMAN,
    SPEAKERS,
    TINY,
    TOKEN,
    a_hub,
    noise,
    offer_sentences,
)
from tests.site import REPOSITORY

COMMAND = """
from compass_scripts import cli
from compass_scripts.models.command import models

cli.compass.add_command(models)
cli.main()
"""
CLOSED = "http://127.0.0.1:9"
EVERYTHING = ("--model", "tiny", "--yes")
Fetch = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(a_hub()) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "models"


def environment(hub: Hub, store: Path, token: str | None = None) -> dict[str, str]:
    """Return the environment of a person who has set nothing but the mirrors, and the token."""
    home = store.parent / "home"
    home.mkdir(exist_ok=True)
    result = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(str(REPOSITORY / name) for name in ("ext", "scripts")),
        "HOME": str(home),
        "HF_ENDPOINT": hub.url,
        "COMPASS_NLTK_INDEX": f"{hub.url}/nltk/index.xml",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return result if token is None else result | {"HF_TOKEN": token}


def command(store: Path, *arguments: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        COMMAND,
        "models",
        *arguments,
        "--models",
        str(store),
    ]


@pytest.fixture
def fetch(hub: Hub, store: Path) -> Fetch:
    """Run the command in a process of its own: huggingface_hub reads the environment only once."""

    def run(
        *arguments: str, token: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command(store, "fetch", *arguments),
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env=environment(hub, store, token) | variables,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return done

    return run


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what was said after the explanation, without numbers that change."""
    return [line for line in done.stdout.splitlines() if "fetched, " in line or "failed: " in line]


def failure(done: subprocess.CompletedProcess[str], name: str) -> str:
    (line,) = (each for each in lines(done) if each.startswith(f"  {name} "))
    return line.split("failed: ")[1]


def below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def test_it_says_what_it_fetches_and_fetches_only_what_is_needed(
    hub: Hub, store: Path, fetch: Fetch
) -> None:
    done = fetch(*EVERYTHING, token=TOKEN)

    assert (done.returncode, done.stderr) == (0, "")
    # On a slow day it says how far it is.
    shown = "".join(x for x in done.stdout.splitlines(keepends=True) if "% " not in x)
    assert (
        shown
        == f"""\
To be fetched into {store}:

  tiny: writes down what is said
    licence: MIT; about 78 MB
    https://huggingface.co/Systran/faster-whisper-tiny

  wav2vec2-base-960h (en): gives each word its time
    licence: Apache-2.0; about 378 MB
    https://huggingface.co/facebook/wav2vec2-base-960h

  punkt_tab: knows where a sentence ends
    licence: see its page
    https://www.nltk.org/nltk_data/

  community-1: tells the speakers apart
    licence: CC-BY-4.0; needs a token
    https://huggingface.co/pyannote/speaker-diarization-community-1

By fetching a model you accept its licence; please read its page. Nothing of yours is
sent; as with any page that you open, your address on the internet is seen by {hub.url[7:]}.

community-1 is gated: its authors ask who uses it. It is free. Once:
  1. Make an account at https://huggingface.co/join and sign in.
  2. Open https://huggingface.co/pyannote/speaker-diarization-community-1 and accept the conditions.
  3. Make a token of the type 'read' at https://huggingface.co/settings/tokens
  4. In the terminal, type  read -rs HF_TOKEN; export HF_TOKEN  then paste the token, press
     Enter, and run this command again. The token is shown and stored nowhere.
HF_TOKEN is set.

  tiny                     fetched, 0.3 MB, revision {commit_of(hub.repositories[TINY])[:7]}
  wav2vec2-base-960h       fetched, 0.1 MB, revision {commit_of(hub.repositories[ENGLISH])[:7]}
  punkt_tab                fetched, 0.0 MB, revision {sentences_revision(store)[:7]}
  community-1              fetched, 0.1 MB, revision {commit_of(hub.repositories[SPEAKERS])[:7]}

4 models are in {store}. Transcribing needs no internet.
"""
    )
    assert below(store) == {
        "manifest.json",
        *(f"recognition/tiny/{name}" for name in ("config.json", "model.bin", "tokenizer.json")),
        "recognition/tiny/vocabulary.txt",
        "alignment/wav2vec2-base-960h/config.json",
        "alignment/wav2vec2-base-960h/model.safetensors",
        "alignment/wav2vec2-base-960h/preprocessor_config.json",
        "alignment/wav2vec2-base-960h/vocab.json",
        "sentences/punkt_tab/tokenizers/punkt_tab/README",
        *(
            f"sentences/punkt_tab/tokenizers/punkt_tab/{language}/{name}"
            for language in ("english", "german")
            for name in (
                "abbrev_types.txt",
                "collocations.tab",
                "sent_starters.txt",
                "ortho_context.tab",
            )
        ),
        "diarisation/community-1/config.yaml",
        "diarisation/community-1/segmentation/pytorch_model.bin",
        "diarisation/community-1/embedding/pytorch_model.bin",
        "diarisation/community-1/plda/plda.npz",
        "diarisation/community-1/plda/xvec_transform.npz",
    }
    for name in ("model.bin", "tokenizer.json"):
        content = (store / "recognition/tiny" / name).read_bytes()
        assert content == hub.repositories[TINY][name]


def sentences_revision(store: Path) -> str:
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    (found,) = (each for each in manifest["models"] if each["part"] == "sentences")
    return str(found["revision"])


def test_what_is_here_is_not_asked_for_again(hub: Hub, store: Path, fetch: Fetch) -> None:
    fetch(*EVERYTHING, token=TOKEN)
    hub.asked.clear()

    again = fetch(*EVERYTHING)

    assert again.stdout == f"4 models are here already, in {store}, as fetched.\n"
    assert (again.returncode, hub.asked) == (0, [])


def test_nothing_is_written_elsewhere_and_nothing_is_reported(
    hub: Hub, store: Path, fetch: Fetch
) -> None:
    fetch(*EVERYTHING, token=TOKEN)

    assert below(store.parent / "home") == set()
    asked = {(method, path) for method, _, path, _, _ in hub.asked}
    assert not [path for _, path in asked if "telemetry" in path or "whoami" in path]
    assert {method for method, _ in asked} == {"GET", "HEAD"}
    assert not [agent for agent in hub.agents if "torch" in agent or "session" in agent]


def test_the_token_is_sent_for_the_gated_model_alone_and_is_written_nowhere(
    hub: Hub, store: Path, fetch: Fetch
) -> None:
    done = fetch(*EVERYTHING, token=TOKEN)

    with_token = {(where, path) for _, where, path, _, token in hub.asked if token}
    assert with_token
    assert {where for where, _ in with_token} == {"hub"}
    assert all(SPEAKERS in path for _, path in with_token)
    assert TOKEN not in done.stdout + done.stderr
    assert not [path for path in store.parent.rglob("*") if has(path, TOKEN)]


def has(path: Path, text: str) -> bool:
    return path.is_file() and text.encode() in path.read_bytes()


def test_without_a_token_the_other_models_are_fetched(hub: Hub, store: Path, fetch: Fetch) -> None:
    done = fetch(*EVERYTHING)

    assert done.returncode == 1
    assert "HF_TOKEN is not set: without it, everything but this model is fetched." in done.stdout
    assert failure(done, "community-1") == (
        "HF_TOKEN is not set; the steps are above. Or leave it out with --no-speakers"
    )
    assert done.stdout.endswith(
        f"\n3 of 4 models are in {store}. When you have done what the lines above say, "
        "run the same command again.\n"
    )
    assert not [path for _, _, path, _, _ in hub.asked if SPEAKERS in path]

    hub.asked.clear()
    again = fetch(*EVERYTHING, token=TOKEN)
    assert again.returncode == 0
    assert again.stdout.startswith("Here already: tiny, wav2vec2-base-960h, punkt_tab.\n\n")
    assert all(SPEAKERS in path for _, _, path, _, _ in hub.asked)


def test_no_speakers_needs_no_token(store: Path, fetch: Fetch) -> None:
    done = fetch(*EVERYTHING, "--no-speakers")

    assert done.returncode == 0
    assert "HF_TOKEN" not in done.stdout
    assert done.stdout.endswith(f"\n3 models are in {store}. Transcribing needs no internet.\n")


NEW_ONE = "make a new one at https://huggingface.co/settings/tokens"
REFUSALS = {
    "not accepted": (
        {"tokens": {TOKEN: False}},
        TOKEN,
        "its conditions are not accepted yet: open https://huggingface.co/pyannote/"
        "speaker-diarization-community-1, sign in with the account of the token, accept them, "
        "and run it again",
    ),
    "unknown": (
        {"tokens": {}},
        TOKEN,
        f"the Hub does not know the token in HF_TOKEN (mistyped, expired or deleted); {NEW_ONE}",
    ),
    "narrow": (
        {"narrow": {TOKEN}},
        TOKEN,
        "the token in HF_TOKEN may not read gated models; make one of the type 'read' at "
        "https://huggingface.co/settings/tokens",
    ),
    "two lines": (
        {},
        f"{TOKEN}\n",
        "HF_TOKEN has white space in it; copy the token again, without spaces and line ends",
    ),
    "empty": ({}, "", "HF_TOKEN is empty; set it to your token"),
    "short": ({}, "hf_Secret", "HF_TOKEN has fewer than 16 signs; copy the whole token"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_token_that_does_not_open_it(case: str, hub: Hub, store: Path, fetch: Fetch) -> None:
    changes, token, message = REFUSALS[case]
    for name, value in changes.items():
        setattr(hub, name, value)

    done = fetch(*EVERYTHING, token=token)

    assert (done.returncode, done.stderr) == (1, "")
    assert failure(done, "community-1") == message
    assert len([line for line in lines(done) if "fetched, " in line]) == 3
    assert not token.strip() or token.strip() not in done.stdout
    assert not [path for path in store.rglob("*") if token.strip() and has(path, token.strip())]


def test_without_internet(fetch: Fetch) -> None:
    done = fetch(
        *EVERYTHING,
        token=TOKEN,
        HF_ENDPOINT=CLOSED,
        COMPASS_NLTK_INDEX=f"{CLOSED}/index.xml",
    )

    assert (done.returncode, done.stderr) == (1, "")
    reason = "127.0.0.1:9 cannot be reached; check the connection to the internet, and run it again"
    assert [line.split("failed: ")[1] for line in lines(done)] == [reason] * 4


@pytest.mark.parametrize(
    ("where", "status", "message"),
    [
        ("/api/", 503, "has a problem at the moment (503); run it again later"),
        (f"/{TINY}/", 429, "asks to wait, because of many requests; run it again in some minutes"),
    ],
)
def test_a_hub_in_trouble(where: str, status: int, message: str, hub: Hub, fetch: Fetch) -> None:
    hub.broken[where] = status

    done = fetch(*EVERYTHING, "--no-speakers")

    assert (done.returncode, done.stderr) == (1, "")
    assert failure(done, "tiny") == f"{hub.url[7:]} {message}"


def test_a_repository_that_is_gone_or_has_nothing_for_us(hub: Hub, fetch: Fetch) -> None:
    del hub.repositories[TINY]
    del hub.repositories[ENGLISH]["model.safetensors"]
    del hub.repositories[ENGLISH]["pytorch_model.bin"]

    done = fetch(*EVERYTHING, "--no-speakers")

    assert failure(done, "tiny") == (
        "https://huggingface.co/Systran/faster-whisper-tiny is there no more; "
        "say so to the maintainers"
    )
    assert failure(done, "wav2vec2-base-960h") == (
        "facebook/wav2vec2-base-960h has no weights that could be used; say so to the maintainers"
    )


def test_a_file_outside_its_folder_is_refused(hub: Hub, store: Path, fetch: Fetch) -> None:
    hub.repositories[SPEAKERS]["segmentation/../../../escaped.bin"] = b"1"

    done = fetch(*EVERYTHING, token=TOKEN)

    assert failure(done, "community-1") == (
        f"{SPEAKERS} names a file outside its folder; nothing was fetched"
    )
    assert not list(store.parent.rglob("escaped.bin"))


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_file_that_comes_damaged_is_seen_and_fetched_again(
    name: str, hub: Hub, store: Path, fetch: Fetch
) -> None:
    right = hub.repositories[TINY][name]
    hub.tampered[name] = right[:-1] + b"?"

    done = fetch(*EVERYTHING, "--no-speakers")

    assert failure(done, "tiny") == f"{name} came damaged; run it again"
    assert not (store / "recognition").exists()
    hub.tampered.clear()
    assert fetch(*EVERYTHING, "--no-speakers").returncode == 0
    assert (store / "recognition/tiny" / name).read_bytes() == right


def test_damaged_sentences(hub: Hub, store: Path, fetch: Fetch) -> None:
    offer_sentences(hub, sha256_checksum="0" * 64)

    done = fetch(*EVERYTHING, "--no-speakers")

    assert failure(done, "punkt_tab") == "punkt_tab came damaged; run it again"
    assert not (store / "sentences").exists()


def test_weights_in_the_old_format_where_there_are_no_others(
    hub: Hub, store: Path, fetch: Fetch
) -> None:
    fetch(*EVERYTHING, "--no-speakers", "--language", "DE")

    files = {path.name for path in (store / "alignment/wav2vec2-large-xlsr-53-german").iterdir()}
    assert files == {"config.json", "preprocessor_config.json", "vocab.json", "pytorch_model.bin"}
    assert [path for path in hub.bodies() if GERMAN in path] == [f"/{GERMAN}/pytorch_model.bin"]
    assert ENGLISH not in str(hub.asked)


def test_a_connection_that_breaks_is_taken_up_again(hub: Hub, store: Path, fetch: Fetch) -> None:
    large_model(hub)
    hub.cuts = [(15_000_000, "break")]

    assert fetch(*EVERYTHING, "--no-speakers").returncode == 0

    assert model_bodies(hub) == [f"/{TINY}/model.bin", f"/{TINY}/model.bin bytes=10485760-"]
    stored = (store / "recognition/tiny/model.bin").read_bytes()
    assert stored == hub.repositories[TINY]["model.bin"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_is_continued(
    how: signal.Signals, hub: Hub, store: Path, fetch: Fetch
) -> None:
    large_model(hub)
    hub.cuts = [(15_000_000, "hold")]
    started = subprocess.Popen(
        command(store, "fetch", *EVERYTHING, "--no-speakers"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(hub, store),
    )
    assert hub.held.wait(60)
    wait_for(lambda: any(size > 10_000_000 for size in sizes(store)))
    started.send_signal(how)
    out, err = started.communicate(timeout=20)

    assert started.returncode == (130 if how == signal.SIGINT else -9)
    assert not (store / "recognition").exists()
    if how == signal.SIGINT:
        assert out.endswith("\nWhat was fetched is kept; run the same command again to go on.\n")
        assert err == "interrupted\n"
    hub.asked.clear()
    assert fetch(*EVERYTHING, "--no-speakers").returncode == 0
    assert model_bodies(hub) == [f"/{TINY}/model.bin bytes=10485760-"]
    stored = (store / "recognition/tiny/model.bin").read_bytes()
    assert stored == hub.repositories[TINY]["model.bin"]
    assert below(store / ".fetch") == set()


def large_model(hub: Hub) -> None:
    """Make the model larger than the pieces in which huggingface_hub writes."""
    hub.repositories[TINY]["model.bin"] = noise(20, 25_000_000)


def model_bodies(hub: Hub) -> list[str]:
    return [path for path in hub.bodies() if path.startswith(f"/{TINY}/model.bin")]


def sizes(store: Path) -> list[int]:
    return [path.stat().st_size for path in (store / ".fetch").rglob("*.incomplete")]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        signal.sigtimedwait([], 0.05)
    raise AssertionError


def test_a_changed_file_alone_is_fetched_again(hub: Hub, store: Path, fetch: Fetch) -> None:
    fetch(*EVERYTHING, "--no-speakers")
    model = store / "recognition/tiny/model.bin"
    model.write_bytes(b"?" + model.read_bytes()[1:])
    (model.parent / "model.safetensors").write_bytes(b"planted")
    hub.asked.clear()

    done = fetch(*EVERYTHING, "--no-speakers")

    assert done.returncode == 0
    assert "here it has changed (model.bin has other content); only what" in done.stdout
    assert hub.bodies() == [f"/{TINY}/model.bin"]
    assert model.read_bytes() == hub.repositories[TINY]["model.bin"]
    assert "model.safetensors" not in {path.name for path in model.parent.iterdir()}


def test_a_lost_manifest_costs_no_large_file(hub: Hub, store: Path, fetch: Fetch) -> None:
    fetch(*EVERYTHING, "--no-speakers")
    before = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    (store / "manifest.json").unlink()
    hub.asked.clear()

    assert fetch(*EVERYTHING, "--no-speakers").returncode == 0

    assert hub.bodies() == []
    assert json.loads((store / "manifest.json").read_text(encoding="utf-8")) == before


def test_it_asks_on_a_terminal_before_it_asks_any_server(hub: Hub, store: Path) -> None:
    for answer, start in (("n\n", "Fetch them? [y/N]: Nothing was fetched.\n"), ("y\n", "")):
        ours, theirs = pty.openpty()
        started = subprocess.Popen(
            command(store, "fetch", "--model", "tiny", "--no-speakers"),
            stdin=theirs,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(hub, store),
        )
        os.write(ours, answer.encode())
        out, _ = started.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        assert started.returncode == 0
        assert out.endswith(start)
        assert bool(hub.asked) == (answer == "y\n")


def test_where_nobody_can_be_asked(hub: Hub, store: Path, fetch: Fetch) -> None:
    done = fetch("--model", "tiny")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Error: nobody can be asked here; run it again with --yes to fetch them"
    )
    assert (hub.asked, store.exists()) == ([], False)


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_a_wish_to_stay_offline_is_respected(name: str, hub: Hub, fetch: Fetch) -> None:
    done = fetch(*EVERYTHING, **{name: "1"})

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: {name} is set, which forbids to fetch; unset it first"
    )
    assert hub.asked == []


def test_two_at_the_same_time(store: Path, fetch: Fetch) -> None:
    (store / ".fetch").mkdir(parents=True)
    with (store / ".fetch/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = fetch(*EVERYTHING)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: another 'compass models fetch' writes into {store}; wait until it ends"
    )


def test_nltk_reads_the_sentences_also_where_groups_may_write(hub: Hub, store: Path) -> None:
    """NLTK refuses data that others could have changed."""
    shell = 'umask 002; exec "$0" "$@"'
    fetching = ["sh", "-c", shell, *command(store, "fetch", *EVERYTHING, "--no-speakers")]
    subprocess.run(fetching, check=True, capture_output=True, env=environment(hub, store))

    folder = store / "sentences/punkt_tab"
    look = "import nltk.data; print(nltk.data.find('tokenizers/punkt_tab/german'))"
    found = subprocess.run(
        [sys.executable, "-c", look],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"NLTK_DATA": str(folder)},
    )
    assert found.stdout == f"{folder}/tokenizers/punkt_tab/german\n"
    for path in (folder, *folder.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o022


def test_it_shows_how_far_it_is(hub: Hub, store: Path) -> None:
    large_model(hub)
    hub.cuts = [(15_000_000, "hold")]
    started = subprocess.Popen(
        command(store, "fetch", *EVERYTHING, "--no-speakers"),
        stdout=subprocess.PIPE,
        text=True,
        env=environment(hub, store) | {"PYTHONUNBUFFERED": "1"},
    )
    assert hub.held.wait(60)
    wait_for(lambda: any(size > 10_000_000 for size in sizes(store)))
    signal.sigtimedwait([], 1)
    hub.go_on.set()
    out, _ = started.communicate(timeout=60)

    assert started.returncode == 0
    assert re.search(r"^  tiny +42%  10\.5 MB of 25\.0 MB$", out, re.MULTILINE)
