"""Make a frozen Scenario of a shape that has passed every check."""

from roleplay.authoring.shape import (
    BranchShape,
    DeskShape,
    PlaythroughShape,
    PointShape,
    ScenarioShape,
    SceneShape,
)
from roleplay.rubric import Ladder
from roleplay.scenario import (
    Branch,
    Desk,
    Ending,
    Example,
    Person,
    Playthrough,
    Point,
    PointKind,
    Scenario,
    Scene,
    You,
    parse_condition,
)


def build(scenario_id: str, shape: ScenarioShape) -> Scenario:
    """The scenario that ``shape`` describes."""
    return Scenario(
        id=scenario_id,
        title=shape.title,
        kind=shape.kind,
        customer=shape.customer,
        need=shape.need,
        fundamentals=tuple(dict.fromkeys(shape.fundamentals)),
        difficulty=shape.difficulty,
        minutes=shape.minutes,
        you=You(shape.you.role, shape.you.goal),
        setting=shape.setting,
        people={
            name: Person(name, person.name, person.role, person.mood)
            for name, person in shape.people.items()
        },
        opening=shape.opening,
        scenes={name: _scene(name, scene) for name, scene in shape.scenes.items()},
        endings={
            name: Ending(name, ending.says, ending.outcome, ending.after)
            for name, ending in shape.endings.items()
        },
        desk=_desk(shape.desk) if shape.desk else None,
        notes=tuple(shape.notes),
        pass_mark=shape.pass_mark,
        tests=tuple(_playthrough(test) for test in shape.tests),
    )


def _scene(name: str, shape: SceneShape) -> Scene:
    given = shape.weights.model_dump(exclude_unset=True)
    return Scene(
        id=name,
        who=shape.who,
        says=shape.says,
        points=tuple(_point(point) for point in shape.points),
        references=tuple(shape.references),
        examples=tuple(Example(e.reply, parse_condition(e.expect)) for e in shape.examples),
        next=tuple(_branch(branch) for branch in shape.next),
        narration=shape.narration,
        weights={Ladder(ladder): weight for ladder, weight in given.items()},
    )


def _point(shape: PointShape) -> Point:
    kind = next(kind for kind in PointKind if getattr(shape, kind))
    return Point(shape.id, kind, getattr(shape, kind), shape.unheard)


def _branch(shape: BranchShape) -> Branch:
    return Branch(shape.go, parse_condition(shape.when) if shape.when else None, shape.mood_by)


def _desk(shape: DeskShape) -> Desk:
    after = shape.interrupt_after
    return Desk(
        task=shape.task,
        lines=tuple(shape.lines),
        after_lines=after if isinstance(after, int) else None,
        after_seconds=int(after.removesuffix("s")) if isinstance(after, str) else None,
    )


def _playthrough(shape: PlaythroughShape) -> Playthrough:
    return Playthrough(
        name=shape.name,
        replies=tuple(shape.replies),
        path=tuple(shape.path),
        expect=parse_condition(shape.expect) if shape.expect else None,
        ending=shape.ending or None,
    )
