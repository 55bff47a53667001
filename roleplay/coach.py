"""One turn: rate the reply, move the session on, try some advice, write the feedback.

The only place that composes them; every front door calls it.
"""

from dataclasses import dataclass

from roleplay.advice import advise_if_it_can
from roleplay.feedback import Feedback, Sources, write_feedback
from roleplay.rating import Exchange, Rater, Rating
from roleplay.session import Reply, Session, advance
from roleplay.text.clean import sanitise


@dataclass(frozen=True)
class Turn:
    """What came of one reply.

    Attributes:
        session: Moved on to its feedback, or still in the scene when the reply is unscored.
        rating: What the rater said.
        feedback: The same in words.

    """

    session: Session
    rating: Rating
    feedback: Feedback


async def take_turn(session: Session, reply: str, rater: Rater) -> Turn:
    """Play ``reply`` in the session's present scene.

    Raises:
        InvalidEventError: The session is not waiting for a reply.
        ModelError: The model did not rate it; the session is as it was.

    """
    exchange = Exchange.in_scene(session.scene, sanitise(reply))
    (rating,) = await rater.rate([exchange])
    moved = advance(session, Reply(exchange.reply, rating))
    weights = session.scene.weights
    advice = await advise_if_it_can(exchange, rating, rater, weights)
    feedback = write_feedback(exchange, rating, weights, advice, _sources(session))
    return Turn(moved, rating, feedback)


def _sources(session: Session) -> Sources:
    """What the learner knows in the present scene; an earlier try there is no source."""
    here = len(session.path) - 1
    replies = [attempt.reply for attempt in session.standing if attempt.visit < here]
    return Sources.on_path(session.scenario, session.path, replies)
