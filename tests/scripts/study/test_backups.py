"""The commands of the guide `source/research/keeping-data-safe.md`, run as they stand there.

Placeholders in capital letters are replaced, passwords come from a pipe instead of a keyboard, and
Backblaze is a server of ours on this machine (`tests/s3.py`). Nothing else is changed.
"""

import hashlib
import os
import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.require import absent, require
from tests.s3 import Bucket, serve_bucket
from tests.site import REPOSITORY

GUIDE = REPOSITORY / "source" / "research" / "keeping-data-safe.md"
FOLDER_PASSWORD = "six words for the synthetic folder"
SNAPSHOT_PASSWORD = "six words for the synthetic snapshots"


class Block(NamedTuple):
    """Commands of the guide."""

    section: str
    text: str


def blocks_of(text: str) -> list[Block]:
    section, found = "", []
    for match in re.finditer(r"^## ([^\n]+)$|^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if match[1]:
            section = match[1]
        else:
            found.append(Block(section, match[2]))
    return found


BLOCKS = blocks_of(GUIDE.read_text("utf-8"))
INSTALL = "Before you begin"
ENCRYPTED = "An encrypted folder"
DISK = "Snapshots on another disk"
BACKBLAZE = "Snapshots at Backblaze B2"
CHECK = "Check the snapshots"
RESTORE = "Bring something back"
WITHDRAWN = "When somebody withdraws"
COMMITTED = "A private file was committed"


def commands(section: str, *numbers: int) -> str:
    """The blocks of a section, all of them or those with these numbers from 0."""
    found = [block.text for block in BLOCKS if block.section == section]
    return "".join(found[number] for number in numbers) if numbers else "".join(found)


def test_each_command_of_the_guide_is_in_a_test():
    assert Counter(block.section for block in BLOCKS) == {
        INSTALL: 1,
        ENCRYPTED: 5,
        DISK: 4,
        BACKBLAZE: 1,
        CHECK: 2,
        RESTORE: 2,
        WITHDRAWN: 4,
        COMMITTED: 2,
    }


class Person:
    """Somebody who follows the guide, at home in an empty folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.vault = home / "vault"
        self.interviews = home / "interviews"
        self.replaced = {"PNN": "P07"}
        self.environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def types(
        self, text: str, *answers: str, code: int = 0, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run commands in one shell; the first that fails ends it."""
        for name, value in self.replaced.items():
            text = text.replace(name, value)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=cwd or self.home,
            env=self.environment,
            input="".join(f"{answer}\n" for answer in answers),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def remembers(self, text: str, *answers: str) -> None:
        """Run commands that set variables, and keep these for what is typed later."""
        done = self.types(f"{text}env -0\n", *answers)
        values = dict(line.split("=", 1) for line in done.stdout.split("\0") if "=" in line)
        names = ("RESTIC_PASSWORD", "RESTIC_REPOSITORY", "AWS_ACCESS_KEY_ID")
        for name in (*names, "AWS_SECRET_ACCESS_KEY"):
            if name in values:
                self.environment[name] = values[name]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    home = tmp_path / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "INT-14.m4a").write_bytes(noise(14))
    one = Person(home)
    yield one
    if one.interviews.is_mount():
        subprocess.run(["fusermount", "-u", "-z", str(one.interviews)], check=False, timeout=60)


def noise(seed: int, size: int = 300_000) -> bytes:
    """A synthetic recording: bytes that cannot be made smaller."""
    return random.Random(seed).randbytes(size)


def fill(person: Person) -> None:
    """Two interviews, with transcripts, and the list of people."""
    for number, pseudonym in ((14, "P07"), (15, "P08")):
        (person.interviews / "recordings" / f"INT-{number}.m4a").write_bytes(noise(number))
        study = person.interviews / "study" / f"INT-{number}.m4a"
        study.mkdir(parents=True)
        (study / "transcript.md").write_text(f"# INT-{number}\n\n**{pseudonym}** [00:00:01] Hi.\n")
    (person.interviews / "people" / "names.yml").write_text(
        "people:\n  - pseudonym: P07\n    names: [Alice Example]\n"
    )


def test_the_packages_exist():
    require("apt-get")
    text = commands(INSTALL)
    assert text.startswith("sudo apt install ")
    names = text.split()[3:]
    listed = subprocess.run(["apt-cache", "show", *names], capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("the lists of packages are not here; run apt-get update")
    text = text.replace("sudo apt install", "apt-get install --simulate --yes")
    assert subprocess.run(text.split(), capture_output=True, check=False).returncode == 0


def test_an_encrypted_folder(person: Person):
    require("bash", "gocryptfs", "fusermount", "mountpoint")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        absent("fuse", why="/dev/fuse is not here; without it no encrypted folder can be opened")
    person.types(commands(ENCRYPTED, 0), FOLDER_PASSWORD)
    assert (person.vault / "gocryptfs.conf").is_file()
    assert person.vault.stat().st_mode & 0o77 == 0

    # The line that tells whether the folder is open fails while it is not.
    _open, mountpoint = commands(ENCRYPTED, 1).splitlines(keepends=True)
    assert "is not a mountpoint" in person.types(mountpoint, code=32).stdout

    opened = person.types(commands(ENCRYPTED, 1), FOLDER_PASSWORD)
    assert f"{person.interviews} is a mountpoint" in opened.stdout
    person.types(commands(ENCRYPTED, 2))
    (person.interviews / "people" / "names.yml").write_text("Alice Example\n")
    assert not list((person.home / "Downloads").iterdir())
    assert (person.interviews / "recordings" / "INT-14.m4a").read_bytes() == noise(14)

    person.types(commands(ENCRYPTED, 3))
    assert not list(person.interviews.iterdir())
    for path in person.vault.rglob("*"):
        assert "INT-14" not in path.name
        if path.is_file():
            assert noise(14)[:64] not in path.read_bytes()
            assert b"Alice" not in path.read_bytes()
    fsck = person.types(commands(ENCRYPTED, 4), FOLDER_PASSWORD)
    assert "no problems found" in fsck.stdout + fsck.stderr

    wrong = person.types(commands(ENCRYPTED, 1), "another password", code=12)
    assert "Password incorrect" in wrong.stdout + wrong.stderr
    person.types(commands(ENCRYPTED, 1), FOLDER_PASSWORD)
    assert (person.interviews / "recordings" / "INT-14.m4a").read_bytes() == noise(14)
    busy = subprocess.Popen(["sleep", "60"], cwd=person.interviews / "study")
    try:
        answer = person.types("cd ~\nfusermount -u ~/interviews\n", code=1)
    finally:
        busy.kill()
        busy.wait()
    assert "busy" in answer.stderr
    close = commands(ENCRYPTED, 3)
    until = time.monotonic() + 30
    while person.interviews.is_mount() and time.monotonic() < until:
        subprocess.run(["bash", "-c", close], env=person.environment, check=False, timeout=60)
        time.sleep(0.1)
    assert not person.interviews.is_mount()


def story_of_snapshots(person: Person) -> None:
    """From the first snapshot to a withdrawal, in whatever place the variables name."""
    backup = commands(DISK, 3)
    # While the folder is closed, nothing is there to copy.
    person.interviews.mkdir(exist_ok=True)
    person.types(commands(DISK, 2))
    closed = person.types(backup, code=1)
    assert "all target directories/files do not exist" in closed.stderr

    person.types(commands(ENCRYPTED, 2))
    fill(person)
    first = person.types(backup)
    assert re.search(r"^snapshot [0-9a-f]+ saved$", first.stdout, re.MULTILINE)
    (person.interviews / "study" / "INT-14.m4a" / "notes.md").write_text("Later.\n")
    person.types(backup)

    checked = person.types(commands(CHECK, 0))
    assert "2 snapshots" in checked.stdout
    assert "no errors were found" in checked.stdout

    person.types(commands(CHECK, 1))
    assert not (person.interviews / "restored").exists()
    damaged = person.interviews / "study" / "INT-15.m4a" / "transcript.md"
    before = damaged.read_text()
    damaged.write_text("Other words.\n")
    assert f"diff -r {person.interviews}/study" in person.types(commands(CHECK, 1), code=1).stdout
    damaged.write_text(before)
    shutil.rmtree(person.interviews / "restored")

    recording = person.interviews / "recordings" / "INT-14.m4a"
    recording.unlink()
    assert "/recordings/INT-14.m4a" in person.types(commands(RESTORE, 0)).stdout
    assert recording.read_bytes() == noise(14)
    was = content_of(person.interviews)
    shutil.rmtree(person.interviews)
    person.interviews.mkdir()
    person.types(commands(RESTORE, 1))
    assert content_of(person.interviews) == was

    somebody_withdraws(person)


def somebody_withdraws(person: Person) -> None:
    gone = hashlib.sha256(noise(14)).hexdigest()
    assert gone in person.types("restic list blobs").stdout
    found = person.types(commands(WITHDRAWN, 0)).stdout
    for name in ("recordings/INT-14.m4a", "study/INT-14.m4a/transcript.md", "people/names.yml"):
        assert str(person.interviews / name) in found
    person.types(commands(WITHDRAWN, 1))
    (person.interviews / "people" / "names.yml").write_text("people: []\n")
    person.types(commands(WITHDRAWN, 2))
    looked = person.types(commands(WITHDRAWN, 3))
    assert "INT-14" not in looked.stdout
    assert "no errors were found" in looked.stdout
    # What was said is gone, not only its name: each piece of data is named by its SHA-256.
    blobs = person.types("restic list blobs").stdout
    assert gone not in blobs
    assert hashlib.sha256(noise(15)).hexdigest() in blobs
    assert "1 snapshots" in person.types("restic snapshots").stdout


def content_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_snapshots_on_a_disk(person: Person, tmp_path: Path):
    require("bash", "restic")
    disk = tmp_path / "disk"
    disk.mkdir()
    person.replaced["/media/BACKUP-DISK"] = str(disk)
    person.remembers(commands(DISK, 0) + commands(DISK, 1), SNAPSHOT_PASSWORD)
    story_of_snapshots(person)
    for path in disk.rglob("*"):
        assert not path.is_file() or noise(15)[:64] not in path.read_bytes()
    person.environment["RESTIC_PASSWORD"] = "another password"
    assert "wrong password" in person.types("restic snapshots", code=1).stderr


@pytest.mark.slow
def test_snapshots_at_a_server_that_speaks_s3(person: Person):
    require("bash", "restic")
    bucket = Bucket("synthetic-study", "synthetic-key-id", "synthetic/secret+of=a/key")
    with serve_bucket(bucket) as address:
        person.replaced |= {
            "https://s3.REGION.backblazeb2.com": address,
            "BUCKET": bucket.name,
            "KEY-ID": bucket.key_id,
        }
        person.remembers(commands(BACKBLAZE), bucket.secret, SNAPSHOT_PASSWORD)
        assert person.environment["AWS_SECRET_ACCESS_KEY"] == bucket.secret
        story_of_snapshots(person)
        assert {line.split()[0] for line in bucket.log} == {"DELETE", "GET", "HEAD", "PUT"}
        assert any("continuation-token" in line for line in bucket.log)
        for content in bucket.objects.values():
            assert noise(15)[:64] not in content
            assert b"Alice" not in content
        person.environment["AWS_SECRET_ACCESS_KEY"] = "another secret"
        refused = person.types("restic snapshots", code=1)
        assert "SignatureDoesNotMatch" in refused.stderr


def test_a_file_that_was_committed_and_not_pushed(person: Person, tmp_path: Path):
    require("bash", "git")
    who = "git config --global user.name 'Alice Example'\n"
    who += "git config --global user.email alice@example.org\n"
    site = tmp_path / "site"
    person.types(
        who
        + f"git init -q --bare -b main {tmp_path}/origin\n"
        + f"git clone -q {tmp_path}/origin {site} 2>/dev/null\ncd {site}\n"
        + "git checkout -q -b main\necho one > a.md\ngit add .\ngit commit -qm One\n"
        + "git push -q -u origin main\n"
        + "echo two > b.md\ngit add .\ngit commit -qm Two\n"
    )
    (site / "INT-14.wav").write_bytes(noise(14))
    person.types("git add .\ngit commit -qm Three\necho 3 > c.md\ngit add .\n", cwd=site)
    person.types("git commit -qm Four\n", cwd=site)
    blob = person.types("git rev-parse HEAD:INT-14.wav\n", cwd=site).stdout.strip()

    (person.interviews / "recordings").mkdir(parents=True)
    person.types(commands(COMMITTED, 0), cwd=site)
    assert (site / "INT-14.wav").exists()
    person.types(commands(COMMITTED, 1), cwd=site)
    assert (person.interviews / "recordings" / "INT-14.wav").read_bytes() == noise(14)
    assert person.types("git ls-files\n", cwd=site).stdout.split() == ["a.md", "b.md", "c.md"]
    assert person.types("git status --porcelain\n", cwd=site).stdout == ""
    person.types(f"git cat-file -e {blob}\n", cwd=site, code=1)
    person.types("git push -q\n", cwd=site)
