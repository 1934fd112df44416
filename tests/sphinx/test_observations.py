"""Observations on the site: they can be linked to, and what is not to be public is not shown."""

from pathlib import Path

from tests.site import build, copy_root


def test_an_observation_can_be_linked_to(tmp_path: Path):
    built = build(copy_root("observations", tmp_path / "source"), tmp_path / "out")
    html = built.read("observed.html")
    assert built.warnings == []
    assert 'id="observation-waiting-changes"' in html
    assert 'href="#observation-waiting-changes" title="How long a first change waits"' in html
    assert "the other</span></a>" in html


def test_words_of_a_closed_forum_are_not_shown_although_the_build_goes_on(tmp_path: Path):
    source = copy_root("observations", tmp_path / "source")
    page = source / "observed.md"
    text = page.read_text(encoding="utf-8").replace("access: open", "access: closed")
    page.write_text(text, encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert [line.rpartition("[")[2] for line in built.warnings] == ["compass.closed-forum]"] * 2
    html = built.read("observed.html")
    assert "How long a <em>first</em> change waits" in html
    assert "within a week" not in html
    assert "example.org/forum/1" not in html


def test_a_page_is_judged_again_when_a_programme_names_somebody(tmp_path: Path):
    """The observations did not change, and the name stands on another page."""
    source = copy_root("observations", tmp_path / "source")
    page = source / "observed.md"
    text = page.read_text(encoding="utf-8").replace("Whose turn", "Whether it is Robin's turn")
    page.write_text(text, encoding="utf-8")
    assert build(source, tmp_path / "out").warnings == []
    (source / "programme.md").write_text(PROGRAMME, encoding="utf-8")
    (warning,) = build(source, tmp_path / "out").warnings
    assert warning.endswith("not by whom [compass.named-person]")
    assert "'observations[2].topic' names a person of programme.md:13" in warning
    (source / "programme.md").unlink()
    assert build(source, tmp_path / "out").warnings == []


PROGRAMME = """\
---
options:
  compass:
    kind: programme
    id: work
    status: draft
    owner: council
    agreement: The agreement
    period: a year
    aims: [more]
    parties:
      - {id: us, title: Us, does: [works],
         people: [Robin Example]}
    phases: [{title: First, takes: a month, work: [ask]}]
    change-rule: {what: Dates, agreed-by: [us], how: in writing}
---
# The work

Some words.
"""
