extensions = ["myst_parser", "sphinx_design", "sphinx_compass", "sphinx_compass.safety", "sphinx_compass.pydata"]
exclude_patterns = ["_*"]
html_theme = "pydata_sphinx_theme"
templates_path = []  # the theme changes this list; the default one is shared by all tests
myst_enable_extensions = ["colon_fence"]
nitpicky = True
