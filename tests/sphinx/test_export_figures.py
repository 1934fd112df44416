"""The files that an export brings along: their names are their own, and every one is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.export_site import EXPORT, FIGURE, PIXEL, SECOND, export_site
from tests.site import Built, build, event, write

FIGURES = "book/website/figures"


def exported(source: Path, builder: str = "turing-way") -> Built:
    return build(source, source.parent / builder, builder)


def names(built: Built) -> list[str]:
    return sorted(path.name for path in (built.outdir / FIGURES).iterdir())


def test_a_picture_of_two_chapters_is_in_both(tmp_path: Path) -> None:
    """Each chapter can be taken over alone, under names that no other chapter has."""
    source = export_site(tmp_path / "src", FIGURE, export=EXPORT + SECOND)
    other = event("other-event", "Other event") + FIGURE.replace("the-party", "their-party")
    built = exported(write(source, {"events/other-event.md": other}))
    assert built.warnings == []
    assert names(built) == [
        "cl-guides-events-pictures-party.png",
        "pd-more-events-pictures-party.png",
    ]


@pytest.mark.parametrize("builder", ["turing-way", "plain-myst"])
def test_two_files_of_one_name(builder: str, tmp_path: Path) -> None:
    text = "\n{download}`one <a b.txt>` and {download}`two <a-b.txt>`\n"
    source = export_site(tmp_path / "src", text)
    write(source, {"events/a b.txt": "one", "events/a-b.txt": "two"})
    begins = "cl-guides-" if builder == "turing-way" else ""
    assert exported(source, builder).warnings == [
        "SRC/events/my-event.md:45: WARNING: 'events/a-b.txt' and 'events/a b.txt' would both be "
        f"the figure '{begins}events-a-b.txt'; rename one of them [compass.label-clash]"
    ]


def test_a_picture_and_a_file_of_one_name(tmp_path: Path) -> None:
    source = export_site(
        tmp_path / "src", f"{FIGURE}\n{{download}}`it </events-pictures/party.png>`\n"
    )
    (source / "events-pictures").mkdir()
    (source / "events-pictures/party.png").write_bytes(b"other")
    assert exported(source).warnings == [
        "SRC/events/my-event.md:52: WARNING: 'events-pictures/party.png' and "
        "'events/pictures/party.png' would both be the figure "
        "'cl-guides-events-pictures-party.png'; rename one of them [compass.label-clash]"
    ]


def test_the_same_file_twice(tmp_path: Path) -> None:
    text = (
        f"{FIGURE}\n{{download}}`it <pictures/party.png>` {{download}}`it <pictures/party.png>`\n"
    )
    built = exported(export_site(tmp_path / "src", text))
    assert built.warnings == []
    assert names(built) == ["cl-guides-events-pictures-party.png"]


@pytest.mark.parametrize("name", ["图.png", "图/一.png", "Ж.png"])
@pytest.mark.parametrize("builder", ["turing-way", "plain-myst"])
def test_a_name_of_which_nothing_would_be_left(name: str, builder: str, tmp_path: Path) -> None:
    source = export_site(tmp_path / "src", FIGURE.replace("pictures/party.png", f"/{name}"))
    (source / name).parent.mkdir(exist_ok=True)
    (source / name).write_bytes(PIXEL)
    assert exported(source, builder).warnings == [
        f"SRC/events/my-event.md:45: WARNING: the name '{name}' has no Latin letter and no digit, "
        "and the export makes its own name from these; rename the file [compass.image-limits]"
    ]


def test_files_outside_of_the_pages_stay_there(tmp_path: Path) -> None:
    text = "\n{download}`it <../../out.txt>` and {download}`it </../out.txt>`\n"
    source = export_site(tmp_path / "src", text + FIGURE.replace("pictures/party.png", "/../a.png"))
    write(tmp_path, {"out.txt": "not a page"})
    (tmp_path / "a.png").write_bytes(PIXEL)
    advice = "is outside of the source folder; put a copy of the file into it"
    built = exported(source)
    assert [line.partition(" WARNING: ")[2] for line in built.warnings] == [
        f"'../out.txt' {advice} [compass.outside-source]",
        f"'../a.png' {advice} [compass.outside-source]",
    ]


def test_a_page_in_the_place_of_a_file(tmp_path: Path) -> None:
    """Any two files of one name, whatever they are made from, are refused."""
    page = "---\norphan: true\n---\n# A page\n"
    text = "\n{download}`it <pictures/notes.md>`\n"
    source = export_site(tmp_path / "src", text, **{"figures__events-pictures-notes": page})
    write(source, {"events/pictures/notes.md": page})
    assert exported(source, "plain-myst").warnings == [
        "SRC/events/pictures/notes.md:1: WARNING: 'figures/events-pictures-notes.md' would be made "
        "from 'figures/events-pictures-notes.md' and from 'events/pictures/notes.md'; give a page, "
        "a chapter or a file that it shows another name [compass.label-clash]"
    ]
