"""The model of a Team Compass: typed kinds, sources with line numbers, and checks.

Nothing in this package imports Sphinx or docutils, so that ``compass check`` and other
programs can read a compass without building it. Start reading at :mod:`compass_model.tree`.
"""

__version__ = "0.1.0"
