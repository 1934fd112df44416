"""``zenodo_client.Zenodo`` with our session below it, and with its unsafe methods closed.

Contract: ``reference/zenodo.md``, section 1. Its private methods are replaced, so a new version of
it may break this: ``tests/scripts/release/test_client.py`` says so first.
"""

from __future__ import annotations

from typing import Any, NoReturn

import requests

from compass_scripts.release.session import Ask, TokenSession
from compass_scripts.release.zenodo_base import Zenodo

PATIENT = 5.0
"""How many times as long as others a request may take that the server works on."""


class SessionZenodo(Zenodo):
    """A client whose requests all go through one session.

    :param session: has the token, and the server
    :param sandbox: whether this is the sandbox; it changes no request
    """

    def __init__(self, session: TokenSession, *, sandbox: bool) -> None:
        # With a token given, no file of tokens is looked for.
        super().__init__(access_token="", sandbox=sandbox)
        self.access_token = None
        self.session = session
        self.base = session.base_url
        self.api_base = f"{self.base}/api"
        self.depositions_base = f"{self.api_base}/deposit/depositions"

    def get_record(self, record_id: int | str, *, authenticate: bool = True) -> requests.Response:
        """Return the answer with a published record; always with the token."""
        if not authenticate:
            _closed("a request without a token")
        return self.session.send(self._record_ask(record_id))

    def _record_ask(self, id: int | str) -> Ask:
        return Ask("GET", f"{self.api_base}/records/{id}", f"read record {id}", repeat=True)

    def _deposition_ask(
        self, method: str, id: int | str, verb: str, part: str = "", *, repeat: bool = True
    ) -> Ask:
        address = f"{self.depositions_base}/{id}{part}"
        return Ask(method, address, f"{verb} draft {id}", repeat=repeat)

    def _action_ask(self, id: int | str, action: str) -> Ask:
        ask = self._deposition_ask("POST", id, action, f"/actions/{action}", repeat=False)
        return ask._replace(expected=(201, 202), patience=PATIENT)

    def _action(self, deposition_id: str, action: Any, sleep: bool = True) -> requests.Response:  # noqa: ARG002
        return self.session.send(self._action_ask(deposition_id, action))

    def _get_deposition(self, deposition_id: str) -> requests.Response:
        return self.session.send(self._deposition_ask("GET", deposition_id, "read"))

    # Closed, with the signatures of the base class left open: they are never called.

    def create(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: the id of its draft is lost when an upload fails."""
        _closed("create: use create_draft")

    def update(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it sends no metadata, keeps old files and makes today the version."""
        _closed("update: use new_version_draft")

    def ensure(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it makes a second draft when it is run again."""
        _closed("ensure: use create_draft")

    def new_version(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it fails where a draft is left over (row 27)."""
        _closed("new_version: use new_version_draft")

    def discard(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it deletes a draft that was never published (row 24)."""
        _closed("discard: use delete_draft")

    def get_latest_record(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it returns the id that it was given."""
        _closed("get_latest_record: use latest")

    def download(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it downloads without the session."""
        _closed("download")

    def download_all(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it downloads without the session."""
        _closed("download_all")

    def download_latest(self, *_args: Any, **_more: Any) -> NoReturn:
        """Closed: it downloads without the session."""
        _closed("download_latest")

    def _upload_files(self, *_args: Any, **_more: Any) -> NoReturn:
        _closed("_upload_files: use upload")

    def _update_submitted_deposition_metadata(self, *_args: Any, **_more: Any) -> NoReturn:
        _closed("_update_submitted_deposition_metadata")


def _closed(what: str) -> NoReturn:
    raise NotImplementedError(f"zenodo-client does this unsafely: {what}")
