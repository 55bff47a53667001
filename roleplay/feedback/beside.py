"""How a reply stands to the author's reference that it is most like, in a sentence."""

from typing import Final

from roleplay.rating import Exchange, Rating
from roleplay.rubric import ACT_WORDS
from roleplay.text.phrases import listed

MOST_ACTS: Final = 3
MOST_POINTS: Final = 2


def beside_words(exchange: Exchange, rating: Rating) -> str:
    """What the nearest reference does and says back that the reply does not; may be empty."""
    beside = rating.beside
    if beside is None:
        return ""
    shown = {point.id: exchange.shown(point) for point in exchange.points}
    does = [ACT_WORDS[act] for act in beside.acts[:MOST_ACTS]]
    says = [shown[name] for name in beside.points[:MOST_POINTS]]
    parts = [*does, *([f"says back: {'; '.join(says)}"] if says else [])]
    return f"The reference most like yours also {listed(parts)}." if parts else ""
