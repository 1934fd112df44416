"""The parts of an export that are texts and names: labels, titles, keys, pages, tables."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from compass_model.bibliography import Entry
from compass_model.export.curation import curation_page
from compass_model.export.editorial import (
    alt_problem,
    caption_problem,
    file_problem,
    remarks_on,
)
from compass_model.export.escaping import escape_signs
from compass_model.export.export_file import Chapter
from compass_model.export.labels import Place, labels_of
from compass_model.export.landing import (
    checklist_page,
    drawing_credit,
    glossary_page,
    landing_page,
    resources_page,
)
from compass_model.export.manifest import Manifest, read_manifest, write_manifest
from compass_model.export.plan import PlannedChapter, PlannedPage, stem_of
from compass_model.export.pull_request import Facts, pull_request
from compass_model.export.title_case import title_case
from compass_model.export.toc import Entry as TocEntry
from compass_model.export.toc import fragment, quoted, toc_lines
from compass_model.export.works import bibtex, book_keys

FACTS = {
    "guide": "collaboration",
    "chapter": "event-guides",
    "prefix": "cl",
    "title": "Guides for Events",
    "include": ["my-event"],
    "summary": "First sentence. Second one.\n\nA paragraph.",
    "why-useful": "It helps.",
    "prerequisites": [
        {
            "prerequisite": "A | sign",
            "importance": "Helpful",
            "skill-level": "Beginner",
            "notes": "Two\nlines",
        }
    ],
    "checklist": ["Do it. Then rest.", "Tell somebody."],
    "resources": [
        {"title": "A page", "url": "https://example.org/a", "why": "it is short"},
        {"cite": "ada2026tests", "why": "it is long"},
    ],
    "curation": {"title": "For Organisers", "description": "How to\nbegin."},
    "credits": {"authors": "the team.", "licence": "CC-BY-4.0"},
}


def chapter() -> PlannedChapter:
    page = PlannedPage(
        "events/my-event",
        "my-event",
        "collaboration/event-guides/event-guides-my-event.md",
        "cl-event-guides-my-event",
        "My <Event>",
    )
    return PlannedChapter(Chapter.model_validate(FACTS), 0, (page,))


LANDING = """\
(cl-event-guides)=
# Guides for Events

(cl-event-guides-prerequisites)=
## Prerequisites

| Prerequisite | Importance | Skill Level | Notes |
|---|---|---|---|
| A \\| sign | Helpful | Beginner | Two lines |

(cl-event-guides-summary)=
## Summary

First sentence.
Second one.

A paragraph.

This chapter has these pages:

- {ref}`My (Event) <cl-event-guides-my-event>`
- {ref}`Checklist <cl-event-guides-checklist>`
- {ref}`Resources <cl-event-guides-resources>`

(cl-event-guides-useful)=
## Why This is Useful

It helps.

*This chapter comes from the [Our Compass](https://compass.example.org/), where its text is looked \
after.
It was written by the team, and can be used under the licence \
[CC-BY 4.0](https://creativecommons.org/licenses/by/4.0/).*
"""


def test_the_first_page_has_the_form_of_the_template() -> None:
    assert landing_page(chapter(), "Our Compass", "https://compass.example.org/") == LANDING


def test_a_checklist_has_bullets_and_one_sentence_on_each_line() -> None:
    assert checklist_page(chapter()) == (
        "(cl-event-guides-checklist)=\n# Checklist\n\n- Do it.\n  Then rest.\n- Tell somebody.\n"
    )


def test_resources_say_why() -> None:
    assert resources_page(chapter(), {"ada2026tests": "Ada2026tests"}.get) == (
        "(cl-event-guides-resources)=\n# Resources\n\n"
        "These works say more about what is in this chapter.\n\n"
        "(cl-event-guides-resources-reading)=\n## Further Reading\n\n"
        "- [A page](https://example.org/a): _it is short_\n"
        "- {cite:t}`Ada2026tests`: _it is long_\n"
    )


def test_the_pathway_has_the_directive_of_the_book() -> None:
    assert curation_page(chapter()) == (
        "(pw-event-guides)=\n# For Organisers\n\n:::{curation} For Organisers\n---\ndepth: 2\n"
        "description: >\n  How to begin.\nlabel: pathway-event-guides\n---\n"
        "- item: ../collaboration/event-guides.md\n  children:\n"
        "    - item: ../collaboration/event-guides/event-guides-my-event.md\n"
        "    - item: ../collaboration/event-guides/event-guides-checklist.md\n"
        "    - item: ../collaboration/event-guides/event-guides-resources.md\n:::\n"
    )


def test_terms_are_sorted_and_indented() -> None:
    terms = {"issue": "A note.\nSecond.", "Binder": "A service."}
    assert glossary_page(terms) == (
        "(glossary-terms)=\n# Glossary Terms\n\n```{glossary}\n"
        "Binder\n: A service.\n\nissue\n: A note.\n  Second.\n```\n"
    )


def test_a_definition_with_a_fence_ends_no_glossary() -> None:
    terms = {"fork": "```sh\ngit clone\n```\n\nA copy.", "$HOME": "A place."}
    assert glossary_page(terms) == (
        "(glossary-terms)=\n# Glossary Terms\n\n````{glossary}\n"
        "\\$HOME\n: A place.\n\nfork\n: ```sh\n  git clone\n  ```\n\n  A copy.\n````\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ask @ada: $5 or $10. (@b)", "Ask \\@ada: \\$5 or \\$10. (\\@b)"),
        ("a@example.org and \\@c and \\$5", "a@example.org and \\@c and \\$5"),
        ("`@a $1` and ``$1 ` @b`` and `$2", "`@a $1` and ``$1 ` @b`` and `\\$2"),
        ("[@a $1](https://x.org/@a?$1)", "[\\@a \\$1](https://x.org/@a?$1)"),
        ("<https://x.org/@a> https://x.org/@b", "<https://x.org/@a> https://x.org/@b"),
    ],
)
def test_signs_that_mean_something_to_mystmd_alone(text: str, said: str) -> None:
    assert escape_signs(text) == said


def test_texts_of_the_export_file_stay_words() -> None:
    text = "Ask @ada for $5 or $10."
    resource = {"title": text, "url": "https://example.org", "why": text}
    row = {"prerequisite": text, "importance": "Helpful", "skill-level": "Beginner", "notes": text}
    more = {
        "title": "@Ada for $5",
        "summary": text,
        "why-useful": text,
        "prerequisites": [row],
        "checklist": [text],
        "resources": [resource],
        "curation": {"title": "@Ada for $5", "description": "Words."},
        "credits": {"authors": text, "licence": "CC-BY-4.0"},
    }
    made = chapter()._replace(chapter=Chapter.model_validate({**FACTS, **more}))
    pages = [
        landing_page(made, "Compass [$5]", "https://example.org/"),
        checklist_page(made),
        resources_page(made, {}.get),
        curation_page(made).partition(":::")[0],  # what follows is no Markdown
        drawing_credit(made.chapter.credits, "Compass [$5]", "https://example.org/"),
    ]
    for page in pages:
        assert "$" in page
        assert re.findall(r"(?<!\\)[$@]", page) == []
    assert "[Compass \\[\\$5\\]](https://example.org/)" in pages[0]


def test_the_table_of_contents_is_yaml() -> None:
    text = fragment([chapter()], glossary=True)
    assert "# below collaboration/collaboration.md\n" in text
    assert yaml.safe_load(text) == [
        {
            "file": "collaboration/event-guides.md",
            "title": "Guides for Events",
            "children": [
                {
                    "file": "collaboration/event-guides/event-guides-my-event.md",
                    "title": "My <Event>",
                },
                {
                    "file": "collaboration/event-guides/event-guides-checklist.md",
                    "title": "Checklist",
                },
                {
                    "file": "collaboration/event-guides/event-guides-resources.md",
                    "title": "Resources",
                },
            ],
        },
        {"file": "pathways/pathways-event-guides.md", "title": "For Organisers"},
        {"file": "glossary-terms.md", "title": "Glossary Terms"},
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        "No",
        "true",
        "A: b",
        "'x'",
        '"',
        "# a",
        "1.10",
        "Café – ja",
        " a",
        "-",
        "{x}",
        "a #b",
    ],
)
def test_any_title_survives_yaml(title: str) -> None:
    assert yaml.safe_load(f"title: {quoted(title)}") == {"title": title}
    lines = "\n".join(toc_lines([TocEntry("a.md", title)]))
    assert yaml.safe_load(lines) == [{"file": "a.md", "title": title}]


@pytest.mark.parametrize(
    ("given", "cased"),
    [
        ("a first change to code", "A First Change to Code"),
        ("why we are a community", "Why We Are a Community"),
        ("From user or deployer to contributor", "From User or Deployer to Contributor"),
        ("what JupyterHub is for", "What JupyterHub Is For".replace("Is For", "is For")),
        ("issue-tackling party", "Issue-tackling Party"),
        ("before: a plan", "Before: A Plan"),
        ("people's words", "People's Words"),
        ("Café für alle", "Café Für Alle"),
        ("", ""),
    ],
)
def test_title_case_changes_capitals_only(given: str, cased: str) -> None:
    assert title_case(given) == cased
    assert title_case(cased) == cased
    assert cased.lower() == given.lower()


def test_parts_of_a_title_are_cased_as_the_whole() -> None:
    assert title_case("the ", ends=False) + title_case(" of", begins=False) == "The  Of"


def place(id: str, title: str = "", line: int = 1, depth: int = 2) -> Place:
    return Place((id,), title, line, depth)


def test_labels_are_made_from_names() -> None:
    places = [
        Place(("charter", "top"), "Charter", 1, 1),
        place("before", "Before"),
        place("goals", "Goals", 5, 3),
        place("after", "After", 7),
        place("id3", "Goals", 9, 3),
        place("compass-timeline", "Timeline", 11),
        place("q-Why_not", "", 12, 3),
        place("id9", "", 13, 3),
    ]
    found, clashes = labels_of("pd-c-charter", places)
    assert clashes == []
    assert found == {
        "charter": "pd-c-charter",
        "top": "pd-c-charter",
        "before": "pd-c-charter-before",
        "goals": "pd-c-charter-goals",
        "after": "pd-c-charter-after",
        "id3": "pd-c-charter-after-goals",
        "compass-timeline": "pd-c-charter-facts-timeline",
        "q-Why_not": "pd-c-charter-q-why-not",
    }


def test_a_heading_more_changes_no_other_label() -> None:
    old = [place("a", "A", depth=1), place("goals", "Goals"), place("end", "End")]
    new = [old[0], place("more", "More"), *old[1:]]
    before, after = labels_of("p", old)[0], labels_of("p", new)[0]
    assert after == {**before, "more": "p-more"}


def test_one_heading_twice_in_one_section_is_a_clash() -> None:
    places = [place("a", "A", depth=1), place("goals", "Goals", 3), place("id1", "Goals", 9)]
    found, clashes = labels_of("p", places)
    assert "id1" not in found
    assert [tuple(clash) for clash in clashes] == [("p-goals", 9, "Goals")]
    assert labels_of("p", places, strict=False)[0]["id1"] == "p--goals-2"


@pytest.mark.parametrize(
    ("docname", "stem"),
    [("charter/index", "charter"), ("index", "index"), ("a/b/My_Page", "my-page")],
)
def test_the_name_of_a_file(docname: str, stem: str) -> None:
    assert stem_of(docname) == stem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("see e.g. this", ["'e.g.' is Latin, which the book avoids; write 'for example'"]),
        ("that is, i.e. so", ["'i.e.' is Latin, which the book avoids; write 'that is'"]),
        ("this etc.", ["'etc.' is Latin, which the book avoids; write 'and so on'"]),
        ("this, et cetera", ["'et cetera' is Latin, which the book avoids; write 'and so on'"]),
        ("etching, the piece, e.geo, lie, leg, Fig trees, tables 3", []),
        (
            "as Figure 3 and Table 2.1 show",
            [
                f"'{what}' is a number written by hand, and the book counts anew; "
                "name the figure or table, and refer to it with {numref}"
                for what in ("Figure 3", "Table 2.1")
            ],
        ),
        (
            "a note[^1]",
            ["there is no footnote [^1]; write it, or take the reference out"],
        ),
    ],
)
def test_what_the_editors_would_send_back(text: str, said: list[str]) -> None:
    assert [remark.message for remark in remarks_on(text)] == said


def test_alt_texts() -> None:
    assert alt_problem("Four people around a table") is None
    assert alt_problem(" ") == ("the image has no text for people who cannot see it; add ':alt:'")
    assert alt_problem("An image of a table") == (
        "the text of an image need not begin with 'An image of'; say what it shows"
    )


@pytest.mark.parametrize(
    "caption",
    [
        "A party. By Ada, CC-BY 4.0, https://doi.org/10.5281/zenodo.1",
        "A party. CC0. DOI: 10.5281/zenodo.1",
        "A party (CC BY), https://example.org",
    ],
)
def test_captions_with_a_licence_and_a_source(caption: str) -> None:
    assert caption_problem(caption, "") is None


def test_drawings_have_a_caption_that_the_book_can_take() -> None:
    credit = drawing_credit(chapter().chapter.credits, "Compass", "https://example.org/page.html")
    assert credit == (
        "From the [Compass](https://example.org/page.html), by the team.\n"
        "Used under the licence [CC-BY 4.0](https://creativecommons.org/licenses/by/4.0/)."
    )
    assert caption_problem(credit, "") is None


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("", "the image has no licence that the book can take"),
        ("A party. https://example.org", "the image has no licence that the book can take"),
        ("A party. CC-BY-NC 4.0, https://example.org", "the image has no licence that"),
        ("A party. CC-BY-SA 4.0, https://example.org", "the image has no licence that"),
        ("A party. CC-BY 4.0", "the caption does not say where the image is from"),
    ],
)
def test_captions_that_the_book_cannot_take(caption: str, said: str) -> None:
    problem = caption_problem(caption, "")
    assert problem is not None
    assert problem[1].startswith(said)


def test_files_of_images() -> None:
    assert file_problem("a.png", 999_999) is None
    assert file_problem("a.png", 1_000_000) == (
        "'a.png' has 1.0 MB, and the book takes less than 1 MB; make it smaller"
    )
    assert file_problem("a.gif", 1) == (
        "the book takes images as .png, .jpg or .svg; save 'a.gif' as one of these"
    )


def work(key: str, **fields: str) -> Entry:
    title, year = fields.get("title", ""), fields.get("year", "")
    return Entry(key, 3, "misc", title, (), year, "", "", fields)


def test_keys_get_the_form_of_the_book() -> None:
    works = {
        entry.key: entry
        for entry in [
            work("ada2026tests", author="Ada Example", title="Any", year="2026"),
            work("some-key", author="Zoë van der Berg and B C", title="The Big Book", year="2020"),
            work("team", author="{The Turing Way}", title="A Handbook", year="2019"),
            work("undated", author="Ben Example", title="On Drafts"),
            work("nobody", title="Nothing", year="2020"),
            work("uncited", title="Nothing"),
        ]
    }
    keys, problems = book_keys(works, [*works.keys() - {"uncited"}, "unknown"])
    assert keys == {
        "ada2026tests": "Ada2026tests",
        "some-key": "Berg2020big",
        "team": "TheTuringWay2019handbook",
        "undated": "ExampleNDdrafts",
    }
    assert [(p.path, p.line, p.message, p.code) for p in problems] == [
        (
            "references.bib",
            3,
            "the work 'nobody' says not who made it and what it is called, so it cannot get a key "
            "as the book writes them (Sharan2023community); add an author and a title",
            "key-form",
        )
    ]


def test_two_works_with_one_key() -> None:
    works = {
        key: work(key, author="Ada Example", title="Tests", year="2026") for key in ("a-1", "b-1")
    }
    keys, problems = book_keys(works, works)
    assert keys == {"a-1": "Example2026tests"}
    assert [problem.message for problem in problems] == [
        "'a-1' and 'b-1' would both have the key 'Example2026tests' in the book; give one of them "
        "a key of this form with another word"
    ]


def test_works_are_written_sorted() -> None:
    works = {"b": work("b", title="B", year="1"), "a": work("a", title="{A}")}
    assert bibtex(works, {"b": "B1b", "a": "Z1a"}) == (
        "@misc{B1b,\n  title = {B},\n  year = {1},\n}\n\n@misc{Z1a,\n  title = {{A}},\n}\n"
    )
    assert bibtex(works, {}) == ""


def test_the_list_of_files_survives() -> None:
    manifest = Manifest({"b": "2", "a": "1"}, {"a": "x.md"}, {"l": "d#i"}, ("z", "y"))
    content = write_manifest(manifest)
    assert list(json.loads(content)["files"]) == ["a", "b"]
    read = read_manifest(content)
    assert read == Manifest({"a": "1", "b": "2"}, {"a": "x.md", "b": ""}, {"l": "d#i"}, ("y", "z"))


def test_the_list_of_files_in_between() -> None:
    manifest = Manifest({"a": "2", "gone": "1"}, {}, {}, (), {"a": "1", "gone": "1"})
    read = read_manifest(write_manifest(manifest))
    assert read is not None
    assert (read.files, read.before) == (manifest.files, manifest.before)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format": 1, "files": 1, "labels": {}, "book-terms": []}',
        b'{"format": 1, "files": {"../x": {"sha256": "", "source": ""}}, "labels": {}, '
        b'"book-terms": []}',
        b'{"format": 1, "files": {"/x": {"sha256": "", "source": ""}}, "labels": {}, '
        b'"book-terms": []}',
    ],
)
def test_what_is_no_list_of_files(content: bytes) -> None:
    assert read_manifest(content) is None


def test_the_pull_request_tells_an_editor_what_there_is_to_know() -> None:
    facts = Facts(
        "Our Compass",
        "https://compass.example.org/",
        {"events/my-event": "draft"},
        {"events/my-event": 3},
        [],
        ["Ada2026tests"],
        ["fork"],
        ["pull request"],
    )
    text = pull_request([chapter()], facts)
    for part in [
        "### Summary\n\nThis adds one chapter, “Guides for Events”, with 4 pages in all. It comes",
        "| `collaboration/event-guides/event-guides-my-event.md` | "
        "[My <Event>](https://compass.example.org/events/my-event.html) | draft | 3 |",
        "| `pathways/pathways-event-guides.md` | a pathway to this chapter | | |",
        "1. Copy the folder `book/website` over the book's. `git status` should then show new "
        "files only. One that it shows as modified was in the book before: ",
        "but for those that it has: `Ada2026tests`.",
        "They are: fork.",
        "which the book's glossary has: pull request.",
        "- [ ] Some pages are draft where they come from",
        "- the team.; text under CC-BY 4.0".replace("team.;", "team.;"),
        "named in [humans.md](humans.md).\n",
    ]:
        assert part in text, part
    assert "{" not in text.replace("`{cite}`", "")
