"""Text by authors and learners, made safe for a screen.

Textual reads square brackets in plain strings as markup and hands escape
sequences to the terminal. So whatever somebody wrote reaches a widget as
:class:`~textual.content.Content` and cleaned, and by these functions only.
"""

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from roleplay.text.clean import sanitise

MUTED = "$foreground 60%"
"""The style of what matters less."""

MAX_LINE = 400
"""Characters of a line that is typed at the desk or searched for."""


def safe(text: str, style: str = "") -> Content:
    """``text`` as it reads, whatever it contains, in one style."""
    return Content.styled(sanitise(text), style)


def joined(*parts: Content | tuple[str, str] | str) -> Content:
    """Parts put together; each string is made safe first."""
    return Content.assemble(
        *(
            part
            if isinstance(part, Content)
            else safe(*part)
            if isinstance(part, tuple)
            else safe(part)
            for part in parts
        )
    )


def note(*parts: Content | tuple[str, str] | str, classes: str = "", name: str = "") -> Static:
    """A paragraph of safe text; ``name`` is its id."""
    return Static(joined(*parts), markup=False, classes=classes, id=name or None)


def labelled(
    label: tuple[str, str], *parts: Content | tuple[str, str] | str, classes: str
) -> Widget:
    """A label with a paragraph beside it that keeps its own left edge; the label's width is CSS."""
    return Horizontal(
        note(label, classes="label"), note(*parts, classes="text"), classes=f"labelled {classes}"
    )


class LineInput(Input):
    """A one-line input in which nothing can be pasted that a terminal would obey."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert cleaned text, and no more than a line holds."""
        room = max(0, MAX_LINE - len(self.value))
        super().replace(sanitise(text[: 2 * MAX_LINE]).replace("\n", " ")[:room], start, end)
