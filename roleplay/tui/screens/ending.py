"""Ending: how it ended, what it leads to, the way there, and the four questions."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from roleplay.feedback import debrief
from roleplay.session import Attempt
from roleplay.tui.messages import Chosen, Left
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import Frame
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import COVERED, MISSED, OUTCOMES, WRONG, answer_words

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
        "questions are answered from your own sentences.\n\n**P** plays it again, **Enter** goes "
        "back."
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
            yield note(
                "Overall ",
                (f"{session.overall:.0f} of 100", "bold"),
                (f"   pass mark {self.play.scenario.pass_mark:.0f}   ", MUTED),
                (passed, style),
                name="overall",
            )

    def _debrief(self) -> Iterator[Widget]:
        session = self.play.session
        yield note(("Your way here", "bold"), classes="title")
        for number, attempt in enumerate(session.standing, 1):
            yield note(*self._step(number, attempt), classes="step")
        yield note(("Four questions", "bold"), classes="title")
        for found in debrief([attempt.rating for attempt in session.standing]).questions:
            symbol, style = _ANSWERS[found.answer]
            quote = (f"\n“{found.quote}”", "italic") if found.quote else ""
            answer = (f"  {answer_words(found)}", style)
            label = (symbol, f"bold {style}")
            yield labelled(label, found.question, answer, quote, classes="question")

    def _step(self, number: int, attempt: Attempt) -> Iterator[str | tuple[str, str]]:
        scene = self.play.scenario.scenes[attempt.scene]
        yield f"{number}.  "
        yield f"{attempt.overall:>3.0f}  ", "bold"
        if attempt.number > 1:
            yield f"try {attempt.number}  ", MUTED
        if len(self.play.scenario.people) > 1:
            yield f"{self.play.scenario.people[scene.who].name}: "
        yield f"“{scene.says}”", MUTED

    def action_again(self) -> None:
        """Play it once more."""
        self.post_message(Chosen(self.play.scenario.id))

    def action_back(self) -> None:
        """Back to where it was chosen."""
        self.post_message(Left())
