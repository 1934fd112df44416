"""``extensions += ["sphinx_compass"]`` changes nothing on a site that has no facts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.site import build, digests, write

CONF = """
extensions = ["myst_parser", "sphinx_design"]
html_theme = "{theme}"
templates_path = []
myst_enable_extensions = ["colon_fence", "substitution", "html_image"]
myst_substitutions = {{"name": "value"}}
myst_heading_anchors = 2
suppress_warnings = []
"""
PAGES = {
    "index.md": "# Home\n\n```{toctree}\n:glob:\n*\nfolder/*\n```\n",
    "plain.md": (
        "# Plain\n\nText, {{ name }}, <b>raw</b>.\n\n<script>void 0</script>\n\n[](folder/a.md)\n"
    ),
    "facts.md": (
        "---\noptions:\n  other: {kind: x}\ntitle: Other title\n---\n# Of another tool\n\n"
        "The word compass.\n"
    ),
    "myst.md": (
        "---\nmyst:\n  enable_extensions: [deflist]\n  html_meta: {description: x}\n---\n"
        "# With settings\n\nTerm\n: Definition\n"
    ),
    "compass.md": (
        "---\ndescription: about a compass\n---\n# A compass\n\n![A dot](folder/dot.svg)\n"
    ),
    "rule.md": "---\n\n# Begins with a rule\n\nText of a compass.\n",
    "empty-one.rst": "Restructured\n============\n\n.. raw:: html\n\n   <hr>\n\n:ref:`search`\n",
    "folder/a.md": (
        "# A\n\n````{tab-set}\n```{tab-item} x\ny\n```\n````\n\n## Heading\n\n"
        "```{eval-rst}\n.. note:: Text\n```\n"
    ),
    "folder/no-title.md": "---\norphan: true\n---\nText only.\n",
    "folder/bom.md": "\ufeff# With a mark\n\nText.\n",
    "folder/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"></svg>\n',
    "folder/dangling.md": "# Dangling\n\n{ref}`nowhere`\n",
}
OUR_FILES = {"_static/compass.css", "_static/compass-instruments.css"}


@pytest.mark.parametrize(
    ("builder", "theme"),
    [
        ("html", "basic"),
        ("html", "alabaster"),
        ("html", "pydata_sphinx_theme"),
        ("dirhtml", "basic"),
        ("text", "basic"),
        ("latex", "basic"),
        ("gettext", "basic"),
    ],
)
def test_pages_addresses_and_warnings_stay_as_they_were(
    builder: str, theme: str, tmp_path: Path
) -> None:
    source = write(tmp_path / "src", {**PAGES, "conf.py": CONF.format(theme=theme)})
    before = build(source, tmp_path / "before", builder)
    conf = source / "conf.py"
    conf.write_text(conf.read_text() + '\nextensions += ["sphinx_compass"]\n')
    after = build(source, tmp_path / "after", builder)
    assert after.warnings == before.warnings
    old = digests(before.outdir, ignore=r"\.buildinfo|searchindex")
    new = digests(after.outdir, ignore=r"\.buildinfo|searchindex")
    assert set(new) - set(old) <= OUR_FILES
    assert {name: new.get(name) for name in old} == old
    if (before.outdir / "searchindex.js").exists():
        # It names the extensions that have data in the environment.
        ours = r'"sphinx\.domains\.compass":\d+,|,"sphinx_compass":\d+'
        index = re.sub(ours, "", after.read("searchindex.js"))
        assert index == before.read("searchindex.js")


def test_the_rules_for_strangers_are_not_loaded(tmp_path: Path) -> None:
    """Asked in a new process, because tests of those rules may have loaded them in this one."""
    write(tmp_path, {"index.md": "# Home\n", "conf.py": 'extensions = ["sphinx_compass"]\n'})
    code = (
        "import sys; from sphinx.cmd.build import main; "
        "assert main(['-q', '-W', '-b', 'html', sys.argv[1], sys.argv[1] + '/out']) == 0; "
        "loaded = [m for m in sys.modules if m.startswith('sphinx_compass.safe')]; "
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


def test_importing_the_package_costs_nothing() -> None:
    code = (
        "import sys, sphinx_compass; "
        "assert not {'sphinx', 'docutils', 'pydantic'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
