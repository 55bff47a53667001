"""Small scenarios built in code, for tests of what does not read YAML."""

from dataclasses import replace

from roleplay.scenario import (
    Branch,
    Customer,
    Desk,
    Ending,
    Example,
    Fundamental,
    Kind,
    Need,
    Outcome,
    Person,
    Point,
    PointKind,
    Scenario,
    Scene,
    You,
    parse_condition,
)


def scene(scene_id: str, says: str, *branches: Branch) -> Scene:
    """A scene by Dana with a fact, a feeling and a need."""
    return Scene(
        id=scene_id,
        who="dana",
        says=says,
        points=(
            Point("overtime", PointKind.FACT, "her overtime is missing", "And my overtime?"),
            Point("worry", PointKind.FEELING, "she is worried about the rent"),
            Point("today", PointKind.NEED, "an answer today", "And today? Can you tell me today?"),
        ),
        references=("A strong reply.", "Another strong reply."),
        examples=(Example("Not now.", parse_condition("courtesy <= 1")),),
        next=branches,
    )


def small(*, desk: bool = False, lines: int = 3, after_lines: int | None = 2) -> Scenario:
    """Three scenes, two endings; optionally a desk task that is interrupted."""
    calm = Branch("relieved", parse_condition("empathy >= 2.5 and heard(overtime)"), mood_by=-2)
    cross = Branch("again", parse_condition("courtesy < 1.5"), mood_by=1)
    scenario = Scenario(
        id="small",
        title="Small",
        kind=Kind.INTERRUPTION,
        customer=Customer.INTERNAL,
        need=Need.INFORMATION,
        fundamentals=(Fundamental.LISTENING,),
        difficulty=1,
        minutes=2,
        you=You("Payroll clerk", "Hear her out"),
        setting="The payroll office, five minutes before the run.",
        people={"dana": Person("dana", "Dana Ruiz", "analyst", 2)},
        opening="asks",
        scenes={
            "asks": scene("asks", "My overtime is missing.", calm, cross, Branch("more")),
            "more": scene("more", "So what now?", calm, Branch("walks-off")),
            "again": scene("again", "Excuse me?", calm, Branch("walks-off", mood_by=1)),
        },
        endings={
            "relieved": Ending("relieved", "Thank you!", Outcome.GOOD, "Her next caller is lucky."),
            "walks-off": Ending("walks-off", "Never mind.", Outcome.BAD, "Her next caller is not."),
        },
        notes=("Payroll closes at 12:00.",),
    )
    if not desk:
        return scenario
    task = Desk(
        "Type the totals",
        tuple(f"44{n}  100.{n}0" for n in range(lines)),
        after_lines=after_lines,
        after_seconds=None if after_lines else 15,
    )
    return replace(scenario, desk=task)
