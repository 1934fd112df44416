"""Helpers of the tests: write small sites, build them in this process, compare what was built."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

REPOSITORY = Path(__file__).parents[1]
ROOTS = Path(__file__).parent / "roots"

COMMUNITY = """\
name: Example community
teams:
  - {id: maintainers, name: Maintainers}
  - {id: council, name: Council}
roles:
  - {id: facilitator, name: Facilitator}
audiences:
  - {id: newcomer, name: Newcomers}
  - {id: contributor, name: Contributors}
"""

CONF = """\
extensions = ["myst_parser", "sphinx_design", "sphinx_compass"]
exclude_patterns = ["_*"]
html_theme = "basic"
myst_enable_extensions = ["colon_fence"]
nitpicky = True
"""


class Built(NamedTuple):
    """The result of a build."""

    outdir: Path
    warnings: list[str]
    """One warning a line, the source folder written as ``SRC``."""
    written: list[str]
    """The pages that were written."""

    def read(self, name: str) -> str:
        return (self.outdir / name).read_text(encoding="utf-8")


def build(
    source: Path,
    out: Path,
    builder: str = "html",
    *,
    conf: Path | None = None,
    jobs: int = 1,
    fresh: bool = False,
    **overrides: Any,
) -> Built:
    """Build a site as ``sphinx-build -n -b BUILDER`` does; doctrees go to ``OUT-doctrees``."""
    status, warning = io.StringIO(), io.StringIO()
    written: list[str] = []
    translators.clear()  # Sphinx keeps those of all builds of a process
    with patch_docutils(str(conf or source)), docutils_namespace():
        app = Sphinx(
            source,
            conf or source,
            out,
            out.with_name(f"{out.name}-doctrees"),
            builder,
            {"nitpicky": True, **overrides},
            status,
            warning,
            freshenv=fresh,
            parallel=jobs,
        )
        app.connect("doctree-resolved", lambda _app, _tree, name: written.append(name))
        app.build(force_all=fresh)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue()).replace(f"{source}/", "SRC/")
    return Built(out, [line for line in lines.splitlines() if line.strip()], sorted(set(written)))


def write(root: Path, files: dict[str, str]) -> Path:
    """Write *files* below *root*; texts may begin with a line break."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.removeprefix("\n"), encoding="utf-8")
    return root


def site(root: Path, files: dict[str, str] | None = None, *, conf: str = CONF) -> Path:
    """Write a site with a community, a start page and *files*."""
    pages = {
        "conf.py": conf,
        "_data/community.yml": COMMUNITY,
        "index.md": "# Home\n\n```{toctree}\n:glob:\n**\n```\n",
    }
    return write(root, {**pages, **(files or {})})


def copy_root(name: str, to: Path) -> Path:
    """Copy a test root to a folder of its own."""
    shutil.copytree(ROOTS / f"test-{name}", to)
    return to


def digests(folder: Path, *, ignore: str = r"\.doctrees|\.buildinfo") -> dict[str, str]:
    """Return the SHA-256 of every file below *folder*, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not re.search(ignore, path.relative_to(folder).as_posix())
    }


EVENT = """\
---
options:
  compass:
    kind: event-guide
    id: {id}
    status: draft
    owner: maintainers
    audience: [newcomer]
    mode: online
    duration: PT1H
    roles:
      facilitator: {{duties: [opens and closes]}}
    timeline:
      - {{when: -P14D, who: facilitator, task: Announce the date}}
      - {{when: PT0M, who: facilitator, task: Welcome everybody}}
      - {{when: P2D, who: facilitator, task: Archive the notes}}
    agenda:
      - {{minutes: 60, title: Work together}}
    accessibility:
      captions: automatic
      recording: none
      breaks: every half hour
      without-attending: write in the notes
      languages: [English]
      costs-covered: none
    code-of-conduct: {{url: "https://example.org/conduct", contact: the facilitator}}
    archived: the notes
---
# {title}

Some words about the event.

## Before

Prepare.

## During

Do it.

## After

Tidy up.
"""


def event(id: str = "my-event", title: str = "My event", **changes: str) -> str:
    """Return an event guide; *changes* replace whole lines, found by the field they begin with.

    Underscores in the names of fields stand for hyphens; an empty text takes the line out.
    """
    text = EVENT.format(id=id, title=title)
    for name, line in changes.items():
        field = name.replace("_", "-")
        text, count = re.subn(rf"(?m)^ *{field}:.*\n", f"{line}\n" if line else "", text, count=1)
        assert count, field
    return text
