"""The learner's own data, in SQLite, on this machine only."""

from roleplay.history.history import History
from roleplay.history.rows import KeptAttempt, Play

__all__ = ["History", "KeptAttempt", "Play"]
