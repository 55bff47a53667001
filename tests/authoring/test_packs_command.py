"""``packs``, ``check`` of packs, and packs wherever scenarios are named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.packs import files, folder_of, manifest, zip_of
from support.rater import ScriptedRater
from support.scenarios import small

from roleplay import paths
from roleplay.authoring.packs.places import installed_folders
from roleplay.cli import scoring
from roleplay.cli.app import run
from roleplay.cli.library import make_library
from roleplay.history import History

Capture = pytest.CaptureFixture[str]


def test_a_pack_is_added_listed_and_removed(tmp_path: Path, capsys: Capture) -> None:
    path = zip_of(files("one", "two").items(), tmp_path / "payroll.zip")
    assert run(["packs", "add", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == "one\ntwo\n"
    assert err.splitlines() == [
        "Installed payroll-days 1.0.0, with 2 scenarios.",
        "By Dana Ruiz; licence: CC-BY-4.0.",
    ]
    assert run(["packs", "add", str(path)]) == 0
    assert "Nothing changed" in capsys.readouterr().err
    assert run(["packs", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "name          version  licence    scenarios  authors",
        "payroll-days  1.0.0    CC-BY-4.0  2          Dana Ruiz",
    ]
    assert run(["packs", "remove", "payroll-day"]) == 4
    assert "did you mean 'payroll-days'?" in capsys.readouterr().err
    assert run(["packs", "remove", "payroll-days"]) == 0
    assert capsys.readouterr().err == (
        "Removed payroll-days 1.0.0: one, two. Your history is as it was.\n"
    )
    assert run(["packs", "list"]) == 0
    assert "No pack is installed" in capsys.readouterr().err


def test_a_pack_with_errors_is_refused_with_all_of_them(tmp_path: Path, capsys: Capture) -> None:
    texts = files("one")
    texts["pack.yaml"] = texts["pack.yaml"].replace("licence", "license")
    texts["one.yaml"] = texts["one.yaml"].replace("mood: 2", "mood: 9")
    path = zip_of([*texts.items(), ("../evil.yaml", "x")], tmp_path / "p.zip")
    assert run(["packs", "add", str(path)]) == 4
    out, err = capsys.readouterr()
    assert f"{path}:1:1: error P205: '../evil.yaml' leads out of the pack\n" in out
    assert f"{path}{os.sep}pack.yaml:4:1: error S101: 'license' is not a key here\n" in out
    assert f"{path}{os.sep}one.yaml:18:48: error S105: this must be at most 4\n" in out
    assert err == "3 errors: nothing was installed.\n"
    assert not paths.packs().exists()


def test_an_upgrade_says_what_it_replaced(tmp_path: Path, capsys: Capture) -> None:
    assert run(["packs", "add", str(folder_of(files(), tmp_path / "a"))]) == 0
    newer = folder_of(files(version="1.1.0"), tmp_path / "b")
    assert run(["packs", "add", str(newer)]) == 0
    assert "Installed payroll-days 1.1.0 instead of 1.0.0" in capsys.readouterr().err
    assert run(["packs", "add", str(tmp_path / "a")]) == 4
    assert "payroll-days 1.1.0 is installed, this is 1.0.0" in capsys.readouterr().err
    assert run(["packs", "add", str(tmp_path / "a"), "--replace"]) == 0
    assert "Installed payroll-days 1.0.0 instead of 1.1.0" in capsys.readouterr().err


def test_the_shipped_scenarios_as_a_pack_take_no_id_twice(tmp_path: Path, capsys: Capture) -> None:
    shipped = sorted(paths.scenarios().iterdir())
    entries = [(path.name, path.read_bytes()) for path in shipped]
    path = zip_of([("pack.yaml", manifest().encode()), *entries], tmp_path / "all.zip")
    assert run(["check", str(path)]) == 0
    assert run(["packs", "add", str(path)]) == 4
    assert "roleplay itself has angry-laptop, boss-or-balances" in capsys.readouterr().err
    renamed = [(f"our-{name}" if name[-5:] == ".yaml" else name, text) for name, text in entries]
    zip_of([("pack.yaml", manifest().encode()), *renamed], path)
    assert run(["packs", "add", str(path)]) == 0
    assert "our-angry-laptop\n" in capsys.readouterr().out


def test_nothing_that_an_author_typed_is_obeyed(tmp_path: Path, capsys: Capture) -> None:
    texts = files()
    authors = r'authors: ["\e]0;pwned\aDana", "[bold]Ana[/]\u202e"]'
    texts["pack.yaml"] = texts["pack.yaml"].replace("authors: [Dana Ruiz]", authors)
    assert run(["packs", "add", str(folder_of(texts, tmp_path / "p"))]) == 0
    assert run(["packs", "list"]) == 0
    out, err = capsys.readouterr()
    assert "Dana, [bold]Ana[/]\n" in out
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err


def test_an_ascii_terminal_ends_in_no_traceback(tmp_path: Path) -> None:
    texts = files()
    texts["pack.yaml"] = texts["pack.yaml"].replace("Dana Ruiz", "Branka Marković")
    folder_of(texts, tmp_path / "p")
    code = "import sys; from roleplay.cli.app import run; sys.exit(run(sys.argv[1:]))"
    for arguments in (["add", "p"], ["list"], ["list", "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, "packs", *arguments],
            cwd=tmp_path,
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
            check=False,
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_program_can_read_the_list(tmp_path: Path, capsys: Capture) -> None:
    run(["packs", "add", str(folder_of(files("one"), tmp_path / "p"))])
    capsys.readouterr()
    assert run(["packs", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "name": "payroll-days",
            "version": "1.0.0",
            "licence": "CC-BY-4.0",
            "authors": ["Dana Ruiz"],
            "title": "",
            "description": "",
            "homepage": "https://example.org/payroll-days",
            "scenarios": ["one"],
            "problems": [],
        }
    ]


def test_a_damaged_pack_is_listed_and_does_not_stop_the_others(
    tmp_path: Path, capsys: Capture
) -> None:
    run(["packs", "add", str(folder_of(files("one", "two"), tmp_path / "p"))])
    (folder,) = installed_folders(paths.packs())
    (folder / "one.yaml").write_text("title: [", encoding="utf-8")
    (paths.packs() / "broken").mkdir()
    (paths.packs() / "broken" / "current").write_bytes(b"\xff" * 1000)
    capsys.readouterr()
    assert run(["packs", "list"]) == 0
    said = capsys.readouterr().out
    assert "broken        ?" in said
    assert "broken: its files cannot be found" in said
    assert "payroll-days: its files are not as they were installed" in said
    assert "payroll-days: 'one' cannot be played: line 1:" in said
    assert "roleplay packs remove payroll-days" in said
    cards = {card.id: card.problem for card in make_library().cards()}
    assert cards["two"] == ""
    assert cards["one"]
    assert cards["steaming-mad"] == ""


def test_scenarios_of_packs_stand_among_the_shipped(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["packs", "add", str(folder_of(files("our-slip"), tmp_path / "p"))])
    capsys.readouterr()
    assert run(["list", "--json"]) == 0
    ids = {card["id"] for card in json.loads(capsys.readouterr().out)}
    assert {"our-slip", "steaming-mad"} <= ids
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
    assert run(["rate", "I am sorry.", "--scenario", "our-slip/waits"]) == 0
    assert "scored" in capsys.readouterr().out
    table, out = tmp_path / "class.csv", tmp_path / "graded.csv"
    table.write_text(
        "learner,scenario,scene,reply\nana,our-slip,asks,I am sorry.\n", encoding="utf-8"
    )
    assert run(["score", str(table), "-o", str(out)]) == 0
    assert "1 row" in capsys.readouterr().err
    assert run(["verify", str(out)]) == 0


def test_a_shipped_scenario_is_never_pushed_aside(tmp_path: Path) -> None:
    run(["packs", "add", str(folder_of(files("one"), tmp_path / "p"))])
    (folder,) = installed_folders(paths.packs())
    (folder / "one.yaml").rename(folder / "steaming-mad.yaml")
    assert make_library().load("steaming-mad").title == "Steaming mad"


def test_history_outlives_a_pack(tmp_path: Path) -> None:
    run(["packs", "add", str(folder_of(files("small"), tmp_path / "p"))])
    History.open(paths.history()).begin(small())
    assert run(["packs", "remove", "payroll-days"]) == 0
    assert [play.scenario for play in History.open(paths.history()).plays()] == ["small"]


def test_check_takes_a_folder_an_archive_and_a_folder_of_packs(
    tmp_path: Path, capsys: Capture
) -> None:
    texts = files("one", "two")
    texts["pack.yaml"] = texts["pack.yaml"].replace("1.0.0", "one")
    folder = folder_of(texts, tmp_path / "all" / "mine")
    (folder / "run.exe").write_text("MZ", encoding="utf-8")
    path = zip_of(texts.items(), tmp_path / "mine.ZIP")
    assert run(["check", str(path)]) == 4
    out, err = capsys.readouterr()
    assert f"{path}{os.sep}pack.yaml:3:10: error P103: 'one' is not a version\n" in out
    assert err == "3 files, 1 error, 0 warnings\n"
    for named in ([folder], [tmp_path / "all"], [folder, tmp_path / "all"]):
        assert run(["check", *map(str, named)]) == 4
        out, err = capsys.readouterr()
        assert f"{folder}{os.sep}pack.yaml:3:10: error P103" in out
        assert f"{folder}:1:1: error P208: 'run.exe' does not belong in a pack\n" in out
        assert err == "3 files, 2 errors, 0 warnings\n"
    assert run(["check", str(folder / "pack.yaml"), "--format", "json"]) == 4
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "P103"


def test_check_of_a_pack_without_scenarios(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "pack.yaml").write_text(manifest(), encoding="utf-8")
    assert run(["check", str(tmp_path)]) == 4
    assert "error P202" in capsys.readouterr().out


def test_check_of_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert run(["check", str(tmp_path / "nothing.zip")]) == 4
    assert "there is no pack at" in capsys.readouterr().err
    assert run(["packs", "add", "x" * 5000]) == 4
    assert "cannot be read: File name too long" in capsys.readouterr().err


def test_the_schema_is_printed_and_compared(capsys: Capture) -> None:
    assert run(["schema", "--pack"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Roleplay pack"
    assert run(["schema", "--pack", "--check"]) == 0


def test_no_scenario_may_be_called_pack(tmp_path: Path, capsys: Capture) -> None:
    assert run(["new", "pack", "--folder", str(tmp_path)]) == 2
    assert "choose another id" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_scenarios_needs_no_parser_for_packs_either(tmp_path: Path) -> None:
    run(["packs", "add", str(folder_of(files("one"), tmp_path / "p"))])
    make_library().cards()
    code = (
        "import sys; from roleplay.cli.library import make_library; make_library().cards();"
        "print(*{'pydantic', 'ruamel.yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
