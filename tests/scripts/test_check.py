"""``compass check``: what it prints, for people and for programs, and its exit codes."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.release_site import repository
from tests.site import REPOSITORY, event, site, write

from compass_scripts.cli import compass

WRONG = {
    "events/my-event.md": event(
        mode="    mode: onlin", agenda="    agenda:\n      - {minutes: 5, title: Tea}"
    ),
    "events/other.md": event("my-event").replace("## After\n", ""),
}
MODE = "'mode' cannot be 'onlin'; use online, in-person or hybrid; did you mean 'online'?"
AGENDA = (
    "the agenda adds up to 65 minutes, the event lasts 60; shorten an item or change 'duration'"
)
SECTION = "the section 'After' (or 'Afterwards') is missing; say what is done once it is over"
TAKEN = "the id 'my-event' is used in events/{}.md:5 too; give the newer page another"
LATER = "Links, roles and terms in running text are checked by the build."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(compass, [*map(str, arguments)], standalone_mode=False)


def command(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a shell does."""
    line = [sys.executable, "-m", "compass_scripts", *map(str, arguments)]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def without_time(text: str) -> str:
    return re.sub(r"\(\d+\.\d s\)", "(0.0 s)", text)


def test_a_person_reads_one_problem_a_line_and_a_summary(tmp_path: Path):
    site(tmp_path / "source", WRONG)
    done = command("check", cwd=tmp_path)
    assert done.stderr == ""
    assert without_time(done.stdout) == (
        f"source/events/my-event.md:5: {TAKEN.format('other')} [compass.duplicate-id]\n"
        f"source/events/my-event.md:9: {MODE} [compass.wrong-value]\n"
        f"source/events/my-event.md:17: {AGENDA} [compass.agenda-too-long]\n"
        f"source/events/other.md:5: {TAKEN.format('my-event')} [compass.duplicate-id]\n"
        f"source/events/other.md:29: {SECTION} [compass.missing-section]\n"
        "\n"
        f"5 problems in 2 of 4 files (0.0 s). {LATER}\n"
    )
    assert done.returncode == 1


def test_one_problem_is_counted_as_one(tmp_path: Path):
    site(tmp_path / "source", {"events/my-event.md": event(mode="    mode: onlin")})
    done = command("check", cwd=tmp_path)
    assert without_time(done.stdout).splitlines()[-1] == (
        f"1 problem in 1 of 3 files (0.0 s). {LATER}"
    )


def test_a_good_folder_says_so(tmp_path: Path):
    site(tmp_path / "source", {"events/my-event.md": event()})
    done = command("check", cwd=tmp_path)
    assert without_time(done.stdout) == f"No problems in 3 files (0.0 s). {LATER}\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_the_pages_of_this_repository_are_good():
    assert command("check", cwd=REPOSITORY).returncode == 0


def test_a_program_reads_json(tmp_path: Path):
    source = site(tmp_path / "source", WRONG)
    done = run("check", source, "--format", "json")
    page, other = f"{source}/events/my-event.md", f"{source}/events/other.md"
    assert json.loads(done.stdout) == {
        "files": 4,
        "problems": [
            {
                "path": page,
                "line": 5,
                "message": TAKEN.format("other"),
                "code": "compass.duplicate-id",
            },
            {"path": page, "line": 9, "message": MODE, "code": "compass.wrong-value"},
            {"path": page, "line": 17, "message": AGENDA, "code": "compass.agenda-too-long"},
            {
                "path": other,
                "line": 5,
                "message": TAKEN.format("my-event"),
                "code": "compass.duplicate-id",
            },
            {"path": other, "line": 29, "message": SECTION, "code": "compass.missing-section"},
        ],
    }
    assert done.return_value == 1


def test_a_good_folder_is_valid_json_too(tmp_path: Path):
    done = run("check", site(tmp_path / "source"), "--format", "json")
    assert json.loads(done.stdout) == {"files": 2, "problems": []}
    assert done.return_value == 0


def test_github_gets_annotations(tmp_path: Path):
    site(tmp_path / "source", WRONG)
    done = command("check", "--format", "github", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert lines[1:3] == [
        f"::error file=source/events/my-event.md,line=9,title=compass.wrong-value::{MODE}",
        f"::error file=source/events/my-event.md,line=17,title=compass.agenda-too-long::{AGENDA}",
    ]
    assert len(lines) == 6
    assert done.returncode == 1


def test_a_page_cannot_give_github_a_command(tmp_path: Path):
    """Neither by its text nor by its name; GitHub reads every line of the log."""
    page = event().replace("    mode: online", '    "x\\n::warning::y": 100%\n    mode: online')
    source = site(tmp_path / "source", {"a,line=1::b.md": page})
    for style in ("github", "text"):
        lines = run("check", source, "--format", style).stdout.splitlines()
        assert not [line for line in lines if line.startswith("::warning")]
    (line, _summary) = run("check", source, "--format", "github").stdout.splitlines()
    place, message = line.split("title=compass.unknown-field::")
    assert place == f"::error file={source}/a%2Cline=1%3A%3Ab.md,line=9,"
    assert message.startswith(r"unknown field 'x\n::warning::y'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere"], "Invalid value for '[SOURCE]': Directory 'nowhere' does not exist."),
        (["check", "file"], "Invalid value for '[SOURCE]': Directory 'file' is a file."),
        (
            ["check", "--format", "yaml"],
            "Invalid value for '--format': 'yaml' is not one of 'text', 'json', 'github'.",
        ),
        (["check", "--strict"], "No such option '--strict'."),
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], message: str, tmp_path: Path):
    write(tmp_path, {"file": "", "source/index.md": "# Home\n"})
    done = command(*arguments, cwd=tmp_path)
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == f"Error: {message}"
    assert done.returncode == 2


def test_there_is_help(tmp_path: Path):
    done = command("check", "--help", cwd=tmp_path)
    assert "Check all pages and data below SOURCE (default: source)." in done.stdout
    assert "Exit code 0: no problem was found; 1: there are problems." in done.stdout
    assert done.returncode == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_ctrl_c_ends_it_quietly(tmp_path: Path):
    site(tmp_path / "source")
    os.mkfifo(tmp_path / "source/slow.md")  # nobody ever writes it
    line = [sys.executable, "-m", "compass_scripts", "check"]
    with subprocess.Popen(
        line,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts background jobs with Ctrl-C switched off; this program has it on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (one thread)
    ) as program:
        pipe = writer_of(tmp_path / "source/slow.md")
        try:
            out, err = interrupt(program)
        finally:
            program.kill()
            os.close(pipe)
    assert (program.returncode, out, err.strip()) == (130, "", "interrupted")


def interrupt(program: subprocess.Popen[str]) -> tuple[str, str]:
    """Press Ctrl-C until it ends: just before the read begins, Python only notes the signal."""
    for _ in range(10):
        program.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return program.communicate(timeout=3)
    raise AssertionError("Ctrl-C does not end it")


def writer_of(pipe: Path) -> int:
    """Open a pipe for writing once somebody reads it, and so keep the reader waiting."""
    for _ in range(600):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nobody reads the pipe")


def test_the_files_of_a_release_are_checked_where_both_stand_beside_conf_py(tmp_path: Path):
    repository(tmp_path, citation=("type: software", "type: report"))
    assert run("check", tmp_path / "source").return_value == 0
    (tmp_path / "conf.py").write_text("")
    done = command("check", cwd=tmp_path)
    assert without_time(done.stdout) == (
        "CITATION.cff:8: 'type' cannot be 'report'; use dataset or software "
        f"[compass.wrong-value]\n\n1 problem in 1 of 3 files (0.0 s). {LATER}\n"
    )
    assert done.returncode == 1
    (tmp_path / "release.yml").unlink()
    assert run("check", tmp_path / "source").return_value == 0
