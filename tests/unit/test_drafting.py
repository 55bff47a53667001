"""Points drafted from a concern that came without any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rater import rating_of

from roleplay.feedback import write_feedback
from roleplay.rating import Exchange, drafted_points
from roleplay.scenario import Point, PointKind
from roleplay.text.clauses import split_clauses
from roleplay.text.counting import fold
from roleplay.text.drafting import MAX_POINTS, draft_points
from roleplay.text.speech import is_filler, kind_of
from roleplay.wire import exchange_data, exchange_from

BRIDGE = (
    "Can you look up for one second? The map still shows Quarry Bridge as open and I've just sent "
    "Unit 14 into a dead end, again. I'm sick of it. Somebody has to mark it closed before seven."
)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "sorry",
                "I",
                "I'm",
                "and",
                "but",
                "so",
                "because",
                ",",
                ".",
                "?",
                ";",
                ":",
                "—",
                "-",
            ),
            *(
                "'",
                '"',
                "“",
                "can you",
                "fed up",
                "seven",
                "Dana",
                "bed 6",
                "is",
                "…",
                "\n",
                "\x1b[",
            ),
        ]
    ),
    max_size=40,
).map(" ".join)


def test_a_concern_is_taken_apart_in_its_own_words_and_order() -> None:
    assert draft_points(BRIDGE) == (
        ("fact", "the map still shows Quarry Bridge as open"),
        ("fact", "I've just sent Unit 14 into a dead end, again"),
        ("feeling", "I'm sick of it"),
        ("need", "somebody has to mark it closed before seven"),
    )


def test_what_tells_most_is_kept_and_every_kind_has_a_place() -> None:
    facts = [f"Crate {n} has been missing since {n} October" for n in range(2, 12)]
    concern = ". ".join(["It looks odd there", "I'm worried", *facts, "Please look"])
    drafted = draft_points(concern)
    assert len(drafted) == MAX_POINTS
    assert [kind for kind, _ in drafted] == ["feeling", "fact", "fact", "fact", "need"]
    assert "it looks odd there" not in dict(drafted).values()


@pytest.mark.parametrize(
    "text", ["", "  \n", "Hi!", "Sorry to bother you.", "Why?", "And. But. So."]
)
def test_small_talk_gives_no_points(text: str) -> None:
    assert draft_points(text) == ()


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("My overtime is missing.", "my overtime is missing"),
        ("Hello, look, Dana is late with it again!", "Dana is late with it again"),
        ("Where is my order?", "where is my order?"),
        ("The rota is wrong again, to be honest.", "the rota is wrong again"),
        ("They said 'by the end of the day'.", "they said 'by the end of the day'"),
    ],
)
def test_what_stands_around_a_point_goes(text: str, point: str) -> None:
    assert [drafted for _, drafted in draft_points(text)] == [point]


def test_points_are_not_endless() -> None:
    ((_, point),) = draft_points("the pump " * 3000)
    assert point.endswith("…")
    assert len(point) < 250


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("could somebody check the labels?", "need"),
        ("I just need an answer today", "need"),
        ("get me that key", "need"),
        ("who do I call?", "need"),
        ("I really don't want to lose that sale", "feeling"),
        ("I'm fed up with paying for it", "feeling"),
        ("it makes us look like idiots", "feeling"),
        ("my hands are shaking", "feeling"),
        ("the lift has been out for nineteen days", "fact"),
        ("theatre wants the result by eleven", "fact"),
    ],
)
def test_kinds(clause: str, kind: str) -> None:
    assert kind_of(clause) == kind


@pytest.mark.parametrize(
    ("clause", "filler"),
    [
        ("have you got two minutes?", True),
        ("I know you're busy", True),
        ("it's Dana from payroll", True),
        ("it's stuck in bay 4", False),
        ("do you people ever look at this?", True),
        ("have you got ten crates of it?", False),
    ],
)
def test_fillers(clause: str, *, filler: bool) -> None:
    assert is_filler(clause) is filler


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("The bus is late and I am cold", ["The bus is late", "I am cold"]),
        ("It is cold and wet", ["It is cold and wet"]),
        ("If she misses it, she is stuck here", ["If she misses it, she is stuck here"]),
        ("The pump is dead; call the works", ["The pump is dead", "call the works"]),
        ("You sold rooms 312 and 315 as ready", ["You sold rooms 312 and 315 as ready"]),
        ("He smiled at me and said it was done", ["He smiled at me and said it was done"]),
        ("My back hurts because nobody helps me", ["My back hurts", "nobody helps me"]),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert list(split_clauses(text)) == clauses


@given(st.one_of(st.text(max_size=200), PIECES))
def test_any_text_will_do_and_gives_the_same_again(text: str) -> None:
    drafted = draft_points(text)
    assert len(drafted) <= MAX_POINTS
    assert all(kind in set(PointKind) and point.strip() == point != "" for kind, point in drafted)
    assert len(set(drafted)) == len(drafted)
    assert draft_points(text) == drafted


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("six hundred and forty", "640"),
        ("twenty-five", "25"),
        ("two, three and four", "2, 3 and 4"),
        ("a hundred and forty-two thousand and one", "a 142001"),
        ("nine nine nine", "9 9 9"),
        ("the third of May", "the 3 of May"),
        ("someone often", "someone often"),
    ],
)
def test_numbers_in_words(text: str, digits: str) -> None:
    assert fold(text).text == digits


@given(st.text(max_size=60), st.sampled_from(["two", "six hundred", "Twenty-One", ""]))
def test_folded_characters_know_where_they_stood(text: str, number: str) -> None:
    text = f"{text} {number} {text}"
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_an_exchange_without_points_gets_drafted_ones() -> None:
    bare = Exchange("Not now.", BRIDGE)
    assert bare.drafted
    assert bare.points == drafted_points(BRIDGE)
    assert [point.id for point in bare.points] == ["d1", "d2", "d3", "d4"]
    assert bare.points[3].kind is PointKind.NEED
    assert bare == Exchange("Not now.", BRIDGE, ())
    assert bare.scene_key == Exchange("Yes.", BRIDGE).scene_key


def test_an_author_s_points_are_kept_as_they_are() -> None:
    points = (Point("d1", PointKind.FACT, "the bridge is closed"),)
    authored = Exchange("Not now.", BRIDGE, points)
    assert not authored.drafted
    assert authored.points == points
    assert authored.shown(points[0]) == "the bridge is closed"
    assert not Exchange("Not now.", "Why?").drafted
    assert Exchange("Not now.", "Why?").points == ()


def test_drafted_points_are_still_known_as_such_across_the_wire() -> None:
    bare = Exchange("Not now.", BRIDGE)
    arrived = exchange_from(exchange_data(bare))
    assert arrived == bare
    assert arrived.drafted
    assert arrived.scene_key == bare.scene_key


def test_feedback_quotes_a_drafted_point() -> None:
    bare = Exchange("Unit 14 is stuck, you say.", BRIDGE)
    feedback = write_feedback(bare, rating_of(bare, (2, 1, 2, 2), covered=["d2"]))
    assert feedback.covered == ("“I've just sent Unit 14 into a dead end, again”",)
    assert feedback.ladders[1].missing[0] == "say back: “the map still shows Quarry Bridge as open”"
