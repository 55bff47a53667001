"""Rated replies from disk, and the replies of one scene in batches for the network."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from roleplay.rater.tokens import NEW, ContextTokens, ReplyTokens, Tokens, copy_features_of
from roleplay.rubric import ACTS, LADDERS, MAX_LEVEL

_ACT_INDEX: Final = {act.value: i for i, act in enumerate(ACTS)}


@dataclass(frozen=True)
class RatedReply:
    """A reply with the levels that two raters gave it."""

    id: str
    kind: str
    of: str | None
    sentences: tuple[str, ...]
    acts: tuple[tuple[str, ...], ...]
    ratings: tuple[tuple[int, ...], ...]
    covers: tuple[int, ...]
    wrong: tuple[int, ...]

    @property
    def text(self) -> str:
        """The whole reply."""
        return " ".join(self.sentences)

    @property
    def mean(self) -> tuple[float, ...]:
        """Mean level of the raters on each ladder."""
        return tuple(sum(levels) / len(levels) for levels in zip(*self.ratings, strict=True))


@dataclass(frozen=True)
class RatedScene:
    """A scene with its points, references and rated replies.

    ``pairs`` are more replies to it, written later to fit by and not to measure by;
    a scene that is ``fit_only`` was written so itself.
    """

    id: str
    set: str
    concern: str
    points: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    replies: tuple[RatedReply, ...]
    pairs: tuple[RatedReply, ...] = ()
    fit_only: bool = False


def load_ratings(folder: Path) -> list[RatedScene]:
    """Read ``scenes.jsonl``, ``replies.jsonl`` and any ``pairs.jsonl`` of a folder, in file order.

    Scenes of a folder ``more`` inside it, in the same form, come after them, as fit-only.

    Raises:
        FileNotFoundError: One of the first two files is missing.

    """
    by_scene = _by_scene(folder / "replies.jsonl")
    pairs = folder / "pairs.jsonl"
    also = _by_scene(pairs) if pairs.exists() else {}
    more = load_ratings(folder / "more") if (folder / "more").is_dir() else []
    found = [
        RatedScene(
            id=row["id"],
            set=row["set"],
            concern=row["concern"],
            points=tuple((point["type"], point["text"]) for point in row["points"]),
            references=tuple(row["references"]),
            replies=by_scene.get(row["id"], ()),
            pairs=also.get(row["id"], ()),
        )
        for row in _rows(folder / "scenes.jsonl")
    ]
    return found + [replace(scene, fit_only=True) for scene in more]


def _by_scene(path: Path) -> dict[str, tuple[RatedReply, ...]]:
    rows = sorted(_rows(path), key=lambda row: row["scene"])
    return {
        scene: tuple(map(_reply, found)) for scene, found in groupby(rows, lambda row: row["scene"])
    }


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _reply(row: dict[str, Any]) -> RatedReply:
    return RatedReply(
        id=row["id"],
        kind=row["kind"],
        of=row["of"],
        sentences=tuple(sentence["text"] for sentence in row["sentences"]),
        acts=tuple(tuple(sentence["acts"]) for sentence in row["sentences"]),
        ratings=tuple(tuple(rating[ladder] for ladder in LADDERS) for rating in row["ratings"]),
        covers=tuple(row["covers"]),
        wrong=tuple(row["wrong"]),
    )


def folds(scenes: Sequence[RatedScene], groups: int) -> list[set[str]]:
    """Deal the measured sets out to ``groups`` folds; no writer is on both sides of a split.

    Sets are dealt in turn, in the order of their numbers (w2 before w10), which keeps the mix of
    plain and focused ones alike.
    """
    measured = {scene.set for scene in scenes if not scene.fit_only}
    names = sorted(measured, key=lambda name: (len(name), name))
    return [set(names[start::groups]) for start in range(groups)]


def thinned(scenes: Sequence[RatedScene], share: float) -> list[RatedScene]:
    """Every so manieth scene, so that each set keeps about the same ``share`` of its own."""
    return [
        scene
        for number, scene in enumerate(scenes)
        if int((number + 1) * share) > int(number * share)
    ]


@dataclass(frozen=True)
class Batch:
    """Some replies, or references, of one scene, padded to the longest of them.

    Attributes:
        rows: Which replies these are.
        ids: (n, length) token ids.
        segments: (n, length), see :mod:`roleplay.rater.tokens`.
        seen: (n, length), 1 for a token and 0 for padding.
        membership: (n, sentences, length); each row averages the tokens of a sentence.
        copied: (n, 3), see :func:`roleplay.rater.tokens.copy_features`.

    """

    rows: tuple[int, ...]
    ids: Tensor
    segments: Tensor
    seen: Tensor
    membership: Tensor
    copied: Tensor


def batches(
    tokens: Tokens,
    concern: str,
    context: ContextTokens,
    replies: Sequence[Sequence[str]],
    size: int = 6,
) -> list[Batch]:
    """Replies to a scene, each given as its sentences, in batches of like length."""
    encoded = [tokens.reply(sentences, context.ids) for sentences in replies]
    order = sorted(range(len(replies)), key=lambda i: len(encoded[i].ids))
    found = []
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        copied = [copy_features_of(" ".join(replies[i]), concern) for i in rows]
        found.append(pad(tuple(rows), [encoded[i] for i in rows], torch.tensor(copied)))
    return found


def pad(rows: tuple[int, ...], replies: Sequence[ReplyTokens], copied: Tensor) -> Batch:
    """Make replies equally long; ``rows`` and ``copied`` are passed on."""
    length = max(len(reply.ids) for reply in replies)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    segments = torch.full_like(ids, NEW)
    seen = torch.zeros(len(rows), length)
    for i, reply in enumerate(replies):
        ids[i, : len(reply.ids)] = torch.tensor(reply.ids)
        segments[i, : len(reply.ids)] = torch.tensor(reply.segments)
        seen[i, : len(reply.ids)] = 1
    sentences = max(1, *(len(reply.sentences) for reply in replies))
    membership = torch.zeros(len(rows), sentences, length)
    for i, reply in enumerate(replies):
        for j, (start, end) in enumerate(reply.sentences):
            membership[i, j, start:end] = 1 / max(1, end - start)
    return Batch(rows, ids, segments, seen, membership, copied)


@dataclass(frozen=True)
class Targets:
    """What the raters said of the replies of one packed scene.

    Attributes:
        above: (replies, 4, 4): share of raters above level k on a ladder.
        mean: (replies, 4): mean level.
        acts: One (sentences, 19) tensor of 0 and 1 per reply.
        states: (replies, points): 0 missing, 1 covered, 2 wrong.
        contrasts: Index pairs (edited, original).

    """

    above: Tensor
    mean: Tensor
    acts: tuple[Tensor, ...]
    states: Tensor
    contrasts: tuple[tuple[int, int], ...]


def targets(scene: RatedScene, replies: Sequence[RatedReply]) -> Targets:
    """Targets for ``replies``, which may be a shuffled selection of the scene's own."""
    index = {reply.id: i for i, reply in enumerate(replies)}
    levels = torch.tensor([reply.ratings for reply in replies])  # (replies, raters, ladders)
    above = (levels[..., None] > torch.arange(MAX_LEVEL)).float().mean(1)
    states = torch.zeros(len(replies), len(scene.points), dtype=torch.long)
    for i, reply in enumerate(replies):
        states[i, list(reply.covers)] = 1
        states[i, list(reply.wrong)] = 2
    return Targets(
        above=above,
        mean=levels.float().mean(1),
        acts=tuple(_act_targets(reply) for reply in replies),
        states=states,
        contrasts=tuple(
            (i, index[reply.of]) for i, reply in enumerate(replies) if reply.of in index
        ),
    )


def _act_targets(reply: RatedReply) -> Tensor:
    target = torch.zeros(len(reply.sentences), len(ACTS))
    for i, acts in enumerate(reply.acts):
        target[i, [_ACT_INDEX[act] for act in acts]] = 1
    return target


def shuffled(scenes: Sequence[RatedScene], rng: random.Random) -> list[RatedScene]:
    """The scenes in an order drawn from ``rng``."""
    order = list(scenes)
    rng.shuffle(order)
    return order
