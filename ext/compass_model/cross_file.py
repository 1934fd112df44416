"""Rules that concern more than one file: unique ids, references, one host for a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from compass_model.community import COMMUNITY_FILE, Community
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.records import PageRecord, Reference

_WORDS = {"owner": "a team or role", "audience": "an audience", "charter-part": "a charter part"}


def cross_file_problems(
    records: Iterable[PageRecord], community: Community | None, *, lost: Set[str] = frozenset()
) -> list[Problem]:
    """Find the problems between files.

    :param records: the pages with facts
    :param community: the lists that pages name; ``None`` when they cannot be read, which is a
        problem of its own: then names of teams, roles and audiences are not judged
    :param lost: ids that pages may have which could not be read; references to them are not judged
    :returns: the problems in file and line order, whatever the order of *records*
    """
    pages = sorted(records)
    problems = [*_duplicate_ids(pages), *_two_hosts(pages)]
    problems += _unknown_references(pages, community, lost)
    return sorted(problems)


def _duplicate_ids(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    first: dict[str, PageRecord] = {}
    for page in (page for page in pages if page.id):
        other = first.setdefault(page.id, page)
        if other is not page:
            message = (
                f"the id '{page.id}' is used in {other.path}:{other.id_line} too; choose another"
            )
            yield Problem(page.path, page.id_line, message, Code.DUPLICATE_ID)


def _two_hosts(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    hosts: dict[str, tuple[str, int]] = {}
    for page in pages:
        for part in page.parts:
            path, line = hosts.setdefault(part.id, (page.path, part.line))
            if (path, line) != (page.path, part.line):
                message = (
                    f"the part '{part.id}' is shown in {path}:{line} too; "
                    "keep it in one place and link to it from the other"
                )
                yield Problem(page.path, part.line, message, Code.TWO_HOSTS)


def _unknown_references(
    pages: Sequence[PageRecord], community: Community | None, lost: Set[str]
) -> Iterator[Problem]:
    parts = {page.id for page in pages if page.kind == "charter-part"}
    known = {"charter-part": parts | lost}
    if community is not None:
        known |= {"owner": set(community.owners), "audience": set(community.audiences)}
    kinds = {page.id: page.kind for page in pages}
    for page in pages:
        for reference in page.references:
            names = known.get(reference.to)
            if names is not None and reference.id not in names:
                message = _unknown(reference, names, kinds)
                yield Problem(page.path, reference.line, message, Code.UNKNOWN_REFERENCE)


def _unknown(reference: Reference, known: set[str], kinds: dict[str, str]) -> str:
    message = f"'{reference.id}' is not {_WORDS[reference.to]}"
    if reference.to == "charter-part" and reference.id in kinds:
        return f"{message} but a page of kind '{kinds[reference.id]}'"
    if hint := did_you_mean(reference.id, sorted(known)):
        return message + hint
    if reference.to == "charter-part":
        return f"{message}; no page has this id"
    return f"{message}; choose one from {COMMUNITY_FILE} or add it there"
