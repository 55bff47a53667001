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
from typing import Final, Literal, NamedTuple

import numpy as np

from roleplay import paths
from roleplay.errors import ModelError
from roleplay.rater import bundle
from roleplay.rater.backend import Backend, Chances, Floats, Scene
from roleplay.rater.bundle import Bundle
from roleplay.rater.judge import Evidence, verdict
from roleplay.rater.references import Shown, beside, shown
from roleplay.rater.screening import reason_not_to_rate
from roleplay.rater.tokens import MAX_POINTS, Tokens, copy_features
from roleplay.rating import Exchange, Rating, Status
from roleplay.rubric import ACTS, Act
from roleplay.text.abuse import is_abusive
from roleplay.text.clean import MAX_REPLY, plain, sanitise
from roleplay.text.copying import copying
from roleplay.text.sentences import split_sentences

BackendName = Literal["onnx", "torch"]

KEPT_SCENES: Final = 64
"""Encoded scenes that are kept; each takes about 3 MB."""


class _Prepared(NamedTuple):
    """A scene as the backend takes it, and what its references do and say."""

    scene: Scene
    references: list[Shown]


class LocalRater:
    """Rates replies with the fitted model. Use :meth:`load`."""

    def __init__(self, model: Bundle, backend: Backend, workers: int | None = None) -> None:
        self.model = model
        self._backend = backend
        self._settings = model.settings
        self._tokens = Tokens.load(model.folder / bundle.TOKENIZER)
        self._scenes: OrderedDict[str, _Prepared] = OrderedDict()
        self._lock = Lock()
        self._workers = workers or min(8, os.cpu_count() or 1)

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        *,
        backend: BackendName = "onnx",
        workers: int | None = None,
    ) -> "LocalRater":
        """Open a model folder, the shipped one by default.

        Args:
            folder: Where the model is.
            backend: ``onnx`` starts in a third of a second; ``torch`` takes seconds to start
                and uses a GPU where there is one. Their levels agree to 0.05.
            workers: Replies rated side by side; changes no rating.

        Raises:
            ModelError: The model is missing or damaged.

        """
        model = Bundle.open(folder or paths.model())
        return cls(model, _backend(backend, model), workers)

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
        scene, references = self._scene(exchange)
        tokens = self._tokens.reply([sentence.text for sentence in sentences], scene.ids)
        read = plain(text)
        copied = copying(read, plain(exchange.concern))
        chances = self._backend.read(tokens, scene, copy_features(copied))
        if not all(np.isfinite(part).all() for part in chances):
            raise ModelError("The model's answer is not a number.", hint=bundle.REPAIR)
        # A sentence that was cut off was not read, so nothing is known of its acts.
        acts = chances.acts * [[end > start] for start, end in tokens.sentences]
        abusive = [is_abusive(plain(sentence.text)) for sentence in sentences]
        acts[abusive, ACTS.index(Act.INSULT)] = 1
        chances = chances._replace(acts=acts)
        truncated = tokens.truncated or len(text) < len(whole)
        evidence = Evidence(read, sentences, chances, copied, truncated, any(abusive))
        rating = verdict(exchange, evidence, self._settings)
        stands = beside(chances, references, rating.sentences, rating.points)
        return replace(rating, receipt=stamp, beside=stands)

    def _known(self, word: str) -> bool:
        return self._tokens.knows(word)

    def _scene(self, exchange: Exchange) -> _Prepared:
        """The encoded scene, from the most recently used ones or anew."""
        key = exchange.scene_key
        with self._lock:
            if key in self._scenes:
                self._scenes.move_to_end(key)
                return self._scenes[key]
        scene = self._prepare(exchange)
        with self._lock:
            self._scenes[key] = scene
            while len(self._scenes) > KEPT_SCENES:
                self._scenes.popitem(last=False)
        return scene

    def _prepare(self, exchange: Exchange) -> _Prepared:
        points = [(point.kind.value, point.text) for point in exchange.points[:MAX_POINTS]]
        context = self._tokens.context(exchange.concern, points)
        past = self._backend.encode(context.ids)
        nothing = np.zeros((0, self._settings.hidden), np.float32)
        rows = [past.tokens[start:end].mean(0) for start, end in context.points]
        bare = Scene(context.ids, past, *_or_zeros(_stack(rows, nothing)), *_or_zeros(nothing))
        read = [self._read_reference(text, bare) for text in exchange.references]
        vectors, there = _or_zeros(_stack([found.vector for found in read], nothing))
        scene = bare._replace(references=vectors, has_reference=there)
        return _Prepared(scene, [shown(found, self._settings.acts) for found in read])

    def _read_reference(self, reference: str, scene: Scene) -> Chances:
        sentences = [found.text for found in split_sentences(reference)]
        tokens = self._tokens.reply(sentences, scene.ids)
        return self._backend.read(tokens, scene, (0.0, 0.0, 0.0))


def _backend(name: BackendName, model: Bundle) -> Backend:
    # Each is imported only when it is wanted: PyTorch alone takes seconds.
    if name == "torch":
        from roleplay.rater.torch_backend import TorchBackend  # noqa: PLC0415

        return TorchBackend(model)
    from roleplay.rater.onnx_backend import OnnxBackend  # noqa: PLC0415

    return OnnxBackend(model)


def _stack(rows: list[Floats], nothing: Floats) -> Floats:
    return np.stack(rows) if rows else nothing


def _or_zeros(rows: Floats) -> tuple[Floats, Floats]:
    """The rows and that they are real, or a row of zeros that is not."""
    if len(rows):
        return rows, np.ones(len(rows), np.float32)
    return np.zeros((1, rows.shape[1]), np.float32), np.zeros(1, np.float32)
