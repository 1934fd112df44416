"""A small compass that is exported, for the tests."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.site import CONF, event, site

EXPORT_CONF = f"""\
{CONF}
project = "Example Compass"
exclude_patterns = ["_*"]
suppress_warnings = ["myst.header"]
"""

EXPORT = """\
published-at: https://compass.example.org
turing-way:
  - guide: collaboration
    chapter: guides
    prefix: cl
    title: Guides for Events
    include: [my-event]
    summary: What it is about.
    why-useful: Why it is useful.
    checklist: [Find people first.]
    credits: {authors: the team, licence: CC-BY-4.0}
"""

SECOND = """\
  - guide: project-design
    chapter: more
    prefix: pd
    title: More Guides
    include: [other-event]
    summary: What it is about.
    why-useful: Why it is useful.
    credits: {authors: the team, licence: CC0-1.0}
"""

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""The smallest PNG."""

FIGURE = """
```{figure} pictures/party.png
:name: the-party
:alt: Four people around a table

A party. By Ada Example, [CC-BY 4.0](https://doi.org/10.5281/zenodo.1)
```
"""


def export_site(root: Path, text: str = "", *, export: str = EXPORT, **files: str) -> Path:
    """Write a compass with two event guides.

    Args:
        root: a new folder
        text: what stands at the end of the first guide
        export: the export file
        files: more files; two underscores in a name stand for a slash, the ending is ``.md``
    """
    pages = {
        "_data/export.yml": export,
        "events/my-event.md": event() + text,
        "events/other-event.md": event("other-event", "Other event"),
        **{f"{name.replace('__', '/')}.md": content for name, content in files.items()},
    }
    source = site(root, pages, conf=EXPORT_CONF)
    (source / "events/pictures").mkdir()
    (source / "events/pictures/party.png").write_bytes(PIXEL)
    return source
