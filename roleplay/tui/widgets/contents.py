"""What is in a scenario: its scenes and endings as a list."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from roleplay.scenario import Ending, Outcome, Person, Scenario, Scene
from roleplay.tui.widgets.text import MUTED, joined
from roleplay.tui.words import COVERED, FACES, MISSED, WRONG

OPENING: Final = "▶"
_OUTCOMES: Final = {Outcome.GOOD: COVERED, Outcome.MIXED: MISSED, Outcome.BAD: WRONG}


class Contents(OptionList):
    """Scenes in the author's order, then endings."""

    def __init__(self) -> None:
        """Empty until a scenario comes."""
        super().__init__(id="contents", markup=False)
        self.ids: tuple[str, ...] = ()

    @property
    def chosen(self) -> str | None:
        """The id under the cursor."""
        here = self.highlighted
        return self.ids[here] if here is not None and here < len(self.ids) else None

    def show(self, scenario: Scenario, wanted: str | None = None) -> None:
        """Show ``scenario``; the cursor stays where it is unless something is ``wanted``.

        Where that has gone, the cursor keeps its row: it goes to a neighbour.
        """
        chosen, row = wanted or self.chosen or scenario.opening, self.highlighted or 0
        self.ids = (*scenario.scenes, *scenario.endings)
        self.set_options(_options(scenario))
        last = len(self.ids) - 1
        self.highlighted = self.ids.index(chosen) if chosen in self.ids else min(row, last)


def _options(scenario: Scenario) -> Iterator[Option | None]:
    for scene in scenario.scenes.values():
        opening = scene.id == scenario.opening
        yield Option(_scene(scene, scenario.people[scene.who], opening=opening))
    yield None
    for ending in scenario.endings.values():
        yield Option(_ending(ending))


def _scene(scene: Scene, person: Person, *, opening: bool) -> Content:
    leads = ", ".join(dict.fromkeys(branch.go for branch in scene.next))
    counts = f"{len(scene.points)} points · {len(scene.references)} ref · {len(scene.examples)} ex"
    return joined(
        (f"{OPENING} " if opening else "", "bold"),
        (scene.id, "bold"),
        (f"  {FACES[person.mood]}", "$text-warning"),
        f" {person.name}",
        (f"\n{counts}\n→ {leads}", MUTED),
    )


def _ending(ending: Ending) -> Content:
    mark = _OUTCOMES[ending.outcome]
    return joined((f"{mark} ", "bold"), (ending.id, "bold"), (f"  {ending.outcome} ending", MUTED))
