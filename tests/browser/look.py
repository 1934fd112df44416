"""Pictures of every page of a built site, on contact sheets: `tox run -e look`.

Phone (390 px) and desktop (1440 px), light and dark, and on paper. A long page continues in the
next column. Paper needs `pdftoppm` (poppler-utils); without it, the print styles are shown on
screen.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from chromium import NoBrowserError, chromium, pages_of, serve
from PIL import Image, ImageDraw, ImageFont


class Mode(NamedTuple):
    """One way of looking at the pages."""

    name: str
    width: int
    scheme: str
    scale: float
    columns: int


MODES = [
    Mode("phone-light", 390, "light", 0.6, 12),
    Mode("phone-dark", 390, "dark", 0.6, 12),
    Mode("desktop-light", 1440, "light", 0.4, 5),
    Mode("desktop-dark", 1440, "dark", 0.4, 5),
]
PAPER = Mode("print", 794, "light", 0.5, 8)
DOTS = "72"  # an inch of paper, in pixels of the picture
PIECE = 2600  # the height of a column, in pixels of the page
MARGIN, CAPTION = 14, 26

Picture = tuple[str, Image.Image]


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; return the exit status."""
    parser = argparse.ArgumentParser(prog="look", description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=Path("_build/html"))
    parser.add_argument("--output", type=Path, default=Path("_build/look"))
    options = parser.parse_args(arguments)
    pages = pages_of(options.site)
    if not pages:
        print(f"look: no page in {options.site}: run `tox run -e docs` first", file=sys.stderr)
        return 1
    shutil.rmtree(options.output, ignore_errors=True)
    options.output.mkdir(parents=True)
    try:
        with serve(options.site) as address, chromium() as browser:
            for mode in MODES:
                save(mode, on_screen(browser, address, pages, mode), options.output)
            paper = on_paper if shutil.which("pdftoppm") else on_screen
            save(PAPER, paper(browser, address, pages, PAPER), options.output)
    except NoBrowserError as missing:
        print(f"look: {missing}", file=sys.stderr)
        return 1
    print(f"Open {options.output.resolve().as_uri()}")
    return 0


def on_screen(browser: Any, address: str, pages: list[str], mode: Mode) -> Iterator[Picture]:
    """Take pictures of each page, cut into columns."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": 900}, color_scheme=mode.scheme
    )
    page = context.new_page()
    if mode is PAPER:
        page.emulate_media(media="print")
    for number, name in enumerate(pages, 1):
        progress(mode, number, len(pages), name)
        page.goto(f"{address}/{name}")
        height = page.evaluate("document.documentElement.scrollHeight")
        for top in range(0, height, PIECE):
            clip = {"x": 0, "y": top, "width": mode.width, "height": min(PIECE, height - top)}
            data = page.screenshot(full_page=True, clip=clip, animations="disabled")
            yield name, Image.open(io.BytesIO(data))
    context.close()


def on_paper(browser: Any, address: str, pages: list[str], mode: Mode) -> Iterator[Picture]:
    """Print each page to PDF, and take a picture of each sheet."""
    page = browser.new_page()
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(pages, 1):
            progress(mode, number, len(pages), name)
            page.goto(f"{address}/{name}")
            pdf = Path(folder, f"{number}.pdf")
            page.pdf(path=str(pdf), format="A4", print_background=False)
            command = ["pdftoppm", "-r", DOTS, "-png", str(pdf), str(pdf.with_suffix(""))]
            subprocess.run(command, check=True)
            for picture in sorted(Path(folder).glob(f"{number}-*.png")):
                yield name, Image.open(io.BytesIO(picture.read_bytes()))
    page.close()


def save(mode: Mode, pictures: Iterator[Picture], output: Path) -> None:
    """Write the contact sheets of one mode: one row of columns, or two rows of paper."""
    scale = 1.0 if mode is PAPER and shutil.which("pdftoppm") else mode.scale
    rows = 2 if mode is PAPER else 1
    cells: list[Picture] = []
    sheet = 0
    for name, picture in pictures:
        size = (round(picture.width * scale), round(picture.height * scale))
        cells.append((name, picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)))
        if len(cells) == mode.columns * rows:
            sheet += 1
            contact_sheet(cells, mode.columns).save(output / f"{mode.name}-{sheet}.png")
            cells.clear()
    if cells:
        contact_sheet(cells, mode.columns).save(output / f"{mode.name}-{sheet + 1}.png")
    print(file=sys.stderr)


def contact_sheet(cells: list[Picture], columns: int) -> Image.Image:
    """Put the pictures side by side, each below its name."""
    width = max(picture.width for _, picture in cells) + MARGIN
    height = max(picture.height for _, picture in cells) + CAPTION + MARGIN
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (width * columns + MARGIN, height * rows), "#8a8f98")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(13)
    for number, (name, picture) in enumerate(cells):
        left, top = MARGIN + width * (number % columns), height * (number // columns)
        draw.text((left, top + 6), name, fill="white", font=font)
        sheet.paste(picture, (left, top + CAPTION))
    return sheet


def progress(mode: Mode, number: int, total: int, name: str) -> None:
    """Show how far it is, on one line."""
    print(f"\r\x1b[K{mode.name}: {number} of {total}: {name}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
