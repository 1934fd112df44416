"""The shape of the repository: which way imports go, what lies where, what must never lie here."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from compass_model import __version__

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "compass_model": ROOT / "ext" / "compass_model",
    "sphinx_compass": ROOT / "ext" / "sphinx_compass",
    "compass_scripts": ROOT / "scripts" / "compass_scripts",
}
SPHINX = {"sphinx", "docutils", "myst_parser", "sphinx_design", "pydata_sphinx_theme"}
# What a package may not import, anywhere in it: not in a function and not for types only.
NEVER = {
    "compass_model": SPHINX | {"sphinx_compass", "compass_scripts"},
    "sphinx_compass": {"compass_scripts", "pydantic"},
    "compass_scripts": SPHINX | {"sphinx_compass", "pydantic"},
}
TOP_LEVEL = {
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".pre-commit-hooks.yaml",
    ".readthedocs.yaml",
    ".vscode",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-docs",
    "README.md",
    "conf.py",
    "constraints-transcribe.txt",
    "constraints.txt",
    "ext",
    "pyproject.toml",
    "release.yml",
    "scripts",
    "source",
    "tests",
    "tox.ini",
    "toxfile.py",
}
PRIVATE = {
    "the home folder of a person": (
        r"(?:/home/|/Users/|[A-Z]:\\Users\\)(?!you\b|user\b|name\b|example\b|me\b)[a-z][\w.-]*[/\\]"
    ),
    "the home folder of root": rf"(?<![\w.])/{'root'}/[\w.]",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})",
    "a token of PyPI": r"\bpypi-[A-Za-z0-9_-]{50,}",
    "a key of a cloud": r"\b(?:AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}|K00[0-9][A-Za-z0-9+/]{27})\b",
    "a token in a setting": (
        r"(?i)(?:token|secret|passw(?:or)?d|api[_-]?key)['\"]?\s*[:=]\s*['\"]?"
        r"(?=[A-Za-z]*[0-9])[A-Za-z0-9_-]{32,}"
    ),
    "a token in an address": r"(?i)[?&](?:access_token|token|key)=[A-Za-z0-9_-]{20,}",
}


@pytest.fixture(scope="module")
def files() -> list[str]:
    """What git tracks, and what it would track next."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone of the repository")
    return sorted(name for name in set(listed.stdout.split("\0")) if (ROOT / name).is_file())


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the top-level name of each import of a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield node.lineno, name.name.partition(".")[0]
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.partition(".")[0]
            case ast.Call(
                func=ast.Attribute(attr="import_module")
                | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module.partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_one_way(package: str) -> None:
    modules = sorted(PACKAGES[package].rglob("*.py"))
    assert modules
    wrong = [
        f"{module.relative_to(ROOT)}:{line}: {package} must not import {name}"
        for module in modules
        for line, name in imported(ast.parse(module.read_text("utf-8")))
        if name in NEVER[package]
    ]
    assert wrong == []


def test_the_finder_of_imports_finds_every_form() -> None:
    text = "import a.b\nfrom c.d import e\nfrom . import f\ndef g():\n  import_module('h.i')\n"
    assert [name for _, name in imported(ast.parse(text))] == ["a", "c", "h"]


def test_the_top_level_is_what_it_should_be(files: list[str]) -> None:
    top = {name.partition("/")[0] for name in files}
    # Journals of releases, which are there from the first release on.
    assert sorted(top - TOP_LEVEL - {".release"}) == []
    assert sorted(TOP_LEVEL - top) == []


def test_no_file_holds_something_private(files: list[str]) -> None:
    found = []
    for name in files:
        data = (ROOT / name).read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8")
        for what, pattern in PRIVATE.items():
            for match in re.finditer(pattern, text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{name}:{line}: {what}")
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("the home folder of a person", "/home/" + "ada/compass"),
        ("the home folder of root", "open('/root" + "/.config')"),
        ("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        ("a token of GitHub", "ghp_" + 36 * "a"),
        ("a token in a setting", "ZENODO_TOKEN: " + 30 * "ab1"),
        ("a token in an address", "https://example.org/?access_token=" + 20 * "a1"),
    ],
)
def test_the_search_for_private_things_finds_them(what: str, text: str) -> None:
    assert re.search(PRIVATE[what], text)


def test_no_file_is_a_recording_or_an_archive(files: list[str]) -> None:
    ends = {".7z", ".age", ".flac", ".key", ".m4a", ".mp3", ".mp4", ".ogg", ".pem", ".wav", ".zip"}
    assert [name for name in files if Path(name).suffix.lower() in ends] == []


def test_every_text_file_is_utf8_with_plain_line_ends(files: list[str]) -> None:
    wrong = []
    for name in files:
        data = (ROOT / name).read_bytes()
        # Made-up sites hold files that are wrong on purpose.
        if b"\0" not in data and not name.startswith("tests/roots/") and b"\r" in data:
            wrong.append(name)
    assert wrong == []


def test_the_citation_is_valid_and_has_the_version_of_the_package_and_the_changelog() -> None:
    schema = json.loads(
        (PACKAGES["compass_model"] / "release" / "cff-1.2.0.schema.json").read_text("utf-8")
    )
    # As text: for YAML, 1.10 is the number 1.1 and a day is a date.
    citation = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), yaml.BaseLoader)
    jsonschema.Draft7Validator(schema).validate(citation)

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    heading = re.search(
        r"^## \[(\d[^]]*)\] - ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert heading, "CHANGELOG.md has no heading '## [VERSION] - DATE'"
    assert citation["version"] == project["version"] == heading[1] == __version__


def test_every_dependency_has_a_pin() -> None:
    def plain(text: str) -> str:
        return re.split(r"[^A-Za-z0-9_.-]", text.strip(), maxsplit=1)[0].lower().replace("_", "-")

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*pyproject["project"]["dependencies"], *pyproject["build-system"]["requires"]]
    wanted += [item for group in pyproject["dependency-groups"].values() for item in group]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [
        line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+(; python_version .*)?", line)
    ] == []
    assert sorted({plain(item) for item in wanted} - {plain(pin) for pin in pins}) == []
