"""The README's section on classes, as it stands there, with the real model and real readers.

Nothing that reads here was written for this project: a workbook is opened by openpyxl,
a statement checked against a schema, a page opened by a browser.
"""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.browser import BROWSER, MISSING, browse
from support.statements import check_statement

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS, LEARNERS, PENDING = 130, 40, 19


def said(command: list[str], folder: Path) -> str:
    """What ``roleplay`` says to ``command``, run in ``folder``."""
    script = "import sys; from roleplay.cli.app import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "ROLEPLAY_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def heard() -> dict[str, str]:
    """What each command of the README has said, by its first two words."""
    return {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, heard: dict[str, str]) -> Path:
    """Where the README's commands have been run."""
    made = tmp_path_factory.mktemp("class")
    shutil.copytree(DATA, made / "tests" / "data")
    block = re.search(r"<!-- a class -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert block is not None
    for line in block[1].splitlines():
        name, *command = shlex.split(line)
        assert name == "roleplay"
        key = command[command.index("--to") + 1] if "--to" in command else command[0]
        heard[key] = said(command, made)
    return made


def rows_of(path: Path) -> list[dict[str, object]]:
    head, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def table(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


def test_it_says_what_the_readme_says(folder: Path, heard: dict[str, str]) -> None:
    assert (folder / "graded.xlsx").is_file()
    assert heard["score"] in README
    assert heard["verify"] in README
    assert "".join(heard["moodle"].splitlines(keepends=True)[:5]) in README


def test_the_workbook(folder: Path) -> None:
    rows = rows_of(folder / "graded.xlsx")
    assert len(rows) == ROWS
    assert rows[0]["student"] == "007"
    assert [row["learner"] for row in rows if "copied" in str(row["flags"])] == ["Hugo Martins"]
    parrots = [row["learner"] for row in rows if "parrot" in str(row["flags"])]
    assert parrots == ["Farid Rahimi", "Quentin Dubois"]
    unscored = [str(row["reply"] or "")[:7] for row in rows if row["status"] == "unscored"]
    # gibberish, nothing, French, Spanish twice, nothing
    assert unscored == ["asdf jk", "", "Je comp", "Lo sien", "Claro q", ""]
    good, also_good, poor = (
        sum(float(str(row["overall"])) for row in rows if _first(row, name)) / 3
        for name in ("Amira Haddad", "Dwayne Carter", "Ewa Nowak")
    )
    assert min(good, also_good) > poor + 40


def _first(row: dict[str, object], learner: str) -> bool:
    return row["learner"] == learner and row["attempt"] == "1"


def test_moodle_s_table(folder: Path) -> None:
    head, *rows = table(folder / "moodle.csv")
    assert {len(row) for row in rows} == {len(head)}
    assert len({row[0] for row in rows}) == len(rows) == LEARNERS
    grades = [cell for row in rows for cell in row[1::2] if cell]
    assert len(grades) == 3 * LEARNERS - PENDING
    assert all(0 <= float(grade) <= 100 for grade in grades)


def test_canvas_gets_its_export_back_with_one_column_filled(folder: Path) -> None:
    before, after = table(DATA / "sample-gradebook.csv"), table(folder / "canvas.csv")
    column = before[0].index("Laptop (4321)")
    filled = [row.pop(column) for row in after]
    assert all(not row.pop(column) for row in before[2:])
    assert filled[:2] == [before[0].pop(column), before[1].pop(column)]
    assert after == before
    worth = float(filled[1])
    grades = [float(grade) for grade in filled[2:] if grade]
    assert len(grades) == LEARNERS - 7
    assert all(0 <= grade <= worth for grade in grades)


def test_statements_that_a_store_takes(folder: Path) -> None:
    text = (folder / "statements.jsonl").read_text(encoding="utf-8")
    statements = [json.loads(line) for line in text.splitlines()]
    assert len({statement["id"] for statement in statements}) == 3 * LEARNERS - PENDING
    for statement in statements:
        check_statement(statement)
    assert "Amira" not in text
    assert "amira" not in text


def test_a_page_for_each_learner(folder: Path) -> None:
    assert len(list((folder / "feedback").iterdir())) >= LEARNERS


@pytest.mark.skipif(BROWSER is None, reason=MISSING)
def test_the_report_in_a_browser(folder: Path) -> None:
    shown = browse(folder / "class.html", "--dump-dom")
    names = {str(row["learner"]) for row in rows_of(folder / "graded.xlsx")}
    assert len(names) == LEARNERS
    assert [name for name in names if name not in shown] == []


def test_own_scenes_beside_the_library_s(tmp_path: Path) -> None:
    out = tmp_path / "graded.csv"
    assert "6 rows = " in said(["score", str(DATA / "own-scenes.jsonl"), "-o", str(out)], tmp_path)
    assert said(["verify", str(out)], tmp_path).startswith("6 rows: 6 hold, 0 do not")
