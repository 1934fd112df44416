"""What is wrong in ``CITATION.cff`` and ``release.yml``: all at once, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.release_site import CITATION, RELEASE, repository
from tests.site import REPOSITORY

from compass_model.identifiers import is_doi, orcid_check_digit, orcid_problem
from compass_model.release.record import read_release


def said(root: Path) -> list[str]:
    _record, problems = read_release(root)
    return [f"{p.path}:{p.line}: {p.shown} [{p.code}]" for p in problems]


def line(text: str, start: str) -> int:
    return next(n for n, row in enumerate(text.split("\n"), 1) if row.strip().startswith(start))


def test_right_files_have_no_problem(tmp_path: Path):
    assert said(repository(tmp_path)) == []


def test_those_of_this_repository_are_right():
    record, problems = read_release(REPOSITORY)
    assert problems == []
    assert record is not None
    assert record.target == "sandbox"


ORCID = "https://orcid.org/0000-0002-1825-0097"
CITATION_CASES = [
    (
        "cff-version: 1.2.0",
        "cff-version: 1.3.0",
        "'cff-version' must be 1.2.0, not '1.3.0' [wrong-value]",
    ),
    ("title: Com", "titel: Com", "unknown field 'titel'; did you mean 'title'? [unknown-field]"),
    (
        "type: software",
        "type: report",
        "'type' cannot be 'report'; use dataset or software [wrong-value]",
    ),
    (
        "type: software",
        "type: softwar",
        "'type' cannot be 'softwar'; use dataset or software; did you mean 'software'? "
        "[wrong-value]",
    ),
    (
        "license: CC-BY-4.0",
        "license: CC-BY-4",
        "'license': 'CC-BY-4' is no licence of SPDX; did you mean 'CC-BY-4.0'? [wrong-value]",
    ),
    (
        "license: CC-BY-4.0",
        "license: All rights reserved by us",
        "'license': 'All rights reserved by us' is no licence of SPDX; take an identifier from "
        "https://spdx.org/licenses, such as CC-BY-4.0 [wrong-value]",
    ),
    (
        "license: CC-BY-4.0",
        "license: [MIT, cc-by-4.0]",
        "'license[2]': 'cc-by-4.0' is no licence of SPDX; did you mean 'CC-BY-4.0'? [wrong-value]",
    ),
    (
        "date-released: 2026-11-30",
        "date-released: 30.11.2026",
        "'date-released' must be a date like 2026-11-30, not '30.11.2026' [bad-date]",
    ),
    (
        "date-released: 2026-11-30",
        "date-released: 2026-02-30",
        "'date-released': there is no day 2026-02-30; correct it [bad-date]",
    ),
    (
        f"orcid: {ORCID}",
        "orcid: https://orcid.org/0000-0002-1825-0098",
        "'orcid' '0000-0002-1825-0098' is no ORCID iD: its last digit does not fit the others; "
        "copy it again [wrong-value]",
    ),
    (
        f"orcid: {ORCID}",
        "orcid: 0000-0002-1825-0097",
        "'authors[1].orcid' must be an ORCID iD like https://orcid.org/0000-0002-1825-0097, "
        "not '0000-0002-1825-0097' [wrong-value]",
    ),
    (
        "affiliation: Brown",
        "afiliation: Brown",
        "unknown field 'authors[1].afiliation'; did you mean 'affiliation'? [unknown-field]",
    ),
    (
        "- name: Example contributors",
        "- name: Example, Inc.",
        "Zenodo would take 'Example, Inc.' for a person, because of the comma; "
        "write the name without it [wrong-value]",
    ),
    (
        "- name: Example contributors",
        "- affiliation: Somewhere",
        "author 3 has no name; add 'family-names' or 'name' [missing-field]",
    ),
    (
        "keywords: [community, governance]",
        "keywords: community",
        "'keywords' must be a list [wrong-type]",
    ),
    (
        "keywords: [community, governance]",
        "keywords: [community, community]",
        "'keywords' has an entry twice; keep one of them [wrong-value]",
    ),
    (
        "title: Compass of",
        "title: TODO Compass of",
        "'TODO' looks like a placeholder; write what belongs there [placeholder]",
    ),
    (
        "version: 1.2.0\ndate",
        'version: "{{VERSION}}"\ndate',
        "'{{VERSION}}' looks like a placeholder; write what belongs there [placeholder]",
    ),
    (
        "- name: Example contributors",
        "- name: Your name",
        "'Your name' looks like a placeholder; write what belongs there [placeholder]",
    ),
    (
        "url: https://compass",
        "url: compass",
        "'url' must be a full address that begins with https:// or http://, "
        "not 'compass.example.org/' [wrong-value]",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), CITATION_CASES)
def test_what_is_wrong_in_the_citation_is_said_at_its_line(
    old: str, new: str, message: str, tmp_path: Path
):
    root = repository(tmp_path, citation=(old, new))
    text = (root / "CITATION.cff").read_text()
    at = line(text, new.split("\n", maxsplit=1)[0].split(":", maxsplit=1)[0])
    found = said(root)
    assert f"CITATION.cff:{at}: {message}" in found
    others = [item for item in found if "'title' is missing" not in item]
    assert len(others) == 1, found


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("version", "because a release is called by it"),
        ("license", "because it says what readers may do with the work"),
    ],
)
def test_what_a_record_needs_is_asked_for(name: str, reason: str, tmp_path: Path):
    row = next(row for row in CITATION.split("\n") if row.startswith(f"{name}:"))
    root = repository(tmp_path, citation=(f"\n{row}\n", "\n"))
    assert said(root) == [f"CITATION.cff:1: '{name}' is missing; add it, {reason} [missing-field]"]
    assert read_release(root)[0] is None


def test_several_licences_need_a_choice_and_the_choice_must_be_one_of_them(tmp_path: Path):
    several = ("license: CC-BY-4.0", "license: [MIT, CC-BY-4.0]")
    at = line(CITATION, "license")
    assert said(repository(tmp_path / "a", citation=several)) == [
        f"CITATION.cff:{at}: Zenodo takes one licence, and here are 2; add 'licence' to "
        "release.yml: MIT or CC-BY-4.0 [missing-field]"
    ]
    release = ("target: sandbox", "target: sandbox\nlicence: CC0-1.0")
    assert said(repository(tmp_path / "b", citation=several, release=release)) == [
        "release.yml:2: 'licence' cannot be 'CC0-1.0'; CITATION.cff has MIT or CC-BY-4.0 "
        "[wrong-value]"
    ]
    release = ("target: sandbox", "target: sandbox\nlicence: MIT")
    record, problems = read_release(repository(tmp_path / "c", citation=several, release=release))
    assert problems == []
    assert (record.licence, record.licences) == ("MIT", ("MIT", "CC-BY-4.0"))


RELEASE_CASES = [
    (
        "target: sandbox",
        "target: sandbx",
        "'target' cannot be 'sandbx'; use sandbox or zenodo; did you mean 'sandbox'? [wrong-value]",
    ),
    (
        "publication-type: report",
        "publication-type: reportt",
        None,
    ),
    (
        "language: eng",
        "language: en",
        "'language' must be a code of three letters (ISO 639-3), such as eng or spa [wrong-value]",
    ),
    (
        "communities: [example-community]",
        "communities: [Example community]",
        "'communities[1]' must be the last part of the community's address on Zenodo [wrong-value]",
    ),
    (
        "communities: [example-community]",
        "communities: [a, a]",
        "'a' stands twice in 'communities'; keep one of them [wrong-value]",
    ),
    (
        "files: [source]",
        "files: [../other]",
        "'files[1]' must be a file or folder of this repository, written like source/events "
        "[wrong-value]",
    ),
    ("files: [source]", "files: [.git]", "'files[1]' must not name hidden files [wrong-value]"),
    (
        "files: [source]",
        "files: [sources]",
        "there is no 'sources'; correct its name under 'files', capitals count [missing-file]",
    ),
    (
        "notes: Made together.",
        "notes: TBD",
        "'TBD' looks like a placeholder; write what belongs there [placeholder]",
    ),
    (
        "notes: Made together.",
        "note: Made together.",
        "unknown field 'note'; did you mean 'notes'? [unknown-field]",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), RELEASE_CASES)
def test_what_is_wrong_in_the_release_file_is_said_at_its_line(
    old: str, new: str, message: str | None, tmp_path: Path
):
    at = line(RELEASE, old)
    (found,) = said(repository(tmp_path, release=(old, new)))
    if message is None:
        assert found.startswith(f"release.yml:{at}: 'publication-type' cannot be 'reportt'; use ")
        assert found.endswith("did you mean 'report'? [wrong-value]")
    else:
        assert found == f"release.yml:{at}: {message}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "orcid: 0000-0001-5109-3700",
            "orcid: 0000-0001-5109-3701",
            "'contributors[1].orcid' '0000-0001-5109-3701' is no ORCID iD: its last digit does "
            "not fit the others; copy it again [wrong-value]",
        ),
        (
            "name: Example Institute, ",
            "",
            "a contributor has either 'name' (an organisation) or 'family-names' [wrong-value]",
        ),
        (
            "name: Example Institute",
            'name: "Example, Inc."',
            "Zenodo would take 'Example, Inc.' for a person, because of the comma; "
            "write the name without it [wrong-value]",
        ),
        (
            ", roles: [HostingInstitution]",
            "",
            "'contributors[2].roles' is missing; say what they did, for example "
            "'roles: [Editor]' [missing-field]",
        ),
        (
            "identifier: 10.5281/zenodo.3233853",
            "identifier: the book",
            "'related[1].identifier' must be a DOI like 10.5281/zenodo.1003150, or an address "
            "with https:// [wrong-value]",
        ),
        (
            "relation: isPartOf, ",
            "",
            "'related[1].relation' is missing; add it [missing-field]",
        ),
        (
            "publication-type: report\n",
            "",
            "'publication-type' is missing; add it, for example 'publication-type: report' "
            "[missing-field]",
        ),
        (
            "upload-type: publication",
            "upload-type: software",
            "'publication-type' is for publications only; take it out [wrong-value]",
        ),
    ],
)
def test_entries_and_what_belongs_together_are_checked(
    old: str, new: str, message: str, tmp_path: Path
):
    (found,) = said(repository(tmp_path, release=(old, new)))
    assert found.startswith("release.yml:")
    assert found.split(": ", 1)[1] == message


def test_all_problems_of_both_files_are_told_at_once(tmp_path: Path):
    root = repository(
        tmp_path,
        citation=("version: 1.2.0\ndate-released: 2026-11-30", "date-released: soon"),
        release=("language: eng", "language: english"),
    )
    (root / "release.yml").write_text(RELEASE.replace("eng", "english").replace("[source]", "[]"))
    assert [item.split(": ", maxsplit=1)[0] for item in said(root)] == [
        "CITATION.cff:1",
        "CITATION.cff:9",
        "release.yml:4",
        f"release.yml:{line(RELEASE, 'files')}",
    ]


def test_files_that_are_missing_or_broken(tmp_path: Path):
    assert said(tmp_path) == [
        "CITATION.cff:1: there is no CITATION.cff; write it, see "
        "https://citation-file-format.github.io [missing-file]",
        "release.yml:1: there is no release.yml; write it with 'target: sandbox'; "
        "the guide to releases says what is in it [missing-file]",
    ]
    repository(tmp_path)
    (tmp_path / "CITATION.cff").write_text("title: [\n")
    (tmp_path / "release.yml").write_text("- a list\n")
    assert [item.rsplit("[", 1)[1] for item in said(tmp_path)] == ["broken-yaml]", "wrong-type]"]
    assert read_release(tmp_path)[0] is None


@pytest.mark.parametrize(
    ("first", "last"),
    [("000000021825009", "7"), ("000000015109370", "0"), ("000000021694233", "X")],
)
def test_the_check_digit_of_an_orcid(first: str, last: str):
    assert orcid_check_digit(first) == last


def test_an_orcid_of_zeros_is_none():
    assert "is no ORCID iD" in orcid_problem("0000-0000-0000-0000")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("10.5281/zenodo.123", True),
        ("10.5072/zenodo.1", True),
        ("https://doi.org/10.5281/zenodo.123", False),
        ("10.5281/zenodo.1\n", False),
        ('10.5281/"><script>', False),
        ("", False),
    ],
)
def test_what_a_doi_is(text: str, right: bool):
    assert is_doi(text) is right
