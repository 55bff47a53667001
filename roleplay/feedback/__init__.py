"""Words for people: what a rating means, quoted from their own reply. Deterministic."""

from roleplay.feedback.advice import Advice
from roleplay.feedback.debrief import Debrief, Evidence, Said, debrief
from roleplay.feedback.sources import Sources
from roleplay.feedback.write import (
    WANTED,
    Feedback,
    LadderFeedback,
    harms,
    lowered_by,
    short,
    write_feedback,
)

__all__ = [
    "WANTED",
    "Advice",
    "Debrief",
    "Evidence",
    "Feedback",
    "LadderFeedback",
    "Said",
    "Sources",
    "debrief",
    "harms",
    "lowered_by",
    "short",
    "write_feedback",
]
