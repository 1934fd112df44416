"""Read the Docs: its own HTML step, run here in a fresh copy of the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".readthedocs.yaml"


def git(*arguments: str, cwd: Path = ROOT) -> str:
    try:
        run = subprocess.run(
            ["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone of the repository with a commit")
    return run.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A shallow clone, as Read the Docs makes one, with the files as they are now laid over it."""
    folder = tmp_path / "checkouts" / "latest"
    git("rev-parse", "HEAD")
    git("clone", "--quiet", "--depth=1", "--no-checkout", ROOT.as_uri(), str(folder))
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in set(listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def test_the_settings_are_what_the_build_relies_on() -> None:
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    assert (ROOT / config["sphinx"]["configuration"]).parent == ROOT
    (install,) = (line for line in config["build"]["jobs"]["install"] if line.endswith(" ."))
    assert "--constraint constraints.txt" in install


@pytest.mark.slow
def test_the_html_step_builds_the_site(checkout: Path, tmp_path: Path) -> None:
    commands = yaml.safe_load(CONFIG.read_text("utf-8"))["build"]["jobs"]["build"]["html"]
    output = checkout / "_readthedocs"
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    env |= {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        # The settings that Read the Docs gives to every build.
        "READTHEDOCS": "True",
        "READTHEDOCS_CANONICAL_URL": "https://compass.example.org/en/latest/",
        "READTHEDOCS_LANGUAGE": "en",
        "READTHEDOCS_OUTPUT": str(output),
        "READTHEDOCS_PROJECT": "compass",
        "READTHEDOCS_REPOSITORY_PATH": str(checkout),
        "READTHEDOCS_VERSION": "latest",
        "READTHEDOCS_VERSION_NAME": "latest",
        "READTHEDOCS_VERSION_TYPE": "branch",
    }
    for command in commands:
        run = subprocess.run(
            command, shell=True, cwd=checkout, env=env, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
    assert (output / "html" / "index.html").is_file()
    assert list((checkout / "_build" / "doctrees").rglob("*.doctree"))
    assert list(output.rglob("*.doctree")) == []
    assert list(output.rglob("environment.pickle")) == []
