"""``compass study withdraw``: the list of what is to be done, without a word of the participant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.quotes import EXCERPTS, change, made_up_study
from tests.site import digests

from compass_scripts.cli import compass
from compass_scripts.release.excerpt_lock import (
    Packed,
    excerpts_of,
    note_excerpts,
    packed_versions,
)
from compass_scripts.release.journal import Journal, states
from compass_scripts.release.stop import Stop


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with the made-up study, of which two versions were packed."""
    root = tmp_path / "work"
    made_up_study(root / "source")
    found = excerpts_of(root / "source", dt.date(2026, 6, 1))
    (root / ".release").mkdir()
    note_excerpts(root, Packed("1.0.0", "zenodo", "abc", found))
    note_excerpts(root, Packed("1.1.0", "zenodo", "abd", found))
    note_excerpts(root, Packed("0.9.0", "sandbox", "abe", {"x-other": "0" * 64}))
    Journal.open(root, "zenodo", "1.0.0").note(step="recorded", doi="10.5281/zenodo.1")
    return root


def withdraw(root: Path, participant: str) -> Result:
    source = str(root / "source")
    return CliRunner().invoke(
        compass, ["study", "withdraw", participant, "--source", source], standalone_mode=False
    )


def test_everything_concerned_is_listed(root: Path):
    before = digests(root)
    done = withdraw(root, "P01")
    assert done.return_value == 0
    source = (root / "source").as_posix()
    assert (
        done.stdout
        == f"""\
Excerpts of P01:
  {source}/_data/research/excerpts.yml:2  x-spoken  its text is here

Pages that show them, or findings that rest on them:
  {source}/study/found.md:17  x-spoken
  {source}/study/quotes.md:5  x-spoken
  {source}/study/quotes.md:15  x-spoken

Versions that hold their words (.release/excerpts.lock.json):
  1.0.0 to zenodo, published 10.5281/zenodo.1: x-spoken
  1.1.0 to zenodo, not published, as far as the journal says: x-spoken

What to do:
  1. In {source}/_data/research/participants.yml, write 'withdrawn-on: DATE' below P01.
  2. In each excerpt above, take 'text' or 'paraphrase' out, with 'redactions', and write \
'state: withdrawn'.
  3. Run 'compass check', read the pages above, and mend what is told there in other words.
  4. Look for the words themselves: in other pages, translations, slides, posts and drafts.
  5. Build the site again, in the same folders, and publish it.
  6. Make a new version without the words; ask the archive to restrict the files of the versions \
above.
  7. Git keeps the words in its history; decide what to do ('After a push', \
research/quotes-and-consent.md).
  8. Delete what is in the study folder, as the consent form says, and tell the person.
Nothing was changed.
"""
    )
    assert digests(root) == before


def test_it_works_after_the_words_were_taken_out(root: Path):
    done = withdraw(root, "P03")
    assert done.return_value == 0
    assert "x-taken-back  no words (withdrawn)\n" in done.stdout
    assert "(.release/excerpts.lock.json):\n  none\n" in done.stdout
    assert "take 'text'" not in done.stdout


def test_it_works_when_the_words_may_not_be_there(root: Path):
    path = "_data/research/participants.yml"
    change(root / "source", path, "- id: P01\n", "- id: P01\n  withdrawn-on: 2026-05-30\n")
    assert "x-spoken  its text is here" in withdraw(root, "P01").stdout


def test_an_unknown_participant(root: Path):
    people = root / "source/_data/research/participants.yml"
    done = withdraw(root, "P0")
    assert done.return_value == 1
    assert done.stderr == f"'P0' is not in {people}; did you mean 'P07'?\n"
    assert withdraw(root, "Somebody").stderr == (
        f"'Somebody' is not in {people}; see the pseudonyms there\n"
    )


def test_a_site_without_participants(root: Path):
    people = root / "source/_data/research/participants.yml"
    people.unlink()
    done = withdraw(root, "P99")
    assert (done.return_value, done.stdout) == (1, "")
    assert done.stderr == f"there are no participants here: {people} does not exist\n"


def test_a_list_that_may_lack_something_says_so(root: Path):
    path = root / "source" / EXCERPTS
    path.write_text(path.read_text(encoding="utf-8") + "- [\n", encoding="utf-8")
    done = withdraw(root, "P07")
    assert done.return_value == 1
    assert "x-0123456789  its text is here" in done.stdout
    assert "so this list may lack something" in done.stderr
    (root / ".release/excerpts.lock.json").write_text("[]", encoding="utf-8")
    assert ".release/excerpts.lock.json cannot be read" in withdraw(root, "P07").stderr


def test_the_lock_file_holds_no_words_and_no_participants(root: Path):
    text = (root / ".release/excerpts.lock.json").read_text(encoding="utf-8")
    for word in ("blickety", "fendle", "gazzer", "P01", "a *made-up* contributor"):
        assert word not in text
    found = packed_versions(root)
    assert [(one.version, one.target) for one in found] == [
        ("0.9.0", "sandbox"),
        ("1.0.0", "zenodo"),
        ("1.1.0", "zenodo"),
    ]
    assert sorted(found[1].excerpts) == ["x-0123456789", "x-approved", "x-retold", "x-spoken"]
    assert [state.version for state in states(root)] == ["1.0.0"], "it is no journal"


def test_a_version_that_is_packed_again_is_written_down_again(root: Path):
    note_excerpts(root, Packed("1.1.0", "zenodo", "abf", {}))
    assert [one.version for one in packed_versions(root)] == ["0.9.0", "1.0.0"]


def test_a_site_without_excerpts_gets_no_lock_file(tmp_path: Path):
    note_excerpts(tmp_path, Packed("1.0.0", "zenodo", "abc", {}))
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_is_none_stops(tmp_path: Path):
    (tmp_path / ".release").mkdir()
    (tmp_path / ".release/excerpts.lock.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Stop, match="cannot be read"):
        packed_versions(tmp_path)
