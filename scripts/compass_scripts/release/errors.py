"""What goes wrong with Zenodo, in words for a maintainer."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

MOST_DETAILS = 20
LONGEST_DETAIL = 300


class ZenodoError(Exception):
    """A request that did not do what was asked.

    :param what: what was asked, such as "publish draft 7"
    :param status: the status of the answer; None when there was no answer
    :param details: what the server said, one text for each field
    :param hint: what to do next
    :param maybe_done: whether the server may have done it all the same; ask it before trying again
    """

    def __init__(
        self,
        what: str,
        status: int | None = None,
        details: Sequence[str] = (),
        hint: str = "",
        *,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(what, status, tuple(details), hint)
        self.what = what
        self.status = status
        self.details = list(details)
        self.hint = hint
        self.maybe_done = maybe_done

    def __str__(self) -> str:
        status = f" (HTTP {self.status})" if self.status is not None else ""
        said = "; ".join(self.details) or "no reason was given"
        hint = f"{'' if said.endswith('.') else '.'} {self.hint}" if self.hint else ""
        return f"could not {self.what}{status}: {said}{hint}"


def details_of(text: str, data: Any, hidden: Callable[[str], str]) -> list[str]:
    """Return what an answer says, as short lines without control characters.

    The contract has three shapes (rows 5, 6 and 36): a list of fields with messages, one message,
    or an HTML page.

    :param text: the body
    :param data: the body read as JSON; None when it is not JSON
    :param hidden: takes the token out; before a text is cut, or a part of a token would stay
    """
    lines = list(_lines(data)) if isinstance(data, dict) else []
    if not lines and data is None and text:
        lines = [_of_html(text)]
    short = [_plain(hidden(line))[:LONGEST_DETAIL] for line in lines if line.strip()]
    return short[:MOST_DETAILS]


def _lines(data: dict[str, Any]) -> Iterator[str]:
    errors = data.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            messages = error.get("messages", error.get("message", ""))
            said = messages if isinstance(messages, list) else [messages]
            yield f"{error.get('field', '?')}: {' '.join(str(each) for each in said)}"
    if not errors and "message" in data:
        yield str(data["message"])


def _of_html(text: str) -> str:
    """Return the words of a page: its title where it has one."""
    title = re.search(r"(?is)<title[^>]*>(.*?)</title>", text)
    words = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", title[1] if title else text)
    return html.unescape(" ".join(words.split()))


def _plain(text: str) -> str:
    """Keep what a server says from steering a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
