"""Feedback: what the reply did, in the learner's own words, and the one change worth most."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from roleplay.coach import Turn
from roleplay.feedback import Advice
from roleplay.rating import Status
from roleplay.session import GoOn, TryAgain
from roleplay.tui.messages import Moved
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import LEAVE, Frame
from roleplay.tui.screens.sheet import Sheet
from roleplay.tui.widgets.bar import LadderBar
from roleplay.tui.widgets.reply import ColouredReply
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import COVERED, MISSED, WRONG

SHOWN_ADVICE: Final = 2
"""Pieces of advice on the screen; one line each, so that all of it fits 80 by 24."""


class FeedbackScreen(Frame):
    """One reply, and what came of it."""

    CSS_PATH = "feedback.tcss"
    AUTO_FOCUS = "#feedback"
    HELP = (
        "# How it landed\n\nFour ladders from 0 to 4; the first three make the overall. A bar is "
        "**solid** as far as the model is sure, **dense** up to its estimate, **light** as far as "
        "it might be.\n\nYour sentences have the colour of the ladder they move; + helps and ! "
        "harms. ✓ was said back, ○ was missed, ✗ seems otherwise.\n\n**T** tries again with your "
        "reply in the box. **R** shows what the author would say. **Enter** goes on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "try_again", "Try again", tooltip="Take this reply back and change it"),
        Binding("enter,g", "go_on", "Go on", tooltip="Let it stand and see how they react"),
        Binding("r", "references", "References", tooltip="What the author would say"),
        LEAVE,
    ]

    def __init__(self, play: Play, turn: Turn) -> None:
        """Show the feedback of ``turn``, the latest of ``play``."""
        super().__init__()
        self.play = play
        self.turn = turn

    def heading(self) -> tuple[str, str]:
        """The title, the scene and the try."""
        session = self.play.session
        return self.play.scenario.title, f"scene {len(session.path)} · try {len(session.tries)}"

    def body(self) -> Iterator[Widget]:
        """Two columns where there is room for them, else one below the other."""
        yield VerticalScroll(
            Vertical(
                *self._headline(),
                Vertical(*self._ladders(), id="ladders"),
                *self._advice(),
                classes="column",
            ),
            Vertical(*self._evidence(), classes="column"),
            id="feedback",
        )

    def _headline(self) -> Iterator[Widget]:
        feedback = self.turn.feedback
        style = "$text-warning" if feedback.status is Status.UNSURE else ""
        overall = "" if feedback.overall is None else f"{feedback.overall:.0f} of 100"
        passing = f"   pass mark {self.play.scenario.pass_mark:.0f}"
        yield note((feedback.headline, f"bold {style}".strip()), name="headline")
        yield note("Overall ", (overall, "bold"), (passing, MUTED), name="overall")

    def _ladders(self) -> Iterator[Widget]:
        tries = self.play.session.tries
        earlier = tries[-2].rating.levels if len(tries) > 1 else {}
        for found in self.turn.feedback.ladders:
            before = earlier.get(found.ladder)
            yield LadderBar(found, before.value if before else None)
            if found.missing:
                yield note((f"↑ {found.missing[0]}", MUTED), classes="climb")

    def _advice(self) -> Iterator[Widget]:
        feedback = self.turn.feedback
        if feedback.strength:
            yield labelled(("Keep", "bold $text-success"), feedback.strength, classes="advice")
        if feedback.advice:
            yield self._tried(feedback.advice[:SHOWN_ADVICE])
        elif feedback.change:
            yield labelled(("Change", "bold $text-warning"), feedback.change, classes="advice")
        for flagged in feedback.notes:
            yield labelled(("Note", "bold"), flagged, classes="advice")
        if feedback.strange:
            yield labelled(("Check", "bold"), feedback.strange, classes="advice")

    def _tried(self, advice: Sequence[Advice]) -> Widget:
        """Moves with what they bring, which leads so that a long move cannot push it away."""
        parts: list[tuple[str, str] | str] = []
        for tried in advice:
            gain = f"{tried.ladder} {tried.before:.1f} → {tried.after:.1f}"
            parts += ["\n" if parts else "", (gain, "bold"), f"  {tried.move}"]
        kind = "several" if len(advice) > 1 else "one"
        return labelled(("Change", "bold $text-warning"), *parts, classes=f"advice tried {kind}")

    def _evidence(self) -> Iterator[Widget]:
        feedback = self.turn.feedback
        yield note(("Your words", "bold"), classes="title")
        yield ColouredReply(self.turn.rating.sentences)
        points = [
            *((COVERED, text, "$text-success") for text in feedback.covered),
            *(
                (WRONG, f"{text} (check: not as they said?)", "$text-error")
                for text in feedback.wrong
            ),
            *((MISSED, text, MUTED) for text in feedback.missed),
        ]
        if points:
            yield note(("What they told you", "bold"), classes="title")
        for symbol, text, style in points:
            yield labelled((symbol, f"bold {style}"), (text, style), classes="point")
        if feedback.beside:
            yield note((feedback.beside, MUTED), classes="beside")

    def action_try_again(self) -> None:
        """Take the reply back; it stays in the box to be changed."""
        self.play.do(TryAgain())
        self.post_message(Moved())

    def action_go_on(self) -> None:
        """Let the reply stand."""
        self.play.do(GoOn())
        self.post_message(Moved())

    def action_references(self) -> None:
        """Show the author's replies, now that there is one of the learner's."""
        lead = "Strong replies by the author. Yours need not sound like them."
        self.app.push_screen(Sheet("References", self.play.session.scene.references, lead))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer references only where there are some."""
        del parameters
        return action != "references" or bool(self.play.session.scene.references)
