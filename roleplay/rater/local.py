"""The rater itself: exchanges in, ratings out, on this machine.

The same bytes give the same rating on every run, in any order and company:
sequences go through the network one at a time, each on one thread, and levels
are rounded once.
"""

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np

from roleplay import paths
from roleplay.errors import ModelError
from roleplay.rater import bundle
from roleplay.rater.backend import Backend, Encoded, Floats, Scene
from roleplay.rater.bundle import Bundle
from roleplay.rater.judge import Evidence, verdict
from roleplay.rater.screening import reason_not_to_rate
from roleplay.rater.tokens import MAX_POINTS, ReplyTokens, Tokens, copy_features
from roleplay.rating import Exchange, Rating, Status
from roleplay.rubric import ACTS, Act
from roleplay.text.abuse import is_abusive
from roleplay.text.clean import MAX_REPLY, plain, sanitise
from roleplay.text.copying import copying
from roleplay.text.sentences import split_sentences

KEPT_SCENES: Final = 64
"""Encoded scenes that are kept; each takes about 3 MB."""


class LocalRater:
    """Rates replies with the fitted model. Use :meth:`load`."""

    def __init__(self, model: Bundle, backend: Backend, workers: int | None = None) -> None:
        self.model = model
        self._backend = backend
        self._settings = model.settings
        self._tokens = Tokens.load(model.folder / bundle.TOKENIZER)
        self._scenes: OrderedDict[str, Scene] = OrderedDict()
        self._lock = Lock()
        self._workers = workers or min(8, os.cpu_count() or 1)

    @classmethod
    def load(cls, folder: Path | None = None, *, workers: int | None = None) -> "LocalRater":
        """Open a model folder, the shipped one by default.

        Args:
            folder: Where the model is.
            workers: Replies rated side by side; changes no rating.

        Raises:
            ModelError: The model is missing or damaged.

        """
        from roleplay.rater.onnx_backend import OnnxBackend  # noqa: PLC0415 - one of two backends

        model = Bundle.open(folder or paths.model())
        return cls(model, OnnxBackend(model), workers)

    def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate each exchange; one rating each, in the same order.

        Raises:
            ModelError: The model's answer is not a number.

        """
        if len(exchanges) < 2 or self._workers == 1:  # noqa: PLR2004 - nothing to share out
            return [self._rate(exchange) for exchange in exchanges]
        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(self._rate, exchanges))

    def _rate(self, exchange: Exchange) -> Rating:
        stamp = str(exchange.receipt(self.model.digest))
        # Offsets in the rating are offsets in the sanitised reply, which is what screens show.
        whole = sanitise(exchange.reply).rstrip()
        text = whole[: len(whole) - len(whole.lstrip()) + MAX_REPLY]
        why = reason_not_to_rate(text, exchange.concern, self._known)
        if why:
            return Rating(Status.UNSCORED, why=why, receipt=stamp)
        sentences = split_sentences(text)
        tokens = self._tokens.reply([sentence.text for sentence in sentences])
        scene = self._scene(exchange)
        read = plain(text)
        copied = copying(read, plain(exchange.concern))
        encoded = self._backend.encode(tokens.ids, 1, scene.past)
        chances = self._backend.judge(
            encoded.tokens, _membership(tokens), scene, np.array(copy_features(copied), np.float32)
        )
        if not all(np.isfinite(part).all() for part in chances):
            raise ModelError("The model's answer is not a number.", hint=bundle.REPAIR)
        # A sentence that was cut off was not read, so nothing is known of its acts.
        acts = chances.acts * [[end > start] for start, end in tokens.sentences]
        abusive = [is_abusive(plain(sentence.text)) for sentence in sentences]
        acts[abusive, ACTS.index(Act.INSULT)] = 1
        chances = chances._replace(acts=acts)
        truncated = tokens.truncated or len(text) < len(whole)
        evidence = Evidence(read, sentences, chances, copied, truncated, any(abusive))
        return replace(verdict(exchange, evidence, self._settings), receipt=stamp)

    def _known(self, word: str) -> bool:
        return self._tokens.knows(word)

    def _scene(self, exchange: Exchange) -> Scene:
        """The encoded scene, from the most recently used ones or anew."""
        key = exchange.scene_key
        with self._lock:
            if key in self._scenes:
                self._scenes.move_to_end(key)
                return self._scenes[key]
        scene = self._encode_scene(exchange)
        with self._lock:
            self._scenes[key] = scene
            while len(self._scenes) > KEPT_SCENES:
                self._scenes.popitem(last=False)
        return scene

    def _encode_scene(self, exchange: Exchange) -> Scene:
        points = [(point.kind.value, point.text) for point in exchange.points[:MAX_POINTS]]
        context = self._tokens.context(exchange.concern, points)
        past = self._backend.encode(context.ids, 0, None)
        rows = [past.tokens[start:end].mean(0) for start, end in context.points]
        nothing = np.zeros((0, self._settings.hidden), np.float32)
        bare = _scene(past, _stack(rows, nothing), nothing)
        vectors = [self._vector(text, bare) for text in exchange.references]
        return _scene(past, bare.points[bare.has_point > 0], _stack(vectors, nothing))

    def _vector(self, reference: str, scene: Scene) -> Floats:
        tokens = self._tokens.reply([found.text for found in split_sentences(reference)])
        encoded = self._backend.encode(tokens.ids, 1, scene.past)
        nothing = np.zeros(3, np.float32)
        vector: Floats = self._backend.judge(
            encoded.tokens, _membership(tokens), scene, nothing
        ).vector[0]
        return vector


def _stack(rows: list[Floats], nothing: Floats) -> Floats:
    return np.stack(rows) if rows else nothing


def _scene(past: Encoded, points: Floats, references: Floats) -> Scene:
    """A scene for the heads, with a row of zeros where there is nothing."""
    return Scene(past, *_or_zeros(points), *_or_zeros(references))


def _or_zeros(rows: Floats) -> tuple[Floats, Floats]:
    if len(rows):
        return rows, np.ones(len(rows), np.float32)
    return np.zeros((1, rows.shape[1]), np.float32), np.zeros(1, np.float32)


def _membership(tokens: ReplyTokens) -> Floats:
    """(sentences, length): each row averages the tokens of its sentence."""
    rows = np.zeros((len(tokens.sentences), len(tokens.ids)), np.float32)
    for row, (start, end) in zip(rows, tokens.sentences, strict=True):
        row[start:end] = 1 / max(1, end - start)
    return rows
