"""Consortium guide, guide to open-source work, logic model: what is missing in them is said."""

from pathlib import Path

from tests.site import ROOTS, site

from compass_model.tree import read_compass


def said(tmp_path: Path, root: str, name: str, old: str, new: str) -> list[str]:
    """Change a page of a test root, or its data, and return what is then said of it."""
    files = {}
    for path in sorted((ROOTS / f"test-{root}").rglob("*.*")):
        if path.suffix in {".md", ".yml"} and path.name != "community.yml":
            files[str(path.relative_to(ROOTS / f"test-{root}"))] = path.read_text(encoding="utf-8")
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    found = read_compass(site(tmp_path, files)).problems
    return [f"{p.path}:{p.line}: {p.message} [compass.{p.code}]" for p in found]


def model(tmp_path: Path, old: str, new: str) -> list[str]:
    return said(tmp_path, "logic-model", "_data/model.yml", old, new)


def test_an_indicator_has_a_source(tmp_path: Path):
    assert model(tmp_path, ", source: counted twice a year", "") == [
        "_data/model.yml:14: 'goals[1].indicators[1].source' is missing; say where one would look "
        "for it, or who decides it [compass.missing-field]"
    ]


def test_a_figure_of_a_model_has_a_source(tmp_path: Path):
    assert model(tmp_path, "figure: 4, source: the plan of the project", "figure: 4") == [
        "_data/model.yml:29: 'figures[1].source' is missing; say where the number comes from, or "
        "who decides it [compass.missing-field]"
    ]


def test_the_questions_for_an_indicator_are_a_page(tmp_path: Path):
    assert model(tmp_path, "instrument: frame", "instrument: frames") == [
        "_data/model.yml:15: 'frames' is not the id of a page; did you mean 'frame'? "
        "[compass.unknown-reference]"
    ]


def test_a_goal_says_what_it_changes(tmp_path: Path):
    assert model(tmp_path, "    outcomes: [people stay]\n", "") == [
        "_data/model.yml:24: 'goals[3].outcomes' is missing; add it, for example "
        "'outcomes: [newcomers know whom to ask]' [compass.missing-field]"
    ]


def test_a_model_says_whose_it_is(tmp_path: Path):
    assert model(tmp_path, "belongs-to: another-project", "belongs-to: another") == [
        "_data/model.yml:7: 'belongs-to' cannot be 'another'; use this-community or "
        "another-project; did you mean 'another-project'? [compass.wrong-value]"
    ]


def test_a_consortium_has_all_six_roles(tmp_path: Path):
    old = "      test: tries out what is new\n"
    assert said(tmp_path, "consortium-guide", "consortium.md", old, "") == [
        "consortium.md:15: 'roles.test' is missing; add it, for example "
        "'test: tries out what is new' [compass.missing-field]"
    ]


def test_every_line_of_the_ledger_says_what_the_work_was_worth(tmp_path: Path):
    old = ", value: one community uses its own accounts"
    assert said(tmp_path, "open-source-work-guide", "work.md", old, "") == [
        "work.md:26: 'ledger[1].value' is missing; add it, for example "
        "'value: one community can now use its own accounts' [compass.missing-field]"
    ]


def test_the_ledger_knows_three_sorts_of_work(tmp_path: Path):
    old, new = "sort: tactical", "sort: tactic"
    assert said(tmp_path, "open-source-work-guide", "work.md", old, new) == [
        "work.md:26: 'ledger[1].sort' cannot be 'tactic'; use tactical, strategic or personal; "
        "did you mean 'tactical'? [compass.wrong-value]"
    ]
