"""Where pages show excerpts: what is found without a build is what a build finds."""

from __future__ import annotations

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from tests.site import CONF, site

from compass_model.consent.pages import places_in

ROLE = "{compass:excerpt}`x-1`"
PAGES = {
    "directive": "```{compass:excerpt} x-1\n```",
    "spaces": "``` {compass:excerpt}   x-1  \n```",
    "capitals": "{Compass:Excerpt}`x-1`\n\n```{Compass:Excerpt} x-2\n```",
    "quote": "> ```{compass:excerpt} x-1\n> ```",
    "item": "- ```{compass:excerpt} x-1\n  ```\n\n1. ```{compass:excerpt} x-2\n   ```",
    "deep": "- a\n  1. > ```{compass:excerpt} x-1\n     > ```",
    "code-in-item": f"1. ```bash\n   compass check\n   ```\n2. Then.\n\nSaid {ROLE}.",
    "code-in-other-item": f"Text\n- ~~~\n  {{compass:excerpt}}`no`\n  ~~~\n- {ROLE}",
    "code": f"```\n{ROLE}\n```\n\n~~~\n```\n{ROLE}\n~~~\n\n    {ROLE}\n\n`` {ROLE} ``\n\nAt {ROLE}",
    "code-not-closed": f"{ROLE}\n\n```python\n{ROLE}",
    "no-fence": f"text\n```not a fence` here\n{ROLE}\n\n<!-- ``` -->\n\n{ROLE}",
    "no-fence-but-code": f"    ```\n\n{ROLE}",
    "stray": f"it`s {ROLE} ok\n\nSomebody's `` code {ROLE}\n\nin `repo`s wiki {ROLE} there",
    "stray-above": f"it`s nice.\nHa {ROLE} ok",
    "two-lines": "Text {compass:excerpt}`x-1\n` and {compass:excerpt}`\nx-2` there",
    "table": f"| a | b |\n|---|---|\n| a `b | {ROLE} |",
    "nested": f"````{{note}}\n{ROLE}\n```{{compass:excerpt}} x-2\n```\n````",
    "colons": f"::::{{note}} So {ROLE}\n:::{{compass:excerpt}} x-2\n:::\n::::",
    "box": f"::: box\n{ROLE}\n:::\n\n:::\n```{{compass:excerpt}} x-2\n```\n:::",
    "stray-in-title": f":::{{admonition}} It costs `5\n{ROLE}\n:::",
    "options": f"```{{note}}\n:class: it`s\n{ROLE}\n```",
    "options-in-yaml": f"```{{list-table}} T\n---\nheader-rows: 1\n---\n* - {ROLE}\n```",
    "caption": f"```{{code-block}} text\n:caption: 'So {ROLE}'\n{ROLE}\n```",
    "caption-in-yaml": f"```{{code-block}} text\n---\ncaption: So {ROLE}\n---\n{ROLE}\n```",
    "cells": f"```{{csv-table}}\na,{ROLE}\n```\n\n```{{list-table}}\n* - {ROLE}\n```",
    "title-of-table": f":::{{table}} So {ROLE}\n| a |\n|---|\n| b |\n:::",
    "parsed": f"```{{parsed-literal}}\nSo {ROLE}\n```",
    "verbatim": f"```{{code-block}} text\n{ROLE}\n```\n\n```{{math}}\n{ROLE}\n```\n\n{ROLE}",
    "rst": "```{eval-rst}\nSo :compass:excerpt:`x-1` and\n\n.. compass:excerpt:: x-2\n\n```",
    "not-shown": f"% {ROLE}\n\n\\{ROLE}\n\n<div>\n{ROLE}\n</div>\n\n![alt {ROLE}](x.png)\n\n{ROLE}",
    "marked": f"**{ROLE}** and [a link {ROLE}](https://example.org) and {{sub}}`{ROLE}`",
    "ticks": "{compass:excerpt}``x-1`` and {compass:excerpt} `x-2`",
    "footnote": f"a[^1]\n\n[^1]: So {ROLE}\n",
    "definition": f"Term\n: So {ROLE}\n\n```{{glossary}}\nTerm {ROLE}\n  So {ROLE}\n```",
    "indented": "* a\n\n      {compass:excerpt}`no`\n\n  {compass:excerpt}`x-1`",
    "tabs": f"````{{tab-set}}\n```{{tab-item}} A\n{ROLE}\n```\n````",
    "card": f"```{{card}} Title\n{ROLE}\n+++\n{ROLE}\n```",
    "heading": f"## Head {ROLE}\n\n(here)=\n{ROLE}\n\n+++\n{ROLE}",
}


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """Return the ids that a build notes for each page."""
    conf = CONF.replace('["colon_fence"]', '["colon_fence", "deflist"]')
    pages = {f"{name}.md": f"# Page\n\n{text}\n" for name, text in PAGES.items()}
    source = site(tmp_path_factory.mktemp("mentions"), pages, conf=conf)
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(source, source, source / "o", source / "d", "dummy", status=None, warning=None)
        app.build()
        table: dict[str, tuple[str, ...]] = app.env.domaindata["compass"]["excerpts"]
    return table


@pytest.mark.parametrize("name", PAGES)
def test_what_a_build_finds_is_found(name: str, noted: dict[str, tuple[str, ...]]):
    found = [place.id for place in places_in(f"{name}.md", f"# Page\n\n{PAGES[name]}\n")]
    assert sorted(found) == sorted(noted.get(name, ()))
    assert found or name in {"stray-in-title", "stray-above"}, "there it is code"
