"""Advice that has been tried: changes to a reply are really rated, and what they bring is said.

A learner gets the move ("say back: the deadline is Friday"), never the sentence
that was tried for it: the words should be their own.
"""

from roleplay.advice.candidates import LEAST_GAIN, candidate_changes
from roleplay.advice.edits import Change
from roleplay.advice.pieces import Piece
from roleplay.advice.rescoring import advise, advise_if_it_can

__all__ = ["LEAST_GAIN", "Change", "Piece", "advise", "advise_if_it_can", "candidate_changes"]
