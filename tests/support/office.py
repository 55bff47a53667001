"""One workplace scene, and replies of every quality to it, for tests of the rater."""

from typing import Final

from roleplay.rating import Exchange
from roleplay.scenario import Point, PointKind

CONCERN: Final = (
    "Sorry, have you got two minutes? My overtime is missing from this slip, the whole weekend, "
    "and the rent goes out tomorrow. I just need to know whether it can be fixed today."
)
POINTS: Final = (
    Point("overtime", PointKind.FACT, "her weekend overtime is missing"),
    Point("rent", PointKind.FEELING, "worried about the rent"),
    Point("today", PointKind.NEED, "wants to know today whether it can be put right"),
)
_WARM: Final = (
    "A whole weekend's work gone from your pay with the rent due, of course you're worried. I'll "
    "finish this line and look it up now, and you'll have a yes or no from me before noon."
)
_BRISK: Final = (
    "Thanks for coming straight over. Your weekend hours didn't make it into the pay and you need "
    "an answer today. Give me five minutes and I'll check the file with you."
)
REFERENCES: Final = (_WARM, _BRISK)
PARROT: Final = (
    "Your overtime is missing from this slip, the whole weekend, and the rent goes out tomorrow. "
    "You just need to know whether it can be fixed today."
)
PARAPHRASE: Final = (
    "Hi Dana. Two days of extra work never reached your pay, right before the landlord wants his "
    "money, that must be worrying. You want to know by tonight if we can still put it right."
)
GOOD: Final = PARAPHRASE + " Let me check the file now, and I will tell you before noon."
KIND: Final = "I'm so sorry, that is a horrible position to be in, I would be worried too."
CURT: Final = "Not now."
INSULT: Final = "You idiot, can't you see I'm busy?"
PLAIN: Final = "I will look at it after lunch."

REPLIES: Final = (PARROT, PARAPHRASE, GOOD, KIND, CURT, INSULT, PLAIN, REFERENCES[0], "ok", "")


def exchange(reply: str, *, references: bool = True, points: bool = True) -> Exchange:
    """A reply to the scene."""
    return Exchange(reply, CONCERN, POINTS if points else (), REFERENCES if references else ())
