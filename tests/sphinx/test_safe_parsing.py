"""Whatever text MyST gets, it obeys nothing of it, however odd its lines and its way there."""

import random
import shutil
from pathlib import Path

import pytest
from myst_parser.config.main import MdParserConfig, TopmatterReadError, read_topmatter
from tests.site import build, event, site
from tests.sphinx.test_safety import RAW, ROOT, SAFE_CONF, checked, faults_of, warned

from sphinx_compass import safe_parser

RUN = "{{ cycler.__init__.__globals__.os.system('touch \"$COMPASS_PLANTED\"') }}\n"
SETTINGS = "myst: {enable_extensions: [substitution]}\n"
LINE_ENDS = ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
PIECES = [
    *["---", "...", "----", "--- # c", "\n", "\n", "\n", "\n", "\r\n", *LINE_ENDS],
    *["\t", " ", "\0", "\ufeff", "# a comment", "a: |\n  "],
    *['{"options": {"compass": {}}}', "options:\n  compass:\n    kind: guide\n", "title: x"],
    *["myst: {enable_extensions: [substitution]}", "myst:\n  enable_extensions: [substitution]"],
    *["substitutions: {a: b}", "? myst\n: {enable_extensions: [substitution]}", "&a", "*a", "%"],
    *["myst: {html_meta: {description: x}}", '"myst": {sub_delimiters: ["[", "]"]}', "!!map "],
]

# Of MyST: its {include} asks for it.
pytestmark = pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPASS_PLANTED", str(tmp_path / "planted"))
    return tmp_path / "planted"


def odd_pages(seed: int) -> dict[str, str]:
    """Make pages that begin with the pieces of front matter, or with facts and odd lines."""
    chosen = random.Random(seed)
    pages = {}
    for i in range(60):
        text = "---" + "".join(chosen.choices(PIECES, k=chosen.randint(1, 14)))
        pages[f"p{i}.md"] = f"{text}\n\n# Title\n\n{RUN}"
    for i in range(30):
        facts, _end, body = event(f"event-{i}").removeprefix("---\n").partition("---\n")
        lines = ["title: My event\n", *facts.splitlines(keepends=True)]
        for _ in range(chosen.randint(0, 2)):
            lines.insert(chosen.randint(0, 2), f"# a comment{chosen.choice(LINE_ENDS)}\n")
        opening = f"---{chosen.choice(['', '', *LINE_ENDS])}\n"
        settings = chosen.choice([f"{SETTINGS}...\n", f"{SETTINGS}---\n", f"---\n{SETTINGS}---\n"])
        pages[f"e{i}.md"] = f"{opening}{''.join(lines)}---\n{settings}\n{body}\n{RUN}"
    return pages


@pytest.mark.parametrize("seed", range(4))
def test_no_page_sets_up_the_parser(
    seed: int, planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Neither here nor by the code of MyST, which is asked of every text that it was given."""
    configs: list[MdParserConfig] = []
    settings: list[object] = []
    make = safe_parser.create_md_parser

    def watched(config: MdParserConfig, renderer: type) -> object:
        configs.append(config)
        parser = make(config, renderer)
        render = parser.render

        def look(text: str) -> object:
            try:
                found = read_topmatter(text) or {}
            except TopmatterReadError:
                found = {}
            settings.extend(key for key in ("substitutions", "html_meta") if key in found)
            settings.extend(key for key in found.get("myst") or {} if key != "html_meta")
            return render(text)

        parser.render = look
        return parser

    monkeypatch.setattr(safe_parser, "create_md_parser", watched)
    pages = odd_pages(seed)
    source = site(tmp_path / "source", pages, conf=SAFE_CONF)
    for name, text in pages.items():  # with the line ends as they are
        (source / name).write_bytes(text.encode())
    build(source, tmp_path / "out")
    assert len(configs) == len(pages) + 1
    assert {name for config in configs for name in config.enable_extensions} == {"colon_fence"}
    assert {config.sub_delimiters for config in configs} == {("{", "}")}
    assert settings == []
    assert not planted.exists()


def test_the_meta_tags_of_a_page_are_on_that_page_only(tmp_path: Path):
    page = "---\nmyst:\n  html_meta: {description: One, keywords: 7}\n---\n# One\n"
    source = site(tmp_path / "source", {"one.md": page, "two.md": "# Two\n"}, conf=SAFE_CONF)
    built = build(source, tmp_path / "out")
    assert built.warnings == []
    assert 'content="One"' in built.read("one.html")
    assert 'content="7"' in built.read("one.html")
    assert 'content="One"' not in built.read("two.html")


def test_included_front_matter_is_not_obeyed(planted: Path, tmp_path: Path):
    pages = {
        "page.md": "# Page\n\n```{include} part.inc\n```\n\n:::{note}\n```{include} part.inc\n```\n"
        f":::\n\n{RUN}",
        "part.inc": "---\nmyst:\n  enable_extensions: [substitution]\n---\n---\n"
        f"myst:\n  enable_extensions: [substitution]\n---\n\nText.\n\n{RUN}",
    }
    built = build(site(tmp_path / "source", pages, conf=SAFE_CONF), tmp_path / "out")
    assert not planted.exists()
    assert "Text." in built.read("page.html")


def test_a_site_that_would_run_code_from_pages_does_not(planted: Path, tmp_path: Path):
    conf = SAFE_CONF.replace('["colon_fence"]', '["colon_fence", "substitution"]')
    source = site(tmp_path / "source", {"page.md": f"# Page\n\n{RUN}"}, conf=conf)
    built = build(source, tmp_path / "out")
    assert warned(built) == [
        "conf.py:1: 'substitution' would let every page run code; take it out "
        "[compass.refused-directive]"
    ]
    assert not planted.exists()
    assert "cycler" in built.read("page.html")


# -- reStructuredText, where a site has such pages


def test_a_page_in_restructuredtext_obeys_the_rules(planted: Path, tmp_path: Path):
    page = """\
Page
====

.. raw:: html

   <script>alert(1)</script>

.. include:: ../secret.txt

.. csv-table::
   :file: ../secret.txt

`x <javascript:alert(1)>`__
"""
    source = site(tmp_path / "source", {"page.rst": page}, conf=SAFE_CONF)
    (tmp_path / "secret.txt").write_text("a secret\n")
    built = build(source, tmp_path / "out")
    outside = "is outside the source folder; copy the file into source/ [compass.outside-source]"
    assert [line for line in warned(built) if "javascript" not in line] == [
        "page.rst:4: '{raw}' is not allowed in a page; write it in MyST "
        "[compass.refused-directive]",
        f"page.rst:8: '../secret.txt' {outside}",
        f"page.rst:10: '../secret.txt' {outside}",
    ]
    assert faults_of(built) == {}
    assert "a secret" not in built.read("page.html")


def test_no_other_parser_reads_an_included_file(planted: Path, tmp_path: Path):
    """The one of MyST for docutils would obey the front matter."""
    pages = {
        "page.rst": "Page\n====\n\n.. include:: part.inc\n   :parser: myst_parser.docutils_\n",
        "part.inc": f"---\nmyst:\n  enable_extensions: [substitution]\n---\n{RUN}",
    }
    built = build(site(tmp_path / "source", pages, conf=SAFE_CONF), tmp_path / "out")
    assert not planted.exists()
    assert 'unknown option: "parser"' in "".join(built.warnings)


# -- a site that is built again


def test_a_page_is_built_again_when_a_file_that_was_refused_is_mended(tmp_path: Path):
    pages = {
        "image.md": "# A\n\n![an image](x.png)\n",
        "drawing.md": "# B\n\n![a drawing](x.svg)\n",
        "literal.md": "# C\n\n```{literalinclude} x.txt\n```\n",
        "include.md": "# I\n\n```{include} x.inc\n```\n",
        "table.md": "# T\n\n```{csv-table}\n:file: x.csv\n```\n",
        "download.md": "# W\n\n{download}`get <y.txt>`\n",
        "link.md": "# L\n\n![a linked image](linked.png)\n",
        "other.md": "# O\n\nText.\n",
        "x.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    }
    source = site(tmp_path / "source", pages, conf=SAFE_CONF)
    (tmp_path / "outside.png").write_bytes((ROOT / "files/ok.png").read_bytes())
    (source / "linked.png").symlink_to(tmp_path / "outside.png")
    out = tmp_path / "out"
    first = build(source, out)
    assert len(warned(first)) == 7
    missing = sorted(line for line in warned(first) if "there is no file" in line)
    again = build(source, out)
    assert sorted(warned(again)) == missing, "what is still missing is said in each build"
    assert "other" not in again.written
    mended = {
        "x.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "x.txt": "LITERAL\n",
        "x.inc": "INCLUDED\n",
        "x.csv": "CELL,1\n",
        "y.txt": "DOWNLOAD\n",
    }
    for name, text in mended.items():
        (source / name).write_text(text)
    shutil.copyfile(ROOT / "files/ok.png", source / "x.png")
    (source / "linked.png").unlink()
    shutil.copyfile(ROOT / "files/ok.png", source / "linked.png")
    last = build(source, out)
    assert last.warnings == []
    assert "other" not in last.written
    clean = build(source, tmp_path / "clean")
    for name in ("image", "drawing", "literal", "include", "table", "download", "link", "other"):
        assert last.read(f"{name}.html") == clean.read(f"{name}.html")
    assert build(source, out).written == []


def test_names_that_no_file_can_have_end_no_build(tmp_path: Path):
    long = "x" * 300
    page = f"# Page\n\n![a]({long}.png)\n\n![b](a%00b.png)\n\n![c]({'y/' * 3000}z.png)\n"
    source = site(tmp_path / "source", {"page.md": page}, conf=SAFE_CONF)
    first = warned(build(source, tmp_path / "out"))
    assert len(first) == 3
    assert warned(build(source, tmp_path / "out")) == first
    assert len(checked(source)) == 3


def test_html_that_a_directive_cuts_by_other_line_ends_is_refused(tmp_path: Path):
    page = "# Page\n\n:::{note}\ntext\u2028\u2028<b onclick='x'>\u2028\n:::\n"
    built = build(site(tmp_path / "source", {"page.md": page}, conf=SAFE_CONF), tmp_path / "out")
    assert [line.partition(": ")[2] for line in warned(built)] == [RAW]
    assert faults_of(built) == {}
