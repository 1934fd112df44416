"""Reading what Zenodo answers: nothing is taken for granted, and nothing fails with a KeyError."""

from __future__ import annotations

from typing import Any

from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.upload import FileBody, StoredFile


def body_of(answer: Any, what: str) -> dict[str, Any]:
    """Return an answer that has to be an object.

    :param what: what was asked, for the error
    """
    if isinstance(answer, dict):
        return answer
    raise ZenodoError(what, details=["the answer is not what Zenodo gives for this"])


def list_of(answer: Any, what: str) -> list[dict[str, Any]]:
    """Return an answer that has to be a list of objects."""
    if isinstance(answer, list):
        return [body_of(each, what) for each in answer]
    raise ZenodoError(what, details=["the answer is not the list that Zenodo gives for this"])


def id_of(answer: Any, what: str) -> str:
    """Return the id of a record or draft; one interface writes a number, the other a text."""
    id = str(body_of(answer, what).get("id", ""))
    if id.isascii() and id.isdecimal():
        return id
    raise ZenodoError(what, details=["the answer has no id"])


def bucket_of(answer: dict[str, Any], what: str) -> str:
    """Return the address for the files of a draft."""
    links = answer.get("links")
    bucket = links.get("bucket") if isinstance(links, dict) else None
    if isinstance(bucket, str) and bucket:
        return bucket.rstrip("/")
    raise ZenodoError(what, details=["the answer names no place for files"])


def stored(answer: dict[str, Any], what: str) -> StoredFile:
    """Return an entry of a list of files (row 17: the sum stands without a prefix)."""
    match answer:
        case {"id": str(id), "filename": str(name), "filesize": int(size), "checksum": str(sum_)}:
            return StoredFile(id, name, size, sum_.removeprefix("md5:"))
    raise ZenodoError(what, details=["an entry of the list is not what Zenodo gives for a file"])


def compared(answer: dict[str, Any], name: str, sent: FileBody, what: str) -> StoredFile:
    """Return a file that was uploaded (row 15), when the server has the bytes that were sent."""
    size, key, md5 = answer.get("size"), answer.get("key"), answer.get("checksum")
    wrong = []
    if key != name:
        wrong.append(f"the server calls it {key!r}")
    if size != len(sent):
        wrong.append(f"the server has {size} bytes of {len(sent)}")
    elif md5 != f"md5:{sent.md5}":
        wrong.append(f"the server has other bytes ({md5} and not md5:{sent.md5})")
    if wrong:
        raise ZenodoError(what, details=wrong, hint="Run this again: it is sent again")
    return StoredFile(str(answer.get("version_id", "")), name, len(sent), sent.md5)
