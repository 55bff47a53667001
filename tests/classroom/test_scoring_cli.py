"""``roleplay rate`` and ``roleplay score`` as somebody calls them."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.keywords import by_keywords
from support.rater import MODEL, ScriptedRater
from support.scenarios import small
from support.shelf import Shelf, objects, read, table

from roleplay.cli import library, scoring
from roleplay.cli.app import run
from roleplay.errors import ModelError
from roleplay.rating import Exchange, Rating

KIND = "I am sorry, your overtime is missing."


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
    monkeypatch.setattr(library, "make_library", Shelf)


@pytest.mark.usefixtures("scripted")
class TestRate:
    def test_for_a_person(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rate", KIND, "--scenario", "small/asks"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0] == "They will feel heard, understood and respected."
        assert "empathy    3.60 (3.1 to 4.0) specific and complete" in said
        assert f"           “{KIND}” names the feeling" in said
        assert "overall    90 of 100" in said
        assert "covered    her overtime is missing" in said
        assert "status     scored" in said
        receipt = Exchange.in_scene(small().scenes["asks"], KIND).receipt(MODEL)
        assert f"receipt    {receipt}" in said

    def test_a_terminal_that_lacks_characters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shown = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="cp437"))
        assert run(["rate", KIND, "--scenario", "small/asks"]) == 0
        assert b"\\u201cI am sorry, your overtime is missing.\\u201d names" in shown.getvalue()

    def test_for_a_program(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rate", "You idiot.", "--scenario", "small", "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert data["overall"] == 0
        assert data["levels"]["empathy"] == {
            "value": 0,
            "low": 0,
            "high": 0.5,
            "words": "hostile",
        }
        assert data["flags"] == ["insult"]
        assert data["sentences"][0]["acts"] == ["insult"]
        assert data["points"][0] == {
            "id": "overtime",
            "state": "missing",
            "kind": "fact",
            "text": "her overtime is missing",
        }
        assert data["change"] == "Leave out what stings: “You idiot.”"
        assert data["advice"] == []

    def test_advice_that_was_tried(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater(by_keywords))
        call = ["rate", "I will look.", "--scenario", "small/asks"]
        assert run(call) == 0
        said = capsys.readouterr().out.splitlines()
        advice = [line for line in said if line.startswith("advice     ")]
        assert 1 <= len(advice) <= 3
        assert re.fullmatch(r"advice     [A-Z].+ \((\w+) \d\.\d → \d\.\d\)\.", advice[0])
        assert not any(line.startswith("change") for line in said)
        assert run([*call, "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert len(data["advice"]) == len(advice)
        best = data["advice"][0]
        assert best["after"] - best["before"] >= 0.3
        assert best["before"] == data["levels"][best["ladder"]]["value"]
        assert best["overall_before"] == data["overall"]
        assert data["change"] == advice[0].removeprefix("advice     ")

    def test_a_detail_from_nowhere_is_asked_about(self, capsys: pytest.CaptureFixture[str]) -> None:
        made_up = "I am sorry. So Marisol said it was Friday."
        assert run(["rate", made_up, "--scenario", "small/more"]) == 0
        question = (
            "Where are “Marisol” and “Friday” from? "
            "They are neither in what Dana Ruiz said nor in your notes."
        )
        assert f"question   {question}" in capsys.readouterr().out.splitlines()
        assert run(["rate", made_up, "--scenario", "small/more", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["question"] == question
        assert run(["rate", made_up, "--concern", "Where is it? Friday, you said."]) == 0
        assert "question" not in capsys.readouterr().out

    def test_an_unscored_reply(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rate", " ", "--concern", "Where is it?"]) == 0
        said = capsys.readouterr().out
        assert "unscored: the reply is empty" in said
        assert "overall" not in said

    def test_an_own_scene(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("Sorry\x1b[2J.\r\n"))
        own = ["--concern", "Where is it?", "--point", "it is late", "--point", "need: a date"]
        assert run(["rate", "-", *own, "--reference", "Sorry.", "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert data["reply"] == "Sorry.\n"
        assert [point["kind"] for point in data["points"]] == ["fact", "need"]

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["Sorry."], 2, "a scenario or a concern"),
            (["Sorry.", "--scenario", "small", "--concern", "Why?"], 2, "a scenario or a concern"),
            (["Sorry.", "--scenario", "small", "--point", "late"], 2, "its own points"),
            (["Sorry.", "--scenario", "smal"], 4, "did you mean 'small'"),
            (["Sorry.", "--scenario", "small/ask"], 4, "did you mean 'asks'"),
            (["Sorry.", "--scenario", "broken"], 4, "2 problems"),
            (["Sorry.", "--concern", "Why?", "--point", "fact:"], 4, "a point without a text"),
            ([], 2, "Missing argument"),
        ],
    )
    def test_calls_that_make_no_sense(
        self, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["rate", *arguments]) == code
        output = capsys.readouterr()
        assert said in output.err
        assert output.out == ""


@pytest.mark.usefixtures("scripted")
class TestScore:
    def test_all_is_well(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path, out = table(tmp_path, KIND, ""), tmp_path / "out.csv"
        assert run(["score", str(path), "-o", str(out), "--explain", "--prefix", "m_"]) == 0
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err == (f"2 rows = 1 scored + 0 unsure + 1 unscored + 0 failed → {out}\n")
        assert KIND in read(out)[0]["m_strength"]

    def test_failed_rows(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path, out = tmp_path / "class.jsonl", tmp_path / "out.jsonl"
        path.write_text('{"concern": "Why?", "reply": "=Sorry."}\n{"reply": "Why?"}\n')
        assert run(["score", str(path), "-o", str(out), "--raw"]) == 3
        assert f"what failed, and why → {out}.errors.csv" in capsys.readouterr().err
        assert [row["reply"] for row in objects(out)] == ["=Sorry."]

    def test_input_that_cannot_be_read(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "class.csv"
        path.write_bytes("concern,reply\nWhy?,Désolé.\n".encode("cp1252"))
        out = tmp_path / "out.csv"
        assert run(["score", str(path), "-o", str(out)]) == 4
        assert "--encoding cp1252" in capsys.readouterr().err
        assert run(["score", str(path), "-o", str(out), "--encoding", "cp1252"]) == 0
        assert read(out)[0]["reply"] == "Désolé."

    @pytest.mark.parametrize("out", ["class.csv", "out.xls", "nowhere/out.csv"])
    def test_output_that_cannot_be(
        self, out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = table(tmp_path, KIND)
        assert run(["score", str(path), "-o", str(tmp_path / out)]) == 2
        assert "  → " in capsys.readouterr().err

    def test_a_model_that_is_not_there(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        class Missing(ScriptedRater):
            async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
                raise ModelError(f"No model for {len(exchanges)}.", hint="install it")

        monkeypatch.setattr(scoring, "make_rater", lambda *_: Missing())
        out = tmp_path / "out.csv"
        assert run(["score", str(table(tmp_path, KIND, "")), "-o", str(out)]) == 5
        assert "install it" in capsys.readouterr().err
        assert not out.exists()


TERMINATED = """
import os, signal, sys
from support.shelf import Shelf
from support.rater import ScriptedRater
from roleplay.cli import library, scoring
from roleplay.cli.app import run
class Slow(ScriptedRater):
    async def rate(self, exchanges):
        if self.seen:
            os.kill(os.getpid(), signal.SIGTERM)
        return await super().rate(exchanges)
scoring.make_rater, library.make_library = lambda *_: Slow(), Shelf
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_polite_request_to_end_leaves_no_draft(tmp_path: Path) -> None:
    path = table(tmp_path, *(f"Sorry {n}." for n in range(200)))
    done = python(TERMINATED, "score", path, "-o", tmp_path / "out.csv")
    assert done.returncode == 128 + 15, done.stderr
    kept = ".out.csv.roleplay-run"
    assert sorted(file.name for file in tmp_path.iterdir()) == [kept, "class.csv"]


REAL = """
import sys
from roleplay.cli.app import run
code = run(sys.argv[1:])
heavy = {"textual", "torch", "transformers", "sentence_transformers", "rich.progress"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
sys.exit(code)
"""


def python(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    tests = Path(__file__).parents[1]
    path = os.pathsep.join(map(str, (tests.parent, tests)))
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_rate_with_the_real_model_loads_nothing_heavy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEPLAY_DATA", str(tmp_path))
    done = python(REAL, "rate", "You idiot.", "--scenario", "two-minute-question", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["levels"]["courtesy"]["value"] <= 1
    assert len(data["points"]) == 4
