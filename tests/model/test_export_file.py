"""``_data/export.yml``: what may stand in it, and what a writer is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.export.export_file import read_export_file
from compass_model.tree import read_compass

EXPORT = """\
published-at: https://compass.example.org
book-terms: [pull request]
turing-way:
  - guide: collaboration
    chapter: event-guides
    prefix: cl
    title: Guides for Events
    include: [my-event]
    summary: What it is about.
    why-useful: Why it is useful.
    prerequisites:
      - {prerequisite: An account, importance: Helpful, skill-level: Beginner}
    checklist: [Find people first.]
    resources:
      - {title: A page, url: "https://example.org", why: it is short}
      - {cite: ada2026tests, why: it is long}
    curation: {title: For organisers, description: How to begin.}
    credits: {authors: the team, licence: CC-BY-4.0}
plain: {title: All of it}
"""

BIB = """\
@misc{ada2026tests,
  author = {Ada Example},
  title = {Tests},
  url = {https://example.org/tests},
  year = 2026,
}
"""

SECOND = """\
  - guide: collaboration
    chapter: event-guides
    prefix: cl
    title: More Guides
    include: [other-event]
    summary: What it is about.
    why-useful: Why it is useful.
    credits: {authors: the team, licence: CC-BY-4.0}
"""


def compass(root: Path, text: str) -> list[str]:
    """Check a site with an export file, as ``compass check`` does."""
    files = {
        "_data/export.yml": text,
        "references.bib": BIB,
        "my-event.md": event() + "\n{cite:t}`ada2026tests`\n",
        "other-event.md": event("other-event", "Other event"),
    }
    problems = read_compass(site(root, files)).problems
    return [f"{p.path}:{p.line}: {p.shown} [{p.code}]" for p in problems]


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    assert compass(tmp_path, EXPORT) == []
    export, problems = read_export_file(tmp_path)
    assert export is not None
    assert problems == []
    assert export.file.published_at == "https://compass.example.org/"
    assert export.file.turing_way[0].resources[1].cite == "ada2026tests"
    assert export.place("turing-way", 0, "chapter") == ("_data/export.yml", 5)


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_export_file(site(tmp_path)) == (None, [])


def test_the_address_may_be_to_be_agreed(tmp_path: Path) -> None:
    text = EXPORT.replace("https://compass.example.org", "{to-be-agreed: council}")
    assert compass(tmp_path, text) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "published-at: https://compass.example.org\n",
            "",
            "1: 'published-at' is missing; add it [missing-field]",
        ),
        (
            "https://compass.example.org",
            "compass.example.org",
            "1: 'published-at' must be the address of a folder on the web, like "
            "https://compass.example.org/ [wrong-value]",
        ),
        (
            "include: [my-event]",
            "include: [my-evnt]",
            "8: there is no page with the id 'my-evnt'; did you mean 'my-event'? "
            "[unknown-reference]",
        ),
        (
            "include: [my-event]",
            "include: [nothing-like-it]",
            "8: there is no page with the id 'nothing-like-it'; see the 'id' in its front matter "
            "[unknown-reference]",
        ),
        (
            "include: [my-event]",
            "include: [my-event, other-event, my-event]",
            "8: 'my-event' stands twice in 'include'; keep one of them [wrong-value]",
        ),
        (
            "include: [my-event]",
            "include: []",
            "8: 'turing-way[1].include' needs at least 1; add what is missing [wrong-value]",
        ),
        (
            "    include: [my-event]\n",
            "",
            "4: 'turing-way[1].include' is missing; name the ids of the documents that it is made "
            "of [missing-field]",
        ),
        (
            "prefix: cl",
            "prefix: cr",
            "6: labels of the guide 'collaboration' begin with 'cl'; write that [wrong-value]",
        ),
        (
            "title: Guides for Events",
            "title: guides For events",
            "7: titles in the book are in Title Case; write 'Guides For Events' [wrong-value]",
        ),
        (
            "chapter: event-guides",
            "chapter: Event guides",
            "5: 'turing-way[1].chapter' must be lower-case letters, digits and single hyphens, "
            "like 'my-event' [wrong-value]",
        ),
        (
            "licence: CC-BY-4.0",
            "licence: CC-BY-NC-4.0",
            "18: 'turing-way[1].credits.licence' cannot be 'CC-BY-NC-4.0'; use CC-BY-4.0 or "
            "CC0-1.0; did you mean 'CC-BY-4.0'? [wrong-value]",
        ),
        (
            "{cite: ada2026tests, why: it is long}",
            "{cite: ada2026test, why: it is long}",
            "16: there is no entry 'ada2026test' in references.bib; did you mean 'ada2026tests'? "
            "[unknown-citation]",
        ),
        (
            '{title: A page, url: "https://example.org", why: it is short}',
            "{title: A page, why: it is short}",
            "15: a resource has either 'cite', or both 'title' and 'url' [wrong-value]",
        ),
        (
            "summary: What it is about.",
            "summary: What it is about, e.g. events.",
            "9: 'e.g.' is Latin, which the book avoids; write 'for example' [latin-abbreviation]",
        ),
        (
            "checklist: [Find people first.]",
            "names: {my-event: checklist}",
            "13: 'checklist' is a name that each chapter uses itself; choose another [wrong-value]",
        ),
        (
            "importance: Helpful",
            "importance: Useful",
            "12: 'turing-way[1].prerequisites[1].importance' cannot be 'Useful'; use Helpful or "
            "Necessary; did you mean 'Helpful'? [wrong-value]",
        ),
        (
            "summary: What it is about.",
            "summary: See <script>alert(1)</script>",
            "9: '<script' is markup, and this text is for plain words and links such as "
            "[text](https://example.org); take it out [refused-directive]",
        ),
        (
            "why-useful: Why it is useful.",
            'why-useful: "It is {raw}`x`."',
            "10: '{raw}`' is markup, and this text is for plain words and links such as "
            "[text](https://example.org); take it out [refused-directive]",
        ),
        (
            "why-useful: Why it is useful.",
            'why-useful: "```{include} /secret"',
            "10: '```{include} /secret' is markup, and this text is for plain words and links such "
            "as [text](https://example.org); take it out [refused-directive]",
        ),
        (
            "why-useful: Why it is useful.",
            'why-useful: "See [it](javascript:alert(1))"',
            "10: the link 'javascript:alert(1' is not allowed; links begin with https:, http:, "
            "mailto: or doi:, or lead to a page of the site [link-scheme]",
        ),
        (
            "    credits:",
            "    quotes: perhaps\n    credits:",
            "18: 'turing-way[1].quotes' must be true or false, not text [wrong-type]",
        ),
        (
            "turing-way:\n",
            "turing-ways:\n",
            "3: unknown field 'turing-ways'; did you mean 'turing-way'? [unknown-field]",
        ),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in EXPORT
    assert compass(tmp_path, EXPORT.replace(old, new)) == [f"_data/export.yml:{said}"]


def test_two_chapters_of_one_name(tmp_path: Path) -> None:
    text = EXPORT.replace("plain:", f"{SECOND}plain:")
    assert compass(tmp_path, text) == [
        "_data/export.yml:20: two chapters are called 'event-guides', and so their labels would be "
        "the same; give one of them another name [duplicate-chapter]"
    ]


def test_two_pathways_of_one_name(tmp_path: Path) -> None:
    """Chapters of two guides may have one name, but the book keeps all pathways in one folder."""
    other = SECOND.replace("collaboration", "project-design").replace("prefix: cl", "prefix: pd")
    assert compass(tmp_path / "a", EXPORT.replace("plain:", f"{other}plain:")) == []
    other = other.replace(
        "    credits:", "    curation: {title: Two, description: Two.}\n    credits:"
    )
    assert compass(tmp_path / "b", EXPORT.replace("plain:", f"{other}plain:")) == [
        "_data/export.yml:20: two chapters with a 'curation' are called 'event-guides', and so "
        "their pathways would be one page; give one of them another name [duplicate-chapter]"
    ]


def test_broken_yaml(tmp_path: Path) -> None:
    text = EXPORT.replace("guide: collaboration", "guide: [collaboration")
    assert [line.split("broken YAML")[0] for line in compass(tmp_path, text)] == [
        "_data/export.yml:5: "
    ]
