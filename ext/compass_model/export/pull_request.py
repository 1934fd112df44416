"""The text of a pull request to The Turing Way: what an editor wants to know before reading.

Its headings are those of the book's ``.github/PULL_REQUEST_TEMPLATE.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from compass_model.export.curation import curation_file
from compass_model.export.landing import LICENCES
from compass_model.export.plan import WEBSITE, PlannedChapter


class Facts(NamedTuple):
    """What is said of an export."""

    site: str
    """The name of the compass."""
    published_at: str
    statuses: Mapping[str, str]
    """How settled each page is, by its document: ``draft``, ``adopted``."""
    open_points: Mapping[str, int]
    """How many points of each page are still to be agreed, by its document."""
    figures: Sequence[str]
    works: Sequence[str]
    """The keys of the works that are cited."""
    terms: Sequence[str]
    """The terms that the export defines."""
    book_terms: Sequence[str]
    """The terms that it leaves to the book."""


def pull_request(chapters: Sequence[PlannedChapter], facts: Facts) -> str:
    """Write the text, in Markdown as GitHub reads it."""
    parts = [
        _summary(chapters, facts),
        _changes(chapters, facts),
        _steps(facts),
        _reviewers(chapters, facts),
        _checked(),
        _people(chapters),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(chapters: Sequence[PlannedChapter], facts: Facts) -> str:
    count, pages = len(chapters), sum(1 + len(list(c.files)) for c in chapters)
    titles = _listed([f"“{chapter.chapter.title}”" for chapter in chapters])
    return (
        "### Summary\n\n"
        f"This adds {_count(count, 'chapter')}, {titles}, with {_count(pages, 'page')} in all. "
        f"{'It comes' if count == 1 else 'They come'} from the "
        f"[{facts.site}]({facts.published_at}), where the text is looked after. "
        f"{'The' if count == 1 else 'Each'} first page ends with its authors and its licence.\n\n"
        "Fixes #<NUM> <!-- the issue in which the chapters were talked over; please add it -->"
    )


def _changes(chapters: Sequence[PlannedChapter], facts: Facts) -> str:
    lines = ["### List of changes proposed in this PR (pull-request)", ""]
    for chapter in chapters:
        lines += [f"**{chapter.chapter.title}**, in the guide `{chapter.chapter.guide}`", ""]
        lines += ["| Page | Comes from | Status there | To be agreed |", "|---|---|---|---|"]
        lines += [f"| `{chapter.landing}` | written for the book | | |"]
        for page in chapter.pages:
            address = f"{facts.published_at}{page.docname}.html"
            status = facts.statuses.get(page.docname, "")
            points = facts.open_points.get(page.docname, 0)
            title = page.title.replace("|", "\\|")
            lines += [f"| `{page.file}` | [{title}]({address}) | {status} | {points or ''} |"]
        made = [file for file, _label, _title in chapter.files][len(chapter.pages) :]
        lines += [f"| `{file}` | written for the book | | |" for file in made]
        if chapter.chapter.curation:
            lines += [f"| `{curation_file(chapter)}` | a pathway to this chapter | | |"]
        lines += [""]
    return "\n".join(lines).rstrip()


def _steps(facts: Facts) -> str:
    steps = [
        f"Copy the folder `{WEBSITE}` over the book's. `git status` should then show new files "
        "only. One that it shows as modified was in the book before: restore it, and ask us for "
        "another name.",
        "Add the entries of `toc.yml` to `project.toc` in `book/website/myst.yml`, each below "
        "the guide that its comment names.",
    ]
    if facts.works:
        keys = _listed([f"`{key}`" for key in facts.works])
        steps += [
            f"Add the entries of `references.bib` to the book's own, "
            f"but for those that it has: {keys}."
        ]
    if facts.terms:
        steps += [
            "Move the entries of `glossary-terms.md` to `afterword/glossary.md`, then leave the "
            "file and its entry in the table of contents out. If the book has one of the terms by "
            f"now, keep the book's words: the links go by the name of the term. They are: "
            f"{', '.join(facts.terms)}."
        ]
    if facts.book_terms:
        steps += [
            "Nothing to do for these terms, which the book's glossary has: "
            f"{', '.join(facts.book_terms)}. Our pages link to the book's words."
        ]
    steps += ["Run `make ci` in `book/`."]
    lines = [f"{i}. {step}" for i, step in enumerate(steps, 1)]
    return "\n".join(["**To take it over**", "", *lines])


def _reviewers(chapters: Sequence[PlannedChapter], facts: Facts) -> str:
    drafts = sorted({s for s in facts.statuses.values() if s and s != "adopted"})
    lines = ["### What should a reviewer concentrate their feedback on?", ""]
    guides = sorted({f"`{chapter.chapter.guide}`" for chapter in chapters})
    lines += [
        f"- [ ] Do the chapters belong in {_listed(guides)}, and are their titles right there?",
        "- [ ] What is particular to one community: is it clear that it is an example?",
    ]
    if drafts:
        lines += [
            f"- [ ] Some pages are {_listed(drafts)} where they come from, as the table says. "
            "Is that settled enough for the book?"
        ]
    if any(facts.open_points.values()):
        lines += ["- [ ] “To be agreed” stands where a community has not decided. Is it helpful?"]
    lines += ["- [ ] Which chapters of the book should lead here, and where should these lead on?"]
    return "\n".join(lines)


def _checked() -> str:
    return "\n".join(
        [
            "**What a program has checked**",
            "",
            "- [x] Names of files and folders; one title in each page; headings without jumps",
            "- [x] Labels: those of a chapter begin with the initials of its guide, those of a "
            "pathway with `pw`, and none is there twice",
            "- [x] One sentence on each line, no Latin abbreviations, no hand-written numbers",
            "- [x] Figures: alt text, a caption with source and licence, less than 1 MB, a name "
            "that begins with the label of the chapter",
            "- [x] Citations: `{cite}` with keys like `Author2023word`, each in `references.bib`",
            "- [x] Links to what is not in the book lead to the published compass",
            "",
            "**What it has not**",
            "",
            "- [ ] Whether the words suit the readers of the book",
            "- [ ] Whether a label, a file or a key is in the book already",
            "",
            "Corrections are welcome in both places. One that holds for the compass too is best "
            "made there: its next export then brings it along, and shows nothing else as changed.",
        ]
    )


def _people(chapters: Sequence[PlannedChapter]) -> str:
    lines = ["### Acknowledging contributors", ""]
    seen = dict.fromkeys(
        (" ".join(c.chapter.credits.authors.split()), c.chapter.credits.licence) for c in chapters
    )
    lines += [f"- {authors}; text under {LICENCES[licence][0]}" for authors, licence in seen]
    lines += [
        "",
        "By submitting this pull request I confirm that:",
        "",
        "- [ ] all contributors to this pull request who wish to be included are named in "
        "[humans.md](humans.md).",
    ]
    return "\n".join(lines)


def _count(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{count} {what}s"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
