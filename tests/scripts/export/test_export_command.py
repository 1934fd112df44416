"""``compass export``: what it writes, what it takes out, and what it never writes over."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.export_site import EXPORT, FIGURE, SECOND, export_site
from tests.site import build, digests, write

from compass_scripts.export import folder
from compass_scripts.export.command import export
from compass_scripts.export.run_builder import Made, _read

PAGE = "book/website/collaboration/guides/guides-my-event.md"


def build_here(name: str, source: Path, conf: Path, settings: Sequence[str]) -> Made:
    """Do what ``run_builder`` does, in this process: starting Sphinx takes seconds."""
    values = dict(setting.split("=", 1) for setting in settings)
    with tempfile.TemporaryDirectory() as folder:
        built = build(source.resolve(), Path(folder, "out"), name, conf=conf.resolve(), **values)
        return Made({} if built.warnings else _read(built.outdir), built.warnings)


def run(*arguments: str, what: str = "turing-way") -> Result:
    return CliRunner().invoke(export, [what, *arguments], standalone_mode=False)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compass_scripts.export.command.run_builder", build_here)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return export_site(tmp_path / "source", FIGURE, export=EXPORT + SECOND)


def refused(result: Result) -> str:
    assert type(result.exception).__name__ == "UsageError", result.output
    return str(result.exception)


def test_a_new_folder(source: Path) -> None:
    result = run("--output", "out")
    assert (result.return_value, result.output) == (0, "out: 8 written, 0 unchanged, 0 removed\n")
    assert Path("out", PAGE).is_file()
    assert Path("out/export-manifest.json").is_file()
    assert not list(Path("out").rglob("*.part"))
    assert sorted(path.name for path in Path().iterdir()) == ["out", "source"]


def test_nothing_changed(here: None, source: Path) -> None:
    run("--output", "out")
    before = digests(Path("out"))
    times = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    result = run("--output", "out")
    assert (result.return_value, result.output) == (0, "out: 0 written, 8 unchanged, 0 removed\n")
    assert digests(Path("out")) == before
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == times


def test_a_change_is_a_small_change(here: None, source: Path) -> None:
    """One paragraph more: one page differs, by these lines alone."""
    run("--output", "out")
    old = Path("out", PAGE).read_text("utf-8").splitlines()
    page = source / "events/my-event.md"
    page.write_text(
        page.read_text("utf-8").replace("Prepare.\n", "Prepare.\n\n### New\n\nOne. Two.\n"),
        encoding="utf-8",
    )
    result = run("--output", "out")
    assert result.output == f"Wrote out/{PAGE}\nout: 1 written, 7 unchanged, 0 removed\n"
    new = Path("out", PAGE).read_text("utf-8").splitlines()
    added = [line for line in new if line not in old]
    assert added == ["(cl-guides-my-event-new)=", "### New", "One.", "Two."]
    assert [line for line in new if line in old and line] == [line for line in old if line]


def test_what_is_no_more_is_taken_out(here: None, source: Path) -> None:
    run("--output", "out")
    write(source, {"_data/export.yml": EXPORT})
    result = run("--output", "out")
    assert result.output == (
        "Wrote out/PULL_REQUEST.md\n"
        "Wrote out/toc.yml\n"
        "Removed out/book/website/project-design/more.md\n"
        "Removed out/book/website/project-design/more/more-other-event.md\n"
        "out: 2 written, 4 unchanged, 2 removed\n"
    )
    assert not Path("out/book/website/project-design").exists()


def test_a_page_that_was_renamed(here: None, source: Path) -> None:
    run("--output", "out")
    (source / "events/my-event.md").rename(source / "events/party.md")
    run("--output", "out")
    assert not Path("out", PAGE).exists()
    assert Path("out/book/website/collaboration/guides/guides-party.md").is_file()


def test_a_file_that_was_edited_is_not_lost(here: None, source: Path) -> None:
    run("--output", "out")
    Path("out", PAGE).write_text("by an editor\n", encoding="utf-8")
    before = digests(Path("out"))
    assert refused(run("--output", "out")) == (
        f"out/{PAGE} was changed since the last export; bring what is worth keeping into the pages "
        "of the compass, then write over it with --force"
    )
    assert digests(Path("out")) == before
    result = run("--output", "out", "--force")
    assert result.output == f"Wrote out/{PAGE}\nout: 1 written, 7 unchanged, 0 removed\n"
    assert "by an editor" not in Path("out", PAGE).read_text("utf-8")


def test_an_edited_file_that_is_no_more_is_not_lost_either(here: None, source: Path) -> None:
    run("--output", "out")
    gone = Path("out/book/website/project-design/more/more-other-event.md")
    gone.write_text("by an editor\n", encoding="utf-8")
    write(source, {"_data/export.yml": EXPORT})
    said = (
        f"{gone} was changed since the last export, and the new one has no such file; bring what "
        "is worth keeping into the pages of the compass, then remove it with --force"
    )
    assert refused(run("--output", "out")) == said
    assert gone.read_text("utf-8") == "by an editor\n"
    Path("out", PAGE).write_text("by an editor\n", encoding="utf-8")
    assert refused(run("--output", "out")) == (
        f"out/{PAGE} was changed since the last export; bring what is worth keeping into the pages "
        f"of the compass, then write over it with --force\n{said}"
    )
    result = run("--output", "out", "--force")
    assert not gone.exists()
    assert result.output == (
        "Wrote out/PULL_REQUEST.md\n"
        f"Wrote out/{PAGE}\n"
        "Wrote out/toc.yml\n"
        "Removed out/book/website/project-design/more.md\n"
        f"Removed {gone}\n"
        "out: 3 written, 3 unchanged, 2 removed\n"
    )


def test_a_file_that_was_deleted_comes_back(here: None, source: Path) -> None:
    run("--output", "out")
    Path("out", PAGE).unlink()
    assert run("--output", "out").output.startswith(f"Wrote out/{PAGE}\n")


def test_a_folder_with_files_of_others(here: None, source: Path) -> None:
    write(Path("out"), {"notes.txt": "mine\n", "b/c.txt": "mine\n", ".git/config": "git\n"})
    assert refused(run("--output", "out")) == (
        "out/b/c.txt and out/notes.txt are in the folder, and no export wrote them; choose an "
        "empty folder, or write beside them with --force"
    )
    assert sorted(digests(Path("out"))) == [".git/config", "b/c.txt", "notes.txt"]
    assert run("--output", "out", "--force").return_value == 0
    assert Path("out/notes.txt").read_text("utf-8") == "mine\n"
    # From now on it is the folder of an export, in which somebody keeps notes.
    assert run("--output", "out").return_value == 0
    assert Path("out/notes.txt").read_text("utf-8") == "mine\n"


def test_a_file_of_somebody_else_in_the_place_of_ours(here: None, source: Path) -> None:
    write(Path("out"), {PAGE: "mine\n"})
    assert refused(run("--output", "out")) == (
        f"out/{PAGE} is there, and no export wrote it; choose another folder, or replace it with "
        "--force"
    )
    assert Path("out", PAGE).read_text("utf-8") == "mine\n"


def test_many_files_are_counted(here: None, source: Path) -> None:
    write(Path("out"), {f"{i:02}.txt": "" for i in range(15)})
    assert "out/11.txt and 3 more are in the folder" in refused(run("--output", "out"))


def test_the_list_of_files_was_damaged(here: None, source: Path) -> None:
    run("--output", "out")
    Path("out/export-manifest.json").write_text("{", encoding="utf-8")
    page = source / "events/my-event.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    assert refused(run("--output", "out")).startswith(
        f"out/{PAGE} is there, and no export wrote it"
    )


def test_problems_in_the_pages(source: Path) -> None:
    run("--output", "out")
    before = digests(Path("out"))
    page = source / "events/my-event.md"
    page.write_text(page.read_text("utf-8") + "\ne.g. [this](gone.md)\n", encoding="utf-8")
    result = run("--output", "out")
    assert result.return_value == 1
    assert result.stdout.splitlines() == [
        "source/events/my-event.md:52: 'myst' cross-reference target not found: 'gone.md' "
        "[myst.xref_missing]",
        "source/events/my-event.md:52: 'e.g.' is Latin, which the book avoids; write 'for example' "
        "[compass.latin-abbreviation]",
    ]
    assert result.stderr == "Nothing was written; mend the pages first.\n"
    assert digests(Path("out")) == before


def test_a_new_folder_stays_away_when_there_are_problems(source: Path) -> None:
    write(source, {"_data/export.yml": EXPORT.replace("my-event", "no-event-at-all")})
    result = run("--output", "out")
    assert result.return_value == 1
    assert result.stdout == (
        "source/_data/export.yml:7: there is no page with the id 'no-event-at-all'; see the 'id' "
        "in its front matter [compass.unknown-reference]\n"
    )
    assert not Path("out").exists()


def test_one_chapter_and_a_given_address(source: Path) -> None:
    export = (EXPORT + SECOND).replace("https://compass.example.org", "{to-be-agreed: council}")
    write(source, {"_data/export.yml": export})
    assert run("--output", "out").return_value == 1
    given = ("--published-at", "https://c.example.org")
    assert run("--output", "out", "--only", "more", *given).return_value == 0
    assert "https://c.example.org/" in Path("out/PULL_REQUEST.md").read_text("utf-8")
    assert not Path("out", PAGE).exists()


def test_wrong_use(here: None, source: Path) -> None:
    result = run("--output", "out", "--published-at", "c.example.org")
    assert str(result.exception) == "'c.example.org' is no address; it begins with https://"
    assert refused(run("--output", "source/out")) == (
        "source/out is inside the folder of the pages; choose one outside it"
    )
    Path("elsewhere/source").mkdir(parents=True)
    assert refused(run("--output", "out", "--source", "elsewhere/source")) == (
        "there is no conf.py in elsewhere/source or the folder above it"
    )
    Path("file").touch()
    assert run("--output", "file").exception is not None


def test_a_folder_that_cannot_be_written(
    here: None, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("compass_scripts.export.folder.write_whole", fails)
    assert refused(run("--output", "out")).endswith(
        "export-manifest.json cannot be written (No space left on device)"
    )


def cut_off_after(files: int) -> None:
    """Export, and stop when so many files were written, the list of files among them."""
    whole = folder.write_whole
    written: list[Path] = []

    def stops(path: Path, content: bytes) -> None:
        if len(written) == files:
            raise KeyboardInterrupt
        written.append(path)
        whole(path, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "write_whole", stops)
        assert type(run("--output", "out").exception).__name__ in {"Abort", "KeyboardInterrupt"}


def test_cut_off_in_between(here: None, source: Path) -> None:
    """What was written is known for ours by the next run."""
    cut_off_after(4)
    result = run("--output", "out")
    assert result.return_value == 0
    assert result.output.endswith("out: 5 written, 3 unchanged, 0 removed\n")
    assert run("--output", "out").output == "out: 0 written, 8 unchanged, 0 removed\n"


def test_cut_off_and_changed_again(here: None, source: Path) -> None:
    """Of the files some are as first, some as second: all are ours, and none a person's."""
    run("--output", "out")
    pages = [source / "events/my-event.md", source / "events/other-event.md"]
    for text in ("\nMore words.\n", "\nOther words.\n"):
        for page in pages:
            page.write_text(page.read_text("utf-8") + text, encoding="utf-8")
        cut_off_after(2)
    write(source, {"_data/export.yml": EXPORT})
    cut_off_after(1)
    result = run("--output", "out")
    assert (result.exception, result.return_value) == (None, 0)
    assert "Other words." in Path("out", PAGE).read_text("utf-8")
    assert not Path("out/book/website/project-design").exists()
    assert '"before"' not in Path("out/export-manifest.json").read_text("utf-8")


def test_edited_while_it_was_cut_off(here: None, source: Path) -> None:
    run("--output", "out")
    page = source / "events/my-event.md"
    page.write_text(page.read_text("utf-8") + "\nMore words.\n", encoding="utf-8")
    cut_off_after(1)
    Path("out", PAGE).write_text("by an editor\n", encoding="utf-8")
    assert refused(run("--output", "out")).startswith(f"out/{PAGE} was changed since")


@pytest.mark.parametrize("link", ["book", "book/website"])
def test_a_link_to_another_folder(here: None, source: Path, link: str) -> None:
    """Behind it may lie the book itself, with the work of an editor."""
    theirs = Path("theirs", PAGE.removeprefix(f"{link}/"))
    write(Path(), {theirs.as_posix(): "by an editor\n"})
    Path("out", link).parent.mkdir(parents=True)
    Path("out", link).symlink_to(Path("theirs").resolve())
    for force in ([], ["--force"]):
        assert refused(run("--output", "out", *force)) == (
            f"out/{link} is a link to another folder, and the export would write there; put a "
            "folder in its place, or choose another folder for the export"
        )
    assert theirs.read_text("utf-8") == "by an editor\n"
    assert sorted(digests(Path("theirs"))) == [theirs.relative_to("theirs").as_posix()]


def test_a_folder_that_is_a_link_itself(here: None, source: Path) -> None:
    Path("real").mkdir()
    Path("out").symlink_to("real")
    assert run("--output", "out").output == "out: 8 written, 0 unchanged, 0 removed\n"


def test_plain(here: None, source: Path) -> None:
    result = run("--output", "plain", what="plain")
    assert (result.return_value, result.output) == (0, "plain: 5 written, 0 unchanged, 0 removed\n")
    assert Path("plain/myst.yml").is_file()
    result = run("--output", "plain", what="plain")
    assert result.output == "plain: 0 written, 5 unchanged, 0 removed\n"


def test_one_folder_for_both(here: None, source: Path) -> None:
    """The pages of the other export are ours as well: they are taken out, and nobody loses any."""
    run("--output", "out", what="plain")
    assert run("--output", "out").return_value == 0
    assert not Path("out/myst.yml").exists()


def test_a_chapter_in_other_letters(here: None, source: Path) -> None:
    result = run("--output", "out", "--only", "Guides")
    assert result.stdout == (
        "SRC/_data/export.yml:1: WARNING: there is no chapter 'Guides'; did you mean 'guides'? "
        "[compass.unknown-reference]\n"
    )
