"""Writes ``review.yml``, and keeps what was decided when it is written again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from compass_model.study.review import (
    Entry,
    Review,
    Signature,
    decisions_sha256,
    text_sha256,
)
from compass_model.yaml_source import MAX_CHARACTERS
from compass_scripts.study.analysis import Analysis, Applied

_HEADER = """\
# What the pseudonymiser leaves to a person.
# Decide each entry: 'decision: keep' (it may stay) or 'decision: replace' with 'with: "[a city]"'
# ('with' may be empty where there is a suggestion). 'in-lines: [3, 17]': only in these lines.
# Then run 'compass study pseudonymise' again, read the text, and sign with 'compass study review'.
# The file is written again by these commands: your decisions stay, comments of your own do not.
"""


def merged(analysis: Analysis, old: Review | None) -> list[Entry]:
    """Return the entries of a transcript, with the decisions that an older review has."""
    before = {entry.id: entry for entry in old.entries} if old else {}
    result = []
    for one in analysis.open:
        values: dict[str, Any] = {
            "id": one.id,
            "found": one.found,
            "reason": one.reason,
            "lines": analysis.lines_of(one),
            "suggestion": one.suggestion,
        }
        result.append(_kept(values, before.get(one.id)))
    return result


def _kept(values: dict[str, Any], before: Entry | None) -> Entry:
    if before is not None and before.decision is not None:
        lines = set(values["lines"])
        new = (lines - set(before.lines)) | (lines & set(before.new_lines or ()))
        only = [line for line in before.in_lines or () if line in lines]
        if before.in_lines and not only:
            # None of the lines that were named is left: it has to be decided anew.
            return Entry.model_validate(values)
        values |= {
            "decision": before.decision,
            "with": before.with_,
            "in-lines": only or None,
            "new-lines": sorted(new) or None,
        }
        if before.decision == "replace" and not before.with_ and not values["suggestion"]:
            values["with"] = before.replacement
    return Entry.model_validate(values)


def new_review(
    analysis: Analysis, applied: Applied, entries: Sequence[Entry], old: Review | None
) -> Review:
    """Return the review of a transcript, with as many contexts as the file has room for."""
    by_id = {one.id: one for one in analysis.open}
    review = Review.model_validate(
        {
            "text-sha256": text_sha256(applied.transcript),
            "source-sha256": text_sha256(analysis.transcript),
            "applied": decisions_sha256(list(entries)),
        }
    )
    for most in (3, 1, 0):
        shown = [
            entry.model_copy(update={"contexts": applied.contexts(by_id[entry.id], most)})
            for entry in entries
        ]
        review = review.model_copy(
            update={"entries": shown, "signatures": old.signatures if old else []}
        )
        if len(review_text(review)) < MAX_CHARACTERS:
            break
    return review


def review_text(review: Review) -> str:
    """Return the text of ``review.yml``."""
    lines = [_HEADER, f"text-sha256: {_text(review.text_sha256)}"]
    if review.source_sha256:
        lines.append(f"source-sha256: {_text(review.source_sha256)}")
    lines.append(f"applied: {_text(review.applied)}")
    lines.append("signatures:" if review.signatures else "signatures: []")
    for signature in review.signatures:
        lines += _signature(signature)
    lines.append("entries:" if review.entries else "entries: []")
    for entry in review.entries:
        lines += _entry(entry)
    return "\n".join(lines) + "\n"


def _signature(signature: Signature) -> Iterator[str]:
    yield f"  - by: {_text(signature.by)}"
    yield f"    on: {signature.on.isoformat()}"
    yield f"    text-sha256: {_text(signature.text_sha256)}"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"  - id: {_text(entry.id)}"
    yield f"    found: {_text(entry.found)}"
    yield f"    reason: {_text(entry.reason)}"
    yield f"    lines: {json.dumps(entry.lines)}"
    if entry.contexts:
        yield "    contexts:"
        for context in entry.contexts:
            yield f"      - {_text(context)}"
    if entry.suggestion:
        yield f"    suggestion: {_text(entry.suggestion)}"
    yield f"    decision: {entry.decision or ''}".rstrip()
    yield f"    with: {_text(entry.with_) if entry.with_ else ''}".rstrip()
    yield f"    in-lines: {json.dumps(entry.in_lines) if entry.in_lines else ''}".rstrip()
    if entry.new_lines:
        yield "    # Look at these lines, too, then take 'new-lines' out."
        yield f"    new-lines: {json.dumps(entry.new_lines)}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
