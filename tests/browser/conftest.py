"""Builds each site once, starts Chromium once, and looks at every page once for each window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.browser.chromium import NoBrowserError, chromium, pages_of, serve
from tests.once import once, shared_folder
from tests.require import absent
from tests.site import REPOSITORY, ROOTS

from compass_model.kinds import KINDS

SAMPLER = Path(__file__).with_name("sampler")
OURS = "ours"
EXTENSIONS = "myst_parser,sphinx_design,sphinx_compass,sphinx_compass.pydata"
PYDATA = ["-D", "html_theme=pydata_sphinx_theme", "-D", f"extensions={EXTENSIONS}"]

# The narrowest phone that WCAG 2.2 asks for (1.4.10), a phone of today, and a desktop.
WINDOWS = [(320, "light"), (390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]

# What sticks out of the window although the page as a whole can not be moved is out of reach.
TOO_WIDE = """() => {
  const SHOWN = ":is(header, article, footer) :not(.headerlink)";
  const room = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > room ? ["the page"] : [];
  const moves = (element) => element && (element.matches(".pst-scrollable-table-container, pre, "
    + ".pst-sidebar-hidden, dialog") || moves(element.parentElement));
  for (const element of document.querySelectorAll(SHOWN)) {
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.right > room + 1 && element.checkVisibility() && !moves(element)) {
      found.push(element.outerHTML.slice(0, 80));
    }
  }
  return found;
}"""


class Site(NamedTuple):
    """A built site, served on this machine."""

    name: str
    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        return pages_of(self.folder)

    def read(self, page: str) -> str:
        return (self.folder / page).read_text(encoding="utf-8")


class View(NamedTuple):
    """One page in one window, and what happened there."""

    site: str
    page: str
    width: int
    scheme: str
    too_wide: list[str]
    """The parts of the page that stick out to the right."""
    requests: list[str]
    """The requests to other machines."""
    messages: list[str]
    """The warnings and errors on the console."""

    def __str__(self) -> str:
        return f"{self.site}: {self.page} at {self.width} px, {self.scheme}"


def build(source: Path, conf: Path, out: Path, *settings: str) -> None:
    """Build a site in a process of its own, as people do who write pages."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-c", conf]
    command += ["-d", out.with_name(f"{out.name}-doctrees"), *settings, source, out]
    run = subprocess.run(command, check=False, cwd=REPOSITORY, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def build_all(folder: Path) -> None:
    """Build every site, one on each core."""
    folder.mkdir()
    work = [
        (REPOSITORY / "source", REPOSITORY, folder / OURS),
        (SAMPLER, SAMPLER, folder / "sampler"),
    ]
    roots = sorted(ROOTS / f"test-{kind.name}" for kind in KINDS)
    work += [(root, root, folder / root.name, *PYDATA) for root in roots]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda one: build(*one), work))


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Our own site, the sampler, and the test root of each kind in the theme that we mend."""
    folder = once(shared_folder(tmp_path_factory) / "sites", build_all)
    with ExitStack() as servers:
        yield {
            built.name: Site(built.name, built, servers.enter_context(serve(built)))
            for built in sorted(folder.iterdir())
            if not built.name.endswith("-doctrees")
        }


@pytest.fixture(scope="session")
def ours(sites: dict[str, Site]) -> Site:
    return sites[OURS]


@pytest.fixture(scope="session")
def sampler(sites: dict[str, Site]) -> Site:
    return sites["sampler"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; without it, a skip by name, or a failure where COMPASS_REQUIRE asks for it."""
    running = chromium()
    try:
        started = running.__enter__()
    except NoBrowserError as missing:
        absent("chromium", why=str(missing))
    yield started
    running.__exit__(None, None, None)


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens an address in a window of its own, which is closed after the test."""
    contexts = []

    def open_page(
        url: str, *, width: int = 1440, scheme: str = "light", media: str | None = None, **more: Any
    ) -> Any:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, **more)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        if media:  # even "screen" would change what is printed
            page.emulate_media(media=media)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def views(browser: Any, sites: dict[str, Site]) -> list[View]:
    """Every page of every site in every window."""
    return [view for site in sites.values() for view in _views(browser, site)]


def _views(browser: Any, site: Site) -> Iterator[View]:
    page = browser.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on(
        "console",
        lambda said: messages.append(said.text) if said.type in {"error", "warning"} else None,
    )
    for name in site.pages:
        page.goto(f"{site.address}/{name}")
        for width, scheme in WINDOWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            too_wide = page.evaluate(TOO_WIDE)
            away = [url for url in requests if not url.startswith((site.address, "data:"))]
            yield View(site.name, name, width, scheme, too_wide, away, list(messages))
            requests.clear()
            messages.clear()
    page.close()
