"""The files and the metadata of the draft: sent where they differ, then read back and compared."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

from compass_model.release.zenodo_metadata import differences
from compass_scripts.release.build import pages_with
from compass_scripts.release.checks import tree_reasons
from compass_scripts.release.context import Run
from compass_scripts.release.git import read_checkout
from compass_scripts.release.journal import Deposited
from compass_scripts.release.pack import CITATION, are_packed
from compass_scripts.release.reserve import read_draft
from compass_scripts.release.show import megabytes
from compass_scripts.release.stop import Stop, counted

if TYPE_CHECKING:
    from compass_scripts.release.upload import StoredFile


def upload(run: Run) -> str:
    """Make the draft hold the files and the metadata of this release, and nothing else."""
    wanted = {file.name: file for file in run.journal.state.files}
    there = {file.name: file for file in run.client.list_files(run.draft_id)}
    for name in sorted(there.keys() - wanted.keys()):
        with run.journal.call(f"delete {name}"):
            run.client.delete_file(run.draft_id, there[name].id)
    missing = [file for file in wanted.values() if not _is_there(file, there.get(file.name))]
    _send(run, missing)
    _put_metadata(run)
    sent = sum(file.size for file in missing)
    return (
        f"{counted(len(missing), 'file')}, {megabytes(sent)} MB"
        if missing
        else "all files are there"
    )


def _is_there(file: Deposited, stored: StoredFile | None) -> bool:
    return stored is not None and (stored.md5, stored.size) == (file.md5, file.size)


def _send(run: Run, files: list[Deposited]) -> None:
    total = sum(file.size for file in files)
    before = 0
    for file in files:
        offset = before

        def progress(done: int, _size: int, offset: int = offset) -> None:
            run.show.progress("upload", offset + done, total)

        with run.journal.call(f"upload {file.name}"):
            run.client.upload(run.draft_id, run.files / file.name, file.name, progress)
        before += file.size


def _put_metadata(run: Run) -> None:
    """Send all metadata, because a part of it would wipe the rest; not when they are there."""
    metadata = run.metadata()
    if differences(metadata, read_draft(run).get("metadata") or {}):
        with run.journal.call("write the metadata"):
            run.client.put_metadata(run.draft_id, metadata)
    sent = json.dumps(metadata, sort_keys=True).encode()
    run.journal.note(metadata_sha256=hashlib.sha256(sent).hexdigest())


def verify(run: Run) -> str:
    """Compare what the server has with what was made.

    :raises Stop: with every difference
    """
    reasons = [*metadata_reasons(run), *_file_reasons(run), *local_reasons(run)]
    reasons += commit_reasons(run)
    if reasons:
        raise Stop(
            *reasons,
            hint="The draft is not as it should be, and not published. Mend it, then run it again.",
        )
    files = run.journal.state.files
    return f"{counted(len(files), 'file')} and all metadata are as sent; DOI, commit and tag agree"


def metadata_reasons(run: Run) -> list[str]:
    """Return what the server dropped or changed."""
    draft = read_draft(run)
    reasons = [f"the server: {text}" for text in differences(run.metadata(), draft["metadata"])]
    doi = run.journal.state.doi
    if draft.get("doi") != doi:
        reasons.append(f"the draft has the DOI {draft.get('doi') or '(none)'}, not {doi}")
    return reasons


def _file_reasons(run: Run) -> list[str]:
    wanted = {file.name: file for file in run.journal.state.files}
    there = {file.name: file for file in run.client.list_files(run.draft_id)}
    reasons = [f"{name} is on the server and not of this release" for name in there.keys() - wanted]
    reasons += [
        f"{name} is not on the server as it was packed"
        for name, file in wanted.items()
        if not _is_there(file, there.get(name))
    ]
    return sorted(reasons)


def local_reasons(run: Run) -> list[str]:
    """Return which of the files that were made lacks the DOI, or is not as it was packed."""
    state = run.journal.state
    if not are_packed(run.files, state.files):
        return [f"the files in {run.files} are not those that were packed"]
    pages_with(run.folder / "html", state.doi)
    reasons = []
    for file in state.files:
        path = run.files / file.name
        if file.name.endswith("-html.zip") and not _zip_holds(path, "/index.html", state.doi):
            reasons.append(f"the start page in {file.name} does not hold the DOI {state.doi}")
        if file.name.endswith("-sources.zip") and not _zip_holds(path, f"/{CITATION}", state.doi):
            reasons.append(f"{CITATION} in {file.name} does not hold the DOI {state.doi}")
    if state.doi not in (run.files / CITATION).read_text(encoding="utf-8"):
        reasons.append(f"{CITATION} does not hold the DOI {state.doi}")
    return reasons


def _zip_holds(path: object, end: str, doi: str) -> bool:
    with zipfile.ZipFile(str(path)) as archive:
        names = [name for name in archive.namelist() if name.endswith(end)]
        shortest = min(names, key=len, default="")
        return bool(shortest) and doi.encode() in archive.read(shortest)


def commit_reasons(run: Run) -> list[str]:
    """Return whether the tree is another than the one that was built."""
    now = read_checkout(run.root)
    state = run.journal.state
    reasons = list(tree_reasons(now))
    if now.commit != state.commit:
        reasons.append(
            f"the commit is {now.commit[:10]} now, and {state.commit[:10]} was built; go back to "
            f"it (git switch --detach), or make the files again with '{run.command('pack')}'"
        )
    elif state.tag and state.tag not in now.tags:
        reasons.append(f"the tag {state.tag} is not on this commit any more; put it back")
    return reasons
