extensions = [
    "myst_parser",
    "sphinx.ext.todo",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_compass",
    "tests.portable",
]
exclude_patterns = ["_*", "written/**"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist", "tasklist"]
bibtex_bibfiles = ["references.bib"]
bibtex_cite_id = "cite-{key}"
todo_include_todos = True
numfig = True
smartquotes = False
