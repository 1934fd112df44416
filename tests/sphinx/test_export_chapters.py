"""The builders of exports: where pages go, what their labels are, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from tests.export_site import EXPORT, EXPORT_CONF, FIGURE, SECOND, export_site
from tests.site import REPOSITORY, Built, build, copy_root, digests, event, site, write

WEBSITE = "book/website"
PAGE = f"{WEBSITE}/collaboration/guides/guides-my-event.md"


def chapters(source: Path, out: str = "out", **values: object) -> Built:
    return build(source, source.parent / out, "turing-way", **values)  # type: ignore[arg-type]


def files(built: Built) -> list[str]:
    return [name for name in digests(built.outdir) if name != "export-manifest.json"]


def test_a_chapter_has_the_layout_of_the_book(tmp_path: Path) -> None:
    built = chapters(export_site(tmp_path / "src", FIGURE))
    assert built.warnings == []
    assert files(built) == [
        "PULL_REQUEST.md",
        f"{WEBSITE}/collaboration/guides/guides-checklist.md",
        PAGE,
        f"{WEBSITE}/collaboration/guides.md",
        f"{WEBSITE}/figures/cl-guides-events-pictures-party.png",
        "toc.yml",
    ]
    text = built.read(PAGE)
    assert text.startswith("(cl-guides-my-event)=\n")
    assert "\n# My Event\n" in text
    assert "\n(cl-guides-my-event-before)=\n" in text
    assert "../../figures/cl-guides-events-pictures-party.png" in text


def test_the_list_of_files_says_where_each_is_from(tmp_path: Path) -> None:
    manifest = json.loads(
        chapters(export_site(tmp_path / "src", FIGURE)).read("export-manifest.json")
    )
    sources = {name: entry["source"] for name, entry in manifest["files"].items()}
    assert sources[PAGE] == "events/my-event.md"
    assert sources[f"{WEBSITE}/collaboration/guides.md"] == "_data/export.yml"
    assert (
        sources[f"{WEBSITE}/figures/cl-guides-events-pictures-party.png"]
        == "events/pictures/party.png"
    )
    assert manifest["labels"]["cl-guides-my-event-before"] == "events/my-event#before"
    assert manifest["labels"]["cl-guides-my-event"] == "events/my-event"


def test_links_lead_to_a_label_or_to_the_published_compass(tmp_path: Path) -> None:
    text = (
        "\nSee [](other-event.md), {compass:event-guide}`other-event`, [home](../index.md) and "
        "[before](#before).\n"
    )
    page = chapters(export_site(tmp_path / "a" / "src", text)).read(PAGE)
    assert "[Other event](https://compass.example.org/events/other-event.html)" in page
    assert "[home](https://compass.example.org/index.html)" in page
    assert "{ref}`before <cl-guides-my-event-before>`" in page
    both = export_site(tmp_path / "b" / "src", text, export=EXPORT + SECOND)
    page = chapters(both).read(PAGE)
    assert "{ref}`Other event <pd-more-other-event>`" in page
    assert "compass.example.org/events" not in page


def test_an_assembled_document_brings_its_parts(tmp_path: Path) -> None:
    source = copy_root("charter", tmp_path / "src")
    for path in source.rglob("*.md"):  # a book takes neither pictures without a licence nor HTML
        text = path.read_text("utf-8").replace("<of all ages>", "of all ages")
        path.write_text(re.sub(r"(?m)^!\[.*\n", "", text), encoding="utf-8")
    host = (source / "charter/index.md").read_text("utf-8")
    id = re.findall(r"(?m)^    id: (.*)$", host)[0]
    parts = re.findall(r"(?m)^      - (.*)$", host)
    write(source, {"_data/export.yml": EXPORT.replace("my-event", id)})
    built = chapters(source)
    assert built.warnings == []
    toc = yaml.safe_load(built.read("toc.yml"))
    assert len(toc[0]["children"]) >= 1 + len(parts)
    for child in toc[0]["children"]:
        lines = built.read(f"{WEBSITE}/{child['file']}").splitlines()
        assert f"# {child['title']}" in lines


def test_terms_come_along_unless_the_book_has_them(tmp_path: Path) -> None:
    glossary = (
        "# Words\n\n```{glossary}\nfork\n  A copy of a {term}`repository`.\n\nrepository\n"
        "  A place.\n\nissue\n  A note.\n\nunused\n  Nothing.\n```\n"
    )
    text = "\nA {term}`fork` and an {term}`issue`.\n"
    source = export_site(
        tmp_path / "src", text, export=f"book-terms: [Issue]\n{EXPORT}", words=glossary
    )
    built = chapters(source)
    assert built.warnings == []
    assert built.read(f"{WEBSITE}/glossary-terms.md") == (
        "(glossary-terms)=\n# Glossary Terms\n\n```{glossary}\n"
        "fork\n: A copy of a {term}`repository`.\n\nrepository\n: A place.\n```\n"
    )
    assert json.loads(built.read("export-manifest.json"))["book-terms"] == ["issue"]
    assert "`issue`" not in built.read(f"{WEBSITE}/glossary-terms.md")


def test_only_some_chapters(tmp_path: Path) -> None:
    source = export_site(tmp_path / "src", export=EXPORT + SECOND)
    built = chapters(source, compass_export_only="more")
    assert [entry["file"] for entry in yaml.safe_load(built.read("toc.yml"))] == [
        "project-design/more.md"
    ]
    wrong = chapters(source, "wrong", compass_export_only="mor")
    assert wrong.warnings == [
        "SRC/_data/export.yml:1: WARNING: there is no chapter 'mor'; did you mean 'more'? "
        "[compass.unknown-reference]"
    ]


BAD_PAGES = {
    "no alt text": (
        FIGURE.replace(":alt: Four people around a table\n", ""),
        ["45: the image has no text for people who cannot see it; add ':alt:' [missing-alt]"],
    ),
    "an image without a licence": (
        FIGURE.replace("CC-BY 4.0", "all rights reserved"),
        [
            "45: the image has no licence that the book can take; make it a figure whose caption "
            "ends with where it comes from and 'CC-BY 4.0' or 'CC0' [image-licence]"
        ],
    ),
    "an image without a caption": (
        "\n![Four people around a table](pictures/party.png)\n",
        [
            "45: the image has no licence that the book can take; make it a figure whose caption "
            "ends with where it comes from and 'CC-BY 4.0' or 'CC0' [image-licence]"
        ],
    ),
    "a licence without a source": (
        FIGURE.replace("[CC-BY 4.0](https://doi.org/10.5281/zenodo.1)", "CC-BY 4.0"),
        [
            "45: the caption does not say where the image is from; add its DOI or its address "
            "[image-licence]"
        ],
    ),
    "a heading that jumps": (
        "\n#### Deep\n",
        [
            "45: the heading 'Deep' is 2 levels below the one before it; write it with ### "
            "[heading-jump]"
        ],
    ),
    "Latin on the second line": (
        "\nFirst line,\nand e.g. a second.\n",
        ["46: 'e.g.' is Latin, which the book avoids; write 'for example' [latin-abbreviation]"],
    ),
    "a figure number": (
        "\nSee Figure 2.\n",
        [
            "45: 'Figure 2' is a number written by hand, and the book counts anew; name the figure "
            "or table, and refer to it with {numref} [figure-number]"
        ],
    ),
    "one heading twice": (
        "\n## Before\n\nAgain.\n",
        [
            "45: 'Before' would have the label 'cl-guides-my-event-before', as another place of "
            "this page has; change one of the two headings [label-clash]"
        ],
    ),
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_what_the_editors_would_send_back_is_refused(name: str, tmp_path: Path) -> None:
    text, said = BAD_PAGES[name]
    built = chapters(export_site(tmp_path / "src", text))
    path = "SRC/events/my-event.md"
    assert built.warnings == [
        re.sub(r"^(\d+): (.*) \[([a-z-]+)\]$", rf"{path}:\1: WARNING: \2 [compass.\3]", line)
        for line in said
    ]
    assert files(built) == []


def test_a_footnote_that_is_not_there(tmp_path: Path) -> None:
    built = chapters(export_site(tmp_path / "src", "\nA note.[^zz]\n"))
    assert (
        "SRC/events/my-event.md:45: WARNING: there is no footnote [^zz]; write it, or take the "
        "reference out [compass.undefined-footnote]"
    ) in built.warnings
    assert files(built) == []


def test_code_and_made_numbers_are_left_alone(tmp_path: Path) -> None:
    text = f"\n`e.g.` and {{numref}}`the-party`.\n\n```text\ni.e. Figure 3 [^x]\n```\n{FIGURE}"
    source = export_site(tmp_path / "src", text)
    (source / "conf.py").write_text(EXPORT_CONF + "numfig = True\n", encoding="utf-8")
    assert chapters(source).warnings == []


def test_an_image_that_is_too_large_or_of_another_sort(tmp_path: Path) -> None:
    source = export_site(tmp_path / "src", FIGURE)
    picture = source / "events/pictures/party.png"
    picture.write_bytes(picture.read_bytes() + bytes(1_200_000))
    assert chapters(source).warnings == [
        "SRC/events/my-event.md:45: WARNING: 'party.png' has 1.2 MB, and the book takes less than "
        "1 MB; make it smaller [compass.image-limits]"
    ]


def test_an_image_that_is_missing(tmp_path: Path) -> None:
    built = chapters(export_site(tmp_path / "src", FIGURE.replace("party.png", "gone.png")))
    assert built.warnings == [
        "SRC/events/my-event.md:45: WARNING: image file not readable: events/pictures/gone.png "
        "[image.not_readable]",
        "SRC/events/my-event.md:45: WARNING: there is no image 'events/pictures/gone.png'; add it, "
        "or mend the path [compass.missing-file]",
    ]
    assert files(built) == []


def test_two_images_of_one_name(tmp_path: Path) -> None:
    source = export_site(
        tmp_path / "src", FIGURE + FIGURE.replace("party.png", "Party.png").replace("the-", "a-")
    )
    (source / "events/pictures/Party.png").write_bytes(b"\x89PNG other")
    assert chapters(source).warnings == [
        "SRC/events/my-event.md:52: WARNING: 'events/pictures/Party.png' and "
        "'events/pictures/party.png' would both be the figure "
        "'cl-guides-events-pictures-party.png'; rename one of them [compass.label-clash]"
    ]


BAD_FILES = {
    "a document that does not exist": (
        EXPORT.replace("my-event", "my-evnt"),
        "7: there is no page with the id 'my-evnt'; did you mean 'my-event'? "
        "[compass.unknown-reference]",
    ),
    "two chapters of one name": (
        EXPORT
        + SECOND.replace("more", "guides")
        .replace("pd", "cl")
        .replace("project-design", "collaboration"),
        "13: two chapters are called 'guides', and so their labels would be the same; give one of "
        "them another name [compass.duplicate-chapter]",
    ),
    "a page in two chapters": (
        EXPORT + SECOND.replace("other-event", "my-event"),
        "16: 'my-event' is in the chapter 'guides' too; one page of the compass becomes one page "
        "of the book, so take it out of one of them [compass.duplicate-id]",
    ),
    "a name for a page that is not there": (
        EXPORT.replace("    summary", "    names: {my-evnt: x}\n    summary"),
        "8: the chapter has no page with the id 'my-evnt'; did you mean 'my-event'? "
        "[compass.unknown-reference]",
    ),
    "an address that is to be agreed": (
        EXPORT.replace("https://compass.example.org", "{to-be-agreed: council}"),
        "1: where the compass is published is to be agreed by 'council', and links out of the "
        "chapters lead there; write the address, or give it with '--published-at' "
        "[compass.not-published]",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_wrong_in_the_export_file(name: str, tmp_path: Path) -> None:
    text, said = BAD_FILES[name]
    built = chapters(export_site(tmp_path / "src", export=text))
    number, _, message = said.partition(": ")
    assert built.warnings == [f"SRC/_data/export.yml:{number}: WARNING: {message}"]
    assert files(built) == []


def test_no_export_file(tmp_path: Path) -> None:
    built = chapters(site(tmp_path / "src", {"my-event.md": event()}))
    assert built.warnings == [
        "SRC/_data/export.yml:1: WARNING: there is no _data/export.yml, which says what becomes a "
        "chapter; write it as the guide to exports shows [compass.missing-file]"
    ]


def test_an_address_can_be_given(tmp_path: Path) -> None:
    text = EXPORT.replace("https://compass.example.org", "{to-be-agreed: council}")
    source = export_site(tmp_path / "src", "\n[home](../index.md)\n", export=text)
    built = chapters(source, compass_published_at="https://c.example.org/en")
    assert built.warnings == []
    assert "[home](https://c.example.org/en/index.html)" in built.read(PAGE)


def test_two_pages_of_one_name(tmp_path: Path) -> None:
    text = EXPORT.replace("[my-event]", "[my-event, third]")
    pages = {"b__my-event": event("third", "Third")}
    source = export_site(tmp_path / "src", export=text, **pages)
    assert chapters(source).warnings == [
        "SRC/_data/export.yml:7: WARNING: 'events/my-event' and 'b/my-event' would both have the "
        "label 'cl-guides-my-event'; give one of them another name: 'names: {third: NAME}' "
        "[compass.label-clash]"
    ]
    named = text.replace("    summary", "    names: {third: third}\n    summary")
    source = export_site(tmp_path / "named", export=named, **pages)
    built = chapters(source, "named-out")
    assert built.warnings == []
    assert "(cl-guides-third)=" in built.read(f"{WEBSITE}/collaboration/guides/guides-third.md")


def test_a_page_that_would_be_called_as_a_part_of_each_chapter(tmp_path: Path) -> None:
    text = EXPORT.replace("[my-event]", "[third]")
    source = export_site(tmp_path / "src", export=text, **{"b__checklist": event("third", "Third")})
    assert chapters(source).warnings == [
        "SRC/_data/export.yml:7: WARNING: 'b/checklist' would be called 'checklist', as a part of "
        "each chapter is; give it another name: 'names: {third: NAME}' [compass.label-clash]"
    ]


def test_a_label_of_a_page_and_of_a_section(tmp_path: Path) -> None:
    """The page ``my-event-before`` and the section Before of ``my-event``."""
    text = EXPORT.replace("[my-event]", "[my-event, third]")
    source = export_site(
        tmp_path / "src", export=text, **{"events__my-event-before": event("third", "Third")}
    )
    assert chapters(source).warnings == [
        "SRC/events/my-event-before.md:29: WARNING: 'Third' would have the label "
        "'cl-guides-my-event-before', as 'Before' (events/my-event.md:33) has; change one of the "
        "two headings, or give one of the pages another name [compass.label-clash]"
    ]


CITING = """\
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
"""
WORKS = """\
@online{a-work,
  author = {Ada Example},
  title = {The Tests of a Team},
  year = 2026,
  url = {https://example.org/a},
}

@online{other2020work,
  author = {Ben Example},
  title = {Other},
  year = 2020,
  url = {https://example.org/b},
}
"""


def citing(root: Path, key: str = "a-work") -> Path:
    source = export_site(
        root,
        f"\nAs {{cite:t}}`{key}` says.\n",
        works="# Works\n\n{cite:t}`other2020work`\n\n```{bibliography}\n```\n",
    )
    (source / "conf.py").write_text(EXPORT_CONF + CITING, encoding="utf-8")
    return write(source, {"references.bib": WORKS})


def test_only_works_that_are_cited_come_along(tmp_path: Path) -> None:
    built = chapters(citing(tmp_path / "src"))
    assert built.warnings == []
    assert "{cite:t}`Example2026tests`" in built.read(PAGE)
    assert built.read("references.bib") == (
        "@online{Example2026tests,\n  author = {Ada Example},\n  title = {The Tests of a Team},\n"
        "  url = {https://example.org/a},\n  year = {2026},\n}\n"
    )


def test_an_unknown_work(tmp_path: Path) -> None:
    built = chapters(citing(tmp_path / "src", "a-wrk"))
    assert (
        "SRC/events/my-event.md:45: WARNING: there is no entry 'a-wrk' in references.bib; did you "
        "mean 'a-work'? [compass.unknown-citation]"
    ) in built.warnings


@pytest.mark.parametrize("builder", ["turing-way", "plain-myst"])
def test_same_bytes_in_parallel_and_in_another_folder(builder: str, tmp_path: Path) -> None:
    one = export_site(tmp_path / "one" / "src", FIGURE, export=EXPORT + SECOND)
    two = export_site(tmp_path / "two" / "deep" / "src", FIGURE, export=EXPORT + SECOND)
    first = build(one, tmp_path / "out-1", builder)
    assert first.warnings == []
    again = build(one, tmp_path / "out-2", builder, jobs=4)
    other = build(two, tmp_path / "out-3", builder, jobs=4)
    assert digests(first.outdir) == digests(again.outdir) == digests(other.outdir)
    assert len(digests(first.outdir)) > 5


def test_plain_has_every_page_and_a_table_of_contents(tmp_path: Path) -> None:
    source = export_site(tmp_path / "src", FIGURE, lonely="---\norphan: true\n---\n# Lonely: one\n")
    write(
        source, {"index.md": "# Home\n\n```{toctree}\nevents/my-event\nevents/other-event\n```\n"}
    )
    built = build(source, tmp_path / "out", "plain-myst")
    assert built.warnings == []
    assert files(built) == [
        "events/my-event.md",
        "events/other-event.md",
        "figures/events-pictures-party.png",
        "index.md",
        "lonely.md",
        "myst.yml",
    ]
    assert yaml.safe_load(built.read("myst.yml")) == {
        "version": 1,
        "project": {
            "title": "Example Compass",
            "toc": [
                {"file": "index.md", "title": "Home"},
                {"file": "events/my-event.md", "title": "My event"},
                {"file": "events/other-event.md", "title": "Other event"},
                {"file": "lonely.md", "title": "Lonely: one"},
            ],
        },
        "site": {"template": "book-theme"},
    }
    assert "../figures/events-pictures-party.png" in built.read("events/my-event.md")
    assert "# My event\n" in built.read("events/my-event.md")


def test_an_excerpt_that_may_not_be_shown_stays_here(tmp_path: Path) -> None:
    source = copy_root("excerpts", tmp_path / "src")
    states = (source / "study/states.md").read_text("utf-8").replace("# What", "## What")
    quotes = (source / "study/quotes.md").read_text("utf-8").replace("# What", "## What")
    may = f"{EXPORT}    quotes: true\n"
    export = may.replace("[my-event]", "[my-event, with-quotes]")
    write(source, {"_data/export.yml": export})
    write(
        source, {"a.md": event() + "\n" + states, "b.md": event("with-quotes", "B") + "\n" + quotes}
    )
    built = chapters(source, compass_today="2026-06-01")
    ids = {
        "x-taken-back": "withdrawn",
        "x-gone": "withdrawn",
        "x-later": "embargo",
        "x-asked": "awaiting approval",
        "x-refused": "refused",
    }
    lines = (source / "a.md").read_text("utf-8").split("\n")
    said = [line for line in built.warnings if "not-to-be-shown" in line]
    assert said == [
        f"SRC/a.md:{next(i for i, x in enumerate(lines, 1) if id in x)}: WARNING: the excerpt "
        f"'{id}' may not be shown ({why}); take it out of the page, or leave the page out of the "
        "export [compass.not-to-be-shown]"
        for id, why in ids.items()
    ]
    assert files(built) == []
    write(source, {"_data/export.yml": EXPORT.replace("[my-event]", "[with-quotes]")})
    built = chapters(source, compass_today="2026-06-01")
    assert files(built) == []
    lines = (source / "b.md").read_text("utf-8").split("\n")
    shown = list(dict.fromkeys(re.findall(r"x-[0-9a-z]+", "\n".join(lines))))
    assert built.warnings == [
        f"SRC/b.md:{next(i for i, x in enumerate(lines, 1) if id in x)}: WARNING: the excerpt "
        f"'{id}' would go into the chapter 'guides', and a book cannot take it back; if it may, "
        "write 'quotes: true' there in _data/export.yml, else leave the page out of the export "
        "[compass.not-to-be-shown]"
        for id in shown
    ]
    write(source, {"_data/export.yml": may.replace("[my-event]", "[with-quotes]")})
    built = chapters(source, compass_today="2026-06-01")
    assert built.warnings == []
    assert "“" in built.read(f"{WEBSITE}/collaboration/guides/guides-b.md")


@pytest.mark.slow
def test_the_chapters_of_this_compass(tmp_path: Path) -> None:
    """All that the export file names is exported, without a warning."""
    built = build(
        REPOSITORY / "source",
        tmp_path / "out",
        "turing-way",
        conf=REPOSITORY,
        compass_published_at="https://compass.example.org",
    )
    assert built.warnings == []
    named = yaml.safe_load((REPOSITORY / "source/_data/export.yml").read_text("utf-8"))
    toc = yaml.safe_load(built.read("toc.yml"))
    assert [entry["title"] for entry in toc][: len(named["turing-way"])] == [
        chapter["title"] for chapter in named["turing-way"]
    ]
    manifest = json.loads(built.read("export-manifest.json"))
    guides = {
        path.relative_to(REPOSITORY / "source").as_posix()
        for path in (REPOSITORY / "source/events").glob("*.md")
        if "    kind: event-guide\n" in path.read_text("utf-8")
    }
    sheets = {
        path.relative_to(REPOSITORY / "source").as_posix()
        for path in (REPOSITORY / "source/research/instruments").glob("*.md")
    }
    sources = {entry["source"] for entry in manifest["files"].values()}
    assert guides | sheets | {"charter/index.md", "mentorship/strategy.md"} <= sources
    assert {
        f"charter/{path.name}" for path in (REPOSITORY / "source/charter").glob("*.md")
    } <= sources
    for line in built.read("references.bib").splitlines():
        assert not line.startswith("@") or line.partition("{")[2][0].isupper()
