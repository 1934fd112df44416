"""A made-up study for the benchmark: participants, excerpts, interview guides, a consent form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tests.bench.vocabulary import Writer

PARTICIPANTS = 50
EXCERPTS = 1000
IN_A_FILE = 100
GUIDES = 10
ITEMS = 30
"""Items of each guide."""
ON_A_PAGE = 2

_FORM = """\
kind: consent-form
id: the-consent
title: A made-up consent form
status: draft
owner: maintainers
version: "1.0.0"
languages: [en]
ethics: {to-be-agreed: council}
purpose: To measure a program.
contact: {to-be-agreed: council}
withdrawal: {how: Write., until: any time}
clauses:
  - {id: quotes, grants: quotes, text: You may quote me.}
storage: Nowhere.
retention: Not at all.
sharing: Nothing.
"""
_GUIDE = """\
kind: interview-guide
id: guide-{number}
title: A made-up guide {number}
status: draft
owner: maintainers
version: "1.0.0"
languages: [en]
ethics: {{to-be-agreed: council}}
minutes: 60
sections:
  - id: all
    title: Questions
    items:
"""


def files() -> Iterator[tuple[str, str]]:
    """Yield the files of the study, each with its text."""
    pages = [f"guide-{number}" for number in range(GUIDES)] + ["the-consent"]
    yield "study/index.md", "# A study\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    yield "_data/instruments/the-consent.yml", _FORM
    yield "study/the-consent.md", _page("consent-form", "the-consent")
    for number in range(GUIDES):
        write = Writer(f"guide-{number}")
        items = [
            f"      - {{id: item-{i}, type: text, text: {write.phrase(4, 9)}}}\n"
            for i in range(ITEMS)
        ]
        text = _GUIDE.format(number=number) + "".join(items)
        yield f"_data/instruments/guide-{number}.yml", text
        yield f"study/guide-{number}.md", _page("interview-guide", f"guide-{number}")
    yield "_data/research/participants.yml", "".join(map(_participant, range(PARTICIPANTS)))
    for first in range(0, EXCERPTS, IN_A_FILE):
        entries = (_excerpt(number) for number in range(first, first + IN_A_FILE))
        yield f"_data/research/excerpts/from-{first:04}.yml", "".join(entries)


def shown(page: int) -> list[str]:
    """Return the lines that show the excerpts of a page, which is given by its number."""
    first = page * ON_A_PAGE % EXCERPTS
    return [
        f"```{{compass:excerpt}} x-{first}",
        "```",
        "",
        f"And somebody said {{compass:excerpt}}`x-{first + 1}`.",
        "",
    ]


def _page(kind: str, name: str) -> str:
    return f"---\noptions:\n  compass:\n    kind: {kind}\n    data: instruments/{name}.yml\n---\n"


def _participant(number: int) -> str:
    descriptor = Writer(f"P{number}").phrase(2, 3)
    consent = 'form: the-consent, version: "1.0.0", quotes: verbatim, attribution: descriptor'
    return (
        f"- id: P{number}\n  descriptor: a {descriptor}\n"
        f"  consent: {{{consent}, approve-each: {'true' if number % 2 else 'false'}}}\n"
    )


def _excerpt(number: int) -> str:
    write = Writer(f"excerpt-{number}")
    text = f"{write.phrase(3, 4)} {write.clause(25)} [...] and [a {write.phrase(1, 1)}] said so."
    marker = text[text.rindex("[") : text.rindex("]") + 1]
    lines = [
        f"- id: x-{number}",
        f"  participant: P{number % PARTICIPANTS}",
        f"  item: guide-{number % GUIDES}:item-{number % ITEMS}",
        f"  codes: [{write.phrase(1, 1)}.{write.phrase(1, 1)}]",
        f'  text: "{text}"',
        "  redactions:",
        '    - {kind: cut, as: "[...]"}',
        f'    - {{kind: name, as: "{marker}"}}',
        "  approved-on: 2026-01-02",
        "  review: {by: [coder-1, coder-2], on: 2026-01-01}",
        f"  text-sha256: {hashlib.sha256(text.encode()).hexdigest()}",
        f"  transcript-sha256: {hashlib.sha256(str(number).encode()).hexdigest()}",
    ]
    return "\n".join(lines) + "\n"
