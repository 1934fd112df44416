"""A site of pages that define and show things of each other: any changes in any order.

The site is ``roots/test-assorted``; ``test_incremental_kinds.py`` has its changes one by one. Here
a change may leave something wrong, such as a citation of an item that is gone: an incremental build
must then show the same as a clean one too.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.assorted import Facts, Sources, new_item
from tests.incremental import assert_equals_clean_build
from tests.site import build, copy_root, digests


class RandomEditor:
    """Changes the site step by step."""

    def __init__(self, sources: Sources, seed: int) -> None:
        self.sources = sources
        self.random = random.Random(seed)
        self.count = 0
        self.original = shutil.copytree(sources.root, sources.root.with_name("original"))

    def step(self) -> str:
        """Make one change; return what it was."""
        self.count += 1
        change = self.random.choice(
            [
                self.items,
                self.items,
                self.wording,
                self.label,
                self.rung,
                self.shown,
                self.shown,
                self.team,
                self.data_file,
                self.community,
                self.path,
                self.retitle,
                self.restore,
            ]
        )
        return f"{self.count} {change.__name__}: {change()}"

    def there(self, *names: str) -> str:
        """Choose one of the pages that are there with their facts."""
        kept = [name for name in names if self.sources.page(name).is_file()]
        kept = [name for name in kept if "id" in self.sources.facts(name)]
        return self.random.choice(kept) if kept else ""

    def change(self, name: str, edit: Callable[[Facts], object]) -> str:
        if self.there(name):
            self.sources.change(name, edit)
        return name

    def items(self) -> str:
        """Add, take out or sort the items of a section of the survey: numbers change."""

        def edit(facts: Facts) -> None:
            items = self.random.choice(facts["sections"])["items"]
            what = self.random.randrange(3)
            if what == 0 or len(items) < 2:
                items.insert(0, new_item(f"item-{self.count}"))
            elif what == 1:
                items.remove(self.random.choice(items))
            else:
                self.random.shuffle(items)

        return self.change("survey", edit)

    def wording(self) -> str:
        """Reword an item, the research question or the title."""

        def edit(facts: Facts) -> None:
            words = {"en": f"Other words {self.count}", "es": f"Otras palabras {self.count}"}
            places = [(item, "text") for part in facts["sections"] for item in part["items"]]
            places += [(facts["research-questions"], "reasons")]
            places += [(facts, "title")] * ("title" in facts)
            place, field = self.random.choice(places)
            place[field] = words

        return self.change("survey", edit)

    def label(self) -> str:
        """Give a label another name or meaning."""

        def edit(facts: Facts) -> None:
            label = self.random.choice(facts["labels"])
            label[self.random.choice(["name", "meaning"])] = f"Something {self.count}"

        return self.change("labels", edit)

    def rung(self) -> str:
        """Give a rung another title, or sort the rungs."""

        def edit(facts: Facts) -> None:
            self.random.choice(facts["rungs"])["title"] = f"Rung {self.count}"
            self.random.shuffle(facts["rungs"])

        return self.change("ladder", edit)

    def shown(self) -> str:
        """Change what a handbook shows."""
        host = self.there("book/index", "book/second")
        field = self.random.choice(["parts", "appendices"])
        appendices = ["survey", "ladder", "mountain", "labels"]
        ids = ["part-one", "part-two", "part-three"] if field == "parts" else appendices
        shown = self.random.sample(ids, self.random.randrange(len(ids)))
        return f"{self.change(host, lambda facts: facts.update({field: shown}))} {field} {shown}"

    def team(self) -> str:
        """Have a page speak of another team or role, or take it away."""
        name = self.there("teams/maintainers", "teams/council")
        team = self.random.choice(["maintainers", "council", "facilitator", ""])
        if name and not team:
            self.sources.page(name).unlink()
        return f"{self.change(name, lambda facts: facts.update(team=team))} {team}"

    def data_file(self) -> str:
        """Move facts to a data file or back; take one away, break it, or bring all back."""
        name = self.there("survey", "labels", "ladder", "book/two", "book/second")
        if not name:
            return ""
        if not self.sources.has_data(name):
            self.sources.into_data_file(name)
            return f"{name} to a data file"
        what = self.random.randrange(3)
        if what == 0:
            self.sources.into_page(name)
        elif what == 1:
            self.sources.data_file(name).unlink()
        else:
            self.sources.data_file(name).write_text("", encoding="utf-8")
        return f"{name} {['back', 'gone', 'empty'][what]}"

    def community(self) -> str:
        """Rename the teams."""
        path = self.sources.root / "_data/community.yml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("name: C", f"name: C{self.count}"), "utf-8"
        )
        return ""

    def path(self) -> str:
        """Move a page to another path."""
        root = self.sources.root
        pages = sorted(path for path in root.rglob("*.md") if path.name != "index.md")
        path = self.random.choice(pages)
        path.rename(path.with_name(f"{self.count}-{path.name}"))
        return path.name

    def retitle(self) -> str:
        """Give a page with a heading another one."""
        pages = sorted(self.sources.root.rglob("*.md"))
        path = self.random.choice(pages)
        text = path.read_text(encoding="utf-8").replace("\n# ", f"\n# {self.count} ", 1)
        path.write_text(text, encoding="utf-8")
        return path.name

    def restore(self) -> str:
        """Bring everything back that is gone or broken."""
        root = self.sources.root
        for path in sorted(path for path in self.original.rglob("*") if path.is_file()):
            target = root / path.relative_to(self.original)
            if not target.is_file() or target.read_bytes() != path.read_bytes():
                target.write_bytes(path.read_bytes())
        for path in sorted(root.rglob("[0-9]*.md")):
            path.unlink()
        return ""


@pytest.mark.parametrize(
    ("seed", "builder", "language"),
    [(0, "html", "en"), (1, "html", "es"), (2, "text", "en"), (3, "text", "es")],
)
def test_after_many_changes_the_output_is_that_of_a_clean_build(
    seed: int, builder: str, language: str, tmp_path: Path
) -> None:
    sources, out = Sources(tmp_path / "src"), tmp_path / "out"
    build(sources.root, out, builder, language=language)
    editor = RandomEditor(sources, seed)
    for _ in range(10):
        print([editor.step() for _ in range(editor.random.randint(1, 2))])
        assert_equals_clean_build(sources.root, out, tmp_path, builder, language=language)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "gettext", "latex"])
def test_same_bytes_in_parallel_in_another_folder(
    builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    one, two = Sources(tmp_path / "one/src"), Sources(tmp_path / "two/nested/src")
    serial = digests(build(one.root, tmp_path / "one/out", builder, language="es").outdir)
    out = tmp_path / "two/nested/out"
    assert serial == digests(build(two.root, out, builder, language="es", jobs=4).outdir)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_changed_writes_no_page(language: str, tmp_path: Path) -> None:
    source, out = copy_root("assorted", tmp_path / "src"), tmp_path / "out"
    assert build(source, out, language=language, jobs=4).written
    assert build(source, out, language=language).written == []
