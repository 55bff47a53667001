"""What became of the grades, for whoever called."""

from dataclasses import dataclass, field

from roleplay.classroom.export.attempts import Grade, Learner


@dataclass
class Outcome:
    """What was written, and what was not.

    Attributes:
        written: How many grades.
        pending: Grades that a person has to look at; they have no number anywhere.
        unplaced: Learners who could not be given their grade, with the reason.
        notes: What the trainer should know before they use the file.

    """

    written: int = 0
    pending: list[Grade] = field(default_factory=list)
    unplaced: list[tuple[Learner, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
