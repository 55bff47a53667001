"""The same practice line by line, for screen readers, dumb terminals and pipes.

Words in, words out: no cursor is moved, nothing is drawn, nothing is coloured.
"""

import re
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TextIO

from roleplay.cli import spoken
from roleplay.coach import Turn, take_turn
from roleplay.errors import InputError, ModelError, RoleplayError
from roleplay.practice import Library, Records
from roleplay.rating import Rater, Status
from roleplay.scenario import Desk, Scenario
from roleplay.session import Begin, BreakIn, GoOn, LeaveDesk, LineTyped, Phase, TryAgain
from roleplay.text.clean import MAX_REPLY, sanitise
from roleplay.tui.lookup import papers, said, search
from roleplay.tui.play import Play, Voice
from roleplay.tui.words import MOODS


class Word(StrEnum):
    """What can be typed instead of an answer."""

    QUIT = "/quit"
    NOTES = "/notes"
    SAID = "/said"
    AGAIN = "/again"
    REFERENCES = "/references"
    SKIP = "/skip"
    HELP = "/help"


HELP: Final = (
    "Commands: /notes reads your notes and your desk, also in the middle of a reply, /notes and a "
    "word looks that up, /said repeats the conversation, "
    "/skip leaves the desk, /again tries the reply again, "
    "/references reads the author's replies after your first try, /quit leaves."
)
_NOTES: Final = re.compile(rf"{Word.NOTES}(?:\s.*)?")
_END_OF_REPLY: Final = frozenset({"", "."})


class _OverError(Exception):
    """The learner has had enough."""


class _EndError(_OverError):
    """There is nothing more to read."""


class Plain:
    """Practise over two streams."""

    def __init__(
        self,
        library: Library,
        records: Records,
        rater: Rater,
        streams: tuple[TextIO, TextIO],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read from the first of ``streams``, write to the second."""
        self._library = library
        self._records = records
        self._rater = rater
        self._source, self._out = streams
        self._clock = clock
        self._heard = 0
        self._ahead: list[str] = []

    async def run(self, start: str | None) -> None:
        """Play ``start``, then whatever is picked, until the input ends or /quit.

        Raises:
            InputError: There is no scenario ``start``, or it is invalid.

        """
        self._say("roleplay, line by line.", HELP)
        scenario = None if start is None else self._library.load(start)
        try:
            while True:
                scenario = await self._play(scenario or self._pick())
        except _OverError as over:
            self._say(str(over))

    def _pick(self) -> Scenario:
        cards, standings = self._library.cards(), self._records.standings()
        self._say("Scenarios:")
        self._say(*(spoken.card(n, c, standings.get(c.id)) for n, c in enumerate(cards, 1)))
        while True:
            answer = self._ask("Which one? Type its number.")
            named = [c.id for n, c in enumerate(cards, 1) if answer in {str(n), c.id}]
            if not named:
                self._say(f"Please type a number from 1 to {len(cards)}, or /quit.")
                continue
            try:
                return self._library.load(named[0])
            except InputError as error:
                self._trouble(error)

    async def _play(self, scenario: Scenario) -> Scenario | None:
        """Play once; returns what to play next, None to pick."""
        play = Play(scenario, self._records, self._trouble)
        self._heard = 0
        self._say(*spoken.brief(scenario))
        play.do(Begin())
        try:
            while play.session.phase is not Phase.ENDED:
                await self._step(play)
        finally:
            play.leave()
        self._catch_up(play)
        self._say(*spoken.ending(play.session, play.standing))
        answer = self._ask("Enter goes to the list, /again plays it again, /quit leaves.")
        return scenario if answer == Word.AGAIN else None

    async def _step(self, play: Play) -> None:
        self._catch_up(play)
        desk = play.scenario.desk
        if play.session.phase in {Phase.DESK, Phase.DESK_AGAIN} and desk is not None:
            self._work(play, desk)
        elif play.session.phase is Phase.SCENE:
            await self._answer(play)
        else:
            self._decide(play)

    def _catch_up(self, play: Play) -> None:
        """Say what has been said since the last time; the learner knows their own words."""
        new = [line for line in play.said[self._heard :] if line.voice is not Voice.YOU]
        self._heard = len(play.said)
        self._say(*map(spoken.line, new))
        if new and play.session.phase is Phase.SCENE:
            self._say(f"{play.speaker.name} is {MOODS[play.session.mood]}.")

    def _work(self, play: Play, desk: Desk) -> None:
        """Type lines until somebody breaks in, or the work is done or left."""
        phase = play.session.phase
        self._say(f"Your desk: {desk.task}. /skip leaves it.")
        began = self._clock()
        while play.session.phase is phase:
            number = len(play.session.typed)
            typed = self._ask(f"Line {number + 1} of {len(desk.lines)}: {desk.lines[number]}", play)
            if typed == Word.SKIP:
                play.do(BreakIn() if phase is Phase.DESK else LeaveDesk())
            elif typed:
                right = typed.split() == desk.lines[number].split()
                self._say("Right." if right else "Not the same.")
                play.do(LineTyped(typed))
                late = self._clock() - began >= (desk.after_seconds or float("inf"))
                if late and play.session.phase is Phase.DESK:
                    play.do(BreakIn())

    async def _answer(self, play: Play) -> None:
        """Take one reply and have it rated."""
        turn = await self._rated(play, self._reply(play))
        play.take(turn)
        if turn.rating.status is Status.UNSCORED:
            self._say(turn.feedback.headline)
        else:
            mark = play.scenario.pass_mark
            self._say(*spoken.feedback(turn.feedback, turn.rating, mark))

    async def _rated(self, play: Play, reply: str) -> Turn:
        while True:
            try:
                return await take_turn(play.session, reply, self._rater)
            except ModelError as error:
                self._trouble(error)
            self._ask("Your reply is kept. Enter tries again, /quit leaves.", play)

    def _reply(self, play: Play) -> str:
        """Read a reply of one line or more."""
        self._say("Your reply. End it with an empty line.")
        lines: list[str] = []
        while True:
            try:
                line = self._read(play)
            except _EndError:
                if lines:
                    return " ".join(lines)
                raise
            text = " ".join(lines)  # whoever types lines breaks them anywhere, not at sentences
            if line not in _END_OF_REPLY:
                lines.append(line)
            elif len(text) > MAX_REPLY:
                self._say(f"Not sent: {len(text):,} characters, and a reply holds {MAX_REPLY:,}.")
                lines = []
            elif text:
                return text

    def _decide(self, play: Play) -> None:
        """After the feedback: go on, or try again."""
        answer = self._ask("Enter goes on, /again tries again, /references, /notes, /quit.", play)
        if answer == Word.AGAIN:
            play.do(TryAgain())
            return
        if answer and self._source.isatty():
            self._say("Please press Enter alone, or type one of these words.")
            return
        if answer:  # a pipe with one reply after the other
            self._ahead.append(answer)
        play.do(GoOn())

    def _ask(self, prompt: str, play: Play | None = None) -> str:
        self._say(prompt)
        return self._read(play).strip()

    def _read(self, play: Play | None) -> str:
        """The next line that is no command, or a command that the caller handles."""
        while True:
            line = self._ahead.pop() if self._ahead else self._source.readline()
            if not line:
                raise _EndError("The input has ended. What you sent is kept. Goodbye.")
            line = sanitise(line).rstrip("\n")
            match line.strip():
                case Word.QUIT:
                    raise _OverError("What you sent is kept. Goodbye.")
                case Word.HELP:
                    self._say(HELP)
                case Word.SAID if play is not None:
                    self._say(*map(spoken.line, play.said))
                case text if play is not None and _NOTES.fullmatch(text):
                    self._look_up(play, text.removeprefix(Word.NOTES).strip())
                case Word.REFERENCES if play is not None:
                    self._references(play)
                case _:
                    return line

    def _look_up(self, play: Play, words: str) -> None:
        """Read what can be looked up, or what of it and of the conversation has ``words``."""
        if words:
            self._say(*spoken.found(search((*papers(play), *said(play)), words), words))
        else:
            self._say(*spoken.papers(play.scenario))

    def _references(self, play: Play) -> None:
        if play.session.tries:
            self._say(*spoken.listed("Reference", play.session.scene.references))
        else:
            self._say("References come after your first try.")

    def _trouble(self, error: RoleplayError) -> None:
        self._say(error.message, *([f"What to do: {error.hint}."] if error.hint else []))

    def _say(self, *lines: str) -> None:
        """Write each line, cleaned; nothing that somebody wrote reaches the terminal as it is."""
        for line in lines:
            self._out.write(f"{sanitise(line)}\n")
        self._out.flush()
