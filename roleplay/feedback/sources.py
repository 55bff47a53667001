"""Where a learner can have a detail from, and the question for one that is from nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from roleplay.rating import Exchange
from roleplay.scenario import Scenario, Scene
from roleplay.text.clean import MAX_REPLY
from roleplay.text.details import strange_details
from roleplay.text.phrases import listed

MOST_DETAILS: Final = 3


@dataclass(frozen=True)
class Sources:
    """What the learner has heard and can look up, beside the exchange itself.

    Attributes:
        texts: All of it. Empty where nothing but the exchange is known.
        places: Where a detail was looked for, as a learner reads it.
        names: Whether everybody's name is known; else names in a reply say nothing.

    """

    texts: tuple[str, ...] = ()
    places: tuple[str, ...] = ("in what they said",)
    names: bool = False

    @classmethod
    def on_path(cls, scenario: Scenario, path: Sequence[str], replies: Iterable[str] = ()) -> Self:
        """What is known in the last scene of ``path``.

        Args:
            scenario: Its setting, people, notes and desk are known from the start.
            path: Ids of the scenes met so far, in any order.
            replies: What the learner has said before; who promised a time may come back to it.

        """
        scenes = [scenario.scenes[name] for name in dict.fromkeys(path)]
        texts = (*_at_hand(scenario), *_heard(scenes), *replies)
        return cls(texts, _places(scenario, scenes), names=True)

    @classmethod
    def in_scene(cls, scenario: Scenario, scene: str) -> Self:
        """What may be known in ``scene``, whichever way led there."""
        met = [scene]
        for name in met:  # grows as it is read
            leads = (s.id for s in scenario.scenes.values() if any(b.go == name for b in s.next))
            met.extend(found for found in leads if found not in met)
        return cls.on_path(scenario, met)


def question_about(exchange: Exchange, sources: Sources) -> str:
    """Asks where the reply's numbers, times and names are from that nobody has mentioned.

    Empty if there are none. What an author's reference says is taken as given.
    """
    points = (point.text for point in exchange.points)
    known = (exchange.concern, *points, *exchange.references, *sources.texts)
    found = strange_details(exchange.reply[:MAX_REPLY], known, names=sources.names)
    if not found:
        return ""
    quoted = [f"“{detail}”" for detail in found[:MOST_DETAILS]]
    neither = " nor ".join(sources.places)
    where = f"neither {neither}" if len(sources.places) > 1 else f"not {neither}"
    verb, they = ("are", "They are") if quoted[1:] else ("is", "It is")
    return f"Where {verb} {listed(quoted)} from? {they} {where}."


def _at_hand(scenario: Scenario) -> Iterator[str]:
    """What is known before anybody speaks."""
    yield from (scenario.title, scenario.setting, scenario.you.role, scenario.you.goal)
    yield from (f"{person.name}, {person.role}" for person in scenario.people.values())
    yield from scenario.notes
    if scenario.desk is not None:
        yield from (scenario.desk.task, *scenario.desk.lines)


def _heard(scenes: Iterable[Scene]) -> Iterator[str]:
    for scene in scenes:
        yield from (scene.narration, scene.says)
        yield from (text for point in scene.points for text in (point.text, point.unheard))


def _places(scenario: Scenario, scenes: Iterable[Scene]) -> tuple[str, ...]:
    who = {scenario.people[scene.who].name for scene in scenes}
    said = f"in what {who.pop()} said" if len(who) == 1 else "in what was said"
    notes = ("in your notes",) if scenario.notes else ()
    desk = ("on your desk",) if scenario.desk is not None else ()
    return (said, *notes, *desk)
