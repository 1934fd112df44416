"""Words of participants: shown where they may be, and otherwise in no file that a build writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.incremental import assert_equals_clean_build
from tests.quotes import (
    EXCERPTS,
    PARTICIPANTS,
    SECRET,
    add,
    change,
    files_with,
    made_up_study,
    show,
    words,
)
from tests.site import Built, build, write

BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "text", "gettext", "xml", "pseudoxml"]
BUILDERS += ["latex", "man", "texinfo", "dummy"]
FACTS = """\
---
options:
  compass:
    kind: {}
    id: {}
    status: draft
    owner: council
{}---
# {}

{}
"""
QUOTE = f"We saw a {SECRET} there."
NOT_SHOWN = {
    "withdrawn": words(QUOTE, "P03"),
    "withdrawn alone": words(QUOTE, "P01", state="withdrawn"),
    "said to be withdrawn by nobody": words(QUOTE, "P01", state="withdrawn", participant=""),
    "a paraphrase of who has withdrawn": words(QUOTE, "P03", text="", paraphrase=f'"{QUOTE}"'),
    "under embargo": words(QUOTE, "P04"),
    "not approved": words(QUOTE, "P05"),
    "approved later": words(QUOTE, "P05", approved_on="2026-06-02"),
    "no quotes": words(QUOTE, "P06"),
    "paraphrase only": words(QUOTE, "P02"),
    "of nobody known": words(QUOTE, "P44"),
    "of nobody": words(QUOTE, "P01", participant=""),
    "not reviewed": words(QUOTE, "P01", review=""),
    "not as reviewed": words(QUOTE, "P01", text_sha256="0" * 64),
    "no known item": words(QUOTE, "P01", item="made-up-interview:nothing"),
    "a state that says otherwise": words(QUOTE, "P01", state="embargo"),
    "with a handle": words(f"{QUOTE} Ask @somebody.", "P01"),
    "with a hidden sign": words(f"{QUOTE} Ask so\u200bme.", "P01"),
    "with a marker that is not listed": words(f"{QUOTE} Ask [a friend].", "P01"),
    "with a pseudonym": words(f"{QUOTE} Ask P02.", "P01"),
    "with a comma that YAML reads": f"- {{id: x-secret, participant: P01, text: So, {QUOTE}}}\n",
    "in broken YAML": f"- id: x-secret\n  text: '{SECRET}\n - [\n",
    "twice": words(QUOTE, "P01") + words("Something else.", "P01"),
}


def run(
    source: Path, out: Path, builder: str = "html", *options: str
) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own, as people do."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, *options]
    command += ["-d", str(out.with_name(f"{out.name}-doctrees")), str(source), str(out)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def errors(built: Built) -> list[str]:
    return [line for line in built.warnings if ": ERROR: " in line]


def left(out: Path, word: str = SECRET) -> list[str]:
    return files_with(word, out, out.with_name(f"{out.name}-doctrees"))


# -- what may be shown


def test_every_state_is_shown(tmp_path: Path):
    built = build(made_up_study(tmp_path / "source"), tmp_path / "out", "text")
    assert built.warnings == []
    quotes, states = built.read("study/quotes.txt"), built.read("study/states.txt")
    assert "   I waited for *six* wugs [...] and [a maintainer] was blickety kind." in quotes
    assert "   -- a *made-up* contributor" in quotes
    assert "     -- a made-up newcomer, in other words" in quotes
    assert "Approved: “Nobody told me where the toma was.”." in quotes
    assert states.count("*[quote withdrawn]*") == 3
    for placeholder in ("[under embargo]", "[awaiting approval]", "[quote not shown]"):
        assert states.count(f"*{placeholder}*") == 1
    found = built.read("study/found.txt")
    assert "Said by one participant only" in found


def test_words_that_are_shown_stay_out_of_everything_but_the_pages(tmp_path: Path):
    """Neither a doctree nor the environment nor a translator's catalogue keeps them."""
    source = made_up_study(tmp_path / "source")
    for builder in ("html", "gettext"):
        build(source, tmp_path / builder, builder)
    assert left(tmp_path / "gettext", "blickety") == []
    assert left(tmp_path / "html", "blickety") == ["html/study/quotes.html"]
    assert left(tmp_path / "html", "blicketi") == ["html/searchindex.js"], "the stem of the word"
    html = (tmp_path / "html/study/quotes.html").read_text(encoding="utf-8")
    assert "<p>I waited for *six* wugs" in html
    assert '<p class="attribution">—a *made-up* contributor</p>' in html


def test_no_pseudonym_is_printed(tmp_path: Path):
    out = build(made_up_study(tmp_path / "source"), tmp_path / "out").outdir
    for number in range(1, 8):
        assert files_with(f">p0{number}", out) == []
        assert files_with(f" p0{number}", out) == []


# -- what may not


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_builder_writes_words_that_may_not_be_shown(builder: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, NOT_SHOWN["withdrawn"])
    built = build(source, tmp_path / "out", builder)
    (error,) = errors(built)
    assert error.startswith("SRC/_data/research/excerpts.yml:")
    assert "the participant has withdrawn; take 'text' out and write 'state: withdrawn'" in error
    assert error.endswith("(research/quotes-and-consent.md) [compass.may-not-be-shown]")
    assert left(tmp_path / "out") == []
    if builder == "text":
        assert built.read("study/shown.txt").count("*[quote withdrawn]*") == 2


@pytest.mark.parametrize("builder", ["json", "pickle"])
def test_no_data_for_other_programs_has_such_words(builder: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    assert run(source, tmp_path / "out", builder).returncode == 0
    assert left(tmp_path / "out")
    withdraw(source)
    assert run(source, tmp_path / "out", builder).returncode == 0
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_nothing_is_written_of_what_may_not_be_shown(state: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, NOT_SHOWN[state])
    built = build(source, tmp_path / "out")
    assert errors(built)
    assert left(tmp_path / "out") == []
    assert not [line for line in built.warnings if SECRET in line.lower()], "logs are public"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PARTICIPANTS, "- id: P01", "- id: P01\n  withdrawn-on:"),
        (PARTICIPANTS, "- id: P01", "- id: P01\n  withdrawn_on: 2026-05-05"),
        (PARTICIPANTS, "- id: P01", "- id: P01\n  withdrawn-on: soon"),
        (PARTICIPANTS, "- id: P02", "- id: P01"),
        (PARTICIPANTS, "- id: P07", "- id: [P07"),
        ("_data/instruments/made-up-consent.yml", 'version: "1.0.0"', 'version: "1.0.1"'),
        ("study/consent.md", "kind: consent-form", "kind: consent-fom"),
    ],
)
def test_a_consent_that_is_unclear_is_none(name: str, old: str, new: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    assert build(source, tmp_path / "before").warnings == []
    assert left(tmp_path / "before") == ["before/searchindex.js", "before/study/shown.html"]
    change(source, name, old, new)
    built = build(source, tmp_path / "before")
    assert errors(built)
    assert left(tmp_path / "before") == []


def test_without_the_file_of_participants_nothing_is_shown(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    (source / PARTICIPANTS).unlink()
    built = build(source, tmp_path / "out")
    assert len(errors(built)) > 3
    assert left(tmp_path / "out", "blickety") == left(tmp_path / "out", "toma") == []


@pytest.mark.parametrize(
    "options", [(), ("-D", "suppress_warnings=compass,compass.*,*"), ("-j", "2")]
)
def test_the_build_fails_whatever_is_suppressed(options: tuple[str, ...], tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    assert run(source, tmp_path / "out", "html", *options).returncode == 0
    add(source, NOT_SHOWN["withdrawn"])
    for _ in range(2):  # also when nothing has changed since
        done = run(source, tmp_path / "out", "html", *options)
        assert done.returncode == 1
        assert "ERROR: the participant has withdrawn" in done.stderr
    assert left(tmp_path / "out") == []


# -- from one build to the next


def withdraw(source: Path) -> None:
    """Do what `compass study withdraw` says."""
    change(source, PARTICIPANTS, "- id: P01\n", "- id: P01\n  withdrawn-on: 2026-05-30\n")
    change(source, "study/found.md", "{excerpt: x-taken-back}", "{excerpt: x-approved}")
    path = source / EXCERPTS
    entry = words(QUOTE, "P01")
    text = path.read_text(encoding="utf-8").replace(entry, "- {id: x-secret, state: withdrawn}\n")
    start, end = text.index("  item:"), text.index("- id: x-retold")
    path.write_text(text[:start] + "  state: withdrawn\n" + text[end:], encoding="utf-8")


@pytest.mark.parametrize("builder", ["html", "text", "latex", "singlehtml", "epub"])
def test_after_a_withdrawal_nothing_is_left(builder: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    first = build(source, tmp_path / "out", builder)
    assert errors(first) == []
    assert left(tmp_path / "out")
    withdraw(source)
    if builder == "html":
        again = assert_equals_clean_build(source, tmp_path / "out", tmp_path)
        assert again.written == ["index", "study/found", "study/quotes", "study/shown"]
    else:
        again = build(source, tmp_path / "out", builder)
    assert builder == "epub" or again.warnings == []
    for word in (SECRET, "blickety", "blicketi", "wug"):
        assert left(tmp_path / "out", word) == []


def test_the_search_index_after_a_withdrawal_is_that_of_a_clean_build(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    build(source, tmp_path / "out")
    withdraw(source)
    again, clean = build(source, tmp_path / "out"), build(source, tmp_path / "clean")
    assert again.read("searchindex.js") == clean.read("searchindex.js")


def test_builders_that_share_an_environment_each_lose_the_words(tmp_path: Path):
    """As with ``sphinx-build -M``, which keeps one folder of doctrees for all builders."""
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))

    def make() -> None:
        for builder in ("html", "text", "xml", "dirhtml", "json"):
            command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d"]
            command += [
                str(tmp_path / "all/doctrees"),
                str(source),
                str(tmp_path / "all" / builder),
            ]
            subprocess.run(command, check=True, timeout=120)

    make()
    assert len(files_with(SECRET, tmp_path / "all")) >= 5
    withdraw(source)
    make()
    assert files_with(SECRET, tmp_path / "all") == []


def test_words_are_gone_before_anything_is_written(tmp_path: Path):
    """Somebody may stop the build, or build single pages."""
    source, out = made_up_study(tmp_path / "source"), tmp_path / "out"
    add(source, words(QUOTE, "P01"))
    build(source, out)
    withdraw(source)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    command += ["-d", str(tmp_path / "out-doctrees"), str(source), str(out)]
    subprocess.run([*command, str(source / "index.md")], check=True, timeout=120)
    assert [name for name in left(out) if "searchindex" not in name] == []
    subprocess.run(command, check=True, timeout=120)
    assert left(out) == []
    assert "[quote withdrawn]" in (out / "study/shown.html").read_text(encoding="utf-8")


def test_words_vanish_although_somebody_forgot_to_take_them_out(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    build(source, tmp_path / "out")
    change(source, PARTICIPANTS, "- id: P01\n", "- id: P01\n  withdrawn-on: 2026-05-30\n")
    built = build(source, tmp_path / "out")
    assert len(errors(built)) == 2
    assert left(tmp_path / "out") == left(tmp_path / "out", "blickety") == []


def test_words_vanish_when_the_files_are_deleted(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    build(source, tmp_path / "out")
    (source / EXCERPTS).unlink()
    (source / PARTICIPANTS).unlink()
    built = build(source, tmp_path / "out")
    assert any("there is no excerpt 'x-secret'" in line for line in built.warnings)
    assert left(tmp_path / "out") == []


def test_another_day_shows_other_words(tmp_path: Path):
    source, out = made_up_study(tmp_path / "source"), tmp_path / "out"
    add(source, words(QUOTE, "P04"))
    change(source, EXCERPTS, ", state: embargo", ", state: withdrawn")

    def shown(today: str) -> tuple[bool, bool, list[str]]:
        built = build(source, out, compass_today=today)
        return bool(errors(built)), SECRET in built.read("study/shown.html"), built.written

    assert shown("2027-01-01")[:2] == (False, True)
    assert shown("2027-01-01") == (False, True, [])
    assert shown("2026-12-31") == (True, False, ["index", "study/shown"]), (
        "the last day of the embargo"
    )
    assert left(out) == []
    assert shown("2027-01-02") == (False, True, ["index", "study/shown"])


def test_without_a_date_nothing_is_over_and_nothing_is_approved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P05", approved_on="2020-01-01"))
    built = build(source, tmp_path / "out", compass_today="")
    assert len(errors(built)) == 3, "an embargo, and two approvals"
    assert all("(without a date, see 'compass_today')" in line for line in errors(built))
    assert left(tmp_path / "out") == left(tmp_path / "out", "gazzer") == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")
    assert build(source, tmp_path / "out", compass_today="").warnings == []


# -- other ways for words to leave


def test_a_parallel_build_is_the_same(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    for page in ("study/quotes.html", "study/shown.html", "study/found.html"):
        assert one.read(page) == four.read(page)
    assert one.warnings == four.warnings == []


def test_a_host_shows_the_excerpts_of_its_parts(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"), page=False)
    said = "Said: {compass:excerpt}`x-secret`."
    pages = {"study/part.md": FACTS.format("guide", "part", "", "Part", said)}
    parts = "    parts: [part]\n"
    pages["study/book.md"] = FACTS.format("handbook", "book", parts, "Book", "Some words.")
    write(source, pages)
    built = build(source, tmp_path / "out")
    assert built.warnings == []
    assert SECRET in built.read("study/book.html")
    withdraw(source)
    again = build(source, tmp_path / "out")
    assert again.warnings == []
    assert "[quote withdrawn]" in again.read("study/book.html")
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("directive", ["literalinclude", "include"])
def test_a_page_that_shows_the_whole_file_stops_the_build(directive: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"), page=False)
    page = f"# All\n\n```{{{directive}}} ../_data/research/excerpts.yml\n```\n"
    write(source, {"study/all.md": page})
    done = run(source, tmp_path / "out")
    assert done.returncode == 2
    assert "study/all.md shows or offers a file about participants" in done.stderr
    assert "Nothing was written" in done.stderr
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("way", ["a page that is a link", "a link from there", "a copy"])
def test_by_no_other_name_a_page_shows_the_whole_file(way: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"), page=False)
    file = source / EXCERPTS
    page = "# All\n\n```{literalinclude} other.txt\n```\n"
    if way == "a page that is a link":
        (source / "study/all.md").symlink_to("../_data/research/excerpts.yml")
    elif way == "a copy":
        text = file.read_text(encoding="utf-8")
        write(source, {"study/all.md": page, "study/other.txt": text})
    else:
        file.rename(source / "study/other.txt")
        file.symlink_to("../../study/other.txt")
        write(source, {"study/all.md": page})
    done = run(source, tmp_path / "out")
    assert done.returncode == 2
    assert "study/all.md shows or offers a file about participants" in done.stderr
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "2026-06-01T00:00"])
def test_a_day_that_is_none_stops_the_build(day: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"))
    done = run(source, tmp_path / "out", "html", "-D", f"compass_today={day}")
    assert done.returncode == 2
    message = f"'compass_today' must be a date like '2026-11-30', not '{day}'"
    assert message in done.stderr
    assert left(tmp_path / "out") == []


def test_with_the_rules_of_safety_such_a_page_is_built_without_it(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"), page=False)
    page = "# All\n\n```{literalinclude} ../_data/research/excerpts.yml\n```\n"
    write(source, {"study/all.md": page})
    change(source, "conf.py", '"sphinx_compass"]', '"sphinx_compass", "sphinx_compass.safety"]')
    built = build(source, tmp_path / "out")
    (warning,) = built.warnings
    assert "is about participants, and is not shown as a whole" in warning
    assert left(tmp_path / "out") == []


def test_a_heading_holds_no_excerpt(tmp_path: Path):
    """Titles are kept in the environment, and in the contents of other pages."""
    source = made_up_study(tmp_path / "source")
    add(source, words(QUOTE, "P01"), page=False)
    write(source, {"study/all.md": "# They said {compass:excerpt}`x-secret`\n\nWords.\n"})
    built = build(source, tmp_path / "out")
    (warning,) = built.warnings
    assert "an excerpt cannot stand in a heading; put it into the text below" in warning
    assert left(tmp_path / "out") == []


def test_a_pseudonym_in_a_page_is_an_error(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    write(source, {"study/all.md": "# All\n\nWhat p03 said.\n\n```\nP99\n```\n"})
    (error,) = errors(build(source, tmp_path / "out"))
    assert error == (
        "SRC/study/all.md:3: ERROR: 'p03' stands for a participant of "
        "_data/research/participants.yml, and would tie what is said here to everything else of "
        "that person; take it out [compass.named-person]"
    )


def test_an_unknown_excerpt_is_named_once(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    show(source)
    path = source / "study/shown.md"
    path.write_text("# Shown\n\nHere: {compass:excerpt}`x-spokn`.\n", encoding="utf-8")
    assert build(source, tmp_path / "out").warnings == [
        "SRC/study/shown.md:3: WARNING: there is no excerpt 'x-spokn'; did you mean 'x-spoken'? "
        "[compass.unknown-reference]"
    ]


def test_a_finding_whose_quotes_were_all_withdrawn_is_reported(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    change(source, PARTICIPANTS, "- id: P01\n", "- id: P01\n  withdrawn-on: 2026-05-30\n")
    text = (source / EXCERPTS).read_text(encoding="utf-8")
    start, end = text.index("  item:"), text.index("- id: x-retold")
    (source / EXCERPTS).write_text(text[:start] + "  state: withdrawn\n" + text[end:])
    assert build(source, tmp_path / "out").warnings == [
        "SRC/study/found.md:12: WARNING: nothing is left that the finding 'long-waits' rests on: "
        "its excerpts were withdrawn or may not be shown; give it other evidence, or take the "
        "finding out [compass.missing-entry]"
    ]
