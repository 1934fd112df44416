"""What is on paper."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from tests.browser.findings import contrast, none

pytestmark = pytest.mark.browser

HIDDEN_WORDS = [
    "Inside the dropdown.",
    "Deep inside the dropdown.",
    "Inside the first tab.",
    "Inside the second tab.",
]
ONLY_ON_SCREEN = [
    ".bd-header",
    ".bd-header-announcement",
    ".bd-sidebar-primary",
    ".bd-sidebar-secondary",
    ".prev-next-area",
    ".bd-footer",
    "a.headerlink",
    "#pst-back-to-top",
]
# An instrument is printed as a form, without what is meant for the people who made it.
NOT_ON_A_FORM = (
    "#compass-about, #compass-code-book, .compass-answers-to, "
    ".compass-instrument > section:not(.compass-section)"
)


@pytest.fixture
def paper(visit, sampler):
    """The page with closed things, as style sheets show it on paper, without a script's help."""
    return visit(f"{sampler.address}/closed.html", media="print", java_script_enabled=False)


def test_closed_dropdowns_and_unselected_tabs_are_shown(paper):
    for words in [*HIDDEN_WORDS, "First tab", "Second tab", "A closed dropdown"]:
        box = paper.get_by_text(words, exact=True).first.bounding_box()
        assert box, words
        assert box["height"] > 10, words


def test_what_only_works_on_a_screen_is_left_out(paper):
    shown = [
        part for part in ONLY_ON_SCREEN for found in paper.locator(part).all() if found.is_visible()
    ]
    assert shown == []


def test_a_dropdown_is_closed_again_after_printing(visit, sampler):
    page = visit(f"{sampler.address}/closed.html")
    count = "document.querySelectorAll('details[open]').length"
    before = page.evaluate(count)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printing = page.evaluate(count)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    after = page.evaluate(count)

    assert (before, printing, after) == (0, 2, 0)


def test_letters_are_dark_for_a_reader_whose_screen_is_dark(visit, ours):
    page = visit(f"{ours.address}/authoring/facts.html", scheme="dark", media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    colours = page.evaluate(
        "[...document.querySelectorAll('article *')].map((e) => getComputedStyle(e).color)"
    )
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")

    assert none(
        f"pale letters: {colour}"
        for colour in set(colours)
        if contrast(colour, "rgb(255, 255, 255)") < 4.5
    )
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def words_of(text: str) -> str:
    return re.sub(r"[^\w.,:;!?-]", "", text)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pdf_of_every_page_goes_on_to_its_last_words(visit, ours, sampler, tmp_path, scheme):
    """Chromium cuts a flexible box off at the end of a sheet, which lost the end of long pages."""
    page = visit(f"{ours.address}/index.html", scheme=scheme)
    for site in (ours, sampler):
        for name in site.pages:
            page.goto(f"{site.address}/{name}")
            last = page.evaluate(
                """(off) => [...document.querySelectorAll("article p, article li, article dd")]
                    .filter((e) => !(e.closest(".compass-instrument") && e.closest(off)))
                    .map((e) => e.textContent.trim()).filter(Boolean).at(-1) ?? "" """,
                NOT_ON_A_FORM,
            )
            page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
            run = ["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"]
            text = subprocess.run(run, capture_output=True, text=True, check=True).stdout
            assert words_of(last)[-30:] in words_of(text), (site.name, name)
            if name == "closed.html":
                assert [words for words in HIDDEN_WORDS if words not in text] == []
                assert "Read the news" not in text
