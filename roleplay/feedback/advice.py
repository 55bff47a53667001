"""A piece of advice that has been tried, in numbers and in words."""

from dataclasses import dataclass

from roleplay.rubric import Ladder


@dataclass(frozen=True)
class Advice:
    """One move, and what the rater says that it brings.

    Attributes:
        move: What to do, as a short imperative on one line; never the sentence that was tried.
        ladder: What it lifts.
        before: The level of the reply, as rated.
        after: The level of the changed reply, as rated.
        overall_before: The overall of the reply, 0 to 100.
        overall_after: The overall of the changed reply.

    """

    move: str
    ladder: Ladder
    before: float
    after: float
    overall_before: float
    overall_after: float

    def __str__(self) -> str:
        """As a learner reads it: ``Say when (help 2.1 → 3.0).``, a sentence."""
        change = f"{self.ladder} {self.before:.1f} → {self.after:.1f}"
        return f"{self.move[:1].upper()}{self.move[1:]} ({change})."
