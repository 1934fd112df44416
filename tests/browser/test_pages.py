"""Every built page, read by a second parser: ids, links and what they lead to. Needs no browser."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from tests.browser.findings import none

pytestmark = pytest.mark.slow

# What a link of its own leads to: the top of the page, in every browser (HTML standard, 7.4.6.3).
TOP = {"", "top"}
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src"}


@pytest.fixture(scope="session")
def parsed(sites):
    """The pages of all sites, by site and path."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # html5lib's own
        return {
            (site.name, page): BeautifulSoup(site.read(page), "html5lib")
            for site in sites.values()
            for page in site.pages
        }


@pytest.fixture(scope="session")
def ids(parsed):
    """The ids on each page, in order."""
    return {
        place: [str(tag["id"]) for tag in page.find_all(id=True)] for place, page in parsed.items()
    }


def internal_links(page: BeautifulSoup) -> Iterator[str]:
    for name, attribute in LINKS.items():
        for tag in page.find_all(name):
            link = str(tag.get(attribute) or "")
            if link and not urlsplit(link).scheme and not link.startswith("//"):
                yield link


def test_ids_are_unique(ids):
    assert none(
        f"{site}: {page}: {id} stands {count} times"
        for (site, page), found in ids.items()
        for id, count in Counter(found).items()
        if count > 1
    )


def test_links_within_a_page_lead_somewhere(parsed, ids):
    assert none(
        f"{site}: {page}: {link}"
        for (site, page), soup in parsed.items()
        for link in internal_links(soup)
        if link.startswith("#")
        if link != "#"
        if unquote(link[1:]) not in {*ids[site, page], *TOP}
    )


def test_links_to_other_pages_lead_somewhere(sites, parsed, ids):
    def problems() -> Iterator[str]:
        for (name, page), soup in parsed.items():
            for link in internal_links(soup):
                parts = urlsplit(link)
                target = normpath(join(dirname(page), unquote(parts.path))) if parts.path else page
                anchor = unquote(parts.fragment)
                if not (sites[name].folder / target).is_file():
                    yield f"{name}: {page}: {link}: no such file"
                elif (name, target) in ids and anchor not in {*ids[name, target], *TOP}:
                    yield f"{name}: {page}: {link}: no such place"

    assert none(problems())


def test_ids_in_attributes_exist(parsed, ids):
    """What a screen reader follows: labels, descriptions, controls."""
    attributes = ["aria-controls", "aria-describedby", "aria-labelledby", "for", "headers"]
    assert none(
        f"{site}: {page}: {attribute}={id}"
        for (site, page), soup in parsed.items()
        for attribute in attributes
        for tag in soup.find_all(attrs={attribute: True})
        for id in words(tag[attribute])
        if id not in ids[site, page]
    )


def words(value: str | list[str]) -> list[str]:
    """Return the words of an attribute; the parser splits some attributes itself."""
    return value.split() if isinstance(value, str) else value
