"""The format: what keys a scenario has and what may stand there.

The JSON Schema is generated from here, so a description is what an author reads
while the editor completes. What one value alone cannot tell (does the scene that
``go`` names exist?) is checked in :mod:`roleplay.authoring.checks`.
"""

import re
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError, PydanticKnownError

from roleplay.scenario import Cited, CitedKind, Customer, Fundamental, Kind, Need, Outcome
from roleplay.scenario.condition import MAX_LENGTH as MAX_CONDITION
from roleplay.scenario.model import DEFAULT_PASS_MARK, MAX_MOOD

ID_PATTERN: Final = "^[a-z][a-z0-9-]{0,39}$"
MAX_SECONDS: Final = 600
MAX_TEXT: Final = 1200
"""Characters of a line, a reference or a reply."""
MAX_POINTS: Final = 8
MAX_REFERENCES: Final = 10
MAX_EXAMPLES: Final = 20
MAX_BRANCHES: Final = 10
_SECONDS: Final = re.compile("[1-9][0-9]{0,2}s")

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]
ConditionText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_CONDITION)
]


def _interrupt_after(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and _SECONDS.fullmatch(value) and int(value[:-1]) <= MAX_SECONDS:
        return value
    message = "must be a number of lines, or seconds such as '15s'"
    raise PydanticCustomError("interrupt_after", message)


InterruptAfter = Annotated[
    int | str,
    PlainValidator(_interrupt_after),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": f"^{_SECONDS.pattern}$"},
            ]
        }
    ),
]


def _said(value: object) -> str | Cited:
    """A reply in a test: text, or one that the scene has already, by its number."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            raise PydanticKnownError("string_too_short", {"min_length": 1})
        if len(text) > MAX_TEXT:
            raise PydanticKnownError("string_too_long", {"max_length": MAX_TEXT})
        return text
    match value:
        case dict() if len(value) == 1 and (key := next(iter(value))) in tuple(CitedKind):
            number = value[key]
            if isinstance(number, int) and not isinstance(number, bool) and number >= 1:
                return Cited(CitedKind(key), number)
    message = "must be a reply, or one of the scene's such as {reference: 1}"
    raise PydanticCustomError("said", message)


Said = Annotated[
    str | Cited,
    PlainValidator(_said),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
                *(
                    {
                        "type": "object",
                        "properties": {
                            kind.value: {
                                "type": "integer",
                                "minimum": 1,
                                "description": f"Which {kind} of the scene it is in by then",
                            }
                        },
                        "required": [kind.value],
                        "additionalProperties": False,
                    }
                    for kind in CitedKind
                ),
            ]
        }
    ),
]


class Shape(BaseModel):
    """Strict: no unknown key, no text where a number belongs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


class YouShape(Shape):
    """The learner's part."""

    role: Line = Field(description="Who the learner is, such as Payroll clerk")
    goal: Line = Field(description="What the learner should try to achieve")


class DeskShape(Shape):
    """The work that is interrupted; the learner really does it."""

    task: Line = Field(description="What to do, in a sentence")
    lines: list[Line] = Field(min_length=1, max_length=50, description="What to type, line by line")
    interrupt_after: InterruptAfter = Field(
        description="When the coworker breaks in: after so many lines, or seconds, as in '15s'"
    )


class PersonShape(Shape):
    """A coworker."""

    name: Line = Field(description="Full name")
    role: Line = Field(description="What they do, such as analyst")
    mood: int = Field(ge=0, le=MAX_MOOD, description="Mood at the start: 0 calm to 4 furious")


_ONE_KIND: Final[JsonDict] = {
    "oneOf": [{"required": [kind]} for kind in ("fact", "feeling", "need")]
}


class PointShape(Shape):
    """One thing that the coworker said and that a good reply says back."""

    model_config = ConfigDict(json_schema_extra=_ONE_KIND)

    id: Id = Field(description="A short name; 'when' can ask heard(id) and wrong(id)")
    fact: Line = Field(default="", description="Something that is the case, in your words")
    feeling: Line = Field(default="", description="How the coworker feels about it, in your words")
    need: Line = Field(default="", description="What the coworker needs, in your words")
    unheard: Text = Field(
        default="", description="What the coworker says before going on when a reply missed this"
    )


class ExampleShape(Shape):
    """A reply and the levels that you expect for it: the scenario's own test."""

    reply: Text = Field(description="A reply, good or bad")
    expect: ConditionText = Field(
        description="Whole levels that it should get, as in: courtesy <= 1 and help <= 1"
    )


class BranchShape(Shape):
    """Where a reply leads. The first branch whose condition holds is taken."""

    when: ConditionText = Field(
        default="",
        description="A condition, as in: empathy >= 2.5 and heard(id). The last has none",
    )
    mood_by: int = Field(
        default=0,
        ge=-MAX_MOOD,
        le=MAX_MOOD,
        description="How the coworker's mood moves; negative is calmer",
    )
    go: Id = Field(description="The scene or ending that comes next")


class WeightsShape(Shape):
    """How much each ladder counts in this scene; 1 where missing."""

    empathy: float = Field(default=1, gt=0, le=10, description="Weight of empathy")
    restating: float = Field(default=1, gt=0, le=10, description="Weight of restating")
    courtesy: float = Field(default=1, gt=0, le=10, description="Weight of courtesy")


class SceneShape(Shape):
    """One thing that a coworker says, and where replies to it lead."""

    who: Id = Field(description="Who is speaking: one of the ids under 'people'")
    narration: Text = Field(default="", description="A stage direction shown before the line")
    says: Text = Field(description="What the coworker says, word for word")
    points: list[PointShape] = Field(
        min_length=1, max_length=MAX_POINTS, description="What was said, point by point"
    )
    references: list[Text] = Field(
        max_length=MAX_REFERENCES,
        description="Two or more strong replies, as different as you can make them",
        json_schema_extra={"minItems": 2},
    )
    examples: list[ExampleShape] = Field(
        default=[],
        max_length=MAX_EXAMPLES,
        description="Replies with the levels that you expect for them",
    )
    next: list[BranchShape] = Field(
        min_length=1, max_length=MAX_BRANCHES, description="Where replies lead, first match first"
    )
    weights: WeightsShape = Field(
        default=WeightsShape(), description="How much each ladder counts in this scene"
    )


class EndingShape(Shape):
    """How it ends."""

    says: Text = Field(description="The coworker's last words")
    outcome: Annotated[Outcome, Field(strict=False)] = Field(description="How they are left")
    after: Text = Field(description="How the coworker treats the next person because of it")


class PlaythroughShape(Shape):
    """Replies played from the opening on, and where they should lead."""

    name: Line = Field(description="What it shows; said when it fails")
    replies: list[Said] = Field(
        min_length=1,
        max_length=30,
        description="One reply per scene, in order: text, or {reference: 1} or {example: 2} of the "
        "scene it is in by then",
    )
    path: list[Id] = Field(
        default=[],
        max_length=31,
        description="The scenes met, in order, from the opening on; the ending is not one of them",
    )
    expect: ConditionText = Field(
        default="",
        description="What holds after the last reply, as in: mood <= 1 and overall >= 70; mood is "
        "that of whoever spoke last",
    )
    ending: Id = Field(default="", description="The ending that the last reply leads to")


class ScenarioShape(Shape):
    """A roleplay scenario: a coworker who wants something, and where your replies lead."""

    model_config = ConfigDict(title="Roleplay scenario")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] = (
        Field(description="What the picker shows")
    )
    kind: Annotated[Kind, Field(strict=False)] = Field(description="What sort of situation it is")
    customer: Annotated[Customer, Field(strict=False)] = Field(
        description="Whether the other person works in the same organisation"
    )
    need: Annotated[Need, Field(strict=False)] = Field(description="What the coworker is after")
    fundamentals: list[Annotated[Fundamental, Field(strict=False)]] = Field(
        min_length=1, max_length=5, description="What this scenario practises"
    )
    difficulty: int = Field(ge=1, le=3, description="1 easy to 3 hard")
    minutes: int = Field(ge=1, le=60, description="How long it takes, roughly")
    pass_mark: float = Field(
        default=DEFAULT_PASS_MARK,
        alias="pass",
        ge=0,
        le=100,
        description="The overall, 0 to 100, from which it counts as passed",
    )
    you: YouShape = Field(description="The learner's part: role and goal")
    setting: Text = Field(description="Where the learner is and what has just happened")
    desk: DeskShape | None = Field(default=None, description="The work that is interrupted")
    notes: list[Text] = Field(
        default=[], max_length=20, description="Facts that the learner can look up"
    )
    people: dict[Id, PersonShape] = Field(
        min_length=1, max_length=8, description="The coworkers, each under a short id"
    )
    opening: Id = Field(description="The first scene")
    scenes: dict[Id, SceneShape] = Field(
        min_length=1, max_length=40, description="What the coworkers say, each under a short id"
    )
    endings: dict[Id, EndingShape] = Field(
        min_length=1, max_length=20, description="How it can end, each under a short id"
    )
    tests: list[PlaythroughShape] = Field(
        default=[],
        max_length=30,
        description="Playthroughs with the path, mood or ending that you expect of them",
    )
