"""Everything about the quotes of a site at once, for programs that do not build it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from compass_model.consent.decision import Decision
from compass_model.consent.findings import unsupported
from compass_model.consent.known import known_of
from compass_model.consent.pages import (
    Place,
    page_texts,
    places_in,
    printed_pseudonyms,
    unknown_excerpts,
)
from compass_model.consent.repeated import repeated_words
from compass_model.consent.rules import Shown, judge
from compass_model.consent.study import Study, read_study
from compass_model.problems import Code, Problem
from compass_model.records import PageRecord

_WAITING = {
    Decision.EMBARGO: "under embargo",
    Decision.AWAITING_APPROVAL: "not approved by the participant",
}


class Quotes(NamedTuple):
    """The excerpts of a site, the pages that show them, and what is wrong."""

    study: Study
    shown: Mapping[str, Shown]
    """What may be shown of each excerpt, by its id."""
    places: tuple[Place, ...]
    """Where pages name excerpts, in their text or as evidence of a finding."""
    problems: tuple[Problem, ...]


def check_quotes(
    root: Path,
    today: dt.date | None,
    pages: Sequence[str],
    records: Sequence[PageRecord],
    lost: Set[str],
) -> Quotes:
    """Read and judge the participants and excerpts of a site.

    :param root: the source folder
    :param today: the day; without one, fewer things may be shown
    :param pages: the pages, relative to *root*
    :param records: what the pages with facts say
    :param lost: ids that pages may have which could not be read
    """
    study = read_study(root)
    known = known_of((thing for record in records for thing in record.defines), lost)
    judged = judge(study, today, known)
    ids = [entry.id for entry in study.participants if entry.id]
    texts = list(page_texts(root, pages))
    in_text = [place for path, text in texts for place in places_in(path, text)]
    problems = [*judged.problems, *printed_pseudonyms(texts, ids)]
    problems += repeated_words(texts, study.excerpts)
    if study.whole:
        problems += unknown_excerpts(in_text, judged.shown)
    problems += unsupported(records, judged.shown)
    in_facts = [
        Place(record.path_of(reference), reference.line, reference.id)
        for record in records
        for reference in record.references
        if reference.what == "excerpt"
    ]
    places = tuple(sorted(set(in_text + in_facts)))
    return Quotes(study, judged.shown, places, tuple(problems))


def waiting_quotes(quotes: Quotes) -> list[Problem]:
    """Return a problem for each place that shows a quote which is not ready for a release."""
    found = []
    for place in quotes.places:
        one = quotes.shown.get(place.id)
        if one is not None and one.decision in _WAITING:
            message = (
                f"the excerpt '{place.id}' is {_WAITING[one.decision]}; a version is published for "
                "ever, so take it out of the page, or wait"
            )
            found.append(Problem(place.path, place.line, message, Code.MAY_NOT_BE_SHOWN))
    return found
