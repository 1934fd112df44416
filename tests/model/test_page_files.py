"""Files with facts that do not have the names of pages: they would be left out without a word."""

from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.tree import read_compass

MISNAMED = "this begins like a page, but no page has such a name; rename the file to 'my-event.md'"


def found(source: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in read_compass(source).problems]


@pytest.mark.parametrize("suffix", ["", ".MD", ".markdown", ".txt", ".md.txt", ".mdown"])
def test_a_page_with_another_name_is_reported(suffix: str, tmp_path: Path):
    files = {"events/a.md": event("a"), f"events/my-event{suffix}": event()}
    assert found(site(tmp_path, files)) == [(f"events/my-event{suffix}", MISNAMED)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LICENSE", "---\nWords about options and the compass.\n"),
        ("notes.txt", "options:\n  compass:\n    kind: guide\n"),
        ("data.yml", event()),
        ("_drafts/my-event.txt", event()),
        (".my-event", event()),
        ("_my-event.txt", event()),
    ],
)
def test_other_files_are_left_alone(name: str, text: str, tmp_path: Path):
    assert found(site(tmp_path, {"events/a.md": event("a"), name: text})) == []


def test_odd_files_do_no_harm(tmp_path: Path):
    source = site(tmp_path, {"events/a.md": event("a"), "events/b.txt": event("b")})
    (source / "events/broken").symlink_to("nowhere")
    (source / "events/bytes").write_bytes(b"---\n\xff\xfe")
    (source / "events/mark").write_bytes(b"\xef\xbb\xbf" + event("mark").encode())
    assert [path for path, _message in found(source)] == ["events/b.txt", "events/mark"]


def test_a_site_without_facts_is_not_searched(tmp_path: Path):
    assert found(site(tmp_path, {"my-event.txt": event()})) == []


def test_a_page_whose_name_begins_with_an_underscore_is_left_out(tmp_path: Path):
    compass = read_compass(site(tmp_path, {"a.md": event(), "_a.md": event(), "b/_a.md": "---"}))
    assert [page.path for page in compass.pages] == ["a.md"]
    assert compass.problems == []
