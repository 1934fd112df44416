"""JSON Schemas of the data files and of the facts of each kind, for editors and other tools.

``python -m compass_model.schema FOLDER`` writes them all.

``.vscode/settings.json`` tells VS Code which file follows which schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from compass_model.community import CommunityData
from compass_model.fields import Model
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name

SCHEMAS: dict[str, type[Model]] = {
    "community": CommunityData,
    **{kind.name: kind for kind in KINDS if kind is not CharterPart},
    **{f"charter-part-{part_name(part)}": part for part in PARTS},
}
"""The model of each data file and kind of page, by the name of its schema."""


def schema(name: str) -> str:
    """Return a JSON Schema (draft 2020-12) as text."""
    content: dict[str, Any] = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **SCHEMAS[name].model_json_schema(),
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def main(folder: Path) -> None:
    """Write all schemas into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        path = folder / f"{name}.schema.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(schema(name), encoding="utf-8")
        temporary.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".vscode/schemas"))
