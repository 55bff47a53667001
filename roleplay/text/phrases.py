"""Small pieces of sentences: how many there are of something, and lists of things."""

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """``1 reply``, ``2 replies``, ``1,200 plays``."""
    if number != 1:
        ending = noun[-2:]
        plural = ending[-1] == "y" and ending[0] not in "aeiou"
        noun = f"{noun[:-1]}ies" if plural else f"{noun}s"
    return f"{number:,} {noun}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``; nothing for no parts."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
