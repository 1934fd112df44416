"""``compass study guard``: what may not enter a repository, and what must not be held back."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.scripts.study.private_samples import HARMLESS, PRIVATE
from tests.site import REPOSITORY

from compass_model.problems import Code
from compass_scripts.study.guard import HEAD, private_reason
from compass_scripts.study.guard_command import private_problem, shell_word, shown
from compass_scripts.study.media import ENDINGS
from compass_scripts.study.tracked import Content
from compass_scripts.transcribe.inputs import SUFFIXES

WAV = PRIVATE["INT-14.wav"][1]
ADVICE = (
    "which must not enter a repository; move it to a private folder, and take it out of the next "
    "commit with: git rm --cached -- "
)
END = (
    "What was committed before is still in the history of the repository: do not push it, tell a "
    "maintainer at once and in private, and see https://jupyterhub-team-compass.readthedocs.io/"
    "page/research/keeping-data-safe.html#a-private-file-was-committed\n"
)


def run(*arguments: str | Path, cwd: Path, code: int = 1) -> str:
    """Run the program as a hook does, and return what it prints."""
    line = [sys.executable, "-m", "compass_scripts", "study", "guard", *map(str, arguments)]
    done = subprocess.run(line, cwd=cwd, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.decode() if code < 2 else "") == (code, "")
    return (done.stdout if code < 2 else done.stderr).decode()


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Alice Example", "-c", "user.email=alice@example.org"]
    more = ["-c", "protocol.file.allow=always", "-c", "core.hooksPath=/dev/null"]
    subprocess.run(
        ["git", *who, *more, *arguments], cwd=folder, check=True, capture_output=True, timeout=60
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "README.md").write_text("# A site\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Begin")
    return folder


@pytest.mark.parametrize("name", PRIVATE)
def test_private_files_are_known(name: str):
    reason, content = PRIVATE[name]
    assert private_reason(name, content[:HEAD]) == reason


@pytest.mark.parametrize("name", HARMLESS)
def test_other_files_are_left_alone(name: str):
    assert private_reason(name, HARMLESS[name][:HEAD]) == ""


def test_whatever_is_transcribed_is_known_by_its_ending():
    # .mts is also TypeScript; such a film is known by its content.
    assert SUFFIXES - {f".{ending}" for ending in ENDINGS} == {".mts"}


def test_a_hook_and_a_person_see_one_line_for_each_file(repository: Path):
    (repository / "talk.wav").write_bytes(WAV)
    (repository / "docs").mkdir()
    (repository / "docs" / "who.yml").write_text("SPEAKER_00: Interviewer\n")
    git(repository, "add", ".")
    assert run(cwd=repository) == (
        f"docs/who.yml:1: looks like a list of who speaks in a recording, {ADVICE}docs/who.yml "
        "[compass.private-file]\n"
        f"talk.wav:1: looks like a recording of sound or video, {ADVICE}talk.wav "
        "[compass.private-file]\n"
        "\n"
        f"2 problems in 3 files. {END}"
    )
    assert run("docs/who.yml", "README.md", cwd=repository).endswith(f"1 problem in 2 files. {END}")


def test_the_advice_works(repository: Path):
    (repository / "talk one.wav").write_bytes(WAV)
    git(repository, "add", ".")
    line = run(cwd=repository).splitlines()[0]
    command = line.partition("with: ")[2].partition(" [compass")[0]
    subprocess.run(["bash", "-c", command], cwd=repository, check=True, capture_output=True)
    assert run(cwd=repository, code=0) == "Nothing private found in 1 file.\n"
    assert (repository / "talk one.wav").exists()


def test_files_that_git_does_not_know_are_not_looked_at(repository: Path):
    (repository / "talk.wav").write_bytes(WAV)
    assert run(cwd=repository, code=0) == "Nothing private found in 1 file.\n"


def test_what_is_staged_counts_and_what_lies_in_the_folder_too(repository: Path):
    for name in ("staged", "replaced", "deleted"):
        (repository / name).write_bytes(WAV)
    (repository / "changed").write_bytes(b"Nothing.\n")
    git(repository, "add", ".")
    (repository / "replaced").write_bytes(b"Nothing.\n")
    (repository / "deleted").unlink()
    (repository / "changed").write_bytes(WAV)
    lines = run(cwd=repository).splitlines()
    assert [line.partition(":")[0] for line in lines[:4]] == [
        "changed",
        "deleted",
        "replaced",
        "staged",
    ]
    assert lines[5].startswith("4 problems in 5 files.")
    # The same, when a hook names them.
    assert "deleted:1: looks like a recording" in run("deleted", cwd=repository)


def test_a_deleted_file_is_gone_once_its_deletion_is_staged(repository: Path):
    (repository / "talk.wav").write_bytes(WAV)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "Too early")
    git(repository, "rm", "-q", "talk.wav")
    assert run(cwd=repository, code=0) == "Nothing private found in 1 file.\n"


def test_paths_are_those_from_the_working_folder(repository: Path):
    (repository / "a").mkdir()
    (repository / "a" / "x.txt").write_text("x\n")
    (repository / "talk.wav").write_bytes(WAV)
    git(repository, "add", ".")
    assert run(cwd=repository / "a").startswith("../talk.wav:1: looks like a recording")


NAMES = ["a b.wav", "line\nbreak.wav", "🎙️.wav", "-rf.wav", "it's.wav", "\x1b[31m.wav"]


def test_any_name_is_one_line_that_a_shell_can_take(repository: Path):
    names = [*NAMES, os.fsdecode(b"latin-\xe4.wav")]
    for name in names:
        (repository / name).write_bytes(WAV)
    git(repository, "add", ".")
    lines = run(cwd=repository).splitlines()
    assert len(lines) == len(names) + 2
    for line in lines[:-2]:
        command = line.partition("with: ")[2].partition(" [compass")[0]
        subprocess.run(["bash", "-c", command], cwd=repository, check=True, capture_output=True)
    assert run(cwd=repository, code=0) == "Nothing private found in 1 file.\n"


def test_names_are_shown_without_control_characters():
    assert shown("a\nb\x1b[31m ä 🎙.wav") == "a\\x0ab\\x1b[31m ä 🎙.wav"
    assert shown(os.fsdecode(b"\xe4")) == "\\xe4"
    assert shell_word("a b") == "'a b'"
    assert shell_word("a\n'b\\") == "$'a\\x0a\\'b\\\\'"


def test_a_symbolic_link_is_judged_by_its_name(repository: Path, tmp_path: Path):
    (tmp_path / "talk").write_bytes(WAV)
    (repository / "innocent").symlink_to(tmp_path / "talk")
    (repository / "talk.wav").symlink_to(tmp_path / "talk")
    (repository / "dangling").symlink_to(tmp_path / "nothing")
    (repository / "folder").symlink_to(tmp_path)
    git(repository, "add", ".")
    assert [line.partition(":")[0] for line in run(cwd=repository).splitlines()[:-2]] == [
        "talk.wav"
    ]
    assert run("innocent", "dangling", cwd=repository, code=0).endswith("in 2 files.\n")


def test_a_submodule_is_the_matter_of_its_own_repository(repository: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "talk.wav").write_bytes(WAV)
    git(other, "add", ".")
    git(other, "commit", "-qm", "Theirs")
    git(repository, "submodule", "--quiet", "add", str(other), "theirs")
    assert run(cwd=repository, code=0) == "Nothing private found in 2 files.\n"
    assert run(".", cwd=repository, code=0) == "Nothing private found in 2 files.\n"
    assert run(cwd=repository / "theirs").startswith("talk.wav:1: looks like a recording")


def test_a_folder_stands_for_what_is_below_it(tmp_path: Path):
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "z").write_bytes(WAV)
    os.mkfifo(tmp_path / "x" / "pipe")  # opening it would wait for ever
    assert run("x", cwd=tmp_path).startswith("x/y/z:1: looks like a recording")


def test_exceptions_are_named_on_the_command_line(repository: Path):
    (repository / "sounds").mkdir()
    (repository / "sounds" / "bell.ogg").write_bytes(b"OggS\0")
    (repository / "talk.ogg").write_bytes(b"OggS\0")
    git(repository, "add", ".")
    found = run("--except", "sounds/*", cwd=repository)
    assert found.startswith("talk.ogg:1:")
    assert "1 problem in 2 files." in found
    everything = run("--except", "sounds/*", "--except", "talk.*", cwd=repository, code=0)
    assert everything == "Nothing private found in 1 file.\n"


def test_a_new_repository_and_files_only_announced(tmp_path: Path):
    git(tmp_path, "init", "-q")
    assert run(cwd=tmp_path, code=0) == "Nothing private found in 0 files.\n"
    (tmp_path / "note.md").write_text("# Note\n")
    git(tmp_path, "add", "--intent-to-add", "note.md")
    assert run(cwd=tmp_path, code=0) == "Nothing private found in 1 file.\n"


def test_wrong_use_is_said_in_a_line(tmp_path: Path):
    # git looks for no repository above this folder.
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert run(cwd=tmp_path, code=2).endswith(
        "Error: this folder lies in no git repository; name the files to look at\n"
    )
    assert run("nothing.md", cwd=tmp_path, code=2).endswith(
        "Error: 'nothing.md': there is no such file\n"
    )


def test_what_cannot_be_read_is_a_problem_of_its_own():
    found = private_problem(Content(Path("x.md"), b"", "Permission denied"))
    assert found is not None
    assert (found.message, found.code) == (
        "cannot be read (Permission denied), so nobody can say whether it is private",
        Code.UNREADABLE_FILE,
    )


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path):
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(1 << 36)
    start = time.monotonic()
    assert run("large.bin", cwd=tmp_path, code=0) == "Nothing private found in 1 file.\n"
    assert time.monotonic() - start < 10


@pytest.mark.slow
def test_five_thousand_files_take_no_time_to_speak_of(repository: Path):
    page = "# A page\n\n" + "Some words that stand on a page. \n" * 200
    data = json.dumps({"format": "other", "values": list(range(500))})
    for i in range(5000):
        folder = repository / f"{i % 50}"
        folder.mkdir(exist_ok=True)
        (folder / f"{i}.{('md', 'json', 'yml')[i % 3]}").write_text(data if i % 3 else page)
    git(repository, "add", ".")
    start = time.monotonic()
    assert run(cwd=repository, code=0) == "Nothing private found in 5001 files.\n"
    assert time.monotonic() - start < 15


def test_this_repository_holds_nothing_private():
    if not (REPOSITORY / ".git").exists():
        pytest.skip("these are not files of a git repository")
    assert run(cwd=REPOSITORY, code=0).startswith("Nothing private found in ")
