"""Random learners: who says any of a scene's references and examples, and where that leads."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from roleplay.authoring.review.evidence import RatedReply, RatedScene
from roleplay.authoring.review.plays import begun, gone_on
from roleplay.scenario import Scenario
from roleplay.session import Phase, Reply, Session, TryAgain, advance

MOST_SCENES: Final = 50
"""Scenes after which a learner who goes in circles is called back."""

RETRIES: Final = 0.2
"""Chance that a learner takes a reply back and tries the scene again."""

MOST_TRIES: Final = 3


@dataclass
class Visits:
    """Where random learners of one scenario went.

    Attributes:
        scenario: Its id.
        learners: How many there were.
        seed: What they were drawn from.
        visits: How often each scene was met; a learner may meet one more than once.
        met: How many learners met each scene.
        endings: How many learners reached each ending.
        cut_off: Learners who were called back after :data:`MOST_SCENES`.
        stuck: Learners who came to a scene that has no scored reply.

    """

    scenario: str
    learners: int
    seed: int
    visits: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    cut_off: int = 0
    stuck: int = 0

    def share(self, learners: int) -> float:
        """``learners`` of all of them, 0 to 100."""
        return round(100 * learners / self.learners, 1)


def send_learners(
    scenario: Scenario, rated: Mapping[str, RatedScene], number: int, seed: int
) -> Visits:
    """Send random learners through a scenario; the same seed sends the same ones.

    A learner says any reference or example of the present scene, each as likely as another, and
    takes it back now and then. More learners do not change what the first ones say.
    """
    found = Visits(scenario.id, number, seed)
    for learner in range(number):
        # Not a secret: the text is what makes a learner the same one on every run.
        dice = Random(f"{seed} {scenario.id} {learner}")  # noqa: S311
        session = begun(scenario)
        while session.phase is Phase.SCENE and len(session.path) <= MOST_SCENES:
            pool = rated[session.scene.id].scored
            if not pool:
                found.stuck += 1
                break
            session = gone_on(_answered(session, pool, dice))
        _count(session, found)
    return found


def _answered(session: Session, pool: tuple[RatedReply, ...], dice: Random) -> Session:
    for attempt in range(1, MOST_TRIES + 1):
        reply = dice.choice(pool)
        session = advance(session, Reply(reply.exchange.reply, reply.rating))
        if attempt == MOST_TRIES or dice.random() >= RETRIES:
            break
        session = advance(session, TryAgain())
    return session


def _count(session: Session, found: Visits) -> None:
    path = session.path[:MOST_SCENES]
    found.visits.update(path)
    found.met.update(set(path))
    if session.ending:
        found.endings[session.ending] += 1
    elif len(session.path) > MOST_SCENES:
        found.cut_off += 1
