"""What ``check`` looks for, as a list: for people, for programs, and for the authors' guide."""

import json
from collections.abc import Callable, Mapping
from typing import Final

import roleplay.authoring.load
import roleplay.authoring.packs.check
import roleplay.authoring.review.run  # noqa: F401 - all of these register rules
from roleplay.authoring.formats import Format
from roleplay.authoring.packs.rules import PACK_RULES
from roleplay.authoring.rules import RULES, Rule

GUIDE_START: Final = "<!-- rules: roleplay check --rules --format markdown -->"
GUIDE_END: Final = "<!-- end of rules -->"
"""Between these lines the guide has :func:`as_markdown`, word for word; a test compares them."""

_AREAS: Final = {
    "S0": "The file",
    "S1": "Keys and values",
    "S2": "Conditions",
    "S3": "Names and paths",
    "S4": "Writing",
    "S5": "Tests",
    "S6": "What the model finds, with --rate",
    "P1": "pack.yaml",
    "P2": "Packs",
}


def rules() -> tuple[Rule, ...]:
    """Every rule there is, by area and code."""
    known = {**RULES, **PACK_RULES}
    return tuple(known[code] for area in _AREAS for code in sorted(known) if code.startswith(area))


def as_text() -> str:
    """Code, severity, what breaks the rule, and what to do then."""
    return "".join(
        f"{rule.code}  {rule.severity:<7}  {rule.title}\n               → {rule.remedy}\n"
        for rule in rules()
    )


def as_json() -> str:
    """A list of objects."""
    listed = [
        {
            "code": rule.code,
            "severity": rule.severity,
            "title": rule.title,
            "remedy": rule.remedy,
        }
        for rule in rules()
    ]
    return json.dumps(listed, indent=2) + "\n"


def as_markdown() -> str:
    """A table for each part of a scenario."""
    head = "| code | severity | what it finds | what to do |\n| --- | --- | --- | --- |\n"
    return "\n".join(
        f"### {area}\n\n{head}"
        + "".join(_row(rule) for rule in rules() if rule.code.startswith(start))
        for start, area in _AREAS.items()
    )


def _row(rule: Rule) -> str:
    cells = (rule.code, rule.severity, rule.title, rule.remedy)
    return (
        "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |\n"
    )


RENDERERS: Final[Mapping[Format, Callable[[], str]]] = {
    Format.TEXT: as_text,
    Format.JSON: as_json,
    Format.MARKDOWN: as_markdown,
}
