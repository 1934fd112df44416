"""Facts by strangers: nothing in them runs on any page that shows them, or hides where it stands.

The same text stands in every place that is shown elsewhere too: labels, tips, drawings, titles.
"""

from pathlib import Path

import pytest
from tests.site import Built, build, copy_root, event, site
from tests.sphinx.test_safety import SAFE_CONF, faults_of

ATTACK = (
    '</text></svg><script>alert(1)</script>" onload=alert(1) [l](javascript:alert(1)) '
    r"<img src=x onerror=alert(1)> {raw}`x` {nonsense}`x` $\href{javascript:alert(1)}{x}$"
)
SURVEY = f"""\
kind: survey
id: s
title: &attack '{ATTACK}'
status: draft
owner: maintainers
version: "1.0.0"
languages: [en]
ethics: {{reference: *attack, covers: ["1.0.0"]}}
minutes: 10
research-questions: {{rq: *attack}}
introduction: *attack
sections:
  - id: a
    title: *attack
    items:
      - id: q
        type: single
        text: *attack
        answers-to: [rq]
        choices: [{{id: x, label: *attack}}, {{id: y, label: Y}}]
      - id: m
        type: matrix
        text: *attack
        rows: [{{id: r, label: *attack}}]
        choices: [{{id: x, label: *attack}}]
        show-if: {{item: q, is: x}}
"""
LADDER = f"""\
kind: contributor-ladder
id: ladder
status: draft
title: Ladder
owner: maintainers
rungs:
  - {{id: a, title: &attack '{ATTACK}', description: *attack}}
  - {{id: b, title: *attack, description: *attack, from: [a], process: *attack}}
stepping-back: *attack
returning: *attack
removal: *attack
contact: *attack
"""
LABELS = f"""\
kind: label-guide
id: labels
title: Labels
status: draft
owner: maintainers
search-in: [example]
labels:
  - name: &attack '{ATTACK}'
    meaning: *attack
    ready-when: [*attack]
    applied-by: [facilitator]
  - {{name: plain, meaning: *attack, ready-when: [*attack], applied-by: [facilitator]}}
"""
CITING = """\
# Citing

{compass:q}`s:q` {compass:q}`s:m` {compass:research-question}`s:rq` {compass:page}`s`
{compass:label}`plain` {compass:rung}`a`

```{compass:pages}
```
"""


def page(kind: str, name: str) -> str:
    return f"---\noptions:\n  compass: {{kind: {kind}, data: {name}.yml}}\n---\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("facts")
    files = {
        "survey.md": page("survey", "survey"),
        "ladder.md": page("contributor-ladder", "ladder"),
        "labels.md": page("label-guide", "labels"),
        "citing.md": CITING,
        "_data/survey.yml": SURVEY,
        "_data/ladder.yml": LADDER,
        "_data/labels.yml": LABELS,
    }
    return build(site(root / "source", files, conf=SAFE_CONF), root / "out")


def test_nothing_active_reaches_a_page(built: Built) -> None:
    assert faults_of(built) == {}
    for name in ("survey", "ladder", "labels", "citing"):
        assert "alert(1)" in built.read(f"{name}.html")  # it is there, as text


def test_what_is_refused_is_named_once_where_it_stands(built: Built) -> None:
    # All places share one text, which stands at its anchor.
    said = [line for line in built.warnings if line.startswith("SRC/_data/survey.yml:3:")]
    assert [line.partition("WARNING: ")[2] for line in said] == [
        'Unknown interpreted text role "nonsense". [myst.role_unknown]',
        "raw HTML is not allowed in a page; write it in MyST (a comment begins with '%', "
        "not '<!--') [compass.raw-html]",
        "'{raw}' is not allowed in a page; write it in MyST [compass.refused-directive]",
        r"the formula command '\href' is not allowed; it makes links, styles or requests "
        "[compass.link-scheme]",
    ]


def test_a_title_in_a_data_file_is_one_line(tmp_path: Path) -> None:
    lines = "A title\n\n  ```{eval-rst}\n  .. include:: /etc/passwd\n  ```\n  ## More\n"
    data = SURVEY.replace(ATTACK, "x").replace("title: &attack 'x'", f"title: &attack |\n  {lines}")
    files = {"survey.md": page("survey", "survey"), "_data/survey.yml": data}
    built = build(site(tmp_path / "source", files, conf=SAFE_CONF), tmp_path / "out")
    assert built.warnings == []
    assert "<title>A title" in built.read("survey.html")
    assert "root:" not in built.read("survey.html")


# -- a formula that is code on its own page, and loses that where its text is put in elsewhere

FORMULA = r"`\(\href{javascript:alert(1)}{click}\)`"
MATH = "# Lists\n\n{math}`x`\n\n"
REFUSED = (
    r"SRC/lists.md:1: WARNING: the formula command '\href' is not allowed; it makes links, styles "
    "or requests [compass.link-scheme]"
)


def test_a_formula_in_a_list_of_open_points_is_taken_out(tmp_path: Path) -> None:
    entry = f"      - {{task: '{FORMULA}', when: {{to-be-agreed: council}}, who: facilitator}}\n"
    files = {
        "event.md": event().replace("    timeline:\n", f"    timeline:\n{entry}", 1),
        "lists.md": MATH + "```{compass:open-points}\n```\n",
    }
    built = build(site(tmp_path / "source", files, conf=SAFE_CONF), tmp_path / "out")
    assert set(built.warnings) <= {REFUSED}
    assert faults_of(built) == {}
    assert "alert(1)" in built.read("event.html"), "as code it stays"


def test_a_formula_in_the_texts_of_a_study_is_taken_out_of_all_lists(tmp_path: Path) -> None:
    source = copy_root("findings", tmp_path / "source")
    data = source / "_data/findings.yml"
    text = data.read_text().replace("Why do people *stop* taking part?", FORMULA)
    assert text.count(FORMULA) == 1
    text = text.replace("gap: It should go on as it is.", f"gap: '{FORMULA}'")
    text = text.replace("question: " + FORMULA, f"question: '{FORMULA}'")
    data.write_text(text)
    (source / "conf.py").write_text(SAFE_CONF)
    lists = "".join(f"```{{compass:{name}}}\n```\n\n" for name in ("trace", "gaps", "open-points"))
    (source / "lists.md").write_text(MATH + lists)
    built = build(source, tmp_path / "out")
    assert REFUSED in built.warnings
    assert faults_of(built) == {}
    assert "alert(1)" in built.read("findings.html")


PUTS_IN = r"""
from docutils import nodes

FORMULA = r"\(\href{javascript:alert(1)}{click}\)"
HALVES = r"\(\hr", r"ef{javascript:alert(1)}{click}\)"


def put_in(app, tree, docname):
    if docname != "lists":
        return
    tree += nodes.paragraph("", "", nodes.Text(FORMULA))
    tree += nodes.paragraph("", "", nodes.Text(HALVES[0]), nodes.Text(HALVES[1]))
    tree += nodes.paragraph("", "", nodes.Text(HALVES[0]), nodes.comment(), nodes.Text(HALVES[1]))
    tree += nodes.paragraph("", "", nodes.literal("", FORMULA, classes=["kbd"]))
    tree += nodes.paragraph("", "", nodes.literal("", FORMULA, classes=["math"]))
    tree += nodes.literal_block("", "", nodes.inline("", FORMULA), classes=["math"])
    tree += nodes.paragraph("", "", nodes.reference("", FORMULA, refuri="https://example.org"))
    tree += nodes.paragraph("", "", nodes.literal("", "kept as code: " + FORMULA))


def setup(app):
    app.connect("doctree-resolved", put_in)
"""


def test_what_is_put_in_while_writing_is_looked_at(tmp_path: Path) -> None:
    source = site(tmp_path / "source", {"lists.md": MATH}, conf=SAFE_CONF + PUTS_IN)
    built = build(source, tmp_path / "out")
    assert built.warnings == [REFUSED]
    assert faults_of(built) == {}
    assert built.read("lists.html").count("alert(1)") == 1


def test_settings_for_mathjax_of_the_site_are_kept(tmp_path: Path) -> None:
    more = 'mathjax3_config = {"tex": {"tags": "ams"}, "loader": {"load": ["a11y/sre"]}}\n'
    source = site(tmp_path / "source", {"lists.md": MATH}, conf=SAFE_CONF + more)
    built = build(source, tmp_path / "out")
    assert built.warnings == []
    script = (
        'window.MathJax = {"tex": {"tags": "ams"}, "loader": {"load": ["a11y/sre", "ui/safe"]},'
    )
    assert script in built.read("lists.html")
    assert '"ignoreHtmlClass": ".*"' in built.read("lists.html")
    assert "MathJax" not in built.read("index.html")
