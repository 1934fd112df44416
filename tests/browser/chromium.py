"""Chromium and the site it shows: what look.py and the tests in this folder share.

Nothing here imports Playwright before it is needed: the environment of `tox run` has none.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]

# Nothing but the site: no sandbox for root, no updates, and no host except this machine.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--no-sandbox",
]


class NoBrowserError(Exception):
    """Says in one line what is missing, and how to get it."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium, and stop it.

    Yields:
        a Browser of Playwright

    Raises:
        NoBrowserError: when Playwright or Chromium is not there
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (see above)
    except ModuleNotFoundError:
        raise NoBrowserError(
            "Playwright is not installed here: it is in `tox run -e browser` and `-e look`"
        ) from None
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, NAMES)), playwright.chromium.executable_path)
        if not Path(program).exists():
            raise NoBrowserError(
                "Chromium is not installed here: on Debian and Ubuntu, `apt-get install chromium`; "
                "elsewhere, `playwright install chromium`"
            )
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer that there is no icon: browsers ask for one although no page names one."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the parent's)
        """Say nothing of each request."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve *folder* on this machine only, and yield its address without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pages_of(site: Path) -> list[str]:
    """Return the paths of all pages of a built site, such as ``charter/index.html``."""
    return sorted(
        name
        for path in site.rglob("*.html")
        if not (name := path.relative_to(site).as_posix()).startswith("_")
    )
