"""How each editor is asked to open a file at a place."""

from pathlib import Path

import pytest

from roleplay.tui.editors import chosen, editing

FILE = Path("scenarios/late.yaml")


@pytest.mark.parametrize(
    ("editor", "command", "window"),
    [
        ("vi", ["vi", "+12", "scenarios/late.yaml"], False),
        ("nvim -p", ["nvim", "-p", "+12", "scenarios/late.yaml"], False),
        ("/usr/bin/vim", ["/usr/bin/vim", "+12", "scenarios/late.yaml"], False),
        ("nano", ["nano", "+12,7", "scenarios/late.yaml"], False),
        ("emacs -nw", ["emacs", "-nw", "+12:7", "scenarios/late.yaml"], False),
        ("hx", ["hx", "scenarios/late.yaml:12:7"], False),
        ("code --wait", ["code", "--wait", "--goto", "scenarios/late.yaml:12:7"], True),
        ("codium", ["codium", "--goto", "scenarios/late.yaml:12:7"], True),
        ("Code.exe", ["Code.exe", "--goto", "scenarios/late.yaml:12:7"], True),
        (r"'C:\Apps\code.cmd'", [r"C:\Apps\code.cmd", "--goto", f"{FILE}:12:7"], True),
        ("subl", ["subl", "scenarios/late.yaml:12:7"], True),
        ("zed", ["zed", "scenarios/late.yaml:12:7"], True),
        ("kate", ["kate", "--line", "12", "scenarios/late.yaml"], True),
        ("notepad++", ["notepad++", "-n12", "scenarios/late.yaml"], True),
        ("notepad", ["notepad", "scenarios/late.yaml"], True),
        ("my-own", ["my-own", "scenarios/late.yaml"], False),
    ],
)
def test_the_command_of_an_editor(editor: str, command: list[str], *, window: bool) -> None:
    found = editing(editor, FILE, 12, 7)
    assert found is not None
    assert list(found.command) == command
    assert found.window is window


def test_visual_comes_before_editor_and_blanks_count_for_nothing() -> None:
    assert chosen({"VISUAL": "code", "EDITOR": "vi"}) == "code"
    assert chosen({"VISUAL": " ", "EDITOR": "vi"}) == "vi"
    assert chosen({}) == ""


def test_what_is_no_command_is_none() -> None:
    assert editing("vi 'unclosed", FILE, 1, 1) is None


def test_a_file_named_like_an_option_is_no_option() -> None:
    found = editing("vi", Path("-c.yaml"), 1, 1)
    assert found is not None
    assert found.command == ("vi", "+1", "./-c.yaml")


def test_braces_in_a_name_stay(tmp_path: Path) -> None:
    found = editing("code", tmp_path / "{line}.yaml", 3, 1)
    assert found is not None
    assert found.command[-1].endswith("/{line}.yaml:3:1")


def test_a_program_in_a_folder_with_spaces(tmp_path: Path) -> None:
    program = tmp_path / "My Editor" / "nano"
    program.parent.mkdir()
    program.touch()
    found = editing(str(program), FILE, 2, 1)
    assert found is not None
    assert found.command == (str(program), "+2,1", str(FILE))
    assert found.name == "nano"
