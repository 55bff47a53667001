"""``check``, ``new`` and ``schema`` as a user starts them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.schema import schema_text


def roleplay(*arguments: str, folder: Path, encoding: str = "utf-8") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from roleplay.cli import main; main()", *arguments],
        cwd=folder,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode("utf-8", "replace")


def test_the_shipped_scenarios_are_checked_by_default(tmp_path: Path) -> None:
    code, out, err = roleplay("check", folder=tmp_path)
    assert (code, out) == (0, "")
    assert err.endswith(" files, 0 errors, 0 warnings\n")


def test_an_error_exits_4_with_findings_on_stdout(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "bad.yaml").write_text(SAMPLE.replace("mood: 2", "mood: 9"), "utf-8")
    (tmp_path / "good.yaml").write_text(SAMPLE, "utf-8")
    code, out, err = roleplay("check", ".", folder=tmp_path)
    assert code == 4
    assert out.startswith(f"sub{os.sep}bad.yaml:18:48: error S105: this must be at most 4\n")
    assert err == "2 files, 1 error, 0 warnings\n"


def test_a_warning_exits_0(tmp_path: Path) -> None:
    text = SAMPLE.replace("      - {reply: Not now., expect: courtesy <= 1}\n", "")
    (tmp_path / "meh.yaml").write_text(text, "utf-8")
    code, out, err = roleplay("check", "meh.yaml", folder=tmp_path)
    assert code == 0
    assert "warning S403" in out
    assert err == "1 file, 0 errors, 1 warning\n"


def test_programs_can_read_it(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(SAMPLE.replace("mood: 2", "mood: 9"), "utf-8")
    code, out, _ = roleplay("check", "bad.yaml", "--format", "json", folder=tmp_path)
    assert code == 4
    [problem] = json.loads(out)["problems"]
    assert (problem["code"], problem["line"], problem["col"]) == ("S105", 18, 48)
    code, out, _ = roleplay("check", "bad.yaml", "--format", "github", folder=tmp_path)
    assert out.startswith("::error file=bad.yaml,line=18,col=48,title=S105::this must be")


# Not "ascii": Typer takes that for a mistake of the system's and writes UTF-8.
@pytest.mark.parametrize("encoding", ["cp437", "cp1252"])
def test_a_narrow_terminal_encoding_ends_in_no_traceback(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "bad.yaml").write_text(SAMPLE.replace("mood: 2", "mood: 給"), "utf-8")
    code, out, err = roleplay("check", "bad.yaml", folder=tmp_path, encoding=encoding)
    assert code == 4
    assert "error S103" in out
    assert "Traceback" not in err


def test_a_missing_file_and_an_empty_folder_are_said(tmp_path: Path) -> None:
    code, out, _ = roleplay("check", "nothing.yaml", folder=tmp_path)
    assert (code, "error S001" in out) == (4, True)
    code, _, err = roleplay("check", ".", folder=tmp_path)
    assert (code, "there is no scenario in ." in err) == (4, True)


def test_new_then_check(tmp_path: Path) -> None:
    code, out, _ = roleplay("new", "my-first", "--kind", "supplier", folder=tmp_path)
    assert (code, out) == (0, "my-first.yaml\n")
    assert roleplay("check", "my-first.yaml", folder=tmp_path)[0] == 0
    assert roleplay("new", "my-first", folder=tmp_path)[0] == 4
    assert roleplay("new", "My First", folder=tmp_path)[0] == 2


def test_the_schema_is_printed_and_compared(tmp_path: Path) -> None:
    assert roleplay("schema", folder=tmp_path)[:2] == (0, schema_text())
    assert roleplay("schema", "--check", folder=tmp_path)[:2] == (0, "")


def test_a_usage_error_exits_2(tmp_path: Path) -> None:
    assert roleplay("check", "--format", "xml", folder=tmp_path)[0] == 2


def test_check_loads_no_model_and_no_textual(tmp_path: Path) -> None:
    code = (
        "import sys; from roleplay.cli.app import run; run(['check']);"
        "print(*{'textual', 'torch', 'onnxruntime', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
