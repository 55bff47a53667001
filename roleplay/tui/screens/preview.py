"""Preview: a scenario while it is being written. Scenes, problems, and a reply tester."""

import asyncio
from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import OptionList, Static

from roleplay.practice import Draft, Reading
from roleplay.rating import Rater
from roleplay.scenario import Scenario
from roleplay.text.phrases import counted
from roleplay.text.spelling import did_you_mean
from roleplay.tui.editing import edit
from roleplay.tui.messages import Rehearsed, Reread
from roleplay.tui.rehearsal import starting_at
from roleplay.tui.screens.frame import Frame
from roleplay.tui.widgets.contents import Contents
from roleplay.tui.widgets.faults import FaultList
from roleplay.tui.widgets.portrait import Portrait
from roleplay.tui.widgets.reply import SEND_KEYS
from roleplay.tui.widgets.tester import Tester
from roleplay.tui.widgets.text import joined, note, safe
from roleplay.tui.words import COVERED, WRONG

LOOK: Final = 0.25
"""Seconds between two looks at the file."""
NEVER: Final = "Correct it and save: the scenes appear here as soon as the file is right."
_NUMBERS: Final = 9
_TYPED: Final = frozenset({"play", "try", "load", "edit", "problems"})
"""What letters and digits do, except in the tester: there they are typed."""


class PreviewScreen(Frame):
    """One scenario file, as it is now or as it was when it was last right."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = ""  # nothing is there yet
    HELP = (
        "# Preview\n\nSave the file in your editor, and this screen follows. While something is "
        "wrong with it you go on seeing the version that was last right, and the problems below: "
        "arrow keys choose one, **E** opens your editor there.\n\n"
        "**Scenes** stand on the left, ▶ is the opening. **1** to **9** load one of the author's "
        "replies into the tester, **T** (or Enter) goes there to type your own, **Escape** comes "
        "back. It shows the levels with the range they probably lie in, where the reply leads, and "
        "what the coworker says first because the reply missed it. **F8** changes the mood and "
        "**F9** the try at which it is given.\n\n"
        "**P** plays from the chosen scene, from the opening with its brief and desk. A play goes "
        "on undisturbed when the file is saved. Nothing here is kept in your history."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "play", "Play", tooltip="Play from the chosen scene"),
        Binding("t", "try", "Tester", tooltip="Type a reply to the chosen scene"),
        Binding("1", "load(1)", "Load", key_display="1-9", tooltip="Try an author's reply"),
        *(Binding(f"{n}", f"load({n})", show=False) for n in range(2, _NUMBERS + 1)),
        Binding("e", "edit", "Edit", tooltip="Open your editor at the problem, or at the scene"),
        Binding("n", "problems", "Problem", tooltip="Go to the next problem"),
        Binding("f8", "turn('mood')", "Mood", show=False, tooltip="Try it at another mood"),
        Binding("f9", "turn('try')", "Try", show=False, tooltip="Try it as a later try"),
        Binding(",".join(sorted(SEND_KEYS)), "rate", "Rate now", show=False, tooltip="Do not wait"),
        Binding("escape", "back", "Scenes", tooltip="Back to the list of scenes"),
    ]

    def __init__(self, draft: Draft, rater: Rater, scene: str | None = None) -> None:
        """Show what ``draft`` says, opened at ``scene``; ``rater`` rates what is tried."""
        super().__init__()
        self.draft = draft
        self.scenario: Scenario | None = None
        self._rater = rater
        self._wanted = scene
        self._reading: Reading | None = None
        self._good: Reading | None = None

    def heading(self) -> tuple[str, str]:
        """The file; more comes when it has been read."""
        return "preview", self.draft.path.name

    def body(self) -> Iterator[Widget]:
        """Scenes, the chosen one, the tester; problems below them all."""
        yield Horizontal(
            Contents(),
            Vertical(Portrait(), Tester(self._rater), id="right"),
            id="columns",
        )
        yield Vertical(note("", name="summary"), FaultList(), id="problems")

    def on_mount(self) -> None:
        """Read the file once the screen has been painted, and whenever it changes."""
        self.query_one("#columns").display = False
        self.query_one("#problems").display = False
        self.call_after_refresh(self._watch)

    @work(group="watch", description="watching the file")
    async def _watch(self) -> None:
        while True:
            reading = await asyncio.to_thread(self.draft.look)
            if reading is not None:
                self.post_message(Reread(reading))
            await asyncio.sleep(LOOK)

    async def on_reread(self, message: Reread) -> None:
        """Show what is right, and what is wrong."""
        message.stop()
        self._reading = message.reading
        if message.reading.scenario is not None:
            self._good = message.reading
            await self._show(message.reading.scenario)
        self._show_problems(message.reading)
        self.refresh_bindings()

    async def _show(self, scenario: Scenario) -> None:
        self.scenario = scenario
        columns = self.query_one("#columns")
        first = not columns.display
        columns.display = True
        wanted, self._wanted = self._wanted, None
        known = (*scenario.scenes, *scenario.endings)
        if wanted is not None and wanted not in known:
            text = f"There is no scene '{wanted}'. {did_you_mean(wanted, known)}"
            self.notify(str(safe(text)), severity="warning", markup=False)
        self.query_one(Contents).show(scenario, wanted)
        await self._show_chosen()
        if first:
            self.query_one(Contents).focus()

    @on(OptionList.OptionHighlighted, "#contents")
    async def _show_chosen(self) -> None:
        chosen = self.query_one(Contents).chosen
        if self.scenario is not None and chosen is not None:
            await self.query_one(Portrait).show(self.scenario, chosen)
            await self.query_one(Tester).show(self.scenario, chosen)
            self.refresh_bindings()

    def _show_problems(self, reading: Reading) -> None:
        faults = self.query_one(FaultList)
        faults.show(self.draft.path.name, reading)
        if faults.has_focus and not reading.faults:
            self.query_one(Contents).focus()
        self.query_one("#problems").display = bool(reading.faults)
        self.set_class(self._good is None, "-never")
        if self._good is None:
            faults.focus()
        wrong = sum(fault.serious for fault in reading.faults)
        summary, style = self._summary(wrong, len(reading.faults) - wrong, reading.more)
        self.query_one("#summary", Static).update(joined((summary, f"bold {style}")))
        title = self.scenario.title if self.scenario else "preview"
        self.query_one("#where", Static).update(joined((title, "bold")))
        state = f"{WRONG} {counted(wrong, 'problem')}" if wrong else f"{COVERED} {_when(reading)}"
        self.query_one("#what", Static).update(joined(f"{self.draft.path.name}  {state}"))

    def _summary(self, wrong: int, warnings: int, more: int) -> tuple[str, str]:
        if not wrong:
            return (
                f"{counted(warnings, 'warning')}; it can be played all the same.",
                "$text-warning",
            )
        count = counted(wrong + warnings + more, "problem")
        if self._good is None:
            return f"{count}. {NEVER}", "$text-error"
        when = _when(self._good)
        return f"{count}. Above is the version {when}, which was right.", "$text-error"

    @property
    def _scene(self) -> str | None:
        """The scene under the cursor; None at an ending, or before there is one."""
        chosen = self.query_one(Contents).chosen
        return chosen if self.scenario is not None and chosen in self.scenario.scenes else None

    @on(OptionList.OptionSelected, "#contents")
    def action_try(self) -> None:
        """Type a reply."""
        if self._scene is not None:
            self.query_one(Tester).enter()

    def action_load(self, number: int) -> None:
        """Try one of the author's replies."""
        if not self.query_one(Tester).load(number):
            self.notify(f"This scene has no reply number {number}.", timeout=3)

    async def action_rate(self) -> None:
        """Rate what is in the box now, also when it could not be rated before."""
        await self.query_one(Tester).rate()

    def action_turn(self, name: str) -> None:
        """Try the reply at another mood, or as a later try."""
        self.query_one(Tester).turn(name)

    def action_back(self) -> None:
        """Back to the scenes."""
        self.query_one(Contents).focus()

    def action_play(self) -> None:
        """Play from the chosen scene, with the mood that replies are tried at."""
        if self.scenario is not None and self._scene is not None:
            begun = starting_at(self.scenario, self._scene, self.query_one(Tester).mood)
            self.post_message(Rehearsed(begun, brief=self._scene == self.scenario.opening))

    def action_problems(self) -> None:
        """Go to the problems; there, to the next one."""
        faults = self.query_one(FaultList)
        if faults.has_focus:
            faults.action_cursor_down()
        faults.focus()

    @on(OptionList.OptionSelected, "#faults")
    def action_edit(self) -> None:
        """Open the editor at the problem, or at the scene when there is none."""
        edit(self.app, self.draft.path, *self._place())

    def _place(self) -> tuple[int, int]:
        faults = self.query_one(FaultList)
        fault = faults.chosen
        if fault is not None and (faults.has_focus or any(f.serious for f in faults.faults)):
            return fault.line, fault.col
        places = self._reading.places if self._reading else {}
        return places.get(self.query_one(Contents).chosen or "", 1), 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here and now."""
        del parameters
        focused = self.focused
        typing = focused is not None and any(isinstance(w, Tester) for w in focused.ancestors)
        scene = bool(self.query(Contents)) and self._scene is not None
        offered = {
            "play": scene,
            "try": scene,
            "load": scene,
            "turn": scene,
            "rate": scene,
            "problems": bool(self._reading and self._reading.faults),
            "back": self.scenario is not None and not isinstance(focused, Contents),
        }
        return offered.get(action, True) and not (typing and action in _TYPED)


def _when(reading: Reading) -> str:
    return f"saved {reading.saved:%H:%M:%S}" if reading.saved else "as it is"
