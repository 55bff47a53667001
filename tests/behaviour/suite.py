"""The behavioural suite: its scenes and cases, how they are rated, and what came of it."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from behaviour.expectation import Expectation, parse
from roleplay.rating import Exchange, PlainRater, Rating, Status
from roleplay.rubric import LADDERS
from roleplay.scenario import Point, PointKind

FOLDER: Final = Path(__file__).parent
SCENES: Final = "scenes.jsonl"
CASES: Final = "cases-*.jsonl"
GATE: Final = "gate.json"
TYPES: Final = ("MFT", "INV", "DIR")


@dataclass(frozen=True)
class Case:
    """A few replies to one scene, and what must hold of their ratings.

    Attributes:
        id: Unique in the suite.
        category: Cases of a category are counted together.
        type: Minimum functionality, invariance or direction.
        scene: Which scene they reply to.
        replies: Each under a short key.
        expect: All must hold for the case to pass.

    """

    id: str
    category: str
    type: str
    scene: str
    replies: Mapping[str, str]
    expect: tuple[Expectation, ...]


@dataclass(frozen=True)
class Outcome:
    """A case and the ratings of its replies."""

    case: Case
    ratings: Mapping[str, Rating]

    @property
    def unmet(self) -> list[str]:
        """The expectations that do not hold, as written."""
        return [wish.text for wish in self.case.expect if not wish.holds(self.ratings)]

    @property
    def passed(self) -> bool:
        """Whether all hold."""
        return not self.unmet


def load_scenes(folder: Path = FOLDER) -> dict[str, Exchange]:
    """The scenes by id, each an exchange that waits for its reply."""
    return {row["id"]: _scene(row) for _, row in _rows(folder / SCENES)}


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case, file by file.

    Raises:
        ValueError: A line is no case; says which.

    """
    return [_case(row, place) for path in sorted(folder.glob(CASES)) for place, row in _rows(path)]


def load_gate(folder: Path = FOLDER) -> dict[str, float]:
    """The share of its cases that each category must pass."""
    gate: dict[str, float] = json.loads((folder / GATE).read_text(encoding="utf-8"))
    return gate


def write_gate(outcomes: Iterable[Outcome], folder: Path = FOLDER) -> None:
    """Make what passes now the least that may pass from now on, but for one case a category.

    That one is for other processors: a level may differ by 0.05 there, and so
    tip a case that passes or fails by a hair.
    """
    gate = {
        name: max(0, math.floor((passed - 1) / count * 1000) / 1000)
        for name, (passed, count) in tally(outcomes).items()
    }
    (folder / GATE).write_text(json.dumps(gate, indent=2) + "\n", encoding="utf-8")


def rate(cases: Sequence[Case], scenes: Mapping[str, Exchange], rater: PlainRater) -> list[Outcome]:
    """Rate all replies of all cases at once; one outcome each, in order."""
    exchanges = [
        replace(scenes[case.scene], reply=reply)
        for case in cases
        for reply in case.replies.values()
    ]
    ratings = iter(rater.rate(exchanges))
    return [Outcome(case, {key: next(ratings) for key in case.replies}) for case in cases]


def tally(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """For each category, by name: how many of its cases passed, and how many it has."""
    counts: dict[str, tuple[int, int]] = {}
    for outcome in outcomes:
        passed, count = counts.get(outcome.case.category, (0, 0))
        counts[outcome.case.category] = (passed + outcome.passed, count + 1)
    return dict(sorted(counts.items()))


def table(outcomes: Sequence[Outcome], gate: Mapping[str, float]) -> str:
    """The pass rates as lines of text, the whole suite last."""
    counts = tally(outcomes)
    lines = [f"{'category':<22}{'passed':>12}{'rate':>8}{'gate':>8}"]
    for name, (passed, count) in counts.items():
        least = f"{gate[name]:.3f}" if name in gate else "none"
        lines.append(f"{name:<22}{passed:>5} of {count:>3}{passed / count:>8.3f}{least:>8}")
    passed, count = sum(outcome.passed for outcome in outcomes), len(outcomes)
    lines.append(f"{'all':<22}{passed:>5} of {count:>3}{passed / count:>8.3f}")
    return "\n".join(lines) + "\n"


def failing(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The cases that failed, each as a paragraph: what was expected, and what its replies got."""
    for outcome in outcomes:
        if outcome.passed:
            continue
        case = outcome.case
        lines = [f"{case.id} ({case.type}, {case.scene}): {'; '.join(outcome.unmet)}"]
        for key, rating in outcome.ratings.items():
            lines.append(f"  {key}  {_levels(rating)}")
            lines.append(f"     {json.dumps(case.replies[key])}")
        yield "\n".join(lines) + "\n"


def _levels(rating: Rating) -> str:
    if rating.status is Status.UNSCORED:
        return f"unscored: {rating.why}"
    return "  ".join(f"{ladder} {rating.value(ladder):.2f}" for ladder in LADDERS)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    # Not splitlines(): a reply may hold a line separator of another alphabet.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line:
            yield f"{path.name}:{number}", json.loads(line)


def _scene(row: Mapping[str, Any]) -> Exchange:
    points = tuple(
        Point(str(number), PointKind(point["kind"]), point["text"])
        for number, point in enumerate(row["points"], 1)
    )
    return Exchange("", row["concern"], points, tuple(row["references"]))


def _case(row: Mapping[str, Any], place: str) -> Case:
    try:
        expect = tuple(parse(text) for text in row["expect"])
        case = Case(**{**row, "expect": expect})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{place}: {error}") from error
    spoken_of = frozenset[str]().union(*(wish.replies for wish in expect))
    if spoken_of != set(case.replies):
        raise ValueError(f"{place}: the replies and those that are spoken of differ")
    if case.type not in TYPES:
        raise ValueError(f"{place}: a type is one of {', '.join(TYPES)}")
    return case
