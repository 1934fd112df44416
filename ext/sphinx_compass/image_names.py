"""Images of one name in several folders get the same file names in every build.

Sphinx numbers them in the order in which pages happen to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util._files import FilenameUniqDict

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def stable_names(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handle ``env-updated``: number equal names in the order of the paths of the images.

    Returns:
        the pages whose images got another name
    """
    names = FilenameUniqDict()
    for path in sorted(env.images):
        for docname in sorted(env.images[path][0]):
            names.add_file(docname, path)
    changed = {
        docname
        for path in names
        if names[path][1] != env.images[path][1]
        for docname in names[path][0]
    }
    env.images = names
    return sorted(changed)


def register(app: Sphinx) -> None:
    """Connect the handler, after everything that adds images."""
    app.connect("env-updated", stable_names, priority=900)
