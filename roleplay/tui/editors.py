"""How to open a file at a place in the editor that somebody uses."""

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

_Form = tuple[str, ...]

_LINE: Final[_Form] = ("+{line}", "{file}")
_COMMA: Final[_Form] = ("+{line},{col}", "{file}")
_COLON: Final[_Form] = ("+{line}:{col}", "{file}")
_AFTER: Final[_Form] = ("{file}:{line}:{col}",)
_GOTO: Final[_Form] = ("--goto", "{file}:{line}:{col}")
_OPTION: Final[_Form] = ("--line", "{line}", "{file}")
_NUMBER: Final[_Form] = ("-n{line}", "{file}")
_PLAIN: Final[_Form] = ("{file}",)

_IN_TERMINAL: Final[Mapping[_Form, str]] = {
    _LINE: "vi vim nvim view ex elvis nvi mg joe jed jmacs jstar jpico pico ne zile",
    _COMMA: "nano rnano",
    _COLON: "emacs emacsclient emacs-nox micro kak",
    _AFTER: "hx helix",
}
_IN_WINDOW: Final[Mapping[_Form, str]] = {
    _LINE: "gvim mvim gedit pluma xed geany bbedit",
    _AFTER: "subl sublime_text zed zeditor lapce",
    _GOTO: "code code-insiders codium vscodium cursor windsurf positron",
    _OPTION: "kate kwrite mate idea pycharm webstorm",
    _NUMBER: "notepad++",
    _PLAIN: "notepad wordpad open xdg-open gnome-text-editor mousepad featherpad leafpad l3afpad",
}
_FORMS: Final = {
    name: (form, window)
    for table, window in ((_IN_TERMINAL, False), (_IN_WINDOW, True))
    for form, names in table.items()
    for name in names.split()
}
_ENDINGS: Final = (".exe", ".cmd", ".bat")


@dataclass(frozen=True)
class Editing:
    """A command that opens a file at a place.

    Attributes:
        command: The program and its arguments.
        window: Whether it opens a window of its own, so that the terminal stays ours.

    """

    command: tuple[str, ...]
    window: bool

    @property
    def name(self) -> str:
        """The program, without its folder."""
        return _name(self.command[0])


def chosen(environment: Mapping[str, str]) -> str:
    """The editor that is set, with its options; empty when none is."""
    named = (environment.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    return next(filter(None, named), "")


def editing(editor: str, file: Path, line: int, col: int) -> Editing | None:
    """How ``editor`` opens ``file`` at a place; None when it cannot be read as a command.

    An editor that is not known gets the file alone, and the terminal.
    """
    words = _words(editor)
    if not words:
        return None
    form, window = _FORMS.get(_name(words[0]), (_PLAIN, False))
    # A name that looks like an option would be taken for one.
    target = f".{os.sep}{file}" if str(file).startswith(("-", "+")) else str(file)
    place = (part.format(file=target, line=line, col=col) for part in form)
    return Editing((*words, *place), window)


def _words(editor: str) -> Sequence[str]:
    """The words of a command; the path of a program may have spaces in it."""
    if Path(editor).is_file():
        return [editor]
    try:
        return [word.strip('"') for word in shlex.split(editor, posix=os.name == "posix")]
    except ValueError:
        return []


def _name(program: str) -> str:
    path = PureWindowsPath(program) if "\\" in program else PurePath(program)
    name = path.name.lower()
    return next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
