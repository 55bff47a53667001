"""Shares of a table, and that no row is lost or counted twice whatever stands in it."""

import asyncio
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rater import ScriptedRater, kind_or_cruel, rating_of
from support.shelf import Shelf, run, table

from roleplay.classroom import Counts, Job, Options
from roleplay.classroom.shard import WHOLE, Shard
from roleplay.errors import ModelError, UsageError
from roleplay.rating import Exchange, Rating, Status

SCENE = {"scenario": "small", "scene": "asks"}
LINES = {
    "scored": json.dumps({**SCENE, "reply": "Sorry."}),
    "unsure": json.dumps({**SCENE, "reply": "Perhaps."}),
    "unscored": json.dumps({**SCENE, "reply": ""}),
    "nowhere": json.dumps({"scenario": "nowhere", "reply": "Sorry."}),
    "no reply": json.dumps({**SCENE, "reply": None}),
    "number": json.dumps({**SCENE, "reply": 7}),
    "not rated": json.dumps({**SCENE, "reply": "bad"}),
    "no level": json.dumps({**SCENE, "reply": "nan"}),
    "no object": "[1, 2]",
    "no JSON": "{",
}


class Picky(ScriptedRater):
    """Cannot rate a reply that is bad, and has no number for one."""

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        if any(exchange.reply == "bad" for exchange in exchanges):
            raise ModelError("The model gave no answer.")
        return await super().rate(exchanges)


def judge(exchange: Exchange) -> Rating:
    if exchange.reply == "Perhaps.":
        return rating_of(exchange, status=Status.UNSURE, why="wide")
    if exchange.reply == "nan":
        return rating_of(exchange, (float("nan"), 1, 1, 1))
    return kind_or_cruel(exchange)


def rate(path: Path, out: Path, shard: Shard = WHOLE) -> tuple[Counts, list[str]]:
    """What came of the rows, and the lines of output and errors."""
    counts = run(path, out, Options(shard=shard), rater=Picky(judge))
    errors = out.with_name(out.name + ".errors.csv")
    failed = errors.read_text().splitlines()[1:] if errors.exists() else []
    return counts, [*out.read_text().splitlines(), *failed]


@given(
    kinds=st.lists(st.sampled_from(sorted(LINES)), max_size=200),
    of=st.integers(min_value=1, max_value=7),
)
@settings(max_examples=40, deadline=None)
def test_counts_add_up_and_shards_make_a_whole(kinds: list[str], of: int) -> None:
    # A rated row first, since a model that can rate nothing at all ends a run.
    kinds = ["scored", *kinds]
    expected = Counts(
        rows=len(kinds),
        scored=kinds.count("scored"),
        unsure=kinds.count("unsure"),
        unscored=kinds.count("unscored"),
    )
    expected.failed = expected.rows - expected.scored - expected.unsure - expected.unscored
    with TemporaryDirectory() as name:
        path, out = Path(name) / "class.jsonl", Path(name) / "out.jsonl"
        path.write_text("".join(f"{LINES[kind]}\n" for kind in kinds))
        counts, lines = rate(path, out)
        assert counts == expected
        assert len(lines) == len(kinds)
        found = [rate_or_none(path, out, Shard(number, of)) for number in range(1, of + 1)]
    if None not in found:
        shards = [shard for shard in found if shard is not None]
        assert sum(counts.rows for counts, _ in shards) == len(kinds)
        assert sum(counts.failed for counts, _ in shards) == expected.failed
        assert sorted(line for _, found in shards for line in found) == sorted(lines)


def rate_or_none(path: Path, out: Path, shard: Shard) -> tuple[Counts, list[str]] | None:
    """None where the shard has nothing that the model can rate, which ends its run."""
    try:
        return rate(path, out, shard)
    except ModelError:
        return None


@pytest.mark.parametrize("of", [1, 2, 3, 7, 300])
def test_outputs_one_after_the_other_are_the_whole(tmp_path: Path, of: int) -> None:
    path = table(tmp_path, *(f"Sorry {n}." for n in range(200)))
    run(path, tmp_path / "out.csv")
    parts = []
    for number in range(1, of + 1):
        out = tmp_path / f"{number}.csv"
        run(path, out, Options(shard=Shard(number, of)))
        parts.append(out.read_bytes())
    header, *_ = parts[0].splitlines(keepends=True)
    assert all(part.startswith(header) for part in parts)
    rows = b"".join(part.removeprefix(header) for part in parts)
    assert header + rows == (tmp_path / "out.csv").read_bytes()


def test_only_the_rows_of_a_shard_are_rated(tmp_path: Path) -> None:
    path = table(tmp_path, *(f"Sorry {n}." for n in range(10)))
    rater, told = ScriptedRater(), list[int]()
    job = Job.prepare([path], tmp_path / "out.csv", Options(shard=Shard(2, 3)))
    asyncio.run(job.run(rater, Shelf(), told.append))
    assert [found.reply for found in rater.seen] == ["Sorry 3.", "Sorry 4.", "Sorry 5."]
    assert job.total == sum(told) == 3


@given(total=st.integers(0, 10**9), of=st.integers(1, 500))
def test_shards_have_every_row_once_and_are_equal(total: int, of: int) -> None:
    shards = [Shard(number, of).rows(total) for number in range(1, of + 1)]
    assert shards[0].start == 1
    assert shards[-1].stop == total + 1
    assert all(one.stop == two.start for one, two in pairwise(shards))
    sizes = set(map(len, shards))
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "a/b", "-1/2", "1/2/3", "", "²/3"])
def test_shards_that_there_are_not(text: str) -> None:
    with pytest.raises(UsageError, match="no shard"):
        Shard.parse(text)


def test_a_shard_is_read() -> None:
    assert Shard.parse(" 2/8 ") == Shard(2, 8)
