"""Translations by strangers: none is obeyed, and none leads out of the source folder.

Sphinx reads them for the language of the site too, so that a file is enough to reach every build.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from tests.site import Built, build, site
from tests.sphinx.test_safety import SAFE_CONF, checked, faults_of, quoted, warned

from compass_model.locale_files import locale_folders, locale_problems

CONF = SAFE_CONF + 'locale_dirs = ["_locale"]\ngettext_compact = False\n'
RUN = "{{ cycler.__init__.__globals__.os.system('touch \"$COMPASS_PLANTED\"') }}"
SETTINGS = "myst:\n  enable_extensions: [substitution]\n"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FOLDER = "_locale/en/LC_MESSAGES"
FRONT = (
    "page.md:3: the translation of this text begins with '---', as front matter; change that "
    "[compass.unsafe-front-matter]"
)
LINK = (
    "this is a link to a place outside the source folder; copy what is there, or delete it "
    "[compass.outside-source]"
)


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPASS_PLANTED", str(tmp_path / "planted"))
    return tmp_path / "planted"


def made(folder: Path, catalogue: str = "") -> Path:
    """Write a site with a page, and a catalogue in the language of the site itself."""
    files = {"page.md": "# Page\n\nHello there.\n", f"{FOLDER}/page.po": HEAD + catalogue}
    return site(folder / "source", files, conf=CONF)


def english(folder: Path, translation: str) -> Built:
    """Build a site in its own language with a translation of one text."""
    source = made(folder, f"msgid {quoted('Hello there.')}\nmsgstr {quoted(translation)}\n")
    return build(source, folder / "out")


@pytest.mark.parametrize(
    "translation",
    [
        f"---\n---\n---\n{SETTINGS}---\n{RUN}",
        f"---\n---\n---\n---\n---\n{SETTINGS}---\n{RUN}",
        f"---\na: 1\n...\n---\n{SETTINGS}...\n{RUN}",
        f"---\u2028---\u2028---\n{SETTINGS}---\n{RUN}",
        f"---\x0c---\x0c---\n{SETTINGS}---\n{RUN}",
        f"---\x85---\x85---\x85{SETTINGS}---\n{RUN}",
        f"---\r---\r---\r{SETTINGS}---\n{RUN}",
        f"---\r\n---\r\n---\r\n{SETTINGS}---\r\n{RUN}",
        f"-----\n{SETTINGS}-----\n{RUN}",
        f"---\t\n{SETTINGS}---\t\n{RUN}",
        f"--- {{myst: {{enable_extensions: [substitution]}}}}\n{SETTINGS}---\n{RUN}",
        f"---\n{SETTINGS}",
        f"---\n---\n---\n{SETTINGS}{RUN}",
    ],
)
def test_no_front_matter_of_a_translation_is_obeyed(
    translation: str, planted: Path, tmp_path: Path
):
    built = english(tmp_path, translation)
    assert set(warned(built)) == {FRONT}
    assert not planted.exists()
    assert faults_of(built) == {}


@pytest.mark.parametrize(
    "translation",
    [
        f"\ufeff---\n{SETTINGS}---\n{RUN}",
        f"\n---\n{SETTINGS}---\n{RUN}",
        f" ---\n{SETTINGS}---\n{RUN}",
        f"\u2028---\n{SETTINGS}---\n{RUN}",
        f"–––\n{SETTINGS}---\n{RUN}",
    ],
    ids=["byte-order mark", "line", "space", "separator", "dashes"],
)
def test_what_is_no_front_matter_is_text(translation: str, planted: Path, tmp_path: Path):
    built = english(tmp_path, translation)
    assert warned(built) == []
    assert not planted.exists()


@pytest.mark.parametrize(
    ("before", "shown"),
    [("", True), ("#, fuzzy\n", False), ("#~ ", False), ('msgctxt "x"\n', False)],
    ids=["plain", "fuzzy", "obsolete", "context"],
)
def test_entries_of_all_kinds_obey_the_rules(
    before: str, shown: bool, planted: Path, tmp_path: Path
):
    attack = f"---\n---\n---\n{SETTINGS}---\n{RUN} <b onclick='alert(1)'>Words</b>"
    lines = [f"msgid {quoted('Hello there.')}", f"msgstr {quoted(attack)}"]
    obsolete = before == "#~ "
    entry = before * (not obsolete) + "".join(f"{before * obsolete}{line}\n" for line in lines)
    built = build(made(tmp_path, entry), tmp_path / "out")
    assert (FRONT in warned(built)) == shown
    assert not planted.exists()
    assert faults_of(built) == {}


def test_a_compiled_file_alone_obeys_the_rules(planted: Path, tmp_path: Path):
    source = made(tmp_path)
    (source / FOLDER / "page.po").unlink()
    catalogue, compiled = Catalog("en"), io.BytesIO()
    catalogue.add("Hello there.", f"---\n---\n---\n{SETTINGS}---\n{RUN} <b onclick='x'>W</b>")
    write_mo(compiled, catalogue)
    (source / FOLDER / "page.mo").write_bytes(compiled.getvalue())
    built = build(source, tmp_path / "out")
    assert FRONT in warned(built)
    assert not planted.exists()
    assert faults_of(built) == {}


# -- files and folders


def _linked_file(source: Path, victim: Path) -> str:
    (source / FOLDER / "page.mo").symlink_to(victim)
    return f"{FOLDER}/page.mo"


def _linked_to_nothing(source: Path, victim: Path) -> str:
    victim.unlink()
    (source / FOLDER / "page.mo").symlink_to(victim)
    return f"{FOLDER}/page.mo"


def _linked_source(source: Path, victim: Path) -> str:
    (source / FOLDER / "page.po").rename(victim.with_name("page.po"))
    (source / FOLDER / "page.po").symlink_to(victim.with_name("page.po"))
    return f"{FOLDER}/page.po"


def _linked_folder(at: str) -> Callable[[Path, Path], str]:
    def link(source: Path, victim: Path) -> str:
        elsewhere = victim.parent / "elsewhere"
        (source / at).rename(elsewhere)
        (source / at).symlink_to(elsewhere)
        return at

    return link


def _linked_below(source: Path, victim: Path) -> str:
    (victim.parent / "elsewhere").mkdir()
    (source / FOLDER / "sub").symlink_to(victim.parent / "elsewhere")
    return f"{FOLDER}/sub"


@pytest.mark.parametrize(
    "attack",
    [
        _linked_file,
        _linked_to_nothing,
        _linked_source,
        _linked_below,
        _linked_folder("_locale"),
        _linked_folder("_locale/en"),
        _linked_folder("_locale/en/LC_MESSAGES"),
    ],
    ids=["file", "nothing", "source", "below", "top", "language", "messages"],
)
def test_nothing_outside_is_read_or_written(attack: Callable[[Path, Path], str], tmp_path: Path):
    source = made(tmp_path, 'msgid "Hello there."\nmsgstr "Hi\\nssh-ed25519 AAAA a stranger"\n')
    outside = tmp_path / "outside"
    outside.mkdir()
    victim = outside / "keys"
    victim.write_text("precious\n")
    os.utime(victim, (1, 1))
    place = attack(source, victim)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    expected = [f"{place}:1: {LINK}"]
    assert checked(source) == expected
    built = build(source, tmp_path / "out")
    assert warned(built) == expected
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before
    assert "Hello there." in built.read("page.html"), "no translation is read at all"


def test_a_build_writes_through_no_link_and_into_no_folder(tmp_path: Path):
    source = made(tmp_path)
    (source / FOLDER / "page.mo").symlink_to("../../../page.md")
    (source / FOLDER / "folder.po").mkdir()
    expected = [
        f"{FOLDER}/folder.po:1: this must be a file of translations; delete it or give it another "
        "name [compass.unreadable-file]",
        f"{FOLDER}/page.mo:1: the build writes to this file, and it is a link; delete it "
        "[compass.outside-source]",
    ]
    assert checked(source) == expected
    assert sorted(warned(build(source, tmp_path / "out"))) == expected
    assert (source / "page.md").read_text().startswith("# Page")


def test_our_own_words_are_not_replaced(tmp_path: Path):
    source = made(tmp_path)
    (source / "sphinx_compass.md").write_text("# Words\n")
    (source / FOLDER / "sphinx_compass.po").write_text(HEAD)
    expected = [
        f"{FOLDER}/sphinx_compass.po:1: the file replaces words or script of Sphinx itself on "
        "every page; delete it [compass.active-file]"
    ]
    assert checked(source) == expected
    assert warned(build(source, tmp_path / "out")) == expected


def test_no_script_comes_from_where_the_build_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Sphinx looks there, not in the source folder."""
    source = made(tmp_path)
    script = tmp_path / "_locale/en/LC_MESSAGES/sphinx.js"
    script.parent.mkdir(parents=True)
    script.write_text("alert(1)")
    monkeypatch.chdir(tmp_path)
    built = build(source, tmp_path / "out")
    assert warned(built) == [
        "../_locale/en/LC_MESSAGES/sphinx.js:1: the file replaces words or script of Sphinx itself "
        "on every page; delete it [compass.active-file]"
    ]
    assert "alert(1)" not in "".join(path.read_text() for path in built.outdir.rglob("*.js"))


def test_honest_files_are_welcome(tmp_path: Path):
    source = made(tmp_path, 'msgid "Hello there."\nmsgstr "Good day."\n')
    (source / "_locale/en_GB").symlink_to("en")
    (source / FOLDER / "notes.txt").write_text("For translators.\n")
    assert checked(source) == []
    built = build(source, tmp_path / "out")
    assert built.warnings == []
    assert "Good day." in built.read("page.html")


def test_a_loop_of_links_ends(tmp_path: Path):
    source = made(tmp_path)
    (source / FOLDER / "loop").symlink_to(".")
    assert checked(source) == []


def test_a_conf_can_ask_before_sphinx_compiles_its_own_words(tmp_path: Path):
    """That happens before any extension is loaded."""
    source = made(tmp_path, 'msgid "Hello there."\nmsgstr "Good day."\n')
    asking = "from pathlib import Path\nfrom compass_model.locale_files import locale_folders\n"
    asking += 'locale_dirs = locale_folders(Path(__file__).parent, ["_locale"])\n'
    (source / "conf.py").write_text(CONF + asking)
    assert "Good day." in build(source, tmp_path / "fine").read("page.html")
    victim = tmp_path / "keys"
    victim.write_text("precious\n")
    os.utime(victim, (1, 1))
    (source / FOLDER / "sphinx.po").write_text(HEAD)
    (source / FOLDER / "sphinx.mo").symlink_to(victim)
    built = build(source, tmp_path / "out")
    assert victim.read_text() == "precious\n"
    assert [line.partition(": ")[0] for line in warned(built)] == [
        f"{FOLDER}/sphinx.mo:1",
        f"{FOLDER}/sphinx.po:1",
    ]
    assert locale_folders(source, ["_locale"]) == []


def test_folders_outside_the_source_are_those_of_the_maintainers(tmp_path: Path):
    source = made(tmp_path)
    (source / "_locale").rename(tmp_path / "locale")
    (tmp_path / "locale/en/LC_MESSAGES/page.mo").symlink_to(tmp_path / "anything")
    assert list(locale_problems(source, [source / "../locale"])) == []
