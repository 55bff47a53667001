"""Auxiliary heads on public ratings: read, fitted in grouped folds, set beside TF-IDF."""

import json
from pathlib import Path

import pytest

from roleplay.errors import InputError
from roleplay.training.public import TASKS, UNCIVIL, PublicRow, fold_of, load_public
from roleplay.training.public_figures import public_figures, tfidf_rows

KEYS = {
    "politeness_wikipedia.jsonl": "politeness_z",
    "politeness_stackexchange.jsonl": "politeness_z",
    "uptake_classroom.jsonl": "uptake_mean",
    "incivility_github.jsonl": "uncivil",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty rows a file; what is rated high says "kindly"."""
    for name, key in KEYS.items():
        rows = [
            {
                "id": f"{name}-{i}",
                "group": f"g{i}",
                "context": "we broke it" if i % 3 else None,
                "reply": f"kindly look at page {i}" if i % 2 else f"look at it now {i}",
                key: i % 2 if i < 39 else None,
            }
            for i in range(40)
        ]
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)) + "\n")
    return tmp_path


def test_rows_are_read_and_unrated_ones_left_out(folder: Path) -> None:
    rows = load_public(folder)
    assert len(rows) == 4 * 39
    assert {row.task for row in rows} == set(TASKS)
    assert rows[0].context == ""
    assert rows[1].context == "we broke it"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "uptake_classroom.jsonl").unlink()
    with pytest.raises(InputError, match="uptake_classroom"):
        load_public(folder)


def test_a_group_is_in_one_fold() -> None:
    rows = [PublicRow(UNCIVIL, str(i), "one thread", "", "text", 1.0) for i in range(9)]
    assert len({fold_of(row, 5) for row in rows}) == 1


def test_figures_stand_beside_tfidf_with_the_gain(folder: Path) -> None:
    rows = load_public(folder)
    words = tfidf_rows(rows, 3)
    backwards = {row.id: -row.target for row in rows}
    found = {figure.name: figure for figure in public_figures(rows, backwards, words)}
    assert found["politeness, Wikipedia, Spearman"].value == pytest.approx(-1)
    assert found["politeness, Wikipedia, Spearman, TF-IDF"].value > 0.8
    assert found["politeness, Wikipedia, Spearman, gain"].value < -1.8
    assert found["incivility, AUC"].value == pytest.approx(0)
    assert found["incivility, AUC, TF-IDF"].value > 0.9
    assert "uptake, Spearman less length" in found
