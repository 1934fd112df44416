"""``compass export``: the pages of a compass for other books and engines."""
