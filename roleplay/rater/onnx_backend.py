"""The default backend: onnxruntime, one thread a run, full-precision arithmetic."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from roleplay.errors import ModelError
from roleplay.rater import bundle
from roleplay.rater.backend import Chances, Encoded, Floats, Scene, membership, real
from roleplay.rater.tokens import SCENE, ReplyTokens, places

_EMBEDDING: Final = "encoder.words.weight"


class OnnxBackend:
    """Runs the shipped graphs. Safe to call from several threads."""

    def __init__(self, model: bundle.Bundle) -> None:
        """Load the graphs of ``model``.

        Raises:
            ModelError: onnxruntime cannot load them.

        """
        settings = model.settings
        size = settings.hidden // settings.heads
        self._none = np.zeros((settings.layers, settings.heads, 0, size), np.float32)
        self._words = memory_mapped(model.folder / bundle.EMBEDDINGS, _EMBEDDING)
        self._encoder = _session(model.folder / bundle.ENCODER)
        self._heads = _session(model.folder / bundle.HEADS)

    def encode(self, ids: tuple[int, ...]) -> Encoded:
        """See :class:`~roleplay.rater.backend.Backend`."""
        nothing = self._words[:0].astype(np.float32)
        tokens, keys, values = self._run(ids, nothing, (SCENE,) * len(ids), range(len(ids)), None)
        return Encoded(tokens[0], keys, values)

    def read(self, reply: ReplyTokens, scene: Scene, copied: Sequence[float]) -> Chances:
        """See :class:`~roleplay.rater.backend.Backend`."""
        points = real(scene.points, scene.has_point)
        references = real(scene.references, scene.has_reference)
        length = len(reply.ids)
        positions, kinds = places(length, len(points), len(references))
        probes = np.concatenate([points, references])
        encoded, _, _ = self._run(
            reply.ids, probes, (*reply.segments, *kinds), positions, scene.past
        )
        middle = length + len(points)
        found = self._heads.run(
            None,
            {
                "tokens": encoded[:, :length],
                "at_points": _or_zero(encoded[:, length:middle]),
                "at_references": _or_zero(encoded[:, middle:]),
                "membership": membership(reply)[None],
                "points": scene.points,
                "has_point": scene.has_point,
                "references": scene.references,
                "has_reference": scene.has_reference,
                "copied": np.array([copied], np.float32),
            },
        )
        return Chances(*found)

    def _run(
        self,
        ids: Sequence[int],
        probes: Floats,
        segments: Sequence[int],
        positions: Sequence[int],
        past: Encoded | None,
    ) -> list[Floats]:
        found: list[Floats] = self._encoder.run(
            None,
            {
                "words": self._words[list(ids)].astype(np.float32)[None],
                "probes": probes[None],
                "positions": np.array([positions], np.int64),
                "segments": np.array([segments], np.int64),
                "keys": past.keys if past else self._none,
                "values": past.values if past else self._none,
            },
        )
        return found


def _or_zero(rows: Floats) -> Floats:
    return rows if rows.shape[1] else np.zeros((1, 1, rows.shape[2]), np.float32)


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: several replies run side by side, and no sum depends on how work is split.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that share no base
        message = f"{path} cannot be loaded: {error}"
        raise ModelError(message, hint=bundle.REPAIR) from error


def memory_mapped(path: Path, name: str) -> np.memmap[tuple[int, ...], np.dtype[np.float16]]:
    """A half-precision tensor of a safetensors file without reading it; pages come as needed."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        entry = json.loads(file.read(size))[name]
    start = 8 + size + entry["data_offsets"][0]
    return np.memmap(path, np.float16, "r", offset=start, shape=tuple(entry["shape"]))
