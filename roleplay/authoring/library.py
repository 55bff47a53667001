"""Scenarios in folders, as :class:`roleplay.practice.Library`.

Neither the parser nor the validator is imported while the index is fresh, so
that the picker stands on the screen at once.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from roleplay.authoring.cards import broken_card, card_of, digest, load_index, save_index
from roleplay.authoring.source import read_bytes
from roleplay.errors import InputError
from roleplay.practice import Card
from roleplay.scenario import Scenario
from roleplay.text.clean import sanitise
from roleplay.text.spelling import did_you_mean

ENDINGS: Final = (".yaml", ".yml")
MANIFEST: Final = "pack.yaml"
"""What a pack says of itself: the one YAML file that is no scenario."""
_INDEX: Final = "scenarios.json"


def scenario_files(folder: Path) -> Iterator[Path]:
    """The scenarios under ``folder``, in order; hidden files and folders are left alone."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            # is_file: opening a pipe would wait for somebody to write into it.
            if _is_scenario(name) and path.is_file():
                yield path


def _is_scenario(name: str) -> bool:
    return name.endswith(ENDINGS) and not name.startswith(".") and name != MANIFEST


class ScenarioLibrary:
    """The scenarios in some folders. Of two with the same id, the first folder's is used."""

    def __init__(self, folders: Sequence[Path], cache: Path) -> None:
        """Look into ``folders``; keep an index in the folder ``cache``, if that can be written."""
        self._folders = tuple(folders)
        self._index = cache / _INDEX

    def ids(self) -> Collection[str]:
        """Of every scenario, by the names of the files."""
        return self._files().keys()

    def digest(self) -> str:
        """Of every scenario as it is written: where it is the same, they are."""
        found = sorted(self._files().items())
        return digest("", "".join(_key(name, path) for name, path in found).encode())

    def cards(self) -> tuple[Card, ...]:
        """Every scenario, sorted by difficulty, then title; invalid ones say why."""
        known = load_index(self._index)
        wanted = {}
        for name, path in self._files().items():
            key, card = _card(name, path, known)
            wanted[key] = card
        if wanted != known:
            save_index(self._index, wanted)
        return tuple(
            sorted(
                wanted.values(),
                key=lambda card: (bool(card.problem), card.difficulty, card.title.casefold()),
            )
        )

    def load(self, scenario: str) -> Scenario:
        """The scenario with this id, or in this YAML file.

        Raises:
            InputError: There is none, or it is invalid.

        """
        from roleplay.authoring.load import load_scenario  # noqa: PLC0415 - brings the parser

        files = self._files()
        if scenario in files:
            return load_scenario(files[scenario])
        if scenario.endswith(ENDINGS):
            return load_scenario(scenario)
        hint = did_you_mean(scenario, files) or "'roleplay list' names them all"
        raise InputError(f"there is no scenario '{sanitise(scenario[:60])}'", hint=sanitise(hint))

    def _files(self) -> dict[str, Path]:
        files: dict[str, Path] = {}
        for folder in self._folders:
            for path in scenario_files(folder):
                files.setdefault(path.stem, path)
        return files


def _card(name: str, path: Path, known: dict[str, Card]) -> tuple[str, Card]:
    """The key and the card of a file, from what is known if the file is unchanged."""
    try:
        key = digest(name, read_bytes(path))
    except OSError as error:
        return _key(name, path), broken_card(sanitise(name), f"cannot be read: {error.strerror}")
    return key, known.get(key) or _check(name, path)


def _key(name: str, path: Path) -> str:
    with suppress(OSError):
        return digest(name, read_bytes(path))
    return digest(name, b"")


def _check(name: str, path: Path) -> Card:
    from roleplay.authoring.load import check_file  # noqa: PLC0415 - brings the parser
    from roleplay.authoring.problems import Problems  # noqa: PLC0415 - as above
    from roleplay.authoring.rules import Severity  # noqa: PLC0415 - as above

    problems = Problems()
    scenario = check_file(path, problems, advice=False)
    if scenario is not None:
        return card_of(scenario)
    first = next(p for p in problems.sorted() if p.severity is Severity.ERROR)
    more = problems.count(Severity.ERROR) - 1
    rest = f", and {more} more" if more else ""
    return broken_card(sanitise(name), f"line {first.line}: {first.message}{rest}")
