"""The panel of problems: what is wrong with the file, where, and what to do about it."""

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from roleplay.practice import Fault, Reading
from roleplay.text.clean import sanitise
from roleplay.tui.widgets.text import MUTED, joined
from roleplay.tui.words import WRONG

WARNING: Final = "!"
_BEFORE, _AFTER = 24, 60
"""Characters of a line that are shown before and after what is meant."""


class FaultList(OptionList):
    """Problems in three lines each: place and message, the line itself, the remedy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Edit", show=False),
    ]

    def __init__(self) -> None:
        """Empty until there are problems."""
        super().__init__(id="faults", markup=False)
        self.faults: tuple[Fault, ...] = ()

    def show(self, file: str, reading: Reading) -> None:
        """Show what is wrong with ``file``; the cursor keeps its row."""
        row = self.highlighted or 0
        self.faults = tuple(reading.faults)
        options = [Option(_row(file, fault)) for fault in self.faults]
        if reading.more:
            options.append(Option(f"… and {reading.more} more", disabled=True))
        self.set_options(options)
        self.highlighted = min(row, len(self.faults) - 1) if self.faults else None

    @property
    def chosen(self) -> Fault | None:
        """The problem under the cursor."""
        here = self.highlighted
        return self.faults[here] if here is not None and here < len(self.faults) else None


def _row(file: str, fault: Fault) -> Content:
    mark = (WRONG, "bold $text-error") if fault.serious else (WARNING, "bold $text-warning")
    gutter = len(str(fault.line))
    return joined(
        mark,
        (f" {file}:{fault.line}:{fault.col}  ", "bold"),
        fault.message,
        *_line(fault),
        (f"\n  {' ' * gutter} → ", MUTED),
        fault.remedy,
    )


def _line(fault: Fault) -> list[tuple[str, str]]:
    """The line that is meant, cut around the place, which is underlined."""
    line, start = fault.source_line, fault.col - 1
    if not line.strip():
        return []
    stop = start + fault.width
    before = _flat(line[:start]).lstrip()
    cut = len(before) > _BEFORE
    return [
        (f"\n  {fault.line} │ ", MUTED),
        (f"{'…' if cut else ''}{before[-_BEFORE:]}", MUTED),
        (_flat(line[start : min(stop, start + _AFTER)]), "bold underline"),
        (_flat(line[stop:])[:_AFTER], MUTED),
    ]


def _flat(text: str) -> str:
    return sanitise(text).replace("\n", " ").replace("\t", " ")
