"""What scenarios are called and what is said in them, as far as anybody knows."""

from collections.abc import Mapping
from typing import Final

from roleplay.classroom.posed import Remembered
from roleplay.classroom.report.learner import Place
from roleplay.classroom.report.tally import OTHERS
from roleplay.practice import Library
from roleplay.rubric import Ladder
from roleplay.scenario import Scenario, Scene
from roleplay.text.clean import sanitise

OWN: Final = "Scenes of the table's own"
_SHORT: Final = 70


class Scenes:
    """A library that a report asks. What is not in it is called by its id."""

    def __init__(self, library: Library) -> None:
        self._library = Remembered(library)

    def title(self, scenario: str) -> str:
        """What a scenario is called."""
        if scenario == OTHERS:
            return "Other scenarios together"
        if not scenario:
            return OWN
        found = self._library.known(scenario)
        return sanitise(found.title) if found else scenario

    def scene(self, place: Place) -> str:
        """What a scene is called: by its id, or by how its concern begins."""
        scenario, scene = place
        if scenario or len(scene) <= _SHORT:
            return scene
        return scene[:_SHORT].rsplit(" ", 1)[0] + " …"

    def said(self, place: Place) -> tuple[str, str]:
        """Who said what the learner answered, and what; empty where that is not known."""
        scenario, scene = place
        if not scenario:
            return "", scene
        found = self._found(place)
        if found is None:
            return "", ""
        played, one = found
        return sanitise(played.people[one.who].name), sanitise(one.says).strip()

    def weights(self, place: Place) -> Mapping[Ladder, float] | None:
        """Of the scored ladders in a scene, 1 where missing; None when that is not known."""
        if not place[0]:
            return {}
        found = self._found(place)
        return found[1].weights if found else None

    def _found(self, place: Place) -> tuple[Scenario, Scene] | None:
        scenario, scene = place
        played = self._library.known(scenario)
        return (played, played.scenes[scene]) if played and scene in played.scenes else None
