import os
from pathlib import Path

extensions = ["myst_parser", "sphinx_design", "sphinx_compass", "sphinx_compass.safety"]
exclude_patterns = ["_*"]
html_theme = "basic"
compass_check_plain_pages = True


def note_reader(app, docname, content):
    """Leave a file for each process that reads pages."""
    folder = Path(f"{app.outdir}-readers")
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).touch()


def setup(app):
    app.connect("source-read", note_reader)
    return {"parallel_read_safe": True}
