"""Scene: what the coworker says, how they are, and the box in which you answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static, TextArea

from roleplay.coach import take_turn
from roleplay.errors import ModelError
from roleplay.rating import Rater, Status
from roleplay.session import Phase
from roleplay.tui import keep
from roleplay.tui.lookup import has_papers
from roleplay.tui.messages import Moved, Troubled, TurnTaken
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import LEAVE, PlayFrame, aside
from roleplay.tui.widgets.clock import Clock, patience
from roleplay.tui.widgets.reply import SEND_KEYS, ReplyBox
from roleplay.tui.widgets.text import MUTED, joined, note
from roleplay.tui.widgets.transcript import Transcript
from roleplay.tui.words import mood_change, mood_words

if TYPE_CHECKING:
    from textual.worker import Worker

SLOW: Final = 4
"""Seconds after which the learner is told why it takes so long."""


class SceneScreen(PlayFrame):
    """One thing that a coworker says, waiting for an answer."""

    CSS_PATH = "scene.tcss"
    AUTO_FOCUS = "ReplyBox"
    HELP = (
        "# Your answer\n\nType what you would say, over as many lines as you like, and send it "
        "with **Ctrl+S** or **F5**. While it is being rated you can go on typing; **Escape** takes "
        "it back.\n\n**F2** shows your notes, your desk and what was said; the clock stands still "
        "meanwhile. The clock only says how they look while they wait: "
        "nothing is scored by it; **F3** pauses and **F4** hides it. **Page up** and "
        "**Page down** scroll through what was said before."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(sorted(SEND_KEYS)), "send", "Send", tooltip="Say it"),
        Binding("f2", "notes", "Notes", tooltip="What you can look up"),
        Binding("f3", "pause", "Pause clock", tooltip="Stop the clock, or let it run again"),
        Binding("f4", "hide", "Hide clock", show=False, tooltip="Do without the clock"),
        Binding("escape", "cancel", "Take back", tooltip="Stop the rating; the text stays"),
        LEAVE,
        Binding("pageup", "scroll_talk(-1)", "Earlier", show=False, priority=True),
        Binding("pagedown", "scroll_talk(1)", "Later", show=False, priority=True),
    ]

    def __init__(self, play: Play, rater: Rater) -> None:
        """Play the present scene of ``play``; ``rater`` rates the replies."""
        super().__init__(play)
        self._rater = rater
        self._turn: Worker[None] | None = None
        self._kept = play.reply_draft

    def heading(self) -> tuple[str, str]:
        """The title, the scene and the try."""
        session = self.play.session
        tried = f" · try {len(session.tries) + 1}" if session.tries else ""
        return self.play.scenario.title, f"scene {len(session.path)}{tried}"

    def body(self) -> Iterator[Widget]:
        """Conversation, mood, box; notes beside them where there is room."""
        who = self.play.speaker
        mood = self.play.session.mood
        change = mood_change(self.play.mood_before, mood)
        speaker = note(
            (who.name, "bold"),
            f", {who.role}   ",
            (mood_words(mood), "$text-warning"),
            (f"   {change}" if change else "", MUTED),
            name="speaker",
        )
        box = ReplyBox(self.play.reply_draft, id="reply", placeholder="What do you say?")
        yield Horizontal(
            Vertical(
                Transcript(self.play.said),
                Horizontal(speaker, Clock(patience), id="mood"),
                box,
                note("", name="status"),
                id="talk",
            ),
            aside(self.play),
            id="columns",
        )

    def on_mount(self) -> None:
        """Bring back an unsent reply from a run that ended too early."""
        self._say("")
        box = self.query_one(ReplyBox)
        box.move_cursor(box.document.end)
        session = self.play.session
        kept = keep.draft(session.scenario.id, session.scene.id) if self.play.kept else ""
        if kept and not box.text:
            box.load_text(kept)
            box.move_cursor(box.document.end)
            self._say("This is what you had typed when the app was closed.")
        self.set_interval(2, self._keep_draft)

    def on_unmount(self) -> None:
        """Whatever ends the screen, an unsent reply is kept."""
        self._keep_draft()

    @on(TextArea.Changed)
    def _type(self, event: TextArea.Changed) -> None:
        self.play.reply_draft = event.text_area.text

    @on(ReplyBox.Refused)
    def _refuse(self, message: ReplyBox.Refused) -> None:
        self._say(message.why, "$text-error")

    def action_send(self) -> None:
        """Say what is in the box, from wherever the cursor is."""
        self._send(ReplyBox.Sent(self.query_one(ReplyBox).text))

    @on(ReplyBox.Sent)
    def _send(self, message: ReplyBox.Sent) -> None:
        if self._turn is not None:
            return  # one reply at a time
        reply = message.text
        if not reply.strip():
            self._say("Type what you would say, then send it.")
            return
        self._turn = self._listen(reply)
        self._say(f"{self.play.speaker.name} is listening… You can go on typing.", "$text-primary")
        self.set_timer(SLOW, self._explain)
        self.refresh_bindings()

    @work(exclusive=True, group="turn", description="rating a reply")
    async def _listen(self, reply: str) -> None:
        try:
            turn = await take_turn(self.play.session, reply, self._rater)
        except ModelError as error:
            self.post_message(Troubled(error))
        else:
            self.post_message(TurnTaken(turn))

    def _explain(self) -> None:
        if self._turn is not None:
            self._say("Still listening… The first reply takes longest.", "$text-primary")

    def on_turn_taken(self, message: TurnTaken) -> None:
        """Move on to the feedback, or say why there is none."""
        message.stop()
        self._done()
        self.play.take(message.turn)
        if message.turn.rating.status is Status.UNSCORED:
            self._say(message.turn.feedback.headline, "$text-warning")
            return
        if self.play.kept:
            keep.forget_draft()
        self.post_message(Moved())

    def on_troubled(self, message: Troubled) -> None:
        """The model did not answer: keep the text, and say how to go on."""
        message.stop()
        self._done()
        error = message.error
        hint = f"\n→ {error.hint}" if error.hint else ""
        self._say(f"{error.message}{hint}\nYour text is here: Ctrl+S tries again.", "$text-error")

    def action_cancel(self) -> None:
        """Take the reply back while it is being rated."""
        if self._turn is not None:
            self._turn.cancel()
            self._done()
            self._say("Taken back. Your text is here.")

    def _done(self) -> None:
        self._turn = None
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        del parameters
        listening = self._turn is not None
        clock = self.query(Clock)
        offered = {
            "send": not listening,
            "cancel": listening,
            "leave": not listening,
            "notes": has_papers(self.play),
            "pause": any(found.display for found in clock),
        }
        return offered.get(action, True)

    def action_hide(self) -> None:
        """Hide the clock, or show it again."""
        clock = self.query_one(Clock)
        clock.display = not clock.display
        self.refresh_bindings()

    def action_scroll_talk(self, pages: int) -> None:
        """Scroll the conversation from wherever the cursor is."""
        talk = self.query_one(Transcript)
        talk.scroll_relative(y=pages * max(1, talk.size.height - 1), animate=False)

    def _keep_draft(self) -> None:
        session, text = self.play.session, self.play.reply_draft
        if self.play.kept and session.phase is Phase.SCENE and text != self._kept:
            keep.keep_draft(session.scenario.id, session.scene.id, text)
            self._kept = text

    def _say(self, text: str, style: str = "") -> None:
        status = self.query_one("#status", Static)
        status.update(joined((text, style)))
        status.display = bool(text)
