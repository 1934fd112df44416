"""The chain from a research question to what answers a recommendation, and where it has gaps."""
