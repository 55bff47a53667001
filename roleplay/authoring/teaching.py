"""What an editor shows beyond descriptions: examples, ready-made entries, the words of conditions.

Everything is named by the schema's own names, a definition's and a key's; a test
says when one of them is no longer there.
"""

from collections.abc import Mapping
from typing import Any, Final

from roleplay.authoring.meanings import MEANINGS
from roleplay.rubric import ACT_WORDS, LADDERS
from roleplay.scenario.model import MAX_MOOD

Place = tuple[str, str]
"""A definition, or nothing for the scenario itself, and one of its keys."""

EXAMPLES: Final[Mapping[Place, tuple[object, ...]]] = {
    ("", "opening"): ("asks",),
    ("", "difficulty"): (1,),
    ("", "minutes"): (4,),
    ("", "setting"): ("The payroll office, a quarter of an hour before the run closes.",),
    ("", "notes"): (["The run closes at 12:00."],),
    ("You", "role"): ("Payroll clerk",),
    ("You", "goal"): ("Keep the run on time without sending anyone away unheard",),
    ("Desk", "task"): ("Type the totals from the slips into the ledger",),
    ("Desk", "lines"): (["4471  1,204.50", "4472    988.10"],),
    ("Desk", "interrupt_after"): (2, "15s"),
    ("Person", "name"): ("Dana Ruiz",),
    ("Person", "role"): ("analyst",),
    ("Person", "mood"): (2,),
    ("Point", "id"): ("overtime",),
    ("Point", "fact"): ("eleven hours of overtime are missing from the slip",),
    ("Point", "feeling"): ("worried, because the rent goes out tomorrow",),
    ("Point", "need"): ("to know today whether it can be put right",),
    ("Point", "unheard"): ("And today? Can you tell me today?",),
    ("Example", "reply"): ("Not now.",),
    ("Example", "expect"): ("courtesy <= 1 and help <= 1", "empathy >= 3 and restating >= 3"),
    ("Branch", "when"): (
        "empathy >= 2.5 and restating >= 2.5",
        "heard(overtime) and help >= 2",
        "said(insult) or courtesy < 1.5",
    ),
    ("Branch", "mood_by"): (-1, 1),
    ("Scene", "narration"): ("She has not moved.",),
    ("Ending", "after"): ("The next person who rings gets a patient answer.",),
}

_CONDITION: Final = "\n".join(
    [
        f"- ladders, 0 to 4: {', '.join(f'`{ladder}`' for ladder in LADDERS)}",
        "- `heard(point)`: the reply says this point back; `wrong(point)`: it gets it wrong",
        "- `said(act)`: " + ", ".join(f"`{act}` ({words})" for act, words in ACT_WORDS.items()),
        "- compare with `<`, `<=`, `>`, `>=`, `==`, `!=`; join with `and`, `or`, `not`, `( )`",
    ]
)

LONGER: Final[Mapping[Place, str]] = {
    ("Branch", "when"): (
        "A condition on the reply. The first branch whose condition holds is taken; "
        f"the last has none.\n\n{_CONDITION}\n- and `overall`, 0 to 100; `mood`, 0 to {MAX_MOOD}, "
        "as it is before this branch moves it; `attempt`, from 1"
    ),
    ("Example", "expect"): (
        "What the reply should get, levels rounded to whole numbers. `roleplay check --rate` "
        f"compares it with the model.\n\n{_CONDITION}\n- and `overall`, 0 to 100"
    ),
}
"""Markdown that says more than the description of a key."""


def _snippet(label: str, description: str, body: object) -> dict[str, object]:
    return {"label": label, "description": description, "body": body}


_POINTS: Final = [{"id": "${3:short-name}", "need": "${4:what they need, in your words}"}]
_NEXT: Final = [
    {"when": "${7:empathy >= 2.5}", "mood_by": -1, "go": "${8:ending}"},
    {"go": "${9:ending}"},
]

SNIPPETS: Final[Mapping[str, list[dict[str, object]]]] = {
    "Point": [
        _snippet(kind, f"A point: {what}", {"id": "${1:short-name}", kind: f"${{2:{what}}}"})
        for kind, what in (
            ("fact", "something that is the case"),
            ("feeling", "how they feel about it, and why"),
            ("need", "what they need"),
        )
    ],
    "Example": [
        _snippet(
            "weak reply",
            "A reply that should do badly",
            {"reply": "${1:Not now.}", "expect": "${2:courtesy <= 1 and help <= 1}"},
        ),
        _snippet(
            "strong reply",
            "A reply that should do well",
            {"reply": "${1:reply}", "expect": "${2:empathy >= 3 and restating >= 3}"},
        ),
    ],
    "Branch": [
        _snippet(
            "branch with a condition",
            "Taken if its condition holds and none before it did",
            {"when": "${1:empathy >= 2.5}", "mood_by": "${2:-1}", "go": "${3:ending}"},
        ),
        _snippet("last branch", "For replies that meet no condition", {"go": "${1:ending}"}),
    ],
    "Person": [
        _snippet(
            "coworker",
            "Name, role and mood",
            {"name": "${1:Dana Ruiz}", "role": "${2:analyst}", "mood": "${3:2}"},
        )
    ],
    "Scene": [
        _snippet(
            "scene",
            "Who says what, and where replies lead",
            {
                "who": "${1:person}",
                "says": "${2:what they say}",
                "points": _POINTS,
                "references": ["${5:a strong reply}", "${6:another, as different as you can}"],
                "next": _NEXT,
            },
        )
    ],
    "Ending": [
        _snippet(
            "ending",
            "Last words, outcome, and what comes of it",
            {
                "says": "${1:last words}",
                "outcome": "${2|good,mixed,bad|}",
                "after": "${3:how the coworker treats the next person}",
            },
        )
    ],
}
"""Entries that an editor fills in, by definition."""


def teach(schema: dict[str, Any]) -> None:
    """Add to ``schema`` what an editor shows, and no rule."""
    definitions = schema["definitions"]
    shapes = {"": schema, **definitions}
    for (shape, key), examples in EXAMPLES.items():
        shapes[shape]["properties"][key]["examples"] = list(examples)
    for (shape, key), text in LONGER.items():
        shapes[shape]["properties"][key]["markdownDescription"] = text
    for shape, snippets in SNIPPETS.items():
        shapes[shape]["defaultSnippets"] = snippets
    for choices, meanings in MEANINGS.items():
        definition = definitions[choices.__name__]
        definition["enumDescriptions"] = [meanings[value] for value in definition["enum"]]
    for shape in shapes.values():
        for field in shape.get("properties", {}).values():
            _say_type(field, definitions)


def _say_type(field: dict[str, Any], definitions: Mapping[str, Any]) -> None:
    """Repeat the type beside a reference: without it, an editor completes a key and no colon."""
    if "allOf" in field:
        name = str(field["allOf"][0]["$ref"]).rpartition("/")[2]
        field["type"] = definitions[name]["type"]
