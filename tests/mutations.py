"""What is noticed when something gets lost from a scenario: ``python tests/mutations.py``.

Takes one reference, point, branch or example out of a library scenario at a time and
asks, in this order: ``roleplay check``, the house style that the tests hold, and what the
model says (``check --rate``: examples, references, branches and the scenario's own
tests). A loss counts where it is noticed first. ``--every 10`` tries a tenth of them;
``--no-rate`` leaves the model out.
"""

import argparse
import asyncio
import io
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from support.house_style import faults

from roleplay import paths
from roleplay.authoring import load_scenario
from roleplay.authoring.load import Sound, sound_text
from roleplay.authoring.problems import Problems
from roleplay.authoring.review import Memory, RememberingRater, Wanted, review
from roleplay.rater.bundle import manifest_digest
from roleplay.rater.local import LocalRater
from roleplay.rating import InProcess, Rater

PARTS: Final = {
    "references": "reference",
    "points": "point",
    "next": "branch",
    "examples": "example",
}
BY: Final = ("check", "house style", "check --rate", "nothing")


class Loss(NamedTuple):
    """One item of one list of one scene."""

    path: Path
    scene: str
    part: str
    at: int

    def text(self) -> str:
        """The file without it."""
        yaml = YAML()
        lesser: Any = yaml.load(self.path.read_text(encoding="utf-8"))
        del lesser["scenes"][self.scene][self.part][self.at]
        text = io.StringIO()
        yaml.dump(lesser, text)
        return text.getvalue()


def losses() -> Iterator[Loss]:
    """Every item that can get lost from the library."""
    for path in sorted(paths.scenarios().glob("*.yaml")):
        for name, scene in load_scenario(path).scenes.items():
            for part in PARTS:
                yield from (Loss(path, name, part, at) for at in range(len(getattr(scene, part))))


def noticed(path: Path, text: str, rater: Rater | None) -> str:
    """Who notices first."""
    problems = Problems()
    sound = sound_text(path, text.encode(), problems)
    if problems.found or sound is None:
        return "check"
    if faults(sound.scenario):
        return "house style"
    return "check --rate" if rater and _rated(sound, problems, rater) else "nothing"


def _rated(sound: Sound, problems: Problems, rater: Rater) -> bool:
    asyncio.run(review(sound, rater, Wanted()))
    return bool(problems.found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--no-rate", action="store_true")
    options = parser.parse_args()
    rater = None
    if not options.no_rate:
        stamp = f"{manifest_digest(paths.model())} mutations"
        rater = RememberingRater(Memory(paths.cache()), stamp, lambda: InProcess(LocalRater.load()))
    found: Counter[tuple[str, str]] = Counter()
    for loss in islice(losses(), 0, None, options.every):
        found[loss.part, noticed(loss.path, loss.text(), rater)] += 1
    sys.stdout.write(
        f"{'lost':<12}{'tried':>7}" + "".join(f"{by:>14}" for by in BY) + f"{'noticed':>10}\n"
    )
    for part in (*PARTS, "all"):
        row = [sum(n for (p, b), n in found.items() if b == by and part in (p, "all")) for by in BY]
        share = 1 - row[-1] / max(1, sum(row))
        name = PARTS.get(part, part)
        sys.stdout.write(
            f"{name:<12}{sum(row):>7}" + "".join(f"{n:>14}" for n in row) + f"{share:>10.1%}\n"
        )


if __name__ == "__main__":
    main()
