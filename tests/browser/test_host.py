"""The charter, which shows its parts in place."""

from __future__ import annotations

import pytest
from tests.browser.findings import none

pytestmark = pytest.mark.browser


@pytest.fixture
def charter(visit, ours):
    return visit(f"{ours.address}/charter/index.html")


@pytest.fixture
def titles(visit, ours):
    """The titles of the parts, in order, as their own pages have them."""
    page = visit(f"{ours.address}/charter/index.html")
    links = page.locator(".compass-part-link a").evaluate_all("all => all.map((a) => a.href)")
    found = []
    for link in links:
        page.goto(link)
        found.append(page.locator("article h1").evaluate("(h) => h.firstChild.textContent"))
    return found


def test_all_parts_are_shown_in_order(charter, titles, ours):
    shown = charter.locator("section.compass-part > h2").evaluate_all(
        "all => all.map((h) => h.firstChild.textContent)"
    )
    files = {path.stem for path in (ours.folder / "charter").glob("*.html")} - {"index"}

    assert shown == titles
    assert len(titles) == len(files) == 14


def test_each_part_has_its_text(charter, visit, ours):
    own = visit(f"{ours.address}/index.html")
    for part in charter.locator("section.compass-part").all():
        link = part.locator(":scope > .compass-part-link a")
        own.goto(link.evaluate("(a) => a.href"))
        last = own.locator("article section:not(#compass-about) > p").last.inner_text()
        assert last in part.inner_text()


def test_facts_are_drawn_once(charter):
    assert charter.locator("svg.compass-quadrants").count() == 1


def test_contents_list_names_every_part(charter, titles):
    listed = charter.locator(
        ".bd-sidebar-secondary #pst-page-toc-nav > ul > li > a"
    ).all_inner_texts()
    assert [title for title in titles if title not in listed] == []


def test_every_entry_of_the_contents_list_scrolls_to_its_heading(charter):
    links = charter.locator(".bd-sidebar-secondary .page-toc a.nav-link")
    assert links.count() > 30

    assert none(
        charter.evaluate(
            """async () => {
                const wrong = [];
                document.documentElement.style.scrollBehavior = "auto";
                const painted = () => new Promise((done) => requestAnimationFrame(done));
                const list = ".bd-sidebar-secondary .page-toc a.nav-link";
                for (const link of document.querySelectorAll(list)) {
                    location.hash = link.hash;
                    await painted();
                    await painted();
                    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
                    const heading = target && target.querySelector("h1, h2, h3");
                    const top = heading && heading.getBoundingClientRect().top;
                    const name = heading && heading.firstChild.textContent.trim();
                    const end = innerHeight + scrollY >= document.body.scrollHeight - 2;
                    if (name !== link.textContent.trim()) {
                        wrong.push(`${link.hash}: not the heading of that name`);
                    } else if (top < 60 || (top > 250 && !end)) {
                        wrong.push(`${link.hash}: heading at ${Math.round(top)} px`);
                    }
                }
                return wrong;
            }"""
        )
    )


def test_links_of_a_copy_lead_to_the_same_pages_as_in_the_part(charter, visit, ours):
    """From a link in the host's copy of a part, as from the part's own page."""
    own = visit(f"{ours.address}/index.html")
    for part in charter.locator("section.compass-part").all():
        link = part.locator(":scope > .compass-part-link a")
        own.goto(link.evaluate("(a) => a.href"))
        there = own.locator("article section:not(#compass-about) > p a.reference").evaluate_all(
            "all => all.map((a) => a.href.split('#')[0])"
        )
        here = part.locator("p:not(.compass-part-link) a.reference").evaluate_all(
            "all => all.map((a) => a.href.split('#')[0])"
        )
        assert set(there) <= {*here, charter.url.split("#")[0]}, part.get_attribute("id")
