"""A scenario's tests, played: they pass, or say where they went astray and why."""

import pytest
from support.author import reviewed

from roleplay.authoring.problems import Problem
from roleplay.authoring.sample import SAMPLE


def problems(entry: str, text: str = SAMPLE) -> tuple[Problem, ...]:
    return reviewed(f"{text}tests:\n  - {{name: a test, {entry}}}\n")


@pytest.mark.parametrize(
    "entry",
    [
        "replies: [{reference: 1}], path: [asks], ending: relieved, expect: mood == 0",
        "replies: [Not now.], path: [asks, waits], expect: mood == 2",
        "replies: [{example: 1}, {reference: 2}], ending: relieved, expect: mood == 1",
        "replies: [Not now., {example: 1}], path: [asks, waits], ending: walks-off",
        "replies: [{example: 1}, {example: 1}], expect: overall < 40",
    ],
)
def test_what_happens_as_expected_passes(entry: str) -> None:
    assert problems(entry) == ()


@pytest.mark.parametrize(
    ("entry", "meant", "message"),
    [
        (
            "replies: [{example: 1}], ending: relieved",
            "relieved",
            "to 'waits', not to 'relieved'; empathy is 1, not >= 2.5 and it does not say back",
        ),
        (
            "replies: [{reference: 1}], path: [asks, waits]",
            "waits",
            "reply 1 leads from 'asks' to 'relieved', not to 'waits'",
        ),
        (
            "replies: [{reference: 1}, So?], ending: walks-off",
            "So?",
            "it has ended with 'relieved' after 1 reply",
        ),
        (
            "replies: [Not now.], path: [asks]",
            "asks",
            "reply 1 leads on to 'waits', where the path has no scene",
        ),
        ("replies: [Xyzzy.], path: [asks, waits]", "Xyzzy.", "reply 1 is not scored: it is not"),
        (
            "replies: [{example: 1}], expect: mood < 1",
            "mood",
            "after 1 reply, mood is 2, not < 1",
        ),
    ],
)
def test_what_does_not_fails_where_it_was_expected(entry: str, meant: str, message: str) -> None:
    [problem] = problems(entry)
    assert (problem.code, problem.severity) == ("S602", "error")
    assert problem.message.startswith("test 'a test' fails: ")
    assert message in problem.message
    start = problem.col - 1
    assert problem.source_line[start : start + problem.width] == meant
    assert problem.remedy


def test_a_reply_that_was_too_weak_is_told_what_would_lift_it() -> None:
    [problem] = problems("replies: [Your overtime is missing.], ending: relieved")
    assert "(empathy 1.0 → 3.0)" in problem.remedy
    assert problem.remedy.endswith("or change the branch or the test")


def test_an_unsure_reply_that_leads_astray_is_said_to_be_so() -> None:
    [problem] = problems("replies: [Maybe later.], ending: relieved")
    assert "the model is unsure: it says maybe" in problem.message


def test_a_citation_that_the_scene_reached_does_not_have_fails_there() -> None:
    more = SAMPLE.replace(
        "      - {reply: No idea., expect: help <= 1}\n",
        "      - {reply: No idea., expect: help <= 1}\n      - {reply: Go., expect: help <= 1}\n",
    ).replace("- {go: waits}", "- {when: help < 2, go: waits}\n      - {go: asks}")
    [problem] = [
        problem
        for problem in problems("replies: [Let me see., {example: 3}], ending: walks-off", more)
        if problem.code == "S602"
    ]
    assert "it is in 'asks' by then, which has no example 3" in problem.message


def test_a_test_with_a_desk_and_without_ends_the_same_way() -> None:
    desk = SAMPLE[SAMPLE.index("desk:") : SAMPLE.index("notes:")]
    bare = SAMPLE.replace(desk, "").replace("kind: interruption", "kind: request")
    entry = "replies: [{reference: 1}], path: [asks], ending: relieved"
    assert problems(entry, bare) == problems(entry) == ()
