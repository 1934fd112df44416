"""Ids: what is said of one that has another form."""

from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.ids import bad_id_message
from compass_model.tree import read_compass

RULE = "must be lower-case letters, digits and single hyphens"


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("Maintainers", "maintainers"),
        ("“maintainers”", "maintainers"),
        ("Steering Council", "steering-council"),
        ("my_event", "my-event"),
        ("-été--", "ete"),
        ("x" * 60 + "!", "x" * 40),
    ],
)
def test_the_nearest_id_is_offered(given: str, near: str):
    assert bad_id_message(given) == f"{RULE}, not '{given[:40]}'; write '{near}'"


def test_where_nothing_is_near_an_example_is_shown():
    assert bad_id_message("???") == f"{RULE}, like 'my-event', not '???'"


def test_owners_audiences_and_roles_get_it(tmp_path: Path):
    page = event(
        owner="    owner: Maintainers",
        audience="    audience: [Newcomer]",
        facilitator="      Facilitator: {duties: [opens]}",
    )
    page = page.replace("PT0M, who: facilitator", "PT0M, who: The facilitator")
    source = site(tmp_path, {"page.md": page})
    assert [f"{p.line}: {p.message}" for p in read_compass(source).problems] == [
        f"7: 'owner' {RULE}, not 'Maintainers'; write 'maintainers'",
        f"8: 'audience[1]' {RULE}, not 'Newcomer'; write 'newcomer'",
        f"12: 'roles.Facilitator' {RULE}, not 'Facilitator'; write 'facilitator'",
        f"15: 'timeline[2].who' {RULE}, not 'The facilitator'; write 'the-facilitator'",
    ]


def test_where_people_may_be_named_nothing_is_repeated(tmp_path: Path):
    excerpts = "- id: What she said\n"
    files = {"page.md": event(), "_data/research/excerpts.yml": excerpts}
    found = [problem.message for problem in read_compass(site(tmp_path, files)).problems]
    assert any(f"'id' {RULE}, like 'my-event'" == message for message in found)
    assert not any("she said" in message for message in found)
