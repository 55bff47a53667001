"""Play a scenario's tests: each reply is rated, and the session goes where the branches say."""

from dataclasses import dataclass, field

from roleplay.authoring.load import Sound
from roleplay.authoring.outline import PlayLines
from roleplay.authoring.problems import Report
from roleplay.authoring.review.branches import taken_by
from roleplay.authoring.review.evidence import posed
from roleplay.authoring.review.reasons import Reason, reasons
from roleplay.authoring.review.words import moves
from roleplay.authoring.rules import in_tests, rule
from roleplay.authoring.source import Span
from roleplay.rating import Exchange, Rater, Rating, RatingFacts, Status
from roleplay.scenario import Playthrough, Scenario, Scene, holds
from roleplay.session import (
    Begin,
    BreakIn,
    GoOn,
    LeaveDesk,
    Phase,
    Reply,
    Session,
    advance,
)
from roleplay.text.phrases import counted, listed

FAILS = rule(
    "S602",
    "a test that fails",
    "correct the reply, the branches, or what the test expects",
    in_tests("  - {name: a, replies: [Not now.], ending: «relieved»}\n"),
    rated=True,
)


@dataclass(frozen=True)
class Step:
    """One reply of a test, rated.

    Attributes:
        scene: What it answered.
        facts: What the branches saw of it.
        branch: Which branch it took, from 0.

    """

    scene: Scene
    exchange: Exchange
    facts: RatingFacts
    branch: int

    @property
    def rating(self) -> Rating:
        """What the model says of it."""
        return self.facts.rating


@dataclass(frozen=True)
class Failure:
    """How a test fails.

    Attributes:
        span: Where to point.
        message: What happened.
        against: Why the branch that the test needs was not taken.
        step: The reply that went astray, if it is one reply's doing.

    """

    span: Span
    message: str
    against: tuple[Reason, ...] = ()
    step: Step | None = None


@dataclass
class Play:
    """A test being played."""

    scenario: Scenario
    test: Playthrough
    lines: PlayLines
    steps: list[Step] = field(default_factory=list)

    async def run(self, rater: Rater) -> Failure | None:
        """Play it; returns how it fails, if it does.

        Raises:
            ModelError: The model is missing or damaged, or did not answer.

        """
        session = begun(self.scenario)
        for number in range(len(self.test.replies)):
            if session.phase is Phase.ENDED:
                message = f"it has ended with '{session.ending}' after {counted(number, 'reply')}"
                return Failure(self.lines.replies[number].span, message)
            try:
                exchange = posed(session.scene, self.test.replies[number])
            except IndexError:
                cited = self.test.replies[number]
                message = f"it is in '{session.scene.id}' by then, which has no {cited}"
                return Failure(self.lines.replies[number].span, message)
            [rating] = await rater.rate([exchange])
            if rating.status is Status.UNSCORED:
                message = f"reply {number + 1} is not scored: {rating.why}"
                return Failure(self.lines.replies[number].span, message)
            session = self._step(session, exchange, rating)
            if failure := self._astray(session, number):
                return failure
        return self._unexpected(session)

    def _step(self, session: Session, exchange: Exchange, rating: Rating) -> Session:
        scene = session.scene
        overall = rating.overall(scene.weights) or 0.0
        facts = RatingFacts(rating, overall, session.mood)
        self.steps.append(Step(scene, exchange, facts, taken_by(scene, facts)))
        return gone_on(advance(session, Reply(exchange.reply, rating)))

    def _astray(self, session: Session, number: int) -> Failure | None:
        """Whether the reply of this number, from 0, led elsewhere than the test says."""
        test, path = self.test, self.lines.path
        place = session.ending or session.path[-1]
        last = number + 1 == len(test.replies)
        if number + 1 < len(test.path):
            wanted, span = test.path[number + 1], path[number + 1].span
        elif last and test.ending and self.lines.ending:
            wanted, span = test.ending, self.lines.ending.span
        elif last and test.path and session.ending is None:
            message = f"reply {number + 1} leads on to '{place}', where the path has no scene"
            return Failure(path[-1].span, message, step=self.steps[-1])
        else:
            return None
        if place == wanted:
            return None
        step = self.steps[-1]
        message = f"reply {number + 1} leads from '{step.scene.id}' to '{place}', not to '{wanted}'"
        return Failure(span, message, self._why_not(step, wanted), step)

    def _why_not(self, step: Step, wanted: str) -> tuple[Reason, ...]:
        """Why none of the branches to ``wanted`` was taken: what is against the nearest one."""
        found = [
            reasons(branch.when, step.facts)
            for branch in step.scene.next
            if branch.go == wanted and branch.when is not None
        ]
        return min(found, key=len, default=())

    def _unexpected(self, session: Session) -> Failure | None:
        expect = self.test.expect
        if expect is None or self.lines.expect is None:
            return None
        step = self.steps[-1]
        facts = RatingFacts(step.rating, session.overall or 0.0, session.mood)
        if holds(expect, facts):
            return None
        against = reasons(expect, facts)
        leaf = against[0].leaf
        span = self.lines.expect.part(leaf.offset, len(leaf.name))
        return Failure(
            span, f"after {counted(len(self.steps), 'reply')}, {listed([*map(str, against)])}"
        )


async def plays(sound: Sound, report: Report, rater: Rater) -> set[tuple[str, int]]:
    """Play every test of a scenario; returns the branches that they take.

    Raises:
        ModelError: The model is missing or damaged, or did not answer.

    """
    taken = set()
    for test, lines in zip(sound.scenario.tests, sound.draft.outline.plays, strict=True):
        play = Play(sound.scenario, test, lines)
        failure = await play.run(rater)
        if failure:
            await _tell(test, failure, report, rater)
        taken |= {(step.scene.id, step.branch) for step in play.steps}
    return taken


def begun(scenario: Scenario) -> Session:
    """A session that waits for the first reply; a desk task is broken into at once."""
    session = advance(Session.start(scenario), Begin())
    return advance(session, BreakIn()) if session.phase is Phase.DESK else session


def gone_on(session: Session) -> Session:
    """A session after its last reply is let stand: the next scene, or the end."""
    session = advance(session, GoOn())
    return advance(session, LeaveDesk()) if session.phase is Phase.DESK_AGAIN else session


async def _tell(test: Playthrough, failure: Failure, report: Report, rater: Rater) -> None:
    message = f"test '{test.name}' fails: {failure.message}"
    if failure.against:
        message += f"; {listed([*map(str, failure.against)])}"
    step, remedy = failure.step, ""
    if step and step.rating.status is Status.UNSURE:
        message += f" (the model is unsure: {step.rating.why})"
    low = [reason.ladder for reason in failure.against if reason.too_low and reason.ladder]
    if step and low:
        changes = await moves(step.exchange, step.rating, low, step.scene, rater)
        remedy = "; ".join([*changes, "or change the branch or the test"]) if changes else ""
    report(FAILS, failure.span, message, remedy)
