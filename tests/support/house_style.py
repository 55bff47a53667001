"""What every scene of the shipped library has, beyond what ``check`` asks of an author.

It is written down so that a reference, point, example or branch that gets lost is
noticed, whatever the model of the day makes of the rest.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.rubric import ACTS, HARMFUL, SCORED, Act, Ladder, overall
from roleplay.scenario import Branch, PointKind, Scenario, Scene, holds

ONE_FACT = {"first-week/tin-of-sweets", "steaming-mad/louder", "the-boss-is-a-customer/snaps"}
"""Short lines: there is one fact in them to say back."""
HALF_IS_ENOUGH = {
    "leave-denied/table",
    "oh-well-done/quay",
    "on-the-phone/the-cake",
    "same-as-last-week/crates",
    "two-days-later/monday",
}
"""One point matters most there: whoever hears it and helps has done what was asked."""

KIND = frozenset(ACTS) - HARMFUL
FEELING = {Act.FEELING, Act.PERSPECTIVE, Act.APOLOGIZE}


@dataclass(frozen=True)
class Reply:
    """A kind of reply, as conditions see it."""

    levels: tuple[float, float, float, float]
    acts: frozenset[Act]
    hears: bool = False
    mood: int = 2

    def number(self, name: str) -> float:
        levels = dict(zip(Ladder, self.levels, strict=True))
        special = {"mood": self.mood, "attempt": 1, "overall": overall(levels)}
        return special[name] if name in special else levels[Ladder(name)]

    def heard(self, point: str) -> bool:
        return self.hears and bool(point)

    def wrong(self, point: str) -> bool:
        del point
        return False

    def said(self, act: str) -> bool:
        return act in self.acts


BEST = Reply((4, 4, 4, 4), KIND, hears=True)
GOOD = Reply((3, 3, 3, 3), KIND, hears=True)
HALF_WAY = Reply((2, 2, 3, 3), KIND - FEELING, hears=True)
COLD_HELP = Reply((1, 1, 2, 4), frozenset({Act.OFFER, Act.STEP, Act.TIME}))
PLAIN = Reply((2, 2, 2, 2), frozenset())
HELP_WITH_AN_INSULT = Reply((1, 4, 1, 4), KIND | {Act.INSULT}, hears=True)
INSULT = Reply((1, 2, 1, 2), frozenset({Act.INSULT}))
WORST = Reply((0, 0, 0, 0), HARMFUL)


def faults(scenario: Scenario) -> list[str]:
    """What is missing in a shipped scenario, as ``scene: what``."""
    targets = {branch.go for scene in scenario.scenes.values() for branch in scene.next}
    lost = {*scenario.scenes, *scenario.endings} - targets - {scenario.opening}
    return [f"{name}: nobody gets there" for name in sorted(lost)] + [
        f"{scene.id}: {fault}"
        for scene in scenario.scenes.values()
        for fault in (*_amounts(scenario, scene), *_ways(scenario, scene))
    ]


def _amounts(scenario: Scenario, scene: Scene) -> Iterator[str]:
    kinds = Counter(point.kind for point in scene.points)
    facts = 1 if f"{scenario.id}/{scene.id}" in ONE_FACT else 2
    if kinds[PointKind.FACT] < facts and sum(kinds.values()) < facts + 2:
        yield "too few facts"
    if not kinds[PointKind.FACT] or not kinds[PointKind.FEELING] or not kinds[PointKind.NEED]:
        yield "no fact, no feeling or no need"
    if len(scene.references) < len(SCORED):
        yield "fewer than three references: one warm, one brisk, one formal"
    if len(scene.examples) < 4:
        yield "fewer than four examples"


def _ways(scenario: Scenario, scene: Scene) -> Iterator[str]:
    def way(reply: Reply) -> tuple[str, int]:
        branch = _taken(scene, reply)
        return branch.go, branch.mood_by

    if scene.next[-1].when:
        yield "a reply can get stuck"
        return
    if way(BEST) != way(GOOD):
        yield "a good reply is not good enough"
    if way(BEST) in {way(COLD_HELP), way(PLAIN)}:
        yield "empathy and restating make no difference"
    if {way(HELP_WITH_AN_INSULT), way(INSULT)} != {way(WORST)}:
        yield "help makes up for an insult"
    if way(HALF_WAY) == way(WORST):
        yield "there is nothing between the best and the worst"
    if way(HALF_WAY) == way(BEST) and f"{scenario.id}/{scene.id}" not in HALF_IS_ENOUGH:
        yield "a reply that is half good gets all there is"


def _taken(scene: Scene, reply: Reply) -> Branch:
    return next(b for b in scene.next if b.when is None or holds(b.when, reply))
