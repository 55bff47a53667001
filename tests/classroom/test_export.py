"""``roleplay export`` as somebody calls it."""

import csv
import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.graded import by_numbers, mark, marks, reply
from support.rater import ScriptedRater
from support.shelf import Shelf, run
from support.statements import check_statement

from roleplay.cli import library
from roleplay.cli.app import run as call

HEAD = ("learner", "mail", "scenario", "scene", "reply", "when")
HOME = ("--to", "xapi", "--homepage", "https://train.example.org/")
WHEN = "2026-11-02T10:00:00+01:00"

FEEDBACK = (
    "Empathy 3.00, restating 3.00, courtesy 3.00 of 4. Not said back: her overtime is missing; "
    "she is worried about the rent; an answer today. Rated by a model."
)


@pytest.fixture(autouse=True)
def small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "make_library", Shelf)


def row(learner: str, level: float, word: str = "", mail: str = "") -> list[str]:
    text = reply(1, [level] * 4, word)
    return [learner, mail or f"{learner.lower()}@example.org", "small", "asks", text, WHEN]


def rated(folder: Path, *rows: Sequence[str], name: str = "graded.csv") -> Path:
    with (path := folder / "class.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows])
    run(path, folder / name, None, ScriptedRater(by_numbers))
    return folder / name


def klass(folder: Path, name: str = "graded.csv") -> Path:
    """Two who are graded, and one who is not."""
    return rated(folder, row("Ann", 3), row("Bea", 2), row("Cal", 4, "unsure"), name=name)


def export(path: Path, *options: object, code: int = 0) -> None:
    assert call(["export", str(path), *map(str, options)]) == code


def strict(path: Path) -> list[list[str]]:
    """As Moodle reads it: every row as wide as the header."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    assert {len(cells) for cells in rows} == {len(rows[0])}
    return rows


class TestMoodle:
    def test_a_row_a_learner(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "moodle.csv"
        more = ("--id-column", "mail", "--match", "email")
        export(klass(tmp_path), "--to", "moodle", "-o", out, *more)
        assert strict(out)[:2] == [
            ["Email address", "Assignment: Small", "Feedback: Small"],
            [
                "ann@example.org",
                "75.00",
                FEEDBACK,
            ],
        ]
        assert [cells[0] for cells in strict(out)[2:]] == ["bea@example.org"]
        told = capsys.readouterr().err
        assert f"2 grades → {out}" in told
        assert "1 grade pending, left out:" in told
        assert "  Cal (cal@example.org), small: asks: unsure (it is hard to tell)" in told

    def test_pending_has_words_and_no_number(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "moodle.csv"
        export(klass(tmp_path), "--to", "moodle", "-o", out, "--pending")
        assert strict(out)[3] == ["Cal", "", "Not graded yet: a person will look at your reply."]
        assert "1 cell has no grade. Moodle takes that for 'no grade'" in capsys.readouterr().err

    def test_marks_give_the_number(self, tmp_path: Path) -> None:
        out, given = tmp_path / "m.csv", marks(tmp_path / "k.csv", [mark("3", (2, 2, 2))])
        export(klass(tmp_path), "--to", "moodle", "-o", out, "--marks", given)
        assert strict(out)[3][1] == "50.00"
        told = "Empathy 2.00, restating 2.00, courtesy 2.00 of 4. Marked by a person."
        assert strict(out)[3][2] == told

    def test_a_mark_on_one_ladder_is_a_part(self, tmp_path: Path) -> None:
        out, given = tmp_path / "m.csv", marks(tmp_path / "k.csv", [mark("1", (4,))])
        export(klass(tmp_path), "--to", "moodle", "-o", out, "--marks", given)
        assert strict(out)[1][2].endswith(" Rated by a model, and in part marked by a person.")

    def test_capitals_of_an_address_make_no_other_learner(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows = [row("Ann", 1, mail="José@x.org"), row("Ann", 3, mail="JOSE\u0301@x.org")]
        path, out = rated(tmp_path, *rows), tmp_path / "m.csv"
        by = ("--to", "moodle", "-o", out, "--id-column", "mail")
        export(path, *by, "--match", "email")
        assert [cells[:2] for cells in strict(out)[1:]] == [["José@x.org", "75.00"]]
        export(path, *by, code=4)
        said = capsys.readouterr().err
        assert "'José@x.org' and 'JOSÉ@x.org' in 'mail' may be one learner." in said

    def test_points_other_than_100(self, tmp_path: Path) -> None:
        out = tmp_path / "moodle.csv"
        export(klass(tmp_path), "--to", "moodle", "-o", out, "--points", 10)
        assert strict(out)[1][1] == "7.50"

    def test_an_id_that_is_a_formula_is_left_out_and_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        evil = row('=HYPERLINK("http://x")', 2)
        path, out = rated(tmp_path, row("Ann", 3), evil), tmp_path / "moodle.csv"
        export(path, "--to", "moodle", "-o", out, code=3)
        assert [cells[0] for cells in strict(out)] == ["ID number", "Ann"]
        assert '=HYPERLINK("http://x"): a spreadsheet would run' in capsys.readouterr().err
        export(path, "--to", "moodle", "-o", out, "--raw")
        assert strict(out)[2][0] == evil[0]

    def test_hostile_names_stay_one_cell_and_obey_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = 'Ann,"\x1b]0;x\x07\n[b]\u202eB\x00'
        path, out = rated(tmp_path, row(name, 3), row(name + "2", 3, "unsure")), tmp_path / "m.csv"
        export(path, "--to", "moodle", "-o", out)
        assert strict(out)[1][0] == 'Ann," [b]B'
        assert 'Ann," [b]B2' in capsys.readouterr().err

    def test_standard_output_and_a_workbook(
        self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        export(klass(tmp_path, "graded.xlsx"), "--to", "moodle", "-o", "-")
        assert capfdbinary.readouterr().out.startswith(b"ID number,Assignment: Small,")


class TestCanvas:
    EXPORT = (
        "\ufeffStudent,ID,SIS Login ID,Section,Small (7)\r\n    Points Possible,,,,20\r\n"
        '"A, Ann",1,ann,S,\r\n"C, Cal",2,cal,S,1.00\r\n"D, Dee",3,dee,S,5.00\r\n'
    )

    def filled(self, folder: Path, *options: object, code: int = 0) -> str:
        (book := folder / "export.csv").write_bytes(self.EXPORT.encode())
        out = folder / "out.csv"
        more = ("--to", "canvas", "--gradebook", book, "--column", "Small (7)", "-o", out)
        export(klass(folder), *more, *options, code=code)
        return out.read_bytes().decode()

    @pytest.mark.parametrize("options", [(), ("--pending",)])
    def test_one_cell_changes_and_who_is_missing_is_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
    ) -> None:
        assert self.filled(tmp_path, *options, code=3) == self.EXPORT.replace(",S,\r", ",S,15.00\r")
        told = capsys.readouterr().err
        assert "1 grade could not be handed in:\n  Bea: not in the column 'SIS Login ID'" in told
        assert "1 grade pending, left out:\n  Cal, small: asks: unsure" in told

    def test_the_export_is_not_overwritten(self, tmp_path: Path) -> None:
        (book := tmp_path / "export.csv").write_bytes(self.EXPORT.encode())
        more = ("--to", "canvas", "--gradebook", book, "--column", "7", "-o", book)
        export(klass(tmp_path), *more, code=2)
        assert book.read_bytes().decode() == self.EXPORT


class TestXapi:
    def stated(self, path: Path, *options: object) -> list[dict[str, Any]]:
        out = path.with_name("statements.json")
        export(path, *HOME, "-o", out, *options)
        found: list[dict[str, Any]] = json.loads(out.read_text("utf-8"))
        for statement in found:
            check_statement(statement)
        return found

    def test_passed_and_failed_with_scores(self, tmp_path: Path) -> None:
        ann, bea = self.stated(klass(tmp_path))
        assert ann["verb"]["id"].endswith("/passed")
        assert ann["result"]["score"] == {"scaled": 0.75, "raw": 75.0, "min": 0, "max": 100}
        assert (bea["verb"]["id"][-6:], bea["result"]["success"]) == ("failed", False)
        assert ann["object"]["id"] == "https://train.example.org/scenarios/small"
        assert "timestamp" not in ann

    def test_pending_is_completed_without_a_score(self, tmp_path: Path) -> None:
        *_, cal = self.stated(klass(tmp_path), "--pending")
        assert cal["verb"]["id"].endswith("/completed")
        assert set(cal["result"]) == {"completion", "extensions"}
        assert cal["result"]["extensions"]["https://train.example.org/xapi/grading"] == "pending"

    def test_again_it_is_the_same_and_what_states_something_else_is_another(
        self, tmp_path: Path
    ) -> None:
        path = klass(tmp_path)
        first = self.stated(path)
        assert self.stated(path) == first
        for more in (["--with-replies"], ["--time-column", "when"]):
            told = self.stated(path, *more)
            assert not {one["id"] for one in told} & {one["id"] for one in first}
            assert self.stated(path, *more) == told
        given = marks(tmp_path / "marks.csv", [mark("1", (4, 4, 4))])
        ann, bea = self.stated(path, "--marks", given)
        assert ann["id"] != first[0]["id"]
        assert bea["id"] == first[1]["id"]
        assert ann["result"]["extensions"]["https://train.example.org/xapi/scorer"] == "person"

    def test_every_statement_has_its_own_id(self, tmp_path: Path) -> None:
        same = [row(name, 3) for name in ("Ann", "Bea", "Cal")]
        found = self.stated(rated(tmp_path, *same))
        assert len({one["id"] for one in found}) == 3

    def test_names_and_replies_stay_out_unless_asked_for(
        self, tmp_path: Path, own_data: Path
    ) -> None:
        path = klass(tmp_path)
        text = json.dumps(self.stated(path))
        assert not [word for word in ("Ann", "example.org/ann", "Reply 1") if word in text]
        assert stat.S_IMODE((own_data / "pseudonyms.key").stat().st_mode) == 0o600
        ann, _ = self.stated(path, "--with-replies", "--time-column", "when", "--identify")
        assert ann["actor"]["account"]["name"] == "Ann"
        assert ann["result"]["response"] == "Reply 1: 3.00 3.00 3.00 3.00"
        assert ann["timestamp"] == WHEN

    def test_pseudonyms_go_with_their_key(self, tmp_path: Path) -> None:
        path = klass(tmp_path)

        def names(*options: object) -> list[str]:
            found = self.stated(path, *options)
            return [one["actor"]["account"]["name"] for one in found]

        mine, yours = tmp_path / "keys" / "mine", tmp_path / "keys" / "yours"
        first = names("--key", mine)
        assert len(set(first)) == 2
        assert names("--key", mine) == first
        assert not set(names("--key", yours)) & set(first)

    def test_a_file_that_is_no_key_is_not_taken_for_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = klass(tmp_path)
        export(path, *HOME, "-o", tmp_path / "x.json", "--key", path, code=4)
        assert "has no key" in capsys.readouterr().err
        assert not (tmp_path / "x.json").exists()

    def test_json_lines(self, tmp_path: Path) -> None:
        export(klass(tmp_path), *HOME, "-o", tmp_path / "x.jsonl")
        lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
        assert len(lines) == 2
        for line in lines:
            check_statement(json.loads(line))

    def test_none_is_an_empty_array(self, tmp_path: Path) -> None:
        assert self.stated(rated(tmp_path, row("Ann", 3, "unsure"))) == []

    @pytest.mark.parametrize(
        "url",
        [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://a b",
            "https://a/?x=1",
            "https://[",
            "https://me@a/",
            "https://ö.org",
        ],
    )
    def test_an_address_under_which_nothing_can_stand(self, tmp_path: Path, url: str) -> None:
        path, out = klass(tmp_path), tmp_path / "x.json"
        export(path, "--to", "xapi", "--homepage", url, "-o", out, code=2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "moodle", "--gradebook", "x.csv"), "--gradebook is for --to canvas."),
        (("--to", "moodle", "--with-replies"), "--with-replies is for --to xapi."),
        ((*HOME, "--combine"), "--combine is for --to canvas and --to moodle."),
        ((*HOME, "--identify", "--key", "k", "-o", "x.json"), "--key is for nothing"),
        (("--to", "moodle", "-o", "x.xlsx"), "x.xlsx: what is handed in to Moodle ends in .csv"),
        ((*HOME, "-o", "x.csv"), "a record store ends in .json or .jsonl"),
        ((*HOME, "--key", "x.json", "-o", "x.json"), "x.json would be overwritten"),
        (("--to", "xapi"), "xAPI needs an address"),
        (("--to", "canvas"), "Canvas needs your own export"),
        (("--to", "moodle", "--points", "0"), "--points must be above 0"),
        (("--to", "moodle", "--points", "nan"), "--points must be above 0"),
        (("--to", "moodle", "--match", "phone"), "Moodle finds nobody by 'phone'"),
    ],
)
def test_options_that_make_no_sense(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: Sequence[str], said: str
) -> None:
    export(klass(tmp_path), "-o", tmp_path / "out.csv", *options, code=2)
    assert said in capsys.readouterr().err


def test_input_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = klass(tmp_path), tmp_path / "out.csv"
    export(path, "--to", "moodle", "-o", path, code=2)
    export(tmp_path / "class.csv", "--to", "moodle", "-o", out, code=4)
    export(path, "--to", "moodle", "-o", out, "--id-column", "number", code=4)
    export(rated(tmp_path, row("", 3)), "--to", "moodle", "-o", out, code=4)
    export(path, "--to", "moodle", "-o", tmp_path / "no" / "out.csv", code=2)
    assert "nobody is named in 'learner'" in capsys.readouterr().err
    assert not out.exists()


def test_a_row_without_a_learner_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rated(tmp_path, row("Ann", 3), row("", 3))
    export(path, "--to", "moodle", "-o", tmp_path / "out.csv", code=3)
    assert "1 row without a learner, in no grade:\n  line 3" in capsys.readouterr().err


def test_what_was_there_stays_when_nothing_can_be_written(tmp_path: Path) -> None:
    (out := tmp_path / "out.csv").write_text("mine", "utf-8")
    path = klass(tmp_path)
    (book := tmp_path / "export.csv").write_text(
        "Student,ID,Section,Small (7)\nPoints Possible,,,9\nA,1,S,\nB,1,S,\n"
    )
    for old in ("Ann", "Bea"):
        path.write_text(path.read_text("utf-8").replace(f"{old},", "1,"), "utf-8")
    more = ("--match", "ID", "--to", "canvas", "--gradebook", book, "--column", "7")
    export(path, *more, "-o", out, code=4)
    assert out.read_text("utf-8") == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "class.csv",
        "export.csv",
        "graded.csv",
        "out.csv",
    ]


def test_many_are_listed_in_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = rated(tmp_path, *(row(f"L{n}", 3, "unsure") for n in range(30)))
    export(path, "--to", "moodle", "-o", tmp_path / "out.csv")
    told = capsys.readouterr().err.splitlines()
    assert "  … and 10 more" in told
    assert len(told) == 25
