"""The box in which a reply is typed, and the same reply with what each sentence does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.document._document import EditResult, Location
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from roleplay.feedback.write import RAISES
from roleplay.rating import RatedSentence
from roleplay.rubric import HARMFUL, Act, Ladder
from roleplay.text.clean import MAX_REPLY, sanitise
from roleplay.tui.widgets.bar import COLOURS
from roleplay.tui.widgets.text import MUTED, note
from roleplay.tui.words import act_words

SEND_KEYS: Final = frozenset({"ctrl+s", "f5"})
NEARLY_FULL: Final = MAX_REPLY * 9 // 10
MAX_SENTENCES: Final = 60
"""Sentences that get a line of their own; more would make the screen slow."""


class ReplyBox(TextArea):
    """A multi-line box that holds what a rater reads, and says so when more is pasted."""

    @dataclass
    class Refused(Message):
        """Something was not taken into the box; the clipboard still has it."""

        why: str

    @dataclass
    class Sent(Message):
        """The reply is to be said."""

        text: str

    async def _on_key(self, event: Key) -> None:
        """Send on Ctrl+S or F5: here, since a binding would also send keys that follow closely."""
        if event.key in SEND_KEYS:
            event.stop()
            event.prevent_default()
            self.post_message(self.Sent(self.text))
        else:
            await super()._on_key(event)

    def on_mount(self) -> None:
        """Show the counter from the start."""
        self.highlight_cursor_line = False
        self.border_title = "Your reply"
        self._count()

    def on_text_area_changed(self) -> None:
        """Keep the counter true."""
        self._count()

    def _count(self) -> None:
        used = len(self.text)
        self.border_subtitle = f"{used:,} of {MAX_REPLY:,}"
        self.set_class(used >= NEARLY_FULL, "-nearly-full")

    def _replace_via_keyboard(
        self, insert: str, start: Location, end: Location
    ) -> EditResult | None:
        """Take typed or pasted text: cleaned, and only when there is room for all of it."""
        pasted = len(insert)
        if pasted <= 4 * MAX_REPLY:  # cleaning a megabyte would take a second
            insert = sanitise(insert)
        room = MAX_REPLY - len(self.text) + len(self.get_text_range(start, end))
        if len(insert) > room:
            self.post_message(self.Refused(_refusal(pasted, room)))
            return None
        return super()._replace_via_keyboard(insert, start, end)


def _refusal(pasted: int, room: int) -> str:
    if pasted == 1:
        return f"The box is full: a reply holds {MAX_REPLY:,} characters."
    return (
        f"Not pasted: it has {pasted:,} characters, and there is room for {max(0, room):,}. "
        f"A reply holds {MAX_REPLY:,}."
    )


class ColouredReply(Vertical):
    """The learner's own sentences, each in the colour of the ladder it moves, with its acts."""

    DEFAULT_CSS = "ColouredReply { height: auto; }"

    def __init__(self, sentences: Iterable[RatedSentence]) -> None:
        """Show ``sentences`` in their order."""
        super().__init__(id="words")
        self.sentences = tuple(sentences)

    def compose(self) -> ComposeResult:
        """One paragraph a sentence; what comes after very many is shown in one."""
        for sentence in self.sentences[:MAX_SENTENCES]:
            colour = colour_of(sentence.acts)
            does = (f"\n  {act_words(sentence.acts)}", MUTED) if sentence.acts else ""
            yield note((sentence.text, colour), does, classes="sentence")
        rest = " ".join(sentence.text for sentence in self.sentences[MAX_SENTENCES:])
        if rest:
            yield note(rest, classes="sentence")


def colour_of(acts: tuple[Act, ...]) -> str:
    """The colour of a sentence: harm first, else the ladder that its acts lift most."""
    if any(act in HARMFUL for act in acts):
        return "$text-error"
    for ladder in (Ladder.EMPATHY, Ladder.RESTATING, Ladder.HELP, Ladder.COURTESY):
        if any(act in RAISES[ladder] for act in acts):
            return COLOURS[ladder]
    return ""
