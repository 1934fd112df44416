"""Why a request got no answer, and what that means."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError


def reason(error: requests.RequestException) -> str:
    """Return why there is no answer; the texts of requests are long and hold addresses."""
    match error:
        case requests.exceptions.SSLError():
            return "the certificate of the server is not good"
        case requests.ConnectTimeout():
            return "the server cannot be reached (time-out)"
        case requests.Timeout():
            return "the server did not answer in time"
        case requests.ConnectionError():
            if never_sent(error):
                return "there is no connection to the server"
            return "the connection to the server broke"
    return f"the request failed ({type(error).__name__})"


def may_pass(error: requests.RequestException) -> bool:
    """Return whether trying again may help."""
    known = isinstance(error, requests.ConnectionError | requests.Timeout)
    broken = isinstance(error, requests.exceptions.ChunkedEncodingError)
    return (known or broken) and not isinstance(error, requests.exceptions.SSLError)


def never_sent(error: requests.RequestException) -> bool:
    """Return whether the server cannot have got the request."""
    if isinstance(error, requests.exceptions.SSLError | requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
