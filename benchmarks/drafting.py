"""How well points drafted from a concern meet the points that an author wrote for it.

Run: python benchmarks/drafting.py [SCENES TO SHOW]
Reads the rated scenes. A point is met when half of its content words (names of
numbers and their digits count as equal, endings as nothing) stand in one point of
the other side. An author's point is in other words and often joins two clauses or
names a feeling that nobody put in words, so all of them can never be met; the line
"any clause" says how many a choice of all clauses would meet.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

from roleplay import paths
from roleplay.text.clauses import content_words, split_clauses
from roleplay.text.counting import fold
from roleplay.text.drafting import MAX_POINTS, draft_points

ENOUGH = 0.5
ENDINGS = ("ing", "ed", "es", "s")
SHORTEST = 3
ABOUT = frozenset(
    {"asked", "although", "feel", "feels", "need", "needs", "though", "want", "wanted", "wants"}
)
NAMES = (
    "authors' points, met by a drafted one",
    *("  fact", "  feeling", "  need"),
    "  met by any clause",
    "  met by one of the same kind, if met",
    "drafted points, met by an author's",
    "scenes with five drafted points",
    "scenes with a drafted need",
    "scenes with a drafted feeling",
)
Words = frozenset[str]
Scene = dict[str, Any]


def stems(text: str) -> frozenset[str]:
    """Content words without their endings, numbers as digits."""
    words = (word for word in content_words(fold(text).text) if word not in ABOUT)
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    word = word.partition("'")[0]
    endings = (ending for ending in ENDINGS if word.endswith(ending))
    stem = word.removesuffix(next(endings, ""))
    return (stem if len(stem) >= SHORTEST else word).rstrip("e")


def share(one: Words, other: Words, least: Words) -> bool:
    """Whether two points have half of the words of ``least`` in common."""
    return len(one & other) >= ENOUGH * len(least)


def figures(scenes: Iterable[Scene]) -> dict[str, list[bool]]:
    """What was asked of each point or scene, and whether it was so."""
    found: dict[str, list[bool]] = {name: [] for name in NAMES}
    for scene in scenes:
        theirs = [(point["type"], stems(point["text"])) for point in scene["points"]]
        ours = [(kind, stems(text)) for kind, text in draft_points(scene["concern"])]
        clauses = [stems(clause) for clause in split_clauses(scene["concern"])]
        for kind, words in theirs:
            met = [ours_too for ours_too, mine in ours if share(words, mine, words)]
            found["authors' points, met by a drafted one"].append(bool(met))
            found[f"  {kind}"].append(bool(met))
            found["  met by any clause"].append(any(share(words, one, words) for one in clauses))
            found["  met by one of the same kind, if met"] += [kind in met] if met else []
        found["drafted points, met by an author's"] += [
            any(share(mine, words, min(mine, words, key=len)) for _, words in theirs)
            for _, mine in ours
        ]
        found["scenes with five drafted points"].append(len(ours) == MAX_POINTS)
        found["scenes with a drafted need"].append(any(kind == "need" for kind, _ in ours))
        found["scenes with a drafted feeling"].append(any(kind == "feeling" for kind, _ in ours))
    return found


def main() -> None:
    """Print the figures, and the points of some scenes if asked."""
    lines = (paths.model() / "ratings" / "scenes.jsonl").read_text("utf-8").splitlines()
    scenes: list[Scene] = [json.loads(line) for line in lines]
    for name, found in figures(scenes).items():
        print(f"{name:<40}{sum(found) / len(found):6.3f}   n={len(found)}")
    for number in map(int, sys.argv[1:]):
        print("\n" + scenes[number]["concern"])
        for kind, text in draft_points(scenes[number]["concern"]):
            print(f"  drafted  {kind:<8} {text}")
        for point in scenes[number]["points"]:
            print(f"  author   {point['type']:<8} {point['text']}")


if __name__ == "__main__":
    main()
