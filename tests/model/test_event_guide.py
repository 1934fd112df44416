"""What an event guide must say, so that everybody can take part."""

from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.tree import read_compass


def said(tmp_path: Path, text: str) -> list[str]:
    compass = read_compass(site(tmp_path, {"my-event.md": text}))
    return [f"{p.line}: {p.message} [compass.{p.code}]" for p in compass.problems]


@pytest.mark.parametrize(
    ("field", "example"),
    [
        ("captions", "automatic, corrected in the notes"),
        ("recording", "not recorded"),
        ("breaks", "five minutes in every hour"),
        ("without-attending", "write in the notes until a week later"),
        ("languages", "[English]"),
        ("costs-covered", "none"),
    ],
)
def test_what_lets_people_take_part_is_said(field: str, example: str, tmp_path: Path) -> None:
    assert said(tmp_path, event(**{field.replace("-", "_"): ""})) == [
        f"19: 'accessibility.{field}' is missing; add it, for example '{field}: {example}' "
        "[compass.missing-field]"
    ]


def test_the_code_of_conduct_and_what_is_kept_are_said(tmp_path: Path) -> None:
    assert said(tmp_path, event(code_of_conduct="", archived="")) == [
        "3: 'code-of-conduct' is missing; add it [compass.missing-field]",
        "3: 'archived' is missing; add it, for example 'archived: the notes, in the team compass' "
        "[compass.missing-field]",
    ]


def test_whom_to_tell_is_said(tmp_path: Path) -> None:
    text = event().replace(", contact: the facilitator", "")
    assert said(tmp_path, text) == [
        "26: 'code-of-conduct.contact' is missing; add it, for example "
        "'contact: the facilitator of the day' [compass.missing-field]"
    ]
