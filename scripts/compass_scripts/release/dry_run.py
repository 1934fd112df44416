"""``--dry-run``: what would be sent, without a token and without a request."""

from __future__ import annotations

import json
from pathlib import Path

from compass_model.release.changelog import version_problems
from compass_model.release.record import read_release
from compass_scripts.release.build import build_folder, build_site
from compass_scripts.release.checks import check
from compass_scripts.release.context import Run, Setting, Wish, target_of
from compass_scripts.release.git import read_checkout
from compass_scripts.release.journal import Journal, State, locked
from compass_scripts.release.pack import MANIFEST, Identity, pack
from compass_scripts.release.show import Show, file_table, megabytes
from compass_scripts.release.stop import Stop, counted

NO_NUMBER = "0"
"""Stands for the number of the draft, which only the server knows."""


def dry_run(root: Path, wish: Wish, setting: Setting, show: Show) -> int:
    """Print the metadata and the files of a release, and what a real run would refuse."""
    with locked(root):
        return _dry_run(root, wish, setting, show)


def _dry_run(root: Path, wish: Wish, setting: Setting, show: Show) -> int:
    refused = _refusal(root, wish, setting)
    record, problems = read_release(root)
    if record is None or record.date is None:
        raise refused or Stop(*(p.shown for p in [*problems, *version_problems(root)]))
    target = target_of(record, wish, setting)
    journal = Journal.open(root, target.name, record.version)
    doi = journal.state.doi or f"{target.prefix}/zenodo.{NO_NUMBER}"
    state = State(target=target.name, version=record.version, doi=doi)
    run = Run(
        root=root,
        wish=wish,
        setting=setting,
        record=record,
        checkout=read_checkout(root),
        journal=Journal(journal.path, state),
        show=show,
        target=target,
    )
    show.header(record.version, f"{target.title} (dry run)", "nothing is sent")
    folder = build_folder(root, "dry-run", record.version)
    built = build_site(folder, root, run.checkout, doi)
    concept = record.concept_doi if target.name == "zenodo" else ""
    identity = Identity(record.title, record.version, doi, concept)
    files = pack(built, folder / "files", run.checkout, identity, record.files)
    sums = {file.name: file.sha256 for file in files}
    run.journal.state = State(
        target=target.name, version=record.version, doi=doi, manifest_sha256=sums[MANIFEST]
    )
    show.say("\nMetadata:")
    show.say(json.dumps(run.metadata(), indent=2, ensure_ascii=False))
    total = megabytes(sum(file.size for file in files))
    show.say(f"\n{counted(len(files), 'file')}, {total} MB, in {(folder / 'files').as_posix()}:")
    show.say("\n".join(file_table(files)))
    show.say(f"\nThe DOI {doi} stands for the one that the server will give.")
    if refused is None:
        return 0
    show.say("")
    raise refused


def _refusal(root: Path, wish: Wish, setting: Setting) -> Stop | None:
    """Return why a real run would stop; that there is no token is no reason here."""
    tokens = {target.variable: f"{name}-{'x' * 20}" for name, target in setting.targets.items()}
    without = Setting(
        environ=tokens, home=setting.home, targets=setting.targets, ask=setting.ask or _nobody
    )
    try:
        check(root, wish, without, read_checkout(root))
    except Stop as stop:
        return stop
    return None


def _nobody(_question: str) -> str:
    return ""
