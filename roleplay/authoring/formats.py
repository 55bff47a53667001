"""How problems can be printed; apart from the printing, so that the command line starts quickly."""

from enum import StrEnum


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
