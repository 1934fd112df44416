"""Of which kind a page is, by its front matter."""

from __future__ import annotations

from compass_model.envelope import Page
from compass_model.front_matter import FACTS_AT
from compass_model.hidden_facts import misspelt
from compass_model.kinds import KINDS, page_class
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.yaml_source import YamlDocument


def kind_of(path: str, document: YamlDocument) -> tuple[type[Page] | None, list[Problem]]:
    """Find the class for the facts in a front matter; no class and no problem when it has none."""
    top = document.value or {}
    options = top.get("options")
    if isinstance(top.get("compass"), dict) and "kind" in top["compass"]:
        message = "'compass:' stands one level too high; indent it below 'options:'"
        return None, [Problem(path, document.line(("compass",)), message, Code.UNKNOWN_FIELD)]
    if not isinstance(options, dict) or "compass" not in options:
        return None, list(misspelt(path, document))
    raw, line = options["compass"], document.line(FACTS_AT)
    if not isinstance(raw, dict):
        message = "'compass' must be a mapping with 'name: value' lines"
        return None, [Problem(path, line, message, Code.WRONG_TYPE)]
    names = [kind.name for kind in KINDS]
    if "kind" not in raw:
        message = f"'kind' is missing; add it, one of {one_of(names)}"
        return None, [Problem(path, line, message, Code.MISSING_FIELD)]
    kind = page_class(raw)
    if not isinstance(raw["kind"], str):
        message = f"'kind' must be text: {one_of(names)}"
        return None, [Problem(path, document.line((*FACTS_AT, "kind")), message, Code.WRONG_TYPE)]
    if kind is None:
        hint = did_you_mean(str(raw["kind"]), names) or f"; use {one_of(names)}"
        message = f"'{raw['kind']}' is not a kind of page{hint}"
        return None, [Problem(path, document.line((*FACTS_AT, "kind")), message, Code.UNKNOWN_KIND)]
    return kind, []
