"""The DOIs of a release, written into the text of a ``CITATION.cff``. All else stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from compass_model.identifiers import is_doi
from compass_model.release.record import ALL_VERSIONS, version_description
from compass_model.yaml_source import YamlDocument, load_yaml


def with_dois(text: str, *, version: str, doi: str, concept_doi: str = "") -> str:
    """Return the text of a ``CITATION.cff`` with the DOIs of a release.

    Those that stand there for the same things are replaced; other identifiers stay. Doing it twice
    is doing it once. The same text and DOIs give the same bytes.

    :param version: the version that *doi* stands for
    :param concept_doi: the DOI of all versions; empty while there is none
    :raises ValueError: when one is no DOI
    """
    for given in filter(None, (doi, concept_doi)):
        if not is_doi(given):
            raise ValueError(f"'{given}' is no DOI")
    new = {
        version_description(version): doi,
        **({ALL_VERSIONS: concept_doi} if concept_doi else {}),
    }
    document = load_yaml(text)
    there = document.value.get("identifiers") or []
    # DOIs of earlier versions go: `identifiers` are those of the version that the file is about.
    kept = [item for item in there if not _is_ours(item) or item.get("description") == ALL_VERSIONS]
    kept = [item for item in kept if item.get("description") not in new]
    items = [{"type": "doi", "value": v, "description": d} for d, v in new.items()]
    block = ["identifiers:\n", *_lines([*items, *kept])]
    lines = text.splitlines(keepends=True)
    if "identifiers" in document.value:
        lines[_place(document, lines)] = block
        return "".join(lines)
    return "".join([text.rstrip() + "\n", *block])


def _place(document: YamlDocument, lines: list[str]) -> slice:
    """Return where the identifiers stand, without what belongs to the field after them."""
    start = document.line(("identifiers",)) - 1
    starts = [document.line((name,)) - 1 for name in document.value]
    end = min((line for line in starts if line > start), default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return slice(start, end)


def _is_ours(item: dict[str, str]) -> bool:
    about = str(item.get("description", ""))
    return item.get("type") == "doi" and (about == ALL_VERSIONS or about.startswith("Version "))


def _lines(items: list[dict[str, str]]) -> Iterator[str]:
    for item in items:
        for i, (name, value) in enumerate(item.items()):
            # Text in JSON is text in YAML too.
            shown = value if re.fullmatch(r"[\w./-]+", str(value)) else json.dumps(value)
            yield f"  {'-' if i == 0 else ' '} {name}: {shown}\n"
