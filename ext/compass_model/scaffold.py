"""A new page: commented front matter and headings, made from the class of its kind."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from compass_model.community import Community
from compass_model.envelope import Page
from compass_model.field_help import field_help
from compass_model.validate import model_in

_WIDTH = 96
_OF_DATA = ("data", "title")
"""Fields that matter only where the facts stand in a data file."""
_HINTS = (
    "# Lines that begin with '#' are comments: read them, then delete them.",
    "# Any field but kind, id and status may hold {to-be-agreed: WHO-DECIDES}.",
)


def scaffold(kind: type[Page], id: str, owner: str, community: Community | None) -> str:
    """Write a new page of *kind* that passes all checks.

    :param owner: who looks after the page
    :param community: the lists of the community; its first audience becomes the page's
    :returns: the text of the page
    """
    lines = [
        "---",
        *_HINTS,
        "options:",
        "  compass:",
        *_fields(kind, "    ", _given(kind, id, owner, community), owner, leave_out=_OF_DATA),
        "---",
        f"# {_title(id)}",
        "",
        "% Say in one or two sentences what this page is about. The line above is its title.",
        "",
        *_advice(kind),
    ]
    for section in kind.sections:
        lines += ["", f"## {section.name}", "", f"% Say {section.purpose}."]
    return "\n".join(lines) + "\n"


def scaffold_with_data(
    kind: type[Page], id: str, owner: str, community: Community | None
) -> tuple[str, str]:
    """Write a new page of *kind* whose facts stand in a data file.

    :returns: the text of the page, and that of the data file
    """
    given = _given(kind, id, owner, community) | {"title": _title(id)}
    data = [*_HINTS, *_fields(kind, "", given, owner, leave_out=("data",))]
    page = [
        "---",
        "options:",
        "  compass:",
        f"    kind: {kind.name}",
        f"    data: {kind.data_folder}/{id}.yml",
        "---",
        "% What you write here is shown below the facts. The title comes from the data file.",
        "",
        *_advice(kind),
    ]
    return "\n".join(page) + "\n", "\n".join(data) + "\n"


def _given(kind: type[Page], id: str, owner: str, community: Community | None) -> dict[str, str]:
    """Return the values that are known of a new page."""
    given = {"kind": kind.name, "id": id, "status": "draft", "owner": owner, "team": owner}
    if community and community.audiences:
        given["audience"] = f"[{next(iter(community.audiences))}]"
    return given


def _title(id: str) -> str:
    return id.replace("-", " ").capitalize()


def _advice(kind: type[Page]) -> Iterator[str]:
    for line in textwrap.wrap((kind.__doc__ or "").split("\n\n")[0], _WIDTH):
        yield f"% {line}"


def _fields(
    model: type[BaseModel],
    indent: str,
    given: dict[str, str],
    owner: str,
    *,
    leave_out: Sequence[str] = (),
) -> Iterator[str]:
    texts = field_help(model)
    for key, field in model.model_fields.items():
        name = str(field.alias)
        if name in leave_out:
            continue
        summary = texts[key].replace("``", "").replace("\n", " ")
        for line in textwrap.wrap(summary, _WIDTH - len(indent)):
            yield f"{indent}# {line}"
        if name in given:
            yield f"{indent}{name}: {given[name]}"
        elif field.is_required() or name == "part":
            yield from _value(name, field, indent, owner)
        else:
            yield f"{indent}# {name}: {_short(field)}"


def _value(name: str, field: FieldInfo, indent: str, owner: str) -> Iterator[str]:
    """Write a required field: with its examples, entry by entry, or as still to be agreed."""
    inner, direct = model_in(field.annotation)
    is_list = inner is not None and not direct and _holds(field.annotation, list)
    if field.examples and is_list:
        yield f"{indent}{name}:"
        yield from (f"{indent}  - {example}".replace("OWNER", owner) for example in field.examples)
    elif field.examples:
        yield f"{indent}{name}: {field.examples[0]}".replace("OWNER", owner)
    elif name == "part":
        yield f"{indent}{name}: {field.default}"
    elif inner is None:
        yield f"{indent}{name}: {{to-be-agreed: {owner}}}"
    elif direct:
        yield f"{indent}{name}:"
        yield from _fields(inner, indent + "  ", {"team": owner}, owner)
    else:
        yield f"{indent}{name}:"
        yield from _entry(_fields(inner, indent + "    ", {"team": owner}, owner), indent)


def _entry(lines: Iterator[str], indent: str) -> Iterator[str]:
    """Put the dash of a list entry before its first field."""
    dashed = False
    for line in lines:
        if not dashed and not line.lstrip().startswith("#"):
            dashed = True
            yield f"{indent}  - {line.lstrip()}"
        else:
            yield line


def _short(field: FieldInfo) -> str:
    """Return an example for an optional field, as it is shown in a comment."""
    if field.examples:
        return str(field.examples[0])
    return "[]" if _holds(field.annotation, list) else "..."


def _holds(annotation: Any, what: type) -> bool:
    return get_origin(annotation) is what or any(_holds(a, what) for a in get_args(annotation))
