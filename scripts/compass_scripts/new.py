"""``compass new``: write a commented page that passes all checks."""

from __future__ import annotations

import os
from pathlib import Path

import click

from compass_model.community import read_community
from compass_model.envelope import Page
from compass_model.fact_files import DATA_FOLDER
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.problems import did_you_mean, one_of
from compass_model.scaffold import scaffold, scaffold_with_data
from compass_model.source_file import is_inside
from compass_model.tree import read_compass

_KINDS = {kind.name: kind for kind in KINDS}
_PARTS = {part_name(part): part for part in PARTS}


class _OneOf(click.Choice[str]):
    """One of many names: a wrong one is answered with the nearest, and not with all of them."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            what = param.name if param is not None else "name"
            hint = did_you_mean(value, self.choices) or f"; use {one_of(self.choices)}"
            self.fail(f"'{value}' is not a {what}{hint}", param, ctx)
        return value


@click.command(epilog=f"The kinds: {', '.join(_KINDS)}. The parts: {', '.join(_PARTS)}.")
@click.argument("kind", type=_OneOf(list(_KINDS)), metavar="KIND")
@click.argument("id")
@click.option(
    "--part",
    type=_OneOf(list(_PARTS)),
    metavar="PART",
    help="Which part of a charter (charter-part only).",
)
@click.option("--owner", help="The team or role that looks after the page.")
@click.option("--folder", help="Where to put the page, below the folder of the pages.")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("source"),
    show_default=True,
    help="The folder of the pages.",
)
def new(
    kind: str, id: str, part: str | None, owner: str | None, folder: str | None, source: Path
) -> int:
    """Write a new page of KIND with the name ID, for example: compass new event-guide my-event."""
    page_class = _class_for(kind, part)
    _check_id(id, source)
    community, _problems = read_community(source)
    owners = community.owners if community else {}
    if owner is not None and owner not in owners:
        hint = did_you_mean(owner, owners) or f"; use {one_of(owners)}" if owners else ""
        raise click.UsageError(f"'{owner}' is not a team or role of the community{hint}")
    owner = owner or next(iter(owners), "maintainers")
    path = _path(source, page_class.folder.format(id=id), folder)
    edit = path
    if page_class.data_folder:
        edit = source / DATA_FOLDER / page_class.data_folder / f"{id}.yml"
        text, data = scaffold_with_data(page_class, id, owner, community)
        _write_both(path, text, edit, data)
    else:
        _write_new(path, scaffold(page_class, id, owner, community))
    click.echo(f"Wrote {path.as_posix()}. Edit {_it(edit, path)}, then run: compass check")
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


def _path(source: Path, usual: str, folder: str | None) -> Path:
    """Return where the page goes: the usual place of its kind, or *folder*."""
    if folder is None:
        return source / usual
    path = source / folder / Path(usual).name
    if not is_inside(path, source):
        raise click.UsageError(f"'{folder}' is outside {source.as_posix()}; name a folder below it")
    return path


def _check_id(id: str, source: Path) -> None:
    """Refuse an id that is malformed or taken."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in id.lower()).split())
    if id != plain or not plain:
        hint = f"; for example '{plain}'" if plain else ""
        raise click.UsageError(
            f"'{id}' is not an id: use lower-case letters, digits and hyphens{hint}"
        )
    taken = next((r for r in read_compass(source).records if r.id == id), None)
    if taken is not None:
        where = (source / taken.path).as_posix()
        raise click.UsageError(f"the id '{id}' is taken by {where}; choose another")


def _it(edit: Path, page: Path) -> str:
    return "it" if edit == page else edit.as_posix()


def _write_both(path: Path, text: str, data_path: Path, data: str) -> None:
    """Write a page and its data file, or neither."""
    _write_new(data_path, data)
    try:
        _write_new(path, text)
    except click.UsageError:
        data_path.unlink()
        raise


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():
            raise click.UsageError(f"{path.as_posix()} exists; choose another id") from None
        reason = os.strerror(error.errno or 0)
        raise click.UsageError(f"{path.as_posix()} cannot be written ({reason})") from None
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
