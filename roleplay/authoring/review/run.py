"""Review a scenario: rate what it brings along, and say what that shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roleplay.authoring.load import Sound
from roleplay.authoring.review.branches import branches
from roleplay.authoring.review.evidence import rate_scenes
from roleplay.authoring.review.examples import examples
from roleplay.authoring.review.learners import Visits, send_learners
from roleplay.authoring.review.plays import plays
from roleplay.authoring.review.references import references
from roleplay.rating import Exchange, Rater, Rating


@dataclass(frozen=True)
class Wanted:
    """What a review is to do.

    Attributes:
        findings: Say what is wrong.
        learners: How many random learners to send through each scenario.
        seed: What they are drawn from.

    """

    findings: bool = True
    learners: int = 0
    seed: int = 1


@dataclass
class _Counting:
    """A rater that says how many replies of the file itself it has rated."""

    rater: Rater
    progress: Callable[[int], None]

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        ratings = await self.rater.rate(exchanges)
        self.progress(len(exchanges))
        return ratings


async def review(
    sound: Sound, rater: Rater, wanted: Wanted, progress: Callable[[int], None] = lambda _: None
) -> Visits | None:
    """Rate a scenario's replies and report what they show; returns where random learners went.

    Args:
        sound: The scenario, and where to report.
        rater: Rates; it is asked for the same reply again and should remember.
        wanted: What to do.
        progress: Is told how many replies more are rated; :func:`size` says of how many.

    Raises:
        ModelError: The model is missing or damaged, or did not answer.

    """
    counting = _Counting(rater, progress)
    rated = await rate_scenes(sound, counting)
    report = sound.draft.report
    if wanted.findings:
        for scene in rated.values():
            await references(scene, report, rater)
            await examples(scene, report, rater)
        played = await plays(sound, report, counting)
        branches(sound.scenario, rated, played, report)
    if not wanted.learners:
        return None
    return send_learners(sound.scenario, rated, wanted.learners, wanted.seed)


def size(sound: Sound, wanted: Wanted) -> int:
    """How many replies a review rates at most, advice not counted."""
    scenes = sound.scenario.scenes.values()
    own = sum(len(scene.references) + len(scene.examples) for scene in scenes)
    return own + sum(len(test.replies) for test in sound.scenario.tests) * wanted.findings
