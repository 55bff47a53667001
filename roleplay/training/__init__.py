"""Fits the rater. Only the command line imports this package, and only when asked to."""
