"""Which files may be deposited: tracked ones, with names that promise nothing private."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from compass_scripts.release.git import Checkout
from compass_scripts.release.stop import counted, shortened

MOST_FILES = 100
"""What the server takes in one deposit."""
_PRIVATE_WORD = re.compile(
    r"(?i)(?:^|[^a-z])(?:transcripts?|transcriptions?|rosters?|participants?|interviewees?"
    r"|respondents?|recordings?|consents-signed|signed-consents?)(?![a-z])"
)
_PRIVATE_FOLDER = re.compile(r"(?i)(?:^|/)(?:study|consent-forms)/")
_PRIVATE_SUFFIX = re.compile(
    r"(?i)\.(?:aac|aiff?|amr|avi|flac|m4a|m4v|mkv|mov|mp[34]|og[agv]|opus|wav|webm|wm[av]|srt|vtt"
    r"|age|gpg|jks|kdbx|key|p12|pem|pfx|env)$|(?:^|/)(?:\.env(?:\..*)?|id_(?:rsa|ed25519)[^/]*)$"
)
_STUDY = re.compile(r"(?:^|/)_data/research/(?:participants\.yml$|excerpts(?:\.yml$|/))")


def is_private(name: str) -> bool:
    """Return whether the name of a file says that it may hold something private."""
    patterns = (_PRIVATE_WORD, _PRIVATE_FOLDER, _PRIVATE_SUFFIX)
    return any(pattern.search(name) for pattern in patterns)


def private_reasons(names: Iterable[str]) -> list[str]:
    """Return a reason for each file that may hold something private."""
    return [
        f"{name} looks like a transcript, a roster, a recording, a key or a file about "
        "participants, which are never deposited; take it out of git, or rename it"
        for name in sorted(names)
        if is_private(name)
    ]


def sources(tracked: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the sources that are deposited: tracked files below *wanted*, and the licences.

    What participants agreed to and their words stay out: the pages show what may be shown, and a
    deposit is for ever.
    """
    wanted = tuple(wanted)
    return sorted(
        name
        for name in tracked
        if not _STUDY.search(name)
        and (
            name in wanted
            or name.startswith(tuple(f"{folder}/" for folder in wanted))
            or re.fullmatch(r"LICEN[SC]E[^/]*", name)
        )
    )


def source_reasons(root: Path, checkout: Checkout, wanted: Sequence[str]) -> list[str]:
    """Return what is wrong with the ``files`` of ``release.yml``."""
    reasons = []
    for name in wanted:
        below = sources(checkout.tracked, [name])
        if not any(file == name or file.startswith(f"{name}/") for file in below):
            reasons.append(
                f"{name}, in 'files' of release.yml, holds nothing that git tracks; "
                "mend the name, or commit the files"
            )
        elif (root / name).is_file() and not (root / name).stat().st_size:
            reasons.append(f"{name}, in 'files' of release.yml, is empty; fill it or leave it out")
    return reasons + private_reasons(sources(checkout.tracked, wanted))


def tracked_reasons(root: Path, tracked: Iterable[str]) -> Iterator[str]:
    """Yield a reason for each file that cannot be unpacked or packed, whatever is in it."""
    top = root.resolve()
    for name in tracked:
        path = root / name
        if not name.isascii() and name.encode("utf-8", "replace").decode() != name:
            yield f"the name {name!a} is not written in UTF-8; rename the file"
        elif path.is_symlink() and _leads_out(path, top):
            yield (
                f"{name} is a link that leads out of the repository; let it lead to a file of the "
                "repository, or take it out of git"
            )


def _leads_out(link: Path, top: Path) -> bool:
    to = link.readlink()
    # Not `resolve`, which fails for links in a circle.
    return to.is_absolute() or not Path(os.path.realpath(link.parent / to)).is_relative_to(top)


def list_reasons(names: Sequence[str]) -> list[str]:
    """Return what is wrong with the list of files of a deposit as such."""
    base = [PurePosixPath(name).name for name in names]
    twice = sorted(name for name, count in Counter(base).items() if count > 1)
    reasons = [
        f"{counted(base.count(name), 'file')} of the deposit would be named {name}; rename all "
        "but one, because a deposit has no folders"
        for name in twice
    ]
    if len(base) > MOST_FILES:
        reasons.append(
            f"the deposit would hold {len(base)} files, and {MOST_FILES} are allowed "
            f"({shortened(base, 3)}); put some of them into a zip"
        )
    return reasons
