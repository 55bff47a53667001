"""A rating as plain data for JSON, and back."""

from typing import Any

from roleplay.rating import (
    Flag,
    Level,
    PointFinding,
    PointState,
    RatedSentence,
    Rating,
    Status,
)
from roleplay.rubric import Act, Ladder


def rating_data(rating: Rating) -> dict[str, Any]:
    """Everything in ``rating``, as dicts, lists, texts and numbers."""
    return {
        "status": rating.status.value,
        "levels": {
            ladder.value: {"value": level.value, "low": level.low, "high": level.high}
            for ladder, level in rating.levels.items()
        },
        "sentences": [
            {
                "text": sentence.text,
                "start": sentence.start,
                "end": sentence.end,
                "acts": [act.value for act in sentence.acts],
            }
            for sentence in rating.sentences
        ],
        "points": [
            {"id": found.id, "state": found.state.value, "sentence": found.sentence}
            for found in rating.points
        ],
        "flags": [flag.value for flag in rating.flags],
        "why": rating.why,
        "receipt": rating.receipt,
    }


def rating_from(data: dict[str, Any]) -> Rating:
    """The rating that :func:`rating_data` made ``data`` from."""
    return Rating(
        status=Status(data["status"]),
        levels={Ladder(name): Level(**level) for name, level in data["levels"].items()},
        sentences=tuple(
            RatedSentence(
                found["text"],
                found["start"],
                found["end"],
                tuple(Act(act) for act in found["acts"]),
            )
            for found in data["sentences"]
        ),
        points=tuple(
            PointFinding(found["id"], PointState(found["state"]), found["sentence"])
            for found in data["points"]
        ),
        flags=tuple(Flag(flag) for flag in data["flags"]),
        why=data["why"],
        receipt=data["receipt"],
    )
