"""Facts reach the translators' catalogues, and readers see them translated everywhere."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from tests.site import REPOSITORY, Built, build, copy_root

PACKAGE = REPOSITORY / "ext"
OWN = PACKAGE / "sphinx_compass/locale/es/LC_MESSAGES/sphinx_compass"


def places(catalogue: Path) -> dict[str, set[str]]:
    """Return ``file:line`` of every message in a catalogue, the path from the folder of sources."""
    with catalogue.open("rb") as file:
        messages = read_po(file)
    return {
        str(message.id): {f"{path.split('src/')[-1]}:{line}" for path, line in message.locations}
        for message in messages
        if message.id
    }


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, set[str]]]:
    root = tmp_path_factory.mktemp("gettext")
    source = copy_root("charter", root / "src")
    outdir = build(source, root / "out", "gettext", gettext_compact=False).outdir
    return {path.relative_to(outdir).as_posix(): places(path) for path in outdir.rglob("*.pot")}


def test_facts_are_in_the_catalogue_with_file_and_line(
    catalogues: dict[str, dict[str, set[str]]],
) -> None:
    values = catalogues["charter/values.pot"]
    assert values["Openness"] == {"charter/values.md:15"}
    assert values["Anybody can read a {term}`compass`, *always*"] == {"charter/values.md:16"}
    assert values["we rest"] == {"charter/values.md:22"}
    assert values["Maintainers"] == {"_data/community.yml:3"}


def test_the_catalogue_of_a_host_holds_its_own_text_only(
    catalogues: dict[str, dict[str, set[str]]],
) -> None:
    assert "Openness" not in catalogues["charter/index.pot"]
    assert "This charter is an example. It has a note.[^own]" in catalogues["charter/index.pot"]


def test_our_own_words_are_in_no_catalogue_of_the_pages(
    catalogues: dict[str, dict[str, set[str]]],
) -> None:
    ours = {"What it means", "to be agreed", "About this page", "Draft", "Status"}
    assert [ours & set(messages) for messages in catalogues.values()] == [set()] * len(catalogues)


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the charter in a language in which every message is marked with an asterisk."""
    root = tmp_path_factory.mktemp("spanish")
    source = copy_root("charter", root / "src")
    outdir = build(source, root / "gettext", "gettext", gettext_compact=False).outdir
    for pot in outdir.rglob("*.pot"):
        with pot.open("rb") as file:
            catalogue = read_po(file, locale="es")
        for message in catalogue:
            if message.id and str(message.id)[0] not in "!{":
                message.string = f"ES {message.id}"
        target = source / "_locale/es/LC_MESSAGES" / pot.relative_to(outdir).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)
    return build(
        source,
        root / "html",
        language="es",
        locale_dirs=["_locale"],
        gettext_compact=False,
        gettext_auto_build=False,
    )


@pytest.mark.parametrize("page", ["charter/values.html", "charter/index.html"])
def test_readers_see_translated_facts_on_the_page_and_in_its_host(
    spanish: Built, page: str
) -> None:
    assert spanish.warnings == []
    text = BeautifulSoup(spanish.read(page), "html5lib").find(class_="body").get_text(" ")
    for words in ["ES Openness", "ES Anybody can read a", "ES we rest", "ES Council"]:
        assert words in text
    # Our own words come from our own catalogue.
    assert "Qué significa" in text
    assert "por acordar" in text
    assert "What it means" not in text


def test_lists_and_the_drawing_show_translated_names(spanish: Built) -> None:
    lists = BeautifulSoup(spanish.read("lists.html"), "html5lib").find(class_="body").get_text(" ")
    assert "ES What we hold dear" in lists
    assert "Parte de la carta" in lists
    assert set(re.findall(r"(\S+) (?:Maintainers|Council)\b", lists)) == {"ES"}
    assert "ES Care › Qué significa" in " ".join(lists.split())
    svg = BeautifulSoup(spanish.read("charter/stakeholders.html"), "html5lib").find("svg")
    assert "Mantener satisfechos" in svg.get_text(" ")
    assert "• ES Funders" in svg.get_text(" ")


def _extracted() -> set[object]:
    """Return our own words, read from the code."""
    keywords = {"Words": {1: (1,), 2: (1, 2), 3: (1, 2)}}
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=keywords)
    return {message for _file, _line, message, _comments, _context in found if message}


def test_our_own_words_are_translated_and_compiled() -> None:
    with OWN.with_suffix(".po").open("rb") as file:
        catalogue: Catalog = read_po(file, locale="es")
    messages = {m.id: m.string for m in catalogue if m.id}
    assert set(messages) == _extracted()
    assert [id for id, string in messages.items() if not string or "" in tuple(string)] == []
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert OWN.with_suffix(".mo").read_bytes() == compiled.getvalue()
    assert len(list(read_mo(io.BytesIO(compiled.getvalue())))) > 100
