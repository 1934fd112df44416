"""The one session that carries a token: where it goes, what is repeated, what is told.

Contract: ``reference/zenodo.md``, sections 4 ("Retry policy") and 6.

- The token is a header, never part of an address, and goes to one server only. A redirect is
  never followed. Neither ``.netrc`` nor proxies nor other settings of the environment are used.
- A request is repeated only when its caller says that repeating it is safe.
- Every text that leaves this module has the token taken out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Protocol, Self

import requests

from compass_model import __version__
from compass_scripts.release.address import Origin, host_of
from compass_scripts.release.backoff import AGAIN, ATTEMPTS, LONGEST, Clock, seconds_to_wait
from compass_scripts.release.errors import ZenodoError, details_of
from compass_scripts.release.no_answer import may_pass, never_sent, reason
from compass_scripts.release.redaction import HIDDEN, Redactor
from compass_scripts.release.tokens import token_fault

__all__ = ["Ask", "Body", "Clock", "TokenSession", "ZenodoError"]

CONNECT = 10.0
"""Seconds that connecting may take."""
OFFLINE = "Check the network and run this again: it goes on where it stopped"
MAYBE = "Nothing was repeated, because the server may have done it; ask it before trying again"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
HINTS = {
    401: "Check the token: is it for this target, and has it the scopes it needs",
    403: "Check the token: is it for this target, and has it the scopes it needs",
    404: "It is not there, or it is published and cannot be changed any more",
    429: "The server gets too many requests; run this again in a few minutes",
}


class Body(Protocol):
    """What is sent, read piece by piece."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def read(self, size: int = -1, /) -> bytes:
        """Return the next piece; an empty one at the end."""


class Ask(NamedTuple):
    """A request."""

    method: str
    address: str
    """A path, or an address that the server gave."""
    what: str
    """What it is for, such as "publish draft 7": errors begin with it."""
    expected: Collection[int] = (200,)
    """The statuses that mean it was done."""
    repeat: bool = False
    """Whether it may be sent again when nobody knows what became of it."""
    json: Any = None
    body: Callable[[], Body] | None = None
    """Opens what is sent, anew for each attempt."""
    params: dict[str, str | int] | None = None
    patience: float = 1.0
    """How many times as long as usual an answer may take."""


class _Bearer(requests.auth.AuthBase):
    """Puts the token into the header; as an object, so that no settings show it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __repr__(self) -> str:
        return HIDDEN

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class TokenSession:
    """A session with one server.

    :param token: the access token
    :param base_url: the server, such as ``https://sandbox.zenodo.org``
    :param log: gets a line for each request and each wait
    :param clock: how to wait
    :param patience: seconds that an answer may take
    :raises ValueError: when the token cannot be one or the server is not one to send it to
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        log: Callable[[str], None],
        clock: Clock | None = None,
        patience: float = 60.0,
    ) -> None:
        if fault := token_fault(token):
            raise ValueError(f"the token {fault}")
        self.redact = Redactor(token)
        self._origin = Origin(base_url)
        self._log = log
        self._clock = clock or Clock()
        self._patience = patience
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = _Bearer(token)
        self._session.headers["User-Agent"] = f"sphinx-team-compass/{__version__}"
        self._session.headers["Accept"] = "application/json"

    @property
    def base_url(self) -> str:
        """The server, without a slash at the end."""
        return self._origin.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def send(self, ask: Ask) -> requests.Response:
        """Send a request, and return the answer when its status is one of those expected.

        :raises ZenodoError: when it was not done, or nobody knows
        """
        attempts = ATTEMPTS if ask.repeat else 1
        attempt = 1
        headers: Mapping[str, str]
        while True:
            answer = self._attempt(ask)
            if isinstance(answer, requests.Response):
                if answer.status_code in ask.expected:
                    return answer
                fault = self._refused(ask, answer)
                again, headers = answer.status_code in AGAIN, answer.headers
            else:
                fault = self._no_answer(ask, answer)
                again, headers = may_pass(answer), NO_HEADERS
            if attempt == attempts or not again:
                raise fault
            self._wait(fault, headers, attempt)
            attempt += 1

    def json(self, ask: Ask) -> Any:
        """Send a request, and return the JSON of its answer.

        :raises ZenodoError: also when the answer is not JSON, such as the page of a proxy
        """
        response = self.send(ask)
        try:
            return response.json()
        except ValueError:
            pass
        fault = self._refused(ask, response)
        fault.maybe_done = not ask.repeat
        fault.details.insert(0, "the answer is not JSON")
        raise fault

    def _attempt(self, ask: Ask) -> requests.Response | requests.RequestException:
        """Send once; return the answer, or why there is none.

        The error is returned and not raised: it holds the request, and with it the token.
        """
        url = self._origin.pinned(ask.address, ask.what)
        start = time.monotonic()
        answer: requests.Response | requests.RequestException
        with _opened(ask) as body:
            try:
                answer = self._session.request(
                    ask.method,
                    url,
                    params=ask.params,
                    json=ask.json,
                    data=body,
                    timeout=(CONNECT, self._patience * ask.patience),
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                answer = error
        took = time.monotonic() - start
        became = answer.status_code if isinstance(answer, requests.Response) else reason(answer)
        self._log(self.redact(f"{ask.method} {url} -> {became} ({took:.1f} s)"))
        return answer

    def _no_answer(self, ask: Ask, error: requests.RequestException) -> ZenodoError:
        unknown = not (ask.repeat or never_sent(error))
        details = [self.redact(reason(error))]
        return ZenodoError(
            ask.what, details=details, hint=MAYBE if unknown else OFFLINE, maybe_done=unknown
        )

    def _refused(self, ask: Ask, response: requests.Response) -> ZenodoError:
        status = response.status_code
        try:
            data = response.json()
        except ValueError:
            data = None
        details = details_of(response.text, data, self.redact)
        hint = HINTS.get(status, "")
        if 300 <= status < 400:
            host = self.redact(host_of(response.headers.get("Location", "")))
            details = [f"the server redirects to {host}; a token is never taken along"]
        unknown = not (300 <= status < 500 or ask.repeat)
        if unknown:
            hint = MAYBE
        elif status >= 500:
            hint = "The server is in trouble; run this again later: it goes on where it stopped"
        return ZenodoError(ask.what, status, details, hint, maybe_done=unknown)

    def _wait(self, fault: ZenodoError, headers: Mapping[str, str], attempt: int) -> None:
        seconds = seconds_to_wait(fault.status, headers, attempt, self._clock)
        if seconds > LONGEST:
            fault.hint = f"The server asks to wait for {seconds:.0f} seconds; run this again then"
            raise fault
        self._log(f"waiting {seconds:.1f} s, then attempt {attempt + 1} of {ATTEMPTS}")
        self._clock.sleep(seconds)


@contextmanager
def _opened(ask: Ask) -> Iterator[Any]:
    """Open what is sent, and close it again where it can be."""
    body = ask.body() if ask.body else None
    try:
        # An empty body would be sent in chunks, which Zenodo's files do not take.
        yield body if body is None or len(body) else b""
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
