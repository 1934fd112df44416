"""Made-up files of a release, for the tests."""

from __future__ import annotations

from pathlib import Path

from tests.site import write

CITATION = """\
cff-version: 1.2.0
message: Please cite it like this.
title: Compass of the example community
abstract: |
  What the community is for.

  And how it works, from A & B.
type: software
version: 1.2.0
date-released: 2026-11-30
authors:
  - family-names: Carberry
    given-names: Josiah Stinkney
    affiliation: Brown University
    orcid: https://orcid.org/0000-0002-1825-0097
  - family-names: Gogh
    given-names: Ana-Maria
    name-particle: van
    name-suffix: Jr.
  - name: Example contributors
repository-code: https://example.org/team/compass
url: https://compass.example.org/
keywords: [community, governance]
license: CC-BY-4.0
"""

RELEASE = """\
target: sandbox
upload-type: publication
publication-type: report
language: eng
contributors:
  - {family-names: Roe, given-names: Robin, orcid: 0000-0001-5109-3700, roles: [Editor, Researcher]}
  - {name: Example Institute, roles: [HostingInstitution]}
communities: [example-community]
related:
  - {relation: isPartOf, identifier: 10.5281/zenodo.3233853, type: publication-book}
funding:
  - {funder: Example Fund, award: EF-1, title: A grant}
  - {funder: European Commission, funder-doi: 10.13039/501100000780, award: "283595"}
notes: Made together.
files: [source]
"""

CHANGELOG = (
    "# Changelog\n\n## [1.2.0] - 2026-11-30\n\n- New.\n\n## [1.1.0] - 2026-01-02\n\n- Old.\n"
)


def repository(root: Path, **changes: tuple[str, str]) -> Path:
    """Write a repository that may be released.

    :param changes: for ``citation``, ``release`` or ``changelog``, a text and what stands there
        instead of it
    """
    texts = {"citation": CITATION, "release": RELEASE, "changelog": CHANGELOG}
    for name, (old, new) in changes.items():
        assert old in texts[name], old
        texts[name] = texts[name].replace(old, new, 1)
    return write(
        root,
        {
            "CITATION.cff": texts["citation"],
            "release.yml": texts["release"],
            "CHANGELOG.md": texts["changelog"],
            "source/index.md": "# Home\n",
        },
    )
