"""What git knows: the commit, its tags, what is tracked, and the tree of a commit."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO, NamedTuple

from compass_scripts.release.stop import Stop

SECRETS = ("COMPASS_ZENODO_TOKEN", "COMPASS_ZENODO_SANDBOX_TOKEN")
"""Variables that no other program is given."""


class Checkout(NamedTuple):
    """The state of a working tree."""

    commit: str
    time: int
    """When the commit was made, in seconds since 1970."""
    tags: tuple[str, ...]
    """The tags of this commit."""
    changed: tuple[str, ...]
    """Files that are not as in the commit, those that git does not track included."""
    tracked: tuple[str, ...]
    """Every file of the commit."""


def read_checkout(root: Path) -> Checkout:
    """Look at the working tree *root*.

    :raises Stop: when it is no working tree with a commit, or there is no git
    """
    if not (root / ".git").exists():
        raise Stop(
            "this folder is not the top of a git repository",
            hint="Run it where conf.py and CITATION.cff lie.",
            code=2,
        )
    commit = run_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", fails=True).strip()
    if not commit:
        raise Stop("the repository has no commit yet", hint="Commit your work, and tag it.")
    return Checkout(
        commit,
        int(run_git(root, "log", "-1", "--format=%ct", commit)),
        tuple(run_git(root, "tag", "--points-at", commit).split()),
        _changed(root),
        tuple(_names(run_git(root, "ls-tree", "-r", "-z", "--name-only", commit))),
    )


def _changed(root: Path) -> tuple[str, ...]:
    """Return the files that git calls changed; for one that was renamed, both names."""
    listed = _names(run_git(root, "status", "--porcelain", "-z", "--untracked-files=all"))
    found = []
    entries = iter(listed)
    for entry in entries:
        found.append(entry[3:])
        if entry[0] in "RC":
            found.append(next(entries))
    return tuple(sorted(found))


def _names(text: str) -> list[str]:
    return [name for name in text.split("\0") if name]


def changed_between(root: Path, before: str, after: str) -> tuple[str, ...]:
    """Return the files that differ between two commits; none where the first is not known here."""
    commit = f"{before}^{{commit}}"
    known = run_git(root, "rev-parse", "--verify", "--quiet", commit, fails=True).strip()
    if not known:
        return ()
    return tuple(_names(run_git(root, "diff", "--name-only", "--no-renames", "-z", known, after)))


def export(root: Path, commit: str, to: Path) -> None:
    """Write the files of a commit below *to*: what git does not track is not there.

    :raises Stop: when git fails, or a link leads out of the repository
    """
    to.mkdir(parents=True)
    command = _command(root, "archive", "--format=tar", commit)
    wrong = ""
    # A file, and no pipe: git never waits for somebody to read what it says.
    with tempfile.TemporaryFile() as said:
        try:
            with subprocess.Popen(  # noqa: S603
                command, stdout=subprocess.PIPE, stderr=said, env=without_secrets()
            ) as process:
                _unpack(process.stdout, to)
        except tarfile.FilterError as error:
            raise Stop(
                f"the files of {commit[:10]} cannot be unpacked: {error}",
                hint="A link must lead to a file of the repository. Mend it, commit and tag it.",
            ) from None
        except tarfile.TarError as error:
            wrong = str(error)
        said.seek(0)
        message = said.read().decode(errors="replace").strip() or wrong
    if wrong or process.returncode:
        raise Stop(f"git cannot give the files of {commit[:10]}: {message}")


def _unpack(stream: IO[bytes] | None, to: Path) -> None:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        archive.extractall(to, filter="data")


def run_git(root: Path, *arguments: str, fails: bool = False) -> str:
    """Run git and return what it writes.

    :param fails: whether the exit code 1 is an answer too; all others say that git gave up
    :raises Stop: when it fails or is not installed
    """
    try:
        run = subprocess.run(  # noqa: S603 (no shell, and words of ours)
            _command(root, *arguments),
            capture_output=True,
            check=False,
            env=without_secrets(),
        )
    except OSError:
        raise Stop("git is not installed", hint="A release is made from a git tag.") from None
    if run.returncode and not (fails and run.returncode == 1):
        reason = run.stderr.decode(errors="replace").strip()
        raise Stop(f"git {arguments[0]} failed: {reason}")
    return run.stdout.decode("utf-8", errors="surrogateescape")


def _command(root: Path, *arguments: str) -> list[str]:
    # People who sign commits let git show signatures, and then they stand before the answer.
    return ["git", "-C", str(root), "-c", "log.showSignature=false", *arguments]


def without_secrets(**more: str) -> dict[str, str]:
    """Return the environment for another program: without a token, with *more*."""
    return {**{name: value for name, value in os.environ.items() if name not in SECRETS}, **more}
