"""What xAPI 1.0.3 asks of a statement, as a schema: as far as this project writes them.

From the specification's part 2 (xAPI-Data): properties in it may not be null, no others
may be there, ids are IRIs with a scheme, a score's raw is within min and max and its
scaled within -1 and 1, timestamps have a zone, language maps have language tags.
"""

import re
from typing import Any, Final
from uuid import UUID

import jsonschema

_IRI: Final = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+$"}
_WORDS: Final = {
    "type": "object",
    "minProperties": 1,
    "patternProperties": {"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": {"type": "string"}},
    "additionalProperties": False,
}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - a schema
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


_ACCOUNT: Final = _object(["homePage", "name"], homePage=_IRI, name={"type": "string"})
_SCORE: Final = _object(
    [],
    scaled={"type": "number", "minimum": -1, "maximum": 1},
    raw={"type": "number"},
    min={"type": "number"},
    max={"type": "number"},
)
_EXTENSIONS: Final = {
    "type": "object",
    "propertyNames": _IRI,
    "additionalProperties": {"type": ["object", "array", "string", "number", "boolean"]},
}
SCHEMA: Final = _object(
    ["id", "actor", "verb", "object"],
    id={"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    timestamp={
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
    },
    actor=_object(["account"], objectType={"const": "Agent"}, account=_ACCOUNT),
    verb=_object(["id"], id=_IRI, display=_WORDS),
    object=_object(
        ["id"],
        objectType={"const": "Activity"},
        id=_IRI,
        definition=_object([], type=_IRI, name=_WORDS),
    ),
    result=_object(
        [],
        score=_SCORE,
        success={"type": "boolean"},
        completion={"type": "boolean"},
        response={"type": "string"},
        extensions=_EXTENSIONS,
    ),
)


def check_statement(statement: dict[str, Any]) -> None:
    """See that a store would take ``statement``."""
    jsonschema.Draft7Validator(SCHEMA).validate(statement)
    assert UUID(statement["id"]).version == 5
    score = statement.get("result", {}).get("score")
    assert (score is not None) == bool(re.search("passed|failed", statement["verb"]["id"]))
    if score is not None:
        assert score["min"] <= score["raw"] <= score["max"]
        assert score["scaled"] == round(score["raw"] / score["max"], 4)
