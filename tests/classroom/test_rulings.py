"""Rulings on appeals are looked at again whenever a table is verified."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graded import by_numbers, graded, reply
from support.rater import ScriptedRater
from support.scenarios import small
from support.shelf import Shelf, objects

from roleplay.classroom.people.rulings import Rulings, Span
from roleplay.cli import library, scoring
from roleplay.cli.app import run
from roleplay.errors import InputError
from roleplay.rating import Exchange, Level, Rating
from roleplay.rubric import Ladder, whole

Capture = pytest.CaptureFixture[str]
HEAD = ("id", "receipt", "ruling", "empathy", "courtesy", "reason", "date")
REPLIES = [reply(n, (3, 3, 1, 2)) for n in range(4)]


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    rated_by(monkeypatch, by_numbers)
    monkeypatch.setattr(library, "make_library", Shelf)


def rated_by(monkeypatch: pytest.MonkeyPatch, judge: Callable[[Exchange], Rating]) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater(judge))


def shifted(by: float) -> Callable[[Exchange], Rating]:
    """A later model that is more generous on empathy."""

    def judge(exchange: Exchange) -> Rating:
        rating = by_numbers(exchange)
        level = min(4.0, max(0.0, rating.value(Ladder.EMPATHY) + by))
        receipt = str(exchange.receipt("later"))
        return replace(
            rating,
            levels={**rating.levels, Ladder.EMPATHY: Level(level, level, level)},
            receipt=receipt,
        )

    return judge


def ruled(folder: Path, rows: Sequence[Mapping[str, object]], *, receipts: bool = True) -> Path:
    """Rulings with the receipts of the rated table beside them."""
    known = {row["id"]: row["receipt"] for row in objects(folder / "graded.jsonl")}
    path = folder / "rulings.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        for row in rows:
            receipt = known.get(str(row["id"]), "") if receipts else ""
            writer.writerow({"receipt": receipt, **row})
    return path


def verified(folder: Path, rulings: Path, *more: str) -> int:
    return run(["verify", str(folder / "graded.jsonl"), "--rulings", str(rulings), *more])


ROWS = (
    {"id": 1, "ruling": "upheld", "empathy": "3", "date": "2026-05-04"},
    {"id": 2, "ruling": "changed", "courtesy": "at least 3", "reason": "warm enough"},
    {"id": 3, "ruling": "Changed", "empathy": "2 to 3"},
)


def test_rulings_that_hold(tmp_path: Path, capsys: Capture) -> None:
    graded(tmp_path, REPLIES)
    path = ruled(tmp_path, ROWS)
    assert verified(tmp_path, path) == 0
    assert capsys.readouterr().out.splitlines() == [
        (
            f"{path}:2 (id 1): upheld at empathy 3 on 2026-05-04, and the model agrees; "
            "the model says empathy 3.00"
        ),
        (
            f"{path}:3 (id 2): changed to courtesy at least 3, and the model does not agree yet; "
            "the model says courtesy 1.00"
        ),
        (
            f"{path}:4 (id 3): changed to empathy 2 to 3, and the model agrees; "
            "the model says empathy 3.00"
        ),
        "3 rulings: 3 still hold, 0 no longer; the model agrees with 2 of them",
        "4 rows: 4 hold, 0 do not, 0 have no receipt",
    ]


def test_a_later_model_cannot_reverse_a_ruling_in_silence(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(tmp_path, REPLIES)
    path = ruled(tmp_path, ROWS)
    rated_by(monkeypatch, shifted(-1.7))
    assert verified(tmp_path, path) == 3
    said = capsys.readouterr().out
    assert (
        f"{path}:2 (id 1): the ruling no longer holds: the model was upheld, and now says "
        "something else (upheld at empathy 3 on 2026-05-04; the model says empathy 1.30)"
    ) in said
    assert "(id 3): changed to empathy 2 to 3, and the model does not agree yet" in said
    assert "3 rulings: 2 still hold, 1 no longer; the model agrees with 0 of them" in said


def test_a_hair_on_another_processor_is_no_reversal(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(tmp_path, REPLIES)
    path = ruled(tmp_path, ROWS[:1])
    rated_by(monkeypatch, shifted(-0.54))
    verified(tmp_path, path)
    assert "1 ruling: 1 still holds" in capsys.readouterr().out


def test_another_reply_scene_or_rubric_is_not_what_was_ruled_on(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = graded(tmp_path, REPLIES)
    path = ruled(tmp_path, ROWS)
    rows = objects(table)
    rows[1]["reply"] = reply(9, (3, 3, 3, 3))
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert verified(tmp_path, path) == 3
    assert "(id 2): the ruling no longer holds: the reply is not the one" in capsys.readouterr().out

    scenario = small()
    scene = replace(scenario.scenes["asks"], says="Where is my overtime?")
    other = replace(scenario, scenes={**scenario.scenes, "asks": scene})
    monkeypatch.setattr(library, "make_library", lambda: Shelf(scenarios={"small": other}))
    assert verified(tmp_path, path) == 3
    said = capsys.readouterr().out
    assert "(id 1): the ruling no longer holds: the scene is not the one that was ruled on" in said


def test_what_cannot_be_looked_at_does_not_hold(tmp_path: Path, capsys: Capture) -> None:
    table = graded(tmp_path, [*REPLIES, "unscored"])
    rows = objects(table)
    rows[3]["id"] = "3"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    given: list[dict[str, object]] = [
        {"id": 9, "ruling": "upheld", "empathy": 3},
        {"id": 1, "ruling": "upheld", "empathy": 3, "receipt": ""},
        {"id": 3, "ruling": "upheld", "empathy": 3},
        {"id": 5, "ruling": "upheld", "empathy": 3},
    ]
    assert verified(tmp_path, ruled(tmp_path, given)) == 3
    said = capsys.readouterr().out
    assert "(id 9): the ruling no longer holds: there is no such reply in the table" in said
    assert "(id 1): the ruling no longer holds: it has no receipt; copy that of the reply" in said
    assert "(id 3): the ruling no longer holds: two replies in the table have this id" in said
    assert "(id 5): the ruling no longer holds: the model does not score it any more" in said


def test_an_unscored_reply_may_have_been_given_a_level(tmp_path: Path, capsys: Capture) -> None:
    graded(tmp_path, ["unscored"])
    path = ruled(tmp_path, [{"id": 1, "ruling": "changed", "empathy": "3"}])
    assert verified(tmp_path, path) == 0
    assert "and the model does not agree yet" in capsys.readouterr().out


def test_the_last_ruling_on_a_reply_counts(tmp_path: Path, capsys: Capture) -> None:
    graded(tmp_path, REPLIES)
    rows = [{"id": 1, "ruling": "upheld", "empathy": "0"}, *ROWS[:1]]
    assert verified(tmp_path, ruled(tmp_path, rows)) == 0
    assert "1 ruling: 1 still holds, 0 no longer; the model agrees with 1 of them; 1 replaced" in (
        capsys.readouterr().out
    )


def test_for_a_program(tmp_path: Path, capsys: Capture) -> None:
    graded(tmp_path, REPLIES)
    assert verified(tmp_path, ruled(tmp_path, ROWS), "--json") == 0
    *found, counts = map(json.loads, capsys.readouterr().out.splitlines())
    assert counts["rows"] == 4
    assert [one["model_agrees"] for one in found] == [True, False, True]
    assert found[1] == {
        "ruling": "changed",
        "line": 3,
        "id": "2",
        "levels": {"courtesy": [3, 4]},
        "reason": "warm enough",
        "date": "",
        "holds": True,
        "problem": "",
        "model_agrees": False,
        "model": {"courtesy": 1.0},
    }


def test_everything_that_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rulings.csv"
    path.write_text(
        "id,ruling,empathy\n1,kept,3\n2,upheld,\n,upheld,3\n"
        "4,upheld,5\n5,upheld,3 to 2\n6,upheld,3.5\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        Rulings.read(path)
    lines = error.value.message.splitlines()
    assert lines[0] == "6 rulings cannot be read:"
    assert lines[1] == f"  {path}:2: ruling is 'kept'; write 'upheld' or 'changed'"
    assert lines[2] == f"  {path}:3: there is no level on any ladder, so nothing was ruled"
    assert "there is no id" in lines[3]
    for line, text in zip(lines[4:], ("'5'", "'3 to 2'", "'3.5'"), strict=True):
        assert f"empathy is {text}; write a whole level such as 3" in line


@pytest.mark.parametrize(
    ("head", "missing", "hint"),
    [
        ("id,empathy", "ruling", "it says 'upheld' or 'changed'; see roleplay verify --help"),
        ("id,receipt", "ruling", "it says 'upheld' or 'changed'; see roleplay verify --help"),
        (
            "id,receipt,ruling",
            "empathy",
            "it needs 'id' and any of empathy, restating, courtesy, help",
        ),
        ("ruling,empathy", "id", "it needs 'id' and any of empathy, restating, courtesy, help"),
    ],
)
def test_a_table_without_rulings_is_none(
    tmp_path: Path, head: str, missing: str, hint: str
) -> None:
    path = tmp_path / "rulings.csv"
    path.write_text(f"{head}\n" + ",".join("1" for _ in head.split(",")), encoding="utf-8")
    with pytest.raises(InputError) as error:
        Rulings.read(path)
    assert error.value.message == (
        f"{path} is no table of rulings: there is no column {missing!r}."
    )
    assert error.value.hint == hint


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("3", Span(3, 3), "3"),
        (" 3.0 ", Span(3, 3), "3"),
        ("2 to 3", Span(2, 3), "2 to 3"),
        ("1..2", Span(1, 2), "1 to 2"),
        ("At least 2", Span(2, 4), "at least 2"),
        (">=2", Span(2, 4), "at least 2"),
        ("at most 1", Span(0, 1), "at most 1"),
        ("<= 0", Span(0, 0), "0"),
    ],
)
def test_what_a_cell_may_say(text: str, span: Span, shown: str) -> None:
    assert Span.parse(text) == span
    assert str(span) == shown
    assert Span.parse(shown) == span


@pytest.mark.parametrize("wrong", ["Ruling", "ID", "Empathy"])
def test_a_header_in_other_letters_has_a_remedy(tmp_path: Path, wrong: str) -> None:
    path, right = tmp_path / "rulings.csv", wrong.lower()
    head = "id,receipt,ruling,empathy".replace(right, wrong)
    path.write_text(f"{head}\n1,,upheld,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"no column '{right}', but '{wrong}'") as error:
        Rulings.read(path)
    assert error.value.hint == f"rename '{wrong}' to '{right}'"


def test_an_id_that_a_program_made_a_number(tmp_path: Path, capsys: Capture) -> None:
    """``1.0`` is not taken for ``1``, and not for ``10`` either."""
    graded(tmp_path, [*REPLIES, *(reply(n, (3, 3, 1, 2)) for n in range(4, 10))])
    given: list[dict[str, object]] = [
        {"id": "1.0", "ruling": "upheld", "empathy": 3},
        {"id": "99.0", "ruling": "upheld", "empathy": 3},
        {"id": "10", "ruling": "upheld", "empathy": 3},
    ]
    path = ruled(tmp_path, given)
    assert verified(tmp_path, path) == 3
    said = capsys.readouterr().out
    lost = "the ruling no longer holds: there is no such reply in the table"
    assert f"{path}:2 (id 1.0): {lost}; did you mean '1'? (upheld" in said
    assert f"{path}:3 (id 99.0): {lost}, or it could not be rated again (upheld" in said
    assert f"{path}:4 (id 10): upheld at empathy 3, and the model agrees" in said


def test_an_id_that_has_a_point(tmp_path: Path, capsys: Capture) -> None:
    table = graded(tmp_path, REPLIES)
    rows = objects(table)
    rows[1]["id"] = "1.0"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = ruled(tmp_path, [{"id": "1.0", "ruling": "upheld", "empathy": 3}])
    assert verified(tmp_path, path) == 0
    assert "(id 1.0): upheld at empathy 3, and the model agrees" in capsys.readouterr().out


def test_a_blank_is_no_id(tmp_path: Path) -> None:
    path = tmp_path / "rulings.csv"
    path.write_text("id,ruling,empathy\n  ,upheld,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="there is no id"):
        Rulings.read(path)


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 400))
def test_a_level_is_within_as_it_rounds(one: int, other: int, hundredths: int) -> None:
    span, level = Span(min(one, other), max(one, other)), hundredths / 100
    if span.low <= whole(level) <= span.high:
        assert span.has(level)
    elif min(abs(level - span.low), abs(level - span.high)) > 0.56:
        assert not span.has(level)
