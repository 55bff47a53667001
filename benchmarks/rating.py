"""Speed of rating: ours, what a user would write instead, and what the machine can do.

Run: python benchmarks/rating.py [--replies 10000] [--threads N]
A class is a few scenes and many replies. Everything is measured in one run on the
same replies, so that the ratios hold where the machine is shared.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from roleplay import paths
from roleplay.advice import advise
from roleplay.rater.local import LocalRater
from roleplay.rater.tokens import Tokens
from roleplay.rating import Exchange, InProcess
from roleplay.training.base import locate

SCENES = 6
SLOW = 500
"""Replies that the slower backend is timed on."""
WEIGHTS_READ_PER_TOKEN = 10.6e6
"""Weights of the transformer's layers; each takes a multiplication and an addition a token."""


def class_like(count: int) -> list[Exchange]:
    """``count`` different replies to a few of the rated scenes."""
    folder = paths.model() / "ratings"
    scenes = [json.loads(line) for line in (folder / "scenes.jsonl").open(encoding="utf-8")]
    rows = [json.loads(line) for line in (folder / "replies.jsonl").open(encoding="utf-8")]
    texts = [" ".join(found["text"] for found in row["sentences"]) for row in rows]
    chosen = scenes[:: len(scenes) // SCENES][:SCENES]
    return [
        Exchange(
            f"{texts[i % len(texts)]} {i // len(texts)}" if i >= len(texts) else texts[i],
            chosen[i % SCENES]["concern"],
            tuple(point["text"] for point in chosen[i % SCENES]["points"]),
            tuple(chosen[i % SCENES]["references"]),
        )
        for i in range(count)
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def own_script(exchanges: Sequence[Exchange], threads: int) -> float:
    """Replies a second of the script one would write: encode, and cosines to kept references."""
    torch.set_num_threads(threads)
    model = SentenceTransformer(locate("packaged"), device="cpu")
    kept = {
        exchange.scene_key: model.encode(list(exchange.references), normalize_embeddings=True)
        for exchange in exchanges[:SCENES]
    }
    replies = [exchange.reply for exchange in exchanges]

    def work() -> list[float]:
        vectors = model.encode(replies, normalize_embeddings=True)
        return [
            float((kept[exchange.scene_key] @ vector).max())
            for exchange, vector in zip(exchanges, vectors, strict=True)
        ]

    return len(exchanges) / seconds(work)


def multiplications(threads: int) -> float:
    """Floating-point operations a second of a large matrix product, the machine's ceiling."""
    torch.set_num_threads(threads)
    side = 1536
    left, right = torch.randn(side, side), torch.randn(side, side)
    left @ right
    return 2 * side**3 / statistics.median(seconds(lambda: left @ right) for _ in range(9))


def whole_process() -> float:
    """Seconds of ``roleplay rate`` from start to end, the median of five."""
    command = [str(Path(sys.executable).parent / "roleplay"), "rate", "I am sorry."]
    command += ["--concern", "My overtime is missing again!"]
    return statistics.median(
        seconds(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(5)
    )


def explained(rater: LocalRater, exchange: Exchange) -> None:
    """Rate and look for advice, as a learner's screen does."""
    (rating,) = rater.rate([exchange])
    asyncio.run(advise(exchange, rating, InProcess(rater)))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replies", type=int, default=10_000)
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = options.parse_args()
    exchanges = class_like(chosen.replies)
    tokens = Tokens.load(paths.model() / "tokenizer.json")
    length = statistics.mean(len(tokens.pieces(exchange.reply)) for exchange in exchanges[:500])

    rater = LocalRater.load(workers=chosen.threads)
    rater.rate(exchanges[:SCENES])
    ours = len(exchanges) / seconds(lambda: rater.rate(exchanges))
    script = own_script(exchanges, chosen.threads)
    torch.set_num_threads(1)
    slow = LocalRater.load(backend="torch", workers=chosen.threads)
    slow.rate(exchanges[:SCENES])
    full = min(SLOW, len(exchanges)) / seconds(lambda: slow.rate(exchanges[:SLOW]))
    ceiling = multiplications(chosen.threads) / (2 * WEIGHTS_READ_PER_TOKEN * length)
    one = [seconds(partial(rater.rate, [exchange])) for exchange in exchanges[:60]]
    words = [seconds(partial(explained, rater, exchange)) for exchange in exchanges[:30]]

    print(f"{len(exchanges):,} replies to {SCENES} scenes, {length:.0f} pieces a reply")
    print(f"{'Rater.rate':<44}{ours:8.1f} replies/s")
    print(f"{'  against the script below':<44}{ours / script:8.2f} times")
    print(f"{'sentence-transformers and cosines':<44}{script:8.1f} replies/s")
    print(f"{'torch backend':<44}{full:8.1f} replies/s")
    print(f"{'ceiling: products of the replies pieces alone':<44}{ceiling:8.1f} replies/s")
    print(f"{'  share of it reached':<44}{ours / ceiling:8.2f}")
    print(f"{'one rating, median and 95th percentile':<44}{_ms(one)}")
    print(f"{'with explanation':<44}{_ms(words)}")
    print(f"{'roleplay rate, whole process':<44}{whole_process() * 1000:8.0f} ms")


def _ms(taken: Sequence[float]) -> str:
    return f"{np.median(taken) * 1000:8.1f} ms {np.percentile(taken, 95) * 1000:8.1f} ms"


if __name__ == "__main__":
    main()
