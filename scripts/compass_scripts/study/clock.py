"""Today, or the day that ``SOURCE_DATE_EPOCH`` says."""

from __future__ import annotations

import datetime as dt
import os

import click


def today() -> dt.date:
    """Return the date of a signature.

    :raises click.UsageError: when the variable is no number of seconds
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{epoch}'; set it to a number of seconds, or unset it"
        raise click.UsageError(message) from None
