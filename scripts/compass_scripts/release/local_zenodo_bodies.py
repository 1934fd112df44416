"""How the local Zenodo shows what it holds, in both families of interfaces. Numbers are rows."""

from __future__ import annotations

from typing import Any

from compass_scripts.release.local_zenodo_store import REAL_PREFIX, Deposition, Held, Store


def deposition_body(store: Store, it: Deposition, url: str, bucket_host: str) -> dict[str, Any]:
    """Return a draft or record as the legacy interface shows it (rows 1, 19 and 22).

    :param url: of this server
    :param bucket_host: where files go; this server but for a fault (row 37)
    """
    metadata = dict(it.shown)
    # Hard-coded there, whatever the prefix of the server is: the trap of the sandbox (row 2).
    metadata["prereserve_doi"] = {"doi": f"{REAL_PREFIX}/zenodo.{it.id}", "recid": it.id}
    body = {
        "id": it.id,
        "record_id": it.id,
        "conceptrecid": str(it.concept),
        "owner": 1,
        "title": metadata.get("title", ""),
        "state": it.state,
        "submitted": it.submitted,
        "metadata": metadata,
        "files": [file_body(held) for held in it.files.values()],
        "links": _draft_links(it, url) | {"bucket": f"{bucket_host}/api/files/{it.bucket}"},
    }
    if it.doi:
        body |= {"doi": it.doi, "doi_url": f"https://doi.org/{it.doi}"}
    if it.submitted:
        concept_doi = f"{store.prefix}/zenodo.{it.concept}"
        body |= {"conceptdoi": concept_doi}  # exists only from publication on (row 19)
        body["links"] |= _record_links(it, url, concept_doi)
    return body


def record_body(store: Store, it: Deposition, url: str) -> dict[str, Any]:
    """Return a published record as everybody sees it."""
    concept_doi = f"{store.prefix}/zenodo.{it.concept}"
    return {
        "id": it.id,
        "recid": str(it.id),
        "conceptrecid": str(it.concept),
        "doi": it.doi,
        "conceptdoi": concept_doi,
        "doi_url": f"https://doi.org/{it.doi}",
        "title": it.metadata.get("title", ""),
        "state": it.state,
        "submitted": it.submitted,
        "metadata": it.metadata | {"doi": it.doi},
        "files": [
            {"id": held.id, "key": held.name, "size": held.size, "checksum": f"md5:{held.md5}"}
            for held in it.files.values()
        ],
        "links": _record_links(it, url, concept_doi),
    }


def new_draft_body(it: Deposition, url: str) -> dict[str, Any]:
    """Return a draft as the newer interface shows it (rows 28 and 29): its id is a text."""
    body: dict[str, Any] = {
        "id": str(it.id),
        "parent": {"id": str(it.concept)},
        "is_published": it.submitted,
        "is_draft": not it.submitted,
        "metadata": {"title": it.metadata.get("title", "")},
        "links": {"self": f"{url}/api/records/{it.id}/draft"},
    }
    if it.doi:
        body |= {"doi": it.doi, "pids": {"doi": {"identifier": it.doi}}}
    return body


def file_body(held: Held) -> dict[str, Any]:
    """Return a file in a list: its sum stands without a prefix (row 17)."""
    return {
        "id": held.id,
        "filename": held.name,
        "filesize": held.size,
        "checksum": held.md5,
    }


def object_body(held: Held, address: str) -> dict[str, Any]:
    """Return a file that was put into a bucket: its sum has a prefix (row 15)."""
    return {
        "key": held.name,
        "size": held.size,
        "checksum": f"md5:{held.md5}",
        "mimetype": held.mimetype,
        "version_id": held.id,
        "is_head": True,
        "links": {"self": address},
    }


def _draft_links(it: Deposition, url: str) -> dict[str, str]:
    base = f"{url}/api/deposit/depositions/{it.id}"
    actions = ("publish", "edit", "discard", "newversion")
    return {
        "self": base,
        "html": f"{url}/deposit/{it.id}",
        "files": f"{base}/files",
        "latest_draft": base,  # itself, always: useless (row 22)
    } | {action: f"{base}/actions/{action}" for action in actions}


def _record_links(it: Deposition, url: str, concept_doi: str) -> dict[str, str]:
    return {
        "self": f"{url}/api/records/{it.id}",
        "html": f"{url}/records/{it.id}",
        "badge": f"{url}/badge/doi/{it.doi}.svg",
        "conceptbadge": f"{url}/badge/doi/{concept_doi}.svg",
        "parent_doi": f"{url}/doi/{concept_doi}",
        "latest": f"{url}/api/records/{it.id}/versions/latest",
    }
