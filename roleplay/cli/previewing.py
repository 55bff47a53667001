"""``preview``: for those who write scenarios. Puts a file, the app and the rater together."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from roleplay import paths
from roleplay.errors import InputError, UsageError


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(preview)


def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The scenario that you write.")],
    scene: Annotated[str | None, typer.Option(metavar="ID", help="Where to open it.")] = None,
) -> None:
    """Look at a scenario while you write it: it follows every save, and you can try replies.

    Nothing that you do there goes into your history.
    """
    from roleplay.text.clean import sanitise

    if not file.is_file():
        what = "is a folder" if file.is_dir() else "is not there"
        raise InputError(f"{sanitise(str(file))} {what}.", hint=_other(file))
    if scene is not None:
        _look_for(scene, file)
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        hint = f"roleplay check {sanitise(str(file))} says what is wrong with it, without one"
        raise UsageError("There is no terminal to draw on.", hint=hint)
    _on_screen(file, scene)


def _on_screen(file: Path, scene: str | None) -> None:
    from roleplay.authoring.watching import DraftFile
    from roleplay.rater.client import WorkerRater
    from roleplay.tui.preview import PreviewApp

    rater = WorkerRater(log=paths.log() / "rater.log")
    app = PreviewApp(DraftFile(file), rater, scene=scene)
    app.run()
    if app.return_code:
        raise typer.Exit(app.return_code)


def _other(file: Path) -> str:
    """What may have been meant by a file that is not there."""
    from roleplay.authoring.library import scenario_files
    from roleplay.text.clean import sanitise
    from roleplay.text.spelling import nearest

    if file.is_dir():
        return "name one file in that folder"
    beside = [path.name for path in file.parent.glob("*.y*ml")]
    shipped = {path.stem: path for path in scenario_files(paths.scenarios())}
    if file.name in shipped:
        return f"the shipped scenario is {shipped[file.name]}; copy it, and preview the copy"
    close = nearest(file.name, beside)
    if close:
        return f"did you mean {sanitise(str(file.with_name(close)))}?"
    return f"write one to start from: roleplay new {sanitise(file.stem)}"


def _look_for(scene: str, file: Path) -> None:
    """Say at once that there is no such scene; a file that is wrong is shown first.

    Raises:
        InputError: The scenario has no such scene.

    """
    from roleplay.authoring.watching import DraftFile
    from roleplay.text.clean import sanitise
    from roleplay.text.spelling import did_you_mean

    reading = DraftFile(file).look()
    if reading is None or reading.scenario is None:
        return
    known = (*reading.scenario.scenes, *reading.scenario.endings)
    if scene not in known:
        message = f"There is no scene '{sanitise(scene[:60])}' in {sanitise(str(file))}."
        raise InputError(message, hint=sanitise(did_you_mean(scene, known)))
