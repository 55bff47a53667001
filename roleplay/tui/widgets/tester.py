"""The reply tester: type a reply to a scene, and see live how it would land and where it leads."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Select, Static, TextArea

from roleplay.errors import ModelError
from roleplay.rating import Exchange, Rater, Rating
from roleplay.scenario import Scenario, Scene
from roleplay.scenario.model import MAX_MOOD
from roleplay.text.clean import MAX_REPLY, sanitise
from roleplay.tui.messages import Rated, Troubled
from roleplay.tui.rehearsal import outlook
from roleplay.tui.widgets.landing import Landing, Tried
from roleplay.tui.widgets.reply import ReplyBox
from roleplay.tui.widgets.text import joined, note
from roleplay.tui.words import FACES, MOODS

if TYPE_CHECKING:
    from textual.timer import Timer

PAUSE: Final = 0.4
"""Seconds without a key after which a reply is rated."""
TRIES: Final = 5
EMPTY: Final = (
    "Type a reply, or load one of the author's with its number. It is rated whenever you pause; "
    "nothing is kept."
)
NO_REPLY: Final = "This is an ending: nobody replies to it."


class Tester(Vertical):
    """A box for a reply, the mood and the try at which it comes, and what becomes of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "screen.turn('mood')", "Mood", tooltip="Try it at another mood"),
        Binding("f9", "screen.turn('try')", "Try", tooltip="Try it as a later try"),
    ]

    def __init__(self, rater: Rater) -> None:
        """Rate by ``rater``."""
        super().__init__(id="tester")
        self._rater = rater
        self._scenario: Scenario | None = None
        self._scene: Scene | None = None
        self._rated: tuple[Exchange, Rating] | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The circumstances, the box, and what becomes of the reply."""
        moods = [
            (f"{face} {mood}", n) for n, (face, mood) in enumerate(zip(FACES, MOODS, strict=True))
        ]
        tries = [(f"try {number}", number) for number in range(1, TRIES + 1)]
        yield Horizontal(
            note("When", classes="label"),
            Select(moods, allow_blank=False, id="when-mood", compact=True),
            Select(tries, allow_blank=False, id="when-try", compact=True),
            note("", name="state"),
            id="when",
        )
        yield ReplyBox(id="reply", placeholder="What would you say?")
        yield Landing()

    @property
    def mood(self) -> int:
        """The speaker's mood at which the reply is tried."""
        return int(str(self.query_one("#when-mood", Select).value))

    async def show(self, scenario: Scenario, chosen: str) -> None:
        """Try replies at the scene called ``chosen``; an ending takes none."""
        before, old = self._scene, self._scenario
        self._scenario, self._scene = scenario, scenario.scenes.get(chosen)
        scene, box = self._scene, self.query_one(ReplyBox)
        box.disabled = scene is None
        if scene is None:
            self._stop()
            await self.query_one(Landing).say(NO_REPLY)
            return
        if (
            before is None
            or old is None
            or (
                (before.id, old.people[before.who].mood)
                != (scene.id, scenario.people[scene.who].mood)
            )
        ):
            self.query_one("#when-mood", Select).value = scenario.people[scene.who].mood
            self.query_one("#when-try", Select).value = 1
        if before is not None and before.id != scene.id and _source(before, box.text):
            box.load_text("")  # it was an answer to something else
        await self.rate()

    def load(self, number: int) -> bool:
        """Put one of the author's replies into the box, counted from 1; False if there is none."""
        ready = _ready(self._scene) if self._scene else ()
        if not 0 < number <= len(ready):
            return False
        self.query_one(ReplyBox).load_text(ready[number - 1])
        return True

    def enter(self) -> None:
        """Go to the box, behind what is in it."""
        box = self.query_one(ReplyBox)
        box.move_cursor(box.document.end)
        box.focus()

    def turn(self, name: str) -> None:
        """Try it at the next mood, or at the next try; after the last comes the first."""
        select = self.query_one(f"#when-{name}", Select)
        first, count = (0, MAX_MOOD + 1) if name == "mood" else (1, TRIES)
        select.value = first + (int(str(select.value)) - first + 1) % count

    @on(TextArea.Changed)
    def _type(self) -> None:
        """What is being rated is out of date; wait for a pause."""
        self._stop()
        self._timer = self.set_timer(PAUSE, self.rate)

    @on(ReplyBox.Sent)
    async def _send(self, message: ReplyBox.Sent) -> None:
        """Do not wait for a pause."""
        message.stop()
        self._stop()
        await self.rate()

    @on(Select.Changed)
    async def _given(self) -> None:
        if self._rated is not None and self._rated[0] == self._exchange():
            await self._land(*self._rated)

    @on(ReplyBox.Refused)
    def _refuse(self, message: ReplyBox.Refused) -> None:
        self.notify(message.why, severity="warning", markup=False)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self.workers.cancel_group(self, "tester")
        self._say("")

    def _exchange(self) -> Exchange | None:
        text = sanitise(self.query_one(ReplyBox).text)
        if self._scene is None or not text.strip():
            return None
        return Exchange.in_scene(self._scene, text)

    async def rate(self) -> None:
        """Rate what is in the box, unless it is what was rated last."""
        exchange = self._exchange()
        self.query_one(ReplyBox).border_title = self._title()
        self.set_class(exchange is not None, "-tried")
        if exchange is None:
            await self.query_one(Landing).say(EMPTY)
        elif self._rated is not None and self._rated[0] == exchange:
            await self._land(*self._rated)
        else:
            self._say("rating…")
            self._ask(exchange)

    @work(exclusive=True, group="tester", description="rating a tried reply")
    async def _ask(self, exchange: Exchange) -> None:
        try:
            (rating,) = await self._rater.rate([exchange])
        except ModelError as error:
            self.post_message(Troubled(error))
        else:
            self.post_message(Rated(exchange, rating))

    async def on_rated(self, message: Rated) -> None:
        """Show what came, unless the reply or the scene has changed meanwhile."""
        message.stop()
        if message.exchange == self._exchange():
            self._say("")
            self._rated = (message.exchange, message.rating)
            await self._land(message.exchange, message.rating)

    async def on_troubled(self, message: Troubled) -> None:
        """The model did not answer: say so, and how to go on."""
        message.stop()
        self._say("")
        error = message.error
        text = "\n→ ".join(part for part in (error.message, error.hint) if part)
        again = "Scenes and problems need no model. Ctrl+S rates again."
        await self.query_one(Landing).say(f"{text}\n{again}", "$text-error")

    async def _land(self, exchange: Exchange, rating: Rating) -> None:
        scenario, scene = self._scenario, self._scene
        if scenario is None or scene is None:
            return
        attempt = int(str(self.query_one("#when-try", Select).value))
        tried = Tried(
            scenario,
            scene,
            exchange,
            rating,
            outlook(scenario, scene.id, rating, self.mood, attempt),
            next((found for found in scene.examples if _same(found.reply, exchange.reply)), None),
        )
        await self.query_one(Landing).show(tried)

    def _title(self) -> str:
        source = _source(self._scene, self.query_one(ReplyBox).text) if self._scene else ""
        return source or "Try a reply"

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(joined(text))


def _ready(scene: Scene) -> tuple[str, ...]:
    """The author's replies to a scene, as they go into the box."""
    replies = (*scene.references, *(example.reply for example in scene.examples))
    return tuple(sanitise(reply)[:MAX_REPLY] for reply in replies)


def _same(reply: str, text: str) -> bool:
    return sanitise(reply)[:MAX_REPLY] == text


def _source(scene: Scene, text: str) -> str:
    """Which of the author's replies to ``scene`` this is, in words; empty when none."""
    ready = _ready(scene)
    if text not in ready:
        return ""
    number, references = ready.index(text) + 1, len(scene.references)
    if number <= references:
        return f"Reference {number} of {references}"
    return f"Example {number - references} of {len(scene.examples)}"
