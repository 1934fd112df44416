"""The JSON Schemas are those of the model, and a second validator agrees with it."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.site import REPOSITORY

from compass_model.kinds import PARTS, part_name
from compass_model.schema import SCHEMAS, schema
from compass_model.tree import read_compass

FOLDER = REPOSITORY / ".vscode/schemas"
COMPASS = read_compass(REPOSITORY / "source")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_up_to_date(name: str) -> None:
    """If this fails: python -m compass_model.schema."""
    assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == schema(name)
    Draft202012Validator.check_schema(json.loads(schema(name)))


def test_there_is_a_schema_for_every_part() -> None:
    assert {f"charter-part-{part_name(part)}" for part in PARTS} < set(SCHEMAS)
    assert {path.name.removesuffix(".schema.json") for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_the_community_follows_its_schema_for_another_yaml_reader() -> None:
    text = (REPOSITORY / "source/_data/community.yml").read_text(encoding="utf-8")
    validator = Draft202012Validator(json.loads(schema("community")))
    data = yaml.safe_load(text)
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({**data, "teams": [{"id": "No Id", "name": "x"}]})) != []


@pytest.mark.parametrize("page", COMPASS.pages, ids=lambda page: page.path)
def test_every_page_of_this_compass_follows_the_schema_of_its_kind(page: object) -> None:
    raw = page.files.raw
    name = raw["kind"] if raw["kind"] != "charter-part" else f"charter-part-{raw['part']}"
    assert list(Draft202012Validator(json.loads(schema(name))).iter_errors(raw)) == []
