"""A rated table is rated again, and what no longer holds is named."""

import asyncio
import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.rater import ScriptedRater, kind_or_cruel
from support.scenarios import small
from support.shelf import Shelf, objects, read, run, table

from roleplay import rubric
from roleplay.classroom import Options, Verification
from roleplay.classroom.finding import Finding, Tally, number
from roleplay.classroom.job import CHUNK
from roleplay.cli import app as command_line
from roleplay.cli import library, scoring
from roleplay.errors import InputError, ModelError
from roleplay.practice import Library
from roleplay.rating import Exchange, Level, Rater, Rating
from roleplay.receipt import Part
from roleplay.rubric import Ladder

Judge = Callable[[Exchange], Rating]
REPLIES = ("I am sorry.", "You idiot.", "", "=Well.")


@pytest.fixture(params=["graded.csv", "graded.jsonl"])
def graded(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Four replies, one of them unscored and one that looks like a formula."""
    path: Path = tmp_path / request.param
    run(table(tmp_path, *REPLIES), path)
    return path


def verified(
    path: Path, *, prefix: str = "", rater: Rater | None = None, library: Library | None = None
) -> tuple[Tally, list[Finding]]:
    found: list[Finding] = []
    job = Verification.prepare(path, prefix)
    tally = asyncio.run(job.run(rater or ScriptedRater(), library or Shelf(), found.append))
    return tally, found


def said(path: Path, *, rater: Rater | None = None, library: Library | None = None) -> list[str]:
    return [str(finding) for finding in verified(path, rater=rater, library=library)[1]]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return objects(path) if path.suffix == ".jsonl" else [{**row} for row in read(path)]


def rewrite(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        if path.suffix == ".jsonl":
            file.writelines(json.dumps(row) + "\n" for row in rows)
            return
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def edit(path: Path, row: int, **cells: str | float | None) -> None:
    """Change cells of one row, as somebody with an editor would."""
    rows = rows_of(path)
    rows[row] |= cells
    rewrite(path, rows)


def judged_by(judge: Judge) -> ScriptedRater:
    return ScriptedRater(judge)


def shifted(by: float) -> Judge:
    """The same ratings with empathy a little higher, as on another processor."""

    def judge(exchange: Exchange) -> Rating:
        rating = kind_or_cruel(exchange)
        if not rating.levels:
            return rating
        empathy = rating.value(Ladder.EMPATHY) + by
        return replace(rating, levels={**rating.levels, Ladder.EMPATHY: Level(empathy, 0, 4)})

    return judge


def of_another_model(exchange: Exchange) -> Rating:
    return replace(kind_or_cruel(exchange), receipt=str(exchange.receipt("another")))


def edited(references: tuple[str, ...]) -> Shelf:
    scenario = small()
    scene = replace(scenario.scenes["asks"], references=references)
    return Shelf(scenarios={"small": replace(scenario, scenes={**scenario.scenes, "asks": scene})})


def line(path: Path, row: int) -> str:
    """How a row is called; a CSV file has a header."""
    return f"line {row + (path.suffix == '.csv')} (id {row})"


def test_a_table_as_it_was_written_holds(graded: Path) -> None:
    tally, found = verified(graded)
    assert found == []
    assert str(tally) == "4 rows: 4 hold, 0 do not, 0 have no receipt"


def test_a_changed_reply(graded: Path) -> None:
    edit(graded, 1, reply="I am sorry, you idiot.")
    assert said(graded) == [f"{line(graded, 2)}: the reply is not the one that was rated"]


def test_a_changed_level(graded: Path) -> None:
    edit(graded, 1, empathy=3.4, overall=28.33)
    assert said(graded) == [
        (
            f"{line(graded, 2)}: empathy is 3.40 in the table, 0.00 rated again; "
            "overall is 28.33 in the table, 0.00 rated again"
        )
    ]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("flags", "", "flags is empty in the table, insult rated again"),
        ("why", "all well", "why is all well in the table, empty rated again"),
        ("acts", "thank", "acts is thank in the table, insult rated again"),
        (
            "missed",
            "",
            "missed is empty in the table, her overtime is missing | she is worried… rated again",
        ),
    ],
)
def test_what_else_is_said_of_a_reply(graded: Path, column: str, cell: str, told: str) -> None:
    edit(graded, 1, **{column: cell})
    assert said(graded) == [f"{line(graded, 2)}: {told}"]


def test_flags_cannot_be_deleted(graded: Path) -> None:
    """An export would take a reference pasted back for a reply."""
    rows = rows_of(graded)
    for row in rows:
        del row["flags"]
    rewrite(graded, rows)
    with pytest.raises(InputError, match="there is no column 'flags'"):
        Verification.prepare(graded)


def test_a_deleted_column_says_nothing_wrong(graded: Path) -> None:
    rows = rows_of(graded)
    for row in rows:
        del row["missed"]
    rewrite(graded, rows)
    assert said(graded) == []


def test_levels_may_be_a_little_apart(graded: Path) -> None:
    assert said(graded, rater=judged_by(shifted(0.05))) == []
    found = said(graded, rater=judged_by(shifted(0.06)))
    assert found[0] == f"{line(graded, 1)}: empathy is 3.60 in the table, 3.66 rated again"
    assert len(found) == 3


def test_an_overall_may_be_a_point_apart(graded: Path) -> None:
    edit(graded, 0, overall=91)
    assert said(graded) == []
    edit(graded, 0, overall=91.5)
    assert said(graded) == [f"{line(graded, 1)}: overall is 91.50 in the table, 90.00 rated again"]


def test_an_unscored_reply_must_stay_unscored(graded: Path) -> None:
    edit(graded, 2, status="scored", help=4)
    assert said(graded) == [
        (
            f"{line(graded, 3)}: status is scored in the table, unscored rated again; "
            "help is 4.00 in the table, none rated again"
        )
    ]


def test_a_level_that_is_gone_or_none(graded: Path) -> None:
    edit(graded, 0, empathy=None, courtesy="\x1b[2Jgood\nenough " + "x" * 50)
    assert said(graded) == [
        (
            f"{line(graded, 1)}: empathy is empty in the table, 3.60 rated again; "
            f"courtesy is good enough {'x' * 28}… in the table, 3.60 rated again"
        )
    ]


def test_a_changed_scene(graded: Path) -> None:
    tally, found = verified(graded, library=edited(("Yet another reply.",)))
    assert [finding.changed for finding in found] == [(Part.SCENE,)] * 4
    assert "the scene is not the one that was rated" in str(found[0])
    assert tally.everywhere == ()  # said of model and rubric only


def test_a_scenario_that_is_gone(graded: Path) -> None:
    found = said(graded, library=Shelf(scenarios={}))
    assert len(found) == 4
    assert found[0].startswith(f"{line(graded, 1)}: there is no scenario 'small'; ")


def test_another_model(graded: Path) -> None:
    tally, found = verified(graded, rater=judged_by(of_another_model))
    assert [finding.changed for finding in found] == [(Part.MODEL,)] * 4
    assert "the model is not the one that rated it" in str(found[0])
    assert tally.everywhere == (Part.MODEL,)


def test_another_rubric(graded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rubric, "CAP", 0.5)
    tally, found = verified(graded)
    assert [finding.changed for finding in found] == [(Part.RUBRIC,)] * 4
    assert "the rubric is not the one it was rated by" in str(found[0])
    assert tally.everywhere == (Part.RUBRIC,)


def test_a_receipt_that_is_missing_or_unreadable(graded: Path) -> None:
    edit(graded, 0, receipt=None, empathy=4.0)
    edit(graded, 1, receipt="0" * 16, empathy=4.0)
    rater = ScriptedRater()
    tally, found = verified(graded, rater=rater)
    assert list(map(str, found)) == [
        f"{line(graded, 1)}: there is no receipt",
        (
            f"{line(graded, 2)}: its receipt cannot be read; "
            "empathy is 4.00 in the table, 0.00 rated again"
        ),
    ]
    assert str(tally) == "4 rows: 2 hold, 1 does not, 1 has no receipt"
    assert REPLIES[0] not in [exchange.reply for exchange in rater.seen]


def test_columns_with_a_prefix(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("concern,reply,empathy,receipt\nWhere?,Sorry.,4,till slip\n")
    out = tmp_path / "out.csv"
    run(path, out, Options(prefix="model_"))
    assert verified(out, prefix="model_")[1] == []
    edit(out, 0, model_empathy="1.00")
    (finding,) = verified(out, prefix="model_")[1]
    assert str(finding) == "line 2 (id 1): empathy is 1.00 in the table, 3.60 rated again"
    with pytest.raises(InputError, match="no column 'overall'") as error:
        verified(out)
    assert error.value.hint == "its rated columns have other names: --prefix model_"


def test_points_and_references_hold_in_either_format(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    own = {
        "concern": "Where?",
        "reply": "Sorry.",
        "points": [{"need": "a date", "id": "date"}, "it is late"],
        "references": ["This | that."],
    }
    path.write_text(json.dumps(own) + "\n")
    for out in (tmp_path / "out.csv", tmp_path / "out.jsonl"):
        run(path, out)
        assert said(out) == []


def test_a_table_larger_than_a_chunk_goes_in_order(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run(table(tmp_path, *(f"Sorry {n}." for n in range(CHUNK + 5))), out)
    for row in (1, CHUNK + 2):
        edit(out, row, status="unsure")
    told: list[int] = []
    found: list[Finding] = []
    job = Verification.prepare(out)
    asyncio.run(job.run(ScriptedRater(), Shelf(), found.append, told.append))
    assert (job.total, told) == (CHUNK + 5, [CHUNK, 5])
    assert [finding.id for finding in found] == ["2", str(CHUNK + 3)]


def test_rows_that_are_none_or_cannot_be_rated(tmp_path: Path) -> None:
    class Picky(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            if any("idiot" in exchange.reply for exchange in exchanges):
                raise ModelError("The model gave no number.")
            return await super().rate(exchanges)

    out = tmp_path / "out.csv"
    run(table(tmp_path, *REPLIES), out)
    with out.open("a") as file:
        file.write("one,two\r\n")
    assert said(out, rater=Picky()) == [
        "line 3 (id 2): it cannot be rated again: The model gave no number.",
        "line 6: 2 cells under 16 columns",
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("concern,reply\nWhy?,Sorry.\n", "no rated table: there is no column", "rate it first"),
        ("name,age\nAnn,40\n", "no column 'reply'", "it needs"),
        ("", "is empty", "header"),
    ],
)
def test_a_file_that_is_no_rated_table(text: str, message: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as error:
        verified(path)
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3.40", 3.4),
        ("3,4", 3.4),
        (2, 2.0),
        ("nan", None),
        ("", None),
        (True, None),
        (None, None),
        ("high", None),
    ],
)
def test_numbers_in_cells(cell: object, expected: float | None) -> None:
    assert number(cell) == expected


class TestCommand:
    @pytest.fixture(autouse=True)
    def scripted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
        monkeypatch.setattr(library, "make_library", Shelf)

    def test_all_holds(self, graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert command_line.run(["verify", str(graded)]) == 0
        output = capsys.readouterr()
        assert output.out == "4 rows: 4 hold, 0 do not, 0 have no receipt\n"
        assert output.err == ""

    def test_for_a_program(self, graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(graded, 1, reply="Idiot!", empathy=3.4)
        assert command_line.run(["verify", str(graded), "--json"]) == 3
        row, counts = map(json.loads, capsys.readouterr().out.splitlines())
        assert (row["id"], row["changed"], row["problem"]) == ("2", ["reply"], "")
        (differs,) = row["differs"]
        assert (differs["column"], float(differs["table"]), differs["again"]) == ("empathy", 3.4, 0)
        assert counts == {
            "rows": 4,
            "hold": 3,
            "do_not_hold": 1,
            "no_receipt": 0,
            "changed_everywhere": [],
        }

    def test_another_model_is_also_said_once(
        self, graded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(scoring, "make_rater", lambda *_: judged_by(of_another_model))
        assert command_line.run(["verify", str(graded)]) == 3
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 6
        assert lines[4].startswith("Every receipt is of another model: verify with the version")
        assert lines[5] == "4 rows: 0 hold, 4 do not, 0 have no receipt"

    def test_a_row_without_a_receipt_is_not_passed_over(self, graded: Path) -> None:
        edit(graded, 0, receipt=None)
        assert command_line.run(["verify", str(graded)]) == 3

    def test_no_rated_table_and_no_model(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, out = table(tmp_path, *REPLIES), tmp_path / "out.csv"
        assert command_line.run(["verify", str(path)]) == 4
        assert f"roleplay score {path} -o graded.csv" in capsys.readouterr().err
        run(path, out)
        monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater(failures=9))
        assert command_line.run(["verify", str(out)]) == 5
        assert capsys.readouterr().out == ""
