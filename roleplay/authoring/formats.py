"""What problems and graphs are printed as; apart, so that the command line starts quickly."""

from enum import StrEnum


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Drawing(StrEnum):
    """How a scenario's graph is drawn."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"
