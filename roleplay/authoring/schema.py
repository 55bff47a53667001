"""The JSON Schemas that complete and check scenarios and packs in an editor.

yaml-language-server documents draft-07, pydantic writes 2020-12; what differs in
the parts that are used is put right here.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from roleplay.authoring.shape import ScenarioShape, Shape
from roleplay.authoring.teaching import teach

FILE_NAME: Final = "scenario.schema.json"
FIRST_LINE: Final = f"# yaml-language-server: $schema=./{FILE_NAME}"
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"


@cache
def json_schema(shape: type[Shape] = ScenarioShape) -> dict[str, Any]:
    """The schema as plain data; made once, so do not change it."""
    model = shape.model_json_schema(by_alias=True)
    title = model.pop("title")
    definitions = {
        name.removesuffix("Shape"): _draft_07(part) for name, part in model.pop("$defs", {}).items()
    }
    schema = {"$schema": _DRAFT, "title": title, **_draft_07(model)}
    if definitions:
        schema["definitions"] = definitions
    if shape is ScenarioShape:
        teach(schema)
    return schema


def schema_text(shape: type[Shape] = ScenarioShape) -> str:
    """The schema as it is shipped."""
    return json.dumps(json_schema(shape), indent=2, ensure_ascii=False) + "\n"


def _draft_07(node: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _draft_07(value) for key, value in node.items() if not _is_noise(key, value)}
    if "patternProperties" in made:
        made["additionalProperties"] = False  # else a key that is no id would be let pass
    return _unwrap(made)


def _is_noise(key: str, value: object) -> bool:
    """A title made of the key's own name, or an empty default, which an editor would insert."""
    return (key == "title" and isinstance(value, str)) or (
        key == "default" and not isinstance(value, int | float)
    )


def _unwrap(node: dict[str, Any]) -> dict[str, Any]:
    """Say "may be left out" only by leaving out, and let no neighbour of a ``$ref`` be ignored."""
    choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        node = {**{key: value for key, value in node.items() if key != "anyOf"}, **choices[0]}
    if "$ref" not in node:
        return node
    name = str(node.pop("$ref")).rpartition("/")[2].removesuffix("Shape")
    reference = {"$ref": f"#/definitions/{name}"}
    return {"allOf": [reference], **node} if node else reference


def field_at(path: tuple[str | int, ...], shape: type[Shape] = ScenarioShape) -> Mapping[str, Any]:
    """The schema of what ``path`` leads to; empty when it leads nowhere."""
    root = json_schema(shape)
    node: Any = root
    for step in path:
        node = _resolved(root, node)
        if isinstance(step, int):
            node = node.get("items", {})
        elif step in node.get("properties", {}):
            node = node["properties"][step]
        else:
            node = next(iter(node.get("patternProperties", {}).values()), {})
    own = {key: node[key] for key in ("description",) if key in node}
    return {**_resolved(root, node), **own}


def _resolved(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref") or next(
        (part["$ref"] for part in node.get("allOf", ()) if "$ref" in part), None
    )
    if not reference:
        return node
    found: Mapping[str, Any] = root["definitions"][str(reference).rpartition("/")[2]]
    return found
