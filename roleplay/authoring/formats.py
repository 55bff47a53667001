"""What problems, rules and graphs are printed as; apart, so that commands start quickly."""

from enum import StrEnum


class Format(StrEnum):
    """How problems are printed, or the rules; not everything fits both."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"


class Drawing(StrEnum):
    """How a scenario's graph is drawn."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"
