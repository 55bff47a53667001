"""How problems and rules can be printed; apart from printing, so that commands start quickly."""

from enum import StrEnum


class Format(StrEnum):
    """How problems are printed, or the rules; not everything fits both."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"
