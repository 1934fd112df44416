"""Whatever is wrong in a page: file, line and what to do, in `compass check` and in the build.

``roots/test-bad-input`` holds a page for each mistake, and ``expected.txt`` what is said of it.
Pages that no editor or version control would keep as they are (encodings, sizes) are written here.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.site import COMMUNITY, ROOTS, Built, build, copy_root, event, site

from compass_model.problems import Code

PART = """\
---
options:
  compass:
    kind: charter-part
    part: vision
    id: {id}
    status: draft
    owner: maintainers
---
# A future

We see it.
"""
HUGE = "---\noptions:\n  compass:\n    kind: " + "x" * 10_000_000 + "\n---\n# Huge\n"
EXPECTED = (ROOTS / "test-bad-input" / "expected.txt").read_text(encoding="utf-8").splitlines()
PAGES = sorted({line.partition(":")[0] for line in EXPECTED})


def odd_files(source: Path) -> None:
    """Write the pages that cannot be kept in version control as they are."""
    pages = source / "pages"
    (pages / "latin-1.md").write_bytes(
        PART.format(id="latin-1").replace("it", "\xe9").encode("latin-1")
    )
    (pages / "byte-order-mark.md").write_bytes(b"\xef\xbb\xbf" + PART.format(id="mark").encode())
    (pages / "windows.md").write_bytes(PART.format(id="windows").replace("\n", "\r\n").encode())
    (pages / "empty.md").write_bytes(b"")
    (pages / "huge.md").write_text(HUGE, encoding="utf-8")
    (pages / "large.md").write_text("---\ncompass: [" + "x, " * 90_000 + "]\n---\n# Large\n")


def checked(source: Path) -> list[str]:
    """Run `compass check` in a process of its own; its lines without the folder of the pages."""
    command = [sys.executable, "-m", "compass_scripts", "check", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    *problems, _summary = [line for line in done.stdout.splitlines() if line]
    assert done.returncode == (1 if problems else 0)
    return [line.removeprefix(f"{source}/") for line in problems]


def warned(built: Built) -> list[str]:
    """Return our warnings of a build in the form of `compass check`."""
    ours = [line for line in built.warnings if line.endswith("]") and "[compass." in line]
    return [line.removeprefix("SRC/").replace(": WARNING: ", ": ", 1) for line in ours]


def others(built: Built) -> list[str]:
    return [line for line in built.warnings if "[compass." not in line]


class Runs(NamedTuple):
    """What three ways to look at the same tree have said."""

    check: list[str]
    one: Built
    four: Built


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("bad")
    source = copy_root("bad-input", folder / "source")
    odd_files(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPASS_PLANTED", str(folder / "planted"))
        return Runs(
            checked(source), build(source, folder / "one"), build(source, folder / "four", jobs=4)
        )


# -- one tree with everything that can be wrong, in one run


def test_one_run_of_the_check_names_every_problem_in_order(runs: Runs):
    assert runs.check == EXPECTED


def test_one_build_names_the_same_problems(runs: Runs):
    assert sorted(warned(runs.one)) == sorted(EXPECTED)


def test_a_parallel_build_names_the_same_problems(runs: Runs):
    assert len(list(Path(f"{runs.four.outdir}-readers").iterdir())) > 1, "one process read it all"
    assert sorted(warned(runs.four)) == sorted(EXPECTED)
    assert sorted(others(runs.four)) == sorted(others(runs.one))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_explained_alike(page: str, runs: Runs):
    expected = [line for line in EXPECTED if line.startswith(f"{page}:")]
    for lines in (runs.check, warned(runs.one)):
        assert sorted(line for line in lines if line.startswith(f"{page}:")) == sorted(expected)


def test_sphinx_itself_complains_only_of_what_is_no_page_any_more(runs: Runs):
    assert sorted(others(runs.one)) == [
        "SRC/index.md:3: WARNING: toctree contains reference to document 'pages/empty' that "
        "doesn't have a title: no link will be generated [toc.no_title]",
        "SRC/index.md:3: WARNING: toctree contains reference to document 'pages/no-end' that "
        "doesn't have a title: no link will be generated [toc.no_title]",
        "SRC/pages/no-title.md:10: WARNING: Document headings start at H2, not H1 [myst.header]",
    ]


def test_the_rest_of_the_tree_is_built(runs: Runs):
    assert "We see a future." in runs.one.read("pages/fine.html")
    # Even a page with a mistake is built, without its facts.
    assert "We see a future." in runs.one.read("pages/wrong-value.html")
    assert not (runs.one.outdir / "pages/latin-1.html").exists()


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(runs: Runs):
    for name in ("windows", "byte-order-mark"):
        html = runs.one.read(f"pages/{name}.html")
        assert "<h1>A future" in html
        assert "compass-status" in html, "its facts were read"
    assert not any("windows.md" in line for line in [*EXPECTED, *runs.one.warnings])


def test_a_page_that_enables_substitutions_runs_nothing(runs: Runs):
    assert not list(runs.one.outdir.parent.glob("planted*"))
    assert "{{ cycler" in runs.one.read("pages/substitution.html")


def test_the_trap_of_that_test_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Without ``sphinx_compass.safety`` the same page does run a program."""
    monkeypatch.setenv("COMPASS_PLANTED", str(tmp_path / "planted"))
    page = (ROOTS / "test-bad-input/pages/substitution.md").read_text()
    build(site(tmp_path / "source", {"page.md": page}), tmp_path / "out")
    assert (tmp_path / "planted").exists()


# -- other trees


def both(source: Path, out: Path, **overrides: Any) -> tuple[list[str], list[str]]:
    return checked(source), sorted(warned(build(source, out, **overrides)))


def test_a_good_tree_has_no_problem(tmp_path: Path):
    source = site(tmp_path / "source", {"events/my-event.md": event()})
    built = build(source, tmp_path / "out")
    assert checked(source) == []
    assert built.warnings == []


MISSING = (
    "_data/community.yml:1: the file is missing; write it with the teams, roles and audiences "
    "that pages name (authoring guide, 'Facts') [compass.missing-file]"
)


@pytest.mark.parametrize(
    ("community", "expected"),
    [
        (None, [MISSING]),
        (
            "name: [Example\n",
            [
                "_data/community.yml:2: broken YAML: did not find expected ',' or ']'; check the "
                "colons, quotes and indentation here and just above [compass.broken-yaml]"
            ],
        ),
        (
            "just words\n",
            [
                "_data/community.yml:1: the file must be a mapping with 'name: value' lines "
                "[compass.wrong-type]"
            ],
        ),
        (
            COMMUNITY.replace("{id: council, name", "{id: maintainers, nam"),
            [
                "_data/community.yml:4: 'teams[2].name' is missing; add it, for example "
                "'name: Maintainers' [compass.missing-field]",
                "_data/community.yml:4: unknown field 'teams[2].nam'; did you mean 'name'? "
                "[compass.unknown-field]",
            ],
        ),
        (
            COMMUNITY.replace("id: council", "id: maintainers"),
            [
                "_data/community.yml:4: the id 'maintainers' is used in line 3 too; "
                "choose another [compass.duplicate-id]"
            ],
        ),
        (
            "x: &a [1, 2, 3]\n" + "".join(f"x{i}: [{'*a, ' * 3000}]\n" for i in range(9)),
            [
                "_data/community.yml:1: the YAML holds too many values; write it without aliases "
                "('*name') or split the file [compass.too-large]"
            ],
        ),
    ],
    ids=["missing", "broken", "words", "fields", "duplicate", "bomb"],
)
def test_the_lists_of_the_community_are_checked_too(
    community: str | None, expected: list[str], tmp_path: Path
):
    source = site(tmp_path / "source", {"events/my-event.md": event()})
    data = source / "_data/community.yml"
    data.unlink() if community is None else data.write_text(community)
    check, warnings = both(source, tmp_path / "out")
    assert check == expected
    assert warnings == expected


def test_a_problem_can_be_silenced_by_its_code_alone(tmp_path: Path):
    page = event(mode="    mode: onlin").replace("## After\n", "")
    source = site(tmp_path / "source", {"events/my-event.md": page})
    loud = warned(build(source, tmp_path / "loud"))
    silent = warned(
        build(source, tmp_path / "silent", suppress_warnings=["compass.missing-section"])
    )
    assert [line.rpartition("[")[2] for line in loud] == [
        "compass.wrong-value]",
        "compass.missing-section]",
    ]
    assert silent == loud[:1]


def test_the_facts_of_other_sites_pages_are_left_alone(tmp_path: Path):
    """An empty page or a byte-order mark is reported where the site asks for it, not elsewhere."""
    source = site(tmp_path / "source", {"empty.md": "", "events/my-event.md": event()})
    (source / "mark.md").write_bytes(b"\xef\xbb\xbf# Mark\n")
    said = [
        "empty.md:1: the file is empty; write the page or delete the file [compass.empty-file]",
        "mark.md:1: the file begins with a byte-order mark; save it as UTF-8 without one "
        "[compass.byte-order-mark]",
    ]
    assert both(source, tmp_path / "quiet") == (said, [])
    assert both(source, tmp_path / "strict", compass_check_plain_pages=True) == (said, said)


def test_a_page_without_the_name_of_a_page_is_reported(tmp_path: Path):
    files = {"events/a.md": event("a"), "events/my-event": event()}
    said = (
        "events/my-event:1: this begins like a page, but no page has such a name; rename the file "
        "to 'my-event.md' [compass.misnamed-file]"
    )
    assert both(site(tmp_path / "source", files), tmp_path / "out") == ([said], [said])


def test_a_broken_data_file_makes_no_second_problem(tmp_path: Path):
    """Its name, that of the page and the id in it may differ."""
    facts = "---\noptions:\n  compass: {{kind: {}}}\n---\n# X\n"
    book = "handbook, id: book, status: draft, owner: maintainers, parts: [the-guide]"
    files = {
        "page.md": facts.format("guide, data: words.yml"),
        "book.md": facts.format(book),
        "_data/words.yml": "id: the-guide\nstatus: [\n",
    }
    check, warnings = both(site(tmp_path / "source", files), tmp_path / "out")
    assert check == warnings
    assert [line.partition(":")[0] for line in check] == ["_data/words.yml"]


@pytest.mark.parametrize("wrong", [event().replace("options:", "option:"), f"\n\n{event()}"])
def test_facts_that_are_not_read_are_reported_in_each_build(wrong: str, tmp_path: Path):
    source = site(tmp_path / "source", {"a.md": event("a"), "wrong.md": wrong})
    check, warnings = both(source, tmp_path / "out")
    assert len(check) == 1
    assert warnings == check
    assert warned(build(source, tmp_path / "out")) == check, "nobody forgets it"


def test_control_characters_of_a_page_do_not_reach_the_log(tmp_path: Path):
    page = event().replace("    mode: online", '    "x\\n::error::y": 1\n    mode: online')
    source = site(tmp_path / "source", {"events/my-event.md": page})
    check, warnings = both(source, tmp_path / "out")
    assert check == warnings
    assert [line.partition(";")[0] for line in check] == [
        r"events/my-event.md:9: unknown field 'x\n::error::y'"
    ]


@pytest.mark.parametrize("name", ["x" * 300, "é" * 200])
def test_no_name_of_a_file_is_too_long(name: str, tmp_path: Path):
    page = f"---\noptions:\n  compass: {{kind: survey, data: {name}.yml}}\n---\n# A survey\n"
    source = site(tmp_path / "source", {"survey.md": page})
    check, warnings = both(source, tmp_path / "out")
    assert check == warnings
    assert check == [
        f"survey.md:3: there is no file _data/{name[:60]}…; write it, or correct 'data' "
        "[compass.missing-file]"
    ]


# -- files that come and go


def build_while(source: Path, out: Path, event_name: str, act: Callable[[], None]) -> Built:
    """Build, and *act* just before our own handlers of an event."""
    conf = (source / "conf.py").read_text()
    ACTS[str(source)] = act
    (source / "conf.py").write_text(
        conf
        + "import sys\n"
        + f"act = sys.modules[{__name__!r}].ACTS[{str(source)!r}]\n"
        + "def setup(app):\n"
        + f"    app.connect({event_name!r}, lambda *_: act() or [], priority=1)\n"
    )
    return build(source, out)


ACTS: dict[str, Callable[[], None]] = {}


@pytest.mark.parametrize("event_name", ["env-get-outdated", "env-before-read-docs"])
def test_a_file_that_vanishes_is_named_and_the_rest_is_checked(event_name: str, tmp_path: Path):
    files = {
        "events/a-good-one.md": event("a-good-one"),
        "events/gone.md": event("gone"),
        "events/wrong.md": event("wrong", mode="    mode: nowhere"),
    }
    source = site(tmp_path / "source", files)
    built = build_while(source, tmp_path / "out", event_name, (source / "events/gone.md").unlink)
    assert warned(built) == [
        "events/gone.md:1: the file vanished while it was being read; build again "
        "[compass.vanished-file]",
        "events/wrong.md:9: 'mode' cannot be 'nowhere'; use online, in-person or hybrid "
        "[compass.wrong-value]",
    ]
    assert "Some words" in built.read("events/a-good-one.html")
    assert not (built.outdir / "events/gone.html").exists()


def test_a_file_that_cannot_be_opened_is_named_and_the_rest_is_checked(tmp_path: Path):
    """Tests may run as root, who can open any file: a folder in its place cannot be read either."""
    source = site(tmp_path / "source", {"events/a.md": event("a"), "events/b.md": event("b")})

    def replace() -> None:
        (source / "events/b.md").unlink()
        (source / "events/b.md").mkdir()

    built = build_while(source, tmp_path / "out", "env-get-outdated", replace)
    assert warned(built) == [
        "events/b.md:1: the file cannot be read (Is a directory); check its permissions "
        "[compass.unreadable-file]"
    ]
    assert "Some words" in built.read("events/a.html")


def test_links_that_lead_nowhere_are_named(tmp_path: Path):
    """Sphinx leaves such files out by itself, in words of its own."""
    source = site(tmp_path / "source", {"events/a.md": event("a")})
    (source / "events/broken.md").symlink_to("nowhere.md")
    (source / "events/circle.md").symlink_to("circle.md")
    (source / "events/up").symlink_to("..")
    assert checked(source) == [
        "events/broken.md:1: the file is a link that leads nowhere; mend it or delete it "
        "[compass.unreadable-file]",
        "events/circle.md:1: the file cannot be read (Too many levels of symbolic links); "
        "check its permissions [compass.unreadable-file]",
    ]
    (source / "events/up").unlink()
    said = others(build(source, tmp_path / "out"))
    for name in ("broken", "circle"):
        assert any(f"Ignored unreadable document 'events/{name}.md'" in line for line in said)


# -- limits


@pytest.mark.parametrize("name", ["alias-bomb.md", "own-alias.md"])
def test_an_alias_bomb_costs_no_memory(name: str, tmp_path: Path):
    """The page would have 10^8 values; the process may have 400 MB, of which it needs 100."""
    page = (ROOTS / "test-bad-input/pages" / name).read_text()
    source = site(tmp_path / "source", {"events/bomb.md": page})
    limit = 400 * 1024**2
    script = (
        "import resource, sys; "
        f"resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit})); "
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); "
        "from compass_scripts.cli import main; sys.argv = ['compass', 'check', sys.argv[1]]; main()"
    )
    command = [sys.executable, "-c", script, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.returncode == 1
    assert "[compass.too-large]" in done.stdout


def test_a_page_is_read_up_to_its_limit(tmp_path: Path):
    """Of a file of 300 MB not more is read than the limit; the tree around it is checked."""
    source = site(tmp_path / "source", {"events/a.md": event("a")})
    with (source / "events/vast.md").open("wb") as file:
        file.truncate(300 * 1024**2)
    said = "events/vast.md:1: the file has more than 4 MB; split it [compass.too-large]"
    assert both(source, tmp_path / "out") == ([said], [said])


# -- every code

# Codes that are not in this tree, and the tests that have them.
ELSEWHERE = {
    Code.MISNAMED_FILE: "tests/model/test_page_files",
    Code.TRANSLATED_TWICE: "test_instruments",
    **dict.fromkeys(
        [
            Code.IMPOSSIBLE_CONDITION,
            Code.MISSING_WORDING,
            Code.NOT_COVERED,
            Code.SESSION_TOO_LONG,
        ],
        "tests/model/test_instruments",
    ),
    Code.UNKNOWN_CITATION: "test_bibliography",
    **dict.fromkeys(
        [
            Code.BROKEN_TRANSCRIPT,
            Code.CHANGED_SINCE,
            Code.CORRECTION_MISMATCH,
            Code.HAND_EDITED,
            Code.NOT_SIGNED,
            Code.PRIVATE_FILE,
            Code.UNDECIDED,
            Code.UNKNOWN_LINE,
            Code.UNKNOWN_SPEAKER,
        ],
        "tests/scripts/study",
    ),
    Code.COVERAGE_GAP: "tests/model/test_evidence",
    Code.CLOSED_FORUM: "tests/model/test_observations",
    Code.NAMED_PERSON: "tests/model/test_observations",
    Code.MAY_NOT_BE_SHOWN: "test_excerpts",
    Code.UNREADABLE_FILE: "above: files that come and go",
    Code.VERSION_MISMATCH: "tests/model/test_release_changelog",
    **dict.fromkeys(
        [
            Code.NO_ADDRESS,
            Code.SPANNED_CELL,
            Code.UNKNOWN_NODE,
        ],
        "test_export_writer",
    ),
    **dict.fromkeys(
        [
            Code.DUPLICATE_CHAPTER,
            Code.FIGURE_NUMBER,
            Code.HEADING_JUMP,
            Code.IMAGE_LICENCE,
            Code.IMAGE_LIMITS,
            Code.KEY_FORM,
            Code.LABEL_CLASH,
            Code.LATIN_ABBREVIATION,
            Code.MISSING_ALT,
            Code.NOT_PUBLISHED,
            Code.NOT_TO_BE_SHOWN,
            Code.UNDEFINED_FOOTNOTE,
        ],
        "test_export_chapters",
    ),
    Code.VANISHED_FILE: "above: files that come and go",
    **dict.fromkeys(
        [
            Code.ACTIVE_FILE,
            Code.LINK_SCHEME,
            Code.OUTSIDE_SOURCE,
            Code.RAW_HTML,
            Code.REFUSED_DIRECTIVE,
            Code.REMOTE_FILE,
        ],
        "test_safety",
    ),
}


def test_the_tree_has_every_code():
    codes = {re.search(r"\[compass\.([\w-]+)\]$", line)[1] for line in EXPECTED}
    assert codes | {str(code) for code in ELSEWHERE} == {str(code) for code in Code}
    assert not codes & {str(code) for code in ELSEWHERE}, "say where, once"
