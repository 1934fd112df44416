"""Ids: their form, and what to say of one that has another."""

from __future__ import annotations

import re
import unicodedata

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_SCHEMA = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
"""The same for editors."""

BAD_ID = "bad_id"
"""The type of pydantic's error for a text that is no id."""
BAD_ID_MESSAGE = "must be lower-case letters, digits and single hyphens, like 'my-event'"


def bad_id_message(given: object) -> str:
    """Say what is wrong with an id, and which one may be meant; this quotes what was written."""
    written = str(given)[:40]
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().lower()
    near = "-".join(re.findall("[a-z0-9]+", plain))
    if not near:
        return f"{BAD_ID_MESSAGE}, not '{written}'"
    rule = BAD_ID_MESSAGE.partition(", like")[0]
    return f"{rule}, not '{written}'; write '{near}'"
