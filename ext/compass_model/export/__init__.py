"""What an export is: pure data and texts, without Sphinx and without a network."""
