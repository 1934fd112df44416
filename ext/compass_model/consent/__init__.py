"""Whose words may be shown, and when: participants, excerpts, and the decision about each.

Everything here fails closed: what is wrong, missing or unclear is not shown.
"""
