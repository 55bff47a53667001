"""Mark: one reply at a time, blind, and a level on each ladder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from roleplay.errors import RoleplayError
from roleplay.marking import Behind, MarkingTable, Paper
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder
from roleplay.tui.screens.frame import Frame
from roleplay.tui.sitting import Sitting
from roleplay.tui.widgets.given import GivenLevels
from roleplay.tui.widgets.text import MUTED, LineInput, joined, labelled, note
from roleplay.tui.words import LADDER_NAMES

_TYPED: Final = frozenset({"give", "clear", "turn", "keep", "skip", "undo", "comment"})
"""What keys do, except in the comment: there they are typed."""
_MARKING: Final = frozenset({"give", "clear", "turn", "skip", "comment"})
"""What needs a reply that is being marked."""
ASIDE: Final = "Blind: you see neither who replied nor what the model says."


class MarkScreen(Frame):
    """A reply, what it answers, and four ladders."""

    CSS_PATH = "mark.tcss"
    AUTO_FOCUS = "#given"
    HELP = (
        "# Marking\n\nRead what was said and what was replied, and give each ladder a level: "
        "**0** to **4** gives it and goes on to the next ladder, **up** and **down** choose one, "
        "**Backspace** takes its level away. The words of the rubric stand below. Between two "
        "levels take the lower one.\n\n**Enter** keeps the marks: they are on the disk before the "
        "next reply comes. A ladder may stay empty; then Enter asks once. **C** adds a comment, "
        "**S** puts the reply off to the end, **U** goes back to the one before, to correct it: "
        "the file keeps both rows, and the last one counts. **Page up** and **Page down** "
        "scroll.\n\nEvery other reply is one that is hard for the model, the rest are drawn at "
        "random. You can stop at any time and go on another day."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0", "give(0)", "Level", key_display="0-4", tooltip="Give this ladder a level"),
        *(Binding(f"{n}", f"give({n})", show=False) for n in range(1, MAX_LEVEL + 1)),
        Binding("enter", "keep", "Keep", tooltip="Write these marks, and go on"),
        Binding("c", "comment", "Comment", tooltip="Say something about this reply"),
        Binding("s", "skip", "Skip", tooltip="Put this reply off until the others are done"),
        Binding("u", "undo", "Undo", tooltip="Go back to the reply before"),
        Binding("up", "turn(-1)", "Ladder up", show=False, tooltip="The ladder above"),
        Binding("down", "turn(1)", "Ladder down", show=False, tooltip="The ladder below"),
        Binding("backspace,delete", "clear", "Clear", show=False, tooltip="Take the level away"),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("escape", "leave", "Leave", tooltip="Stop here; what is kept is kept"),
    ]

    def __init__(self, table: MarkingTable, *, reveal: bool = False) -> None:
        """Mark what is on ``table``."""
        super().__init__()
        self._table = table
        self._reveal = reveal
        self._sitting = Sitting(table)
        self._ladder = LADDERS[0]
        self._behind: Paper | None = None
        self._asked = ""

    def heading(self) -> tuple[str, str]:
        """The table; how far it has come is added."""
        return self._table.name, ""

    def body(self) -> Iterator[Widget]:
        """The reply, and where its levels are given."""
        yield Horizontal(
            Vertical(
                VerticalScroll(id="concern", can_focus=False),
                VerticalScroll(id="replied", can_focus=False),
                id="paper",
            ),
            Vertical(
                GivenLevels(),
                Vertical(id="behind"),
                LineInput(placeholder="Comment", id="comment", compact=True),
                note("", name="status"),
                id="marks",
            ),
            id="columns",
        )

    async def on_mount(self) -> None:
        """Show the first reply."""
        await self._show()
        self._say(ASIDE)

    async def _show(self) -> None:
        """Show what is on the table."""
        self._asked = ""
        self._ladder = self._sitting.missing[0] if self._sitting.missing else LADDERS[0]
        paper = self._behind or self._sitting.paper
        with self.app.batch_update():
            await self._put("#concern", _concern(paper) if paper else self._done())
            await self._put("#replied", _reply(paper) if paper else ())
            await self._show_behind()
        box = self.query_one("#comment", Input)
        box.value = self._sitting.comment
        marking = self._behind is None and self._sitting.paper is not None
        self.query_one(GivenLevels).display = box.display = marking
        self.query_one("#what", Static).update(joined(self._progress()))
        self.set_focus(self.query_one(GivenLevels) if marking else None)
        self._refresh()

    async def _put(self, where: str, paragraphs: Iterable[Widget]) -> None:
        body = self.query_one(where, VerticalScroll)
        await body.remove_children()
        await body.mount(*paragraphs)
        body.display = bool(body.children)
        body.scroll_home(animate=False)

    def _progress(self) -> str:
        return f"{self._sitting.marked} marked · {self._sitting.left} left"

    def _done(self) -> Iterator[Widget]:
        yield note(("Everything here is marked.", "bold"), classes="title")
        yield note(f"The marks are in {self._table.out}. Escape leaves; U corrects the last one.")

    async def _show_behind(self) -> None:
        panel = self.query_one("#behind")
        await panel.remove_children()
        panel.display = self._behind is not None
        if self._behind is not None:
            given = self._sitting.given(self._behind).levels
            await panel.mount(*_behind(self._table.behind(self._behind), given))

    def _refresh(self) -> None:
        self.query_one(GivenLevels).show(self._ladder, self._sitting.levels)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """The words of a ladder stand beside or below each other."""
        self.call_after_refresh(self._refresh)

    async def action_give(self, level: int) -> None:
        """Give the present ladder a level, and go to the next one that has none."""
        self._give(self._ladder, level)

    def _give(self, ladder: Ladder, level: int) -> None:
        self._sitting.levels[ladder] = level
        after = LADDERS[LADDERS.index(ladder) + 1 :]
        empty = [name for name in (*after, *LADDERS) if name in self._sitting.missing]
        self._ladder = empty[0] if empty else ladder
        self._asked = ""
        self._say("" if empty else "Enter keeps it.")
        self._refresh()

    @on(GivenLevels.Clicked)
    def _click(self, message: GivenLevels.Clicked) -> None:
        self._ladder = message.ladder
        if message.level is not None:
            self._give(message.ladder, message.level)
        self._refresh()

    def action_clear(self) -> None:
        """Take the level away."""
        self._sitting.levels.pop(self._ladder, None)
        self._refresh()

    def action_turn(self, by: int) -> None:
        """Go to another ladder."""
        self._ladder = LADDERS[(LADDERS.index(self._ladder) + by) % len(LADDERS)]
        self._refresh()

    async def action_keep(self) -> None:
        """Write the marks, and go on; ask once where a ladder has no level."""
        if self._behind is not None:
            self._behind = None
            await self._show()
            self._say("")
            return
        missing = self._sitting.missing
        if not self._sitting.levels:
            self._say("Give it a level first: 0 to 4, or S to put it off.")
        elif missing and self._asked != "keep":
            names = ", ".join(LADDER_NAMES[ladder] for ladder in missing)
            self._say(f"No level: {names}. Enter again keeps it so.", "$text-warning")
            self._asked = "keep"
        else:
            await self._keep()

    async def _keep(self) -> None:
        try:
            marked = self._sitting.keep()
        except RoleplayError as error:
            hint = f" → {error.hint}" if error.hint else ""
            self._say(f"{error.message}{hint}. Enter tries again.", "$text-error")
            return
        self._behind = marked if self._reveal else None
        await self._show()
        said = self._sitting.milestone()
        self._say(said or ("Enter goes on." if self._behind else "Kept."))

    async def action_skip(self) -> None:
        """Put the reply off."""
        self._sitting.skip()
        await self._show()
        self._say("Put off: it comes again at the end.")

    async def action_undo(self) -> None:
        """Go back to the reply before."""
        self._behind = None
        self._sitting.undo()
        await self._show()
        self._say("Back again. What you keep now counts.")

    def action_comment(self) -> None:
        """Type a comment."""
        self.query_one("#comment").focus()

    @on(Input.Changed, "#comment")
    def _comment(self, event: Input.Changed) -> None:
        self._sitting.comment = event.value.strip()

    @on(Input.Submitted, "#comment")
    def _commented(self) -> None:
        self.query_one(GivenLevels).focus()

    def action_page(self, pages: int) -> None:
        """Scroll what was said and what was replied, as far as they go, from anywhere."""
        for body in self.query("#concern, #replied"):
            body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    def action_leave(self) -> None:
        """Leave the comment, or the app; ask once where something is not kept."""
        if isinstance(self.focused, Input):
            self.query_one(GivenLevels).focus()
        elif self._sitting.unkept and self._asked != "leave":
            self._say("This one is not kept: Enter keeps it, Escape again leaves.", "$text-warning")
            self._asked = "leave"
        else:
            super().action_leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here and now."""
        del parameters
        if isinstance(self.focused, Input):
            return action not in _TYPED
        marking = self._behind is None and self._sitting.paper is not None
        if action == "undo":
            return self._sitting.can_undo
        if action == "keep":
            return marking or self._behind is not None
        return marking or action not in _MARKING

    def _say(self, text: str, style: str = MUTED) -> None:
        self.query_one("#status", Static).update(joined((text, style)))


def _concern(paper: Paper) -> Iterator[Widget]:
    if paper.scene:
        yield note((paper.scene, MUTED), classes="where")
    yield note(paper.concern, classes="them")
    if paper.points:
        yield note(("What they told you", "bold"), classes="title")
    for point in paper.points:
        yield labelled(("•", ""), point, classes="point")


def _reply(paper: Paper) -> Iterator[Widget]:
    yield note(("The reply", "bold"), classes="title")
    yield note(paper.reply or "(nothing)", classes="you")


def _behind(behind: Behind, given: Mapping[Ladder, int]) -> Sequence[Widget]:
    who = f"By {behind.learner}. " if behind.learner else ""
    lines = [note((f"{who}The model says:", "bold"), classes="title")]
    for ladder in LADDERS:
        said = "not scored"
        if (level := behind.levels.get(ladder)) is not None:
            low, high = behind.ends.get(ladder, (None, None))
            said = f"{level:.1f}" if low is None else f"{level:.1f} ({low:.1f} to {high:.1f})"
        mine = f"you {given[ladder]}" if ladder in given else ""
        lines.append(note(f"  {LADDER_NAMES[ladder]:<14}{said:<20}", (mine, "bold")))
    return [*lines, *([note((behind.why, MUTED))] if behind.why else [])]
