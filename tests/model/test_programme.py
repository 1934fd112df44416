"""What can be wrong in the programme's pages, with the words in which it is said."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from tests.site import site

from compass_model.facts import Group, Items, Table, Words
from compass_model.page import TypedPage
from compass_model.spans import Dates
from compass_model.tree import read_compass

HEAD = "kind: {kind}\nid: my-page\ntitle: My page\nstatus: draft\nowner: maintainers\n"
PAGE = "---\noptions:\n  compass: {{kind: {kind}, data: facts.yml}}\n---\n"


def files(kind: str, facts: str) -> dict[str, str]:
    return {"page.md": PAGE.format(kind=kind), "_data/facts.yml": HEAD.format(kind=kind) + facts}


def said(tmp_path: Path, kind: str, facts: str) -> list[str]:
    return [
        f"{problem.path.removeprefix('_data/')}:{problem.line}: {problem.message} "
        f"[compass.{problem.code}]"
        for problem in read_compass(site(tmp_path, files(kind, facts))).problems
    ]


def only(tmp_path: Path, kind: str, facts: str) -> TypedPage:
    compass = read_compass(site(tmp_path, files(kind, facts)))
    assert compass.problems == []
    return compass.pages[0]


# -- days, months and times between them


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("2026-11-30", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("2026-11", "2026-11-01", "2026-11-30", "2026-11"),
        ("2028-02", "2028-02-01", "2028-02-29", "2028-02"),
        ("2026-09/2026-11", "2026-09-01", "2026-11-30", "2026-09 – 2026-11"),
        ("2026-09-14/2026-11", "2026-09-14", "2026-11-30", "2026-09-14 – 2026-11"),
        ("2026-11-30T00:00:00.000Z", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("9999-12", "9999-12-01", "9999-12-31", "9999-12"),
    ],
)
def test_dates_are_as_exact_as_they_are_written(text: str, first: str, last: str, shown: str):
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert Dates.parse(text) == (*days, shown)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-02-30", "2026-11/2026-10", "a/b/c", "2026-1", "0000-01"]
)
def test_what_is_no_date_is_refused(text: str):
    with pytest.raises(ValueError):
        Dates.parse(text)


# -- the deliverables register


def register(entry: str = "", **other: str) -> str:
    """Write a register with one deliverable, some of whose lines are replaced."""
    given = {line.partition(":")[0]: line for line in entry.strip().splitlines()}
    usual = {
        "id": "id: report",
        "title": "title: A report",
        "clauses": "clauses: [D1]",
        "owner": "owner: maintainers",
        "phase": "phase: writing",
        "due": "due: 2026-11",
        "original-due": "original-due: 2026-11",
        "status": "status: doing",
    } | given
    lines = "\n".join(f"    {line}" for line in usual.values() if not line.endswith(": none"))
    lists = {
        "agreement": "agreement: Ours",
        "phases": "phases: [{id: writing, title: Writing}]",
        "places": "places: [{id: zenodo, title: Zenodo}]",
        "clauses": "clauses: [{id: D1, text: A report}]",
    } | other
    return "\n".join(lists.values()) + f"\ndeliverables:\n  -\n{lines}\n"


def complaints(tmp_path: Path, entry: str = "", **other: str) -> list[str]:
    """Return what is said of a register, without the file and the line."""
    return [
        line.partition(": ")[2]
        for line in said(tmp_path, "deliverables-register", register(entry, **other))
    ]


def test_a_register_may_be_small(tmp_path: Path):
    assert complaints(tmp_path) == []


def test_each_clause_has_an_entry(tmp_path: Path):
    clauses = "clauses:\n- {id: D1, text: A report}\n- {id: D2, text: A workshop}"
    assert said(tmp_path, "deliverables-register", register(clauses=clauses)) == [
        "facts.yml:11: no deliverable fulfils the clause 'D2'; name it under 'clauses' of one, or "
        "add one that says what is missing [compass.missing-entry]"
    ]


def test_an_entry_whose_clauses_are_to_be_agreed_may_fulfil_any(tmp_path: Path):
    assert complaints(tmp_path, "clauses: {to-be-agreed: council}") == []


def test_what_is_published_has_a_link(tmp_path: Path):
    assert said(tmp_path, "deliverables-register", register("status: published")) == [
        "facts.yml:19: 'report' is published, but has no link; add where it is under 'published', "
        "or its 'doi' [compass.missing-field]"
    ]


@pytest.mark.parametrize(
    "link", ['published: [{where: zenodo, url: "https://x.org"}]', "doi: 10.5281/zenodo.1234567"]
)
def test_what_is_published_may_have_an_address_or_a_doi(link: str, tmp_path: Path):
    assert complaints(tmp_path, f"status: published\n{link}") == []


def test_what_is_planned_has_no_link_yet(tmp_path: Path):
    assert complaints(tmp_path, "status: planned\ndoi: 10.5281/zenodo.1") == [
        "'report' is planned, but has a link already; change 'status', for example to "
        "'published', or take the link out [compass.wrong-value]"
    ]


def test_what_is_withdrawn_says_why(tmp_path: Path):
    assert complaints(tmp_path, "status: withdrawn") == [
        "'reason' is missing; say why 'report' was withdrawn [compass.missing-field]"
    ]
    assert complaints(tmp_path, "status: withdrawn\nreason: Nobody needed it") == []


def test_a_date_needs_the_first_date_beside_it(tmp_path: Path):
    assert complaints(tmp_path, "original-due: none") == [
        "'original-due' of 'report' is missing; copy the date that was agreed first into it, and "
        "leave it there when 'due' changes [compass.missing-field]"
    ]


def test_a_date_that_was_changed_alone_is_found(tmp_path: Path):
    assert said(tmp_path, "deliverables-register", register("due: 2027-01-31")) == [
        "facts.yml:17: 'due' of 'report' is 2027-01-31, but was 2026-11; say under 'due-agreed' "
        "who agreed to the change and when, or write the first date again [compass.missing-field]"
    ]


AGREED = "due-agreed: {by: [council], date: 2026-10-02}"


def test_a_change_that_was_agreed_is_fine(tmp_path: Path):
    assert complaints(tmp_path, f"due: 2027-01\n{AGREED}") == []


def test_a_change_without_the_first_date_is_found(tmp_path: Path):
    assert complaints(tmp_path, f"{AGREED}\noriginal-due: none") == [
        "'original-due' of 'report' is missing; 'due-agreed' says that the date was changed: "
        "write the first date there, as the history of this file has it [compass.missing-field]"
    ]


def test_a_change_that_changes_nothing_is_found(tmp_path: Path):
    assert complaints(tmp_path, AGREED) == [
        "'due-agreed' of 'report' says that the date was changed, but 'due' and 'original-due' "
        "are both 2026-11; correct one of them [compass.wrong-value]"
    ]


def test_a_new_date_may_be_to_be_agreed(tmp_path: Path):
    assert complaints(tmp_path, "due: {to-be-agreed: council}") == []
    assert complaints(tmp_path, "due: {to-be-agreed: council}\noriginal-due: none") == []


def test_entries_name_what_is_in_the_register(tmp_path: Path):
    entry = (
        "clauses: [D1, D11, other]\nphase: writting\npromised-at: [zenodoo]\n"
        'published: [{where: blog, url: "https://x.org"}]'
    )
    known = "of this register"
    assert complaints(tmp_path, entry) == [
        f"'D11' is not a clause {known}; did you mean 'D1'? [compass.unknown-reference]",
        f"'other' is not a clause {known}; add it to 'clauses' or name another "
        "[compass.unknown-reference]",
        f"'writting' is not a phase {known}; did you mean 'writing'? [compass.unknown-reference]",
        f"'zenodoo' is not a place {known}; did you mean 'zenodo'? [compass.unknown-reference]",
        f"'blog' is not a place {known}; add it to 'places' or name another "
        "[compass.unknown-reference]",
    ]


def test_lists_that_are_to_be_agreed_may_hold_anything(tmp_path: Path):
    open_lists = {name: f"{name}: {{to-be-agreed: council}}" for name in ("phases", "clauses")}
    assert complaints(tmp_path, "phase: any", **open_lists) == []


def test_ids_in_a_register_are_used_once(tmp_path: Path):
    other = {
        "phases": "phases: [{id: writing, title: W}, {id: writing, title: X}]",
        "places": "places: [{id: a, title: A}, {id: a, title: B}]",
        "clauses": "clauses: [{id: D1, text: A}, {id: D1, text: B}]",
    }
    assert complaints(tmp_path, **other) == [
        f"'{id}' is the id of another {what} already; choose another id [compass.duplicate-id]"
        for id, what in [("writing", "phase"), ("a", "place"), ("D1", "clause")]
    ]


def test_a_deliverable_is_there_once(tmp_path: Path):
    pages = files("deliverables-register", register())
    pages["other.md"] = pages["page.md"].replace("facts", "other")
    pages["_data/other.yml"] = pages["_data/facts.yml"].replace("my-page", "other-page")
    (problem,) = read_compass(site(tmp_path, pages)).problems
    assert f"{problem.path}:{problem.line}: {problem.message}" == (
        "_data/facts.yml:12: 'report' is a deliverable in _data/other.yml:12 too; "
        "choose another name"
    )


def test_what_entries_name_elsewhere_exists(tmp_path: Path):
    entry = "owner: maintainer\npages: [nowhere]\ndue: 2027\ndue-agreed: {by: [coucil], date: x}"
    assert complaints(tmp_path, entry) == [
        "'deliverables[1].due' must be a day like 2026-11-30, a month like 2026-11, or the first "
        "and the last of them like 2026-09/2026-11, not '2027' [compass.bad-date]",
        "'deliverables[1].due-agreed.date' must be a day like 2026-11-30, a month like 2026-11, "
        "or the first and the last of them like 2026-09/2026-11, not 'x' [compass.bad-date]",
    ]
    entry = (
        f"owner: maintainer\npages: [nowhere]\n{AGREED.replace('council', 'coucil')}\ndue: 2027-01"
    )
    assert complaints(tmp_path, entry) == [
        "'maintainer' is not a team or role; did you mean 'maintainers'? "
        "[compass.unknown-reference]",
        "'nowhere' is not the id of a page; no page has this id [compass.unknown-reference]",
        "'coucil' is not a team or role; did you mean 'council'? [compass.unknown-reference]",
    ]


def test_a_clause_and_a_doi_have_a_form(tmp_path: Path):
    clauses = "clauses: [{id: D 1, text: A report}]"
    assert complaints(tmp_path, "doi: https://doi.org/10.5281/zenodo.1", clauses=clauses) == [
        "'clauses[1].id' must be letters and digits, with single dots or hyphens between, like "
        "'D3.1' [compass.wrong-value]",
        "'deliverables[1].doi' must be a DOI without the address before it, like "
        "10.5281/zenodo.1234567 [compass.wrong-value]",
    ]


def test_evidence_says_what_it_is(tmp_path: Path):
    assert complaints(tmp_path, 'evidence: [{url: "https://x.org"}]') == [
        "'evidence[1]' says neither 'title' nor 'cite'; add one of them [compass.missing-field]"
    ]


def test_a_milestone_has_a_date(tmp_path: Path):
    facts = register() + "milestones: [{title: We begin}]\n"
    assert said(tmp_path, "deliverables-register", facts)[0].partition(": ")[2] == (
        "the milestone 'We begin' says neither 'planned' nor 'happened'; add one of them "
        "[compass.missing-field]"
    )


def tables(page: TypedPage) -> dict[str, Table]:
    """Return the tables of a page by name, those in groups too."""
    blocks = list(page.facts.facts())
    blocks += [inner for block in blocks if isinstance(block, Group) for inner in block.rows]
    return {block.name: block for block in blocks if isinstance(block, Table)}


def test_progress_counts_each_phase_and_what_has_none(tmp_path: Path):
    facts = yaml.safe_load(register())
    facts["phases"].append({"id": "rest", "title": "Rest"})
    (one,) = facts["deliverables"]
    two = one | {"id": "two", "phase": {"to-be-agreed": "council"}, "status": "planned"}
    facts["deliverables"] = [one, one | {"id": "three"}, two]
    progress = tables(only(tmp_path, "deliverables-register", yaml.safe_dump(facts)))["progress"]
    counts = [
        (row[1][0].text, [(p.pieces[0][1].message, p.pieces[1][1].text) for p in row[2]])
        for row in progress.rows
    ]
    doing, planned = "In progress", "Planned"
    assert counts == [
        ("2", [(doing, "2")]),
        ("0", []),
        ("1", [(planned, "1")]),
        ("3", [(doing, "2"), (planned, "1")]),
    ]
    assert progress.rows[2][0] == (Words("No phase agreed"),)


def test_the_timeline_is_in_the_order_of_time(tmp_path: Path):
    facts = register(f"due: 2027-01\n{AGREED}") + (
        "milestones:\n- {title: Later, planned: 2027-03}\n- {title: First, happened: 2026-01-02}\n"
    )
    table = tables(only(tmp_path, "deliverables-register", facts))["programme-timeline"]
    assert table.figure == "timeline"
    assert [row[0][0].text for row in table.rows] == ["First", "A report", "Later"]
    first, then = table.rows[1][1]
    assert (first.text, then.pieces[0][1].text) == ("2026-11", "2027-01")


def test_nothing_in_a_register_depends_on_the_day(tmp_path: Path):
    """What was due long ago looks like what is due later; no build has to know the day."""
    old = register("due: 1999-01\noriginal-due: 1999-01")
    new = register("due: 2999-01\noriginal-due: 2999-01")
    pages = [only(tmp_path / k, "deliverables-register", t) for k, t in (("a", old), ("b", new))]
    shown = [repr(list(page.facts.facts())) for page in pages]
    assert shown[0].replace("1999", "2999").replace("datetime", "") == shown[1]


# -- the programme


def programme(**other: str) -> str:
    facts = {
        "agreement": "agreement: Ours",
        "period": "period: a year",
        "parties": "parties:\n- {id: alpha, title: Alpha, does: [x], people: [Ada Example]}\n"
        "- {id: beta, title: Beta, does: [y]}",
        "aims": "aims: [more]",
        "phases": "phases: [{title: One, takes: a week, work: [z]}]",
        "change-rule": "change-rule: {what: Dates, agreed-by: [alpha, beta], how: in writing}",
    }
    return "\n".join((facts | {k.replace("_", "-"): v for k, v in other.items()}).values()) + "\n"


def test_those_who_must_agree_are_parties(tmp_path: Path):
    rule = "change-rule: {what: Dates, agreed-by: [alfa, gamma-delta], how: in writing}"
    assert said(tmp_path, "programme", programme(change_rule=rule)) == [
        "facts.yml:13: 'alfa' is not a party of this programme; did you mean 'alpha'? "
        "[compass.unknown-reference]",
        "facts.yml:13: 'gamma-delta' is not a party of this programme; add it to 'parties' or "
        "name another [compass.unknown-reference]",
    ]


def test_a_party_is_there_once(tmp_path: Path):
    parties = "parties: [{id: alpha, title: A, does: [x]}, {id: alpha, title: B, does: [y]}]"
    rule = "change-rule: {to-be-agreed: council}"
    assert said(tmp_path, "programme", programme(parties=parties, change_rule=rule)) == [
        "facts.yml:8: 'alpha' is the id of another party already; choose another id "
        "[compass.duplicate-id]"
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Ada Exampel", "did you mean 'Ada Example'?"),
        ("Bo Other", "add the name to the 'people' of a party or name another"),
    ],
)
def test_the_principal_investigator_is_one_of_the_people(name: str, hint: str, tmp_path: Path):
    person = f"principal-investigator: {name}"
    assert said(tmp_path, "programme", programme(principal_investigator=person)) == [
        f"facts.yml:14: '{name}' is not one of the people of the parties; {hint} "
        "[compass.unknown-reference]"
    ]


def test_the_people_of_a_programme_are_known_to_other_pages(tmp_path: Path):
    named = "also-named: [Bo Other, Ada Example]"
    page = only(tmp_path, "programme", programme(also_named=named))
    people = [item.id for item in page.facts.defines() if item.what == "person"]
    assert sorted(people) == ["Ada Example", "Bo Other"]


def test_two_programmes_may_name_one_person(tmp_path: Path):
    pages = files("programme", programme())
    pages["other.md"] = pages["page.md"].replace("facts", "other")
    pages["_data/other.yml"] = pages["_data/facts.yml"].replace("my-page", "other-page")
    assert read_compass(site(tmp_path, pages)).problems == []


# -- data protection

DATA = """\
applies-to: Our study
data-types:
  - id: answers
    title: Answers
    source: a form
    sensitivity: low
    storage: [a disk]
    use: [counting]
    seen-by: [us]
    retention: a year
    removal: the Council
"""


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("source", "where the data come from"),
        ("sensitivity", "how sensitive they are"),
        ("storage", "where they are kept"),
        ("use", "what they are used for"),
        ("seen-by", "who sees them"),
        ("retention", "how long they are kept"),
        ("removal", "whom to ask"),
    ],
)
def test_nothing_about_data_is_left_out_in_silence(field: str, what: str, tmp_path: Path):
    lines = [line for line in DATA.splitlines() if not line.startswith(f"    {field}:")]
    assert said(tmp_path, "data-protection", "\n".join(lines)) == [
        f"facts.yml:8: 'data-types[1].{field}' is missing; write {what}, or who decides it, as "
        "{to-be-agreed: OWNER} [compass.missing-field]"
    ]


def test_a_sort_of_data_is_there_once(tmp_path: Path):
    twice = DATA + DATA.partition("data-types:\n")[2]
    assert said(tmp_path, "data-protection", twice) == [
        "facts.yml:17: 'answers' is the id of another sort of data already; choose another id "
        "[compass.duplicate-id]"
    ]


def test_what_is_to_be_agreed_about_data_is_listed_in_short(tmp_path: Path):
    facts = DATA.replace("[us]", "{to-be-agreed: council}")
    overview = tables(only(tmp_path / "open", "data-protection", facts))["data-overview"]
    assert overview.rows[0][1] == (Words("Who sees it"),)
    overview = tables(only(tmp_path / "settled", "data-protection", DATA))["data-overview"]
    assert overview.rows[0][1] == (Words("nothing"),)


# -- the team process


def process(entry: str) -> str:
    return f"practices:\n  - {{id: away, practice: People say so, {entry}}}\n"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "documented: partly",
            "'away' is documented, but says not where; add 'documents' or 'pages', or take "
            "'documented' out: it then reads \"to be asked\" [compass.missing-field]",
        ),
        (
            'documented: "no", pages: [my-page]',
            "'away' is not documented, but says where it is written down; correct one of them "
            "[compass.wrong-value]",
        ),
        (
            "followed: never",
            "'source' is missing; say who found what 'followed' of 'away' says, or take it out: "
            'it then reads "to be asked" [compass.missing-field]',
        ),
        (
            "barriers: [no time]",
            "'source' is missing; say who found what 'barriers' of 'away' says, or take it out: "
            'it then reads "to be asked" [compass.missing-field]',
        ),
        (
            'documented: "yes", documents: [{url: "https://x.org"}]',
            "'documents[1]' says neither 'title' nor 'cite'; add one of them "
            "[compass.missing-field]",
        ),
        (
            'documented: "yes", pages: [nowhere]',
            "'nowhere' is not the id of a page; no page has this id [compass.unknown-reference]",
        ),
    ],
)
def test_a_practice_says_where_its_facts_come_from(entry: str, message: str, tmp_path: Path):
    assert said(tmp_path, "team-process", process(entry)) == [f"facts.yml:7: {message}"]


def test_a_practice_is_there_once(tmp_path: Path):
    twice = process("gap: none") + "  - {id: away, practice: Again}\n"
    assert said(tmp_path, "team-process", twice) == [
        "facts.yml:8: 'away' is the id of another practice already; choose another id "
        "[compass.duplicate-id]"
    ]


def test_what_nobody_was_asked_reads_to_be_asked(tmp_path: Path):
    page = only(tmp_path, "team-process", "practices: [{id: away, practice: People say so}]\n")
    assert tables(page)["practices-overview"].rows[0][1:] == ((Words("to be asked"),),) * 2
    group = next(block for block in page.facts.facts() if isinstance(block, Group))
    (rows,) = group.rows[0].rows
    assert [words.message for words, cell in rows.rows if cell == (Words("to be asked"),)] == [
        "Written down",
        "Known",
        "Followed",
        "What keeps people from it",
        "Gap",
        "Proposed change",
    ]


def test_clauses_are_shown_one_by_one(tmp_path: Path):
    page = only(tmp_path, "deliverables-register", register())
    (clauses,) = [block for block in page.facts.facts() if isinstance(block, Items)]
    assert [item.label for item in clauses.rows] == ["D1"]
