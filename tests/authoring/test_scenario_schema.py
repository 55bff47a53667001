import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from roleplay import paths
from roleplay.authoring.meanings import MEANINGS
from roleplay.authoring.nodes import plain_data
from roleplay.authoring.problems import Problems
from roleplay.authoring.read import read, read_text
from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.schema import FILE_NAME, FIRST_LINE, json_schema, schema_text
from roleplay.authoring.teaching import SNIPPETS
from roleplay.rubric import Act, Ladder
from roleplay.scenario import parse_condition

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


def keys(node: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that an author can write, with its schema, wherever it is defined."""
    if isinstance(node, list):
        for item in node:
            yield from keys(item, path)
    elif isinstance(node, dict):
        for key, field in node.get("properties", {}).items():
            yield f"{path}.{key}", field
        for word, inner in node.items():
            if word in {"properties", "patternProperties", "definitions"}:
                for key, field in inner.items():
                    yield from keys(field, f"{path}.{key}")
            elif word not in _NO_SCHEMAS:
                yield from keys(inner, path)


def enums(node: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every list of choices."""
    if isinstance(node, dict) and "enum" in node:
        yield path, node
    inside = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else [])
    )
    for key, inner in inside:
        if key not in _NO_SCHEMAS:
            yield from enums(inner, f"{path}.{key}")


_NO_SCHEMAS = {"examples", "defaultSnippets", "enum", "required", "default"}


def test_every_key_is_described() -> None:
    found = dict(keys(json_schema()))
    assert {".title", ".Branch.when", ".Desk.interrupt_after"} <= found.keys()
    assert [path for path, field in found.items() if len(field.get("description", "")) < 5] == []


def test_every_key_says_its_type_so_that_an_editor_writes_the_colon() -> None:
    for path, field in keys(json_schema()):
        assert {"type", "anyOf"} & field.keys(), path


def test_every_definition_is_described() -> None:
    for name, definition in json_schema()["definitions"].items():
        assert definition.get("description"), name


def test_every_choice_is_explained() -> None:
    """If it fails: say in ``roleplay.authoring.meanings`` what each value means."""
    found = dict(enums(json_schema()))
    assert len(found) >= len(MEANINGS)
    for path, node in found.items():
        said = node.get("enumDescriptions", [])
        assert len(said) == len(node["enum"]), path
        assert all(said), path
        assert len(set(said)) == len(said), path


def test_the_examples_that_an_editor_offers_fit() -> None:
    schema = json_schema()
    for path, field in keys(schema):
        for value in field.get("examples", ()):
            rules = {**field, "definitions": schema["definitions"]}
            assert list(jsonschema.Draft7Validator(rules).iter_errors(value)) == [], path
            if path.endswith((".when", ".expect")):
                parse_condition(value)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_an_entry_once_it_is_filled_in(name: str) -> None:
    schema = json_schema()
    rules = {"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]}
    for snippet in schema["definitions"][name]["defaultSnippets"]:
        entry = filled_in(snippet["body"])
        assert list(jsonschema.Draft7Validator(rules).iter_errors(entry)) == [], snippet["label"]


def filled_in(body: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(body, dict):
        return {key: filled_in(value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled_in(value) for value in body]
    if isinstance(body, str):
        text = re.sub(r"\$\{\d+[:|]([^},|]*)[^}]*\}", r"\1", body)
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    return body


def test_the_condition_is_explained_with_every_act_and_ladder() -> None:
    text = json_schema()["definitions"]["Branch"]["properties"]["when"]["markdownDescription"]
    assert [word for word in (*Act, *Ladder) if f"`{word}`" not in text] == []


def test_it_is_json_with_a_final_newline() -> None:
    assert json.loads(schema_text()) == json_schema()
    assert schema_text().endswith("}\n")
