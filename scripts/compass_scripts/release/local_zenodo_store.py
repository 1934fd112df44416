"""What the local Zenodo holds: drafts, records, versions and files. Numbers are rows."""

from __future__ import annotations

import datetime as dt
import mimetypes
import shutil
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from compass_scripts.release.local_zenodo_answer import Incoming, Refusal, invalid, not_found
from compass_scripts.release.local_zenodo_metadata import (
    faults_for_publishing,
    read_metadata,
    without_unknown_communities,
)

REAL_PREFIX = "10.5281"
"""What ``prereserve_doi`` always has, on the sandbox too (row 2)."""
MOST_FILES = 100  # row 34
FRESH = ("version", "publication_date")
"""What the metadata of a new version do not take over (row 26)."""


class Held(NamedTuple):
    """A file of a deposition."""

    id: str
    name: str
    size: int
    md5: str
    mimetype: str
    content: Path | None


@dataclass
class Deposition:
    """A draft or record: one version."""

    id: int
    concept: int
    bucket: str
    metadata: dict[str, Any]
    files: dict[str, Held] = field(default_factory=dict)
    doi: str = ""
    state: str = "unsubmitted"
    submitted: bool = False
    revision: int = 1
    edited: dict[str, Any] | None = None
    """The metadata in an edit of a published record."""

    @property
    def shown(self) -> dict[str, Any]:
        """The metadata that the legacy interface shows."""
        return self.metadata if self.edited is None else self.edited


class Store:
    """All depositions of one server.

    :param prefix: what the DOIs begin with that are registered
    :param communities: the ids of those that exist
    :param folder: for the content of files
    :param today: the day of a new version
    """

    def __init__(
        self, prefix: str, communities: Collection[str], folder: Path, today: dt.date
    ) -> None:
        self.prefix = prefix
        self.depositions: dict[int, Deposition] = {}
        self._communities = frozenset(communities)
        self._folder = folder
        self._today = today
        self._number = 0

    def get(self, id: int | str) -> Deposition:
        """Return a draft or record.

        :raises Refusal: when there is none
        """
        if (found := self.depositions.get(int(id))) is None:
            raise Refusal(404, "The persistent identifier does not exist.")
        return found

    def open(self, id: int | str) -> Deposition:
        """Return what may be changed: a draft, or a record in an edit (row 20)."""
        found = self.get(id)
        if found.state == "done":
            raise not_found()
        return found

    def published(self, id: int | str) -> Deposition:
        """Return a published record."""
        found = self.depositions.get(int(id))
        if found is None or not found.submitted:
            raise not_found()
        return found

    def versions(self, concept: int) -> list[Deposition]:
        """Return the published versions of a concept, the newest last."""
        return [
            each for each in self.depositions.values() if each.concept == concept and each.submitted
        ]

    def create(self, metadata: Any) -> Deposition:
        """Make the draft of a first version (row 1): the concept gets a number of its own."""
        return self._add(read_metadata(metadata), self._next())

    def put(self, draft: Deposition, metadata: Any) -> None:
        """Replace all metadata (row 14), and the DOI by one that is sent (section 0)."""
        kept = read_metadata(metadata)
        if draft.edited is None:
            draft.metadata = kept
            draft.doi = metadata.get("doi") or draft.doi
        else:
            draft.edited = kept
        draft.revision += 1

    def delete(self, draft: Deposition) -> None:
        """Delete a draft; the edit of a record is dropped (rows 24 and 25)."""
        if draft.submitted:
            draft.edited, draft.state = None, "done"
        else:
            del self.depositions[draft.id]

    def new_version(self, id: int | str, *, with_files: bool) -> Deposition:
        """Return the draft of the next version (rows 26 to 28).

        :param with_files: whether the files of the last version are taken over; then a draft that
            has files already is refused
        """
        concept = self.published(id).concept
        draft = self._draft_of(concept)
        if draft and draft.files and with_files:
            raise invalid(("files.enabled", "Please remove all files first."))
        last = self.versions(concept)[-1]
        if draft is None:
            taken = {key: value for key, value in last.metadata.items() if key not in FRESH}
            taken["publication_date"] = self._today.isoformat()
            draft = self._add(taken, concept)
        if with_files:
            draft.files = dict(last.files)
        return draft

    def reserve(self, id: int | str) -> Deposition:
        """Register the DOI of a draft (row 29)."""
        draft = self.open(id)
        if draft.doi:
            raise invalid(("pids.doi", "A PID already exists for type doi"))
        draft.doi = f"{self.prefix}/zenodo.{draft.id}"
        return draft

    def keep(self, draft: Deposition, name: str, file: Incoming) -> Held:
        """Keep a file; one of the same name is replaced (row 15)."""
        if draft.submitted:  # row 21
            raise (
                not_found()
                if draft.edited is None
                else Refusal(403, "Bucket is locked for modifications.")
            )
        if name not in draft.files and len(draft.files) >= MOST_FILES:
            raise invalid(("files", f"Maximum number of files ({MOST_FILES}) exceeded."))
        content = None
        if file.content is not None:
            content = self._folder / uuid.uuid4().hex
            shutil.move(file.content, content)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        held = Held(str(uuid.uuid4()), name, file.size, file.md5, kind, content)
        draft.files[name] = held
        return held

    def publish(self, draft: Deposition) -> None:
        """Publish (rows 7, 18 and 19): the only step that judges values.

        The files of the version before and no version are no obstacle (section 0).
        """
        faults = faults_for_publishing(draft.shown)
        if not draft.files:
            faults.append(("files.enabled", "Missing uploaded files."))
        doi_prefix = draft.doi.partition("/")[0]
        if doi_prefix == REAL_PREFIX != self.prefix:
            text = f"Wrong DOI {doi_prefix} prefix provided, it should be {self.prefix}"
            faults.append(("pids.doi", f"{text} as defined in the rest client"))
        if faults:
            raise invalid(*faults)
        draft.metadata = without_unknown_communities(draft.shown, self._communities)
        draft.doi = draft.doi or f"{self.prefix}/zenodo.{draft.id}"
        draft.edited, draft.submitted, draft.state = None, True, "done"
        draft.revision += 1

    def edit(self, id: int | str) -> Deposition:
        """Open a record for changes of its metadata (row 23)."""
        record = self.published(id)
        record.edited = record.edited or dict(record.metadata)
        record.state = "inprogress"
        return record

    def _draft_of(self, concept: int) -> Deposition | None:
        drafts = (each for each in self.depositions.values() if not each.submitted)
        return next((each for each in drafts if each.concept == concept), None)

    def _add(self, metadata: dict[str, Any], concept: int) -> Deposition:
        draft = Deposition(self._next(), concept, str(uuid.uuid4()), metadata)
        self.depositions[draft.id] = draft
        return draft

    def _next(self) -> int:
        self._number += 1
        return self._number
