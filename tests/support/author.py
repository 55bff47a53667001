"""The sample scenario reviewed, by a judge who finds it well written.

The judge looks for words, so that a test knows what a change of the file must bring.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from roleplay.authoring.load import Sound, sound_text
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.review import Wanted, review
from roleplay.rating import Exchange, Rating, Status
from roleplay.rubric import Act
from support.rater import ScriptedRater, rating_of

SAID: Final = {"overtime": ("overtime",), "worry": ("worr",), "now": ("now", "stand")}
"""The words that cover each point of the sample."""

FEELS: Final = ("worr", "sorry", "i see", "you want", "you need")
POLITE: Final = ("please", "sorry", "thank")
HELPS: Final = ("i will", "let me")
ACTS: Final = {Act.FEELING: FEELS, Act.POLITE: POLITE, Act.STEP: HELPS}


def by_words(exchange: Exchange) -> Rating:
    """Level 3 or 1 by the words above; "so sorry" and "thank" add to it.

    "Maybe" makes it unsure, "xyzzy" unscored.
    """
    reply = exchange.reply.lower()
    if "xyzzy" in reply:
        return rating_of(exchange, status=Status.UNSCORED, why="it is not English")
    covered = [p.id for p in exchange.points if _any(SAID.get(p.id, ("\0",)), reply)]
    main = exchange.points[0].id
    return rating_of(
        exchange,
        (
            3.8 if "so sorry" in reply else 3.0 if _any(FEELS, reply) else 1.0,
            3.0 if main in covered else 1.9 if covered else 0.6,
            3.8 if "thank" in reply else 3.0 if _any(POLITE, reply) else 1.0,
            3.0 if _any(HELPS, reply) else 1.0,
        ),
        acts=[act for act, words in ACTS.items() if _any(words, reply)],
        covered=covered,
        status=Status.UNSURE if "maybe" in reply else Status.SCORED,
        why="it says maybe" if "maybe" in reply else "",
    )


def _any(words: tuple[str, ...], reply: str) -> bool:
    return any(word in reply for word in words)


def sound(text: str, problems: Problems | None = None) -> Sound:
    """The scenario in ``text``, which must have no errors."""
    problems = problems or Problems()
    found = sound_text(Path("x.yaml"), text.encode(), problems)
    assert found is not None, problems.found
    return found


def reviewed(
    text: str, judge: Callable[[Exchange], Rating] = by_words, rater: ScriptedRater | None = None
) -> tuple[Problem, ...]:
    """What a review finds in ``text``, static warnings left out."""
    problems = Problems()
    one = sound(text, problems)
    before = set(problems.found)
    asyncio.run(review(one, rater or ScriptedRater(judge), Wanted()))
    return tuple(problem for problem in problems.sorted() if problem not in before)
