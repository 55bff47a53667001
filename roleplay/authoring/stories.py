"""What a new scenario tells: an example, or the author's own beginning as far as it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from roleplay.authoring.answers import MAX_LINE, Answers, slug
from roleplay.scenario import Point, PointKind
from roleplay.text.clauses import content_words
from roleplay.text.drafting import draft_points

STYLES: Final = ("warm", "brief", "formal")
"""How the references of a part differ."""


@dataclass(frozen=True)
class Part:
    """One scene: what is said, and how one could reply.

    Attributes:
        references: One for each of :data:`STYLES`.
        weak, strong: A reply, and the levels that it should get.

    """

    says: str
    points: tuple[Point, ...]
    references: tuple[str, str, str]
    weak: tuple[str, str]
    strong: tuple[str, str]


@dataclass(frozen=True)
class Story:
    """What a new scenario tells.

    Attributes:
        own: Whether it begins with the author's words; what follows is then only a stopgap.

    """

    own: bool
    role: str
    setting: str
    desk: str
    rows: tuple[str, ...]
    note: str
    asks: Part
    asks_again: Part


def story_of(answers: Answers) -> Story:
    """The author's own story, or the example if they have not said how it begins."""
    return _own(answers) if answers.says else EXAMPLE


def _own(answers: Answers) -> Story:
    return Story(
        own=True,
        role="Whoever sits at this desk",
        setting=f"An ordinary working day. {answers.name} comes straight up to your desk.",
        desk="Type the open orders into the list",
        rows=("8101  20 chairs", "8102  4 lamps", "8103  12 desks"),
        note="",
        asks=Part(
            says=answers.says,
            points=tuple(_points(answers.says)),
            references=_ANY_REFERENCES,
            weak=("Not now, I'm busy. Come back later.", "courtesy <= 1 and help <= 1"),
            strong=(
                (
                    "Thank you for coming straight to me, and please sit down. I will look into "
                    "it now and tell you before noon what I have found."
                ),
                "courtesy >= 3 and help >= 3",
            ),
        ),
        asks_again=_UNHEARD,
    )


def _points(says: str) -> Iterator[Point]:
    """Points drafted from what is said; one that always holds if it is nothing but small talk."""
    drafted = draft_points(says) or ((PointKind.NEED, "to be heard, and to know what happens now"),)
    taken: set[str] = set()
    for number, (kind, text) in enumerate(drafted, 1):
        words = sorted(content_words(text), key=len, reverse=True)
        ids = chain(map(slug, words), (f"point-{n}" for n in count(number)))
        name = next(word for word in ids if word and word not in taken)
        taken.add(name)
        yield Point(name, PointKind(kind), text[:MAX_LINE].strip())


_ANY_REFERENCES: Final = (
    (
        "Thank you for coming straight to me. I can see that this weighs on you, and it would on "
        "me too. Please sit down; I will look into it now, and you will hear from me before "
        "noon."
    ),
    (
        "I'm sorry, that is a hard start to the day. What do you need first, and by when? I'll "
        "stop here and we will look at it together."
    ),
    (
        "Good morning, and thank you for telling me. I would like to be certain that I have "
        "understood you. I will find out today how it stands and ring you back at three."
    ),
)

_UNHEARD: Final = Part(
    says=(
        "I'm not sure that you heard me. I came to you because I don't know who else to ask. I "
        "only want to know what happens now."
    ),
    points=(
        Point("alone", PointKind.FACT, "there is nobody else to ask"),
        Point("unheard", PointKind.FEELING, "it feels as if nobody is listening"),
        Point("now", PointKind.NEED, "to know what happens now", "And what happens now?"),
    ),
    references=(
        (
            "You're right, I was only half listening, and I'm sorry. You had nobody else to ask, "
            "and I made you ask twice. I will start on it now, and you will know before noon "
            "what happens."
        ),
        (
            "Sorry, you should not have to say it twice; no wonder you feel that nobody listens. "
            "You need to know what happens now. Sit down, please; I'll ring them while you wait."
        ),
        (
            "I apologise. You came here because there was nobody else to ask, and you were made "
            "to feel that nobody listens. You would like to know what happens now: I will find "
            "out today and ring you at three."
        ),
    ),
    weak=("I said not now. Go and bother somebody else.", "courtesy <= 1 and empathy <= 1"),
    strong=(
        (
            "I'm sorry, you had to ask me twice, and that feels as if nobody listens. I'm on it "
            "now, and I'll tell you before noon what happens next."
        ),
        "empathy >= 3 and help >= 3",
    ),
)

EXAMPLE: Final = Story(
    own=False,
    role="Payroll clerk",
    setting="The payroll office, a quarter of an hour before the run closes. The door is open.",
    desk="Type the totals from the slips into the ledger",
    rows=("4471  1,204.50", "4472    988.10", "4473  2,310.00"),
    note="The run closes at 12:00; a correction after that is paid within a week.",
    asks=Part(
        says=(
            "Sorry, have you got two minutes? My overtime is not on the slip, all eleven hours "
            "of it, and the rent goes out tomorrow. Can you tell me today whether that can be "
            "put right?"
        ),
        points=(
            Point("overtime", PointKind.FACT, "eleven hours of overtime are missing from the slip"),
            Point("worry", PointKind.FEELING, "worried, because the rent goes out tomorrow"),
            Point(
                "today",
                PointKind.NEED,
                "to know today whether it can be put right",
                "And today? Can you tell me today?",
            ),
        ),
        references=(
            (
                "Of course, please sit down. Eleven hours gone, the day before the rent: that "
                "would worry me too. I will look at once, and you will have an answer before "
                "twelve."
            ),
            (
                "I'm sorry, that is a nasty thing to find when the rent is due. Your overtime is "
                "missing and you need an answer today. I'll finish this line, then we look "
                "together."
            ),
            (
                "Good morning, and thank you for raising it. I see how worrying that must be: "
                "the slip leaves out eleven hours, and the rent is due tomorrow. May I check the "
                "hours now and let you know before noon whether they can still be paid?"
            ),
        ),
        weak=("Not now.", "courtesy <= 1 and help <= 1"),
        strong=(
            (
                "No wonder you're worried, with the rent tomorrow and eleven hours missing. "
                "Thank you for coming straight away. I'll check it now and tell you before "
                "lunch."
            ),
            "empathy >= 3 and courtesy >= 3",
        ),
    ),
    asks_again=Part(
        says=(
            "I don't think you heard me. It's eleven hours, that's most of my rent. I only want "
            "to know whether I have to ring my landlord tonight."
        ),
        points=(
            Point("hours", PointKind.FACT, "the missing eleven hours are most of the rent"),
            Point("unheard", PointKind.FEELING, "it feels as if nobody is listening"),
            Point("landlord", PointKind.NEED, "to know whether to ring the landlord tonight"),
        ),
        references=(
            (
                "You're right, I was only half listening, and I'm sorry. Most of the rent is "
                "missing and you need to know before tonight. I'm opening your file now; please "
                "stay until we know."
            ),
            (
                "I'm sorry, you had to say it twice, and it's your rent. Eleven hours: I'll find "
                "them first and ring you by noon, so that you know about tonight."
            ),
            (
                "I apologise. It must feel as if nobody cares that eleven hours, most of your "
                "rent, are missing. I will look for them now and ring you by noon, so that you "
                "know about the landlord. Would that be in time?"
            ),
        ),
        weak=("I said not now. Go and bother somebody else.", "courtesy <= 1 and empathy <= 1"),
        strong=(
            (
                "I'm sorry, you had to tell me twice, and it's your rent; of course that feels "
                "as if nobody listens. I'm looking for the eleven hours now, and I'll ring you "
                "before tonight."
            ),
            "empathy >= 3 and help >= 3",
        ),
    ),
)
