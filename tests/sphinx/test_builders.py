"""Every builder shows every kind of page, without a warning and with the same bytes each time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.site import REPOSITORY, ROOTS, build, copy_root, digests

from compass_model.kinds import KINDS

KIND_ROOTS = [kind.name for kind in KINDS]
BUILDERS = ["html", "dirhtml", "singlehtml", "text", "gettext", "xml", "latex", "man", "texinfo"]
PUBLISHED = ["html", "dirhtml", "text", "gettext", "latex"]
LISTED_IMAGES = {"picture.png", "picture1.png"}


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")


def test_every_kind_has_a_test_root() -> None:
    assert all((ROOTS / f"test-{name}" / "conf.py").is_file() for name in KIND_ROOTS)


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("root", KIND_ROOTS)
def test_builds_without_a_warning(root: str, builder: str, tmp_path: Path) -> None:
    assert build(copy_root(root, tmp_path / "src"), tmp_path / "out", builder).warnings == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "gettext", "xml", "latex"])
def test_this_compass_builds_without_a_warning(builder: str, tmp_path: Path) -> None:
    built = build(REPOSITORY / "source", tmp_path / "out", builder, conf=REPOSITORY, jobs=2)
    assert built.warnings == []


@pytest.mark.parametrize("builder", PUBLISHED)
def test_same_bytes_in_parallel_and_in_another_folder(builder: str, tmp_path: Path) -> None:
    """Serial, parallel, and the same sources elsewhere: every published file is the same."""
    first, second = tmp_path / "one" / "src", tmp_path / "two" / "nested" / "src"
    copy_root("charter", first)
    _add_pages(first)
    second.parent.mkdir(parents=True)
    shutil.copytree(first, second)
    serial = digests(build(first, first.parent / "out", builder).outdir)
    parallel = digests(build(first, first.parent / "parallel", builder, jobs=4).outdir)
    elsewhere = digests(build(second, second.parent / "out", builder, jobs=4).outdir)
    assert serial == parallel
    assert serial == elsewhere
    assert len(serial) > 10


def _add_pages(source: Path) -> None:
    """Add enough pages for four processes, some with images of one name in two folders."""
    for i in range(16):
        folder = "ab"[i % 2]
        text = f"# Page {i}\n\n![An image](charter/{folder}/picture.png)\n\nSee [](lists.md).\n"
        (source / f"page-{i:02}.md").write_text(text, encoding="utf-8")


def test_images_of_one_name_keep_their_content(tmp_path: Path) -> None:
    source = copy_root("charter", tmp_path / "src")
    _add_pages(source)
    out = build(source, tmp_path / "out", jobs=4).outdir
    assert {path.name for path in (out / "_images").iterdir()} == LISTED_IMAGES
    for folder, name in [("a", "picture.png"), ("b", "picture1.png")]:
        content = (source / "charter" / folder / "picture.png").read_bytes()
        assert (out / "_images" / name).read_bytes() == content
        for page in ["page-00.html" if folder == "a" else "page-01.html"]:
            assert f'src="_images/{name}"' in (out / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("root", KIND_ROOTS)
def test_nothing_changed_writes_no_page(root: str, tmp_path: Path) -> None:
    source = copy_root(root, tmp_path / "src")
    assert build(source, tmp_path / "out").written
    assert build(source, tmp_path / "out").written == []
