"""The language of the behavioural cases, and how a case passes or fails."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.rater import kind_or_cruel, rating_of

from behaviour import suite
from behaviour.expectation import parse
from roleplay.rating import Exchange, Rating, Status
from roleplay.rubric import Act

SCENE = Exchange("", "The lift is stuck again.")
RATINGS = {
    "a": rating_of(SCENE, (1.1, 2.0, 3.0, 0.0)),
    "b": rating_of(Exchange("You fool.", ""), (1.6, 2.5, 3.5, 4.0), acts=[Act.INSULT]),
    "none": rating_of(SCENE, status=Status.UNSCORED, why="the reply is empty"),
}


class KindOrCruel:
    """The fake of the other tests, without the waiting."""

    def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        return [kind_or_cruel(exchange) for exchange in exchanges]


@pytest.mark.parametrize(
    "text",
    [
        "a.empathy <= 1.1",
        "a.empathy < 1.5",
        "a.courtesy >= 3",
        "b.help > 3.99",
        "a.restating < b.restating",
        "b.empathy <= a.empathy + 0.5",
        "a.empathy >= b.empathy - 0.5",
        "a.empathy < b.restating",
        "a ~ b by 0.5",
        "none unscored",
        "b.acts has insult",
        "a.acts lacks insult",
        "a unscored or a.restating <= 2.5",
        "none.restating <= 1 or none unscored",
    ],
)
def test_it_holds(text: str) -> None:
    assert parse(text).holds(RATINGS)


@pytest.mark.parametrize(
    "text",
    [
        "a.empathy < 1.1",
        "a.courtesy > b.courtesy",
        "b.restating <= a.restating + 0.4",
        "a ~ b by 0.49",
        "a unscored",
        "a.acts has insult",
        "b.acts lacks insult",
        "a unscored or a.empathy >= 2 or b.acts lacks insult",
    ],
)
def test_it_does_not_hold(text: str) -> None:
    assert not parse(text).holds(RATINGS)


@pytest.mark.parametrize(
    "text",
    [
        "none.empathy <= 4",
        "none.empathy >= 0",
        "a.empathy >= none.empathy",
        "a ~ none by 4",
        "none.acts lacks insult",
    ],
)
def test_levels_and_acts_of_an_unscored_reply_hold_nothing(text: str) -> None:
    assert not parse(text).holds(RATINGS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.empathy",
        "a.empathy = 2",
        "a.empathy == 2",
        "a.empathy <= -1",
        "a.empathy <= .5",
        "a.kindness <= 2",
        "a.empathy <= b",
        "a.empathy <= b.empathy * 2",
        "a.empathy <= 1 + 2",
        "a.empathy <= 1.5 and a.help <= 1.5",
        "a.empathy <= 1.5 or",
        "a.empathy <= 1.5  or a unscored",
        "A.empathy <= 1.5",
        "a ~ b",
        "a ~ b.empathy by 0.5",
        "a scored",
        "a.acts has shouting",
        "a.acts is insult",
    ],
)
def test_it_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        parse(text)


def test_an_expectation_knows_its_replies() -> None:
    assert parse("a.help <= b.help + 1 or c unscored").replies == {"a", "b", "c"}


def write(folder: Path, *cases: dict[str, object]) -> None:
    (folder / "cases-1.jsonl").write_text("\n".join(json.dumps(case) for case in cases))


def case(
    case_id: str, expect: Sequence[str], category: str = "x", **replies: str
) -> dict[str, object]:
    return {
        "id": case_id,
        "category": category,
        "type": "MFT",
        "scene": "s",
        "replies": replies,
        "expect": list(expect),
    }


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (case("x", ["a.empathy << 2"], a="Hm."), "cannot read"),
        (case("x", ["b unscored"], a="Hm."), "spoken of"),
        (case("x", ["a unscored"], a="Hm.", b="Hm."), "spoken of"),
        (case("x", ["a unscored"], a="Hm.") | {"type": "ABC"}, "MFT"),
        (case("x", ["a unscored"], a="Hm.") | {"note": "…"}, "note"),
    ],
)
def test_a_broken_case_is_named_by_its_line(
    tmp_path: Path, broken: dict[str, object], why: str
) -> None:
    write(tmp_path, case("fine", ["a unscored"], a=""), broken)
    with pytest.raises(ValueError, match=rf"cases-1.jsonl:2: .*{why}"):
        suite.load_cases(tmp_path)


@pytest.fixture
def outcomes(tmp_path: Path) -> list[suite.Outcome]:
    write(
        tmp_path,
        case("x-1", ["a.empathy > b.empathy"], a="So sorry.", b="Hm."),
        case("x-2", ["a.empathy > 2", "a.acts has insult"], a="You idiot."),
        case("x-3", ["a unscored"], a=" "),
        case("y-1", ["a.courtesy >= 3"], "y", a="I am sorry."),
    )
    return suite.rate(suite.load_cases(tmp_path), {"s": SCENE}, KindOrCruel())


def test_a_case_passes_when_all_that_it_expects_holds(outcomes: list[suite.Outcome]) -> None:
    assert [outcome.unmet for outcome in outcomes] == [[], ["a.empathy > 2"], [], []]
    assert suite.tally(outcomes) == {"x": (2, 3), "y": (1, 1)}


def test_the_report_has_every_category_and_every_failure(outcomes: list[suite.Outcome]) -> None:
    lines = [line.split() for line in suite.table(outcomes, {"x": 0.5}).splitlines()]
    assert lines[1] == ["x", "2", "of", "3", "0.667", "0.500"]
    assert lines[2] == ["y", "1", "of", "1", "1.000", "none"]
    assert lines[3] == ["all", "3", "of", "4", "0.750"]
    (failure,) = suite.failing(outcomes)
    assert failure.startswith("x-2 (MFT, s): a.empathy > 2\n")
    assert "empathy 0.00" in failure
    assert "You idiot." in failure


def test_the_gate_leaves_room_for_one_case(tmp_path: Path, outcomes: list[suite.Outcome]) -> None:
    suite.write_gate(outcomes, tmp_path)
    assert suite.load_gate(tmp_path) == {"x": 0.333, "y": 0.0}
