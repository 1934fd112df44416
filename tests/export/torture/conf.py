project = "Torture"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinx.ext.todo",
    "sphinxcontrib.bibtex",
    "sphinx_compass",
]
exclude_patterns = ["_*"]
bibtex_bibfiles = ["references.bib"]
myst_enable_extensions = [
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "substitution",
    "tasklist",
]
myst_substitutions = {"place": "a *made-up* place"}
myst_heading_anchors = 3
numfig = True
smartquotes = False
todo_include_todos = True
