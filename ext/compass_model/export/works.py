"""The works that an export cites: their keys in the form of the book, and the file of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from compass_model.bibliography import BIBLIOGRAPHY_FILE, Entry
from compass_model.problems import Code, Problem, did_you_mean

_FORM = re.compile(r"[A-Za-z]+\d{4}[A-Za-z]+")
UNDATED = "ND"
"""What stands in the place of the year for a work that has none: "no date"."""
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "on",
        "of",
        "for",
        "in",
        "to",
        "with",
        "from",
        "by",
        "at",
        "as",
        "is",
        "are",
        "how",
        "what",
        "why",
    ]
)


def book_keys(
    works: Mapping[str, Entry], cited: Iterable[str]
) -> tuple[dict[str, str], list[Problem]]:
    """Give the cited works the keys of the book: ``AuthorYYYYword``.

    A key that has this form keeps it, with a capital; another is made from the work itself.

    Args:
        works: the bibliography
        cited: the keys of the works that are cited; those that do not exist are left out
    """
    keys: dict[str, str] = {}
    problems = []
    for key in sorted(set(cited) & set(works)):
        work = works[key]
        made = book_key(work)
        if made is None:
            message = (
                f"the work '{key}' says not who made it and what it is called, so it cannot get "
                "a key as the book writes them (Sharan2023community); add an author and a title"
            )
            problems.append(Problem(BIBLIOGRAPHY_FILE, work.line, message, Code.KEY_FORM))
        elif made in keys.values():
            other = next(old for old, new in keys.items() if new == made)
            message = (
                f"'{other}' and '{key}' would both have the key '{made}' in the book; "
                "give one of them a key of this form with another word"
            )
            problems.append(Problem(BIBLIOGRAPHY_FILE, work.line, message, Code.KEY_FORM))
        else:
            keys[key] = made
    return keys, problems


def book_key(work: Entry) -> str | None:
    """Return the key of a work in the book; ``None`` when the work says too little for one."""
    if _FORM.fullmatch(work.key):
        return work.key[0].upper() + work.key[1:]
    names = work.fields.get("author") or work.fields.get("editor") or ""
    # Only an export needs pybtex here; a site without a bibliography never loads it.
    from pybtex.bibtex.utils import split_name_list  # noqa: PLC0415
    from pybtex.database import Person  # noqa: PLC0415

    people = split_name_list(names)
    family = _letters(" ".join(Person(people[0]).last_names)) if people else ""
    words = [_letters(word) for word in re.split(r"[\s\-/]+", work.title)]
    word = next((w.lower() for w in words if w and w.lower() not in _EMPTY), "")
    if not (family and word):
        return None
    year = work.year if re.fullmatch(r"\d{4}", work.year) else UNDATED
    return f"{family[0].upper()}{family[1:]}{year}{word}"


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z]", "", plain)


def unknown_work(path: str, line: int, key: str, works: Iterable[str]) -> Problem:
    """Return the problem of a key that no work has."""
    hint = did_you_mean(key, works) or "; add it there"
    message = f"there is no entry '{key}' in {BIBLIOGRAPHY_FILE}{hint}"
    return Problem(path, line, message, Code.UNKNOWN_CITATION)


def bibtex(works: Mapping[str, Entry], keys: Mapping[str, str]) -> str:
    """Write the works in BibTeX, sorted by their new keys.

    Args:
        works: the bibliography
        keys: the new key of each work to write
    """
    entries = []
    for old, new in sorted(keys.items(), key=lambda pair: (pair[1].casefold(), pair[1])):
        work = works[old]
        lines = [f"  {name} = {{{value}}}," for name, value in sorted(work.fields.items())]
        entries.append("\n".join([f"@{work.type}{{{new},", *lines, "}"]))
    return "\n\n".join(entries) + "\n" if entries else ""
