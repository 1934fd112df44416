"""The JSON Schemas are those of the model, and a second validator agrees with it."""

from __future__ import annotations

import json
import re

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


@pytest.mark.parametrize(
    ("name", "field"), [("participants", "id"), ("excerpts", "redactions"), ("export", "plain")]
)
def test_other_data_files_follow_their_schema(name: str, field: str) -> None:
    folder = REPOSITORY / "source/_data"
    if name != "export":
        folder = REPOSITORY / "tests/roots/test-excerpts/_data/research"
    text = (folder / f"{name}.yml").read_text(encoding="utf-8")
    # PyYAML follows YAML 1.1, where 'on' means true; editors follow 1.2.
    data = yaml.safe_load(re.sub(r"(?<![\w-])on:", '"on":', text))
    data = json.loads(json.dumps(data, default=str))  # dates are texts in JSON
    validator = Draft202012Validator(json.loads(schema(name)))
    assert list(validator.iter_errors(data)) == []
    wrong = {**data, field: 1} if isinstance(data, dict) else [{**data[0], field: 1}]
    assert list(validator.iter_errors(wrong)) != []


@pytest.mark.parametrize("page", COMPASS.pages, ids=lambda page: page.path)
def test_every_page_of_this_compass_follows_the_schema_of_its_kind(page: object) -> None:
    raw = page.files.raw
    name = raw["kind"] if raw["kind"] != "charter-part" else f"charter-part-{raw['part']}"
    assert list(Draft202012Validator(json.loads(schema(name))).iter_errors(raw)) == []
