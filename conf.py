# The values of this site. See https://www.sphinx-doc.org/en/master/usage/configuration.html

from pathlib import Path

from compass_model.locale_files import locale_folders

project = "JupyterHub Team Compass"
author = "JupyterHub Team Compass contributors"
copyright = "JupyterHub Team Compass contributors; text under CC-BY-4.0"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_compass",
    "sphinx_compass.cite",
    "sphinx_compass.safety",
    "sphinx_compass.pydata",
    "sphinx_compass.readthedocs",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_*", "**/_*", "**/.*"]
templates_path = []
nitpicky = True
# Sphinx writes beside translations before any extension can look at them.
locale_dirs = locale_folders(Path(__file__).parent / "source", ["_locale"])
gettext_compact = False
gettext_uuid = False
smartquotes = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

compass_check_plain_pages = True

bibtex_bibfiles = ["source/references.bib"]
bibtex_default_style = "alpha"
bibtex_reference_style = "label"
bibtex_cite_id = "cite-{key}"

html_theme = "pydata_sphinx_theme"
html_title = "JupyterHub Team Compass"
html_last_updated_fmt = None
html_theme_options = {
    "icon_links": [
        {
            "name": "GitHub",
            "url": "https://github.com/jupyterhub/team-compass",
            "icon": "fa-brands fa-github",
        }
    ],
    "header_links_before_dropdown": 4,
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc", "edit-this-page"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
linkcheck_anchors = False
