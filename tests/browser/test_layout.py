"""Every page in every window, and where things stand in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.browser.findings import contrast, none

pytestmark = pytest.mark.browser

# What others say on the console, and where they talk about it.
KNOWN_MESSAGES = (
    # The theme, once, on the first page that a reader sees, in version 0.24 too:
    # https://github.com/pydata/pydata-sphinx-theme/issues/1635
    "Got invalid theme mode: . Resetting to auto.",
)


def test_no_page_asks_another_machine(views):
    assert none(f"{view}: {url}" for view in views for url in view.requests)


def test_console_is_quiet(views):
    assert none(
        f"{view}: {message}"
        for view in views
        for message in view.messages
        if message not in KNOWN_MESSAGES
    )


def test_nothing_sticks_out_to_the_right(views):
    assert none(f"{view}: {part}" for view in views for part in view.too_wide)


@pytest.mark.parametrize("width", [960, 1024, 1200, 1440])
def test_navigation_bar_is_one_row(visit, ours, width):
    page = visit(f"{ours.address}/charter/index.html", width=width)
    tops = page.evaluate(
        """() => [...document.querySelectorAll(
            ".bd-header :is(.navbar-nav > li, .navbar-item, .search-button__button)"
        )].filter((e) => e.checkVisibility()).map((e) => {
            const box = e.getBoundingClientRect();
            return Math.round((box.top + box.bottom) / 2);
        })"""
    )
    height = page.locator(".bd-header").bounding_box()["height"]
    right = page.evaluate("document.documentElement.scrollWidth")

    assert len(tops) > 8
    assert max(tops) - min(tops) < 8  # in the middle of one row
    assert height < 90
    assert right <= width


@pytest.mark.parametrize("width", [320, 390])
def test_buttons_of_a_phone_are_beside_the_name_of_the_site(visit, sampler, width):
    page = visit(f"{sampler.address}/alone.html", width=width)
    boxes = [
        page.locator(f".bd-header {part}").first.bounding_box()
        for part in (".primary-toggle", ".logo__title", ".navbar-persistent--mobile")
    ]
    boxes.append(page.locator(".bd-header .secondary-toggle").bounding_box())

    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"] + 1
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width


def test_page_without_a_section_has_no_left_column(visit, sampler):
    page = visit(f"{sampler.address}/alone.html")
    alone = page.locator("article").bounding_box()
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert page.get_by_text("Section Navigation").count() == 0

    page.goto(f"{sampler.address}/handbook/deep/page.html")
    inside = page.locator("article").bounding_box()
    assert page.locator(".bd-sidebar-primary").is_visible()
    assert page.locator(".bd-sidebar-primary").get_by_text("Deep page").is_visible()

    assert alone["width"] > inside["width"] + 100
    assert alone["x"] < inside["x"] - 100


def test_link_in_the_announcement_leads_to_the_same_page_from_everywhere(visit, sampler):
    page = visit(f"{sampler.address}/index.html")
    landed = set()
    for start in ["index.html", "alone.html", "handbook/index.html", "handbook/deep/page.html"]:
        page.goto(f"{sampler.address}/{start}")
        outside = page.locator(".bd-header-announcement a.outside").get_attribute("href")
        page.locator(".bd-header-announcement a.inside").click()
        landed.add((page.url.removeprefix(sampler.address), page.locator("h1").inner_text()))
        assert outside == "https://example.org/"

    assert [url for url, _ in landed] == ["/handbook/deep/page.html#below"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_stakeholders_are_drawn(visit, ours, width, scheme):
    page = visit(f"{ours.address}/charter/stakeholders.html", width=width, scheme=scheme)
    drawing = page.locator("svg.compass-quadrants")
    box = drawing.bounding_box()
    found = drawing.evaluate(
        """(svg) => ({
            label: svg.getAttribute("aria-labelledby").split(" ").map(
                (id) => document.getElementById(id).tagName).join(" "),
            fill: getComputedStyle(svg.querySelector("text")).fill,
            paper: getComputedStyle(document.body).backgroundColor,
            words: [...svg.querySelectorAll("text")].map((text) => text.textContent).join("\\n"),
            outside: [...svg.querySelectorAll("text")].filter((text) => {
                const inner = text.getBoundingClientRect(), outer = svg.getBoundingClientRect();
                return inner.left < outer.left || inner.right > outer.right
                    || inner.top < outer.top || inner.bottom > outer.bottom;
            }).map((text) => text.textContent),
        })"""
    )
    names = page.locator("table.compass-stakeholders tbody td:first-child").all_inner_texts()

    assert box["width"] > 0.8 * min(width, 700)
    assert found["label"] == "title desc"
    assert contrast(found["fill"], found["paper"]) > 4.5
    assert found["outside"] == []
    words = " ".join(found["words"].split())
    assert [name for name in names if name.split()[0] not in words] == []
