"""What an entry of the bibliography must be like, whatever its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compass_model.bibliography import Entry
from compass_model.bibtex import RawEntry, RawField, load_bibtex, names_in, plain_text
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.safety import scheme_problem, tex_problem

_AUTHOR, _BY, _TITLE, _YEAR = ("author",), ("author", "editor"), ("title",), ("year",)
_WEB = ("url", "doi")
TYPES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (_AUTHOR, _TITLE, ("journal",), _YEAR),
    "book": (_BY, _TITLE, ("publisher",), _YEAR),
    "booklet": (_AUTHOR, _TITLE, _YEAR),
    "conference": (_AUTHOR, _TITLE, ("booktitle",), _YEAR),
    "dataset": (_BY, _TITLE, _YEAR, _WEB),
    "inbook": (_BY, _TITLE, ("publisher",), _YEAR),
    "incollection": (_AUTHOR, _TITLE, ("booktitle",), _YEAR),
    "inproceedings": (_AUTHOR, _TITLE, ("booktitle",), _YEAR),
    "manual": ((*_BY, "organization"), _TITLE, _YEAR),
    "mastersthesis": (_AUTHOR, _TITLE, ("school",), _YEAR),
    "misc": (_BY, _TITLE, _YEAR, _WEB),
    "online": (_BY, _TITLE, _YEAR, _WEB),
    "phdthesis": (_AUTHOR, _TITLE, ("school",), _YEAR),
    "proceedings": (("editor", "organization"), _TITLE, _YEAR),
    "report": (_AUTHOR, _TITLE, ("institution",), _YEAR),
    "software": (_BY, _TITLE, _YEAR, _WEB),
    "techreport": (_AUTHOR, _TITLE, ("institution",), _YEAR),
    "unpublished": (_AUTHOR, _TITLE, ("note",)),
}
"""The types of entries, and the fields that each must have, one of each group."""
PERSONS = ("author", "editor")
"""The fields that hold names."""
_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_FORMS = {
    "doi": (
        re.compile(r"10\.\d{4,9}/[^\s\\{}]+"),
        "like '10.1000/182', without 'https://doi.org/' before it",
    ),
    "url": (
        re.compile(r"https?://[^\s\\{}<>\"]+"),
        "a full address that begins with https:// or http://",
    ),
    "year": (re.compile(r"[12]\d{3}"), "four digits, like 2025"),
}
"""The form that the value of a field has, and how to say it."""
_INHERITING = {"crossref", "xdata"}
_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}")

_Finding = tuple[int, str, Code]


def entries_of(path: str, text: str) -> tuple[dict[str, Entry], list[Problem], bool]:
    """Read and judge the entries in the text of a file.

    :param path: the file, for the problems
    :returns: the entries by key, everything wrong with them, and whether all could be read
    """
    found, errors = load_bibtex(text)
    problems = []
    for error in errors:
        code = Code.TOO_LARGE if error.too_large else Code.BROKEN_BIBTEX
        problems.append(Problem(path, error.line, error.message, code))
    first: dict[str, RawEntry] = {}
    for raw in found:
        other = first.setdefault(raw.key.lower(), raw)
        wrong = _entry_problems(raw) if other is raw else _duplicate(raw, other)
        problems += [Problem(path, *finding) for finding in wrong]
    return {raw.key: _entry(raw) for raw in first.values()}, problems, not errors


def _duplicate(raw: RawEntry, other: RawEntry) -> Iterator[_Finding]:
    """Say that two entries have one key, and whether they are the same. Capitals do not count."""
    mine, others = ({"type": e.type, **{f.name: f.value for f in e.fields}} for e in (raw, other))
    different = sorted(name for name in {**mine, **others} if mine.get(name) != others.get(name))
    line = f"line {other.line}" if raw.key == other.key else f"line {other.line} ('{other.key}')"
    if different:
        names = ", ".join(f"'{name}'" for name in different)
        message = f"the key '{raw.key}' is used in {line} too, with another {names}; choose another"
    else:
        message = (
            f"the entry '{raw.key}' stands in {line} too, with the same content; "
            "take one of them out"
        )
    yield raw.line, message, Code.DUPLICATE_KEY


def _entry_problems(raw: RawEntry) -> Iterator[_Finding]:
    if not _KEY.fullmatch(raw.key):
        message = (
            f"the key '{raw.key}' must be letters, digits and single hyphens, "
            "like 'sholler2025voices'"
        )
        yield raw.line, message, Code.WRONG_VALUE
    if raw.type not in TYPES:
        hint = did_you_mean(raw.type, TYPES) or f"; use {one_of(TYPES)}"
        yield raw.line, f"'@{raw.type}' is not a type of entry{hint}", Code.WRONG_VALUE
    written = {field.name for field in raw.fields if field.value}
    for names in TYPES.get(raw.type, ()) if raw.whole else ():
        if written.isdisjoint(names):
            wanted = one_of(f"'{name}'" for name in names)
            message = f"{wanted} is missing in '{raw.key}'; add it"
            yield raw.line, message, Code.MISSING_FIELD
    seen = set()
    for field in raw.fields:
        if field.name in seen:
            message = f"'{field.name}' stands here twice; keep one of them"
            yield field.line, message, Code.BROKEN_BIBTEX
        elif wrong := _field_problem(field):
            yield field.line, *wrong
        seen.add(field.name)


def _field_problem(field: RawField) -> tuple[str, Code] | None:
    """Return what is wrong with the value of a field, if anything."""
    name, value = field.name, field.value
    if not value:
        return None
    if name in _INHERITING:
        return f"'{name}' is not supported; write the fields out", Code.WRONG_VALUE
    if name in _FORMS:
        form, wanted = _FORMS[name]
        if form.fullmatch(value):
            return None
        is_link = name == "url" and scheme_problem(value)
        code = Code.LINK_SCHEME if is_link else Code.WRONG_VALUE
        return f"'{name}' must be {wanted}, not '{value[:60]}'", code
    shown = plain_text(value)
    if shown is None:
        message = f"'{name}' holds LaTeX that cannot be read; write plain text"
        return message, Code.BROKEN_BIBTEX
    if unsafe := tex_problem(value) or tex_problem(shown) or _bad_address(value):
        return unsafe, Code.LINK_SCHEME
    if name in PERSONS and names_in(value) is None:
        message = (
            f"'{name}' must be names like 'Ada Example' or 'Example, Ada', "
            f"with ' and ' between them, not '{value[:60]}'"
        )
        return message, Code.WRONG_VALUE
    return None


def _bad_address(value: str) -> str | None:
    return next(filter(None, map(scheme_problem, _ADDRESS.findall(value))), None)


def _entry(raw: RawEntry) -> Entry:
    """Make the entry from the fields that are right."""
    fields: dict[str, str] = {}
    for field in raw.fields:
        if field.value and _field_problem(field) is None:
            fields.setdefault(field.name, field.value)
    wanted = TYPES.get(raw.type)
    complete = wanted is not None and not any(fields.keys().isdisjoint(names) for names in wanted)
    persons = fields.get("author") or fields.get("editor")
    return Entry(
        key=raw.key,
        line=raw.line,
        type=raw.type if complete else "misc",
        title=plain_text(fields.get("title", "")) or "",
        authors=(names_in(persons) or ()) if persons else (),
        year=fields.get("year", ""),
        doi=fields.get("doi", ""),
        url=fields.get("url", ""),
        fields=fields,
    )
