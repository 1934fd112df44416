"""Make the virtual environment of Jupyter Book 1: ``python make_jupyter_book.py FOLDER``.

It is made anew when the pins changed, and left alone otherwise.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

PINS = Path(__file__).with_name("requirements-jupyter-book.txt")


def main(folder: Path) -> None:
    """Make the environment in *folder*, unless it is there with these pins."""
    stamp, wanted = folder / "made-with.txt", f"{sys.version}\n{PINS.read_text('utf-8')}"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    venv.create(folder, clear=True, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--requirement", PINS], check=True)
    stamp.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
