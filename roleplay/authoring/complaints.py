"""Turn what pydantic says about a tree into problems that an author understands."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from roleplay.authoring.nodes import Leaf, Node, Refused, Series, Table, locate, plain_data
from roleplay.authoring.problems import MAX_SHOWN, Report, one_line
from roleplay.authoring.rules import Flaw, Rule, in_tests, rule
from roleplay.authoring.schema import field_at
from roleplay.authoring.shape import ScenarioShape, Shape
from roleplay.authoring.source import Span
from roleplay.authoring.traps import QUOTES
from roleplay.text.spelling import did_you_mean, nearest

UNKNOWN_KEY = rule(
    "S101",
    "an unknown key",
    "leave it out",
    Flaw("narration: She does not move.", "«narations»: She does not move."),
)
MISSING_KEY = rule(
    "S102",
    "a missing key",
    "add it",
    Flaw("  waits:\n    who: dana\n", "  «waits»:\n"),
)
WRONG_TYPE = rule(
    "S103",
    "a value of the wrong type",
    "write it as the message says",
    Flaw("difficulty: 1", 'difficulty: «"1"»'),
)
NOT_A_CHOICE = rule(
    "S104",
    "a value that is not one of the choices",
    "choose one of those",
    Flaw("kind: interruption", "kind: «interuption»"),
)
RANGE = rule(
    "S105",
    "a number that is out of range",
    "write a number in the range",
    Flaw("mood: 2", "mood: «5»"),
)
LENGTH = rule(
    "S106",
    "text that is too long, or none",
    "say it in fewer words; nobody shouts for a whole minute",
    Flaw("title: A missing slip", "title: «" + "Slip " * 20 + "slip»"),
)
COUNT = rule(
    "S107",
    "too many entries, or none",
    "add some or take some away",
    Flaw("fundamentals: [listening, empathy]", "fundamentals: «[]»"),
)
BAD_ID = rule(
    "S108",
    "a bad id",
    "an id has small letters, digits and hyphens, starts with a letter, and has at most 40",
    Flaw("opening: asks", "opening: «Asks!»"),
)
EMPTY = rule(
    "S109",
    "nothing after the colon",
    "write something there, or leave out the key",
    Flaw("title: A missing slip", "«title»:"),
)
BREAK_IN = rule(
    "S110",
    "a moment to break in that is neither lines nor seconds",
    "write a number of lines, or seconds such as '15s' (at most 600)",
    Flaw("interrupt_after: 1", "interrupt_after: «soon»"),
)
NOT_A_REPLY = rule(
    "S111",
    "an entry of a test's replies that is not a reply",
    "write the reply, or a number of the scene's: {reference: 1} or {example: 2}",
    in_tests("  - {name: a, replies: [«{refrence: 1}»], ending: relieved}\n"),
)

TEXT: Final = "text"
WHOLE: Final = "a whole number"
NUMBER: Final = "a number"
LIST: Final = "a list"
KEYS: Final = "keys with values"
_TYPES: Final = {
    "string_type": TEXT,
    "enum": TEXT,
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "list_type": LIST,
    "dict_type": KEYS,
    "model_type": KEYS,
}
_REMEDIES: Final = {
    TEXT: "put quotes around it",
    WHOLE: "write a number such as 2",
    NUMBER: "write a number such as 2 or 1.5",
    LIST: "put each entry on its own line after '- ', or all of them in [brackets]",
    KEYS: "write 'key: value' lines here, or {key: value, key: value}",
}
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_SAYINGS: Final[Mapping[str, tuple[Rule, str, str]]] = {
    "greater_than_equal": (RANGE, "this must be at least {ge:g}", ""),
    "greater_than": (RANGE, "this must be more than {gt:g}", ""),
    "less_than_equal": (RANGE, "this must be at most {le:g}", ""),
    "string_too_long": (LENGTH, "this text is longer than {max_length} characters", ""),
    "string_too_short": (LENGTH, "this text is empty", "write something, or leave out the key"),
    "string_pattern_mismatch": (BAD_ID, "'{text}' is not an id", ""),
    "too_long": (COUNT, "there may be at most {max_length} of these", "take some away"),
    "too_short": (COUNT, "there must be at least {min_length} of these", "add some"),
    "said": (NOT_A_REPLY, "this is neither a reply nor one of the scene's", ""),
    "interrupt_after": (BREAK_IN, "this is neither a number of lines nor seconds", ""),
}

Path = tuple[str | int, ...]
Shaped = TypeVar("Shaped", bound=Shape)


def shape_of(tree: Table, report: Report) -> ScenarioShape | None:
    """The scenario's shape, or None; what is wrong with it is reported."""
    return shaped(tree, report, ScenarioShape)


def shaped(tree: Table, report: Report, shape: type[Shaped]) -> Shaped | None:
    """``tree`` in a shape, or None; what is wrong with it is reported."""
    _report_empty(tree, report)
    try:
        return shape.model_validate(plain_data(tree))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    for detail in _worth_telling(details, shape)[: 4 * MAX_SHOWN]:
        _complain(tree, report, detail, shape)
    return None


def _report_empty(node: Node, report: Report, place: Span | None = None) -> None:
    match node:
        case Leaf(value=None):
            report(EMPTY, place or node.span, *_nothing(report, place or node.span))
        case Table(entries=entries):
            for entry in entries.values():
                _report_empty(entry.value, report, entry.key)
        case Series(items=items):
            for item in items:
                _report_empty(item, report)
        case _:
            pass


def _nothing(report: Report, place: Span) -> tuple[str, str]:
    rest = report.source.line(place.line)[place.col - 1 + place.width :].lstrip(": ")
    if rest.startswith("#"):
        return "'#' starts a comment, so there is nothing here", "put quotes around it"
    return "there is nothing here", ""


def _worth_telling(details: list[ErrorDetails], shape: type[Shape]) -> list[ErrorDetails]:
    """Leave out a missing key where a misspelling of it stands: that is one mistake, not two."""
    misspelt = set()
    for detail in details[: 4 * MAX_SHOWN]:
        if detail["type"] == "extra_forbidden":
            *parent, key = detail["loc"]
            misspelt.add((*parent, nearest(str(key), _keys_at(tuple(parent), shape))))
    return [d for d in details if d["type"] != "missing" or d["loc"] not in misspelt]


def _keys_at(path: Path, shape: type[Shape]) -> list[str]:
    return list(field_at(path, shape).get("properties", {}))


def _complain(tree: Table, report: Report, detail: ErrorDetails, shape: type[Shape]) -> None:
    kind, path = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        _unknown_key(tree, report, path, shape)
        return
    if kind == "missing":
        _missing_key(tree, report, path, shape)
        return
    if path[-1:] == ("[key]",):
        place, _ = locate(tree, (*path[:-1], "\0"))
        report(BAD_ID, place, f"'{path[-2]}' is not an id")
        return
    span, node = locate(tree, path)
    if isinstance(node, Refused) or (isinstance(node, Leaf) and node.value is None):
        return  # complained of already
    broken, message, remedy = _explain(kind, detail.get("ctx", {}), node, path, shape)
    report(broken, span, message, remedy)


def _unknown_key(tree: Table, report: Report, path: Path, shape: type[Shape]) -> None:
    place, _ = locate(tree, (*path, "\0"))
    key, known = str(path[-1]), _keys_at(path[:-1], shape)
    report(UNKNOWN_KEY, place, f"'{one_line(key, 60)}' is not a key here", did_you_mean(key, known))


def _missing_key(tree: Table, report: Report, path: Path, shape: type[Shape]) -> None:
    place, _ = locate(tree, (*path[:-1], "\0"))
    what = str(field_at(path, shape).get("description", ""))
    remedy = f"add '{path[-1]}: …': {what[:1].lower()}{what[1:]}"
    report(MISSING_KEY, place, f"the key '{path[-1]}' is missing{_inside(path[:-1])}", remedy)


def _inside(path: Path) -> str:
    words = [f"entry {step + 1}" if isinstance(step, int) else str(step) for step in path]
    return " in " + " / ".join(words) if words else ""


def _explain(
    kind: str, context: dict[str, Any], node: Node | None, path: Path, shape: type[Shape]
) -> tuple[Rule, str, str]:
    if kind == "enum" and isinstance(node, Leaf) and isinstance(node.value, str):
        known = list(field_at(path, shape).get("enum", ()))
        key = next(step for step in reversed(path) if isinstance(step, str))
        message = f"'{one_line(node.text, 60)}' is not a choice for '{key}'"
        return NOT_A_CHOICE, message, did_you_mean(node.text, known)
    if kind in _TYPES:
        return _wrong_type(_TYPES[kind], node)
    broken, message, remedy = _SAYINGS.get(
        kind, (WRONG_TYPE, f"this cannot stand here ({kind})", "")
    )
    text = one_line(node.text, 60) if isinstance(node, Leaf) else ""
    return broken, message.format(text=text, **context), remedy


def _wrong_type(wanted: str, node: Node | None) -> tuple[Rule, str, str]:
    found = {Table: "keys with values", Series: "a list"}.get(type(node), "")
    if isinstance(node, Leaf):
        found = "text" if isinstance(node.value, str) else f"the {_noun(node.value)} {node.text}"
    remedy = _REMEDIES[wanted]
    if wanted == TEXT and isinstance(node, Table | Series):
        remedy = QUOTES
    elif isinstance(node, Leaf) and _NUMBER.fullmatch(node.text) and found == "text":
        remedy = "write it without quotes"
    return WRONG_TYPE, f"this must be {wanted}, but it is {found}", remedy


def _noun(value: object) -> str:
    return "word" if isinstance(value, bool) else "number"
