extensions = ["myst_parser", "sphinx_design", "sphinx_compass", "sphinx_compass.safety"]
exclude_patterns = ["_*"]
html_theme = "basic"
html_copy_source = False
myst_enable_extensions = ["colon_fence", "deflist"]
nitpicky = True
