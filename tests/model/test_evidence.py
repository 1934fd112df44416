"""Findings, recommendations, reports: what can be wrong, in which words, and where a chain ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site import REPOSITORY, ROOTS, site

from compass_model.evidence.chain import Branch, chain_of, find, trace, why
from compass_model.evidence.gaps import gap_problems, gaps_of
from compass_model.evidence.step import Thing
from compass_model.problems import Problem
from compass_model.tree import Compass, read_compass

PAGE = "---\noptions:\n  compass:\n    kind: {}\n    id: {}\n    status: draft\n"
PAGE += "    owner: maintainers\n{}\n---\n# A title\n\nSome words.\n"
LETTER = "evidence: [{title: A letter}]"


def findings(*entries: str, more: str = "", id: str = "found") -> str:
    """Return a page of findings; its first finding stands on line 10."""
    lines = "".join(f"\n      - {{{entry}}}" for entry in entries)
    return PAGE.format("findings", id, f"    study: A study\n    findings:{lines}{more}")


def finding(id: str = "slow", rest: str = LETTER) -> str:
    return f"id: {id}, finding: It is slow, kind: challenge{', ' * bool(rest)}{rest}"


def recommendations(*entries: str, id: str = "advice") -> str:
    """Return a page of recommendations; its first one stands on line 10."""
    lines = "".join(f"\n      - {{{entry}}}" for entry in entries)
    return PAGE.format("recommendations", id, f"    source: A report\n    recommendations:{lines}")


def recommendation(id: str = "hurry", number: str = "R1", rest: str = "rests-on: [slow]") -> str:
    return f"id: {id}, number: {number}, recommendation: Hurry{', ' * bool(rest)}{rest}"


def action(rest: str) -> str:
    """Return a recommendation with one action."""
    actions = f"actions: [{{id: act, action: Do it, {rest}}}]"
    return recommendation(rest=f"rests-on: [slow], {actions}")


def lines_of(problems: list[Problem]) -> list[str]:
    return [f"{p.path}:{p.line}: {p.message} [compass.{p.code}]" for p in problems]


def read(tmp_path: Path, files: dict[str, str]) -> Compass:
    return read_compass(site(tmp_path, files))


def said(tmp_path: Path, files: dict[str, str]) -> list[str]:
    return lines_of(read(tmp_path, files).problems)


# -- findings


def test_a_finding_with_evidence_is_fine(tmp_path: Path) -> None:
    assert said(tmp_path, {"found.md": findings(finding())}) == []


@pytest.mark.parametrize("rest", ["", "evidence: []"])
def test_a_finding_without_evidence(rest: str, tmp_path: Path) -> None:
    assert said(tmp_path, {"found.md": findings(finding(rest=rest))}) == [
        "found.md:10: the finding 'slow' has no evidence; add what it rests on under 'evidence', "
        "or take the finding out [compass.missing-field]"
    ]


def test_evidence_may_be_to_be_agreed(tmp_path: Path) -> None:
    text = findings(finding(rest="evidence: {to-be-agreed: council}"))
    assert said(tmp_path, {"found.md": text}) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "{where: page 2}",
            "'findings[1].evidence[1]' names nothing; say one of 'cite', 'item', 'observation', "
            "'excerpt' and 'title' [compass.missing-field]",
        ),
        (
            "{title: A letter, observation: o}",
            "'findings[1].evidence[1]' says 'observation' and 'title'; make each an entry of its "
            "own under 'evidence' [compass.wrong-value]",
        ),
        (
            '{url: "https://example.org"}',
            "'findings[1].evidence[1]' names nothing; say one of 'cite', 'item', 'observation', "
            "'excerpt' and 'title' [compass.missing-field]",
        ),
        (
            '{title: A letter, url: "letter"}',
            "'findings[1].evidence[1].url' must be a full address that begins with https://, "
            "http:// or mailto: [compass.wrong-value]",
        ),
        (
            "{item: more}",
            "'findings[1].evidence[1].item' must be the ids of an instrument and of its item, "
            "like 'my-survey:why-leave' [compass.wrong-value]",
        ),
    ],
)
def test_evidence_names_one_thing(entry: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, {"found.md": findings(finding(rest=f"evidence: [{entry}]"))})
    assert found[0] == f"found.md:10: {expected}"
    assert all("observation" in line or "title" in line for line in found[1:])


def test_evidence_exists(tmp_path: Path) -> None:
    (root := tmp_path / "copy").mkdir()
    for path in sorted((ROOTS / "test-findings").rglob("*.*")):
        copy = root / path.relative_to(ROOTS / "test-findings")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    data = root / "_data/findings.yml"
    text = data.read_text()
    text = text.replace('{item: "example-survey:more"}]', '{item: "example-survey:mor"}]')
    text = text.replace("observation: waiting-changes", "observation: waiting-change")
    text = text.replace("[{title: A note}]", "[{excerpt: x-1}, {cite: nobody}]")
    data.write_text(text.replace('"example-survey:reasons"', '"example-survey:reason"'))
    assert lines_of(read_compass(root).problems) == [
        "_data/findings.yml:16: 'example-survey:reason' is not a research question; did you mean "
        "'example-survey:reasons'? [compass.unknown-reference]",
        "_data/findings.yml:19: 'waiting-change' is not an observation; did you mean "
        "'waiting-changes'? [compass.unknown-reference]",
        "_data/findings.yml:29: 'example-survey:mor' is not an item of an instrument; did you mean "
        "'example-survey:more'? [compass.unknown-reference]",
        "_data/findings.yml:45: 'x-1' is not an excerpt; see the files below _data/research/ "
        "[compass.unknown-reference]",
        "_data/findings.yml:45: there is no entry 'nobody' in references.bib; add it there "
        "[compass.unknown-citation]",
    ]


def test_a_question_of_the_page_exists(tmp_path: Path) -> None:
    more = "\n    questions: [{id: why, question: Why?}, {id: why, question: Why not?}]"
    entry = finding(rest=f"answers: [whi, when, not:a:name], {LETTER}")
    assert said(tmp_path, {"found.md": findings(entry, more=more)}) == [
        "found.md:10: 'findings[1].answers[3]' must be the id of a question of this page, like "
        "'why-leave', or of an instrument, like 'my-survey:why-leave' [compass.wrong-value]",
        "found.md:11: 'why' is the id of another question already; choose another id "
        "[compass.duplicate-id]",
    ]
    entry = finding(rest=f"answers: [whi, council], {LETTER}")
    more = "\n    questions: [{id: why, question: Why?}]"
    assert said(tmp_path, {"found.md": findings(entry, more=more)}) == [
        "found.md:10: 'whi' is not a question of this page; did you mean 'why'? "
        "[compass.unknown-reference]",
        "found.md:10: 'council' is not a question of this page; add it to 'questions', or name "
        "another [compass.unknown-reference]",
    ]


def test_a_figure_has_a_source(tmp_path: Path) -> None:
    entry = finding(rest=f"figures: [{{what: people, figure: 7 of 12}}], {LETTER}")
    assert said(tmp_path, {"found.md": findings(entry)}) == [
        "found.md:10: 'findings[1].figures[1].source' is missing; say where the number comes from, "
        "or who decides it [compass.missing-field]"
    ]


def test_a_finding_is_there_once(tmp_path: Path) -> None:
    files = {"a.md": findings(finding()), "b.md": findings(finding(), id="other")}
    assert said(tmp_path, files) == [
        "b.md:10: 'slow' is a finding in a.md:10 too; choose another name [compass.duplicate-id]"
    ]


def test_what_led_to_no_finding_is_named(tmp_path: Path) -> None:
    more = "\n    without-finding: [{gap: Nobody answered}]"
    assert said(tmp_path, {"found.md": findings(finding(), more=more)}) == [
        "found.md:11: 'without-finding[1]' must say one of 'item' and 'question' "
        "[compass.missing-field]"
    ]


def test_the_kind_of_a_finding_is_known(tmp_path: Path) -> None:
    text = findings(finding().replace("challenge", "chalenge"))
    assert said(tmp_path, {"found.md": text}) == [
        "found.md:10: 'findings[1].kind' cannot be 'chalenge'; use success, challenge, need or "
        "opportunity; did you mean 'challenge'? [compass.wrong-value]"
    ]


# -- recommendations


def both(*entries: str) -> dict[str, str]:
    return {"advice.md": recommendations(*entries), "found.md": findings(finding())}


def test_a_recommendation_with_a_finding_is_fine(tmp_path: Path) -> None:
    assert said(tmp_path, both(recommendation())) == []


@pytest.mark.parametrize("rest", ["", "rests-on: []"])
def test_a_recommendation_without_a_finding(rest: str, tmp_path: Path) -> None:
    assert said(tmp_path, both(recommendation(rest=rest))) == [
        "advice.md:10: the recommendation 'hurry' rests on no finding; name one under 'rests-on', "
        "or say who decides: {to-be-agreed: OWNER} [compass.missing-field]"
    ]


def test_a_recommendation_rests_on_what_exists(tmp_path: Path) -> None:
    assert said(tmp_path, both(recommendation(rest="rests-on: [slw, council]"))) == [
        "advice.md:10: 'council' is not a finding; no page defines it [compass.unknown-reference]",
        "advice.md:10: 'slw' is not a finding; did you mean 'slow'? [compass.unknown-reference]",
    ]


def test_a_number_is_there_once(tmp_path: Path) -> None:
    assert said(tmp_path, both(recommendation(), recommendation("wait"))) == [
        "advice.md:11: 'R1' is the number of 'hurry' already; choose another number "
        "[compass.duplicate-id]"
    ]


def test_ids_of_recommendations_and_actions_are_there_once(tmp_path: Path) -> None:
    files = both(action("owner: council"))
    files["more.md"] = recommendations(action("owner: council"), id="more")
    assert said(tmp_path, files) == [
        "more.md:10: 'act' is an action in advice.md:10 too; choose another name "
        "[compass.duplicate-id]",
        "more.md:10: 'hurry' is a recommendation in advice.md:10 too; choose another name "
        "[compass.duplicate-id]",
    ]


ACTIONS = {
    "status: planned": (
        "'recommendations[1].actions[1].owner' is missing; name the team or role that answers for "
        "the action, or who decides: {to-be-agreed: OWNER} [compass.missing-field]"
    ),
    "owner: counsil": (
        "'counsil' is not a team or role; did you mean 'council'? [compass.unknown-reference]"
    ),
    "owner: council, status: done": (
        "the action 'act' is done, but nothing answers it; say under 'answered-by' where that can "
        "be seen, or change 'status' [compass.missing-field]"
    ),
    "owner: council, status: dropped": (
        "'gap' is missing; say why the action 'act' was dropped [compass.missing-field]"
    ),
    "owner: council, status: dropped, gap: No, answered-by: {pages: [found]}": (
        "the action 'act' was dropped, but something answers it; change 'status', or take "
        "'answered-by' out [compass.wrong-value]"
    ),
    "owner: council, answered-by: {pages: []}": (
        "'answered-by' of the action 'act' names nothing; name a page, a deliverable or a "
        "decision, or take it out and say why under 'gap' [compass.missing-entry]"
    ),
    "owner: council, answered-by: {pages: [fond]}": (
        "'fond' is not the id of a page; did you mean 'found'? [compass.unknown-reference]"
    ),
    "owner: council, answered-by: {deliverables: [report]}": (
        "'report' is not a deliverable; no page defines it [compass.unknown-reference]"
    ),
    "owner: council, answered-by: {decisions: [{title: Yes}]}": (
        "'recommendations[1].actions[1].answered-by.decisions[1].url' is missing; add it, for "
        "example 'url: https://example.org/decision' [compass.missing-field]"
    ),
    "owner: council, status: plan": (
        "'recommendations[1].actions[1].status' cannot be 'plan'; use planned, doing, done or "
        "dropped; did you mean 'planned'? [compass.wrong-value]"
    ),
}


@pytest.mark.parametrize("rest", ACTIONS)
def test_what_can_be_wrong_with_an_action(rest: str, tmp_path: Path) -> None:
    assert said(tmp_path, both(action(rest))) == [f"advice.md:10: {ACTIONS[rest]}"]


@pytest.mark.parametrize(
    "rest",
    [
        "owner: {to-be-agreed: council}",
        "owner: council, status: dropped, gap: No",
        "owner: council, status: done, answered-by: {pages: [found]}",
        "owner: council, status: done, answered-by: {to-be-agreed: council}",
    ],
)
def test_what_is_right_with_an_action(rest: str, tmp_path: Path) -> None:
    assert said(tmp_path, both(action(rest))) == []


def test_a_blocker_names_findings_that_exist(tmp_path: Path) -> None:
    text = PAGE.format(
        "engagement-strategy", "plan", "    blockers: [{blocker: It is slow, findings: [slo]}]"
    )
    assert said(tmp_path, {"found.md": findings(finding()), "plan.md": text}) == [
        "plan.md:8: 'slo' is not a finding; did you mean 'slow'? [compass.unknown-reference]"
    ]


# -- the report


def test_a_report_has_its_sections(tmp_path: Path) -> None:
    text = PAGE.format(
        "report", "report", "    study: A study\n    figures: [{what: x, figure: 1}]"
    )
    names = {
        "Questions": "what the study wanted to know",
        "Method": "who took part, how they were asked and how the answers were read",
        "Ethics": "who approved the study, and what people agreed to",
        "Findings": "what was found, in short",
        "Recommendations": "what is recommended, to whom and by whom",
        "Limitations": "what the study cannot say, and what differs from its plan",
        "Data protection": "where the data are, who sees them and how long they are kept",
    }
    found = said(tmp_path, {"report.md": text})
    assert found[0] == (
        "report.md:9: 'figures[1].source' is missing; say where the number comes from, or who "
        "decides it [compass.missing-field]"
    )
    assert len(found) == 1 + len(names)
    for (name, purpose), line in zip(sorted(names.items()), sorted(found[1:]), strict=True):
        assert name in line
        assert purpose in line


# -- the chain


def test_the_whole_chain_as_a_tree() -> None:
    chain = chain_of(read_compass(ROOTS / "test-report").records)
    (first, second) = trace(chain, page="example-findings")
    assert shape(second) == ("example-findings:what-next", [])
    assert shape(first) == (
        "example-findings:why-leave",
        [
            (
                "slow-review",
                [
                    (
                        "quicker-reviews",
                        [
                            (
                                "review-day",
                                [("first-change", []), ("https://example.org/decision", [])],
                            ),
                            ("more-reviewers", [("workshop", [])]),
                        ],
                    ),
                    ("a-party", []),
                ],
            ),
            ("warm-welcome", []),
        ],
    )


def shape(branch: Branch) -> tuple[str, list[object]]:
    return branch.thing.id, [shape(below) for below in branch.branches]


def test_a_thing_is_told_in_full_once() -> None:
    tree = trace(chain_of(read_compass(ROOTS / "test-report").records))
    told: list[Branch] = []
    waiting = list(tree)
    while waiting:
        branch = waiting.pop(0)
        told.append(branch)
        waiting += branch.branches
    full = [branch.thing for branch in told if not branch.repeated]
    assert len(full) == len(set(full))
    again = {branch.thing.id: branch.branches for branch in told if branch.repeated}
    assert again == {"slow-review": ()}
    asked = [branch.thing.id for branch in tree]
    assert asked[:2] == ["example-findings:why-leave", "example-findings:what-next"]
    assert "waiting-changes" in asked  # an observation that is evidence


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("warm-welcome", {"example-findings:why-leave", "warm-welcome"}),
        ("example-survey:day", {"example-survey:idle", "example-survey:day"}),
        ("workshop", {"more-reviewers", "quicker-reviews", "slow-review"}),
        ("first-change", {"review-day", "quicker-reviews", "slow-review"}),
    ],
)
def test_the_chain_of_one_thing(id: str, expected: set[str]) -> None:
    chain = chain_of(read_compass(ROOTS / "test-report").records)
    thing = find(chain, id)
    assert thing is not None
    found = str([shape(branch) for branch in trace(chain, of=thing)])
    assert all(f"'{name}'" in found for name in expected)
    assert ("warm-welcome" in found) == (id == "warm-welcome")
    assert "a-party" not in found


def test_nothing_has_an_unknown_id() -> None:
    chain = chain_of(read_compass(ROOTS / "test-report").records)
    assert find(chain, "nothing") is None
    assert why(chain, "nothing").actions == ()


def test_why_a_page_is_there() -> None:
    chain = chain_of(read_compass(ROOTS / "test-report").records)
    assert why(chain, "first-change") == (
        (Thing("action", "review-day"),),
        (Thing("recommendation", "quicker-reviews"),),
        (Thing("finding", "slow-review"),),
    )


def test_the_order_in_which_pages_are_read_makes_no_difference() -> None:
    records = read_compass(ROOTS / "test-report").records
    assert chain_of(records) == chain_of(list(reversed(records)))
    assert trace(chain_of(records)) == trace(chain_of(list(reversed(records))))


# -- gaps

SURVEY = """\
    version: "1.0.0"
    languages: [en]
    ethics: {reference: X-1, covers: ["1.0.0"]}
    minutes: 5
    research-questions: {why: Why?}
    sections:
      - {id: a, title: A, items: [{id: q, type: text, answers-to: [why], text: Why?}]}"""


def test_gaps_that_nobody_explains(tmp_path: Path) -> None:
    more = "\n    questions: [{id: own, question: Why?}]"
    files = {
        "advice.md": recommendations(
            recommendation(), action("owner: council").replace("hurry", "run").replace("R1", "R2")
        ),
        "found.md": findings(finding(), finding("lonely"), more=more),
        "survey.md": PAGE.format("survey", "s", SURVEY).replace("draft", "fielded"),
    }
    compass = read(tmp_path, files)
    assert compass.problems == []
    assert lines_of(gap_problems(compass.records)) == [
        "advice.md:10: the recommendation 'hurry' has no action; add one under 'actions', or say "
        "why not under 'gap' [compass.coverage-gap]",
        "advice.md:11: nothing answers the action 'act'; name a page, a deliverable or a decision "
        "under 'answered-by', or say why not under 'gap' [compass.coverage-gap]",
        "found.md:11: no recommendation rests on the finding 'lonely'; name it under 'rests-on' "
        "of one, or say why not under 'gap' [compass.coverage-gap]",
        "found.md:12: no finding answers the research question 'found:own'; name it under "
        "'answers' of one, or say why not under 'gap' [compass.coverage-gap]",
        "survey.md:12: no finding answers the research question 's:why'; name it under 'answers' "
        "of one, or say why not under 'without-finding' of a page of kind 'findings' "
        "[compass.coverage-gap]",
        "survey.md:14: no finding rests on the item 's:q'; name it under 'evidence' of one, or say "
        "why not under 'without-finding' of a page of kind 'findings' [compass.coverage-gap]",
    ]


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_nothing_is_expected_of_an_instrument_that_was_not_used(
    status: str, tmp_path: Path
) -> None:
    survey = PAGE.format("survey", "s", SURVEY).replace("draft", status)
    assert gap_problems(read(tmp_path, {"survey.md": survey}).records) == []


def test_gaps_with_a_reason_are_no_problem() -> None:
    compass = read_compass(ROOTS / "test-report")
    gaps = {gap.thing.id: gap.reason for gap in gaps_of(chain_of(compass.records))}
    assert gaps == {
        "example-findings:what-next": "Nobody said anything about that.",
        "example-survey:idle": "Too few people answered.",
        "example-survey:day": "Too few people answered.",
        "example-survey:word": "It was meant as a game.",
        "warm-welcome": "It should go on as it is.",
        "a-party": "Nobody has the time.",
    }
    assert gap_problems(compass.records) == []


def test_a_reason_that_is_to_be_agreed_explains_nothing(tmp_path: Path) -> None:
    files = {"found.md": findings(finding(rest=f"gap: {{to-be-agreed: council}}, {LETTER}"))}
    assert len(gap_problems(read(tmp_path, files).records)) == 1


def test_a_dropped_action_needs_no_answer(tmp_path: Path) -> None:
    files = both(action("owner: council, status: dropped, gap: Nobody liked it"))
    assert gap_problems(read(tmp_path, files).records) == []


def test_a_reason_goes_when_something_follows(tmp_path: Path) -> None:
    files = both(action("owner: council, gap: Nobody began, answered-by: {pages: [found]}"))
    files["found.md"] = findings(finding(rest=f"gap: It is too early, {LETTER}"))
    assert said(tmp_path, files) == [
        "advice.md:10: 'gap' says why nothing follows from the action 'act', but the page 'found' "
        "does; take 'gap' out [compass.wrong-value]",
        "found.md:10: 'gap' says why nothing follows from the finding 'slow', but the "
        "recommendation 'hurry' does; take 'gap' out [compass.wrong-value]",
    ]


def test_every_gap_of_this_compass_is_explained() -> None:
    assert gap_problems(read_compass(REPOSITORY / "source").records) == []
