"""The local model at run time."""
