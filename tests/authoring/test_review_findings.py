"""What a review finds in replies and branches, which words it names, and what it proposes."""

from dataclasses import replace

import pytest
from support.author import by_words, reviewed
from support.rater import ScriptedRater, rating_of
from support.scenarios import small

from roleplay.authoring.review.branches import possible_moods
from roleplay.authoring.review.evidence import posed
from roleplay.authoring.review.examples import is_weak
from roleplay.authoring.sample import SAMPLE
from roleplay.rating import Exchange, Flag, Rating
from roleplay.rubric import Act
from roleplay.scenario import Cited, CitedKind, parse_condition

WEAK_ONE = "{reply: Not now., expect: courtesy <= 1}"
SECOND = "- I am sorry, that is a worry. Let me see where your overtime has gone."
TAKEN = "{when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: relieved}"


def changed(find: str, write: str) -> str:
    assert SAMPLE.count(find) == 1
    return SAMPLE.replace(find, write)


def test_an_example_is_told_which_words_lift_it_and_what_would_fit() -> None:
    text = changed(WEAK_ONE, "{reply: Please go away., expect: courtesy <= 1 and help <= 1}")
    [problem] = reviewed(text)
    assert (problem.code, problem.severity) == ("S601", "error")
    assert problem.message == (
        "example 1: courtesy is 3, not <= 1: “Please go away.” asks politely"
    )
    assert "leave out what lifts courtesy: “Please go away.”" in problem.remedy
    assert problem.remedy.endswith("or expect courtesy <= 3")


def test_every_part_that_does_not_hold_is_named() -> None:
    text = changed(WEAK_ONE, "{reply: Not now., expect: empathy >= 2 and heard(worry)}")
    [problem] = reviewed(text)
    assert "empathy is 1, not >= 2: no sentence names the feeling or sees their side" in (
        problem.message
    )
    assert "it does not say back 'worry'" in problem.message
    assert "say back: she is worried" in problem.remedy
    assert problem.remedy.endswith("or expect empathy >= 1")


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("not courtesy <= 1", "courtesy is 1, which is <= 1"),
        ("said(polite)", "no sentence asks politely"),
        ("wrong(overtime)", "it does not get wrong 'overtime'"),
        ("overall >= 50", "overall is 21.67, not >= 50"),
        ("empathy >= 3 or courtesy >= 3", "courtesy is 1, not >= 3"),
    ],
)
def test_what_can_be_expected_can_be_missed(expect: str, message: str) -> None:
    [problem] = reviewed(changed(WEAK_ONE, f"{{reply: Not now., expect: {expect}}}"))
    assert message in problem.message


def test_expect_sees_whole_levels_and_when_exact_ones() -> None:
    def between(exchange: Exchange) -> Rating:
        levels = (2.4, 2.6, 2.6, 2.6) if "Not now" in exchange.reply else (3.0,) * 4
        return rating_of(exchange, levels, covered=[point.id for point in exchange.points])

    text = changed(WEAK_ONE, "{reply: Not now., expect: empathy == 2 and courtesy == 3}")
    assert not [p for p in reviewed(text, between) if "empathy" in p.message]
    found = reviewed(changed("courtesy <= 1", "empathy >= 3"), between)
    assert "empathy is 2 (2.40), not >= 3" in found[0].message


def test_a_failing_example_that_the_model_is_unsure_of_is_a_warning_and_says_why() -> None:
    text = changed(WEAK_ONE, "{reply: Maybe please., expect: courtesy <= 1}")
    [problem] = reviewed(text)
    assert (problem.code, problem.severity) == ("S607", "warning")
    assert "it says maybe" in problem.message


def test_an_unsure_reply_that_decides_nothing_is_let_pass() -> None:
    assert reviewed(changed(WEAK_ONE, "{reply: Maybe not., expect: courtesy <= 1}")) == ()


def test_a_reference_is_told_what_to_write_and_the_advice_has_been_tried() -> None:
    text = changed(SECOND, "- I will look for your overtime now.")
    [problem] = reviewed(text)
    assert problem.code == "S603"
    assert "reference 2 is rated empathy 1.0: no sentence names the feeling" in problem.message
    assert "courtesy 1.0: no sentence thanks, asks politely or greets" in problem.message
    assert "(empathy 1.0 → 3.0)" in problem.remedy


def test_a_point_that_a_reference_gets_wrong_is_named() -> None:
    def wrong(exchange: Exchange) -> Rating:
        if not exchange.reply.startswith("I am sorry, that is a worry."):
            return by_words(exchange)
        return rating_of(exchange, (3, 1, 3, 3), acts=[Act.RESTATE], wrong=["overtime"])

    [problem] = reviewed(SAMPLE, wrong)
    assert "restating 1.0" in problem.message
    assert "gets wrong 'overtime', does not say back 'worry'" in problem.message


def test_a_ladder_of_little_weight_is_not_trained() -> None:
    text = changed(SECOND, "- Your overtime is a worry. Let me see where it has gone.")
    assert [problem.code for problem in reviewed(text)] == ["S603"]
    light = text.replace("    next:\n", "    weights: {courtesy: 0.5}\n    next:\n", 1)
    assert reviewed(light) == ()


def test_a_reference_is_rated_beside_the_others_alone() -> None:
    rater = ScriptedRater(by_words)
    reviewed(SAMPLE, rater=rater)
    own = [e for e in rater.seen if e.reply in e.references]
    assert own == []
    scene = small().scenes["asks"]
    exchange = posed(scene, Cited(CitedKind.REFERENCE, 1))
    assert (exchange.reply, exchange.references) == (scene.references[0], scene.references[1:])
    assert posed(scene, scene.references[0]).references == scene.references


@pytest.mark.parametrize(
    ("expect", "weak"),
    [
        ("courtesy <= 1", True),
        ("courtesy <= 1 and help <= 1", True),
        ("restating <= 2 and courtesy >= 3", True),
        ("said(insult)", True),
        ("wrong(overtime)", True),
        ("not courtesy >= 3", True),
        ("overall < 60", True),
        ("empathy >= 3 and courtesy >= 3", False),
        ("empathy >= 3 and help <= 1", False),
        ("empathy <= 3", False),
        ("not said(insult) and not heard(today)", False),
        ("courtesy <= 1 or empathy >= 3", False),
    ],
)
def test_an_example_is_weak_when_no_strong_reply_meets_it(expect: str, *, weak: bool) -> None:
    assert is_weak(parse_condition(expect)) is weak


def test_a_weak_example_above_a_reference_names_both() -> None:
    text = changed(WEAK_ONE, '{reply: "So sorry, thank you, I worry.", expect: restating <= 2}')
    [problem] = reviewed(text)
    assert problem.code == "S604"
    assert "example 1 is weak, but rated 79 of 100, above reference 1 with 75" in problem.message
    assert "in line 28" in problem.message


def test_a_branch_says_which_reply_comes_nearest() -> None:
    [problem] = reviewed(changed(TAKEN, TAKEN.replace("2.5", "3.5")))
    assert problem.code == "S605"
    assert "this branch of 'asks' to 'relieved'" in problem.message
    assert problem.remedy.startswith("reference 1 comes nearest: empathy is 3, not >= 3.5")


def test_a_branch_that_another_one_shadows_says_so() -> None:
    text = changed(f"- {TAKEN}", f"- {{when: courtesy >= 2, go: relieved}}\n      - {TAKEN}")
    [problem] = reviewed(text)
    assert problem.code == "S605"
    assert problem.remedy == (
        "reference 1 would take it, but takes the branch in line 34 first; "
        "write an example that meets this condition only"
    )


def test_a_branch_for_a_later_attempt_or_another_mood_counts_as_taken() -> None:
    text = changed(f"- {TAKEN}", f"- {TAKEN}\n      - {{when: attempt >= 3, go: waits}}")
    assert reviewed(text) == ()
    mood = f"- {TAKEN}\n      - {{when: mood == 4, go: waits}}"
    assert [problem.code for problem in reviewed(changed(f"- {TAKEN}", mood))] == ["S605"]


def test_a_branch_that_only_a_test_takes_is_taken() -> None:
    text = changed(f"- {TAKEN}", f"- {TAKEN}\n      - {{when: courtesy >= 3.5, go: waits}}")
    assert [problem.code for problem in reviewed(text)] == ["S605"]
    tests = "tests:\n  - {name: a, replies: [Thank you.], path: [asks, waits]}\n"
    assert reviewed(text + tests) == ()


def test_moods_are_followed_along_the_branches() -> None:
    scenario = small()
    assert possible_moods(scenario) == {"asks": {2}, "more": {2}, "again": {3}}
    alone = replace(scenario, opening="again")
    assert possible_moods(alone)["asks"] == frozenset()


def test_a_copied_reference_among_two_equal_ones_is_still_rated() -> None:
    def copies(exchange: Exchange) -> Rating:
        rating = by_words(exchange)
        copied = exchange.reply in exchange.references
        return replace(rating, flags=(Flag.COPIED_REFERENCE,) if copied else ())

    assert reviewed(SAMPLE, copies) == ()


def test_an_unscored_example_is_an_error_and_nothing_else_is_said_of_it() -> None:
    text = changed("{reply: No idea., expect: help <= 1}", "{reply: Xyzzy., expect: help <= 1}")
    codes = [(problem.code, problem.message) for problem in reviewed(text)]
    assert ("S608", "example 1 is not scored: it is not English") in codes
    assert {code for code, _ in codes} == {"S608", "S605"}
