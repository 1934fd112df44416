"""Changes to a copy of ``roots/test-assorted``, whose pages define and show things for others."""

from __future__ import annotations

import re
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


class _Dumper(yaml.SafeDumper):
    """Writes versions in quotes, as they must be."""


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = '"' if re.match(r"[0-9]+\.[0-9]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _dump(value: Facts) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
