"""Rules that concern more than one file: unique ids, references, one host for a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from compass_model.community import COMMUNITY_FILE, Community
from compass_model.evidence.gaps import outdated_reasons
from compass_model.kinds import KINDS
from compass_model.left_overs import unknown_appendix
from compass_model.named_people import named_people
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.records import Defined, PageRecord, Reference

_WORDS = {
    "owner": "a team or role",
    "audience": "an audience",
    "page": "the id of a page",
    "item": "an item of an instrument",
    "consent-version": "a version of a consent form",
}


def cross_file_problems(
    records: Iterable[PageRecord],
    community: Community | None,
    *,
    lost: Set[str] = frozenset(),
    excerpts: Set[str] | None = frozenset(),
) -> list[Problem]:
    """Find the problems between files.

    :param records: the pages with facts
    :param community: the lists that pages name; ``None`` when they cannot be read, which is a
        problem of its own: then names of teams, roles and audiences are not judged
    :param lost: ids that pages may have which could not be read; references to them are not judged
    :param excerpts: the ids of excerpts; ``None`` when their files cannot be read
    :returns: the problems in file and line order, whatever the order of *records*
    """
    pages = sorted(records)
    problems = [
        *_shared_data(pages),
        *_duplicate_ids(pages),
        *_two_hosts(pages),
        *_hosts_in_hosts(pages),
    ]
    problems += _repeated_definitions(pages)
    problems += _unknown_references(pages, community, lost, excerpts)
    problems += _unknown_appendices(pages)
    problems += named_people(pages)
    problems += outdated_reasons(pages)
    return sorted(problems)


def _shared_data(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    """Yield a problem for each page whose data file is that of another page too."""
    for path, sharing in _by(pages, lambda page: page.data_path).items():
        if not any(page.id_path == path or page.defines for page in sharing):
            continue  # neither an id nor anything else with a name stands there twice
        for page, other in _with_another(sharing):
            message = (
                f"the data file {path} is that of {other.path}:{other.data_line} too; "
                "give the newer page a file of its own"
            )
            yield Problem(page.path, page.data_line, message, Code.DUPLICATE_ID)


def _duplicate_ids(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    """Yield a problem for each page whose id is that of another, which may be the older one."""
    for id, same in _by(pages, lambda page: page.id).items():
        own: dict[str, PageRecord] = {}
        for page in same:
            own.setdefault(page.id_path, page)  # pages that share the file have a problem already
        for page, other in _with_another(list(own.values())):
            message = (
                f"the id '{id}' is used in {other.id_path}:{other.id_line} too; "
                "give the newer page another"
            )
            yield Problem(page.id_path, page.id_line, message, Code.DUPLICATE_ID)


def _by(
    pages: Sequence[PageRecord], name: Callable[[PageRecord], str]
) -> dict[str, list[PageRecord]]:
    """Group the pages that have a certain name."""
    groups: dict[str, list[PageRecord]] = {}
    for page in pages:
        if name(page):
            groups.setdefault(name(page), []).append(page)
    return groups


def _with_another(pages: Sequence[PageRecord]) -> Iterator[tuple[PageRecord, PageRecord]]:
    """Yield each page with another one of them: the first, or for the first one the second."""
    for i, page in enumerate(pages if len(pages) > 1 else ()):
        yield page, pages[0 if i else 1]


def _two_hosts(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    hosts: dict[str, tuple[str, int]] = {}
    for page in pages:
        for part in page.parts:
            here = (page.path_of(part), part.line)
            path, line = hosts.setdefault(part.id, here)
            if (path, line) != here:
                message = (
                    f"the part '{part.id}' is shown in {path}:{line} too; "
                    "keep it in one place and link to it from the other"
                )
                yield Problem(*here, message, Code.TWO_HOSTS)


def _hosts_in_hosts(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    hosts = {page.id for page in pages if page.parts or page.appendices}
    for page in pages:
        for shown in (*page.parts, *page.appendices):
            if shown.id in hosts:
                message = f"'{shown.id}' shows other pages itself; link to it in the text instead"
                yield Problem(page.path_of(shown), shown.line, message, Code.HOST_IN_HOST)


def _repeated_definitions(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[Defined, PageRecord]] = {}
    # Two pages about one team, or two that name one person, harm nobody.
    items = ((item, page) for page in pages for item in page.defines)
    for item, page in items:
        if item.what in {"group", "person"}:
            continue
        other, where = first.setdefault((item.what, item.id), (item, page))
        if other is not item and not _is_one(item, page, where):
            message = (
                f"'{item.id}' is {_words(item.what)} in {other.path}:{other.line} too; "
                "choose another name"
            )
            yield Problem(item.path, item.line, message, Code.DUPLICATE_ID)


def _is_one(item: Defined, page: PageRecord, other: PageRecord) -> bool:
    """Return whether two pages define a thing twice only because they share their data or id."""
    if page is other:
        return False
    shared = item.path == page.data_path == other.data_path
    return shared or (page.id == other.id and item.id.startswith(f"{page.id}:"))


def _unknown_references(
    pages: Sequence[PageRecord],
    community: Community | None,
    lost: Set[str],
    excerpts: Set[str] | None,
) -> Iterator[Problem]:
    kinds = {page.id: page.kind for page in pages}
    named = {kind.name: set(lost) for kind in KINDS} | {"page": set(kinds) | lost}
    for id, kind in kinds.items():
        named.setdefault(kind, set()).add(id)
    defined: dict[str, set[str]] = {}
    for item in (item for page in pages for item in page.defines):
        defined.setdefault(item.what, set()).add(item.id)
    if excerpts is not None:
        defined["excerpt"] = set(excerpts)
    if community is not None:
        named |= {"owner": set(community.owners), "audience": set(community.audiences)}
    for page in pages:
        for reference in page.references:
            if reference.what in {"owner", "audience"} and community is None:
                continue
            if reference.what == "excerpt" and excerpts is None:
                continue
            if reference.what == "citation":
                continue  # `compass_model.bibliography` knows the keys
            if reference.what not in named and reference.what != "excerpt" and lost:
                continue  # it may be defined on a page that could not be read
            names = named.get(reference.what) or defined.get(reference.what, set())
            if reference.id not in names:
                message = _unknown(reference, names, kinds)
                yield Problem(
                    page.path_of(reference), reference.line, message, Code.UNKNOWN_REFERENCE
                )


def _words(what: str) -> str:
    """Say what a name stands for, with its article."""
    plain = what.replace("-", " ")
    return _WORDS.get(what, f"{'an' if plain[0] in 'aeiou' else 'a'} {plain}")


def _unknown(reference: Reference, known: set[str], kinds: dict[str, str]) -> str:
    message = f"'{reference.id}' is not {_words(reference.what)}"
    if reference.what in {"owner", "audience"}:
        hint = did_you_mean(reference.id, sorted(known))
        return message + (hint or f"; choose one from {COMMUNITY_FILE} or add it there")
    if reference.id in kinds:
        return f"{message} but a page of kind '{kinds[reference.id]}'"
    if hint := did_you_mean(reference.id, sorted(known)):
        return message + hint
    if reference.what == "page" or reference.what in {kind.name for kind in KINDS}:
        return f"{message}; no page has this id"
    if reference.what == "excerpt":
        return f"{message}; see the files below _data/research/"
    return f"{message}; no page defines it"


def _unknown_appendices(pages: Sequence[PageRecord]) -> Iterator[Problem]:
    """A page may name the appendices of the documents that show it."""
    by_id = {page.id: page for page in reversed(pages)}
    letters: dict[str, int] = {}
    for host in pages:
        shown = [part.id for part in (*host.parts, *host.appendices)]
        for page in [host, *(by_id[id] for id in shown if id in by_id)]:
            letters[page.path] = max(letters.get(page.path, 0), len(host.appendices))
    for page in pages:
        for letter, line in page.mentions:
            number = letters.get(page.path, 0)
            if ord(letter) - ord("A") >= number:
                there = "the document has no appendices"
                if number:
                    there = f"its appendices end with {letter_of(number - 1)}"
                yield unknown_appendix(page.path, line, letter, there)


def letter_of(position: int) -> str:
    """Return the letter of an appendix by its position, counted from 0; AA follows Z."""
    before, last = divmod(position, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)
