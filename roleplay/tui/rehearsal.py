"""What would become of a reply: the branch, the mood, what is said; and whether it is as expected.

An author tries replies without playing: the session itself answers, begun at the
scene with the mood that is asked about.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from roleplay.rating import Rating, RatingFacts, Status
from roleplay.scenario import (
    Branch,
    Condition,
    Example,
    Facts,
    Scenario,
    Scene,
    holds,
    names_in,
)
from roleplay.scenario.condition import Both, Call, Comparison, Node
from roleplay.session import Begin, GoOn, Reply, Session, TryAgain, advance, preview


@dataclass(frozen=True)
class Outlook:
    """What would happen next.

    Attributes:
        branch: The branch that would be taken.
        number: Which one of the scene's it is, from 1.
        unheard: What the coworker would say first, because the reply missed it.
        before, after: The speaker's mood.

    """

    branch: Branch
    number: int
    unheard: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True)
class Verdict:
    """How a rating stands to what an example's author expects of it.

    Attributes:
        met: Whether it is as expected.
        found: How it is instead: ``courtesy is 1, heard(overtime) is not so``; empty when met.

    """

    met: bool
    found: str


def starting_at(scenario: Scenario, scene: str, mood: int | None = None) -> Scenario:
    """The scenario as if it began with ``scene``, its speaker in ``mood``.

    There is no desk, unless it begins there anyway: the interruption is over.
    """
    who = scenario.people[scenario.scenes[scene].who]
    person = who if mood is None else replace(who, mood=mood)
    desk = scenario.desk if scene == scenario.opening else None
    people = {**scenario.people, who.id: person}
    return replace(scenario, opening=scene, people=people, desk=desk)


def outlook(
    scenario: Scenario, scene: str, rating: Rating, mood: int, attempt: int
) -> Outlook | None:
    """What would follow a reply with this rating; None when it would be asked again.

    Args:
        scenario: What is played.
        scene: Where the reply is given.
        rating: Of the reply.
        mood: The speaker's at that moment, 0 to 4.
        attempt: Which try at the scene it is, from 1.

    """
    if rating.status is Status.UNSCORED:
        return None
    begun = starting_at(replace(scenario, desk=None), scene, mood)
    session = advance(Session.start(begun), Begin())
    for number in range(attempt):
        session = advance(session, TryAgain()) if number else session
        session = advance(session, Reply("", rating))
    branch = preview(session)
    if branch is None:
        return None
    after = advance(session, GoOn())
    here = scenario.scenes[scene]
    return Outlook(branch, here.next.index(branch) + 1, after.unheard, mood, after.moods[here.who])


def verdict(scene: Scene, example: Example, rating: Rating) -> Verdict:
    """Whether ``rating`` is as the author of ``example`` expects."""
    if rating.status is Status.UNSCORED:
        return Verdict(met=False, found=f"not scored: {rating.why}")
    facts = RatingFacts.expected(rating, scene)
    unmet = [part for part in _parts(example.expect.root) if not holds(part, facts)]
    leaves = (leaf for part in unmet for leaf in names_in(part))
    return Verdict(not unmet, ", ".join(dict.fromkeys(_is(leaf, facts) for leaf in leaves)))


def _parts(node: Node) -> Iterator[Condition]:
    """What has to hold all at once."""
    match node:
        case Both(left, right):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield Condition("", node)


def _is(leaf: Comparison | Call, facts: Facts) -> str:
    if isinstance(leaf, Comparison):
        return f"{leaf.name} is {facts.number(leaf.name):g}"
    so = holds(Condition("", leaf), facts)
    return f"{leaf.name}({leaf.argument}) is {'so' if so else 'not so'}"
