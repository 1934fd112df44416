"""How the site says it is cited: the box, the tags of the start page, the badge."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.release_site import CITATION, repository
from tests.site import CONF, Built, build, digests, write

from sphinx_compass.badge import badge_svg

DOI = "10.5072/zenodo.12"
CITE_CONF = CONF.replace('"sphinx_compass"', '"sphinx_compass", "sphinx_compass.cite"')
PAGES = {
    "conf.py": CITE_CONF,
    "source/index.md": "# Home\n\n```{toctree}\n:glob:\n**\n```\n",
    "source/cite.md": "# Cite\n\n```{compass:cite}\n```\n",
    "source/other.md": "# Other\n\nText.\n",
}
EVIL = '</script><script>alert(1)</script> " & \\u2028 <!--'


def make(root: Path, **changes: tuple[str, str]) -> Path:
    return write(repository(root, **changes), PAGES)


def built(root: Path, builder: str = "html", **values: object) -> Built:
    return build(root / "source", root / f"out-{builder}", builder, conf=root, **values)


def page(site: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(name), "html5lib")


def tags(site: Built, name: str = "index.html") -> list[tuple[str, str]]:
    found = page(site, name).head.find_all("meta", attrs={"name": re.compile("^citation_")})
    return [(tag["name"], tag["content"]) for tag in found]


def linked_data(site: Built) -> dict[str, object]:
    (script,) = page(site, "index.html").head.find_all("script", type="application/ld+json")
    found: dict[str, object] = json.loads(script.string)
    return found


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")


def test_the_box_the_badge_and_the_tags_have_the_doi_that_is_given(tmp_path: Path):
    site = built(make(tmp_path), compass_doi=DOI)
    assert site.warnings == []
    box = page(site, "cite.html").find(class_="compass-cite")
    words = " ".join(box.get_text(" ").split())
    assert "Carberry, J. S., van Gogh Jr., A.-M., & Example contributors. (2026)." in words
    assert "doi = {10.5072/zenodo.12}" in box.find("pre").get_text()
    badge = box.find("a", class_="compass-doi")
    assert badge["href"] == f"https://doi.org/{DOI}"
    assert badge.find("svg")["aria-label"] == f"DOI: {DOI}"
    assert ("citation_doi", DOI) in tags(site)
    assert linked_data(site)["@id"] == f"https://doi.org/{DOI}"
    assert "compass-cite.css" in site.read("cite.html")


def test_every_page_says_in_its_head_how_to_cite_it(tmp_path: Path):
    root = make(tmp_path)
    for doi in (DOI, "10.5072/zenodo.13"):  # the second build is on top of the first
        site = built(root, compass_doi=doi)
        for name in ("index.html", "cite.html", "other.html"):
            links = page(site, name).head.find_all("link", rel="cite-as")
            assert [link["href"] for link in links] == [f"https://doi.org/{doi}"]


def test_other_pages_have_neither_tags_nor_style(tmp_path: Path):
    site = built(make(tmp_path), compass_doi=DOI)
    for name in ("cite.html", "other.html"):
        assert tags(site, name) == []
        assert "ld+json" not in site.read(name)
    assert "compass-cite.css" not in site.read("other.html") + site.read("index.html")


def test_nothing_is_loaded_from_another_host(tmp_path: Path):
    site = built(make(tmp_path), compass_doi=DOI)
    for name in ("index.html", "cite.html"):
        for element in page(site, name).find_all(["img", "script", "link", "iframe", "image"]):
            if element.get("rel") == ["cite-as"]:
                continue  # names the work; no browser loads it
            for attribute in ("src", "href"):
                assert not re.match(r"(https?:)?//", str(element.get(attribute, "")))
    assert "url(" not in site.read("_static/compass-cite.css")


def test_without_a_doi_there_is_no_badge_and_no_false_one(tmp_path: Path):
    site = built(make(tmp_path))
    assert site.warnings == []
    assert page(site, "cite.html").find(class_="compass-doi") is None
    assert "doi.org" not in site.read("cite.html")
    assert "citation_doi" not in dict(tags(site))


def test_what_stands_in_the_files_reaches_the_page_as_text(tmp_path: Path):
    title = f"title: {json.dumps(EVIL)}"
    site = built(make(tmp_path, citation=("title: Compass of the example community", title)))
    assert site.warnings == []
    assert ("citation_title", EVIL) in tags(site)
    assert linked_data(site)["name"] == EVIL
    for name in ("index.html", "cite.html"):
        assert "alert" not in "".join(s.get_text() for s in page(site, name).body("script"))
        head = page(site, name).head("script", type=None)
        assert "alert" not in "".join(script.get_text() for script in head)
    assert EVIL in page(site, "cite.html").find(class_="compass-cite").get_text()
    assert "<b>" not in badge_svg('"><b>')


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "gettext", "xml", "latex", "man"])
def test_every_builder_shows_it_without_a_warning(builder: str, tmp_path: Path):
    site = built(make(tmp_path), builder, compass_doi=DOI)
    assert site.warnings == []
    if builder != "gettext":
        texts = [p.read_text("utf-8") for p in site.outdir.rglob("*") if p.suffix in SHOWN]
        assert any(DOI in re.sub(r"\\(?:-|PYGZ\w+)", "", text) for text in texts)
    else:
        texts = [p.read_text("utf-8") for p in site.outdir.rglob("*.pot")]
        assert not any("Carberry" in text for text in texts)


SHOWN = {".html", ".txt", ".xml", ".tex", ".1"}


def test_same_bytes_in_parallel_and_in_another_folder(tmp_path: Path):
    first = built(make(tmp_path / "a"), compass_doi=DOI)
    second = built(make(tmp_path / "b" / "c"), compass_doi=DOI, jobs=4)
    assert digests(first.outdir) == digests(second.outdir)


# -- incremental builds


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        ("CITATION.cff", "Compass of the", "Handbook of the", "Handbook of the"),
        ("CITATION.cff", "family-names: Carberry", "family-names: Newname", "Newname"),
        ("release.yml", "language: eng", "language: spa", "spa"),
    ],
)
def test_a_change_of_a_file_is_seen_and_nothing_else_is_written(
    name: str, old: str, new: str, shown: str, tmp_path: Path
):
    root = make(tmp_path / "a")
    assert built(root).written == ["cite", "index", "other"]
    assert built(root).written == []
    path = root / name
    path.write_text(path.read_text().replace(old, new))
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))
    again = built(root)
    assert again.written == ["cite", "index"]
    assert shown in again.read("index.html")
    fresh = make(tmp_path / "b")
    (fresh / name).write_text(path.read_text())
    ignored = r"\.doctrees|\.buildinfo|searchindex"  # Sphinx keeps words there that are gone
    assert digests(again.outdir, ignore=ignored) == digests(built(fresh).outdir, ignore=ignored)


def test_another_doi_is_seen(tmp_path: Path):
    root = make(tmp_path)
    built(root, compass_doi=DOI)
    again = built(root, compass_doi="10.5072/zenodo.13")
    assert ("citation_doi", "10.5072/zenodo.13") in tags(again)
    assert DOI not in [*re.findall(r"10\.5072/zenodo\.\d+", again.read("cite.html"))]


# -- what is wrong


def test_problems_are_warnings_in_every_build_and_the_rest_is_built(tmp_path: Path):
    root = make(tmp_path, citation=("type: software", "type: report"))
    warning = (
        f"{root}/CITATION.cff:8: WARNING: 'type' cannot be 'report'; use dataset or software "
        "[compass.wrong-value]"
    )
    for _ in range(2):
        site = built(root)
        assert site.warnings == [warning]
        assert page(site, "cite.html").find(class_="compass-cite") is None
        assert tags(site) == []
    path = root / "CITATION.cff"
    path.write_text(CITATION)
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))
    site = built(root)
    assert site.warnings == []
    assert page(site, "cite.html").find(class_="compass-cite") is not None


def test_a_doi_that_is_none_is_refused(tmp_path: Path):
    root = make(tmp_path)
    site = built(root, compass_doi='10.5072/"><script>')
    assert [line.partition(": ")[2] for line in site.warnings] == [
        "WARNING: 'compass_doi' must be a DOI like 10.5281/zenodo.1003150, not "
        "'10.5072/\"><script>' [compass.wrong-value]"
    ]
    assert page(site, "cite.html").find(class_="compass-doi") is None


def test_the_files_may_be_in_another_folder(tmp_path: Path):
    root = make(tmp_path)
    for name in ("CITATION.cff", "release.yml"):
        (root / "about").mkdir(exist_ok=True)
        (root / name).rename(root / "about" / name)
    (root / "about/source").mkdir()
    site = built(root, compass_release_root="about")
    assert site.warnings == []
    assert dict(tags(site))["citation_title"] == "Compass of the example community"


# -- other sites


def test_a_site_that_does_not_ask_for_it_loads_none_of_it():
    script = (
        "import sys; from sphinx.util.docutils import docutils_namespace\n"
        "import sphinx_compass, compass_model.tree, compass_scripts.cli\n"
        "import sphinx_compass.assembly, sphinx_compass.reading, sphinx_compass.listings\n"
        "names = ('jsonschema', 'compass_model.release')\n"
        "found = [name for name in sys.modules if name.startswith(names)]\n"
        "assert not found, found"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
