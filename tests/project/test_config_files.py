"""Files for other programs: each is valid by the schema that its program publishes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compass_model.consent.files import is_study_file

ROOT = Path(__file__).parents[2]
FILES = [
    ("vendor.readthedocs", ".readthedocs.yaml"),
    ("vendor.github-workflows", ".github/workflows/tests.yml"),
    ("vendor.github-workflows", ".github/workflows/links.yml"),
    ("vendor.github-workflows", ".github/workflows/release.yml"),
    ("vendor.dependabot", ".github/dependabot.yml"),
    ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/mistake.yml"),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/new-page.yml"),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/problem.yml"),
]


@pytest.mark.parametrize("schema", sorted({schema for schema, _ in FILES}))
def test_files_are_valid(schema: str) -> None:
    names = [name for wanted, name in FILES if wanted == schema]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *names]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_file_of_github_is_left_out() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / ".github").rglob("*.yml")}
    assert found == {name for _, name in FILES if name.startswith(".github/")}


@pytest.mark.parametrize("path", sorted((ROOT / ".vscode").rglob("*.json")), ids=lambda p: p.name)
def test_editor_settings_are_plain_json(path: Path) -> None:
    assert json.loads(path.read_text("utf-8"))


def test_editor_schemas_lead_to_files() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    for schema, data in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        for pattern in [data] if isinstance(data, str) else data:
            # Participants and excerpts come later, if they ever do.
            name = pattern.removeprefix("source/")
            assert is_study_file(name) or list(ROOT.glob(pattern)), pattern


def test_every_data_file_has_a_schema_in_the_editor() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    patterns = [data for data in settings["yaml.schemas"].values() if isinstance(data, str)]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    assert set((ROOT / "source/_data").rglob("*.yml")) <= found


def test_ci_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)
