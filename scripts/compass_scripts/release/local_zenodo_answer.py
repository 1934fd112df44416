"""What the local Zenodo gets and gives: requests, answers and refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


@dataclass
class Seen:
    """A request as it is kept for tests: without the token."""

    method: str
    path: str
    query: str
    operation: str
    headers: dict[str, str]
    """Without ``Authorization``."""
    auth: str
    """How the token came: "header", "query" or "none"."""
    status: int | None = None
    """What was answered; None when nothing was."""


class Call(NamedTuple):
    """A request on its way to what does it."""

    match: Mapping[str, str]
    """The named parts of the path."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes
    file: Incoming | None
    """What was uploaded."""

    def json(self) -> Any:
        """Return the body.

        :raises Refusal: when it is not JSON (row 32)
        """
        if not self.content:
            return {}
        try:
            return json.loads(self.content)
        except ValueError:
            raise Refusal(400, "Unable to decode JSON data in request body.") from None


class Incoming(NamedTuple):
    """Bytes that were uploaded."""

    size: int
    md5: str
    content: Path | None
    """Where they are; None when there were too many to keep."""


class Answer(NamedTuple):
    """What is answered."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = {}


class Refusal(Exception):  # noqa: N818 (an answer, and not a fault of the program)
    """An answer that says no.

    :param errors: fields and what is wrong with them (row 5); none for a message only (row 6)
    """

    def __init__(self, status: int, message: str, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(status, message)
        body: dict[str, Any] = {"status": status, "message": message}
        if errors:
            body["errors"] = [{"field": field, "messages": [text]} for field, text in errors]
        self.answer = Answer(status, body)


def invalid(*errors: tuple[str, str]) -> Refusal:
    """Return the refusal of fields (row 5)."""
    return Refusal(400, "A validation error occurred.", errors)


def not_found() -> Refusal:
    """Return the refusal of what is not there, or is published (rows 15, 20, 21)."""
    return Refusal(404, "Not found.")
