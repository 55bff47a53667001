"""One learner's replies, put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from roleplay.classroom.report.reply import OVERALL, Reply, in_order
from roleplay.rubric import LADDERS

Place = tuple[str, str]
MEASURES = (*LADDERS, OVERALL)
"""What has a mean: the ladders, and the overall."""


@dataclass(frozen=True)
class Learner:
    """One learner.

    Attributes:
        replies: All of them, in the table's order.

    """

    replies: Sequence[Reply]

    @cached_property
    def places(self) -> Mapping[Place, Sequence[Reply]]:
        """The replies to each scene, in the order in which they were made."""
        found: dict[Place, list[Reply]] = {}
        for reply in self.replies:
            found.setdefault(reply.place, []).append(reply)
        return {place: in_order(replies) for place, replies in found.items()}

    @cached_property
    def counted(self) -> Mapping[Place, Sequence[Reply]]:
        """Of each scene the replies that count; scenes without any are left out."""
        counted = {place: [r for r in made if r.counts] for place, made in self.places.items()}
        return {place: replies for place, replies in counted.items() if replies}

    @property
    def scenarios(self) -> frozenset[str]:
        """Those in which something counts."""
        return frozenset(scenario for scenario, _ in self.counted)

    @property
    def profile(self) -> Mapping[str, float]:
        """The mean on each measure over the last reply to each scene that counts.

        There is no overall where one of them has none: the mean of the rest is not theirs.
        """
        last = [replies[-1] for replies in self.counted.values()]
        known = LADDERS if any(reply.unweighed for reply in last) else MEASURES
        found = {measure: given(last, measure) for measure in known}
        return {measure: sum(values) / len(values) for measure, values in found.items() if values}


def given(replies: Sequence[Reply], measure: str) -> list[float]:
    """What stands on ``measure``, where there is anything."""
    return [reply.values[measure] for reply in replies if measure in reply.values]
