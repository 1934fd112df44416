"""An incremental build equals a clean one, whatever was edited, added, renamed or deleted."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.incremental import articles, assert_equals_clean_build, files
from tests.site import build, copy_root, event, site, write

CONF = """
extensions = ["myst_parser", "sphinx_design", "sphinx_compass", "sphinx_compass.pydata"]
exclude_patterns = ["_*"]
html_theme = "pydata_sphinx_theme"
templates_path = []  # the theme changes this list; the default one is shared by all tests
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
"""

# What is refused must come back when it is mended, too.
SAFE_CONF = CONF.replace(
    '"sphinx_compass.pydata"', '"sphinx_compass.safety", "sphinx_compass.pydata"'
)


class Editor:
    """Changes a site in ways that a contributor might, chosen by a seeded generator."""

    def __init__(self, source: Path, seed: int) -> None:
        self.source = source
        self.random = random.Random(seed)
        self.count = 0

    def pages(self) -> list[Path]:
        kept = {"index.md"}
        return sorted(path for path in self.source.rglob("*.md") if path.name not in kept)

    def step(self) -> str:
        edits: list[Callable[[], str]] = [
            self.retitle,
            self.retitle,
            self.reheading,
            self.edit,
            self.change_fact,
            self.add,
            self.add_event,
            self.rename,
            self.delete,
            self.swap_image,
            self.lose_or_find_a_file,
            self.spoil_or_mend_a_drawing,
            self.change_community,
        ]
        self.count += 1
        return self.random.choice(edits)()

    def pick(self) -> Path:
        return self.random.choice(self.pages())

    def change(self, path: Path, pattern: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, new, text, count=1, flags=re.M), encoding="utf-8")

    def retitle(self) -> str:
        path = self.pick()
        self.change(path, r"^# .*", f"# New title {self.count}")
        return f"retitle {path.name}"

    def reheading(self) -> str:
        path = self.pick()
        self.change(path, r"^## (?!Before|During|After|Why).*", f"## New heading {self.count}")
        return f"heading in {path.name}"

    def edit(self) -> str:
        path = self.pick()
        path.write_text(
            path.read_text(encoding="utf-8") + f"\nMore words {self.count}.\n", encoding="utf-8"
        )
        return f"edit {path.name}"

    def change_fact(self) -> str:
        path = self.pick()
        self.change(path, r"status: .*", f"status: {self.random.choice(['draft', 'proposed'])}")
        self.change(path, r"meaning: .*", f"meaning: meaning {self.count}")
        return f"fact in {path.name}"

    def add(self) -> str:
        others = [self.pick().relative_to(self.source).as_posix() for _ in range(2)]
        links = " and ".join(f"[](/{name})" for name in others)
        text = f"# Added {self.count}\n\nSee {links}.\n\n![An image](/images/b/dot.png)\n"
        write(self.source, {f"added-{self.count}.md": text})
        return f"add with links to {others}"

    def add_event(self) -> str:
        name = f"event-{self.count}"
        write(self.source, {f"events/{name}.md": event(name, f"Event {self.count}")})
        return f"add {name}"

    def rename(self) -> str:
        path = self.pick()
        path.rename(path.with_name(f"renamed-{self.count}.md"))
        return f"rename {path.name}"

    def delete(self) -> str:
        if len(self.pages()) < 8:
            return "nothing to delete"
        path = self.pick()
        path.unlink()
        return f"delete {path.name}"

    def swap_image(self) -> str:
        path = self.pick()
        self.change(path, r"\(/images/([ab])/", r"(/images/c/")
        return f"image in {path.name}"

    def lose_or_find_a_file(self) -> str:
        names = ["images/a/dot.png", "images/b/dot.png", "images/c/dot.png", "more/more.txt"]
        path = self.source / self.random.choice(names)
        away = path.with_name(f"{path.name}.away")
        away.rename(path) if away.exists() else path.rename(away)
        return f"lose or find {path.name}"

    def spoil_or_mend_a_drawing(self) -> str:
        path = self.source / "images/drawing.svg"
        other = "<script/></svg>" if "<script/>" not in path.read_text() else "</svg>"
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{other}')
        return "spoil or mend a drawing"

    def change_community(self) -> str:
        path = self.source / "_data/community.yml"
        self.change(path, r"name: Council.*\}", f"name: Council {self.count}}}")
        return "rename the council"


def _site(tmp_path: Path) -> Path:
    source = copy_root("charter", tmp_path / "src")
    write(source, {"conf.py": SAFE_CONF, "events/first.md": event("first", "First event")})
    for folder in "abc":
        (source / "images" / folder).mkdir(parents=True)
        picture = source / "charter" / ("b" if folder == "c" else folder) / "picture.png"
        shutil.copy(picture, source / "images" / folder / "dot.png")
    pages = {
        "index.md": (
            "# Home\n\n```{toctree}\n:glob:\n:maxdepth: 3\ncharter/index\n*\nevents/*\n```\n"
        ),
        "deep.md": "# Deep\n\n```{toctree}\n:glob:\nmore/*\n```\n",
        "more/one.md": (
            "# One\n\n![An image](/images/a/dot.png)\n\n(a-label)=\n## A heading\n\nText.\n"
        ),
        "more/two.md": "# Two\n\n{ref}`a-label`, {doc}`one`, [](one.md), {any}`a-label`\n\n"
        "![An image](/images/b/dot.png) {download}`conf <more.txt>`\n\n## Another heading\n",
        "more/three.md": "# Three\n\n[](#a-label), [](one.md#a-heading), {compass:page}`first`, "
        "{compass:page}`example-values`, {term}`newcomer`\n\n:::{card} A card\n"
        ":link: two\n:link-type: doc\nText\n:::\n",
        "more/more.txt": "A file to download.\n",
        "more/drawn.md": "# Drawn\n\n![A drawing](/images/drawing.svg)\n",
        "images/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    }
    return write(source, pages)


@pytest.mark.parametrize("seed", range(4))
def test_after_many_edits_the_output_is_that_of_a_clean_build(seed: int, tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out)
    editor = Editor(source, seed)
    for _ in range(10):
        edits = [editor.step() for _ in range(editor.random.randint(1, 2))]
        print(edits)
        assert_equals_clean_build(source, out, tmp_path)


@pytest.mark.parametrize("builder", ["text", "gettext", "xml"])
def test_other_builders_take_removed_pages_away(builder: str, tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out, builder)
    (source / "more/three.md").unlink()
    (source / "more/one.md").rename(source / "more/four.md")
    again = build(source, out, builder)
    clean = build(source, tmp_path / "clean", builder)
    assert files(again.outdir) == files(clean.outdir)


def test_a_retitled_page_has_its_new_title_everywhere(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out)
    path = source / "charter/values.md"
    path.write_text(path.read_text().replace("# What we hold dear", "# Our values"))
    again = assert_equals_clean_build(source, out, tmp_path)
    for page in ["charter/index.html", "charter/narrative.html", "lists.html"]:
        assert "What we hold dear" not in articles(again)[page]
        assert "Our values" in articles(again)[page]


def test_a_removed_page_leaves_nothing(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out)
    (source / "more/two.md").unlink()
    again = assert_equals_clean_build(source, out, tmp_path)
    assert not [name for name in files(again.outdir) if "two" in name or "more.txt" in name]


def test_files_of_others_in_the_output_folder_stay(tmp_path: Path) -> None:
    source, out = site(tmp_path / "src", {"a.md": "# A\n", "b.md": "# B\n"}), tmp_path / "out"
    build(source, out)
    (out / "notes.html").write_text("mine")
    (source / "b.md").unlink()
    build(source, out)
    assert (out / "notes.html").read_text() == "mine"
    assert not (out / "b.html").exists()


def test_a_part_that_moves_stays_in_its_host(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out)
    (source / "charter/vision.md").rename(source / "charter/where-to.md")
    again = assert_equals_clean_build(source, out, tmp_path)
    assert 'id="example-vision--top"' in again.read("charter/index.html")
    assert "where-to.html" in again.read("charter/index.html")


def test_a_title_in_other_markup_is_the_same_everywhere(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    write(source, {"by-id.md": "# By id\n\n{compass:page}`example-values`\n"})
    build(source, out)
    path = source / "charter/values.md"
    path.write_text(path.read_text().replace("# What we hold dear", "# What *we* hold dear"))
    again = assert_equals_clean_build(source, out, tmp_path)
    for page in ["by-id.html", "charter/narrative.html", "lists.html"]:
        assert "What <em>we</em> hold dear" in articles(again)[page]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("more/two.md", "# Two", "# Twice"),
        ("index.md", "charter/index", "deep\ncharter/index"),
        ("index.md", "charter/index", "Our charter <charter/index>"),
        ("index.md", ":maxdepth: 3", ":maxdepth: 3\n:caption: All"),
    ],
)
def test_menus_are_new_beside_every_page(
    name: str, before: str, after: str, tmp_path: Path
) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    everything = build(source, out).written
    path = source / name
    path.write_text(path.read_text().replace(before, after))
    assert assert_equals_clean_build(source, out, tmp_path).written == everything


def test_another_text_or_heading_leaves_most_pages_alone(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    build(source, out)
    path = source / "more/three.md"
    path.write_text(path.read_text() + "\nMore words.\n")
    assert assert_equals_clean_build(source, out, tmp_path).written == ["deep", "more/three"]
    path.write_text(path.read_text() + "\n## One more heading\n")
    written = assert_equals_clean_build(source, out, tmp_path).written
    assert written == ["deep", "index", "more/three"]


def test_a_word_that_is_gone_is_not_in_the_search(tmp_path: Path) -> None:
    source, out = _site(tmp_path), tmp_path / "out"
    path = write(source, {"extra.md": "# Extra\n\nUnheardof.\n"}) / "extra.md"
    assert "unheardof" in build(source, out).read("searchindex.js")
    path.write_text("# Extra\n\nWell known.\n")
    again = assert_equals_clean_build(source, out, tmp_path)
    assert "unheardof" not in again.read("searchindex.js")
    assert '"term-compass"' in again.read("searchindex.js")
