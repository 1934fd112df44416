"""The terms of an export: which of them come along, with what belongs to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.export_site import EXPORT, EXPORT_CONF, FIGURE, PIXEL, export_site
from tests.site import Built, build, copy_root, event, write

WEBSITE = "book/website"
PAGE = f"{WEBSITE}/collaboration/guides/guides-my-event.md"
TERMS = f"{WEBSITE}/glossary-terms.md"


def chapters(source: Path, **values: str) -> Built:
    return build(source, source.parent / "out", "turing-way", **values)


def glossary(definitions: str, fence: str = "```") -> str:
    return f"# Words\n\n{fence}{{glossary}}\n{definitions}{fence}\n"


def terms_page(entries: str, fence: str = "```") -> str:
    return f"(glossary-terms)=\n# Glossary Terms\n\n{fence}{{glossary}}\n{entries}{fence}\n"


def test_the_glossary_of_a_page_is_not_lost(tmp_path: Path) -> None:
    """Whether or not anything links to its terms."""
    words = "\nBefore.\n\n```{glossary}\nfork\n  A copy.\n\nzone\n  A place.\n```\n\nAfter.\n"
    built = chapters(export_site(tmp_path / "src", words))
    assert built.warnings == []
    assert "\nBefore.\n\nAfter.\n" in built.read(PAGE)
    assert built.read(TERMS) == terms_page("fork\n: A copy.\n\nzone\n: A place.\n")
    assert "They are: fork, zone." in built.read("PULL_REQUEST.md")


def test_the_book_keeps_its_own_words(tmp_path: Path) -> None:
    words = "\n```{glossary}\nfork\n  A copy.\n\nzone\n  Of a {term}`fork`.\n```\n"
    export = f"book-terms: [Fork, zone]\n{EXPORT}"
    built = chapters(export_site(tmp_path / "src", words, export=export))
    assert built.warnings == []
    assert not (built.outdir / TERMS).exists()
    assert json.loads(built.read("export-manifest.json"))["book-terms"] == []


def test_a_definition_may_link_to_a_term_of_another_page(tmp_path: Path) -> None:
    source = export_site(
        tmp_path / "src",
        "\nA {term}`fork`.\n",
        words=glossary("fork\n  A copy of a {term}`zone`.\n"),
        more=glossary("zone\n  A place for a {term}`fork`.\n\nunused\n  Nothing.\n"),
    )
    built = chapters(source)
    assert built.warnings == []
    assert built.read(TERMS) == terms_page(
        "fork\n: A copy of a {term}`zone`.\n\nzone\n: A place for a {term}`fork`.\n"
    )


def test_a_definition_with_a_fence_ends_no_glossary(tmp_path: Path) -> None:
    words = glossary("fork\n  ```sh\n  git clone\n  ```\n\n  A copy.\n\nzone\n  A place.\n", "````")
    built = chapters(export_site(tmp_path / "src", "\n{term}`fork` {term}`zone`\n", words=words))
    assert built.warnings == []
    assert built.read(TERMS) == terms_page(
        "fork\n: ```sh\n  git clone\n  ```\n\n  A copy.\n\nzone\n: A place.\n", "````"
    )


def test_a_list_of_definitions_inside_a_definition_has_no_terms(tmp_path: Path) -> None:
    words = glossary("fork\n  A copy:\n\n  zone\n  : No term.\n")
    source = export_site(tmp_path / "src", "\n{term}`fork`\n", words=words)
    conf = EXPORT_CONF + 'myst_enable_extensions = ["deflist"]\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    built = chapters(source)
    assert built.warnings == []
    assert built.read(TERMS) == terms_page("fork\n: A copy:\n\n  - **zone**: No term.\n")


CITING = """\
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["references.bib"]
"""
WORK = """\
@online{a-work,
  author = {Ada Example},
  title = {The Tests of a Team},
  year = 2026,
  url = {https://example.org/a},
}
"""


def test_a_work_that_only_a_definition_cites(tmp_path: Path) -> None:
    words = glossary("fork\n  As {cite:t}`a-work` says.\n") + "\n```{bibliography}\n```\n"
    source = export_site(tmp_path / "src", "\n{term}`fork`\n", words=words)
    (source / "conf.py").write_text(EXPORT_CONF + CITING, encoding="utf-8")
    built = chapters(write(source, {"references.bib": WORK}))
    assert built.warnings == []
    assert "{cite:t}`Example2026tests`" in built.read(TERMS)
    assert "@online{Example2026tests," in built.read("references.bib")


def test_a_picture_in_a_definition(tmp_path: Path) -> None:
    picture = FIGURE.strip().replace("pictures/", "events/pictures/").replace("\n", "\n  ")
    words = glossary(f"fork\n  A copy.\n\n  {picture}\n", "````")
    built = chapters(export_site(tmp_path / "src", "\n{term}`fork`\n", words=words))
    assert built.warnings == []
    name = "figures/glossary-terms-events-pictures-party.png"
    assert f"{{figure}} {name}\n" in built.read(TERMS)
    assert (built.outdir / WEBSITE / name).read_bytes() == PIXEL


WRONG = {
    "a footnote": (
        glossary("fork\n  A copy.[^a]\n") + "\n[^a]: A note.\n",
        "5: WARNING: the definition of 'fork' has a footnote, which a glossary of the book cannot "
        "hold; write what it says into the definition [compass.unknown-node]",
    ),
    "Latin": (
        glossary("fork\n  A copy,\n  e.g. this.\n"),
        "6: WARNING: 'e.g.' is Latin, which the book avoids; write 'for example' "
        "[compass.latin-abbreviation]",
    ),
    "a picture without a licence": (
        glossary("fork\n  ```{image} events/pictures/party.png\n  :alt: People\n  ```\n", "````"),
        "5: WARNING: the image has no licence that the book can take; make it a figure whose "
        "caption ends with where it comes from and 'CC-BY 4.0' or 'CC0' [compass.image-licence]",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_definition_that_the_book_cannot_take(name: str, tmp_path: Path) -> None:
    """On a page that is in no chapter, and only when the term comes along."""
    words, said = WRONG[name]
    built = chapters(export_site(tmp_path / "a/src", "\n{term}`fork`\n", words=words))
    assert built.warnings == [f"SRC/words.md:{said}"]
    assert chapters(export_site(tmp_path / "b/src", "", words=words)).warnings == []


def test_one_definition_of_two_terms_is_refused_once(tmp_path: Path) -> None:
    words = "\n```{glossary}\nfork\ncopy\n  A copy.[^a]\n```\n\n[^a]: A note.\n"
    built = chapters(export_site(tmp_path / "src", words))
    assert [line.partition(": WARNING: ")[0] for line in built.warnings] == [
        "SRC/events/my-event.md:48"
    ]


def test_a_quote_in_a_definition_stays_here(tmp_path: Path) -> None:
    source = copy_root("excerpts", tmp_path / "src")
    words = glossary("fork\n  Somebody said {compass:excerpt}`x-spoken`.\n")
    files = {
        "_data/export.yml": f"{EXPORT}    quotes: true\n",
        "a.md": f"{event()}\n{{term}}`fork`\n",
        "words.md": words,
    }
    built = chapters(write(source, files), compass_today="2026-06-01")
    assert [line for line in built.warnings if "toctree" not in line] == [
        "SRC/words.md:5: WARNING: the definition of 'fork' shows an excerpt, and a book cannot "
        "take it back; take it out of the definition [compass.not-to-be-shown]"
    ]
    assert not (built.outdir / TERMS).exists()
