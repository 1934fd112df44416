project = "Sampler"
extensions = ["myst_parser", "sphinx_design", "sphinx_compass", "sphinx_compass.pydata"]
myst_enable_extensions = ["colon_fence"]
html_theme = "pydata_sphinx_theme"
html_title = "A sampler with a rather long name"
html_theme_options = {
    "announcement": 'Read the <a class="inside" href="handbook/deep/page.html#below">news</a>, or '
    '<a class="outside" href="https://example.org/">elsewhere</a>.',
    "navigation_with_keys": False,
}
