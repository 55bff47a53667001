"""Words for people: what a rating means, quoted from their own reply. Deterministic."""

from roleplay.feedback.debrief import Debrief, Evidence, debrief
from roleplay.feedback.write import Feedback, LadderFeedback, write_feedback

__all__ = ["Debrief", "Evidence", "Feedback", "LadderFeedback", "debrief", "write_feedback"]
