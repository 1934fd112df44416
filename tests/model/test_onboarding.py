"""What can be wrong in the kinds of onboarding, with the words in which it is said."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.site import site

from compass_model.facts import Group, Plain, Sentence, Table, Words
from compass_model.kinds.label_facts import search_url
from compass_model.kinds.label_guide import Aggregates
from compass_model.kinds.ladder_order import circles, unreachable
from compass_model.kinds.pathway import Step
from compass_model.kinds.pathway_facts import whole_time
from compass_model.page import TypedPage
from compass_model.tree import read_compass

PAGE = "---\noptions:\n  compass:\n    kind: {}\n    id: {}\n    status: draft\n"
PAGE += "    owner: maintainers\n{}\n---\n# A title\n\nSome words.\n"
END = """\
    stepping-back: Tell the team.
    returning: Tell the team.
    removal: Never.
    contact: the team"""


def ladder(rungs: str, id: str = "my-ladder") -> str:
    lines = "\n".join(f"      - {{{rung}}}" for rung in rungs.strip().splitlines())
    return PAGE.format("contributor-ladder", id, f"    rungs:\n{lines}\n{END}")


def rung(id: str, *lower: str) -> str:
    return f"id: {id}, title: {id.title()}, description: x, from: [{', '.join(lower)}]\n"


def said(tmp_path: Path, files: dict[str, str]) -> list[str]:
    return [
        f"{problem.path}:{problem.line}: {problem.message} [compass.{problem.code}]"
        for problem in read_compass(site(tmp_path, files)).problems
    ]


def only(tmp_path: Path, text: str) -> TypedPage:
    compass = read_compass(site(tmp_path, {"page.md": text}))
    assert compass.problems == []
    return compass.pages[0]


# -- the contributor ladder


def test_a_ladder_may_branch_and_join(tmp_path: Path):
    text = rung("a") + rung("b", "a") + rung("c", "a") + rung("d", "b", "c")
    assert said(tmp_path, {"ladder.md": ladder(text)}) == []


def test_a_circle_of_rungs_is_named_from_rung_to_rung(tmp_path: Path):
    text = rung("a") + rung("b", "a", "d") + rung("c", "b") + rung("d", "c") + rung("e", "d")
    assert said(tmp_path, {"ladder.md": ladder(text)}) == [
        "ladder.md:11: the rungs go round in a circle: 'b' → 'c' → 'd' → 'b'; "
        "take one of them out of a 'from' [compass.ladder-cycle]"
    ]


def test_a_rung_does_not_follow_itself(tmp_path: Path):
    assert said(tmp_path, {"ladder.md": ladder(rung("a") + rung("b", "a", "b"))}) == [
        "ladder.md:10: the rungs go round in a circle: 'b' → 'b'; "
        "take one of them out of a 'from' [compass.ladder-cycle]"
    ]


def test_nobody_reaches_a_rung_that_follows_none(tmp_path: Path):
    text = rung("a") + rung("b", "a") + rung("c") + rung("d", "c")
    message = (
        "nobody can reach the rung '{}' from 'a', the first; "
        "name in its 'from' the rung that one comes from [compass.unreachable-rung]"
    )
    assert said(tmp_path, {"ladder.md": ladder(text)}) == [
        f"ladder.md:11: {message.format('c')}",
        f"ladder.md:12: {message.format('d')}",
    ]


def test_an_unknown_rung_is_not_called_unreachable_too(tmp_path: Path):
    text = rung("visitor") + rung("member", "visiter") + rung("lead", "boss")
    assert said(tmp_path, {"ladder.md": ladder(text)}) == [
        "ladder.md:10: 'visiter' is not a rung of this ladder; did you mean 'visitor'? "
        "[compass.unknown-reference]",
        "ladder.md:11: 'boss' is not a rung of this ladder; add it to 'rungs' or name another "
        "[compass.unknown-reference]",
    ]


def test_a_ladder_with_an_unknown_rung_is_shown_all_the_same(tmp_path: Path):
    compass = read_compass(site(tmp_path, {"ladder.md": ladder(rung("a") + rung("b", "c"))}))
    group = list(compass.pages[0].facts.facts())[1]
    assert isinstance(group, Group)
    overview = group.rows[0]
    assert isinstance(overview, Table)
    assert overview.rows[1][1] == (Plain("c"),)


def test_the_name_of_a_rung_is_plain_text(tmp_path: Path):
    text = rung("a").replace("title: A", "title: '`A` *and* [more](https://x.org)'")
    (found,) = only(tmp_path, ladder(text)).facts.defines()
    assert found.label == "A and more (https://x.org)"


def test_where_one_comes_from_may_be_to_be_agreed(tmp_path: Path):
    text = rung("a") + "id: b, title: B, description: x, from: {to-be-agreed: council}\n"
    assert said(tmp_path, {"ladder.md": ladder(text + rung("c", "b"))}) == []


def test_a_rung_is_there_once(tmp_path: Path):
    files = {
        "ladder.md": ladder(rung("a") + rung("b", "a") + rung("a", "b")),
        "other.md": ladder(rung("b"), "other-ladder"),
    }
    assert said(tmp_path, files) == [
        "ladder.md:11: 'a' is a rung in ladder.md:9 too; choose another name "
        "[compass.duplicate-id]",
        "other.md:9: 'b' is a rung in ladder.md:10 too; choose another name [compass.duplicate-id]",
    ]


def test_the_team_of_a_rung_exists(tmp_path: Path):
    text = "id: a, title: A, description: x, team: maintainer\n"
    assert said(tmp_path, {"ladder.md": ladder(text)}) == [
        "ladder.md:9: 'maintainer' is not a team or role; did you mean 'maintainers'? "
        "[compass.unknown-reference]"
    ]


def test_many_rungs_are_judged_quickly():
    steps = {str(i): [str(j) for j in range(i)] for i in range(400)}
    assert circles(steps) == []
    assert unreachable(steps, "0") == []


# -- the mountain of engagement

LEVELS = [
    "discovery",
    "first-contact",
    "participation",
    "sustained-participation",
    "networked-participation",
    "leadership",
]
LEVEL = (
    "{who: x, contributions: [x], support: [x], value-exchange: {gives: x, receives: x}, "
    "recognition: [x], signal: x}"
)


def mountain(**changes: str) -> str:
    levels = {name: changes.get(name.replace("-", "_"), LEVEL) for name in LEVELS}
    lines = "\n".join(f"      {name}: {level}" for name, level in levels.items() if level)
    return PAGE.format("engagement-mountain", "my-mountain", f"    levels:\n{lines}")


@pytest.mark.parametrize(
    ("field", "empty", "missing"),
    [
        (
            "support: [x]",
            "says no support: write what the community does for people on this level, "
            "or who decides it",
            "for example 'support: [somebody answers within two days]'",
        ),
        (
            "recognition: [x]",
            "says no recognition: write how people on this level are thanked and seen, "
            "or who decides it",
            "for example 'recognition: [a word of thanks]'",
        ),
    ],
)
def test_every_level_has_support_and_recognition(
    field: str, empty: str, missing: str, tmp_path: Path
):
    name = field.partition(":")[0]
    pages = {
        "empty.md": mountain(first_contact=LEVEL.replace(field, f"{name}: []")),
        "missing.md": mountain(leadership=LEVEL.replace(f"{field}, ", "")).replace(
            "id: my", "id: your"
        ),
    }
    assert said(tmp_path, pages) == [
        f"empty.md:10: 'levels.first-contact.{name}' {empty} [compass.wrong-value]",
        f"missing.md:14: 'levels.leadership.{name}' is missing; add it, {missing} "
        "[compass.missing-field]",
    ]


def test_each_of_the_six_levels_is_there_once_in_any_order(tmp_path: Path):
    text = mountain(participation="", leadership="")
    more = text.replace("      discovery:", f"      leadership: {LEVEL}\n      discovery:")
    assert said(tmp_path, {"page.md": more}) == [
        "page.md:8: 'levels.participation' is missing; add it [compass.missing-field]"
    ]


def test_an_unknown_level_is_named(tmp_path: Path):
    text = mountain(leadership="").replace("    levels:\n", f"    levels:\n      leader: {LEVEL}\n")
    assert said(tmp_path, {"page.md": text}) == [
        "page.md:8: 'levels.leadership' is missing; add it [compass.missing-field]",
        "page.md:9: unknown field 'levels.leader'; did you mean 'leadership'? "
        "[compass.unknown-field]",
    ]


# -- the pathway

STEP = "{title: Say hello, minutes: 15, do: Write, done-when: It is there, help: the forum}"
SECTIONS = (
    "\n## Who this is for\n\nAll.\n\n## Where to get help\n\nHere.\n\n## What next\n\nMore.\n"
)


def pathway(more: str = "", step: str = STEP) -> str:
    facts = f"    outcome: x\n    steps:\n      - {step}\n    helpers:\n"
    facts += "      - {who: maintainers, where: the forum, answers: soon}"
    return PAGE.format("pathway", "my-pathway", facts + more) + SECTIONS


GUIDE = """\
    search-in: [example]
    labels:
      - {name: first step, meaning: x, ready-when: [x], applied-by: [maintainers]}"""
OTHERS = {
    "ladder.md": ladder(rung("visitor") + rung("member", "visitor")),
    "labels.md": PAGE.format("label-guide", "my-labels", GUIDE),
}


def test_what_a_pathway_names_exists(tmp_path: Path):
    more = """
    personas: [teacher, my-ladder]
    from-rung: visiter
    to-rung: boss
    labels: [fist step, first step]"""
    text = pathway(more).replace("who: maintainers", "who: maintaners")
    assert said(tmp_path, {**OTHERS, "pathway.md": text}) == [
        "pathway.md:12: 'maintaners' is not a team or role; did you mean 'maintainers'? "
        "[compass.unknown-reference]",
        "pathway.md:13: 'my-ladder' is not a persona but a page of kind 'contributor-ladder' "
        "[compass.unknown-reference]",
        "pathway.md:13: 'teacher' is not a persona; no page has this id "
        "[compass.unknown-reference]",
        "pathway.md:14: 'visiter' is not a rung; did you mean 'visitor'? "
        "[compass.unknown-reference]",
        "pathway.md:15: 'boss' is not a rung; no page defines it [compass.unknown-reference]",
        "pathway.md:16: 'fist step' is not a label; did you mean 'first step'? "
        "[compass.unknown-reference]",
    ]


@pytest.mark.parametrize("heading", ["For whom", "Is this for you?", "who is this for"])
def test_headings_of_a_pathway_have_synonyms(heading: str, tmp_path: Path):
    text = pathway().replace("Who this is for", heading)
    text = text.replace("Where to get help", "Getting help").replace("What next", "Next steps")
    assert said(tmp_path, {"pathway.md": text}) == []


def test_a_pathway_says_where_to_get_help(tmp_path: Path):
    text = pathway(step=STEP.replace(", help: the forum", ""))
    text = text.replace("## Where to get help\n\nHere.\n\n", "")
    assert said(tmp_path, {"pathway.md": text}) == [
        "pathway.md:10: 'steps[1].help' is missing; add it, for example "
        "'help: Answer the welcome post in the forum' [compass.missing-field]",
        "pathway.md:14: the section 'Where to get help' (or 'Getting help') is missing; "
        "say where to ask, and that every question is welcome [compass.missing-section]",
    ]


def spoken(*minutes: object) -> str:
    """Say the whole time of steps as a page in English does."""

    def say(piece: object) -> str:
        if isinstance(piece, Sentence):
            return piece.words.message % {name: say(inner) for name, inner in piece.pieces}
        assert isinstance(piece, Words)
        message = piece.message if piece.number == 1 else piece.plural
        return message % {"n": piece.number}

    steps = [
        Step.model_validate({"title": "x", "minutes": n, "do": "x", "done-when": "x", "help": "x"})
        for n in minutes
    ]
    (piece,) = whole_time(steps)
    return say(piece)


OPEN = {"to-be-agreed": "council"}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([0], "about 0 minutes"),
        ([1], "about 1 minute"),
        ([20, 40], "about 1 hour"),
        ([61], "about 1 hour 1 minute"),
        ([90, 60], "about 2 hours 30 minutes"),
        ([90, OPEN], "about 1 hour 30 minutes, without 1 step whose time is to be agreed"),
        ([OPEN, OPEN, 5], "about 5 minutes, without 2 steps whose time is to be agreed"),
        ([OPEN], "1 step whose time is to be agreed"),
    ],
)
def test_the_time_of_all_steps_is_added_up(minutes: list[object], expected: str):
    assert spoken(*minutes) == expected


# -- the label guide


def guide(labels: str, more: str = "", search: str = "[example]") -> str:
    lines = "\n".join(
        f"      - {{name: {name}, meaning: x, ready-when: [x], applied-by: [maintainers]}}"
        for name in labels.split(", ")
    )
    facts = f"    search-in: {search}\n    labels:\n{lines}{more}"
    return PAGE.format("label-guide", "my-labels", facts)


def test_a_label_leads_to_the_live_search_of_the_organisation():
    url = search_url("jupyterhub", "good first issue")
    assert url == (
        "https://github.com/issues?"
        "q=is%3Aopen+is%3Aissue+org%3Ajupyterhub+label%3A%22good+first+issue%22"
    )


@pytest.mark.parametrize(
    ("label", "query"),
    [
        ("a&b=c#d", 'label:"a&b=c#d"'),
        ('say "wait"', r'label:"say \"wait\""'),
        (r"back\slash", r'label:"back\\slash"'),
        ("тест +1", 'label:"тест +1"'),
    ],
)
def test_no_label_breaks_out_of_its_search(label: str, query: str):
    parts = urlsplit(search_url("example/one", label))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "github.com", "/issues")
    assert parts.fragment == ""
    assert parse_qs(parts.query) == {"q": [f"is:open is:issue repo:example/one {query}"]}


@pytest.mark.parametrize("place", ["jupyter hub", "-x", "x/y/z", "a org:b", "https://x.org", "x/"])
def test_issues_are_searched_in_organisations_and_repositories_only(place: str, tmp_path: Path):
    assert said(tmp_path, {"labels.md": guide("a", search=f"['{place}']")}) == [
        "labels.md:8: 'search-in[1]' must be the name of an organisation on GitHub, like "
        "'jupyterhub', or of a repository, like 'jupyterhub/team-compass' [compass.wrong-value]"
    ]


def test_labels_can_be_told_apart(tmp_path: Path):
    assert said(tmp_path, {"labels.md": guide("help wanted, bug, Help-wanted, bug")}) == [
        "labels.md:12: links cannot tell 'Help-wanted' from 'help wanted': they differ in signs "
        "or capitals only; describe them as one label, or rename one on GitHub "
        "[compass.duplicate-id]",
        "labels.md:13: 'bug' is a label in labels.md:11 too; choose another name "
        "[compass.duplicate-id]",
    ]


def test_those_who_apply_and_look_for_labels_exist(tmp_path: Path):
    text = guide("a").replace("[maintainers]", "[maintainer], for-whom: [newcomers]")
    assert said(tmp_path, {"labels.md": text}) == [
        "labels.md:10: 'maintainer' is not a team or role; did you mean 'maintainers'? "
        "[compass.unknown-reference]",
        "labels.md:10: 'newcomers' is not an audience; did you mean 'newcomer'? "
        "[compass.unknown-reference]",
    ]


COUNTS = """
    aggregates:
      as-of: 2026-10-01
      source: https://example.org/issues
      counted-by: maintainers
      counts:
        - {label: first step, open: 12, oldest-days: 40}"""


def test_numbers_belong_to_labels_of_the_guide(tmp_path: Path):
    more = COUNTS + "\n        - {label: fist step, open: 1}\n        - {label: zzz, open: 1}"
    text = guide("first step", more.replace("by: maintainers", "by: somebody"))
    assert said(tmp_path, {"labels.md": text}) == [
        "labels.md:14: 'somebody' is not a team or role; choose one from _data/community.yml "
        "or add it there [compass.unknown-reference]",
        "labels.md:17: 'fist step' is not a label of this guide; did you mean 'first step'? "
        "[compass.unknown-reference]",
        "labels.md:18: 'zzz' is not a label of this guide; add it to 'labels' or name another "
        "[compass.unknown-reference]",
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("open: 12.5", "'aggregates.counts[1].open' must be a whole number, not text"),
        ("open: -1", "'aggregates.counts[1].open' must be at least 0, not -1"),
        ("open: octocat", "'aggregates.counts[1].open' must be a whole number, not text"),
    ],
)
def test_numbers_are_whole(field: str, message: str, tmp_path: Path):
    text = guide("first step", COUNTS.replace("open: 12", field))
    assert said(tmp_path, {"labels.md": text})[0].split(" [")[0] == f"labels.md:16: {message}"


@pytest.mark.parametrize("field", ["by: octocat", "assignee: octocat", "login: octocat"])
def test_there_is_nowhere_to_put_a_login(field: str, tmp_path: Path):
    name = field.partition(":")[0]
    text = guide("first step", COUNTS.replace("open: 12", f"open: 12, {field}"))
    (problem,) = said(tmp_path, {"labels.md": text})
    assert problem.startswith(f"labels.md:16: unknown field 'aggregates.counts[1].{name}'")


def test_every_field_of_the_numbers_is_checked_against_something():
    """A date, an address, a number, or a name that must exist: none takes any text there is."""
    schema = json.dumps(Aggregates.model_json_schema()["properties"]) + json.dumps(
        Aggregates.model_json_schema()["$defs"]["LabelCount"]["properties"]
    )
    fields = set(Aggregates.model_fields) | set(
        Aggregates.model_json_schema()["$defs"]["LabelCount"]["properties"]
    )
    assert fields == {
        "as_of",  # a date
        "source",  # an address
        "counted_by",  # a team or role of the community
        "counts",
        "label",  # one of the labels of the guide
        "open",
        "oldest-days",
    }
    assert "additionalProperties" not in schema
    for model in (
        Aggregates.model_json_schema(),
        *Aggregates.model_json_schema()["$defs"].values(),
    ):
        assert model["additionalProperties"] is False


def test_a_label_guide_may_stand_in_a_file_of_its_own(tmp_path: Path):
    data = "id: my-labels\nstatus: draft\nowner: maintainers\ntitle: Labels\n"
    data += "search-in: [example]\nlabels:\n"
    data += "  - {name: a, meaning: x, ready-when: [], applied-by: [maintainers]}\n"
    page = "---\noptions:\n  compass: {kind: label-guide, data: labels.yml}\n---\n"
    assert said(tmp_path, {"labels.md": page, "_data/labels.yml": data}) == [
        "_data/labels.yml:7: 'labels[1].ready-when' needs at least 1; add what is missing "
        "[compass.wrong-value]"
    ]


def test_the_tip_of_a_label_is_plain_text(tmp_path: Path):
    text = guide("a").replace("meaning: x", 'meaning: "*Easy*, see [this](https://x.org)"')
    (label,) = only(tmp_path, text).facts.defines()
    assert (label.what, label.id, label.tip) == ("label", "a", "Easy, see this (https://x.org)")


# -- persona, team, role


def test_a_persona_says_what_it_rests_on(tmp_path: Path):
    facts = "\n".join(
        f"    {name}: x" for name in ("background", "hours", "motivation", "value-to-community")
    )
    facts += "\n    barriers: []\n    journey:\n      discovery: x\n      first: x"
    problems = said(tmp_path, {"persona.md": PAGE.format("persona", "my-persona", facts)})
    missing = [*(name for name in LEVELS if name != "discovery")]
    assert problems[:1] == [
        "persona.md:3: 'based-on' is missing; add it, for example "
        "'based-on: talks with newcomers at three events' [compass.missing-field]"
    ]
    assert (
        "persona.md:12: 'barriers' needs at least 1; add what is missing [compass.wrong-value]"
        in (problems)
    )
    for name in missing:
        assert any(f"'journey.{name}' is missing; add it, for" in line for line in problems)


def test_the_team_of_a_page_exists(tmp_path: Path):
    team = "    team: councl\n    mission: x\n    does: [x]\n    joining: x\n    contact: x"
    role = "\n".join(f"    {name}: x" for name in ("mission", "time", "term", "how-to-volunteer"))
    role += "\n    tasks: [x]\n    starting: [x]\n    leaving: [x]\n    team: nobody"
    files = {
        "role.md": PAGE.format("role", "my-role", role),
        "team.md": PAGE.format("team", "my-team", team),
    }
    assert said(tmp_path, files) == [
        "role.md:15: 'nobody' is not a team or role; choose one from _data/community.yml "
        "or add it there [compass.unknown-reference]",
        "team.md:8: 'councl' is not a team or role; did you mean 'council'? "
        "[compass.unknown-reference]",
    ]
