"""The front matter of our pages is valid for mystmd, and says the same there as here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from tests.export.engines import Result, mystmd, mystmd_project, pages
from tests.site import REPOSITORY, ROOTS, event, site, write

from compass_model.envelope import Page
from compass_model.front_matter import FrontMatter
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.page import PageReader
from compass_model.validate import validate
from compass_scripts.cli import compass

EVERY = [
    *([kind.name, f"my-{kind.name}"] for kind in KINDS if kind is not CharterPart),
    *(["charter-part", f"my-{name}", "--part", name] for name in map(part_name, PARTS)),
]


class Facts(NamedTuple):
    """What a page states."""

    ours: Page
    theirs: Page
    """The same, where mystmd read the front matter."""


def read_by_mystmd(sources: list[Path], folder: Path) -> Result:
    """Give the front matter of all pages in these folders to mystmd, with a heading below it."""
    files = {}
    for source in sources:
        for path in sorted(source.rglob("*.md")):
            text = path.read_text("utf-8")
            front = FrontMatter.of(text)
            head = text[: front.end] if front else ""
            name = f"{source.name}/{path.relative_to(source).as_posix()}"
            files[name] = f"{head}# A page\n\nWords.\n"
    write(folder, files)
    mystmd_project(folder, [{"file": name} for name in files], plugins=False)
    return mystmd(folder)


def facts(source: Path, folder: Path) -> dict[str, Facts]:
    """Return the facts of all pages of a source folder that have some, read twice."""
    reader, found = PageReader(source), {}
    for name, page in pages(folder).items():
        if not name.startswith(f"{source.name}/"):
            continue
        path = name.removeprefix(f"{source.name}/")
        typed, problems = reader.check(path)
        assert problems == []
        options = page["frontmatter"].get("options", {})
        assert ("compass" in options) == (typed is not None), name
        if typed is not None:
            data = typed.files.data.value if typed.files.data else {}
            raw = {**data, **options["compass"]}
            theirs = validate(type(typed.facts), raw, lambda loc: (path, 1))  # noqa: B023
            assert theirs.problems == []
            found[name] = Facts(typed.facts, theirs.value)
    return found


def assert_same(read: dict[str, Facts]) -> None:
    assert {path: pair.theirs for path, pair in read.items()} == {
        path: pair.ours for path, pair in read.items()
    }


def test_every_page_of_this_compass(tmp_path: Path) -> None:
    source = REPOSITORY / "source"
    found = read_by_mystmd([source], tmp_path / "pages")
    assert (found.said, found.code) == ([], 0), found.output
    read = facts(source, tmp_path / "pages")
    assert_same(read)
    assert len(read) > 60


def test_pages_of_every_kind_with_most_of_their_fields(tmp_path: Path) -> None:
    roots = [ROOTS / f"test-{kind.name}" for kind in KINDS]
    found = read_by_mystmd(roots, tmp_path / "pages")
    assert (found.said, found.code) == ([], 0), found.output
    read = {name: pair for root in roots for name, pair in facts(root, tmp_path / "pages").items()}
    assert_same(read)
    assert {pair.ours.name for pair in read.values()} >= {kind.name for kind in KINDS}
    assert any(pair.ours.reviewed for pair in read.values())  # a day, which mystmd rewrites


def test_every_template(tmp_path: Path) -> None:
    source = site(tmp_path / "source")
    for arguments in EVERY:
        done = CliRunner().invoke(compass, ["new", *arguments, "--source", str(source)])
        assert done.exit_code == 0, done.output
    found = read_by_mystmd([source], tmp_path / "pages")
    assert (found.said, found.code) == ([], 0), found.output
    read = facts(source, tmp_path / "pages")
    assert sorted(pair.ours.id for pair in read.values()) == sorted(name for _, name, *_ in EVERY)
    assert_same(read)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("owner: maintainers", "error: source/my-event.md 'frontmatter' extra key ignored: owner"),
        ("options:", "error: source/my-event.md Invalid YAML frontmatter"),
    ],
)
def test_what_stands_beside_options_fails(line: str, said: str, tmp_path: Path) -> None:
    page = event().replace("---\n", f"---\n{line}\n", 1)
    source = write(tmp_path / "source", {"my-event.md": page})
    found = read_by_mystmd([source], tmp_path / "pages")
    assert [text.partition(" (at")[0].partition(":\n")[0] for text in found.said] == [said]


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    """A day in a text is a day for mystmd, and a text for us."""
    page = event().replace("duties: [opens and closes]", "duties: [2026-11-21]")
    source = site(tmp_path / "source", {"my-event.md": page})
    assert read_by_mystmd([source], tmp_path / "pages").fine
    (pair,) = facts(source, tmp_path / "pages").values()
    assert pair.ours != pair.theirs
