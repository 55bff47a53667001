"""Ending: how it ended, what it leads to, the way there, and the four questions."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from roleplay.feedback import Evidence
from roleplay.tui.messages import Chosen, Left
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import Frame
from roleplay.tui.way import Step, looking_back, steps
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import (
    COVERED,
    MISSED,
    OUTCOMES,
    WRONG,
    answer_words,
    best_words,
    course_words,
    lead_words,
    tries_words,
)

_ANSWERS: Final = {
    "yes": (COVERED, "$text-success"),
    "no": (WRONG, "$text-error"),
    "not yet": (MISSED, MUTED),
}


class EndingScreen(Frame):
    """The last screen of a play-through."""

    CSS_PATH = "ending.tcss"
    AUTO_FOCUS = "#ending"
    HELP = (
        "# The end\n\nThe overall is the mean of the replies that stand, one a scene. The four "
        "questions are answered from your own sentences: ✓ yes, ✗ no, ○ not yet. What you took "
        "back is not held against you. Arrow keys scroll.\n\n**P** plays it again, **Enter** goes "
        "back to the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "again", "Play again", tooltip="Play this scenario from the start"),
        Binding("enter,b,escape", "back", "Back", tooltip="Back to where you chose this"),
    ]

    def __init__(self, play: Play) -> None:
        """Show how ``play`` ended."""
        super().__init__()
        self.play = play

    def heading(self) -> tuple[str, str]:
        """The title."""
        return self.play.scenario.title, "the end"

    def body(self) -> Iterator[Widget]:
        """Two columns where there is room for them."""
        yield VerticalScroll(
            Vertical(*self._ending(), classes="column"),
            Vertical(*self._debrief(), classes="column"),
            id="ending",
        )

    def _ending(self) -> Iterator[Widget]:
        session = self.play.session
        if session.reached is not None:
            ending = session.reached
            yield note((OUTCOMES[ending.outcome], "bold"), classes="title")
            yield note((self.play.speaker.name, "bold"), "\n", ending.says, classes="them")
            yield note((ending.after, "italic"), classes="after")
        if session.overall is not None:
            passed, style = (
                (f"{COVERED} passed", "$text-success")
                if session.passed
                else (f"{MISSED} not passed yet", "$text-warning")
            )
            best = best_words(self.play.standing)
            yield note(
                "Overall ",
                (f"{session.overall:.0f} of 100", "bold"),
                (f"   pass mark {self.play.scenario.pass_mark:.0f}   ", MUTED),
                (passed, style),
                (f"\n{best}" if best else "", MUTED),
                name="overall",
            )

    def _debrief(self) -> Iterator[Widget]:
        session = self.play.session
        yield note(("Your way here", "bold"), classes="title")
        for step in steps(session):
            yield note(*self._step(step), classes="step")
        yield note(("Four questions", "bold"), classes="title")
        for found in looking_back(session).questions:
            symbol, style = _ANSWERS[found.answer]
            label = (symbol, f"bold {style}")
            yield labelled(label, *self._answer(found, style), classes="question")

    def _step(self, step: Step) -> Iterator[str | tuple[str, str]]:
        """The overall and the mood on one line, what was said on the next, then the tries."""
        yield f"{step.number}.  "
        yield f"{step.standing.overall:>3.0f}", "bold"
        yield f"  {step.who}"
        if step.shift is not None:
            yield f", {course_words(step.shift)}"
        yield f"\n         “{step.scene.says}”", MUTED
        if tried := tries_words(step):
            yield f"\n         {tried}", MUTED

    def _answer(self, found: Evidence, style: str) -> Iterator[str | tuple[str, str]]:
        """The question with its answer, the learner's own words, and what to try."""
        yield found.question
        yield f"  {answer_words(found)}", style
        if lead := lead_words(found):
            yield f"\n{lead}"
        if found.quote:
            yield f"\n“{found.quote}”", "italic"
        if found.where:
            yield f"  {found.where}", MUTED
        if found.move:
            yield f"\nTo try: {found.move}."

    def action_again(self) -> None:
        """Play it once more."""
        self.post_message(Chosen(self.play.scenario.id))

    def action_back(self) -> None:
        """Back to where it was chosen."""
        self.post_message(Left())
