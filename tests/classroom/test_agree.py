"""``roleplay agree``: the figures, the verdict and its rules, what is printed."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from support.graded import graded, mark, marks, reply

from roleplay.agreement import icc, quadratic_weighted_kappa
from roleplay.classroom.people.agree import Agreement, Figure, report
from roleplay.classroom.people.pairs import read_pairs
from roleplay.classroom.people.verdict import Trust, overall, overall_words, verdict, words
from roleplay.cli.app import run
from roleplay.rubric import LADDERS, Ladder

CYCLE = [(n % 5, (n + 1) % 5, (2 * n) % 5, (3 * n) % 5) for n in range(30)]
REPLIES = [reply(n, levels) for n, levels in enumerate(CYCLE)]


def found(kappa: tuple[float, float, float], n: int = 30, shift: Figure | None = None) -> Agreement:
    same = Figure(0.5, 0.4, 0.6)
    return Agreement(
        Ladder.EMPATHY, n, Figure(*kappa), same, same, same, shift or Figure(0.1, -0.1, 0.3)
    )


def test_figures_are_those_of_the_two_columns(tmp_path: Path) -> None:
    levels = [(0.4, 3, 2, 1), (1.5, 3, 2, 1), (2.51, 3, 2, 1), (3.4, 3, 2, 1), (3.9, 3, 2, 1)] * 5
    given = [1, 1, 2, 3, 2] * 5
    table = graded(tmp_path, [reply(n, each) for n, each in enumerate(levels)])
    rows = [mark(n, (level,)) for n, level in enumerate(given, 1)]
    source, pairs = read_pairs(table, marks(tmp_path / "m.csv", rows))
    (empathy,) = report(pairs, source.markers).ladders
    whole = np.array([0.0, 1, 3, 3, 4] * 5)  # a tie between two levels goes to the lower
    exact = np.array([each[0] for each in levels])
    person = np.array(given, float)
    assert empathy.qwk.value == pytest.approx(quadratic_weighted_kappa(whole, person))
    assert empathy.icc.value == pytest.approx(icc(np.column_stack([exact, person])))
    assert empathy.exact.value == pytest.approx(2 / 5)
    assert empathy.adjacent.value == pytest.approx(4 / 5)
    assert empathy.difference.value == pytest.approx(float((exact - person).mean()))
    assert empathy.n == 25
    for figure in (empathy.qwk, empathy.icc, empathy.exact, empathy.difference):
        assert figure.low <= figure.value <= figure.high


@pytest.mark.parametrize(
    ("kappa", "trust"),
    [
        ((0.9, 0.8, 0.95), Trust.CLOSE),
        ((0.9, 0.79, 0.95), Trust.GOOD),
        ((0.7, 0.6, 0.8), Trust.GOOD),
        ((0.7, 0.59, 0.8), Trust.OPEN),
        ((0.4, 0.2, 0.61), Trust.OPEN),
        ((0.4, 0.2, 0.59), Trust.POOR),
        ((math.nan, math.nan, math.nan), Trust.FLAT),
        ((1.0, math.nan, math.nan), Trust.FLAT),
    ],
)
def test_the_rules_of_the_verdict(kappa: tuple[float, float, float], trust: Trust) -> None:
    assert verdict(found(kappa)).trust is trust


def test_too_few_marks_say_how_many_more() -> None:
    few = found((0.9, 0.8, 0.95), n=12)
    assert (verdict(few).trust, verdict(few).more) == (Trust.FEW, 8)
    assert words(few) == "empathy: too few marks to say (12); mark 8 more."


def test_an_open_verdict_says_about_how_many_more() -> None:
    """From .7 down to .6 is half of the way down to .5, so it takes four times the marks."""
    assert verdict(found((0.7, 0.5, 0.8))).more == 90
    assert "about 90 more marks" in words(found((0.7, 0.5, 0.8)))
    assert verdict(found((0.601, 0.3, 0.8))).more == 200
    assert "200 or more marks" in words(found((0.6, 0.3, 0.8)))


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (Figure(0.5, 0.2, 0.8), "0.5 levels more generous than you"),
        (Figure(-0.5, -0.8, -0.2), "0.5 levels more strict than you"),
        (Figure(0.5, -0.1, 1.1), ""),
        (Figure(0.2, 0.1, 0.3), ""),
    ],
)
def test_a_bias_is_named_where_it_is_sure_and_matters(shift: Figure, said: str) -> None:
    text = words(found((0.9, 0.85, 0.95), shift=shift))
    assert said in text
    assert ("calibrate" in text) == bool(said)
    assert "calibrate" not in words(found((0.1, -0.1, 0.3), shift=shift)), "nothing to bend"
    assert ("generous" in text or "strict" in text) == bool(said)


def test_the_worst_scored_ladder_decides() -> None:
    good, poor = found((0.9, 0.85, 0.95)), found((0.3, 0.1, 0.5))
    three = [
        Agreement(ladder, 30, good.qwk, good.icc, good.exact, good.adjacent, good.difference)
        for ladder in LADDERS[:3]
    ]
    bad_help = Agreement(
        Ladder.HELP, 30, poor.qwk, poor.icc, poor.exact, poor.adjacent, poor.difference
    )
    assert overall([*three, bad_help]).trust is Trust.CLOSE
    assert overall([*three[:2], poor]).trust is Trust.FEW  # courtesy was not marked
    text = overall_words([poor, *three[1:], bad_help])
    assert text == "For this class, do not rely on the model for empathy."


def agreed(tmp_path: Path, given: list[dict[str, object]], *more: str) -> list[str]:
    table, path = graded(tmp_path, REPLIES), marks(tmp_path / "m.csv", given)
    return ["agree", str(table), str(path), *more]


def test_full_agreement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [mark(n, levels) for n, levels in enumerate(CYCLE, 1)]
    assert run(agreed(tmp_path, given)) == 0
    said = capsys.readouterr().out
    assert "30 marked replies." in said
    assert "10 learners with replacement" in said
    assert said.count("1.00 [1.00, 1.00]") == 8
    assert said.count("100% [100, 100]") == 8
    assert said.count("0.00 [0.00, 0.00]") == 4
    assert "For this class, the model can stand for your marks." in said
    assert "disagreements" not in said


def test_the_largest_disagreements_are_quoted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [mark(n, levels) for n, levels in enumerate(CYCLE, 1)]
    given[4] |= mark(5, (0, *CYCLE[4][1:]), comment="not [/b] warm \x1b[2Jat all")
    given[1] |= mark(2, (2, *CYCLE[1][1:]))
    assert run(agreed(tmp_path, given)) == 0
    said = capsys.readouterr().out.split("The largest disagreements:")[1].splitlines()
    assert said[2].startswith("  5, small/asks: empathy is 4.00 by the model (specific and complet")
    assert said[2].endswith("0 by you (hostile)")
    assert said[3] == f"    “{REPLIES[4]}”"
    assert said[4] == "    (no name): not [/b] warm at all"
    assert said[6].startswith("  2, small/asks: empathy is 1.00 by the model")


def test_few_marks_and_few_learners_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(agreed(tmp_path, [mark(n, (1,)) for n in range(1, 4)])) == 0
    said = capsys.readouterr().out
    assert "empathy: too few marks to say (3); mark 17 more." in said
    assert "It cannot be said yet" in said
    assert "Fewer than 8 learners are named, so replies are drawn" in said


def test_several_markers_are_compared_with_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [mark(n, levels[:1], marker="Ann") for n, levels in enumerate(CYCLE, 1)]
    given += [mark(n, (4 - CYCLE[n - 1][0],), marker="Bo") for n in range(1, 21)]
    assert run(agreed(tmp_path, given)) == 0
    said = capsys.readouterr().out
    assert "model and Ann  1.00 of 30" in said
    assert "model and Bo   -1.00 of 20" in said
    assert "Ann and Bo     -1.00 of 20" in said


def test_between_markers_there_are_no_intervals_and_nothing_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eight markers are 36 pairs; nothing shows how sure each of those figures is."""
    names = [f"marker {n}" for n in range(8)]
    given = [mark(n, levels, marker=name) for name in names for n, levels in enumerate(CYCLE, 1)]
    source, pairs = read_pairs(graded(tmp_path, REPLIES), marks(tmp_path / "m.csv", given))
    found = report(pairs, source.markers)
    assert len(found.between) == 36
    each = [ladder for one in found.between for ladder in one.ladders]
    assert {(one.qwk.value, math.isnan(one.qwk.low), one.n) for one in each} == {(1, True, 30)}
    assert not any(math.isnan(one.qwk.low) for one in found.ladders)
    assert run(["agree", str(tmp_path / "graded.jsonl"), str(tmp_path / "m.csv"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["between"][0]["ladders"]["empathy"]["qwk"] == {"value": 1}


def test_those_drawn_at_random_are_shown_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = graded(tmp_path, REPLIES)
    given = [
        {**mark(n, levels), "picked": "random" if n % 2 else "telling"}
        for n, levels in enumerate(CYCLE, 1)
    ]
    path = marks(tmp_path / "m.csv", given, (*given[0], "marker", "comment"))
    assert run(["agree", str(table), str(path)]) == 0
    assert "empathy    kappa 1.00 [1.00, 1.00] of 15" in capsys.readouterr().out


def test_for_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [mark(n, levels[:2]) for n, levels in enumerate(CYCLE, 1)]
    given[2] |= mark(3, (0, 1))
    assert run(agreed(tmp_path, given, "--json")) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["marked"], data["intervals_over"], data["verdict"]) == (30, "learners", "too-few")
    assert data["ladders"]["restating"]["n"] == 30
    assert data["ladders"]["empathy"]["verdict"] in {"close", "good"}
    assert set(data["ladders"]) == {"empathy", "restating"}
    (apart,) = data["disagreements"]
    assert (apart["id"], apart["ladder"], apart["model"], apart["person"]) == ("3", "empathy", 2, 0)


def test_all_the_same_cannot_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = graded(tmp_path, [reply(n, (3, 3, 3, 3)) for n in range(25)])
    path = marks(tmp_path / "m.csv", [mark(n, (3, 3, 3, 3)) for n in range(1, 26)])
    assert run(["agree", str(table), str(path)]) == 0
    assert "empathy: it cannot be told: all marks" in capsys.readouterr().out


def test_marks_that_are_all_the_same_cannot_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kappa is 0 then whatever the model says, so it is not held against the model."""
    table = graded(tmp_path, REPLIES)
    path = marks(tmp_path / "m.csv", [mark(n, (4, 4, 4)) for n in range(1, 31)])
    assert run(["agree", str(table), str(path)]) == 0
    said = capsys.readouterr().out
    assert "empathy: it cannot be told: all marks or all levels are the same." in said
    assert "kappa        –" in said  # noqa: RUF001 - a dash
    assert "calibrate" not in said


def test_without_levels_by_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = graded(tmp_path, [*REPLIES, reply(30, (1, 1, 1, 1), "unscored")])
    path = marks(tmp_path / "m.csv", [mark(31, (1, 1, 1))])
    assert run(["agree", str(table), str(path)]) == 4
    assert "No marked reply has levels by the model." in capsys.readouterr().err


def test_ladders_that_nobody_marked_are_named() -> None:
    good = found((0.9, 0.85, 0.95))
    assert overall_words([good]).endswith("there are no marks on restating and courtesy.")


def test_nearly_all_the_same_cannot_be_told_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One reply in twenty: full agreement, but a third of the draws do without it."""
    levels = [(2, 3, 3, 3), *[(3, 3, 3, 3)] * 19]
    table = graded(tmp_path, [reply(n, each) for n, each in enumerate(levels)], [""] * 20)
    path = marks(tmp_path / "m.csv", [mark(n, each) for n, each in enumerate(levels, 1)])
    assert run(["agree", str(table), str(path)]) == 0
    said = capsys.readouterr().out
    assert "kappa        1.00 [–]" in said  # noqa: RUF001 - a dash
    assert "[–]: no interval" in said  # noqa: RUF001 - a dash
    assert "empathy: it cannot be told: nearly all marks and levels are the same." in said
    assert "nan" not in said
    assert run(["agree", str(table), str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert data["ladders"]["empathy"]["qwk"] == {"value": 1, "low": None, "high": None}
    assert data["ladders"]["empathy"]["verdict"] == "flat"


@pytest.mark.parametrize("name", ["graded.csv", "graded.xlsx", "graded.parquet"])
def test_other_formats_say_the_same(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = marks(tmp_path / "m.csv", [mark(n, levels) for n, levels in enumerate(CYCLE, 1)])
    assert run(["agree", str(graded(tmp_path, REPLIES, name=name)), str(path)]) == 0
    assert "can stand for your marks" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 2, "There is no"),
        ("id,empathy\n", 4, "There are no marks in"),
        ("id,empathy\n99,3\n", 4, "no reply in"),
        ("id,empathy\n1,3.5\n", 4, "m.csv:2: empathy is '3.5'"),
    ],
)
def test_bad_marks(
    tmp_path: Path, text: str | None, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert run(["agree", str(graded(tmp_path, REPLIES)), str(path)]) == code
    assert said in capsys.readouterr().err


def test_a_table_that_was_not_rated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graded(tmp_path, REPLIES)
    path = marks(tmp_path / "m.csv", [mark(1, (3,))])
    assert run(["agree", str(tmp_path / "class.csv"), str(path)]) == 4
    assert "rate it first" in capsys.readouterr().err


def test_a_level_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = graded(tmp_path, REPLIES[:2])
    table.write_text(table.read_text().replace('"empathy": 1.0', '"empathy": 7'), "utf-8")
    path = marks(tmp_path / "m.csv", [mark(1, (3,))])
    assert run(["agree", str(table), str(path)]) == 4
    assert "graded.jsonl:2: empathy is '7', and no level" in capsys.readouterr().err
