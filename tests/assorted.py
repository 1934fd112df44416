"""Changes to a copy of ``roots/test-assorted``, by name or by a seeded generator.

A change may leave something wrong, such as an item that is cited and gone: a build must then show
the same as a clean build too.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from tests.site import copy_root

Facts = dict[str, Any]


def new_item(id: str) -> Facts:
    """Return an item of the survey, in two languages."""
    return {"id": id, "type": "text", "text": {"en": f"What of {id}?", "es": f"¿Qué de {id}?"}}


class Sources:
    """The files of the site. Pages are named by their path without ``.md``."""

    def __init__(self, root: Path) -> None:
        self.root = copy_root("assorted", root)

    def page(self, name: str) -> Path:
        return self.root / f"{name}.md"

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace words in the text of a page."""
        text = self.page(name).read_text(encoding="utf-8")
        assert old in text
        self.page(name).write_text(text.replace(old, new), encoding="utf-8")

    def facts(self, name: str) -> Facts:
        """Return the facts of a page; those of its data file, if that holds some."""
        own, _text = self._own(name)
        data = self._data(own)
        found: Facts = yaml.safe_load(data.read_text(encoding="utf-8")) if data else own
        return found

    def change(self, name: str, edit: Callable[[Facts], object]) -> None:
        """Change the facts of a page where they stand."""
        facts = self.facts(name)
        edit(facts)
        own, text = self._own(name)
        if data := self._data(own):
            _write(data, _dump(facts))
        else:
            self._write_page(name, facts, text)

    def into_data_file(self, name: str) -> None:
        """Move the facts of a page from its front matter to a data file."""
        facts, text = self._own(name)
        _write(self.root / "_data" / f"{name}.yml", _dump(facts))
        self._write_page(name, {"kind": facts["kind"], "data": f"{name}.yml"}, text)

    def into_page(self, name: str) -> None:
        """Move the facts of a page from its data file to its front matter."""
        facts = self.facts(name)
        own, text = self._own(name)
        (self.root / "_data" / own["data"]).unlink()
        if title := facts.pop("title", None):
            text = f"# {title['en']}\n{text}"
        self._write_page(name, facts, text)

    def data_file(self, name: str) -> Path:
        """Return the data file of a page, there or not."""
        return Path(self.root / "_data" / self._own(name)[0]["data"])

    def has_data(self, name: str) -> bool:
        return "data" in self._own(name)[0]

    def _own(self, name: str) -> tuple[Facts, str]:
        _, front, text = self.page(name).read_text(encoding="utf-8").split("---\n", 2)
        found: Facts = yaml.safe_load(front)["options"]["compass"]
        return found, text

    def _data(self, own: Facts) -> Path | None:
        path = self.root / "_data" / str(own.get("data"))
        return path if path.is_file() and path.stat().st_size else None

    def _write_page(self, name: str, facts: Facts, text: str) -> None:
        front = _dump({"options": {"compass": facts}})
        _write(self.page(name), f"---\n{front}---\n{text}")


def _dump(value: Facts) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


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
