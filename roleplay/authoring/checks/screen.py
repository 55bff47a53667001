"""Does what is said fit the screen on which it is answered?"""

from textwrap import wrap
from typing import Final

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.outline import text_leaf
from roleplay.authoring.rules import Flaw, warning

TOO_MUCH_AT_ONCE = warning(
    "S415",
    "a line that does not fit the screen together with the reply",
    "say it in fewer words, or make two scenes of it: on a terminal of 80x24 it scrolls away",
    Flaw("says: So what do I do now?", "says: «" + "So what do I do now? " * 40 + "Well?»"),
)

_ROWS: Final = 13
"""Rows for the conversation at 80x24, between the heading and the reply box."""
_WIDTH: Final = 73
_AROUND_LINE, _AROUND_NARRATION = 2, 1
"""Rows besides the text: the speaker's name, and the empty row above each paragraph."""


def screen(draft: Draft) -> None:
    """Check the length of what is said in every scene."""
    for scene in draft.outline.scenes.values():
        says = text_leaf(scene.table.get("says"))
        narration = text_leaf(scene.table.get("narration"))
        if says is None or draft.report.knows(says.span):
            continue  # longer than any line may be is said already
        rows = _rows(says.text) + _AROUND_LINE
        if narration:
            rows += _rows(narration.text) + _AROUND_NARRATION
        if rows > _ROWS:
            message = f"this takes {rows} rows of the screen, and {_ROWS} are there"
            draft.report(TOO_MUCH_AT_ONCE, says.span, message)


def _rows(text: str) -> int:
    return sum(max(1, len(wrap(line, _WIDTH))) for line in text.strip().splitlines())
