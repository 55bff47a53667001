"""The default backend: onnxruntime, one thread a run, full-precision arithmetic."""

import json
import struct
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from roleplay.errors import ModelError
from roleplay.rater import bundle
from roleplay.rater.backend import Chances, Encoded, Floats, Scene

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

    def encode(self, ids: tuple[int, ...], segment: int, past: Encoded | None) -> Encoded:
        """See :class:`~roleplay.rater.backend.Backend`."""
        length = len(ids)
        tokens, keys, values = self._encoder.run(
            None,
            {
                "words": self._words[list(ids)].astype(np.float32)[None],
                "positions": np.arange(length)[None],
                "segments": np.full((1, length), segment),
                "keys": past.keys if past else self._none,
                "values": past.values if past else self._none,
            },
        )
        return Encoded(tokens[0], keys, values)

    def judge(self, tokens: Floats, membership: Floats, scene: Scene, copied: Floats) -> Chances:
        """See :class:`~roleplay.rater.backend.Backend`."""
        found = self._heads.run(
            None,
            {
                "tokens": tokens[None],
                "membership": membership[None],
                "points": scene.points,
                "has_point": scene.has_point,
                "references": scene.references,
                "has_reference": scene.has_reference,
                "copied": copied[None],
            },
        )
        return Chances(*found)


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
