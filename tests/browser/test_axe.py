"""axe-core on every page of our site and the sampler, at two widths, light and dark.

The rules are those that axe runs on its own: WCAG at levels A and AA, and its best practices.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, NamedTuple

import pytest
from tests.browser.findings import none
from tests.site import REPOSITORY

from compass_model.kinds import KINDS
from compass_model.tree import read_compass

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Known(NamedTuple):
    """A finding in what others write, and where they talk about it."""

    rule: str
    element: str
    """A regular expression for the beginning of the element."""
    thread: str


KNOWN: list[Known] = []

EVERYTHING = {"resultTypes": ["violations"]}
# All that differs on a dark screen; the other rules would take as long again.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.fixture(scope="session")
def axe(browser):
    """Needs the browser, whose fixture says what is missing; they come together."""
    return importlib.import_module("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture
def every_kind(sites, ours, sampler):
    """Our site, the sampler, and the kinds that our site has no page of.

    Nobody agreed to a page about a cohort yet, and no observations were made for this compass.
    """
    there = {record.kind for record in read_compass(REPOSITORY / "source").records}
    assert {kind.name for kind in KINDS} - there == {"cohort", "observations"}
    return ours, sampler, sites["test-cohort"], sites["test-observations"]


def test_axe_sees_a_fault(visit, ours, axe):
    page = visit(f"{ours.address}/index.html")
    page.evaluate("document.querySelector('article').innerHTML += '<img src=x.png>'")
    assert [found.split()[1] for found in findings(axe.run(page), "index")] == ["image-alt"]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "options"), [("light", EVERYTHING), ("dark", COLOURS)])
def test_axe_finds_nothing_new(visit, every_kind, axe, width, scheme, options):
    page = visit(f"{every_kind[0].address}/index.html", width=width, scheme=scheme)
    found = []
    # On a phone, only what is around a page has other colours than on a wide screen.
    most = 1 if (scheme, width) == ("dark", 390) else None
    for site in every_kind:
        for name in site.pages[:most]:
            page.goto(f"{site.address}/{name}")
            found += findings(axe.run(page, options=options), name)

    assert none(found)


def findings(results: Any, where: str) -> list[str]:
    return [
        f"{where}: {rule['id']} ({rule['impact']}): {node['html'][:150]}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
        if not is_known(rule["id"], node["html"])
    ]


def is_known(rule: str, element: str) -> bool:
    return any(known.rule == rule and re.match(known.element, element) for known in KNOWN)
