"""Search, and reading without scripts."""

from __future__ import annotations

import re

import pytest
from tests.site import REPOSITORY

pytestmark = pytest.mark.browser

CHARTER = REPOSITORY / "source" / "charter"


def rare_words() -> dict[str, str]:
    """For each part of the charter, a long word whose beginning is in no other source file."""
    texts = {
        path: path.read_text(encoding="utf-8").lower() for path in CHARTER.parent.rglob("*.md")
    }
    found = {}
    for path in sorted(CHARTER.glob("*.md")):
        body = texts[path].split("\n---\n", 1)[-1]
        others = " ".join(text for other, text in texts.items() if other != path)
        rare = [w for w in re.findall(r"\b[a-z]{8,}\b", body) if w[:6] not in others]
        if rare and path.stem != "index":
            found[path.stem] = rare[0]
    return found


def search(page, address: str, words: str) -> list[str]:
    page.goto(f"{address}/search.html?q={words}")
    page.locator(
        "#search-results .search-summary", has_text=re.compile("found|not match")
    ).wait_for()
    links = page.locator("#search-results li a").evaluate_all("all => all.map((a) => a.href)")
    return [link.removeprefix(f"{address}/").split("?")[0].split("#")[0] for link in links]


def test_search_finds_the_part_and_not_its_host(visit, ours):
    words = rare_words()
    assert len(words) > 5
    page = visit(f"{ours.address}/search.html")
    wrong = {}
    for stem, word in words.items():
        found = search(page, ours.address, word)
        if f"charter/{stem}.html" not in found or "charter/index.html" in found:
            wrong[word] = found

    assert wrong == {}


def test_pages_can_be_read_without_scripts(visit, ours):
    page = visit(f"{ours.address}/index.html", java_script_enabled=False)
    page.locator("article .sd-card", has_text="I run events").click()
    page.locator("article").get_by_role("link", name="Collaboration Café").first.click()

    assert page.locator("h1").inner_text().startswith("Collaboration Café")
    for part in ["dl.compass-facts", "table.compass-timeline", "#before", "#after"]:
        assert page.locator(part).first.is_visible(), part
    page.locator(".bd-header").get_by_role("link", name="Charter").click()
    assert page.locator("section.compass-part").count() == 14
    assert not page.locator(".search-button__button").first.is_visible()


def test_tabs_and_dropdowns_work_without_scripts(visit, sampler):
    page = visit(f"{sampler.address}/closed.html", java_script_enabled=False)
    in_dropdown = page.get_by_text("Inside the dropdown.", exact=True)
    assert not in_dropdown.is_visible()
    page.get_by_text("A closed dropdown").click()
    assert in_dropdown.is_visible()

    page.get_by_text("Second tab", exact=True).click()
    assert page.get_by_text("Inside the second tab.").is_visible()
    assert not page.get_by_text("Inside the first tab.").is_visible()


@pytest.mark.parametrize(
    "page_name", ["charter/stakeholders.html", "events/collaboration-cafe.html"]
)
def test_tables_can_be_read_on_a_phone(visit, ours, page_name):
    """The lines of running text are at least about eight letters long."""
    page = visit(f"{ours.address}/{page_name}", width=390)
    cramped = page.evaluate(
        """() => [...document.querySelectorAll("table.compass-facts td p")]
            .filter((e) => {
                const range = document.createRange();
                range.selectNodeContents(e);
                const tops = [...range.getClientRects()].map((box) => Math.round(box.top));
                const lines = new Set(tops);
                return lines.size > 1 && e.textContent.length / lines.size < 8;
            }).map((e) => e.textContent)"""
    )

    assert cramped == []
