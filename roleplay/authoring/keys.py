"""Every key as a table, for the authors' guide and for editors that know no schema."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from roleplay.authoring.schema import json_schema
from roleplay.authoring.shape import ID_PATTERN, ScenarioShape, Shape

KEYS_START: Final = "<!-- keys: roleplay schema --keys -->"
PACK_KEYS_START: Final = "<!-- keys: roleplay schema --pack --keys -->"
KEYS_END: Final = "<!-- end of keys -->"
"""Between these lines the guide has :func:`keys_as_markdown`, word for word; a test compares."""

Schema = Mapping[str, Any]
_HEAD: Final = "| key | needed | what stands there | what it means |\n| --- | --- | --- | --- |\n"
_CONDITIONS: Final = frozenset({"when", "expect"})
_VALUES: Final = "| value | what it means |\n| --- | --- |\n"


def keys_as_markdown(shape: type[Shape] = ScenarioShape) -> str:
    """A table for each part, in the order in which an author meets them, and one of the choices."""
    root = json_schema(shape)
    top = "`pack.yaml`" if shape is not ScenarioShape else "The scenario"
    return "\n".join([_table(root, top, root), *_parts(root, root, set()), *_choices(root)])


def _choices(root: Schema) -> Iterator[str]:
    """The tables of the values that an author chooses from, each under the key that takes them."""
    definitions = root.get("definitions", {})
    for node in (root, *definitions.values()):
        for key, field in node.get("properties", {}).items():
            inner = definitions.get(_definition(field), {})
            if "enum" in inner:
                rows = zip(inner["enum"], inner["enumDescriptions"], strict=True)
                yield f"### The values of `{key}`\n\n{_VALUES}" + "".join(
                    f"| `{value}` | {meaning} |\n" for value, meaning in rows
                )


def _parts(root: Schema, node: Schema, done: set[str]) -> Iterator[str]:
    """The tables of what ``node`` has inside, each followed by what that has inside."""
    for key, field in node.get("properties", {}).items():
        name = _definition(field)
        inner = root.get("definitions", {}).get(name, {})
        if "properties" in inner and name not in done:
            done.add(name)
            each = ", each of them" if "$ref" not in str(field.get("allOf", "")) else ""
            yield _table(root, f"`{key}`{each}", inner)
            yield from _parts(root, inner, done)


def _definition(field: Schema) -> str:
    """What a key leads to, directly, in a list or under ids; empty where it is a plain value."""
    inside = [
        *field.get("allOf", ()),
        field.get("items", {}),
        *field.get("patternProperties", {}).values(),
    ]
    names = (str(part["$ref"]).rpartition("/")[2] for part in inside if "$ref" in part)
    return next(names, "")


def _table(root: Schema, title: str, node: Schema) -> str:
    choice = [key for one in node.get("oneOf", ()) for key in one["required"]]
    rows = []
    for key, field in node["properties"].items():
        needed = "yes" if key in node.get("required", ()) else "one of these" * (key in choice)
        cells = f"`{key}`", needed, _what(root, key, field), field["description"]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return f"### {title}\n\n{_HEAD}" + "".join(rows)


def _what(root: Schema, key: str, field: Schema) -> str:
    said = _kind(root, key, field)
    return f"{said}; {field['default']} if left out" if "default" in field else said


def _kind(root: Schema, key: str, field: Schema) -> str:
    inner = root.get("definitions", {}).get(_definition(field), {})
    if "enum" in inner and field["type"] == "string":
        return ", ".join(f"`{value}`" for value in inner["enum"])
    match field.get("type"):
        case "array":
            what = ", ".join(f"`{value}`" for value in inner.get("enum", ()))
            return f"a list of {_amount(field, 'Items')}" + (f": {what}" if what else "")
        case "object" if "patternProperties" in field:
            return f"{_amount(field, 'Properties')}, each under an id"
        case "object":
            return "keys of its own"
        case "integer" | "number":
            return _number(field)
        case "string" if field.get("pattern") == ID_PATTERN:
            return "an id"
        case "string":
            what = "a condition" if key in _CONDITIONS else "text"
            return f"{what}, up to {field['maxLength']} characters"
    return 'a whole number from 1 on, or seconds in quotes: "15s"'


def _number(field: Schema) -> str:
    what = "a whole number" if field["type"] == "integer" else "a number"
    if "exclusiveMinimum" in field:
        return f"{what} above {field['exclusiveMinimum']}, up to {field['maximum']}"
    return f"{what} from {field['minimum']} to {field['maximum']}"


def _amount(field: Schema, of: str) -> str:
    least, most = field.get(f"min{of}"), field[f"max{of}"]
    return f"{least} to {most}" if least else f"up to {most}"
