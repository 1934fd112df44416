"""``compass new``: a page of every kind that passes all checks and builds, and harms no other."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.site import CONF, build, event, site

from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.tree import read_compass
from compass_scripts.cli import compass

EVERY = [
    *([kind.name, f"my-{kind.name}"] for kind in KINDS if kind is not CharterPart),
    *(["charter-part", f"my-{name}", "--part", name] for name in map(part_name, PARTS)),
]
TAKEN = "the id 'taken' is taken by SRC/events/taken.md; choose another"
PART_NAMES = ", ".join(map(part_name, PARTS))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return site(tmp_path / "source", {"events/taken.md": event("taken")})


def new(source: Path, *arguments: str) -> tuple[int, str, str]:
    """Return the exit code, and what was printed, with ``SRC`` for the folder."""
    done = CliRunner().invoke(compass, ["new", *arguments, "--source", str(source)])
    return (
        done.exit_code,
        done.stdout.replace(f"{source}/", "SRC/"),
        done.stderr.replace(f"{source}/", "SRC/").replace(str(source), "SRC"),
    )


def test_a_new_page_lies_in_the_folder_of_its_kind(source: Path):
    assert new(source, "event-guide", "my-event") == (
        0,
        "Wrote SRC/events/my-event.md. Edit it, then run: compass check\n",
        "",
    )
    text = (source / "events/my-event.md").read_text(encoding="utf-8")
    assert "    id: my-event\n" in text
    assert "    owner: maintainers\n" in text
    assert "    audience: [newcomer]\n" in text
    assert "\n# My event\n" in text


def test_a_new_part_says_how_it_gets_into_a_charter(source: Path):
    assert new(source, "charter-part", "our-vision", "--part", "vision") == (
        0,
        "Wrote SRC/charter/our-vision.md. Edit it, then run: compass check\n"
        "To show it in a charter, add 'our-vision' to the 'parts' of that charter's page.\n",
        "",
    )


@pytest.mark.parametrize("arguments", EVERY, ids=lambda arguments: arguments[-1])
def test_a_page_of_every_kind_passes_the_check(arguments: list[str], source: Path):
    assert new(source, *arguments)[0] == 0
    (record,) = [r for r in read_compass(source).records if r.id == arguments[1]]
    assert (record.kind, record.status, record.owner) == (arguments[0], "draft", "maintainers")
    assert read_compass(source).problems == []


def test_pages_of_every_kind_build_without_a_warning(source: Path, tmp_path: Path):
    for arguments in EVERY:
        new(source, *arguments)
    safe = CONF.replace('"sphinx_compass"]', '"sphinx_compass", "sphinx_compass.safety"]')
    (source / "conf.py").write_text(safe)
    (source / "index.md").write_text("# Home\n\n```{toctree}\n:glob:\n\n**\n```\n")
    assert build(source, tmp_path / "out").warnings == []


def test_it_works_before_there_is_anything_else(tmp_path: Path):
    """The owner it writes is then the one to put into the community's file."""
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty", "event-guide", "first")[0] == 0
    assert [problem.path for problem in read_compass(tmp_path / "empty").problems] == [
        "_data/community.yml"
    ]


def test_owner_and_folder_can_be_chosen(source: Path):
    code, out, _err = new(
        source, "event-guide", "my-event", "--owner", "council", "--folder", "workshops/2027"
    )
    assert (code, out) == (
        0,
        "Wrote SRC/workshops/2027/my-event.md. Edit it, then run: compass check\n",
    )
    assert "    owner: council\n" in (source / "workshops/2027/my-event.md").read_text()
    assert read_compass(source).problems == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["event-guide", "My Event"],
            "'My Event' is not an id: use lower-case letters, digits and hyphens; "
            "for example 'my-event'",
        ),
        (
            ["event-guide", "../../etc/x"],
            "'../../etc/x' is not an id: use lower-case letters, digits and hyphens; "
            "for example 'etc-x'",
        ),
        (
            ["event-guide", "été"],
            "'été' is not an id: use lower-case letters, digits and hyphens; for example 't'",
        ),
        (
            ["event-guide", "é"],
            "'é' is not an id: use lower-case letters, digits and hyphens",
        ),
        (["event-guide", ""], "'' is not an id: use lower-case letters, digits and hyphens"),
        (
            ["event-guide", "taken"],
            TAKEN,
        ),
        (["charter", "taken"], TAKEN),
        (
            ["event-guide", "unread"],
            "SRC/events/unread.md exists; choose another id",
        ),
        (
            ["charter-part", "my-part"],
            f"say which part it is: --part with one of {PART_NAMES}",
        ),
        (["charter", "my-charter", "--part", "vision"], "--part goes with charter-part only"),
        (
            ["event-guide", "my-event", "--owner", "maintainer"],
            "'maintainer' is not a team or role of the community; did you mean 'maintainers'?",
        ),
        (
            ["event-guide", "my-event", "--owner", "zzz"],
            "'zzz' is not a team or role of the community; use maintainers, council or facilitator",
        ),
        (
            ["event-guide", "my-event", "--folder", "../elsewhere"],
            "'../elsewhere' is outside SRC; name a folder below it",
        ),
        (
            ["event-guide", "a" * 300],
            f"SRC/events/{'a' * 300}.md cannot be written (File name too long)",
        ),
        (
            ["event-guide", "my-event", "--folder", "index.md"],
            "SRC/index.md/my-event.md cannot be written (File exists)",
        ),
    ],
    ids=lambda value: "-".join(value)[:40] if isinstance(value, list) else "",
)
def test_it_refuses_and_writes_nothing(
    arguments: list[str], message: str, source: Path, tmp_path: Path
):
    (source / "events/unread.md").write_text("# Something else\n")
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    code, out, err = new(source, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == f"Error: {message}"
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert (source / "events/unread.md").read_text() == "# Something else\n"


def test_an_unknown_kind_or_part_is_answered_with_those_there_are(source: Path):
    code, _out, err = new(source, "zzz", "x")
    assert code == 2
    *others, last = [kind.name for kind in KINDS]
    assert err == (
        "Usage: compass new [OPTIONS] KIND ID\n"
        "Try 'compass new --help' for help.\n\n"
        f"Error: Invalid value for 'KIND': 'zzz' is not a kind; use {', '.join(others)} or {last}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["event-gide", "x"],
            "Invalid value for 'KIND': 'event-gide' is not a kind; did you mean 'event-guide'?",
        ),
        (
            ["Event-Guide", "x"],
            "Invalid value for 'KIND': 'Event-Guide' is not a kind; did you mean 'event-guide'?",
        ),
        (
            ["charter-part", "x", "--part", "visoin"],
            "Invalid value for '--part': 'visoin' is not a part; did you mean 'vision'?",
        ),
    ],
)
def test_a_misspelt_kind_or_part_is_answered_with_the_nearest(
    arguments: list[str], message: str, source: Path
):
    code, _out, err = new(source, *arguments)
    assert code == 2
    assert err.splitlines()[-1] == f"Error: {message}"


def test_its_help_names_the_kinds_and_parts(source: Path):
    code, out, _err = new(source, "--help")
    assert code == 0
    words = "".join(out.split())
    for name in (*(kind.name for kind in KINDS), *map(part_name, PARTS)):
        assert name in words
