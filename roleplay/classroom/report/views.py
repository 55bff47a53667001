"""What a page says of a learner, put into words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.marks import UNWEIGHED
from roleplay.classroom.report.learner import Learner
from roleplay.classroom.report.names import NAMELESS, Names
from roleplay.classroom.report.reply import Reply
from roleplay.classroom.report.scenes import Scenes
from roleplay.feedback.write import FLAG_WORDS
from roleplay.rating import Flag, Status
from roleplay.rubric import ACT_WORDS, LADDERS, LEVEL_WORDS, Ladder, whole

NO_PAGE: Final = 0
STATUS_WORDS: Final[Mapping[Status, str]] = {
    Status.SCORED: "",
    Status.UNSURE: "The model is not sure",
    Status.UNSCORED: "Not scored",
}
_FLAGS: Final[Mapping[str, str]] = {flag.value: words for flag, words in FLAG_WORDS.items()} | {
    Flag.COPIED_REFERENCE.value: "This is one of the author's references: shown, but not counted.",
}


@dataclass(frozen=True)
class Meter:
    """A level on a ladder.

    Attributes:
        level: The one that stands; None where there is none.
        words: What it means.
        model: The model's, where a person has given another answer as well; else None.
        by_hand: Whether a person gave it.

    """

    ladder: Ladder
    level: float | None
    words: str = ""
    model: float | None = None
    by_hand: bool = False


@dataclass(frozen=True)
class Comment:
    """What a person wrote about a reply; ``who`` may be empty."""

    who: str
    text: str


@dataclass(frozen=True)
class ReplyView:
    """A reply on a page.

    Attributes:
        title: Of the scenario.
        scene: What the scene is called.
        row: What the row of the table is called; empty where names are withheld.
        attempt: Which try it is of several; empty where there is one.
        first: Whether it is the first of them.
        who, said: What it answers.
        text: The learner's words.
        overall: 0 to 100, as it stands; None where there is none.
        by_hand: Whether a person's levels are in the overall.
        status: Why the model's levels do not count, in words; empty where they do.
        waits: Whether a person is still to look at it.
        meters: A level for each ladder; none where there is not a single one.
        acts: In words.

    """

    title: str
    scene: str
    row: str
    attempt: str
    first: bool
    who: str
    said: str
    text: str
    overall: float | None
    by_hand: bool
    status: str
    waits: bool
    meters: tuple[Meter, ...]
    acts: tuple[str, ...]
    strength: str
    missed: tuple[str, ...]
    advice: str
    notes: tuple[str, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class Page:
    """A learner's page.

    Attributes:
        number: Which page it is, from 1.
        profile: The mean of the last replies that count, per ladder.
        overall: The same, 0 to 100; None where nothing counts.
        counted: How many replies that are.

    """

    number: int
    name: str
    profile: tuple[Meter, ...]
    overall: float | None
    counted: int
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True)
class Waiting:
    """A reply that a person is asked to look at.

    Attributes:
        page: The number of its learner's; :data:`NO_PAGE` where nobody is named.

    """

    name: str
    page: int
    reply: ReplyView


@dataclass(frozen=True)
class Viewer:
    """Puts replies into words."""

    names: Names
    scenes: Scenes

    def page(self, number: int, learner: int, found: Learner) -> Page:
        """The page of a learner."""
        profile = found.profile
        return Page(
            number=number,
            name=self.names.of(learner),
            profile=tuple(_meter(ladder, profile.get(ladder)) for ladder in LADDERS),
            overall=profile.get("overall"),
            counted=len(found.counted),
            replies=tuple(self._replies(learner, found)),
        )

    def waiting(self, number: int, learner: int, found: Learner) -> list[Waiting]:
        """The replies of a learner that a person is asked to look at."""
        name = self.names.of(learner)
        return [
            Waiting(name, number, self._view(reply, learner))
            for replies in found.places.values()
            for reply in replies
            if reply.waits
        ]

    def nameless(self, reply: Reply) -> Waiting | None:
        """A reply that names no learner, and so has no page; None if it does not wait."""
        return Waiting(NAMELESS, NO_PAGE, self._view(reply, None)) if reply.waits else None

    def _replies(self, learner: int, found: Learner) -> Iterator[ReplyView]:
        for replies in found.places.values():
            for n, reply in enumerate(replies, 1):
                attempt = f"try {n} of {len(replies)}" if len(replies) > 1 else ""
                yield self._view(reply, learner, attempt, first=n == 1)

    def _view(
        self, reply: Reply, learner: int | None, attempt: str = "", *, first: bool = True
    ) -> ReplyView:
        def clean(text: str) -> str:
            return self.names.clean(text, learner)

        who, said = self.scenes.said(reply.place)
        return ReplyView(
            title=clean(self.scenes.title(reply.scenario)),
            scene=clean(self.scenes.scene(reply.place)),
            row="" if self.names.hidden else reply.id,
            attempt=attempt,
            first=first,
            who=clean(who),
            said=clean(said),
            text=clean(reply.text),
            overall=reply.overall,
            by_hand=reply.reweighed,
            status=clean(_status(reply)),
            waits=reply.waits,
            meters=tuple(_standing(reply)) if reply.values else (),
            acts=tuple(ACT_WORDS[act] for act in reply.does),
            strength=clean(reply.strength),
            missed=tuple(map(clean, reply.missed)) if reply.values else (),
            advice=clean(reply.advice),
            notes=tuple(_notes(reply)),
            comments=tuple(self._comments(reply, learner)),
        )

    def _comments(self, reply: Reply, learner: int | None) -> Iterator[Comment]:
        for mark in reply.marks:
            if mark.comment:
                who = "" if self.names.hidden else mark.marker
                yield Comment(who, self.names.clean(mark.comment, learner))


def _status(reply: Reply) -> str:
    words = STATUS_WORDS[reply.status]
    return f"{words}: {reply.why}" if words and reply.why else words


def _notes(reply: Reply) -> Iterator[str]:
    yield from (_FLAGS[flag] for flag in reply.flags if flag in _FLAGS)
    if reply.unweighed:
        yield f"No overall: {UNWEIGHED}."


def _standing(reply: Reply) -> Iterator[Meter]:
    for ladder in LADDERS:
        marked, model = reply.marked(ladder), reply.levels.get(ladder)
        if marked is None:
            yield _meter(ladder, model)
        else:
            yield _meter(ladder, marked, model=model, by_hand=True)


def _meter(
    ladder: Ladder, level: float | None, model: float | None = None, *, by_hand: bool = False
) -> Meter:
    words = "" if level is None else LEVEL_WORDS[ladder][whole(level)]
    return Meter(ladder, level, words, model, by_hand)


def unsure_first(replies: Sequence[Waiting]) -> Sequence[Waiting]:
    """Those the model is not sure of before those it could not score at all."""
    return sorted(replies, key=lambda of: not of.reply.meters)
