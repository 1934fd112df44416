"""The rules of sentences, from a server on this computer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tests.scripts.models.local_hub import Hub, serving
from tests.scripts.models.shelf import archive, offer_sentences

from compass_scripts.models import punkt
from compass_scripts.models.hub import NotFetched
from compass_scripts.models.sites import server_of


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub()) as running:
        yield running


def index_of(hub: Hub) -> str:
    return f"{hub.url}/nltk/index.xml"


def test_they_are_fetched_and_unpacked(hub: Hub, tmp_path: Path) -> None:
    offer_sentences(hub)
    package = punkt.describe(index_of(hub))

    assert punkt.download(package, tmp_path) == package.sha256

    folder = tmp_path / "tokenizers/punkt_tab"
    assert {path.name for path in folder.iterdir()} == {"README", "english", "german"}
    assert (folder / "README").read_bytes() == b"made up\n"
    assert [path.name for path in tmp_path.iterdir()] == ["tokenizers"]


def test_an_older_unpacking_is_replaced(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tokenizers/punkt_tab/half").mkdir(parents=True)
    offer_sentences(hub)

    punkt.download(punkt.describe(index_of(hub)), tmp_path)

    assert not (tmp_path / "tokenizers/punkt_tab/half").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "punkt"},
        {"url": "file:///etc/passwd"},
        {"size": "many"},
        {"size": "0"},
        {"size": str(1 << 40)},
    ],
)
def test_an_index_that_does_not_help(wrong: dict[str, str], hub: Hub) -> None:
    offer_sentences(hub, **wrong)

    with pytest.raises(NotFetched) as caught:
        punkt.describe(index_of(hub))
    assert str(caught.value) == (
        f"{server_of(index_of(hub))} does not say where punkt_tab is; run it again later"
    )


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe"])
def test_an_index_that_is_none(content: bytes, hub: Hub) -> None:
    hub.pages["/nltk/index.xml"] = content

    with pytest.raises(NotFetched, match="does not say where punkt_tab is"):
        punkt.describe(index_of(hub))


@pytest.mark.parametrize("wrong", [{"size": "17"}, {"sha256_checksum": "0" * 64}])
def test_an_archive_that_comes_damaged(wrong: dict[str, str], hub: Hub, tmp_path: Path) -> None:
    offer_sentences(hub, **wrong)

    with pytest.raises(NotFetched) as caught:
        punkt.download(punkt.describe(index_of(hub)), tmp_path)
    assert str(caught.value) == "punkt_tab came damaged; run it again"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"no archive",
        archive({}),
        archive({"punkt_tab/../../escaped": b"1"}),
        archive({"/escaped": b"1"}),
        archive({"other/file": b"1"}),
    ],
)
def test_an_archive_that_is_not_unpacked(content: bytes, hub: Hub, tmp_path: Path) -> None:
    offer_sentences(hub, content)

    work = tmp_path / "work"
    work.mkdir()

    with pytest.raises(NotFetched) as caught:
        punkt.download(punkt.describe(index_of(hub)), work)
    assert str(caught.value) == "punkt_tab came as an archive that cannot be unpacked"
    assert not list(tmp_path.rglob("escaped"))
    assert not Path("/escaped").exists()


def test_a_server_that_refuses(hub: Hub) -> None:
    hub.broken["/nltk"] = 404

    with pytest.raises(requests.HTTPError):
        punkt.describe(index_of(hub))
