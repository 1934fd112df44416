"""JSON Schemas of the data files and of the facts of each kind, for editors and other tools.

``python -m compass_model.schema FOLDER`` writes them all.

``.vscode/settings.json`` tells VS Code which file follows which schema.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import ModelSchema

from compass_model.community import CommunityData
from compass_model.consent.excerpts import Excerpt
from compass_model.consent.participants import Participant
from compass_model.envelope import Page
from compass_model.export.export_file import ExportFile
from compass_model.field_help import field_help
from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_model.kinds.instrument import Instrument
from compass_model.release.release_file import ReleaseFile

SCHEMAS: dict[str, Any] = {
    "community": CommunityData,
    "excerpts": list[Excerpt] | Excerpt,
    "export": ExportFile,
    "instrument": Instrument,
    "participants": list[Participant],
    "release": ReleaseFile,
    **{kind.name: kind for kind in KINDS if kind is not CharterPart},
    **{f"charter-part-{part_name(part)}": part for part in PARTS},
}
"""The type of each data file and kind of page, by the name of its schema.

The schema of instruments fits each of their kinds, since their data files lie in one folder.
"""


class _WithHelp(GenerateJsonSchema):
    """Gives each property the help of its field as description."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Add the descriptions to the schema of one class."""
        result = super().model_schema(schema)
        model = schema["cls"]
        for name, text in field_help(model).items():
            described = result["properties"].get(str(model.model_fields[name].alias), {})
            if text:
                described.setdefault("description", text)
        return result


def schema(name: str) -> str:
    """Return a JSON Schema (draft 2020-12) as text."""
    content: dict[str, Any] = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **(
            _schema_by_kind([kind for kind in KINDS if issubclass(kind, Instrument)])
            if SCHEMAS[name] is Instrument
            else TypeAdapter(SCHEMAS[name]).json_schema(schema_generator=_WithHelp)
        ),
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def _schema_by_kind(kinds: Sequence[type[Page]]) -> dict[str, Any]:
    """Make a schema that follows what a file says under ``kind``."""
    refs, shared = models_json_schema(
        [(kind, "validation") for kind in kinds], schema_generator=_WithHelp
    )
    rules = [
        {
            "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
            "then": refs[kind, "validation"],
        }
        for kind in kinds
    ]
    names = [kind.name for kind in kinds]
    return {
        **shared,
        "type": "object",
        "properties": {"kind": {"enum": names}},
        "required": ["kind"],
        "allOf": rules,
    }


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
