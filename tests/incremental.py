"""Helpers of the tests that compare incremental builds with clean ones."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from tests.site import Built, build


def articles(built: Built) -> dict[str, str]:
    """Return the ``<article>`` of every page."""
    found = {}
    for path in sorted(built.outdir.rglob("*.html")):
        match = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.S)
        if match:
            found[path.relative_to(built.outdir).as_posix()] = match[0]
    return found


def files(folder: Path) -> set[str]:
    """Return the files below a folder, without the one that describes the build."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".buildinfo"
    }


def assert_equals_clean_build(
    source: Path, out: Path, tmp_path: Path, builder: str = "html", **settings: Any
) -> Built:
    """Build again into *out*, and compare with a build into an empty folder."""
    again = build(source, out, builder, **settings)
    clean_out = tmp_path / "clean" / builder
    shutil.rmtree(clean_out.parent, ignore_errors=True)
    clean = build(source, clean_out, builder, **settings)
    assert files(again.outdir) == files(clean.outdir)
    stale = [name for name in sorted(files(clean.outdir)) if _differ(again, clean, name)]
    assert not stale, stale
    return again


def _differ(one: Built, other: Built, name: str) -> bool:
    return (one.outdir / name).read_bytes() != (other.outdir / name).read_bytes()
