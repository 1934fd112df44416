"""Who gets a token: the tox environment and the jobs that speak to Zenodo, and nobody else."""

import configparser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
TOKENS = {"COMPASS_ZENODO_TOKEN", "COMPASS_ZENODO_SANDBOX_TOKEN"}


def test_only_the_environment_for_releases_gets_the_tokens():
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", "utf-8")
    for name in tox.sections():
        passed = tox[name].get("pass_env", "").split()
        found = {token for token in TOKENS for pattern in passed if fnmatch(token, pattern)}
        assert found == (TOKENS if name == "testenv:release" else set()), name
    assert tox["testenv:release"]["commands"] == "compass release {posargs}"


def test_only_the_workflow_for_releases_gets_secrets():
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        assert "pull_request_target" not in text
        assert path.name == "release.yml" or "secrets." not in text


def test_the_job_that_builds_has_no_secret_and_the_others_are_protected():
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert set(workflow[True]) == {"push", "workflow_dispatch"}  # "on" is true in YAML 1.1
    assert set(workflow[True]["push"]) == {"tags"}
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        has_secret = "secrets." in str(job)
        assert has_secret == (name != "build")
        assert job.get("environment") == ("release" if has_secret else None)
