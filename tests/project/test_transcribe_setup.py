"""Transcribing asks for torch; nothing else may. And what the files say about versions agrees."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRA = PROJECT["project"]["optional-dependencies"]["transcribe"]
TESTED = ROOT / "tests" / "transcribe"

# What comes with torch, or brings it.
HEAVY = re.compile(
    r"torch.*|whisperx|faster-whisper|ctranslate2|pyannote.*|transformers|triton|nvidia.*|"
    r"lightning|onnxruntime|numpy|pandas|scipy"
)
# These follow torch, and the tests run with a newer one than the documented install.
WITH_TORCH = {"torch", "torchaudio", "torchcodec"}


def requirements(path: Path) -> dict[str, Requirement]:
    lines = path.read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pins(path: Path) -> dict[str, Version]:
    """The versions of a file in which each line is a pin; Sphinx has two, for two Pythons."""
    found = {}
    for name, requirement in requirements(path).items():
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", requirement
        assert requirement.url is None, requirement
        found[name] = Version(specifier.version)
    return found


CORE = pins(ROOT / "constraints.txt")
DOCUMENTED = pins(ROOT / "constraints-transcribe.txt")
WORKING = {
    **pins(TESTED / "requirements.txt"),
    **pins(TESTED / "requirements-no-deps.txt"),
}


def heavy(names) -> set[str]:
    return {name for name in names if HEAVY.fullmatch(canonicalize_name(name))}


def test_the_core_the_docs_and_their_tests_never_ask_for_torch() -> None:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    asked = [*project["dependencies"], *(line for group in groups.values() for line in group)]
    assert heavy(Requirement(line).name for line in asked) == set()
    # These are all packages that the environments of tox, Read the Docs and the workflows install,
    # with what those ask for in turn.
    assert heavy(CORE) == set()
    assert "[transcribe]" not in (ROOT / ".readthedocs.yaml").read_text("utf-8")


def test_the_extra_can_be_had_with_its_constraints() -> None:
    assert [Requirement(line).name for line in EXTRA] == [
        "whisperx",
        "huggingface-hub",
        "transformers",
        "rich",
    ]
    for line in EXTRA:
        requirement = Requirement(line)
        assert requirement.specifier.contains(DOCUMENTED[canonicalize_name(requirement.name)])


def test_two_files_of_pins_used_together_never_disagree() -> None:
    assert set(CORE) & set(DOCUMENTED) == set()
    assert set(CORE) & set(WORKING) == set()


def test_the_tests_run_with_the_documented_versions_but_for_torch() -> None:
    differing = {name for name, version in WORKING.items() if DOCUMENTED.get(name) != version}
    assert differing == WITH_TORCH
    assert set(DOCUMENTED) - set(WORKING) == {"torchvision", "triton"}


def test_whisperx_gets_the_torch_that_it_asks_for() -> None:
    # As whisperx 3.8.6 says in its metadata.
    for line in (
        "torch~=2.8.0",
        "torchaudio~=2.8.0",
        "torchvision~=0.23.0",
        "torchcodec<0.8,>=0.6",
    ):
        requirement = Requirement(line)
        assert requirement.specifier.contains(DOCUMENTED[requirement.name])


@pytest.mark.parametrize("environment", ["transcribe", "bench-transcribe"])
def test_only_these_environments_install_them(environment: str) -> None:
    text = (ROOT / "tox.ini").read_text("utf-8")
    sections = dict(re.findall(r"(?ms)^\[testenv:([\w-]+)\]\n(.*?)(?=^\[|\Z)", text))
    asking = {name for name, body in sections.items() if "transcribe" in body}
    assert environment in asking
    assert asking == {"transcribe", "bench-transcribe"}
