"""Run the command line with ``python -m compass_scripts``."""

from compass_scripts.cli import main

main()
