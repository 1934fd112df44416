"""Takes away what an earlier build wrote for sources that are gone.

Sphinx leaves the page, source copy, images and downloads of a deleted page where they are. Only
files that an earlier build recorded here are ever removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder
from sphinx.builders.xml import XMLBuilder
from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def remove_stale_output(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``: remove recorded files that this build does not stand for."""
    if exception is not None:
        return
    record = Path(app.doctreedir) / f"compass-output-{app.builder.name}.json"
    now = sorted(set(_output_of(app.builder, app.env)))
    outdir = Path(app.outdir)
    before = _read(record)
    if before.get("folder") == os.path.relpath(outdir, app.doctreedir):
        for name in set(before.get("files", [])) - set(now):
            _remove(outdir, str(name))
    _write(record, {"folder": os.path.relpath(outdir, app.doctreedir), "files": now})


def _output_of(builder: Builder, env: BuildEnvironment) -> Iterator[str]:
    """Yield the files that *builder* writes for the pages, relative to the output folder."""
    for docname in sorted(env.all_docs):
        yield from _output_of_page(builder, env, docname)
    if isinstance(builder, StandaloneHTMLBuilder):
        for _docnames, image in env.images.values():
            yield f"{builder.imagedir}/{image}"
        for _docnames, download in env.dlfiles.values():
            yield f"_downloads/{download}"


def _output_of_page(builder: Builder, env: BuildEnvironment, docname: str) -> Iterator[str]:
    if isinstance(builder, StandaloneHTMLBuilder):
        yield _relative(builder.get_output_path(docname), Path(builder.outdir))
        suffix = builder.config.html_sourcelink_suffix
        name = f"{docname}{Path(env.doc2path(docname, base=False)).suffix}"
        yield f"_sources/{name}{'' if name.endswith(suffix) else suffix}"
    elif isinstance(builder, TextBuilder | XMLBuilder):
        yield f"{docname}{builder.out_suffix}"
    elif isinstance(builder, MessageCatalogBuilder):
        yield f"{docname_to_domain(docname, builder.config.gettext_compact)}.pot"


def remove_pages(builder: Builder, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Remove what *builder* wrote for these pages, because it will be written again.

    So nothing of it is left if that does not happen: somebody may stop the build.
    """
    for docname in docnames:
        for name in _output_of_page(builder, env, docname):
            _remove(Path(builder.outdir), name)


def _relative(path: str | os.PathLike[str], outdir: Path) -> str:
    return Path(path).relative_to(outdir).as_posix()


def _remove(outdir: Path, name: str) -> None:
    """Remove a file below *outdir*, and the folders that it leaves empty."""
    path = outdir / name
    if not path.resolve().is_relative_to(outdir.resolve()):
        return
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def _read(record: Path) -> dict[str, Any]:
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(record: Path, content: dict[str, object]) -> None:
    """Write the record whole or not at all."""
    temporary = record.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=0)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(record)


def register(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("build-finished", remove_stale_output)
