"""What strangers may not do with a page, and that everyone may do the rest.

``roots/test-hostile`` has pairs of pages of one name: ``hostile/`` holds an attack, ``harmless/``
the same construct put to good use. ``expected.txt`` is what both `compass check` and the build say
of the attacks; ``expected-build.txt`` what only the build can see.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from sphinx_design import icons as design
from tests.site import CONF, ROOTS, Built, build, copy_root, event, site

from compass_model.safety import markup_is_plain_icon, scheme_problem

ROOT = ROOTS / "test-hostile"
NAMES = sorted(path.stem for path in (ROOT / "hostile").iterdir())
BOTH = (ROOT / "expected.txt").read_text(encoding="utf-8").splitlines()
BUILD_ONLY = (ROOT / "expected-build.txt").read_text(encoding="utf-8").splitlines()
SECRET = "not-for-the-public-7f3a"
# The stock programs defuse these by themselves; nothing is left to say.
DEFUSED = {"index-entry", "link-file", "link-markdown", "quotes-in-options"}
# What these leave is no address, and MyST or docutils say so.
SAID_BY_OTHERS = {"link-file", "link-markdown", "meta-directive"}
# The second front matter of these is text, and an odd one.
ODD_TEXT = {"front-one-line", "front-twice"}
INCLUDED = {"include-hostile": "files/hostile.inc", "eval-rst-cut": "files/cut.inc"}
SAFE_CONF = CONF.replace('"sphinx_compass"]', '"sphinx_compass", "sphinx_compass.safety"]')

# Of MyST: its {include} asks for it.
pytestmark = pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")


def prepare(folder: Path, keep: str) -> Path:
    """Copy the pages of one kind; put secrets beside the source folder, and links to them in it."""
    source = copy_root("hostile", folder / "source")
    shutil.rmtree(source / ({"hostile", "harmless"} - {keep}).pop())
    for suffix in ("txt", "csv", "png"):
        (folder / f"secret.{suffix}").write_text(f"{SECRET}\n")
        (source / f"files/linked.{suffix}").symlink_to(folder / f"secret.{suffix}")
    for name in ("globbed.png", "dotted%2Epng"):
        (source / "files" / name).symlink_to(folder / "secret.png")
    shutil.copy(source / "files/ok.png", source / "files/dotted.png")
    (source / "files/inner-link.png").symlink_to("ok.png")
    (source / "files/inner-link.txt").symlink_to("notes.txt")
    return source


def checked(source: Path) -> list[str]:
    command = [sys.executable, "-m", "compass_scripts", "check", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return [
        line.removeprefix(f"{source}/") for line in done.stdout.splitlines() if "[compass." in line
    ]


def warned(built: Built) -> list[str]:
    ours = [line for line in built.warnings if "[compass." in line]
    return [line.removeprefix("SRC/").replace(": WARNING: ", ": ", 1) for line in ours]


class Run(NamedTuple):
    source: Path
    check: list[str]
    built: Built


def run(folder: Path, keep: str) -> Run:
    source = prepare(folder, keep)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPASS_PLANTED", str(folder / "planted"))
        return Run(source, checked(source), build(source, folder / "out"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("hostile"), "hostile")


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("harmless"), "harmless")


# -- what a browser would do with a page

SCRIPTS = {
    """document.getElementById('searchbox').style.display = "block\"""",
    'window.MathJax = {"loader": {"load": ["ui/safe"]}, "options": {"ignoreHtmlClass": ".*", '
    '"processHtmlClass": "math notranslate nohighlight"}}',
}


def faults(html: str) -> Iterator[str]:
    """Yield what a browser would run, fetch or open of a page, read as browsers read it."""
    for tag in BeautifulSoup(html, "html5lib").find_all(True):
        if tag.name in {"base", "embed", "iframe", "object"}:
            yield f"<{tag.name}>"
        if tag.name == "script" and not tag.get("src") and tag.string not in SCRIPTS:
            yield f"script {tag.string}"
        if tag.name == "meta" and tag.get("http-equiv", "").lower() == "refresh":
            yield "refresh"
        for name, value in tag.attrs.items():
            text = re.sub(r"[\x00-\x20]", "", " ".join(value) if isinstance(value, list) else value)
            if name.startswith("on"):
                yield f"{name}={text}"
            if name == "style" and ("url(" in text or "position" in text):
                yield f"style {text}"
            if name in {"action", "data", "formaction", "href", "poster", "src", "xlink:href"}:
                scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", text)
                if scheme and scheme[1].lower() not in {"doi", "http", "https", "mailto"}:
                    yield f"{name}={text}"
                if tag.name != "a" and re.match(r"(https?:)?//", text) and "mathjax" not in text:
                    yield f"{tag.name} {name}={text}"
        around = [tag, *tag.find_parents(["code", "pre"])]
        # What MathJax skips, unless a class makes it read it all the same.
        code = [one for one in around if one.name in {"code", "pre", "script"}]
        if not code or any("math" in one.get("class", ()) for one in around):
            for text in tag.find_all(string=True, recursive=False):
                if re.search(r"\\(href|mmlToken|U\{)", text):
                    yield f"formula {text}"


def faults_of(built: Built) -> dict[str, list[str]]:
    """Return the faults of each page of a build that has some."""
    pages = {
        path.relative_to(built.outdir).as_posix(): list(faults(path.read_text()))
        for path in sorted(built.outdir.rglob("*.html"))
        if "_images" not in path.parts and "_downloads" not in path.parts
    }
    return {name: found for name, found in pages.items() if found}


def published(built: Built) -> list[str]:
    """Return the names of the images and downloads of a build."""
    folders = (built.outdir / "_images", built.outdir / "_downloads")
    return sorted(path.name for folder in folders for path in folder.rglob("*") if path.is_file())


def with_secret(built: Built) -> list[str]:
    return [
        path.relative_to(built.outdir).as_posix()
        for path in sorted(built.outdir.rglob("*"))
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]


# -- the pairs


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_is_named_with_file_and_line(name: str, hostile: Run):
    page = f"hostile/{name}.md:"
    both = [line for line in BOTH if line.startswith(page)]
    build_only = [line for line in BUILD_ONLY if line.startswith(page)]
    assert [line for line in hostile.check if line.startswith(page)] == both
    assert sorted(line for line in warned(hostile.built) if line.startswith(page)) == sorted(
        both + build_only
    )
    if name in INCLUDED:  # what is wrong there is said of the file that it includes
        assert [line for line in BUILD_ONLY if line.startswith(f"{INCLUDED[name]}:")]
    elif name not in DEFUSED | SAID_BY_OTHERS | {"only-expression"}:
        assert both or build_only


def test_nothing_else_is_said(hostile: Run):
    assert hostile.check == BOTH
    assert sorted(warned(hostile.built)) == sorted(BOTH + BUILD_ONLY)
    others = {line.partition(": ")[0] for line in hostile.built.warnings if "SRC/hostile" in line}
    loud = {line.partition(": ")[0] for line in hostile.built.warnings if "[compass." in line}
    assert {place.removeprefix("SRC/hostile/").partition(".")[0] for place in others - loud} == (
        SAID_BY_OTHERS | ODD_TEXT
    )


def test_no_attack_reaches_a_reader(hostile: Run):
    assert faults_of(hostile.built) == {}


def test_no_attack_publishes_a_file_from_outside_or_one_that_runs(hostile: Run):
    assert with_secret(hostile.built) == []
    assert published(hostile.built) == ["ok.png"]


def test_no_attack_runs_a_program(hostile: Run):
    assert not list(hostile.source.parent.glob("planted*"))


@pytest.mark.parametrize("name", NAMES)
def test_its_harmless_twin_is_welcome(name: str, harmless: Run):
    assert not [line for line in harmless.check if f"harmless/{name}.md" in line]
    assert not [line for line in harmless.built.warnings if f"harmless/{name}.md" in line]
    assert (harmless.built.outdir / f"harmless/{name}.html").exists()


def test_harmless_pages_show_what_they_hold(harmless: Run):
    assert harmless.check == []
    assert harmless.built.warnings == []
    assert faults_of(harmless.built) == {}
    assert published(harmless.built) == [
        "dotted.png",
        "notes.txt",
        "ok.png",
        "ok.svg",
        "ok.svg",
        "table.csv",
    ]
    read = harmless.built.read
    assert "Text that stands in <em>another</em> file." in read("harmless/include-outside.html")
    notes = BeautifulSoup(read("harmless/literalinclude.html"), "html5lib").find("pre")
    assert notes.get_text() == "Notes that anyone may have.\n"
    assert "<p>Coffee</p>" in read("harmless/csv-absolute.html")
    assert 'name="description" content="Words"' in read("harmless/meta-0.html") or (
        'content="Words" name="description"' in read("harmless/meta-0.html")
    )
    assert "sd-octicon-report sd-text-info" in read("harmless/icon-class.html")
    assert 'href="https://example.org"' in read("harmless/link-card.html")


# Pages that stop a stock build, or that would use the network.
NOT_ALONE = {"csv-url", "include-itself", "include-hostile", "raw-url"}


def test_without_the_rules_the_attacks_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """``sphinx_compass`` alone does not refuse them, so the tests above can fail."""
    monkeypatch.setenv("COMPASS_PLANTED", str(tmp_path / "planted"))
    source = prepare(tmp_path, "hostile")
    conf = source / "conf.py"
    conf.write_text(conf.read_text().replace(', "sphinx_compass.safety"', ""))
    for name in NOT_ALONE:
        (source / f"hostile/{name}.md").unlink()
    built = build(source, tmp_path / "out")
    # Facts that nobody can read are not its business alone.
    assert [line for line in warned(built) if "holds the line separator" not in line] == []
    assert (tmp_path / "planted").exists()
    assert "page.html" in published(built)
    assert len(faults_of(built)) > 30
    leaks = {name.removeprefix("hostile/").removesuffix(".html") for name in with_secret(built)}
    assert {"csv-outside", "include-outside", "literalinclude-diff"} <= leaks


def test_the_rules_are_loaded_by_name_only(tmp_path: Path):
    source = site(tmp_path / "source", {"events/my-event.md": event()})
    build(source, tmp_path / "out")
    script = "import sys, sphinx.cmd.build as b; b.main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", script, "-Q", "-E", str(source), str(tmp_path / "again")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    loaded = done.stdout.split()
    assert "sphinx_compass.domain" in loaded
    assert "sphinx_compass.safety" not in loaded


# -- links in the file system


def test_pages_and_folders_that_are_links_to_the_outside_are_left_out(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("one", "two"):
        (outside / f"{name}.md").write_text(f"# {SECRET}\n")
    source = site(tmp_path / "source", {"a/page.md": "# Page\n"}, conf=SAFE_CONF)
    (source / "a/link.md").symlink_to(outside / "one.md")
    (source / "b").symlink_to(outside)
    (source / "a/again.md").symlink_to("page.md")
    expected = [
        f"{name}:1: this is a link to a place outside the source folder; copy what is there, "
        "or delete it [compass.outside-source]"
        for name in ("a/link.md", "b")
    ]
    built = build(source, tmp_path / "out")
    assert checked(source) == expected
    assert warned(built) == expected
    assert with_secret(built) == []
    assert "Page" in built.read("a/again.html"), "links inside the folder are fine"
    assert build(source, tmp_path / "out").written == []


def test_the_lists_of_the_community_may_not_be_a_link_to_the_outside(tmp_path: Path):
    source = site(tmp_path / "source", {"events/my-event.md": event()}, conf=SAFE_CONF)
    (tmp_path / "secret.yml").write_text(f"{SECRET}: 1\n")
    (source / "_data/community.yml").unlink()
    (source / "_data/community.yml").symlink_to(tmp_path / "secret.yml")
    expected = [
        "_data/community.yml:1: this is a link to a place outside the source folder; copy what is "
        "there, or delete it [compass.outside-source]"
    ]
    assert checked(source) == expected
    assert warned(build(source, tmp_path / "out")) == expected


def test_a_decoy_in_the_source_folder_does_not_open_the_file_it_looks_like(tmp_path: Path):
    """Sphinx prefers an absolute path as it is to the same path below the source folder."""
    secret = tmp_path / "secret.csv"
    secret.write_text(f"{SECRET},1\n")
    page = f"# Page\n\n```{{csv-table}}\n:file: {secret}\n```\n"
    source = site(tmp_path / "source", {"page.md": page}, conf=SAFE_CONF)
    decoy = source / secret.relative_to("/")
    decoy.parent.mkdir(parents=True)
    decoy.write_text("decoy,1\n")
    built = build(source, tmp_path / "out")
    assert warned(built) == []
    assert "decoy" in built.read("page.html")
    assert with_secret(built) == []


def test_an_image_is_looked_at_in_the_language_of_the_build(tmp_path: Path):
    """Sphinx takes ``square.es.png`` for ``square.png`` in a Spanish build."""
    source = site(tmp_path / "source", {"page.md": "# Page\n\n![a](square.png)\n"}, conf=SAFE_CONF)
    shutil.copy(ROOT / "files/ok.png", source / "square.png")
    (tmp_path / "secret.png").write_text(SECRET)
    (source / "square.es.png").symlink_to(tmp_path / "secret.png")
    assert warned(build(source, tmp_path / "en")) == []
    spanish = build(source, tmp_path / "es", language="es")
    assert warned(spanish) == [
        "page.md:3: 'square.es.png' is outside the source folder; copy the file into source/ "
        "[compass.outside-source]"
    ]
    assert with_secret(spanish) == []


def test_an_image_whose_name_stock_sphinx_cannot_show_says_so(tmp_path: Path):
    page = "# Page\n\n![a](<my square.png>)\n"
    source = site(tmp_path / "source", {"page.md": page}, conf=SAFE_CONF)
    shutil.copy(ROOT / "files/ok.png", source / "my square.png")
    expected = [
        "page.md:3: 'my square.png' cannot be shown here; give the file a name of plain letters, "
        "digits and hyphens [compass.missing-file]"
    ]
    built = build(source, tmp_path / "out")
    assert checked(source) == warned(built) == expected


def test_a_large_image_is_refused(tmp_path: Path):
    source = site(tmp_path / "source", {"page.md": "# Page\n\n![a](a.png)\n"}, conf=SAFE_CONF)
    with (source / "a.png").open("wb") as file:
        file.truncate(21 * 1024**2)
    expected = ["page.md:3: 'a.png' has more than 20 MB; make it smaller [compass.active-file]"]
    assert checked(source) == expected
    assert warned(build(source, tmp_path / "out")) == expected


def test_a_page_may_begin_with_a_line_across(tmp_path: Path):
    """It is no front matter, so nothing of it is obeyed, and nothing is lost."""
    page = "---\n\n# Page\n\nThe text of the page.\n"
    source = site(tmp_path / "source", {"page.md": page}, conf=SAFE_CONF)
    built = build(source, tmp_path / "out")
    assert warned(built) == []
    assert "The text of the page." in built.read("page.html")


def test_names_of_files_are_quoted(tmp_path: Path):
    names = ['a"onmouseover="alert(1).md', "b'><script>alert(1)<_script>.md"]
    source = site(tmp_path / "source", dict.fromkeys(names, "# T `<script>`\n"), conf=SAFE_CONF)
    built = build(source, tmp_path / "out")
    assert warned(built) == []
    assert faults_of(built) == {}


# -- translations are written by strangers too


def quoted(text: str) -> str:
    for plain, written in {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}.items():
        text = text.replace(plain, written)
    return f'"{text}"'


def spanish(folder: Path, translations: dict[str, str], domain: str = "page") -> tuple[Path, Built]:
    """Build a page in Spanish with *translations*."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n'
    entries = [f"msgid {quoted(a)}\nmsgstr {quoted(b)}\n" for a, b in translations.items()]
    files = {
        "page.md": "# Page\n\nHello there.\n\nSee [this](https://example.org).\n",
        f"_locale/es/LC_MESSAGES/{domain}.po": "\n".join([head, *entries]),
    }
    conf = SAFE_CONF + 'locale_dirs = ["_locale"]\ngettext_compact = False\n'
    source = site(folder / "source", files, conf=conf)
    (folder / "secret.txt").write_text(SECRET)
    return source, build(source, folder / "out", language="es")


RAW = (
    "raw HTML is not allowed in a page; write it in MyST (a comment begins with '%', not '<!--') "
    "[compass.raw-html]"
)
OUTSIDE = "is outside the source folder; copy the file into source/ [compass.outside-source]"
FRONT = (
    "the translation of this text begins with '---', as front matter; change that "
    "[compass.unsafe-front-matter]"
)


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("Hola <b onclick='alert(1)'>tú</b>", [f"page.md:3: {RAW}"]),
        (
            "Hola [tú](ftp://example.org)",
            ["page.md:3: the link 'ftp://example.org' is not allowed;"],
        ),
        ("![a](../secret.txt)", [f"page.md:3: '../secret.txt' {OUTSIDE}"]),
        ("{download}`../secret.txt`", [f"page.md:3: '../secret.txt' {OUTSIDE}"]),
        ("{math}`\\href{javascript:alert(1)}{x}`", ["page.md:3: the formula command '\\href'"]),
        (
            '{octicon}`report;1em;x"><!--><script>alert(1)</script>-->`',
            [f"page.md:3: {RAW}"],
        ),
        (
            "---\nmyst:\n  enable_extensions: [substitution]\n---\n"
            "{{ cycler.__init__.__globals__.os.system('touch \"$COMPASS_PLANTED\"') }}",
            [f"page.md:3: {FRONT}"],
        ),
        ("---\nmyst:\n  enable_extensions: [substitution]\n", [f"page.md:3: {FRONT}"]),
    ],
    ids=["html", "link", "image", "download", "formula", "icon", "front-matter", "no-end"],
)
def test_a_translation_obeys_the_rules_of_pages(
    translation: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COMPASS_PLANTED", str(tmp_path / "planted"))
    _source, built = spanish(tmp_path, {"Hello there.": translation})
    said = list(dict.fromkeys(warned(built)))
    assert [line[: len(start)] for line, start in zip(said, expected, strict=True)] == expected
    assert faults_of(built) == {}
    assert with_secret(built) == []
    assert not (tmp_path / "planted").exists()


def test_an_honest_translation_is_shown(tmp_path: Path):
    text = "Hola; *todo* está en [casa](https://example.org)."
    source, built = spanish(tmp_path, {"Hello there.": text})
    assert warned(built) == []
    assert checked(source) == []
    assert "<em>todo</em> está" in built.read("page.html")


def test_translations_of_sphinx_itself_are_refused(tmp_path: Path):
    """Its templates and scripts take such texts as they are, on every page."""
    hostile = '"><script>alert(1)</script>'
    source, built = spanish(
        tmp_path, {"Link to this heading": hostile, "Search": hostile}, "sphinx"
    )
    (source / "_locale/es/LC_MESSAGES/sphinx.js").write_text("alert(1)")
    expected = [
        f"_locale/es/LC_MESSAGES/sphinx.{suffix}:1: the file replaces words or script of Sphinx "
        "itself on every page; delete it [compass.active-file]"
        for suffix in ("js", "mo", "po")
    ]
    assert checked(source) == expected
    assert warned(built) == expected[1:]
    assert faults_of(built) == {}
    again = build(source, tmp_path / "again", language="es")
    assert warned(again) == expected
    assert "alert(1)" not in "".join(
        path.read_text() for path in again.outdir.rglob("*") if path.suffix in {".js", ".html"}
    )


# -- pure rules


WAYS = {
    "as it is": lambda word: word,
    "upper case": str.upper,
    "mixed case": lambda word: "".join(random.Random(7).choice([c, c.upper()]) for c in word),
    "tab inside": lambda word: word[:4] + "\t" + word[4:],
    "lines inside": "\r\n".join,
    "control before": lambda word: "\x01\x1f " + word,
    "no-break space before": lambda word: "\xa0\ufeff" + word,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "scheme", ["javascript", "vbscript", "data", "file", "blob", "ftp", "intent", "ms-word", "tel"]
)
def test_no_spelling_of_a_scheme_gets_through(scheme: str, way: str):
    address = f"{WAYS[way](scheme)}:alert(1)"
    plain = re.sub(r"[\x00-\x20\xa0\ufeff]", "", address)
    assert scheme_problem(address) == (
        f"the link '{plain}' is not allowed; links begin with https:, http:, mailto: or doi:, "
        "or lead to a page of the site"
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#part",
        "page.html#part",
        "../folder/page.html?a=b:c",
        "./a:b",
        "1:2",
        "HTTPS://example.org/javascript:x",
        "mailto:a@example.org",
        "doi:10.5281/zenodo.1",
        "//example.org",
    ],
)
def test_common_addresses_are_fine(address: str):
    assert scheme_problem(address) is None


def test_every_icon_of_sphinx_design_is_one(tmp_path: Path):
    """If a new version writes icons in another way, its icons are refused, and this says so."""
    styles = ("outlined", "regular", "round", "sharp", "twotone")
    icons = {
        f"octicon {name}": design.get_octicon(name, classes=["x-y"])
        for name in design.list_octicons()
    }
    for style in styles:
        for name in design.get_material_icon_data(style):
            icons[f"{style} {name}"] = design.get_material_icon(style, name, "2.5rem")
    assert len(icons) > 5000
    assert [name for name, svg in icons.items() if not markup_is_plain_icon(svg)] == []
