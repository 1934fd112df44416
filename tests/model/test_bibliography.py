"""``references.bib``: what is wrong in it, on which line, and who cites what."""

from pathlib import Path

import pytest
from tests.site import event, site, write

from compass_model.bibliography import Bibliography, read_bibliography
from compass_model.bibtex_entries import TYPES
from compass_model.citations import Citation, CitationScanner
from compass_model.problems import one_of
from compass_model.tree import read_compass

FIELDS = {
    "author": "Ada Example",
    "title": "A Word",
    "year": "2020",
    "url": "https://example.org",
}


def work(key: str, kind: str = "misc", **fields: str) -> str:
    """Return an entry of one line for its key and each field; an empty field is left out."""
    written = "".join(f"  {n} = {{{v}}},\n" for n, v in {**FIELDS, **fields}.items() if v)
    return f"@{kind}{{{key},\n{written}}}\n"


def bibliography(root: Path, text: str) -> Bibliography:
    (root / "references.bib").write_text(text, encoding="utf-8")
    return read_bibliography(root)


def said(found: Bibliography) -> list[str]:
    assert all(problem.path == "references.bib" for problem in found.problems)
    return [f"{p.line}: {p.message} [{p.code}]" for p in found.problems]


# -- the file


def test_an_entry_is_read_with_its_line_and_without_its_latex(tmp_path: Path):
    found = bibliography(
        tmp_path,
        '@string{house = "The Press"}\n\n'
        "@Book{example2020word,\n"
        "  AUTHOR = {Example, Ada and {The Group} and Jan van d{\\'e}n Berg},\n"
        "  title = {A {Word} \\& More}, publisher = house # {, Town}, month = sep,\n"
        "  year = 2020, doi = {10.1000/182}, url = {https://example.org/a_b}\n}\n",
    )
    assert said(found) == []
    entry = found.entries["example2020word"]
    assert (entry.line, entry.type) == (3, "book")
    assert entry.title == "A Word & More"
    assert entry.authors == ("Ada Example", "The Group", "Jan van dén Berg")
    assert (entry.year, entry.doi, entry.url) == ("2020", "10.1000/182", "https://example.org/a_b")
    assert entry.fields["publisher"] == "The Press, Town"


def test_without_the_file_nothing_is_wrong(tmp_path: Path):
    assert read_bibliography(tmp_path) == Bibliography({}, [], whole=False)


BROKEN = "check the commas, quotes and braces here and above [broken-bibtex]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "@misc{one,\n  title = {A Word}\n  year = 2020\n}\n",
            f"3: broken BibTeX: '}}' expected; {BROKEN}",
        ),
        (
            "@misc{one,\n  title = {A Word,\n  year = 2020\n}\n",
            "1: broken BibTeX: what begins here has no end; look for a missing '}' or '\"' "
            "[broken-bibtex]",
        ),
        ("Ask ada@example.org\nor me.\n", f"1: broken BibTeX: '(' or '{{' expected; {BROKEN}"),
        ("\n@misc{}\n", f"2: broken BibTeX: entry key expected; {BROKEN}"),
        (
            "@misc{one,\n  month = septembre\n}\n",
            "2: 'septembre' is no abbreviation; write the value in braces: '{septembre}' "
            "[broken-bibtex]",
        ),
        (
            work("one", title="A \\"),
            "3: 'title' holds LaTeX that cannot be read; write plain text [broken-bibtex]",
        ),
        (
            work("one", TITLE="Another"),
            "6: 'title' stands here twice; keep one of them [broken-bibtex]",
        ),
    ],
)
def test_broken_bibtex_is_explained_and_the_rest_is_read(text: str, expected: str, tmp_path: Path):
    found = bibliography(tmp_path, text + work("two"))
    assert said(found) == [expected]
    assert found.entries["two"].title == "A Word"


def test_a_file_of_another_encoding_is_explained(tmp_path: Path):
    (tmp_path / "references.bib").write_bytes(work("one", title="W\xf6rter").encode("latin-1"))
    assert said(read_bibliography(tmp_path)) == [
        "3: the file is not UTF-8; save it with the encoding UTF-8 [not-utf8]"
    ]


def test_a_link_to_the_outside_is_not_followed(tmp_path: Path):
    outside = write(tmp_path, {"secret.bib": work("secret"), "source/index.md": "# Home\n"})
    (outside / "source/references.bib").symlink_to("../secret.bib")
    found = read_bibliography(outside / "source")
    assert said(found) == [
        "1: this is a link to a place outside the source folder; copy what is there, or delete it "
        "[outside-source]"
    ]
    assert not found.entries


def test_there_are_limits(tmp_path: Path):
    """Also for abbreviations of abbreviations, which could come to 10^11 letters here."""
    steps = [f"@string{{a{i + 1} = {' # '.join([f'a{i}'] * 10)}}}\n" for i in range(9)]
    bomb = f"@string{{a0 = {{{100 * 'x'}}}}}\n" + "".join(steps)
    assert said(bibliography(tmp_path, work("one") + bomb)) == [
        "11: abbreviations ('@string') make the file too large; write the texts out [too-large]"
    ]
    assert said(bibliography(tmp_path, "%" * 300 * 1024)) == [
        "1: the file has 300 kB, at most 256 are read; shorten it [too-large]"
    ]


# -- an entry


def test_a_key_stands_for_one_work(tmp_path: Path):
    """Capitals do not count, because pybtex does not tell such keys apart."""
    again = work("word").replace("\n  ", " ")
    other = work("word", title="Another", year="2021")
    found = bibliography(tmp_path, work("word") + again + other + work("Word", "online"))
    assert said(found) == [
        "7: the entry 'word' stands in line 1 too, with the same content; take one of them out "
        "[duplicate-key]",
        "9: the key 'word' is used in line 1 too, with another 'title', 'year'; choose another "
        "[duplicate-key]",
        "15: the key 'Word' is used in line 1 ('word') too, with another 'type'; choose another "
        "[duplicate-key]",
    ]
    assert found.entries["word"].title == "A Word"


@pytest.mark.parametrize("key", ["sholler2025voices", "Example-2020", "7wonders"])
def test_a_key_has_letters_digits_and_hyphens(key: str, tmp_path: Path):
    assert said(bibliography(tmp_path, work(key))) == []


@pytest.mark.parametrize("key", ["a_b", "a:b", "wörter", "a--b", "-a", "<b>"])
def test_a_key_has_nothing_else(key: str, tmp_path: Path):
    assert said(bibliography(tmp_path, work(key))) == [
        f"1: the key '{key}' must be letters, digits and single hyphens, "
        "like 'sholler2025voices' [wrong-value]"
    ]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_names_all_fields_that_are_missing(kind: str, tmp_path: Path):
    wanted = [one_of(f"'{name}'" for name in names) for names in TYPES[kind]]
    expected = [f"1: {names} is missing in 'word'; add it [missing-field]" for names in wanted]
    found = bibliography(tmp_path, f"@{kind}{{word, title = {{}}, pages = 3}}")
    assert sorted(said(found)) == sorted(expected)
    assert found.entries["word"].type == "misc", "of which pybtex wants no field"


def test_a_type_that_does_not_exist_is_no_entry(tmp_path: Path):
    assert said(bibliography(tmp_path, work("word", "onlin"))) == [
        "1: '@onlin' is not a type of entry; did you mean 'online'? [wrong-value]"
    ]
    (message,) = said(bibliography(tmp_path, work("word", "xyz")))
    assert message.startswith("1: '@xyz' is not a type of entry; use article, book, booklet, ")


LINK = "must be a full address that begins with https:// or http://"
FORMULA = "the formula command '\\href' is not allowed; it makes links, styles or requests"
NAMES = "must be names like 'Ada Example' or 'Example, Ada', with ' and ' between them"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("year", "n.d.", "'year' must be four digits, like 2025, not 'n.d.' [wrong-value]"),
        (
            "doi",
            "https://doi.org/10.1000/182",
            "'doi' must be like '10.1000/182', without 'https://doi.org/' before it, "
            "not 'https://doi.org/10.1000/182' [wrong-value]",
        ),
        ("url", "www.example.org", f"'url' {LINK}, not 'www.example.org' [wrong-value]"),
        ("url", "https://a.org/a\\_b", f"'url' {LINK}, not 'https://a.org/a\\_b' [wrong-value]"),
        ("url", "javascript:alert(1)", f"'url' {LINK}, not 'javascript:alert(1)' [link-scheme]"),
        (
            "note",
            "See \\url{javascript:alert(1)}",
            "the link 'javascript:alert(1)' is not allowed; links begin with https:, http:, "
            "mailto: or doi:, or lead to a page of the site [link-scheme]",
        ),
        ("title", "\\(\\href{https://example.org}{x}\\)", f"{FORMULA} [link-scheme]"),
        ("title", "\\(\\textbackslash href\\{x\\}\\{y\\}\\)", f"{FORMULA} [link-scheme]"),
        ("author", "A, B, C and D", f"'author' {NAMES}, not 'A, B, C and D' [wrong-value]"),
        ("editor", "A, B, C, D", f"'editor' {NAMES}, not 'A, B, C, D' [wrong-value]"),
        ("crossref", "other", "'crossref' is not supported; write the fields out [wrong-value]"),
    ],
)
def test_a_field_has_its_form_and_is_left_out_otherwise(
    name: str, value: str, expected: str, tmp_path: Path
):
    found = bibliography(tmp_path, work("word", **{name: value}))
    line = list({**FIELDS, name: value}).index(name) + 2
    assert said(found) == [f"{line}: {expected}"]
    assert name not in found.entries["word"].fields


# -- citations

PAGE = """\
---
a: "{cite}`fact`"  # {cite}`beside`
# {cite}`no`
---
# Title {cite:p}`heading`

Words ``{cite}`no` `` and {cite:t}`first,
second`, \\{cite}`no`, {term}`cite`, {cite:alp}`{see}before{p. 4, 5}, after`.

- In a list

  {footcite:t}`list` and a note[^1].

[^1]: {cite}`note`

    {cite}`more-note`

Term
: {cite}`definition`

| a | {cite:year}`cell` |
|---|---|

:::{tip} {cite}`argument`
:class: x

{cite:cts}`directive`

```{code-block} md
{cite}`no`
```
:::

% {cite}`no`

    {cite}`no`

```
{cite}`no`
```
> {cite}`text <explicit>`
"""


def test_citations_are_found_with_their_lines_but_not_in_code():
    found = CitationScanner().citations("page.md", PAGE)
    assert [(citation.line, citation.key) for citation in found] == [
        (2, "fact"),
        (2, "beside"),
        (5, "heading"),
        (7, "first"),
        (7, "second"),
        (8, "before"),
        (8, "after"),
        (12, "list"),
        (14, "note"),
        (16, "more-note"),
        (19, "definition"),
        (21, "cell"),
        (24, "argument"),
        (27, "directive"),
        (41, "explicit"),
    ]


def test_a_bibliography_may_name_keys_or_list_everything():
    scanner = CitationScanner()
    page = "# References\n\n```{bibliography}\n:list: bullet\n\none\ntwo\n```\n"
    assert [citation.key for citation in scanner.citations("a.md", page)] == ["one", "two"]
    page = page.replace("list: bullet", "all:").replace("one\ntwo\n", "")
    assert scanner.citations("a.md", page) == [Citation("a.md", 3, "*")]


FACTS = event().replace("    agenda:", "    evidence: [{cite: two}]\n    agenda:")


def compass(root: Path, files: dict[str, str]) -> list[str]:
    problems = read_compass(site(root, files)).problems
    return [f"{p.path}:{p.line}: {p.message} [{p.code}]" for p in problems]


def test_pages_cite_works_that_exist_and_every_work_is_cited(tmp_path: Path):
    assert compass(
        tmp_path,
        {
            "references.bib": work("one") + work("two") + work("three") + work("four"),
            "_data/texts.yml": "text: see {cite}`three`\n",
            "events/a.md": FACTS + "\n{cite}`one, onw` {cite}`xyz` {cite}`a b` {cite}`one,`\n",
        },
    ) == [
        "events/a.md:46: there is no entry 'onw' in references.bib; did you mean 'one'? "
        "[unknown-citation]",
        "events/a.md:46: there is no entry 'xyz' in references.bib; add it there "
        "[unknown-citation]",
        "events/a.md:46: 'a b' is not a key; write keys with commas between them: 'one, two' "
        "[unknown-citation]",
        "events/a.md:46: '' is not a key; write keys with commas between them: 'one, two' "
        "[unknown-citation]",
        "references.bib:19: no page cites 'four'; cite it, or take the entry out [unused-entry]",
    ]


def test_what_a_broken_bibliography_lacks_is_not_judged(tmp_path: Path):
    files = {"references.bib": "@misc{one,\n", "page.md": "# A page\n\n{cite}`one` {cite}`two`\n"}
    assert [line.rpartition("[")[2] for line in compass(tmp_path, files)] == ["broken-bibtex]"]


def test_texts_may_cite_other_files_where_there_is_no_bibliography(tmp_path: Path):
    assert compass(tmp_path, {"a.md": FACTS + "\n{cite}`one`\n"}) == [
        "a.md:17: there is no entry 'two' in references.bib; add it there [unknown-citation]"
    ]
