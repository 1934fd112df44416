"""``compass check`` and the build: the name of a file writes no line of its own into the log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.site import build, event, site

NAME = "x\n::warning file=a,line=1::\u2028hello.md"
SHOWN = r"x\n::warning file=a,line=1::\u2028hello.md"
MODE = "'mode' cannot be 'onlin'; use online, in-person or hybrid; did you mean 'online'?"
WRONG = event(mode="    mode: onlin")


def check(source: Path, style: str) -> str:
    """Return what the program prints where text must be UTF-8."""
    line = [sys.executable, "-m", "compass_scripts", "check", source.name, "--format", style]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(
        line, cwd=source.parent, capture_output=True, env=environment, timeout=60, check=False
    )
    assert done.stderr == b""
    return done.stdout.decode()


def test_a_line_break_in_the_name_of_a_file_is_shown_as_one(tmp_path: Path):
    source = site(tmp_path / "source", {NAME: WRONG})
    found, *_rest = check(source, "text").split("\n")
    assert found == f"source/{SHOWN}:9: {MODE} [compass.wrong-value]"
    (problem,) = json.loads(check(source, "json"))["problems"]
    assert problem["path"] == f"source/{NAME}"
    lines = check(source, "github").split("\n")
    assert [line[:8] for line in lines if line.startswith("::")] == ["::error "]


def test_the_build_shows_it_so_too(tmp_path: Path):
    """Sphinx finds no files with a line feed in their names."""
    files = {"x\r::warning ::\u2028hello.md": WRONG, NAME: WRONG}
    (warning,) = build(site(tmp_path / "source", files), tmp_path / "out", "dummy").warnings
    place = r"SRC/x\r::warning ::\u2028hello.md:9"
    assert warning == f"{place}: WARNING: {MODE} [compass.wrong-value]"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_a_name_that_is_not_utf8_can_be_printed(style: str, tmp_path: Path):
    source = site(tmp_path / "source")
    with open(os.fsencode(source) + b"/x\xff.md", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(WRONG)
    assert r"source/x\udcff.md" in check(source, style)
