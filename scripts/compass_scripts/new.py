"""``compass new``: write a commented page that passes all checks."""

from __future__ import annotations

import os
from pathlib import Path

import click

from compass_model.community import read_community
from compass_model.envelope import Page
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.scaffold import scaffold
from compass_model.tree import read_compass

_KINDS = {kind.name: kind for kind in KINDS}
_PARTS = {part_name(part): part for part in PARTS}


@click.command()
@click.argument("kind", type=click.Choice(list(_KINDS)))
@click.argument("id")
@click.option(
    "--part", type=click.Choice(list(_PARTS)), help="Which part of a charter (charter-part only)."
)
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("source"),
    show_default=True,
    help="The folder of the pages.",
)
def new(kind: str, id: str, part: str | None, source: Path) -> int:
    """Write a new page of KIND with the name ID, for example: compass new event-guide my-event."""
    page_class = _class_for(kind, part)
    _check_id(id, source)
    community, _problems = read_community(source)
    path = source / page_class.folder.format(id=id)
    _write_new(path, scaffold(page_class, id, community))
    click.echo(f"Wrote {path.as_posix()}. Edit it, then run: compass check")
    if kind == CharterPart.name:
        click.echo(f"To show it in a charter, add '{id}' to the 'parts' of that charter's page.")
    return 0


def _class_for(kind: str, part: str | None) -> type[Page]:
    page_class = _KINDS[kind]
    if page_class is not CharterPart:
        if part is not None:
            raise click.UsageError("--part goes with charter-part only")
        return page_class
    if part is None:
        raise click.UsageError(f"say which part it is: --part with one of {', '.join(_PARTS)}")
    return _PARTS[part]


def _check_id(id: str, source: Path) -> None:
    """Refuse an id that is malformed or taken."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in id.lower()).split())
    if id != plain:
        hint = f"; for example '{plain}'" if plain else ""
        raise click.UsageError(
            f"'{id}' is not an id: use lower-case letters, digits and hyphens{hint}"
        )
    taken = next((r for r in read_compass(source).records if r.id == id), None)
    if taken is not None:
        where = (source / taken.path).as_posix()
        raise click.UsageError(f"the id '{id}' is taken by {where}; choose another")


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        raise click.UsageError(
            f"{path.as_posix()} exists; choose another id or delete it"
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
