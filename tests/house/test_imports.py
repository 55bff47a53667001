"""What a command must not load, shown on real processes: deferred imports are easily undone."""

import subprocess
import sys
from pathlib import Path

import pytest

import roleplay

DATA = Path(__file__).parents[1] / "data"


def loaded(code: str, tmp_path: Path) -> set[str]:
    """Top-level modules in a fresh process after ``code``."""
    names = "' '.join({name.split('.')[0] for name in sys.modules})"
    program = f"{code}\nimport sys\nprint('\\n' + {names})"
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"ROLEPLAY_DATA": str(tmp_path), "PATH": ""},
    )
    return set(found.stdout.splitlines()[-1].split())


def cli(*arguments: str) -> str:
    return f"from roleplay.cli.app import run\nassert run({list(arguments)!r}) == 0"


HEAVY = {"torch", "transformers", "sentence_transformers"}
MODEL = {*HEAVY, "onnxruntime", "tokenizers"}


@pytest.mark.parametrize(
    ("code", "not_these"),
    [
        ("import roleplay", {*MODEL, "textual", "typer", "rich", "numpy", "pydantic", "ruamel"}),
        (cli("--help"), {*MODEL, "textual", "numpy", "pydantic", "ruamel", "jinja2"}),
        (cli("--version"), {*MODEL, "textual", "numpy", "pydantic", "ruamel"}),
        (cli("check"), {*MODEL, "textual", "numpy"}),
        (cli("graph", "two-minute-question"), {*MODEL, "textual", "numpy"}),
        ("import roleplay.classroom.report", {*MODEL, "textual", "numpy", "ruamel"}),
        (cli("list"), {*MODEL, "textual", "numpy"}),
        (
            cli("rate", "I am sorry.", "--concern", "My overtime is missing again."),
            {*HEAVY, "textual"},
        ),
        ("import roleplay.classroom", {*MODEL, "textual", "openpyxl", "pyarrow"}),
        (
            "import sys\n" + cli("score", str(DATA / "own-scenes.jsonl"), "-o", "OUT"),
            {*HEAVY, "textual", "openpyxl", "pyarrow"},
        ),
        (
            (
                "import roleplay.classroom.people.bench, roleplay.classroom.people.words\n"
                "import roleplay.classroom.people.calibrate, roleplay.classroom.people.rulings"
            ),
            {*MODEL, "textual", "typer", "sklearn", "scipy"},
        ),
        ("import roleplay.tui.mark", {*MODEL, "numpy", "ruamel", "typer"}),
        (
            "from roleplay.classroom.export import canvas, hand_in, moodle, pseudonyms, xapi",
            {*MODEL, "textual", "openpyxl", "pyarrow", "ruamel"},
        ),
        ("import roleplay.rater.worker, roleplay.rater.local", {*HEAVY, "textual", "typer"}),
    ],
)
def test_loads_no_more_than_it_needs(code: str, not_these: set[str], tmp_path: Path) -> None:
    code = code.replace("OUT", str(tmp_path / "out.jsonl"))
    assert loaded(code, tmp_path) & not_these == set()


@pytest.mark.parametrize("name", roleplay.__all__)
def test_every_public_name_resolves(name: str) -> None:
    assert getattr(roleplay, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = roleplay.nonsense
