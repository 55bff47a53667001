"""Exchanges and ratings as plain data for JSON, and back.

Used wherever they leave the process: the model's worker, the history, ``--json``.
"""

from typing import Any

from roleplay.rating import (
    Beside,
    Exchange,
    Flag,
    Level,
    PointFinding,
    PointState,
    RatedSentence,
    Rating,
    Status,
)
from roleplay.rubric import Act, Ladder
from roleplay.scenario import Point, PointKind


def exchange_data(exchange: Exchange) -> dict[str, Any]:
    """What a rater needs of ``exchange``."""
    return {
        "reply": exchange.reply,
        "concern": exchange.concern,
        "points": [[point.id, point.kind.value, point.text] for point in exchange.points],
        "references": list(exchange.references),
    }


def exchange_from(data: dict[str, Any]) -> Exchange:
    """The exchange that :func:`exchange_data` made ``data`` from."""
    points = tuple(Point(name, PointKind(kind), text) for name, kind, text in data["points"])
    return Exchange(data["reply"], data["concern"], points, tuple(data["references"]))


def rating_data(rating: Rating) -> dict[str, Any]:
    """Everything in ``rating``."""
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
        "points": [{"id": found.id, "state": found.state.value} for found in rating.points],
        "flags": [flag.value for flag in rating.flags],
        "why": rating.why,
        "receipt": rating.receipt,
        "beside": _beside_data(rating.beside),
    }


def rating_from(data: dict[str, Any]) -> Rating:
    """The rating that :func:`rating_data` made ``data`` from."""
    return Rating(
        status=Status(data["status"]),
        levels={Ladder(name): Level(**level) for name, level in data["levels"].items()},
        sentences=tuple(
            RatedSentence(row["text"], row["start"], row["end"], tuple(map(Act, row["acts"])))
            for row in data["sentences"]
        ),
        points=tuple(PointFinding(row["id"], PointState(row["state"])) for row in data["points"]),
        flags=tuple(map(Flag, data["flags"])),
        why=data["why"],
        receipt=data["receipt"],
        beside=_beside_from(data.get("beside")),  # ratings of before 0.2 have none
    )


def _beside_data(beside: Beside | None) -> dict[str, Any] | None:
    if beside is None:
        return None
    return {
        "reference": beside.reference,
        "acts": [act.value for act in beside.acts],
        "points": list(beside.points),
    }


def _beside_from(data: dict[str, Any] | None) -> Beside | None:
    if data is None:
        return None
    return Beside(data["reference"], tuple(map(Act, data["acts"])), tuple(data["points"]))
