"""The learner's own data, in SQLite, on this machine only."""
