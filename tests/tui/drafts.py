"""A scenario file under preview in tests: ways to save it and to look."""

from pathlib import Path

from support.rater import ScriptedRater
from textual.pilot import Pilot

from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.watching import DraftFile
from roleplay.tui.preview import PreviewApp
from roleplay.tui.widgets.contents import Contents
from roleplay.tui.widgets.faults import FaultList
from tui.world import until


def app_on(file: Path, rater: ScriptedRater | None = None, scene: str | None = None) -> PreviewApp:
    return PreviewApp(DraftFile(file), rater or ScriptedRater(), scene=scene)


def save(file: Path, *changes: tuple[str, str]) -> None:
    """Save the sample as many editors do, with something in it replaced."""
    text = SAMPLE
    for find, instead in changes:
        assert text.count(find) == 1
        text = text.replace(find, instead)
    write(file, text)


def write(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


async def ready(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: pilot.app.screen.query_one(Contents).has_focus)
    await pilot.pause()


def contents(pilot: Pilot[None]) -> Contents:
    return pilot.app.screen.query_one(Contents)


def listed(pilot: Pilot[None]) -> list[str]:
    found = contents(pilot)
    return [str(found.get_option_at_index(n).prompt) for n in range(found.option_count)]


def problems(pilot: Pilot[None]) -> str:
    found = pilot.app.screen.query_one(FaultList)
    return "\n".join(str(option.prompt) for option in found.options)


def editor(folder: Path, name: str, code: int = 0) -> Path:
    """A program that writes down how it was called."""
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" > "{folder}/called"\nexit {code}\n', encoding="utf-8")
    path.chmod(0o755)
    return path
