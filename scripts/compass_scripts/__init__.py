"""The ``compass`` command line."""
