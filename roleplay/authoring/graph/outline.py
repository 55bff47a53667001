"""A scenario as a tree of lines, for the terminal.

A scene is drawn once, below the branch by which a learner gets there soonest.
Every other branch that leads to it only names it, as does one that leads back.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from roleplay.authoring.graph.words import UNREACHED, branch_words, clip, fold, reached
from roleplay.authoring.problems import one_line
from roleplay.scenario import Branch, Outcome, Scenario, Scene
from roleplay.text.phrases import counted

WIDTH: Final = 80
MIN_WIDTH: Final = 40
_MARKS: Final[Mapping[Outcome, str]] = {Outcome.GOOD: "✓", Outcome.MIXED: "~", Outcome.BAD: "✗"}
_LEGEND: Final = (
    "● scene, first branch that holds is taken   ✓ good  ~ mixed  ✗ bad ending\n"
    "↩ back to a scene that led here   → a scene that is drawn elsewhere\n"
)
_ASCII: Final = str.maketrans(
    {"●": "*", "✓": "+", "✗": "x", "↩": "<-", "→": "->", "│": "|", "├": "|", "└": "`", "─": "-"}
    | {"“": '"', "”": '"', "…": "...", "·": "-"}
)


def as_outline(scenario: Scenario, width: int = WIDTH) -> str:
    """The tree, in lines of at most ``width`` terminal cells (at least :data:`MIN_WIDTH`)."""
    homes = _homes(scenario)
    roots = deque(name for name, home in homes.items() if home is None)
    return "\n".join(_Outline(scenario, max(width, MIN_WIDTH), homes, roots).lines()) + "\n"


def in_ascii(drawing: str) -> str:
    """The same drawing for a terminal that has no signs beyond ASCII."""
    return drawing.translate(_ASCII)


_Home = tuple[str, int]
"""A scene, and the number of one of its branches."""


def _homes(scenario: Scenario) -> dict[str, _Home | None]:
    """The branch below which each scene is drawn, or None where a tree of its own begins."""
    homes: dict[str, _Home | None] = {}
    for root in (scenario.opening, *scenario.scenes):
        if root in homes:
            continue
        homes[root] = None
        ahead = deque([root])
        while ahead:
            name = ahead.popleft()
            for number, branch in enumerate(scenario.scenes[name].next):
                if branch.go in scenario.scenes and branch.go not in homes:
                    homes[branch.go] = (name, number)
                    ahead.append(branch.go)
    return homes


@dataclass
class _Outline:
    """Draws one scenario.

    Attributes:
        homes: The branch below which each scene is drawn.
        roots: Scenes that are still to be drawn at the left margin.
        drawn: Scenes that have been drawn.
        trail: The scenes above the one that is being drawn, itself included.

    """

    scenario: Scenario
    width: int
    homes: Mapping[str, _Home | None]
    roots: deque[str]
    drawn: set[str] = field(default_factory=set)
    trail: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        scenario = self.scenario
        yield from fold(f"{one_line(scenario.title)} ({scenario.id})", self.width)
        scenes, endings = len(scenario.scenes), len(scenario.endings)
        yield f"{counted(scenes, 'scene')}, {counted(endings, 'ending')}"
        while self.roots:
            yield ""
            yield from self._scene(scenario.scenes[self.roots.popleft()], "")
        yield from ("", "Endings")
        for ending in scenario.endings.values():
            yield f"{_MARKS[ending.outcome]} {ending.id} · {ending.outcome}"
            yield f"   {self._said(ending.says, 3)}"
        yield ""
        for line in _LEGEND.splitlines():
            yield from fold(line, self.width) if len(line) > self.width else (line,)

    def _scene(self, scene: Scene, margin: str) -> Iterator[str]:
        self.drawn.add(scene.id)
        self.trail.append(scene.id)
        marks = [scene.id, one_line(self.scenario.people[scene.who].name)]
        if scene.id == self.scenario.opening:
            marks.insert(1, "opening")
        if scene.id not in reached(self.scenario):
            marks.insert(1, UNREACHED)
        yield from self._hung(" · ".join(marks), f"{margin}● ", f"{margin}│ ")
        yield f"{margin}│  {self._said(scene.says, len(margin) + 3)}"
        for number, branch in enumerate(scene.next):
            last = number == len(scene.next) - 1
            below = margin + ("   " if last else "│  ")
            elbow = margin + ("└─ " if last else "├─ ")
            yield from self._hung(branch_words(scene, branch), elbow, f"{below}  ")
            home = self.homes.get(branch.go) == (scene.id, number)
            yield from self._target(branch, below, home=home)
        self.trail.pop()

    def _target(self, branch: Branch, margin: str, *, home: bool) -> Iterator[str]:
        name = branch.go
        if name in self.scenario.endings:
            outcome = self.scenario.endings[name].outcome
            yield from self._hung(
                f"{name} · {outcome} ending", f"{margin}{_MARKS[outcome]} ", margin
            )
        elif home and len(margin) <= self.width // 2:
            yield from self._scene(self.scenario.scenes[name], margin)
        elif name in self.trail:
            yield from self._hung(name, f"{margin}↩ ", margin)
        else:
            if home:  # too far to the right: it goes on at the left margin
                self.roots.appendleft(name)
            where = "above" if name in self.drawn else "below"
            yield from self._hung(f"{name}, {where}", f"{margin}→ ", margin)

    def _hung(self, text: str, first: str, rest: str) -> Iterator[str]:
        """``text`` folded, its first line led by ``first``, the others by ``rest``."""
        for number, line in enumerate(fold(text, self.width - max(len(first), len(rest)))):
            yield (rest if number else first) + line

    def _said(self, text: str, indent: int) -> str:
        return f"“{clip(text, self.width - indent - 2)}”"
