"""Advice is only what re-rating the changed reply has shown."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.keywords import by_keywords
from support.rater import ScriptedRater, rating_of
from support.scenarios import small

from roleplay.advice import Change, Piece, advise, advise_if_it_can, candidate_changes
from roleplay.errors import ModelError
from roleplay.feedback import Advice, write_feedback
from roleplay.rating import Exchange, Flag, Level, Rating, Status
from roleplay.rubric import LADDERS, SCORED, Act, Ladder
from roleplay.scenario import Point, PointKind
from roleplay.text.clean import MAX_REPLY

SCENE = replace(small().scenes["asks"], says="I was not paid right.", references=())
REFERENCED = replace(
    SCENE,
    says="My overtime is missing from the slip again and the rent is due",
    references=(
        "Hello Dana. Thank you for coming. With the landlord waiting, no wonder it is frustrating.",
        "The extra hours, your overtime, never made it. I will look. I'll let you know in an hour.",
    ),
)


def exchange(reply: str, scene: object = None) -> Exchange:
    return Exchange.in_scene(REFERENCED if scene else SCENE, reply)


def tried(reply: str, scene: object = None, pieces: Sequence[Piece] = ()) -> dict[str, Change]:
    """Changes to a reply by their move."""
    this = exchange(reply, scene)
    changes = candidate_changes(this, by_keywords(this), pieces)
    return {change.move: change for change in changes}


def advised(
    reply: str, judge: Callable[[Exchange], Rating] = by_keywords, scene: object = None
) -> tuple[Advice, ...]:
    this = exchange(reply, scene)
    return asyncio.run(advise(this, judge(this), ScriptedRater(judge)))


def flat(levels: Sequence[float] = (1, 1, 1, 1)) -> Callable[[Exchange], Rating]:
    """A judge who says the same of everything but a longer reply, where restating is better."""

    def judge(this: Exchange) -> Rating:
        longer = len(this.reply) > len("Right.")
        ids = [point.id for point in this.points]
        acts = list(Act)[:13] if longer else []
        return rating_of(this, levels if longer else (1, 1, 1, 1), acts=acts, covered=ids * longer)

    return judge


class TestWhatIsTried:
    def test_a_harmful_sentence_is_left_out(self) -> None:
        found = tried("Send me the slip. Not my job. I will look.")
        assert (
            found["leave out the refusal: “Not my job.”"].reply == "Send me the slip. I will look."
        )
        assert found["leave out the order: “Send me the slip.”"].reply == "Not my job. I will look."
        both = found["leave out what harms: “Send me the slip.” and “Not my job.”"]
        assert both.reply == "I will look."

    def test_nothing_else_is_tried_while_it_stings(self) -> None:
        found = tried("Send me the slip. You idiot. I will look.")
        assert set(found) == {
            "leave out what stings: “You idiot.”",
            "leave out what harms: “Send me the slip.” and “You idiot.”",
            "instead of “Send me the slip.” and “You idiot.” say back: her overtime is missing",
        }

    def test_where_there_is_nothing_but_harm_something_stands_in_its_place(self) -> None:
        (change,) = tried("You idiot.").values()
        assert change.move == "instead of “You idiot.” say back: her overtime is missing"
        assert change.reply == "So your overtime is missing."
        assert any(advice.move == change.move for advice in advised("You idiot."))

    @pytest.mark.parametrize(
        ("reply", "move"),
        [
            ("It is your fault. Well.", "leave out whose fault it is: “It is your fault.”"),
            ("No big deal. Well.", "leave out what plays it down: “No big deal.”"),
            ("Not my job. Well.", "leave out the refusal: “Not my job.”"),
        ],
    )
    def test_each_kind_of_harm_has_its_words(self, reply: str, move: str) -> None:
        assert tried(reply)[move].reply == "Well."

    def test_where_it_is_unsure_nobody_is_accused(self) -> None:
        this = exchange("It is your fault. Well.")
        unsure = replace(by_keywords(this), status=Status.UNSURE)
        assert candidate_changes(this, unsure)[0].move == "try it without “It is your fault.”"

    def test_an_act_alone_is_not_held_against_a_good_reply(self) -> None:
        this = exchange("It is your fault. Well.")
        good = rating_of(this, (3, 3, 3, 3), acts=[Act.BLAME])
        assert not any("fault" in change.move for change in candidate_changes(this, good))

    def test_missing_points_are_said_to_the_person(self) -> None:
        found = tried("Hello. I will look.")
        said = found["say back: she is worried about the rent"]
        assert said.reply == "Hello. I can see that you are worried about the rent. I will look."
        assert said.points == ("worry",)
        assert found["say back: an answer today"].reply.startswith("Hello. What you need is an")

    def test_a_point_that_was_said_back_is_not_tried(self) -> None:
        assert "say back: her overtime is missing" not in tried("Your overtime is missing.")

    def test_acts_go_where_they_read_naturally(self) -> None:
        found = tried("Right")
        assert found["use their name or a greeting"].reply == "Hello. Right"
        assert found["thank them for raising it"].reply == "Thank you for telling me. Right"
        assert found["say when"].reply == "Right. You will have an answer within the hour."
        assert found["say how they will hear back"].reply.startswith("Right. I will let you know")

    def test_an_order_is_asked_politely(self) -> None:
        assert (
            tried("Send me the slip!")["ask instead of ordering"].reply
            == "Please send me the slip!"
        )
        assert "ask instead of ordering" not in tried("You send me the slip.")

    def test_a_reference_has_the_first_word(self) -> None:
        pieces = [
            Piece("Good to see you, Dana, thanks!", frozenset({Act.THANK, Act.GREET})),
            Piece("Thanks for coming.", frozenset({Act.THANK})),
            Piece("No wonder.", frozenset({Act.PERSPECTIVE, Act.RESTATE})),
            Piece("Extra hours gone.", frozenset({Act.RESTATE}), frozenset({"overtime"})),
        ]
        found = tried("Right.", pieces=pieces)
        assert found["thank them for raising it"].reply == "Thanks for coming. Right."
        assert found["say why that makes sense, or what it costs them"].reply == "No wonder. Right."
        assert found["say back: her overtime is missing"].reply == "Extra hours gone. Right."

    def test_a_sentence_that_does_more_than_the_move_is_not_tried(self) -> None:
        pieces = [Piece("Thanks, no wonder.", frozenset({Act.THANK, Act.PERSPECTIVE}))]
        found = tried("Right.", pieces=pieces)
        assert found["thank them for raising it"].reply == "Thank you for telling me. Right."

    def test_what_a_reference_says_only_together_is_named_together(self) -> None:
        point = (
            Point("a", PointKind.FACT, "he told her that you called him"),
            Point("b", PointKind.FACT, "it"),
        )
        this = Exchange("Right.", "Well", point)
        piece = Piece("It and that.", frozenset({Act.RESTATE}), frozenset({"a", "b"}))
        found = candidate_changes(this, rating_of(this, (4, 1, 4, 4)), [piece])
        assert found[0].move == "say back: he told her that you called him; it"
        assert found[0].points == ("a", "b")

    def test_without_points_the_references_say_it_back(self) -> None:
        this = Exchange("Right.", "Well.")
        piece = Piece("So it is late.", frozenset({Act.RESTATE}))
        found = candidate_changes(this, rating_of(this, (4, 1, 4, 4)), [piece])
        assert [change.reply for change in found] == ["So it is late. Right."]

    def test_a_copied_sentence_is_replaced(self) -> None:
        found = tried("Hello. Your overtime is missing from the slip again. Bye.", REFERENCED)
        reply = found["use your own words"].reply
        assert "from the slip again" not in reply
        assert reply.startswith("Hello. So your overtime is missing.")
        assert reply.endswith(" Bye.")

    def test_the_ladder_with_most_to_gain_comes_first(self) -> None:
        this = exchange("Right.")
        rating = rating_of(this, (1, 2, 3, 3.8))
        assert candidate_changes(this, rating)[0].ladder is Ladder.EMPATHY
        heavy = candidate_changes(this, rating, weights={Ladder.COURTESY: 9.0})
        assert heavy[0].ladder is Ladder.COURTESY
        assert all(change.ladder is not Ladder.HELP for change in heavy)

    def test_unscored_full_and_overlong_replies_have_no_changes(self) -> None:
        empty, long = exchange(" "), exchange("a" * MAX_REPLY)
        assert candidate_changes(empty, by_keywords(empty)) == []
        assert candidate_changes(long, rating_of(long, (1, 1, 1, 1))) == []
        assert candidate_changes(long, rating_of(long, (4, 4, 4, 4))) == []


class TestWhatIsAdvised:
    def test_the_numbers_are_those_of_the_changed_reply(self) -> None:
        (first, *_) = found = advised("I will look.")
        assert (
            first
            == Advice(
                "say back: she is worried about the rent", Ladder.RESTATING, 0, 1.25, 25, 47.92
            )
            or first.ladder is Ladder.EMPATHY
        )
        for advice in found:
            this = exchange("I will look.")
            changed = {c.move: c for c in candidate_changes(this, by_keywords(this))}[advice.move]
            after = by_keywords(replace(this, reply=changed.reply))
            assert advice.before == by_keywords(this).value(advice.ladder)
            assert advice.after == after.value(advice.ladder)
            assert advice.overall_after == after.overall()

    def test_the_best_for_the_overall_comes_first_and_help_last(self) -> None:
        found = advised("Right.", scene=REFERENCED)
        gains = [advice.overall_after - advice.overall_before for advice in found]
        assert len(found) == 3
        assert gains == sorted(gains, reverse=True)
        assert len({advice.ladder for advice in found}) == 3

    def test_a_small_gain_is_not_advised(self) -> None:
        assert advised("Right.", flat((1, 1.29, 1, 1))) == ()
        assert advised("Right.", flat((1, 1.30, 1, 1)))[0].after == 1.3

    def test_a_gain_that_reads_smaller_is_not_advised(self) -> None:
        def judge(this: Exchange) -> Rating:
            value = 1.65 if len(this.reply) > 6 else 1.35  # shown as 1.6 and 1.4
            return rating_of(this, (4, value, 4, 4), covered=["overtime", "worry", "today"])

        this = Exchange("Right.", "Well.", (), ("So it is late.",))
        assert asyncio.run(advise(this, judge(this), ScriptedRater(judge))) == ()

    @pytest.mark.parametrize("ladder", SCORED)
    def test_what_lowers_a_scored_ladder_is_not_advised(self, ladder: Ladder) -> None:
        levels = dict.fromkeys(LADDERS, 2.0) | {ladder: 0.7}
        found = advised("Right.", flat(list(levels.values())))
        assert all(advice.ladder is not ladder for advice in found)
        assert found == ()

    @pytest.mark.parametrize(
        "spoilt",
        [
            {"status": Status.UNSCORED, "levels": {}},
            {"status": Status.UNSURE},
            {"flags": (Flag.PARROT,)},
            {"flags": (Flag.COPIED_REFERENCE,)},
        ],
    )
    def test_a_changed_reply_must_be_rated_cleanly(self, spoilt: dict[str, object]) -> None:
        def judge(this: Exchange) -> Rating:
            rating = by_keywords(this)
            return rating if this.reply == "Right." else replace(rating, **spoilt)  # type: ignore[arg-type]

        assert advised("Right.") != ()
        assert advised("Right.", judge) == ()

    def test_a_move_that_the_rater_does_not_find_is_not_advised(self) -> None:
        def deaf(this: Exchange) -> Rating:
            better = 4 if len(this.reply) > 6 else 1
            return rating_of(this, [better] * 4)

        assert advised("Right.", deaf) == ()

    def test_all_changes_are_rated_in_one_call_and_references_once(self) -> None:
        calls: list[list[str]] = []

        class Counting(ScriptedRater):
            async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
                calls.append([found.reply for found in exchanges])
                return await super().rate(exchanges)

        rater = Counting(by_keywords)
        for reply in ("Right.", "I see."):
            this = exchange(reply, REFERENCED)
            asyncio.run(advise(this, by_keywords(this), rater))
        references, *changed = calls
        assert references[0] == "Hello Dana."
        assert len(changed) == 2
        assert all(0 < len(call) <= 8 for call in changed)

    def test_a_perfect_and_an_unscored_reply_cost_no_time(self) -> None:
        rater = ScriptedRater()
        this = exchange("", REFERENCED)
        for rating in (rating_of(this, (4, 4, 4, 3.8)), Rating(Status.UNSCORED, why="empty")):
            assert asyncio.run(advise(this, rating, rater)) == ()
        assert rater.seen == []

    def test_the_tried_sentence_is_never_shown(self) -> None:
        found = advised("Right.", scene=REFERENCED)
        text = " ".join(map(str, found))
        assert found
        assert "landlord" not in text
        assert "Thank you for coming" not in text

    @given(
        st.lists(
            st.tuples(*[st.integers(0, 400).map(lambda level: level / 100)] * 4),
            min_size=2,
            max_size=9,
        )
    )
    def test_no_advice_below_the_least_gain_whatever_the_rater_says(
        self, levels: list[tuple[float, float, float, float]]
    ) -> None:
        seen: dict[str, Rating] = {}

        def judge(this: Exchange) -> Rating:
            if this.reply not in seen:
                row = levels[len(seen) % len(levels)]
                acts = [act for act in Act if act not in {Act.INSULT, Act.SARCASM}]
                rating = rating_of(this, row, covered=["overtime", "worry", "today"], acts=acts)
                seen[this.reply] = (
                    rating if seen else replace(rating, sentences=(), points=rating.points[:0])
                )
            return seen[this.reply]

        this = exchange("Right.")
        before = judge(this)
        for advice in asyncio.run(advise(this, before, ScriptedRater(judge))):
            assert round(advice.after - advice.before, 2) >= 0.3
            assert any(
                rating.value(advice.ladder) == advice.after
                and all(before.value(name) - rating.value(name) < 0.3 for name in SCORED)
                for rating in seen.values()
            )


class TestWhenTheModelStops:
    def test_there_is_no_advice(self) -> None:
        this = exchange("Right.")
        found = asyncio.run(advise_if_it_can(this, by_keywords(this), ScriptedRater(failures=1)))
        assert found == ()
        with pytest.raises(ModelError):
            asyncio.run(advise(this, by_keywords(this), ScriptedRater(failures=1)))

    def test_nor_when_it_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Hung(ScriptedRater):
            async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
                await asyncio.Event().wait()
                return await super().rate(exchanges)

        monkeypatch.setattr("roleplay.advice.rescoring.PATIENCE", 0.01)
        this = exchange("Right.")
        assert asyncio.run(advise_if_it_can(this, by_keywords(this), Hung())) == ()


def test_feedback_says_what_was_tried_and_promises_nothing_else() -> None:
    this = exchange("Right.")
    rating = by_keywords(this)
    advice = Advice("say back: the deadline is Friday", Ladder.RESTATING, 2.1, 3.0, 40, 52.5)
    told = write_feedback(this, rating, advice=(advice,))
    assert told.change == "Say back: the deadline is Friday (restating 2.1 → 3.0)."
    assert told.advice == (advice,)
    general = write_feedback(this, rating)
    assert general.advice == ()
    assert not any(char.isdigit() for char in general.change)


def test_levels_are_those_of_the_rating() -> None:
    this = exchange("Right.")
    rating = replace(by_keywords(this), levels={x: Level(1.23, 1, 2) for x in LADDERS})
    (first, *_) = asyncio.run(advise(this, rating, ScriptedRater(by_keywords)))
    assert first.before == 1.23
