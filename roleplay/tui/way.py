"""The way through a scenario, step by step, and what it says about the learner."""

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.feedback import Debrief, Said, debrief
from roleplay.scenario import Scene
from roleplay.session import Attempt, Session, Shift


@dataclass(frozen=True)
class Step:
    """One scene of a play-through, with what came of it.

    Attributes:
        number: From 1.
        who: The coworker's name.
        scene: What they said.
        tries: Every attempt at it, oldest first; the last one stands.
        shift: How their mood moved; None for a scene that was not left.

    """

    number: int
    who: str
    scene: Scene
    tries: tuple[Attempt, ...]
    shift: Shift | None

    @property
    def standing(self) -> Attempt:
        """The attempt that stands: the latest."""
        return self.tries[-1]

    @property
    def best(self) -> Attempt:
        """The attempt with the highest overall; the latest of equals."""
        counting = [attempt for attempt in self.tries if attempt.rating.counts_as_best]
        return max(reversed(counting or self.tries), key=lambda attempt: attempt.overall)


def steps(session: Session) -> Iterator[Step]:
    """The scenes that were answered, in order."""
    for visit, name in enumerate(session.path):
        tries = tuple(attempt for attempt in session.attempts if attempt.visit == visit)
        if tries:
            scene = session.scenario.scenes[name]
            who = session.scenario.people[scene.who].name
            shift = session.course[visit] if visit < len(session.course) else None
            yield Step(visit + 1, who, scene, tries, shift)


def looking_back(session: Session) -> Debrief:
    """The four questions, answered from every reply of the session."""
    standing = session.standing
    return debrief(
        [
            Said(attempt.rating, attempt.visit + 1, attempt.number, attempt in standing)
            for attempt in session.attempts
        ]
    )
