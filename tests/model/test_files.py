"""Which files a page may show or offer, and what is seen of a page without building it."""

import time
from pathlib import Path

import pytest
from tests.site import write

from compass_model.drawings import drawing_problem
from compass_model.headings import Heading
from compass_model.markdown_scan import MAX_DEPTH, MarkdownScanner, NamedFile
from compass_model.safety import eval_rst_lines, file_problem

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG//EN" "x">\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"a.png": "x", "pages/b.png": "x", "pages/b.svg": SVG.format(""), "c d.png": "x"}
    return write(tmp_path / "source", {**files, "<e>.png": "x", "name:f.png": "x"})


@pytest.mark.parametrize(
    "target",
    ["b.png", "../a.png", "/a.png", "/pages/../a.png", "b.*", "./b.png", "../c d.png"],
)
def test_a_file_is_named_from_its_page_or_from_the_top(target: str, root: Path):
    assert file_problem(root, "pages/page.md", target) is None


OUTSIDE = "'{}' is outside the source folder; copy the file into source/"
REMOTE = "'{}' is on another site; copy the file into source/ and name its licence"
NOWHERE = "there is no file '{}'; check its name and folder, capitals count"


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        ("../../secret.png", "outside-source", OUTSIDE),
        ("/../secret.png", "outside-source", OUTSIDE),
        ("../pages/../../secret.png", "outside-source", OUTSIDE),
        ("../..", "outside-source", OUTSIDE),
        ("..", "missing-file", NOWHERE),
        ("<e>.png", "outside-source", OUTSIDE),
        ("B.png", "missing-file", NOWHERE),
        ("nowhere.*", "missing-file", NOWHERE),
        ("/", "missing-file", NOWHERE),
        (".", "missing-file", NOWHERE),
        ("https://example.org/a.png", "remote-file", REMOTE),
        ("HTTPS://example.org/a.png", "remote-file", REMOTE),
        ("//example.org/a.png", "remote-file", REMOTE),
        ("///etc/passwd", "remote-file", REMOTE),
        ("file:/etc/passwd", "remote-file", REMOTE),
        ("data:image/png;base64,AA", "remote-file", REMOTE),
        ("name:f.png", "remote-file", REMOTE),
    ],
)
def test_other_files_are_refused(target: str, code: str, message: str, root: Path):
    (root.parent / "secret.png").write_text("x")
    found = file_problem(root, "pages/page.md", target)
    assert found is not None
    assert (found.code, found.message) == (code, message.format(target))


@pytest.mark.parametrize(
    "name",
    ["a.html", "A.HTM", "a.xhtml", "a.js", "a.mjs", "a.svgz", "a.swf", "a.xml", "a.rss", "a.xslt"],
)
@pytest.mark.parametrize("download", [True, False])
def test_files_that_a_browser_runs_are_refused(name: str, download: bool, root: Path):
    (root / name).write_text("")
    found = file_problem(root, "page.md", name, download=download)
    assert found is not None
    assert (found.code, found.message) == (
        "active-file",
        f"'{name}' could run in a reader's browser; offer it as a zip file or on another site",
    )


MARKUP = '<x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:script>alert(1)</x:script></x:html>'


@pytest.mark.parametrize("name", ["a.xhtm", "a.kml", "a.wsdl", "a.inc", "a.pdf", "a.png", "a"])
@pytest.mark.parametrize("download", [True, False])
@pytest.mark.parametrize(
    "data",
    [
        MARKUP.encode(),
        MARKUP.encode("utf-8-sig"),
        MARKUP.encode("utf-16"),
        MARKUP.encode("utf-16-le"),
        MARKUP.encode("utf-16-be"),
        MARKUP.encode("utf-32"),
        b"\n\t \r\n\x0c" + MARKUP.encode(),
        b" " * 200_000 + MARKUP.encode(),
        b"<!-- a comment --><script>alert(1)</script>",
        b"<?xml version='1.0'?>",
    ],
    ids=["plain", "mark", "16", "16-le", "16-be", "32", "space", "long", "comment", "xml"],
)
def test_markup_is_refused_whatever_its_name(name: str, download: bool, data: bytes, root: Path):
    (root / name).write_bytes(data)
    found = file_problem(root, "page.md", name, download=download)
    assert found is not None
    assert (found.code, found.message) == (
        "active-file",
        f"'{name}' could run in a reader's browser; offer it as a zip file or on another site",
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_plain_text_may_begin_as_it_likes(name: str, root: Path):
    (root / name).write_text("<https://example.org>\n")
    assert file_problem(root, "page.md", name, download=True) is None


@pytest.mark.parametrize("name", ["a.pdf", "a.csv", "a.txt", "a.zip", "a.ics", "a.odt", "a.md"])
def test_documents_may_be_offered(name: str, root: Path):
    (root / name).write_text("")
    assert file_problem(root, "page.md", name, download=True) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<style>path { fill: url("#a") }</style>',
        '<path style="fill:url(#a);stroke:none" d="M0 0"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<animate attributeName="cx" values="1;2"/>',
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
    ],
)
def test_a_plain_drawing_is_fine(body: str):
    assert drawing_problem(SVG.format(body).encode()) == ""
    assert drawing_problem((HEAD + SVG.format(body)).encode()) == ""


SCRIPTS = "save it as plain SVG without scripts"
SCRIPT = f"holds <script>; {SCRIPTS}"
ANIMATES = "animates a link; save it as plain SVG"
LOADS = "holds a link or loads another file; save it as plain SVG"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (SVG.format("<SCRIPT/>"), SCRIPT),
        ('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>', SCRIPT),
        (SVG.format('<g ONCLICK="x"/>'), f"holds the event 'onclick'; {SCRIPTS}"),
        (SVG.format('<a href="page.html"/>'), LOADS),
        (SVG.format('<image href="other.svg"/>'), LOADS),
        (SVG.format('<use href="DATA:image/svg+xml,x"/>'), LOADS),
        (SVG.format('<path style="fill:URL( \'http://x\')"/>'), LOADS),
        (SVG.format('<a><animate attributeName="xlink:href"/></a>'), ANIMATES),
        ("no drawing", "is not well-formed SVG; save it again"),
        ("", "is not well-formed SVG; save it again"),
    ],
)  # fmt: skip
def test_a_drawing_that_does_more_is_refused(data: str, problem: str):
    assert drawing_problem(data.encode()) == problem


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-32"])
def test_a_drawing_that_is_not_utf_8_is_refused(encoding: str):
    """A browser could read something else in it than we do."""
    data = SVG.format("<title>été</title>").encode(encoding)
    assert drawing_problem(data) == "is not UTF-8; save it as plain SVG"


# -- the scan

PAGE = """\
Setext title
============

## Second *level*

:::{note}
### Not a section
![a](a.png)
:::

```{figure} b.png
:name: x
A caption with ![c](c.png)
```

````{note}
```{raw} html
<b>
```
````

```python
# Not a title ![x](not.png) <b>
```

- item with <b>html</b>
  and {download}`the file <d.zip>`

  <div>

{download}`e.zip`

```{csv-table}
:file: f.csv
```
"""


def test_a_scan_sees_headings_files_directives_and_html_at_their_lines():
    scan = MarkdownScanner().scan(PAGE, first_line=11)
    assert scan.headings == [
        Heading(1, "Setext title", 11),
        Heading(2, "Second *level*", 14),
    ]
    assert scan.files == [
        NamedFile("a.png", 18, download=False),
        NamedFile("b.png", 21, download=False),
        NamedFile("c.png", 23, download=False),
        NamedFile("d.zip", 37, download=True),
        NamedFile("e.zip", 41, download=True),
        NamedFile("f.csv", 43, download=False),
    ]
    assert scan.directives == [
        ("note", 16),
        ("figure", 21),
        ("note", 26),
        ("raw", 27),
        ("csv-table", 43),
    ]
    assert scan.raw_html == [36, 36, 39]


def test_directives_in_one_another_are_looked_into_as_far_as_python_can():
    deep = 600
    opened = [f"{'`' * (deep + 3 - level)}{{note}}" for level in range(deep)]
    found = MarkdownScanner().scan("\n".join([*opened, "text"]))
    assert len(found.directives) == MAX_DEPTH + 1
    assert found.too_deep == [MAX_DEPTH + 1]


@pytest.mark.parametrize(
    "start",
    [
        "```",
        "~~~~",
        ":::",
        "> ```",
        "- ```",
        "12. ```",
        "  * > ```",
        ": ```",
        "[^1]: ```",
        "   ```",
    ],
)
def test_restructuredtext_is_seen_wherever_it_may_begin(start: str):
    assert list(eval_rst_lines(f"Text\n\n{start}{{eval-rst}}\n")) == [3]
    assert list(eval_rst_lines(f"Text\n\n{start} {{ eval-rst }}\n")) == [3]


def test_restructuredtext_may_be_spoken_of():
    assert list(eval_rst_lines("Never use `{eval-rst}`, nor ```{eval-rst}``` in a line.\n")) == []


@pytest.mark.parametrize("start", ["text[^1]: ", "a "])
def test_restructuredtext_begins_with_its_line(start: str):
    assert list(eval_rst_lines(f"{start}```{{eval-rst}}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        *["1.25 3.50 7.75\n" * 20_000, "\n" * 200_000, "> " * 100_000, "[^a]:" * 40_000],
        *[":" * 200_000, "  ::: {\n" * 20_000, "[^" * 100_000, "``` {" * 40_000],
    ],
    ids=["numbers", "blank", "quotes", "notes", "colons", "braces", "open", "fences"],
)
def test_the_search_for_restructuredtext_takes_no_time(text: str):
    start = time.process_time()
    assert list(eval_rst_lines(text)) == []
    assert time.process_time() - start < 2  # it took minutes; now it takes a fraction of a second
