"""``check --rate`` and ``check --play``: the model looks at scenarios, and only here."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import roleplay
from roleplay import paths
from roleplay.authoring.formats import Format
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.authoring.load import Sound
    from roleplay.authoring.review import RememberingRater, Visits, Wanted
    from roleplay.scenario import Scenario

RATING_CODE = ("rater", "text", "rating.py")
"""What turns a reply into a rating, beside the model: ratings of another version are not reused."""


@dataclass(frozen=True)
class Reviewed:
    """What came of a review.

    Attributes:
        visits: Where random learners went, with the scenario; empty where none were sent.
        replies: How many replies the scenarios bring along.
        rated: How many ratings were new; the rest were known.
        left_out: How many files have errors and could not be played.

    """

    visits: Sequence[tuple["Scenario", "Visits"]]
    replies: int
    rated: int
    left_out: int = 0

    def __str__(self) -> str:
        """As it stands under the findings."""
        new = f"{self.rated} new, with tried advice" if self.rated else "all kept from before"
        said = f"{counted(self.replies, 'reply')} reviewed; ratings: {new}" if self.replies else ""
        left = f"{counted(self.left_out, 'file')} with errors not rated" if self.left_out else ""
        return "; ".join(filter(None, (said, left)))

    def shown(self, problems: str, output: Format) -> str:
        """``problems`` as printed, with the visits as a table or, for programs, as data."""
        if not self.visits:
            return problems
        if output is Format.JSON:
            data = json.loads(problems) | {"play": [_data(*pair) for pair in self.visits]}
            return json.dumps(data, indent=2) + "\n"
        tables = ["\n".join(_table(*pair)) + "\n" for pair in self.visits]
        return "\n".join([problems, *tables] if problems else tables)


def review_all(
    sound: Sequence["Sound"], files: int, *, rate: bool, learners: int, seed: int
) -> Reviewed:
    """Review scenarios; findings go where each of them reports.

    Args:
        sound: Those of ``files`` files that have no errors.
        files: How many files were checked.
        rate: Say what the model finds.
        learners: How many random learners to send through each.
        seed: What they are drawn from.

    Raises:
        ModelError: The model is missing or damaged, or did not answer.

    """
    from roleplay.authoring.review import Memory, RememberingRater, Wanted, size
    from roleplay.cli.running import cleaning_up, progress_bar
    from roleplay.cli.scoring import make_rater
    from roleplay.rater.bundle import manifest_digest

    if not sound:
        return Reviewed((), 0, 0, files)
    wanted = Wanted(findings=rate, learners=learners, seed=seed)
    stamp = f"{manifest_digest(paths.model())} {_code()}"
    rater = RememberingRater(Memory(paths.cache()), stamp, make_rater)
    total = sum(size(one, wanted) for one in sound)
    with cleaning_up(), progress_bar(total) as progress:
        visits = asyncio.run(_review_each(sound, rater, wanted, progress))
    return Reviewed(visits, total, rater.rated, files - len(sound))


async def _review_each(
    sound: Sequence["Sound"],
    rater: "RememberingRater",
    wanted: "Wanted",
    progress: Callable[[int], None],
) -> list[tuple["Scenario", "Visits"]]:
    from roleplay.authoring.review import review

    found = []
    for one in sound:
        visits = await review(one, rater, wanted, progress)
        if visits:
            found.append((one.scenario, visits))
    return found


def _rows(scenario: "Scenario", visits: "Visits") -> Iterator[tuple[str, str, int, int]]:
    """Kind, name, visits and learners of each scene and ending, in the file's order."""
    for name in scenario.scenes:
        yield "scene", name, visits.visits[name], visits.met[name]
    for name, ending in scenario.endings.items():
        count = visits.endings[name]
        yield f"{ending.outcome} ending", name, count, count


def _table(scenario: "Scenario", visits: "Visits") -> Iterator[str]:
    yield f"{scenario.id}: {counted(visits.learners, 'random learner')}, seed {visits.seed}"
    rows = list(_rows(scenario, visits))
    width = max(len(name) for _, name, _, _ in rows)
    yield f"  {'':<12} {'':<{width}} {'visits':>8} {'learners':>9} {'share':>8}"
    for kind, name, count, met in rows:
        flag = "" if met else "  never reached"
        share = f"{visits.share(met):.1f} %"
        yield f"  {kind:<12} {name:<{width}} {count:>8} {met:>9} {share:>8}{flag}"
    if visits.cut_off:
        yield f"  {visits.cut_off} went in circles and were called back"
    if visits.stuck:
        yield f"  {visits.stuck} came to a scene that has no scored reply"


def _data(scenario: "Scenario", visits: "Visits") -> dict[str, Any]:
    return {
        "scenario": scenario.id,
        "learners": visits.learners,
        "seed": visits.seed,
        "scenes": [
            {
                "id": name,
                "visits": visits.visits[name],
                "learners": visits.met[name],
                "share": visits.share(visits.met[name]),
            }
            for name in scenario.scenes
        ],
        "endings": [
            {
                "id": name,
                "outcome": ending.outcome.value,
                "learners": visits.endings[name],
                "share": visits.share(visits.endings[name]),
            }
            for name, ending in scenario.endings.items()
        ],
        "called_back": visits.cut_off,
        "stuck": visits.stuck,
    }


def _code() -> str:
    """Digest of the code that rates, by names, sizes and times: reading it would take longer."""
    home = Path(roleplay.__file__).parent
    files = sorted(file for part in RATING_CODE for file in _files(home / part))
    stats = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def _files(part: Path) -> Iterator[Path]:
    return part.rglob("*.py") if part.is_dir() else iter((part,))
