"""Citations with sphinxcontrib-bibtex: in every output, in step with the sources, and safe."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site import CONF, Built, build, copy_root, digests, event, site, write
from tests.sphinx.test_incremental import CONF as PYDATA_CONF
from tests.sphinx.test_incremental import articles, assert_equals_clean_build
from tests.sphinx.test_safety import faults

BIBTEX = """
extensions += ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
"""
SAFE_CONF = CONF.replace('"sphinx_compass"]', '"sphinx_compass", "sphinx_compass.safety"]') + BIBTEX
LIST = "# Works\n\n```{bibliography}\n```\n"
BUILDERS = ["html", "dirhtml", "singlehtml", "text", "gettext", "xml", "latex", "man", "texinfo"]


def work(key: str, author: str = "Ada Example", /, **fields: str) -> str:
    fields = {"title": f"About {key}", "year": "2020", "url": "https://example.org", **fields}
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n  author = {{{author}}},\n{written}}}\n"


def small(tmp_path: Path, files: dict[str, str], conf: str = SAFE_CONF) -> Path:
    """Write a site without folders."""
    index = {"index.md": "# Home\n\n```{toctree}\n:glob:\n*\n```\n"}
    return site(tmp_path / "src", {**index, **files}, conf=conf)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def charter(tmp_path: Path) -> Path:
    """Write a charter whose parts cite works; one part lists them, so that the host does too."""
    source = copy_root("charter", tmp_path / "src")
    (source / "conf.py").write_text(PYDATA_CONF + BIBTEX)  # has the <article> that is compared
    for part, text in {
        "narrative": "{cite:p}`example,other`",
        "values": "{cite:t}`other`",
        "vision": LIST.replace("# ", "## "),
    }.items():
        with (source / f"charter/{part}.md").open("a") as page:
            page.write(f"\n{text}\n")
    bib = work("example") + work("other", "Ben Other") + work("spare", "Ann Early")
    return write(source, {"references.bib": bib, "plain.md": "# Plain\n\n{cite}`spare`\n"})


# -- every output


@pytest.mark.parametrize("builder", BUILDERS)
def test_citations_build_without_a_warning(builder: str, tmp_path: Path) -> None:
    built = build(charter(tmp_path), tmp_path / "out", builder)
    assert built.warnings == []


def test_a_citation_leads_to_the_work_also_in_the_host(tmp_path: Path) -> None:
    built = build(charter(tmp_path), tmp_path / "out")
    for name, list_of_works in [("values", "vision.html"), ("vision", ""), ("index", "")]:
        page = BeautifulSoup(built.read(f"charter/{name}.html"), "html5lib")
        links = [a["href"] for a in page.select(".bibtex-citation a")]
        assert {link.partition("#")[0] for link in links} <= {list_of_works}
        assert all(page.find(id=link[1:]) for link in links if link.startswith("#"))
        labels = [label.get_text() for label in page.select(".citation > .label")]
        assert labels == ([] if name == "values" else ["[Ear20]", "[Exa20]", "[Oth20]"])
    assert "Other [<a" in built.read("charter/index.html")


def test_same_bytes_in_parallel_elsewhere_and_again(tmp_path: Path) -> None:
    source = charter(tmp_path)
    more = {f"more/{i}.md": f"# More {i}\n\n{{cite}}`example`\n" for i in range(12)}
    write(source, {**more, "more/index.md": LIST + "\n```{toctree}\n:glob:\n*\n```\n"})
    edit(source / "index.md", "charter/index\n", "charter/index\nmore/index\n")
    elsewhere = Path(shutil.copytree(source, tmp_path / "else/where/src"))
    one = build(source, tmp_path / "one")
    four = build(elsewhere, tmp_path / "four", jobs=4)
    assert digests(one.outdir) == digests(four.outdir)
    assert sorted(one.warnings) == sorted(four.warnings) != [], "two pages list the same works"
    edit(source / "charter/vision.md", "```{bib", "Words.\n\n```{bib")
    assert_equals_clean_build(source, one.outdir, tmp_path)


# -- in step with the sources

EDITS: dict[str, Callable[[Path], None]] = {
    "a page cites one more": lambda s: edit(s / "plain.md", "spare", "spare,other"),
    "a page cites nothing": lambda s: edit(s / "plain.md", "{cite}`spare`", "Nothing."),
    "a page with a citation goes": lambda s: (s / "plain.md").unlink(),
    "a part cites one more": lambda s: edit(s / "charter/values.md", "`other`", "`other,spare`"),
    "an entry is added": lambda s: edit(s / "references.bib", "@misc", work("new") + "@misc"),
    "an entry is removed": lambda s: edit(s / "references.bib", work("spare", "Ann Early"), ""),
    "a title changes": lambda s: edit(s / "references.bib", "About other", "On other"),
    "labels collide": lambda s: edit(s / "references.bib", "Ben Other", "Eva Example"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_incremental_build_equals_a_clean_one(name: str, tmp_path: Path) -> None:
    source, out = charter(tmp_path), tmp_path / "out"
    build(source, out)
    EDITS[name](source)
    again = assert_equals_clean_build(source, out, tmp_path)
    assert "charter/vision.html" in articles(again)
    assert build(source, out).written == []


def test_a_changed_file_with_an_old_date_is_noticed(tmp_path: Path) -> None:
    source, out = charter(tmp_path), tmp_path / "out"
    build(source, out)
    EDITS["an entry is added"](source)
    edit(source / "plain.md", "spare", "new")
    os.utime(source / "references.bib", (0, 0))
    again = assert_equals_clean_build(source, out, tmp_path)
    assert "About new" in again.read("charter/vision.html")


# -- what is wrong


def warned(built: Built) -> list[str]:
    return [line.removeprefix("SRC/").replace(": WARNING: ", ": ", 1) for line in built.warnings]


def checked(source: Path) -> list[str]:
    command = [sys.executable, "-m", "compass_scripts", "check", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    lines = [line for line in done.stdout.splitlines() if "[compass." in line]
    return [line.removeprefix(f"{source}/") for line in lines]


WRONG = {
    "references.bib": work("example", year="soon") + work("spare") + work("example", title="X"),
    "a.md": event() + "\n{cite}`example`, {footcite}`nobody`, {cite}`exampel`\n",
    "works.md": LIST,
}
YEAR = "references.bib:4: 'year' must be four digits, like 2025, not 'soon' [compass.wrong-value]"
UNUSED = "references.bib:7: no page cites 'spare'; cite it, or take the entry out"
TWICE = "references.bib:13: the key 'example' is used in line 1 too"


def test_each_mistake_is_said_once(tmp_path: Path) -> None:
    """Of keys in pages that do not exist sphinxcontrib-bibtex warns by itself."""
    source = small(tmp_path, WRONG)
    of_file = [line for line in checked(source) if line.startswith("references.bib")]
    said = warned(build(source, tmp_path / "out"))
    assert [line for line in said if "[compass." in line] == of_file
    assert [line for line in said if "[compass." not in line] == [
        'a.md:45: could not find bibtex key "nobody" [bibtex.key_not_found]',
        'a.md:45: could not find bibtex key "exampel" [bibtex.key_not_found]',
    ]


def test_an_incomplete_work_is_shown_with_what_is_known(tmp_path: Path) -> None:
    source = small(tmp_path, WRONG)
    html = build(source, tmp_path / "out").read("works.html")
    assert "Ada Example. About example." in html


def test_a_footnote_cites_too(tmp_path: Path) -> None:
    files = {
        "references.bib": work("example"),
        "a.md": event() + "\n{footcite:p}`example`\n\n```{footbibliography}\n```\n",
    }
    assert build(small(tmp_path, files), tmp_path / "out").warnings == []


def test_the_file_of_a_site_without_facts_is_its_own_affair(tmp_path: Path) -> None:
    files = {name: text for name, text in WRONG.items() if name != "a.md"}
    files["cites.md"] = "# Cites\n\n{cite}`spare` {cite}`nobody`\n"
    plain = CONF.replace(', "sphinx_compass"', "") + BIBTEX
    files["references.bib"] = work("spare", year="soon") + work("unused")
    source = small(tmp_path, files, plain)
    before = build(source, tmp_path / "before")
    (source / "conf.py").write_text(CONF + BIBTEX)
    after = build(source, tmp_path / "after")
    assert before.warnings == after.warnings != []
    old = digests(before.outdir, ignore=r"\.buildinfo|searchindex")
    new = digests(after.outdir, ignore=r"\.buildinfo|searchindex")
    assert {name: new.get(name) for name in old} == old


def test_a_compass_without_bibtex_needs_no_bibliography(tmp_path: Path) -> None:
    source = small(tmp_path, {"a.md": event()}, CONF)
    code = (
        "import sys; from sphinx.cmd.build import main; "
        "assert main(['-q', '-n', '-W', sys.argv[1], sys.argv[1] + '/out']) == 0; "
        "assert not {'pybtex', 'sphinxcontrib.bibtex'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(source)], check=True)


def test_broken_bibtex_does_not_stop_the_build(tmp_path: Path) -> None:
    files = {
        "references.bib": "@misc{broken,\n  title = {A\n\n@report{odd, title={X}}\n" + work("good"),
        "a.md": event() + "\n{cite}`good`, {cite}`broken`, {cite}`odd`.\n",
        "works.md": LIST,
    }
    source = small(tmp_path, files)
    built = build(source, tmp_path / "out")
    assert warned(built) == checked(source)
    assert [line.rpartition("[")[2] for line in built.warnings] == [
        "compass.broken-bibtex]",
        *["compass.missing-field]"] * 3,
    ]
    assert "About good" in built.read("works.html")


def test_a_malformed_citation_does_not_stop_the_build(tmp_path: Path) -> None:
    keys = ["a b", "good,", ",", "{see", ",".join(["good"] * 2000)]
    roles = ["cite", "cite:t", "footcite", "footcite:t"]
    page = "# A\n" + "".join(f"\n{{{role}}}`{key}`\n" for role in roles for key in keys)
    source = small(tmp_path, {"references.bib": work("good"), "a.md": page})
    said = warned(build(source, tmp_path / "out"))
    assert len(said) == len(roles) * len(keys)
    assert said[:2] == [
        "a.md:3: 'a b' is not a key; write keys with commas between them: 'one, two' "
        "[compass.unknown-citation]",
        "a.md:5: '' is not a key; write keys with commas between them: 'one, two' "
        "[compass.unknown-citation]",
    ]
    assert said[4] == (
        "a.md:11: this cites 2000 works at once; at most 100 are shown [compass.unknown-citation]"
    )


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (":style: nonesuch", "there is no style 'nonesuch'"),
        (':filter: title % "(a+)+$"', "not allowed in a page; name the keys instead"),
    ],
)
def test_a_list_of_works_has_safe_options(option: str, said: str, tmp_path: Path) -> None:
    page = LIST.replace("\n```\n", f"\n{option}\n```\n")
    files = {"references.bib": work("good"), "works.md": page + "\n{cite}`good`\n"}
    built = build(small(tmp_path, files), tmp_path / "out")
    assert said in "\n".join(built.warnings)
    assert "About good" in built.read("works.html")


# -- what strangers may not do

HOSTILE = {
    "url": "javascript:alert(1)",
    "title": "<script>alert(1)</script>",
    "howpublished": "\\url{javascript:alert(1)}",
    "note": "\\(\\href{javascript:alert(1)}{x}\\)",
    "publisher": "\\(\\textbackslash href\\{javascript:alert(1)\\}\\{x\\}\\)",
    "key": '"><img src=x onerror=alert(1)>',
    "doi": '10.1000/1" onclick="alert(1)',
    "eprint": '" onmouseover="alert(1)',
}
WORKS = "".join(work(f"bad-{name}", **{name: value}) for name, value in HOSTILE.items())
# MathJax must be on the page to read a formula in its text.
LIST_OF_ALL = LIST.replace("\n```\n", "\n:all:\n```\n") + "\n```{math}\nx\n```\n"


def test_a_hostile_work_puts_no_script_into_a_page(tmp_path: Path) -> None:
    cites = "".join(f"{{cite:t}}`bad-{name}` " for name in HOSTILE)
    files = {"references.bib": WORKS, "works.md": LIST_OF_ALL, "cites.md": f"# Cites\n\n{cites}\n"}
    built = build(small(tmp_path, files), tmp_path / "out")
    for name in ("works.html", "cites.html"):
        assert built.read(name).count("Ada Example") >= len(HOSTILE)
        assert list(faults(built.read(name))) == []


def test_the_traps_of_that_test_work(tmp_path: Path) -> None:
    """Without ``sphinx_compass.safety`` some of them do reach the reader."""
    files = {"references.bib": WORKS, "works.md": LIST_OF_ALL}
    built = build(small(tmp_path, files, CONF + BIBTEX), tmp_path / "out")
    found = {re.split("[ =]", fault)[0] for fault in faults(built.read("works.html"))}
    assert found == {"formula", "href"}


def test_a_file_outside_the_source_is_not_published(tmp_path: Path) -> None:
    source = small(tmp_path, {"works.md": LIST_OF_ALL})
    (tmp_path / "secret.bib").write_text(work("secret"))
    (source / "references.bib").symlink_to("../secret.bib")
    built = build(source, tmp_path / "out")
    assert "references.bib:1: this is a link to a place outside" in "\n".join(warned(built))
    assert "About secret" not in built.read("works.html")


def test_unsafe_works_are_reported_without_facts_too(tmp_path: Path) -> None:
    files = {"references.bib": work("bad", url="data:text/html,x"), "a.md": "# A\n\n{cite}`bad`\n"}
    source = small(tmp_path, {**files, "works.md": LIST})
    (line,) = warned(build(source, tmp_path / "out"))
    assert line.startswith("references.bib:5: 'url' must be a full address")
