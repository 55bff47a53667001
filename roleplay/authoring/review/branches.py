"""Branches: is each taken by a reply that the file brings along?"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from roleplay.authoring.problems import Report
from roleplay.authoring.review.evidence import RatedReply, RatedScene
from roleplay.authoring.review.reasons import Reason, reasons
from roleplay.authoring.rules import Flaw, warning
from roleplay.rating import RatingFacts
from roleplay.scenario import Cited, Scenario, Scene, names_in
from roleplay.scenario.condition import Comparison
from roleplay.scenario.model import MAX_MOOD
from roleplay.text.phrases import listed

NOT_TAKEN = warning(
    "S605",
    "a branch that no reference, example or test takes",
    "write an example that takes it, change its condition, or delete it",
    Flaw("{when: help >= 2, mood_by", "{when: «help >= 4», mood_by"),
    rated=True,
)

ANGERS = warning(
    "S609",
    "a branch that angers the coworker, and is taken by a reference",
    "say in the reference what keeps it from there, or change the condition",
    Flaw("{when: help >= 2, mood_by: -1, go", "{when: «help >= 2», mood_by: 1, go"),
    rated=True,
)

Taken = Collection[tuple[str, int]]
"""Branches that were taken: a scene's id, and which of its branches from 0."""


class _Near(NamedTuple):
    """How near a reply comes to taking a branch.

    Attributes:
        reply: The reply.
        against: Why it does not meet the condition; nothing when it does.
        first: The branch before it that it takes instead, from 0.

    """

    reply: RatedReply
    against: tuple[Reason, ...]
    first: int

    @property
    def distance(self) -> tuple[int, float]:
        """Fewest reasons first, then the smallest gaps."""
        return len(self.against), sum(reason.gap for reason in self.against)


def branches(
    scenario: Scenario, rated: Mapping[str, RatedScene], played: Taken, report: Report
) -> None:
    """Check every branch, in any mood and at any attempt that can be.

    Args:
        scenario: What is checked.
        rated: Its scenes with their replies.
        played: The branches that its tests take.
        report: Where to complain.

    """
    moods = possible_moods(scenario)
    for name, scene in rated.items():
        facts = list(_facts(scene, moods[name]))
        if not facts:
            continue
        taken: dict[Cited, set[int]] = {}
        for reply, found in facts:
            taken.setdefault(reply.cited, set()).add(taken_by(scene.scene, found))
        for number, lines in enumerate(scene.lines.branches):
            span = lines.when.span if lines.when else lines.span
            always = [one.cited for one in scene.references if taken.get(one.cited) == {number}]
            if always and scene.scene.next[number].mood_by > 0:
                report(ANGERS, span, f"{listed([str(one) for one in always])} angers the coworker")
            if any(number in by for by in taken.values()) or (name, number) in played:
                continue
            message = (
                f"no reference, example or test takes this branch of '{name}' "
                f"to '{scene.scene.next[number].go}'"
            )
            report(NOT_TAKEN, span, message, _remedy(scene, number, facts))


def taken_by(scene: Scene, facts: RatingFacts) -> int:
    """Which branch of ``scene`` a reply takes, from 0."""
    return next(
        number
        for number, branch in enumerate(scene.next)
        if branch.when is None or not reasons(branch.when, facts)
    )


def possible_moods(scenario: Scenario) -> Mapping[str, frozenset[int]]:
    """For each scene, the moods that its speaker can be in there, whichever branches are taken."""
    start = {person.id: frozenset({person.mood}) for person in scenario.people.values()}
    none = dict.fromkeys(scenario.people, frozenset[int]())
    moods = {name: dict(none) for name in scenario.scenes} | {scenario.opening: start}
    waiting = [scenario.opening]
    while waiting:
        name = waiting.pop()
        who = scenario.scenes[name].who
        for branch in scenario.scenes[name].next:
            if branch.go not in moods:
                continue
            moved = {min(MAX_MOOD, max(0, mood + branch.mood_by)) for mood in moods[name][who]}
            before = moods[branch.go]
            after = {
                person: before[person] | (frozenset(moved) if person == who else known)
                for person, known in moods[name].items()
            }
            if after != before:
                moods[branch.go] = after
                waiting.append(branch.go)
    return {name: moods[name][scene.who] for name, scene in scenario.scenes.items()}


def _facts(scene: RatedScene, moods: Iterable[int]) -> Iterable[tuple[RatedReply, RatingFacts]]:
    attempts = range(1, _attempts(scene.scene) + 1)
    for reply in scene.scored:
        overall = scene.overall(reply)
        for mood in sorted(moods):
            for attempt in attempts:
                yield reply, RatingFacts(reply.rating, overall, mood, attempt)


def _attempts(scene: Scene) -> int:
    """Attempts after which no branch asks for another one."""
    asked = [
        int(name.value)
        for branch in scene.next
        for name in (names_in(branch.when) if branch.when else ())
        if isinstance(name, Comparison) and name.name == "attempt"
    ]
    return min(max(asked, default=0), 20) + 1


def _remedy(scene: RatedScene, number: int, facts: Iterable[tuple[RatedReply, RatingFacts]]) -> str:
    when = scene.scene.next[number].when
    if when is None:
        return "write an example that meets none of the conditions above it"
    near = min(
        (
            _Near(reply, reasons(when, found), taken_by(scene.scene, found))
            for reply, found in facts
        ),
        key=lambda found: found.distance,
    )
    if near.against:
        why = listed([str(reason) for reason in near.against])
        return f"{near.reply.cited} comes nearest: {why}; write an example that takes it"
    line = scene.lines.branches[near.first].span.line
    would = f"{near.reply.cited} would take it, but takes the branch in line {line} first"
    return f"{would}; write an example that meets this condition only"
