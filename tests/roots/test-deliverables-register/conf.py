extensions = ["myst_parser", "sphinx_design", "sphinx_compass"]
exclude_patterns = ["_*"]
html_theme = "basic"
myst_enable_extensions = ["colon_fence"]
nitpicky = True
