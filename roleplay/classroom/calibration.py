"""A calibration: the model's ladders, bent to one assessor's severity.

For each ladder it says what the whole levels 0 to 4 become; between them it goes
straight, and never down, so that a better reply stays better. It belongs to one model
and one rubric. Its digest stands in the receipt of every score that it moved.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Self

from roleplay.errors import InputError, UsageError
from roleplay.rating import Exchange, Flag, Level, Rater, Rating
from roleplay.receipt import DIGITS, Part, Receipt, digest
from roleplay.rubric import CAP, CAPPING, COPY_CAP, LADDERS, MAX_LEVEL, Ladder

FORMAT: Final = 1
KIND: Final = "roleplay calibration"
MAX_BYTES: Final = 1024 * 1024

Becomes = tuple[float, ...]
"""What each whole level from 0 to 4 becomes."""
IDENTITY: Final[Becomes] = tuple(float(level) for level in range(MAX_LEVEL + 1))

_CAPPING_FLAGS: Final[Mapping[Ladder, frozenset[str]]] = {
    ladder: frozenset(act.value for act in acts) for ladder, acts in CAPPING.items()
}
"""Flags have the names of the acts that they are about."""


@dataclass(frozen=True)
class Calibration:
    """What each ladder becomes.

    Attributes:
        model, rubric: Parts of the receipts of the scores that it was fitted to.
        becomes: By ladder; one that is not in it stays as it is.

    """

    model: str
    rubric: str
    becomes: Mapping[Ladder, Becomes]

    @property
    def digest(self) -> str:
        """What stands in receipts: of what it does, not of what is noted beside it."""
        maps = {ladder.value: list(self.becomes.get(ladder, IDENTITY)) for ladder in LADDERS}
        return digest([FORMAT, self.model, self.rubric, maps])[:DIGITS]

    def rating(self, rating: Rating) -> Rating:
        """``rating`` with its levels moved, and a receipt that says so.

        Raises:
            InputError: It is by another model or rubric.

        """
        receipt = Receipt.parse(rating.receipt)
        self._check(receipt)
        levels = {
            ladder: self._level(ladder, level, rating.flags)
            for ladder, level in rating.levels.items()
        }
        stamp = replace(receipt, calibration=self.digest)
        return replace(rating, levels=levels, receipt=str(stamp))

    def _level(self, ladder: Ladder, level: Level, flags: Collection[Flag]) -> Level:
        becomes = self.becomes.get(ladder, IDENTITY)
        top = ceiling(ladder, level.value, level.high, flags)
        ends = (level.value, level.low, level.high)
        return Level(*(min(top, round(moved(becomes, end), 2)) for end in ends))

    def _check(self, receipt: Receipt) -> None:
        for part, mine, its in (
            (Part.MODEL, self.model, receipt.model),
            (Part.RUBRIC, self.rubric, receipt.rubric),
        ):
            if mine != its:
                raise InputError(
                    f"The calibration is for another {part.value} ({mine}) than this one ({its}).",
                    hint="score again without it, mark, and fit it anew: roleplay calibrate",
                )

    @classmethod
    def read(cls, path: Path) -> Self:
        """The calibration in ``path``.

        Raises:
            UsageError: There is no such file.
            InputError: It is no calibration, or was changed since.

        """
        if not path.exists():
            raise UsageError(f"There is no {path}.")
        try:
            return cls._from(_json(path))
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InputError(
                f"{path} is no calibration of roleplay.",
                hint="make one: roleplay calibrate GRADED MARKS -o FILE",
            ) from error

    @classmethod
    def _from(cls, data: Mapping[str, Any]) -> Self:
        if data["kind"] != KIND or data["format"] != FORMAT:
            raise ValueError(data["kind"])
        becomes = {
            Ladder(name): _becomes(found["becomes"]) for name, found in data["ladders"].items()
        }
        found = cls(str(data["model"]), str(data["rubric"]), becomes)
        if data["digest"] != found.digest:
            raise InputError(
                "The calibration was changed after it was fitted: its digest does not fit.",
                hint="fit it anew: roleplay calibrate GRADED MARKS -o FILE",
            )
        return found


@dataclass(frozen=True)
class Calibrated:
    """A rater whose levels go through a calibration."""

    rater: Rater
    calibration: Calibration

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """See :class:`roleplay.rating.Rater`.

        Raises:
            ModelError: The model did not answer.
            InputError: It is not the model that the calibration is for.

        """
        return [self.calibration.rating(found) for found in await self.rater.rate(exchanges)]


def moved(becomes: Becomes, level: float) -> float:
    """What ``level`` becomes."""
    below = min(int(level), MAX_LEVEL - 1)
    return becomes[below] + (level - below) * (becomes[below + 1] - becomes[below])


def ceiling(ladder: Ladder, level: float, high: float, flags: Collection[str]) -> float:
    """The cap that a level is under, which no calibration lifts it above; 4 for none.

    A cap keeps the whole interval down, and leaves its act among the flags.

    Args:
        ladder: On which it is.
        level: By the model.
        high: The upper end of its interval; 4 where that is not known.
        flags: Of the reply.

    """
    if ladder is Ladder.RESTATING:
        return COPY_CAP if Flag.PARROT in flags and level <= COPY_CAP else float(MAX_LEVEL)
    flagged = not _CAPPING_FLAGS.get(ladder, frozenset()).isdisjoint(flags)
    capped = ladder in CAPPING and level <= CAP and (high <= CAP or flagged)
    return CAP if capped else float(MAX_LEVEL)


def _json(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    with path.open("rb") as file:
        return json.loads(file.read(MAX_BYTES).decode())


def _becomes(values: Sequence[float]) -> Becomes:
    found = tuple(float(value) for value in values)
    rising = all(low <= high for low, high in pairwise(found))
    inside = all(math.isfinite(value) and 0 <= value <= MAX_LEVEL for value in found)
    if len(found) != MAX_LEVEL + 1 or not rising or not inside:
        raise ValueError(values)
    return found
