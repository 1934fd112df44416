"""A survey on paper is a form: boxes to tick, lines to write on, and nothing of its workings."""

from __future__ import annotations

import shutil
import subprocess

import pytest

pytestmark = pytest.mark.browser

NOT_FOR_THOSE_WHO_ANSWER = [
    "#compass-research-questions",
    "#compass-code-book",
    "#compass-about",
    ".compass-answers-to",
    "dt:has-text('Ethics approval')",
    "h2:has-text('How it is used')",
]
FOR_THEM = [".compass-status", "dt:has-text('Version')", ".compass-introduction", ".compass-note"]
DRAWN = """([selector, pseudo]) => {
  const style = getComputedStyle(document.querySelector(selector), pseudo);
  return [parseFloat(style.width), parseFloat(style.height), style.borderBottomStyle];
}"""


@pytest.fixture
def form(visit, sites):
    return visit(f"{sites['test-survey'].address}/instruments/made-up-survey.html", media="print")


def test_a_form_shows_what_those_who_answer_need(form):
    for selector in NOT_FOR_THOSE_WHO_ANSWER:
        assert form.locator(selector).count(), selector
        assert not form.locator(selector).first.is_visible(), selector
    for selector in FOR_THEM:
        assert form.locator(selector).first.is_visible(), selector


@pytest.mark.parametrize(
    ("selector", "pseudo"),
    [
        (".compass-choices-one > li", "::before"),
        (".compass-choices-many-other > li", "::before"),
        (".compass-choices-many-other > li:last-child", "::after"),
        (".compass-choices-order > li", "::before"),
        (".compass-choices-scale > li", "::before"),
        (".compass-matrix td + td", "::before"),
        (".compass-answer-number", "::after"),
        (".compass-answer-date", "::after"),
        (".compass-answer-text", "::after"),
        (".compass-answer-long", "::after"),
    ],
)
def test_there_is_something_to_tick_or_write_on(form, selector, pseudo):
    width, height, line = form.evaluate(DRAWN, [selector, pseudo])
    assert width > 8
    assert height > 8 or pseudo == "::after"
    assert line == "solid"


def test_the_boxes_are_no_text(form):
    assert form.locator(".compass-choices-one").first.inner_text().split() == (
        ["I", "agree", "I", "do", "not", "agree"]
    )


def test_no_question_is_torn_apart(form, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext: on Debian and Ubuntu, `apt-get install poppler-utils`")
    # A small sheet, so that there are many page breaks
    form.pdf(path=tmp_path / "form.pdf", width="12cm", height="12cm")
    command = ["pdftotext", "-layout", tmp_path / "form.pdf", "-"]
    sheets = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    parts = {
        "Q1": ["I take part of my own free will.", "I do not agree"],
        "Q4": ["What do you do?", "Something else:"],
        "Q5": ["Why do you take part?", "Something else:"],
        "Q7": ["How was it?", "I was heard"],
        "Q9": ["What matters most?", "Company"],
    }
    assert len(sheets) > 4
    for number, texts in parts.items():
        assert any(all(text in sheet for text in [number, *texts]) for sheet in sheets), number
