"""A tiny repository that can be released, and the driver that releases it in another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.site import COMMUNITY, write

from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.tokens import TARGETS

CITATION = """\
cff-version: 1.2.0
message: Please cite it.
title: A tiny compass
abstract: It points north.
type: software
version: 1.0.0
date-released: 2026-11-30
authors:
  - family-names: Lovelace
    given-names: Ada
# Who may use it:
license: CC-BY-4.0
"""
RELEASE = """\
target: {target}
upload-type: publication
publication-type: report
language: eng
files: [source]
"""
CHANGELOG = "# Changelog\n\n## [1.0.0] - 2026-11-30\n\n- The first.\n"
CONF = """\
html_theme = "basic"
extensions = ["myst_parser"]
exclude_patterns = ["_*"]


def setup(app):
    app.add_config_value("compass_doi", "", "env", [str])
    app.connect("html-page-context", doi)


def doi(app, page, template, context, tree):
    tag = f'<meta name="citation_doi" content="{app.config.compass_doi}">'
    context["metatags"] = context.get("metatags", "") + tag
"""
FILES = {
    ".gitignore": "/_build/\n/.release/lock\n/.release/.*.part\n",
    "CITATION.cff": CITATION,
    "release.yml": RELEASE.format(target="sandbox"),
    "CHANGELOG.md": CHANGELOG,
    "LICENSE": "Do what you like.\n",
    "conf.py": CONF,
    "source/_data/community.yml": COMMUNITY,
    "source/index.md": "# Home\n\nNorth.\n\n```{toctree}\nother\n```\n",
    "source/other.md": "# Other\n\nSouth.\n",
}
ENVIRONMENT = {
    **os.environ,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(root: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )
    return run.stdout.strip()


def repository(
    root: Path, files: dict[str, str] | None = None, *, target: str = "sandbox", tag: str = "1.0.0"
) -> Path:
    """Write a repository with one commit."""
    release = {"release.yml": RELEASE.format(target=target)}
    write(root, {**FILES, **release, **(files or {})})
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, tag)
    return root


def commit(root: Path, tag: str = "") -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A change", "--date", "2026-11-30T12:00:00Z")
    if tag:
        git(root, "tag", "--force", tag)


def next_version(root: Path, version: str = "1.1.0") -> None:
    """Commit and tag another version."""
    citation = (
        (root / "CITATION.cff").read_text("utf-8").replace("version: 1.0.0", f"version: {version}")
    )
    log = CHANGELOG.replace("## [1.0.0]", f"## [{version}] - 2026-11-30\n\n- More.\n\n## [1.0.0]")
    write(root, {"CITATION.cff": citation, "CHANGELOG.md": log})
    commit(root, version)


def settle(server: LocalZenodo, target: str = "sandbox", **more: Any) -> dict[str, Any]:
    """Return what the driver is told about the server."""
    return {
        "url": server.url,
        "token": server.token,
        "prefix": server.store.prefix,
        "target": target,
        **more,
    }


def driver(root: Path, told: dict[str, Any], *arguments: str) -> subprocess.Popen[str]:
    """Start ``compass release`` in another process, with a local server for a target."""
    variable = TARGETS[told["target"]].variable
    environment = {**ENVIRONMENT, variable: told["token"], "HOME": str(root.parent)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.scripts.release.drive", json.dumps(told), *arguments],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def release(
    root: Path, server: LocalZenodo, *arguments: str, target: str = "sandbox", **more: Any
) -> subprocess.CompletedProcess[str]:
    """Run ``compass release`` to its end."""
    with driver(root, settle(server, target, **more), *arguments) as process:
        out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess([*arguments], process.returncode, out, err)


def journal(root: Path, target: str = "sandbox", version: str = "1.0.0") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (root / ".release" / f"{target}-{version}.json").read_text("utf-8")
    )
    return found
