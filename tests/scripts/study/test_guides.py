"""What the guides for researchers show: commands that exist, and files that are right."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from tests.site import REPOSITORY

from compass_model.consent.pages import page_texts
from compass_model.consent.reasons import pseudonyms
from compass_model.study.corrections import read_corrections
from compass_model.study.roster import read_roster
from compass_model.study.speaker_map import read_speaker_map
from compass_model.tree import find_pages
from compass_scripts.cli import compass
from compass_scripts.study.guard_command import HISTORY

RESEARCH = REPOSITORY / "source" / "research"
GUIDES = [RESEARCH / "transcribing.md", RESEARCH / "keeping-data-safe.md"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.M | re.S)


def shown_commands() -> list[str]:
    """Every command of ours, in blocks and in running text."""
    found = []
    for path in GUIDES:
        text = path.read_text("utf-8")
        shown = "".join(blocks(path, "bash")).replace("\\\n", " ")
        lines = shown.splitlines()
        lines += re.findall(r"`(compass [^`]+)`", re.sub(r"(?s)```.*?```", "", text))
        found += [line for line in lines if line.startswith("compass ")]
    return found


@pytest.mark.parametrize("line", sorted(set(shown_commands())))
def test_each_command_exists_with_its_options(line: str):
    words = shlex.split(line.replace("…", ""))[1:]
    command: click.Command = compass
    context = click.Context(compass, info_name="compass")
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, f"there is no command for: {line}"
        context = click.Context(found, parent=context)
        command = found
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    assert set(options) <= known | {"--help"}


def test_options_in_tables_are_those_of_the_command(tmp_path: Path):
    recording = tmp_path / "a.m4a"
    recording.touch()
    text = GUIDES[0].read_text("utf-8")
    command = compass.commands["transcribe"]
    known = {name for option in command.params for name in option.opts}
    first = text.partition("## A first interview")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(--[^`]+)`", first, re.M)
    assert rows
    for row in rows:
        words = shlex.split(row)
        assert {word for word in words if word.startswith("--")} <= known
        # The values are right as well: the command itself reads them.
        context = command.make_context("x", [str(recording), "--output", "b", *words])
        assert context.params["output"] == Path("b")


def test_the_files_of_the_guide_are_right(tmp_path: Path):
    shown = (block.replace("PNN", "P07") for block in blocks(GUIDES[0], "yaml"))
    speakers, corrections, roster = shown
    (tmp_path / "speakers.yml").write_text(speakers)
    (tmp_path / "corrections.yml").write_text(corrections)
    (tmp_path / "roster.yml").write_text(roster)
    found, problems = read_speaker_map(tmp_path, ["SPEAKER_00", "SPEAKER_01"])
    assert (found.names, problems) == ({"SPEAKER_00": "Interviewer", "SPEAKER_01": "P07"}, [])
    entries, problems = read_corrections(tmp_path)
    assert ([entry.correction.line for entry in entries], problems) == ([12, 15, 31], [])
    names, problems = read_roster(tmp_path / "roster.yml")
    assert problems == []
    assert names is not None
    assert [person.pseudonym for person in names.people] == ["P07"]


def test_no_page_holds_what_may_be_a_pseudonym():
    """It would be an error in our own pages as soon as there is such a participant."""
    source = REPOSITORY / "source"
    texts = [(path, f"{path}\n{text}") for path, text in page_texts(source, find_pages(source))]
    assert len(texts) > 100
    every = re.compile(r"(?<![^\W_])P\d{1,4}(?![^\W_])", re.IGNORECASE)
    assert every.search("p07.") and pseudonyms(["P07"]).search("p07.")
    found = {path: match[0] for path, text in texts if (match := every.search(text))}
    assert found == {}


def test_the_guard_leads_to_its_place_in_the_guide():
    page, _, place = HISTORY.rpartition("/")[2].partition("#")
    text = (RESEARCH / page.replace(".html", ".md")).read_text("utf-8")
    assert f"({place})=\n## A private file was committed\n" in text


def test_hooks_run_the_guard():
    [offered] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert offered["entry"] == "compass study guard"
    assert f"- id: {offered['id']}" in blocks(GUIDES[1], "yaml")[0]
    settings = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook for repo in settings["repos"] for hook in repo["hooks"]}
    ours = hooks[offered["id"]]
    # Of its own files it looks at all, whatever was changed and whatever other hooks leave out.
    assert (ours["always_run"], ours["pass_filenames"]) == (True, False)
    environment = ours["entry"].split()[-1]
    tox = (REPOSITORY / "tox.ini").read_text("utf-8")
    assert re.search(rf"\[testenv:{environment}\][^\[]*commands = compass study guard", tox)
    workflow = (REPOSITORY / ".github" / "workflows" / "tests.yml").read_text("utf-8")
    assert "      - run: compass study guard\n" in workflow
