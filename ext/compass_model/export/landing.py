"""The pages that a chapter of The Turing Way has and ours have not.

The forms are those of the book's template (``book/templates/chapter-template``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from compass_model.export.escaping import escape, escape_signs, fenced
from compass_model.export.export_file import Credits, Prerequisite, Resource
from compass_model.export.plan import PlannedChapter
from compass_model.export.sentences import split_sentences

LICENCES = {
    "CC-BY-4.0": ("CC-BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


def landing_page(chapter: PlannedChapter, site: str, published_at: str) -> str:
    """Write the first page of a chapter.

    Args:
        chapter: what it is about
        site: the name of the compass
        published_at: where the compass is published
    """
    facts, label = chapter.chapter, chapter.label
    parts = [
        f"({label})=\n# {escape_signs(facts.title)}",
        *_prerequisites(label, facts.prerequisites),
        f"({label}-summary)=\n## Summary\n\n{_text(facts.summary)}",
        _pages(chapter),
        f"({label}-useful)=\n## Why This is Useful\n\n{_text(facts.why_useful)}",
        _origin(facts.credits, site, published_at),
    ]
    return "\n\n".join(parts) + "\n"


def _text(text: str) -> str:
    paragraphs = escape_signs(text.strip()).split("\n\n")
    return "\n\n".join("\n".join(split_sentences(p)) for p in paragraphs)


def _prerequisites(label: str, rows: Sequence[Prerequisite]) -> Iterator[str]:
    yield f"({label}-prerequisites)=\n## Prerequisites"
    if not rows:
        yield "None."
        return
    lines = ["| Prerequisite | Importance | Skill Level | Notes |", "|---|---|---|---|"]
    for row in rows:
        cells = (row.prerequisite, row.importance, row.skill_level, row.notes)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    yield "\n".join(lines)


def _cell(text: str) -> str:
    return escape_signs(" ".join(text.split())).replace("|", "\\|")


def _pages(chapter: PlannedChapter) -> str:
    """Name the pages, as the template asks: each sub-topic with a link."""
    lines = ["This chapter has these pages:", ""]
    lines += [f"- {{ref}}`{_in_role(title)} <{label}>`" for _file, label, title in chapter.files]
    return "\n".join(lines)


def _in_role(text: str) -> str:
    return text.replace("`", "'").replace("<", "(").replace(">", ")")


def _origin(facts: Credits, site: str, published_at: str) -> str:
    """Say where a chapter is from, in the italic last paragraph that the book uses for this."""
    name, address = LICENCES[facts.licence]
    sentences = [
        f"This chapter comes from the [{escape(site)}]({published_at}), where its text is looked "
        "after.",
        f"It was written by {_authors(facts)}, and can be used under the licence "
        f"[{name}]({address}).",
    ]
    return "*" + "\n".join(sentences) + "*"


def _authors(facts: Credits) -> str:
    return escape_signs(" ".join(facts.authors.split()).rstrip("."))


def drawing_credit(facts: Credits, site: str, address: str) -> str:
    """Say where a drawing is from, and under which licence, as the captions of the book do.

    Args:
        facts: who wrote the chapter
        site: the name of the compass
        address: where the page with the drawing is published
    """
    name, licence = LICENCES[facts.licence]
    return (
        f"From the [{escape(site)}]({address}), by {_authors(facts)}.\n"
        f"Used under the licence [{name}]({licence})."
    )


def checklist_page(chapter: PlannedChapter) -> str:
    """Write the page of things to do: plain bullets, for the book has no boxes to tick."""
    items = [_item(escape_signs(text)) for text in chapter.chapter.checklist]
    return f"({chapter.label}-checklist)=\n# Checklist\n\n" + "\n".join(items) + "\n"


def resources_page(chapter: PlannedChapter, cite_key: Callable[[str], str | None]) -> str:
    """Write the page of things to read next, each with the reason to read it."""
    label = f"{chapter.label}-resources"
    items = [_item(_resource(entry, cite_key)) for entry in chapter.chapter.resources]
    head = f"({label})=\n# Resources\n\nThese works say more about what is in this chapter.\n\n"
    head += f"({label}-reading)=\n## Further Reading\n\n"
    return head + "\n".join(items) + "\n"


def _resource(entry: Resource, cite_key: Callable[[str], str | None]) -> str:
    if entry.cite:
        what = f"{{cite:t}}`{cite_key(entry.cite)}`"
    else:
        what = f"[{escape_signs(' '.join(entry.title.split()))}]({entry.url})"
    return f"{what}: _{escape_signs(' '.join(entry.why.split()).strip('_'))}_"


def _item(text: str) -> str:
    return "- " + "\n  ".join(split_sentences(text))


def glossary_page(terms: Mapping[str, str]) -> str:
    """Write the terms of an export in the form of mystmd, which Jupyter Book 1 does not read.

    Args:
        terms: the definition of each term, as portable MyST
    """
    entries = []
    for term in sorted(terms, key=lambda term: (term.casefold(), term)):
        lines = terms[term].strip().split("\n")
        below = (f"  {line}".rstrip() for line in lines[1:])
        entries.append("\n".join([escape(term), f": {lines[0]}", *below]))
    glossary = fenced("{glossary}", "\n\n".join(entries))
    return f"(glossary-terms)=\n# Glossary Terms\n\n{glossary}\n"
