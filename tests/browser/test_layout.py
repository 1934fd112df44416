"""Every page in every window, and where things stand in it."""

from __future__ import annotations

import pytest

from tests.browser.findings import none

pytestmark = pytest.mark.browser

# Said by the theme's script on pages that have been opened once before
# (shared by every site with this theme, and harmless).
KNOWN_MESSAGES = ("Got invalid theme mode",)


def test_no_page_asks_another_machine(views):
    assert none(f"{view}: {url}" for view in views for url in view.requests)


def test_console_is_quiet(views):
    assert none(
        f"{view}: {message}"
        for view in views
        for message in view.messages
        if not message.startswith(KNOWN_MESSAGES)
    )


def test_nothing_sticks_out_to_the_right(views):
    assert none(f"{view}: {part}" for view in views for part in view.too_wide)


@pytest.mark.parametrize("width", [960, 1024, 1200, 1440])
def test_navigation_bar_is_one_row(browser, ours, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{ours.address}/charter/index.html")
    tops = page.evaluate(
        """() => [...document.querySelectorAll(
            ".bd-header .navbar-nav > li, .bd-header .navbar-item, .bd-header .search-button__button"
        )].filter((e) => e.checkVisibility()).map((e) => {
            const box = e.getBoundingClientRect();
            return Math.round((box.top + box.bottom) / 2);
        })"""
    )
    height = page.locator(".bd-header").bounding_box()["height"]
    right = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert len(tops) > 8
    assert max(tops) - min(tops) < 8  # in the middle of one row
    assert height < 90
    assert right <= width


@pytest.mark.parametrize("width", [320, 390])
def test_buttons_of_a_phone_are_beside_the_name_of_the_site(browser, sampler, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{sampler.address}/alone.html")
    boxes = [
        page.locator(f".bd-header {part}").first.bounding_box()
        for part in (".primary-toggle", ".logo__title", ".navbar-persistent--mobile")
    ]
    boxes.append(page.locator(".bd-header .secondary-toggle").bounding_box())
    page.close()

    for left, right in zip(boxes, boxes[1:], strict=False):
        assert left["x"] + left["width"] <= right["x"] + 1
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width


def test_page_without_a_section_has_no_left_column(browser, sampler):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{sampler.address}/alone.html")
    alone = page.locator("article").bounding_box()
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert page.get_by_text("Section Navigation").count() == 0

    page.goto(f"{sampler.address}/handbook/deep/page.html")
    inside = page.locator("article").bounding_box()
    assert page.locator(".bd-sidebar-primary").is_visible()
    assert page.locator(".bd-sidebar-primary").get_by_text("Deep page").is_visible()
    page.close()

    assert alone["width"] > inside["width"] + 100
    assert alone["x"] < inside["x"] - 100


def test_link_in_the_announcement_leads_to_the_same_page_from_everywhere(browser, sampler):
    page = browser.new_page()
    landed = set()
    for start in ["index.html", "alone.html", "handbook/index.html", "handbook/deep/page.html"]:
        page.goto(f"{sampler.address}/{start}")
        outside = page.locator(".bd-header-announcement a.outside").get_attribute("href")
        page.locator(".bd-header-announcement a.inside").click()
        landed.add((page.url.removeprefix(sampler.address), page.locator("h1").inner_text()))
        assert outside == "https://example.org/"
    page.close()

    assert [url for url, _ in landed] == ["/handbook/deep/page.html#below"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_stakeholders_are_drawn(browser, ours, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{ours.address}/charter/stakeholders.html")
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
    page.close()

    assert box["width"] > 0.8 * min(width, 700)
    assert found["label"] == "title desc"
    assert contrast(found["fill"], found["paper"]) > 4.5
    assert found["outside"] == []
    words = " ".join(found["words"].split())
    assert [name for name in names if name.split()[0] not in words] == []


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    brighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
