"""What authors of dialogue type, and what YAML makes of it."""

from collections.abc import Callable

import pytest

from roleplay.authoring.problems import Problem

Broken = Callable[[str, str], tuple[Problem, ...]]
LINE = "says: So what do I do now?"


@pytest.mark.parametrize(
    "reply",
    [
        "[sigh]",
        "[sigh] fine",
        "{oh} really",
        "*hello*",
        "*sigh* not again",
        "it's: that slip",
        "I said: no: never",
        "'it's fine'",
        '"He said "no" to me"',
        "@dana, wait",
        "`x`",
        "%x",
        "& another thing",
        "> well",
        "!no",
        "#4 is gone",
        "- and another thing",
    ],
)
def test_a_reply_that_needs_quotes_is_told_so(broken: Broken, reply: str) -> None:
    problems = broken(LINE, f"says: {reply}")
    assert len(problems) == 1
    assert "quotes" in problems[0].remedy
    assert problems[0].line == 39


@pytest.mark.parametrize(
    ("find", "write", "words"),
    [
        (LINE, "says: 'So what now?", "not closed"),
        (LINE, "says: a\n\tpoints: b", "tab"),
        (LINE, "says So what now?", "no colon"),
        (LINE, 'says: "50 \\% of it"', "backslash"),
        ("[listening, empathy]", "[listening, empathy", "brackets"),
        (LINE, " says: So what do I do now?", "cannot stand here"),
        (LINE, "says: null", "nothing here"),
        (LINE, "says: 42", "put quotes"),
        (LINE, "says: true", "put quotes"),
        ("difficulty: 1", "difficulty: easy", "whole number"),
        ("interrupt_after: 1", "interrupt_after: 15", "seconds"),
    ],
)
def test_other_mistakes_are_named(broken: Broken, find: str, write: str, words: str) -> None:
    problem = broken(find, write)[0]
    assert words in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize("reply", ["no", "12:30:45", "2026-11-02", "0x1F", "1_000", "what? [sigh]"])
def test_these_are_simply_text(broken: Broken, reply: str) -> None:
    assert broken(LINE, f"says: {reply}") == ()


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("says: I am in room #4 now.", "#4 now."),
        ("says: Ring me at #12", "#12"),
        ('says: "I am in room #4."', ""),
        ("says: So what do I do now?  # a comment", ""),
        ("says: So what do I do in room#4 now?", ""),
        ("says: >-\n      So what do I do in room #4 now?", ""),
    ],
)
def test_text_that_a_comment_swallows_is_noticed(broken: Broken, written: str, lost: str) -> None:
    found = [problem for problem in broken(LINE, written) if problem.code == "S417"]
    assert [problem.source_line[problem.col - 1 :] for problem in found] == [lost] * bool(lost)
