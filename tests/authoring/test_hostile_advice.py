"""A scenario that is made to keep ``check`` busy does not."""

import time
from collections.abc import Callable

from roleplay.authoring.problems import Problem
from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.source import MAX_BYTES

ProblemsOf = Callable[[bytes | str], tuple[Problem, ...]]

LIMIT = 20
"""Seconds of this process; a quarter of it is what a slow machine needs."""


def busy(problems_of: ProblemsOf, text: str) -> float:
    assert len(text.encode()) <= MAX_BYTES
    began = time.process_time()
    problems_of(text)
    return time.process_time() - began


def test_conditions_that_are_hard_to_decide(problems_of: ProblemsOf) -> None:
    sides = [
        f"({one} < {n}.5 or {other} > {n}.25 or heard(p{n}))"
        for n in range(4)
        for one, other in (("empathy", "help"), ("courtesy", "mood"), ("overall", "restating"))
    ]
    branches = "".join(
        f"      - {{when: '{' and '.join(sides[n:] + sides[:n])[:480].rpartition(' and ')[0]}', "
        f"mood_by: {n % 4}, go: waits}}\n"
        for n in range(400)
    )
    text = SAMPLE.replace("      - {go: waits}\n", branches + "      - {go: waits}\n")
    assert busy(problems_of, text) < LIMIT


def test_references_that_are_almost_the_same(problems_of: ProblemsOf) -> None:
    words = "is it so or no " * 79
    many = "".join(f"      - '{n} {words}'\n" for n in range(190))
    text = SAMPLE.replace("    references:\n      - Your", f"    references:\n{many}      - Your")
    assert busy(problems_of, text) < LIMIT


def test_thousands_of_points_and_examples(problems_of: ProblemsOf) -> None:
    points = "".join(f"      - {{id: a{n}, fact: overtime {n} is missing}}\n" for n in range(2000))
    examples = "".join(f"      - {{reply: No {n}., expect: help < 2}}\n" for n in range(2000))
    text = SAMPLE.replace(
        "    points:\n      - {id: overtime", f"    points:\n{points}      - {{id: o"
    )
    text = text.replace(
        "    examples:\n      - {reply: Not", f"    examples:\n{examples}      - {{reply: Not"
    )
    assert busy(problems_of, text) < LIMIT


def test_one_enormous_line(problems_of: ProblemsOf) -> None:
    line = "missing overtime " * 7000
    text = SAMPLE.replace("says: Have you", f"says: {line} Have you")
    text = text.replace("- I am sorry", f"- {line} I am sorry")
    assert busy(problems_of, text) < LIMIT
