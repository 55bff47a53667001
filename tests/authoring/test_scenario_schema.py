import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from roleplay import paths
from roleplay.authoring.nodes import plain_data
from roleplay.authoring.problems import Problems
from roleplay.authoring.read import read, read_text
from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.schema import FILE_NAME, FIRST_LINE, json_schema, schema_text

VALIDATOR = jsonschema.Draft7Validator(json_schema())
SHIPPED = sorted(paths.scenarios().glob("*.yaml"))


def data(text: str) -> object:
    _, tree = read_text("x.yaml", text.encode(), Problems())
    assert tree is not None
    return plain_data(tree)


def test_the_shipped_schema_is_that_of_this_version() -> None:
    """If it fails: ``roleplay schema > scenarios/scenario.schema.json``."""
    shipped = paths.scenarios() / FILE_NAME
    assert shipped.read_text(encoding="utf-8") == schema_text()


def test_it_is_a_draft_07_schema() -> None:
    jsonschema.Draft7Validator.check_schema(json_schema())
    text = schema_text()
    for newer in ("$defs", "prefixItems", "unevaluated", "dependentRequired"):
        assert newer not in text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_fits_and_names_the_schema(path: Path) -> None:
    _, tree = read(path, Problems())
    assert tree is not None
    assert list(VALIDATOR.iter_errors(plain_data(tree))) == []
    assert path.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE


def test_the_sample_fits() -> None:
    VALIDATOR.validate(data(SAMPLE))


@pytest.mark.parametrize(
    ("find", "write"),
    [
        ("narration: She does not move.", "narations: x"),
        ("kind: interruption", "kind: lunch"),
        ("difficulty: 1", "difficulty: 4"),
        ("interrupt_after: 1", "interrupt_after: soon"),
        ("  dana: {", "  Dana R: {"),
        ("{id: now, need: to know what happens now}", "{id: now}"),
        ("{id: now, need: to know what happens now}", "{id: now, need: x, fact: y}"),
        ("title: A missing slip\n", ""),
    ],
)
def test_what_an_editor_can_see_it_refuses(find: str, write: str) -> None:
    assert SAMPLE.count(find) == 1
    assert list(VALIDATOR.iter_errors(data(SAMPLE.replace(find, write))))


def test_every_key_is_described() -> None:
    schema = json_schema()
    shapes: list[dict[str, Any]] = [schema, *schema["definitions"].values()]
    for shape in shapes:
        for key, field in shape.get("properties", {}).items():
            assert field.get("description"), key


def test_it_is_json_with_a_final_newline() -> None:
    assert json.loads(schema_text()) == json_schema()
    assert schema_text().endswith("}\n")
