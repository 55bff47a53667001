"""The wheel that people install carries the scenarios and the model."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_scenarios_and_model_travel_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        path.relative_to(ROOT)
        for folder in ("scenarios", "models")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    assert len(shipped) > 15
    assert {f"roleplay/_shipped/{path.as_posix()}" for path in shipped} <= names
    assert {"roleplay/py.typed", "roleplay/cli/app.py"} <= names
    assert any(name.endswith(".tcss") for name in names)
    assert "roleplay/classroom/report/templates/class.html" in names
    assert not any("tests" in Path(name).parts for name in names)


def test_an_install_finds_what_it_carries(wheel: Path, tmp_path: Path) -> None:
    """Unpacked away from the checkout, the package lists and rates with its own files."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from roleplay import paths, Rater, Exchange\n"
        "assert '_shipped' in str(paths.model()), paths.model()\n"
        "assert len(list(paths.scenarios().glob('*.yaml'))) >= 6\n"
        "print(Rater.load().rate([Exchange('Sorry!', 'It is late.')])[0].status)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "scored"
