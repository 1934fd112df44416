"""What a release asks of Zenodo, one method for each request.

Contract: ``reference/zenodo.md``, sections 1 and 2; numbers of rows are those of section 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from compass_scripts.release.answers import body_of, bucket_of, compared, id_of, list_of, stored
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.session import Ask
from compass_scripts.release.session_zenodo import PATIENT, SessionZenodo
from compass_scripts.release.upload import FileBody, Progress, StoredFile

Deposition = dict[str, Any]
"""A draft or record as the legacy interface shows it."""
HARMFUL = ("doi", "prereserve_doi")
"""Keys that are never sent: a DOI that is sent replaces the reserved one (section 0)."""
PAGE = 100
MOST_PAGES = 50


class ReleaseClient(SessionZenodo):
    """The requests of a release; every method raises :class:`ZenodoError`."""

    def create_draft(self, metadata: Mapping[str, Any]) -> Deposition:
        """Make the draft of a first version (row 1); never repeated.

        :raises ZenodoError: with ``maybe_done``, look for it in :meth:`own_drafts`
        """
        ask = Ask("POST", self.depositions_base, "make a draft", (201,), json=_sent(metadata))
        return self._body(ask)

    def new_version_draft(self, record_id: int | str) -> Deposition:
        """Return the draft of the next version, without files; made where there is none (row 28).

        :param record_id: a published version
        """
        what = f"make a new version of record {record_id}"
        address = f"{self.api_base}/records/{record_id}/versions"
        answer = self._body(Ask("POST", address, what, (200, 201), repeat=True))
        return self.draft(id_of(answer, what))

    def own_depositions(self) -> list[Deposition]:
        """Return the drafts and records of the owner of the token.

        How a server lists them is not in the contract: the public documentation of Zenodo says so.
        """
        found: dict[str, Deposition] = {}
        ask = Ask("GET", self.depositions_base, "list your drafts and records", repeat=True)
        for page in range(1, MOST_PAGES + 1):
            answer = self.session.json(ask._replace(params={"page": page, "size": PAGE}))
            new = {id_of(each, ask.what): each for each in list_of(answer, ask.what)}
            if not new.keys() - found.keys():
                return list(found.values())
            found |= new
        raise ZenodoError(ask.what, details=[f"there are more than {MOST_PAGES} pages of them"])

    def own_drafts(self) -> list[Deposition]:
        """Return the own drafts that were never published."""
        return [each for each in self.own_depositions() if not each.get("submitted")]

    def draft(self, id: int | str) -> Deposition:
        """Return a draft, or a record in the same form (row 22)."""
        return self._body(self._deposition_ask("GET", id, "read"))

    def reserve_doi(self, id: int | str) -> str:
        """Return the DOI that the server has registered for a draft; registered where it has none.

        It never comes from ``prereserve_doi``, which is wrong on the sandbox (row 2). The request
        is not repeated: whatever became of it, the draft tells (row 29).
        """
        if doi := self.draft(id).get("doi"):
            return str(doi)
        what = f"reserve the DOI of draft {id}"
        fault = ZenodoError(what, details=["the server registered none"])
        try:
            address = f"{self.api_base}/records/{id}/draft/pids/doi"
            self.session.send(Ask("POST", address, what, (200, 201)))
        except ZenodoError as error:
            if not error.maybe_done and error.status != 400:
                raise
            fault = error
        if doi := self.draft(id).get("doi"):
            return str(doi)
        raise fault

    def put_metadata(self, id: int | str, metadata: Mapping[str, Any]) -> Deposition:
        """Replace all metadata of a draft (row 14), and return it as the server has it now."""
        ask = self._deposition_ask("PUT", id, "write the metadata of")
        return self._body(ask._replace(json=_sent(metadata)))

    def list_files(self, id: int | str) -> list[StoredFile]:
        """Return the files of a draft (row 17)."""
        ask = self._deposition_ask("GET", id, "list the files of", "/files")
        return [stored(each, ask.what) for each in list_of(self.session.json(ask), ask.what)]

    def upload(
        self, id: int | str, path: Path, name: str, progress: Progress | None = None
    ) -> StoredFile:
        """Send a file; one of the same name is replaced (row 15).

        :param progress: gets the bytes sent and their number; it starts again when the request does
        :raises ZenodoError: also when the server has other bytes than were sent
        :raises ValueError: for a name that the server does not take
        """
        if "/" in name or name in {"", ".", ".."}:
            raise ValueError(f"Zenodo takes no file of the name '{name}'")
        what = f"upload {name} to draft {id}"
        address = f"{bucket_of(self.draft(id), what)}/{quote(name, safe='')}"
        sent: list[FileBody] = []

        def body() -> FileBody:
            sent[:] = [FileBody(path, what, progress)]
            return sent[0]

        ask = Ask("PUT", address, what, (200, 201), repeat=True, body=body, patience=PATIENT)
        return compared(self._body(ask), name, sent[0], what)

    def delete_file(self, id: int | str, file_id: str) -> None:
        """Delete a file of a draft (row 17); that it is not there any more is fine."""
        part = f"/files/{quote(file_id, safe='')}"
        ask = self._deposition_ask("DELETE", id, "delete a file of", part)
        self.session.send(ask._replace(expected=(204, 404)))

    def publish_draft(self, id: int | str) -> Deposition:
        """Publish a draft, once and never again (row 19).

        :raises ZenodoError: with ``maybe_done``, :meth:`draft` says whether it is ``submitted``
        """
        return self._body(self._action_ask(id, "publish"))

    def record(self, id: int | str) -> dict[str, Any]:
        """Return a published record as everybody sees it."""
        return self._body(self._record_ask(id))

    def latest(self, record_id: int | str) -> str:
        """Return the id of the latest version of a record (row 30: a redirect, only read)."""
        what = f"find the latest version of record {record_id}"
        address = f"{self.api_base}/records/{record_id}/versions/latest"
        answer = self.session.send(Ask("GET", address, what, (301, 302), repeat=True))
        found = re.search(r"/records/(\d+)/?$", answer.headers.get("Location", ""))
        if not found:
            raise ZenodoError(what, answer.status_code, ["the answer names no record"])
        return found[1]

    def delete_draft(self, id: int | str) -> None:
        """Delete a draft that was never published (row 25); anything else is refused before."""
        body = self.draft(id)
        if body.get("submitted") is not False or body.get("state") != "unsubmitted":
            raise ZenodoError(f"delete draft {id}", details=["it is published, and stays"])
        ask = self._deposition_ask("DELETE", id, "delete")
        self.session.send(ask._replace(expected=(204, 404)))

    def _body(self, ask: Ask) -> dict[str, Any]:
        return body_of(self.session.json(ask), ask.what)


def _sent(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent for metadata.

    :raises ValueError: when it would change the DOI
    """
    if found := [key for key in HARMFUL if key in metadata]:
        raise ValueError(f"{found[0]} is never sent to Zenodo: it replaces the reserved DOI")
    return {"metadata": dict(metadata)}
