"""Warnings about writing: what they must find, and what they must leave alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roleplay.authoring.load import check_file
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.sample import SAMPLE

Broken = Callable[[str, str], tuple[Problem, ...]]
ProblemsOf = Callable[[bytes | str], tuple[Problem, ...]]

FIRST = "      - {when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: relieved}\n"
WAITING = "      - {go: waits}\n"
FACT = "fact: her overtime is missing}"
NEED = "need: to know what happens now}"
REFERENCE = "I am sorry, that is a worry. Let me see where your overtime has gone."
WEAK = "      - {reply: Not now., expect: courtesy <= 1}\n"
STRONG = '      - {reply: "Your overtime? Sorry, please sit down.", expect: courtesy >= 3}\n'


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        (["empathy >= 3 and empathy < 2"], ["S205"]),
        (["empathy > 4"], ["S205"]),
        (["not (help >= 0)"], ["S205"]),
        (["heard(worry) and not heard(worry)"], ["S205"]),
        (["mood > 2 and mood < 3"], ["S205"]),
        (["empathy >= 70"], ["S204"]),
        (["courtesy >= 2", "courtesy >= 2"], ["S206"]),
        (["help < 2", "said(insult)", "help < 1 and said(insult)"], ["S206"]),
        (["help < 2", "help >= 2 and empathy < 1", "empathy < 1"], ["S206"]),
        (["help < 2", "help < 1 or empathy < 1"], []),
        (["said(insult) or courtesy < 1.2", "courtesy < 2"], []),
        (["attempt > 1 and mood >= 3"], []),
    ],
)
def test_a_branch_that_is_never_taken_is_told(
    broken: Broken, branches: list[str], expected: list[str]
) -> None:
    written = "".join(f"      - {{when: {text}, mood_by: 1, go: waits}}\n" for text in branches)
    assert codes(broken(WAITING, written + WAITING)) == expected


def test_the_branch_that_shadows_is_named(broken: Broken) -> None:
    twice = "      - {when: help < 2, mood_by: 1, go: waits}\n"
    later = "      - {when: help < 1, mood_by: 2, go: waits}\n"
    [problem] = broken(WAITING, twice + later + WAITING)
    assert "line 35 takes" in problem.message
    below = "      - {when: help < 2 and empathy < 2, mood_by: 1, go: waits}\n"
    above = "      - {when: help < 2 and empathy >= 2, mood_by: 2, go: waits}\n"
    [problem] = broken(WAITING, below + above + later + WAITING)
    assert "the branches above together take" in problem.message


def test_a_branch_behind_one_without_when_is_still_read(broken: Broken) -> None:
    found = broken(WAITING, WAITING + "      - {when: empathi > 2, go: waits}\n")
    assert codes(found) == ["S312", "S201"]


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("courtesy > 1 and courtesy < 2", ["S208"]),
        ("courtesy >= 4.5", ["S204"]),
        ("courtesy > 4", ["S208"]),
        ("courtesy <= 4", ["S209", "S414"]),
        ("heard(worry) or not heard(worry)", ["S209", "S414"]),
        ("heard(worry) and courtesy < 1", []),
    ],
)
def test_an_expectation_must_be_able_to_hold_and_to_fail(
    broken: Broken, expect: str, expected: list[str]
) -> None:
    found = broken("expect: courtesy <= 1", f"expect: {expect}")
    assert sorted(codes(found)) == expected


@pytest.mark.parametrize(
    "point",
    [
        "the overtime of hers was forgotten",
        "two minutes of your time",
        "'2 minutes are all that she asks for'",
        "hers",
    ],
)
def test_a_fact_may_be_put_in_other_words(broken: Broken, point: str) -> None:
    assert "S406" not in codes(broken(FACT, f"fact: {point}}}"))


def test_what_was_never_said_is_no_point(broken: Broken) -> None:
    assert codes(broken(FACT, "fact: the printer on the third floor is jammed}")) == ["S406"]
    long = broken(NEED, "need: a printer that copies both sides of coloured paper}")
    assert "S406" in codes(long)


def test_a_feeling_may_be_heard_between_the_lines(broken: Broken) -> None:
    assert broken("feeling: she is worried,", "feeling: humiliated before everybody,") == ()


def test_what_is_only_in_the_stage_direction_was_perceived_too(broken: Broken) -> None:
    assert broken(NEED, "need: somebody who notices that she does not move}") == ()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Have you got two minutes, my overtime is missing?", ["S409"]),
        ("Your overtime is missing, of course you worry. Please sit, I will look.", ["S408"]),
        ("Of course you worry, your overtime is missing. I look now, please sit.", ["S408"]),
        ("The printer on the third floor is jammed again.", ["S410"]),
        ("Overtime gone? That must hurt.", []),
        (" ".join(["Your overtime matters to me."] * 30), ["S416"]),
    ],
)
def test_references_are_compared_with_what_was_said(
    broken: Broken, reply: str, expected: list[str]
) -> None:
    assert codes(broken(REFERENCE, f'"{reply}"')) == expected


@pytest.mark.parametrize(
    ("find", "write", "expected"),
    [
        (WEAK, '      - {reply: "So sorry, sit.", expect: courtesy >= 3}\n', ["S414"]),
        (STRONG, "      - {reply: Go., expect: courtesy <= 1 and help <= 1}\n", ["S413"]),
        (STRONG, "      - {reply: Sorry!, expect: courtesy >= 3 and help <= 1}\n", ["S413"]),
        (STRONG, f"      - {{reply: '{REFERENCE}', expect: courtesy >= 3}}\n", ["S411"]),
        (STRONG, STRONG + STRONG.replace("?", "!"), ["S412"]),
        (STRONG, STRONG + "      - {reply: Later., expect: heard(worry)}\n", []),
    ],
)
def test_examples_must_test_something(
    broken: Broken, find: str, write: str, expected: list[str]
) -> None:
    assert codes(broken(find, write)) == expected


@pytest.mark.parametrize(
    ("find", "write", "expected"),
    [
        (FIRST, "", ["S317"]),
        (FIRST, FIRST.replace("-2", "2"), ["S318"]),
        (FIRST, FIRST.replace("relieved", "waits"), []),
        (WAITING, "      - {when: courtesy < 1, go: waits}\n" + WAITING, ["S316"]),
        (WAITING, "      - {when: courtesy < 1, mood_by: 1, go: waits}\n" + WAITING, []),
        (WAITING, "      - {when: said(insult), go: relieved}\n" + WAITING, ["S320"]),
    ],
)
def test_it_must_matter_what_one_says(
    broken: Broken, find: str, write: str, expected: list[str]
) -> None:
    assert codes(broken(find, write)) == expected


def test_the_best_replies_must_not_go_round_in_circles(problems_of: ProblemsOf) -> None:
    text = SAMPLE.replace("when: help >= 2, mood_by: -1, go: relieved", "when: help >= 2, go: asks")
    text = text.replace("heard(overtime), mood_by: -2, go: relieved", "help < 4, go: relieved")
    assert "S319" in codes(problems_of(text))


def test_a_long_line_is_measured_as_the_screen_shows_it(broken: Broken) -> None:
    words = "overtime " * 90  # 810 characters: 12 rows
    fits, too_long = words[: 11 * 72], words
    says = "says: Have you got two minutes? My overtime is missing."
    assert broken(says, f"says: {fits.strip()}") == ()
    assert codes(broken(says, f"says: {too_long.strip()}")) == ["S415"]


def test_a_speaker_who_is_misspelt_is_one_mistake(broken: Broken) -> None:
    people = "  dana: {name: Dana Ruiz, role: analyst, mood: 2}\n"
    two = people + "  tom: {name: Tom Okafor, role: clerk, mood: 1}\n"
    assert codes(broken(people, two)) == ["S307"]
    assert codes(broken(people, two.replace("  dana:", "  dena:"))) == ["S303", "S303"]


def test_who_only_plays_waits_for_no_advice(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(SAMPLE.replace(FACT, "fact: a printer is jammed}"), encoding="utf-8")
    playing, checking = Problems(), Problems()
    assert check_file(path, playing, advice=False) == check_file(path, checking)
    assert (len(playing.found), codes(checking.sorted())) == (0, ["S406"])
