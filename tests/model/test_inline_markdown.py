"""Inline MyST for programs that know common Markdown only, or none at all."""

import pytest
from markdown_it import MarkdownIt

from compass_model.inline_markdown import as_markdown, as_plain, link_to


@pytest.mark.parametrize(
    ("text", "markdown", "plain"),
    [
        ("Announce the date", "Announce the date", "Announce the date"),
        ("two\nlines\n", "two lines", "two lines"),
        ("carry {label}`good first issue`", "carry good first issue", "carry good first issue"),
        ("the {term}`rooms <breakout room>`", "the rooms", "the rooms"),
        ("{py:func}`~os.path.join`", "os.path.join", "os.path.join"),
        ("**all** of *them*", "**all** of *them*", "all of them"),
        ("*a {term}`pad`*", "*a pad*", "a pad"),
        ("run `compass check`", "run `compass check`", "run compass check"),
        ("``a `b` c``", "``a `b` c``", "a `b` c"),
        ("`` `b` ``", "`` `b` ``", "`b`"),
        ("[our charter](../charter/index.md)", "our charter", "our charter"),
        ("[](../charter/ways-of-working.md)", "ways of working", "ways of working"),
        ("[](#role-host)", "role host", "role host"),
        ("<project:#role-host>", "role host", "role host"),
        ("[see {term}`pad`](pad.md)", "see pad", "see pad"),
        (
            "[Zulip](https://example.org/z)",
            "[Zulip](https://example.org/z)",
            "Zulip (https://example.org/z)",
        ),
        (
            "[Zulip](https://example.org/z_(a))",
            "Zulip (<https://example.org/z_(a)>)",
            "Zulip (https://example.org/z_(a))",
        ),
        ("<https://example.org/a_b>", "<https://example.org/a_b>", "https://example.org/a_b"),
        ("[](https://example.org)", "<https://example.org>", "https://example.org"),
        ("[write](mailto:a@example.org)", "[write](mailto:a@example.org)", "write (a@example.org)"),
        ("<a@example.org>", "<a@example.org>", "a@example.org"),
        ("![Four people](four.png)", "Four people", "Four people"),
        ("a_b _c_ 2 * 3", "a_b _c_ 2 \\* 3", "a_b c 2 * 3"),
        (r"\*not emphasis\*", r"\*not emphasis\*", "*not emphasis*"),
        ("_x", r"\_x", "_x"),
        ("<b>x</b> & y &amp;lt;", r"\<b>x\</b> & y \&lt;", "<b>x</b> & y &lt;"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("Café – naïve 日本", "Café – naïve 日本", "Café – naïve 日本"),
        ("a\x1b[31mb\u2028c", "a \\[31mb c", "a [31mb c"),
    ],
)
def test_markup_becomes_what_the_program_knows(text: str, markdown: str, plain: str):
    assert as_markdown(text) == markdown
    assert as_plain(text) == plain


@pytest.mark.parametrize(
    "text", ["a*b", "_x_", "[x](y)", "a ` b", "<i>", "&lt;", r"\\", "*", "see ![x](y)", "a\\"]
)
def test_plain_words_in_a_role_stay_the_same_words(text: str):
    """Whatever stands in a role, common Markdown shows it as it is."""
    shown = as_markdown(f"{{term}}``{text}``")
    html = MarkdownIt("commonmark").renderInline(shown)
    expected = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/conduct", "<https://example.org/conduct>"),
        ("mailto:help@example.org", "<help@example.org>"),
        ("https://example.org/a>b<c\x1b", "<https://example.org/a%3Eb%3Cc>"),
    ],
)
def test_an_address_is_a_link(address: str, expected: str):
    assert link_to(address) == expected
