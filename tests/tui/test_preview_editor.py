"""``roleplay preview`` as a command, and the author's editor opened from it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from roleplay.authoring.sample import SAMPLE
from roleplay.cli.app import run
from tui.drafts import app_on, editor, problems, ready, save
from tui.test_app import read_until
from tui.world import until, warned


async def test_e_opens_the_editor_at_the_problem_else_at_the_scene(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", str(editor(tmp_path, "code")))
    called = tmp_path / "called"
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        await pilot.press("e")
        await until(pilot, called.is_file)
        await until(pilot, lambda: called.read_text().endswith("\n"))
        line = SAMPLE.splitlines().index("  waits:") + 1
        assert called.read_text() == f"--goto {file}:{line}:1\n"
        save(file, ("go: waits", "go: wait"), ("mood: 2", "mood: 9"))
        await until(pilot, lambda: "'wait' is not a scene" in problems(pilot))
        called.unlink()
        await pilot.press("n", "n", "e")
        await until(pilot, called.is_file)
        await until(pilot, lambda: called.read_text().endswith("\n"))
        assert called.read_text() == f"--goto {file}:35:14\n"


async def test_an_editor_that_is_missing_or_fails_is_said_calmly(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("roleplay.tui.editing.EARLY", 0.2)
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "No editor is set." in warned(pilot))
        assert "EDITOR" in warned(pilot)
        assert "late-badge.yaml in any editor, at line" in warned(pilot)
        monkeypatch.setenv("EDITOR", "no-such-editor[/]")
        await pilot.press("e")
        await until(pilot, lambda: "There is no editor 'no-such-editor[/]'" in warned(pilot))
        monkeypatch.setenv("EDITOR", "vi 'unclosed")
        await pilot.press("e")
        await until(pilot, lambda: "cannot be read as a command" in warned(pilot))
        monkeypatch.setenv("EDITOR", str(editor(tmp_path, "subl", code=3)))
        await pilot.press("e")
        await until(pilot, lambda: "subl ended with code 3" in warned(pilot))
        monkeypatch.setenv("EDITOR", str(editor(tmp_path, "nano")))
        await pilot.press("e")  # a test has no terminal to give away
        await until(pilot, lambda: "nano needs this terminal" in warned(pilot))


def test_the_command_says_what_is_missing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        return run(["preview", *arguments]), capsys.readouterr().err

    code, text = said(str(file.with_name("late-bage.yaml")))
    assert code == 4
    assert "late-badge.yaml?" in text
    code, text = said(str(file.parent))
    assert code == 4
    assert "is a folder" in text
    code, text = said(str(file), "--scene", "wait")
    assert code == 4
    assert "did you mean 'waits'?" in text
    code, text = said(str(file), "--scene", "waits")
    assert code == 2
    assert f"roleplay check {file}" in text
    code, text = said("two-minute-question.yaml")
    assert code == 4
    assert "roleplay new two-minute-question" in text


def test_it_starts_in_a_terminal_and_gives_it_to_the_editor_and_back(
    file: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from roleplay.cli.app import run; sys.exit(run(sys.argv[1:]))",
            *("preview", str(file), "--scene", "waits"),
        ],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "VISUAL": str(editor(tmp_path, "nano", code=1)),
        },
    )
    os.close(theirs)
    assert "She does not move." in read_until(ours, "She does not move.")
    os.write(ours, b"e")
    assert "ended with code 1" in read_until(ours, "ended with code 1")
    line = SAMPLE.splitlines().index("  waits:") + 1
    assert (tmp_path / "called").read_text() == f"+{line},1 {file}\n"
    os.write(ours, b"\x11")
    read_until(ours, "\x1b[?1049l")
    assert process.wait(timeout=20) == 0
    os.close(ours)
