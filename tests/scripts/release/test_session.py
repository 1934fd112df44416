"""The session that carries the token: where it goes, what is repeated, and that it stays hidden.

Against a local server, without TLS, proxies or a real network.
"""

import logging
import socket
import stat
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.zenodo import METADATA, client_of

from compass_scripts.release import local_zenodo_faults as faults
from compass_scripts.release.address import Origin
from compass_scripts.release.backoff import Clock, seconds_to_wait
from compass_scripts.release.errors import ZenodoError, details_of
from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.local_zenodo_faults import Fault
from compass_scripts.release.redaction import Redactor
from compass_scripts.release.session import Ask, TokenSession
from compass_scripts.release.tokens import (
    TARGETS,
    TokenRefused,
    read_token,
    token_file_warnings,
)

ODD = 'not-a-real/token+%"s<&'
SANDBOX, REAL = "COMPASS_ZENODO_SANDBOX_TOKEN", "COMPASS_ZENODO_TOKEN"
DRAFTS = "/api/deposit/depositions"
LIST = Ask("GET", DRAFTS, "list drafts", repeat=True)
CREATE = Ask("POST", DRAFTS, "make a draft", (201,), json={"metadata": METADATA})


def failing(server: LocalZenodo, ask: Ask, **more: float) -> ZenodoError:
    with pytest.raises(ZenodoError) as caught, client_of(server, **more).client.session as session:
        session.json(ask)
    return caught.value


# Tokens


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({SANDBOX: ""}, f"{SANDBOX} is empty; set it to your token"),
        ({SANDBOX: " \n"}, f"{SANDBOX} is empty; set it to your token"),
        (
            {SANDBOX: f"{ODD}\n"},
            f"{SANDBOX} has white space in it; copy the token again, without spaces and line ends",
        ),
        (
            {SANDBOX: "the-tokén-of-somebody"},
            f"{SANDBOX} has signs in it that no token has; copy the token again",
        ),
        ({SANDBOX: "abc"}, f"{SANDBOX} has fewer than 16 signs; copy the whole token"),
        (
            {SANDBOX: ODD, REAL: ODD},
            f"{SANDBOX} and {REAL} hold the same token; the sandbox of Zenodo and Zenodo give "
            "different ones: set each to its own",
        ),
    ],
)
def test_tokens_that_are_refused(environ: dict[str, str], message: str) -> None:
    with pytest.raises(TokenRefused) as caught:
        read_token("sandbox", environ)
    assert str(caught.value) == message


@pytest.mark.parametrize(("target", "other"), [("sandbox", REAL), ("zenodo", SANDBOX)])
def test_no_token_stands_in_for_the_other(target: str, other: str) -> None:
    with pytest.raises(TokenRefused) as caught:
        read_token(target, {other: ODD, "ZENODO_API_TOKEN": ODD})
    text = str(caught.value)
    assert text.startswith(f"{TARGETS[target].variable} is not set; make a token at https://")
    assert f"({other} is for " in text
    assert ODD not in text
    assert read_token(target, {TARGETS[target].variable: ODD}) == ODD


def test_a_file_of_tokens_that_others_can_read(tmp_path: Path) -> None:
    assert token_file_warnings({}, tmp_path) == []
    file = tmp_path / ".config" / "zenodo.ini"
    file.parent.mkdir()
    file.touch(0o600)
    assert token_file_warnings({}, tmp_path) == []
    file.chmod(0o644)
    (warning,) = token_file_warnings({}, tmp_path)
    assert warning == f"others on this computer can read {file}; run: chmod 600 '{file}'"
    assert token_file_warnings({"PYSTOW_CONFIG_HOME": str(file.parent)}, Path("/nowhere"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o644  # it is told, and not changed


# Hiding


@pytest.mark.parametrize(
    "text",
    [
        ODD,
        quote(ODD, safe=""),
        quote(ODD, safe="").lower(),
        quote(ODD),
        'not-a-real/token+%\\"s<&',
        "not-a-real/token+%&quot;s&lt;&amp;",
    ],
)
def test_the_token_is_hidden_in_every_form(text: str) -> None:
    assert Redactor(ODD)(f"before {text} after") == "before *** after"
    assert "token" not in repr(Redactor(ODD))


def test_what_stands_where_a_token_would_is_hidden_too() -> None:
    hide = Redactor(ODD)
    assert hide("/x?access_token=another&b=1") == "/x?access_token=***&b=1"
    assert hide("Authorization: Bearer another") == "Authorization: Bearer ***"


@pytest.mark.parametrize(
    "fault",
    [
        faults.time_out("*", committed=False),
        faults.time_out("*", committed=True),
        faults.no_answer("*", committed=False),
        faults.no_answer("*", committed=True),
        faults.too_many("*", retry_after=None),
        faults.html_page("*", status=500, text=f"access_token={ODD}"),
        faults.html_page("*", status=200, text=f"access_token={quote(ODD, safe='')}"),
        faults.redirect("*", f"http://example.org/?access_token={ODD}"),
        faults.redirect("*", f"http://{quote(ODD, safe='')}.example.org/"),
        faults.slow("*", 5),
    ],
    ids=lambda fault: fault.kind.name,
)
def test_no_failure_shows_the_token(
    fault: Fault, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with LocalZenodo(faults=[fault]) as server:
        server.token = ODD
        asked = client_of(server, patience=0.2)
        with pytest.raises(ZenodoError) as caught, asked.client.session as session:
            session.json(CREATE)
        error = caught.value
        assert error.__context__ is None  # an error of requests holds the request
        shown = [*traceback.format_exception(error), repr(error), str(error), repr(vars(error))]
        shown += [*asked.log, caplog.text, *capfd.readouterr(), repr(server.requests)]
        shown += [repr(session), repr(vars(session)), repr(vars(session._session))]
    for text in shown:
        assert ODD not in text
        assert quote(ODD, safe="").lower() not in text.lower()


# Where the token goes


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/api/files/x",
        "https://127.0.0.1/api/files/x",
        "http://user@127.0.0.1/x",
        "http://127.0.0.1.example.org/x",
        "http://example.org\\@127.0.0.1/x",
        "//example.org/x",
        "http://[::1/x",
        "ftp://127.0.0.1/x",
        "",
    ],
)
def test_the_token_goes_to_no_other_address(address: str) -> None:
    with LocalZenodo() as server:
        if address.startswith("//"):  # a path of this server, and not a host
            assert Origin(server.url).pinned(address, "x") == f"{server.url}{address}"
            return
        error = failing(server, Ask("GET", address, "read it"))
        assert str(error).startswith("could not read it: the server gave an address on another")
        assert server.requests == []


@pytest.mark.parametrize("url", ["http://zenodo.org", "http://localhost", "zenodo.org", "", "x:y"])
def test_servers_that_get_no_token(url: str) -> None:
    with pytest.raises(ValueError, match=r"TLS|address of a server"):
        TokenSession(ODD, url, log=print)


def test_a_redirect_is_not_followed() -> None:
    with LocalZenodo() as other:
        fault = faults.redirect("list drafts", f"{other.url}{DRAFTS}")
        with LocalZenodo(faults=[fault]) as server:
            error = failing(server, LIST)
        assert other.requests == []
    assert error.details == ["the server redirects to 127.0.0.1; a token is never taken along"]


def test_no_setting_of_the_environment_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with LocalZenodo() as server, client_of(server).client.session as session:
        assert session.json(LIST) == []
        (seen,) = server.requests
    assert (seen.auth, seen.query) == ("header", "")


# What is repeated


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (faults.time_out("list drafts", committed=True, times=2), [0.5, 1.0]),
        (faults.no_answer("list drafts", committed=True, times=2), [0.5, 1.0]),
        (faults.html_page("list drafts", status=503, times=2), [0.5, 1.0]),
        (faults.too_many("list drafts", retry_after="7"), [7.0]),
        (faults.too_many("list drafts", retry_after=None, reset=-9), [0.0]),
    ],
    ids=lambda value: value.kind.name if isinstance(value, Fault) else "",
)
def test_what_is_safe_is_repeated(fault: Fault, waits: list[float]) -> None:
    with LocalZenodo(faults=[fault]) as server:
        asked = client_of(server)
        with asked.client.session as session:
            assert session.json(LIST) == []
        assert asked.waits == waits
        assert len(server.requests) == len(waits) + 1
        assert any("then attempt 2 of 5" in line for line in asked.log)


def test_it_is_not_repeated_for_ever() -> None:
    with LocalZenodo(faults=[faults.time_out("list drafts", committed=False, times=99)]) as server:
        error = failing(server, LIST)
        assert len(server.requests) == 5
    assert (error.status, error.maybe_done) == (504, False)


@pytest.mark.parametrize(
    ("fault", "maybe_done", "made"),
    [
        (faults.time_out("create", committed=True), True, 1),
        (faults.time_out("create", committed=False), True, 0),
        (faults.no_answer("create", committed=True), True, 1),
        (faults.no_answer("create", committed=False), True, 0),
        (faults.html_page("create", status=200), True, 0),
        (faults.slow("create", 5), True, None),
        (faults.too_many("create"), False, 0),
        (faults.redirect("create", "https://example.org"), False, 0),
    ],
    ids=lambda value: value.kind.name if isinstance(value, Fault) else "",
)
def test_what_is_not_safe_is_never_repeated(
    fault: Fault, maybe_done: bool, made: int | None
) -> None:
    with LocalZenodo(faults=[fault]) as server:
        error = failing(server, CREATE, patience=0.3)
        assert len(server.requests) == 1
        assert made is None or len(server.store.depositions) == made
    assert error.maybe_done is maybe_done


def test_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    session = TokenSession(ODD, f"http://127.0.0.1:{port}", log=lambda line: None)
    with session, pytest.raises(ZenodoError) as caught:
        session.json(CREATE)
    assert caught.value.maybe_done is False
    assert str(caught.value) == (
        "could not make a draft: there is no connection to the server. "
        "Check the network and run this again: it goes on where it stopped"
    )


def test_whoever_is_asked_to_wait_for_long_is_told() -> None:
    with LocalZenodo(faults=[faults.too_many("list drafts", retry_after="4000")]) as server:
        error = failing(server, LIST)
    assert error.hint == "The server asks to wait for 4000 seconds; run this again then"


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "3", "X-RateLimit-Reset": "1060"}, 3.5),
        (429, {"X-RateLimit-Reset": "1060"}, 60.5),
        (503, {"X-RateLimit-Reset": "1060"}, 3.0),
        (503, {"Retry-After": "Thu, 01 Jan 1970 00:17:00 GMT"}, 20.5),
        (503, {"Retry-After": "soon"}, 3.0),
        (503, {"Retry-After": "-5"}, 3.0),
        (None, {}, 3.0),
    ],
)
def test_how_long_to_wait(status: int | None, headers: dict[str, str], seconds: float) -> None:
    clock = Clock(sleep=lambda _: None, now=lambda: 1000.0, jitter=lambda: 0.5)
    assert seconds_to_wait(status, headers, 3, clock) == seconds


# What is told


@pytest.mark.parametrize(
    ("text", "data", "details"),
    [
        (
            "",
            {"message": "A", "errors": [{"field": "a.0.b", "messages": ["One.", "Two."]}]},
            ["a.0.b: One. Two."],
        ),
        ("", {"message": "Invalid value x."}, ["Invalid value x."]),
        ("<html><title>Bad\n Gateway</title><p>x", None, ["Bad Gateway"]),
        ("<p>Sorry &amp; <b>bye</b><script>x</script>", None, ["Sorry & bye"]),
        ("", {"message": "red \x1b[31m"}, ["red  [31m"]),
        ("", {"errors": "x", "message": 5}, []),
        ("", ["x"], []),
    ],
)
def test_what_the_server_said(text: str, data: object, details: list[str]) -> None:
    assert details_of(text, data, str) == details


@pytest.mark.parametrize("before", range(230, 310, 5))
def test_a_token_is_hidden_before_a_long_text_is_cut(before: int) -> None:
    token = "".join(chr(ord("a") + number % 26) for number in range(60))
    for text in (f"{'-' * before} {token} and more", f"{'-' * before}{token}"):
        for given in (("", {"message": text}), (f"<p>{text}", None)):
            (shown,) = details_of(*given, Redactor(token))
            assert len(shown) <= 300
            assert "abc" not in shown


def test_a_refusal_in_words() -> None:
    with LocalZenodo() as server:
        server.token = "somebody-elses-token"
        with pytest.raises(ZenodoError) as caught:
            client_of(server, token=ODD).client.session.json(LIST)
    assert str(caught.value) == (
        "could not list drafts (HTTP 403): Permission denied. "
        "Check the token: is it for this target, and has it the scopes it needs"
    )
