"""Which request does what: the operations of the local Zenodo. Numbers are rows."""

from __future__ import annotations

import email.parser
import email.policy
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from compass_scripts.release.local_zenodo_answer import (
    Answer,
    Call,
    Incoming,
    Refusal,
    invalid,
    not_found,
)
from compass_scripts.release.local_zenodo_bodies import (
    deposition_body,
    file_body,
    new_draft_body,
    object_body,
    record_body,
)
from compass_scripts.release.local_zenodo_store import Deposition, Store

DEPOSITIONS = "/api/deposit/depositions"
ONE = rf"{DEPOSITIONS}/(?P<id>\d+)"
RECORD = r"/api/records/(?P<id>\d+)"


class Route(NamedTuple):
    """A method and a form of paths."""

    method: str
    path: str
    operation: str
    """A name for faults, hooks and tests."""
    public: bool = False
    """Whether it needs no token."""


ROUTES = (
    Route("POST", DEPOSITIONS, "create"),
    Route("GET", DEPOSITIONS, "list drafts"),
    Route("GET", ONE, "read draft"),
    Route("PUT", ONE, "put metadata"),
    Route("DELETE", ONE, "delete draft"),
    Route("GET", rf"{ONE}/files", "list files"),
    Route("POST", rf"{ONE}/files", "post file"),
    Route("DELETE", rf"{ONE}/files/(?P<file>[\w-]+)", "delete file"),
    Route("POST", rf"{ONE}/actions/publish", "publish"),
    Route("POST", rf"{ONE}/actions/edit", "edit"),
    Route("POST", rf"{ONE}/actions/discard", "discard"),
    Route("POST", rf"{ONE}/actions/newversion", "newversion"),
    Route("PUT", r"/api/files/(?P<bucket>[\w-]+)/(?P<name>[^/]+)", "upload"),
    Route("POST", rf"{RECORD}/versions", "versions"),
    Route("POST", rf"{RECORD}/draft/pids/doi", "reserve"),
    Route("GET", RECORD, "read record", public=True),
    Route("GET", rf"{RECORD}/versions/latest", "latest", public=True),
)


def find_route(method: str, path: str) -> tuple[Route | None, Mapping[str, str]]:
    """Return what a request asks for, and the named parts of its path."""
    for route in ROUTES:
        if route.method == method and (match := re.fullmatch(route.path, path)):
            return route, match.groupdict()
    return None, {}


class Operations:
    """Does what requests ask for.

    :param store: what the server holds
    :param url: of the server
    """

    def __init__(self, store: Store, url: str) -> None:
        self.store = store
        self.url = url
        self._done: dict[str, Callable[[Call], Answer]] = {
            "create": self._create,
            "list drafts": self._list,
            "read draft": lambda call: self._shown(200, self.store.get(call.match["id"])),
            "put metadata": self._put,
            "delete draft": self._delete,
            "list files": self._files,
            "post file": self._post_file,
            "delete file": self._delete_file,
            "publish": self._publish,
            "edit": lambda call: self._shown(201, self.store.edit(call.match["id"])),
            "discard": self._discard,
            "newversion": self._newversion,
            "upload": self._upload,
            "versions": self._versions,
            "reserve": self._reserve,
            "read record": self._record,
            "latest": self._latest,
        }

    def do(self, operation: str, call: Call) -> Answer:
        """Do it, and return the answer.

        :raises Refusal: when it is refused; then nothing has changed
        """
        return self._done[operation](call)

    def _shown(self, status: int, it: Deposition) -> Answer:
        body = deposition_body(self.store, it, self.url, self.url)
        return Answer(status, body, {"ETag": f'"{it.revision}"'})

    def _create(self, call: Call) -> Answer:
        return self._shown(201, self.store.create(_metadata(call.json())))

    def _list(self, call: Call) -> Answer:
        """Not in the contract: as the public documentation of Zenodo describes it."""
        size, page = int(call.query.get("size", "10")), int(call.query.get("page", "1"))
        newest = sorted(self.store.depositions.values(), key=lambda each: -each.id)
        shown = newest[(page - 1) * size : page * size]
        return Answer(200, [self._shown(200, each).body for each in shown])

    def _put(self, call: Call) -> Answer:
        draft = self.store.open(call.match["id"])
        if call.headers.get("If-Match", f'"{draft.revision}"') != f'"{draft.revision}"':
            raise Refusal(412, "Precondition failed.")  # row 14
        self.store.put(draft, _metadata(call.json()))
        return self._shown(200, draft)

    def _delete(self, call: Call) -> Answer:
        self.store.delete(self.store.open(call.match["id"]))
        return Answer(204)

    def _discard(self, call: Call) -> Answer:
        """Row 24: on a draft that was never published it deletes it."""
        return self._delete(call)

    def _publish(self, call: Call) -> Answer:
        draft = self.store.open(call.match["id"])
        self.store.publish(draft)
        return self._shown(202, draft)

    def _newversion(self, call: Call) -> Answer:
        return self._shown(201, self.store.new_version(call.match["id"], with_files=True))

    def _versions(self, call: Call) -> Answer:
        draft = self.store.new_version(call.match["id"], with_files=False)
        return Answer(201, new_draft_body(draft, self.url))

    def _reserve(self, call: Call) -> Answer:
        return Answer(201, new_draft_body(self.store.reserve(call.match["id"]), self.url))

    def _files(self, call: Call) -> Answer:
        held = self.store.get(call.match["id"]).files.values()
        return Answer(200, [file_body(each) for each in held])

    def _post_file(self, call: Call) -> Answer:
        """Row 16."""
        draft = self.store.open(call.match["id"])
        name, content = _multipart(call)
        if name in draft.files:
            raise Refusal(400, f"File with key {name} already exists.")
        sum_ = hashlib.md5(content, usedforsecurity=False).hexdigest()
        held = self.store.keep(draft, name, Incoming(len(content), sum_, None))
        return Answer(201, file_body(held))

    def _delete_file(self, call: Call) -> Answer:
        files = self.store.open(call.match["id"]).files
        names = [held.name for held in files.values() if held.id == call.match["file"]]
        if not names:
            raise not_found()
        del files[names[0]]
        return Answer(204)

    def _upload(self, call: Call) -> Answer:
        """Row 15: a name arrives as it is, and none has a slash."""
        name, bucket = unquote(call.match["name"]), call.match["bucket"]
        found = [each for each in self.store.depositions.values() if each.bucket == bucket]
        if not found or "/" in name or call.file is None:
            raise not_found()
        held = self.store.keep(found[0], name, call.file)
        return Answer(201, object_body(held, f"{self.url}/api/files/{bucket}/{call.match['name']}"))

    def _record(self, call: Call) -> Answer:
        """Row 30: the number of a concept leads to its latest version."""
        if versions := self.store.versions(int(call.match["id"])):
            return Answer(302, None, {"Location": f"{self.url}/api/records/{versions[-1].id}"})
        return Answer(
            200, record_body(self.store, self.store.published(call.match["id"]), self.url)
        )

    def _latest(self, call: Call) -> Answer:
        latest = self.store.versions(self.store.published(call.match["id"]).concept)[-1]
        return Answer(301, None, {"Location": f"{self.url}/api/records/{latest.id}"})


def _metadata(sent: Any) -> Any:
    """Return the metadata of a body; another key beside them is refused (row 3)."""
    if not isinstance(sent, dict):
        raise invalid(("_schema", "Invalid input type."))
    if unknown := [key for key in sent if key != "metadata"]:
        raise invalid(*((key, "Unknown field.") for key in unknown))
    return sent.get("metadata", {})


def _multipart(call: Call) -> tuple[str, bytes]:
    """Return the name, made plain as row 16 says, and the content of a file in a form."""
    head = f"Content-Type: {call.headers.get('Content-Type', '')}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + call.content)
    parts = list(form.iter_parts()) if form.is_multipart() else []
    for part in parts:
        if part.get_filename():
            content = part.get_payload(decode=True)
            return _plain_name(str(part.get_filename())), content if isinstance(
                content, bytes
            ) else b""
    raise invalid(("file", "Missing data for required field."))


def _plain_name(name: str) -> str:
    letters = unicodedata.normalize("NFKD", Path(name).name).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w.-]+", "_", letters).strip("._")
