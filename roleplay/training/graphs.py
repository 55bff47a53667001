"""Write the network as ONNX graphs that take their weights from a safetensors file.

ONNX lets an initializer say "these bytes are in that file, from here to there".
A safetensors file is a header and then bare tensors, so one file of half-precision
weights serves every backend, and a graph without weights is small. A cast after
each weight makes the arithmetic full precision again.
"""

import json
import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn

from roleplay.rater.network import Encoded, Heads, Network, Scene, chances

OPSET: Final = 17


class EncoderGraph(nn.Module):
    """The encoder as the run time calls it: one sequence, and the scene's keys and values."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(
        self,
        words: Tensor,
        probes: Tensor,
        positions: Tensor,
        segments: Tensor,
        keys: Tensor,
        values: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Encode one sequence.

        Args:
            words: (1, length, hidden) word embeddings.
            probes: (1, probes, hidden), points and references; none for a scene.
            positions: (1, length + probes) ids.
            segments: (1, length + probes), see :mod:`roleplay.rater.tokens`.
            keys: (layers, heads, scene length, hidden / heads); length 0 for a scene itself.
            values: The same.

        Returns:
            Encoded positions (1, length + probes, hidden), and their own keys and values.

        """
        past = [(key[None], value[None]) for key, value in zip(keys, values, strict=True)]
        x = self.encoder.embed(words, probes, positions, segments)
        x, kept = self.encoder(x, None, past)
        return x, torch.cat([key for key, _ in kept]), torch.cat([value for _, value in kept])


class HeadsGraph(nn.Module):
    """The heads as the run time calls them: one reply, chances instead of logits."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(  # noqa: PLR0913, PLR0917 - the inputs of a graph
        self,
        tokens: Tensor,
        at_points: Tensor,
        at_references: Tensor,
        membership: Tensor,
        points: Tensor,
        has_point: Tensor,
        references: Tensor,
        has_reference: Tensor,
        copied: Tensor,
    ) -> tuple[Tensor, ...]:
        """What :class:`~roleplay.rater.backend.Chances` holds, in its order."""
        encoded = Encoded(tokens, torch.ones_like(tokens[..., 0]), at_points, at_references)
        scene = Scene(points, has_point, references, has_reference)
        return chances(self.heads, encoded, membership, scene, copied)


class Place(NamedTuple):
    """Where a tensor's bytes are in a safetensors file."""

    offset: int
    length: int


def places(path: Path) -> dict[str, Place]:
    """Read from the header of a safetensors file where each tensor is."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    return {
        name: Place(
            8 + size + entry["data_offsets"][0], entry["data_offsets"][1] - entry["data_offsets"][0]
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }


def write_graphs(network: Network, weights: Path) -> None:
    """Write ``encoder.onnx`` and ``heads.onnx`` beside ``weights``, pointing into it."""
    known = places(weights)
    shape = network.shape
    length, probes, past, size = 7, 5, 5, shape.hidden // shape.heads
    kept = torch.zeros(shape.layers, shape.heads, past, size)
    every = {1: "positions"}
    encoder = _export(
        EncoderGraph(network.eval()),
        {
            "words": torch.zeros(1, length, shape.hidden),
            "probes": torch.zeros(1, probes, shape.hidden),
            "positions": torch.arange(length + probes)[None],
            "segments": torch.zeros(1, length + probes, dtype=torch.long),
            "keys": kept,
            "values": kept,
        },
        {"tokens": every, "own_keys": {2: "positions"}, "own_values": {2: "positions"}},
        {
            "words": {1: "length"},
            "probes": {1: "probes"},
            "positions": every,
            "segments": every,
            "keys": {2: "past"},
            "values": {2: "past"},
        },
    )
    heads = _export(
        HeadsGraph(network.heads.eval()),
        {
            "tokens": torch.randn(1, length, shape.hidden),
            "at_points": torch.randn(1, 3, shape.hidden),
            "at_references": torch.randn(1, 2, shape.hidden),
            "membership": torch.ones(1, 2, length) / length,
            "points": torch.randn(3, shape.hidden),
            "has_point": torch.ones(3),
            "references": torch.randn(2, shape.hidden),
            "has_reference": torch.ones(2),
            "copied": torch.zeros(1, 3),
        },
        {
            "levels": {},
            "acts": {0: "sentences"},
            "states": {0: "points"},
            "vector": {},
            "near": {0: "references"},
        },
        {
            "tokens": {1: "length"},
            "at_points": {1: "points"},
            "at_references": {1: "references"},
            "membership": {1: "sentences", 2: "length"},
            "points": {0: "points"},
            "has_point": {0: "points"},
            "references": {0: "references"},
            "has_reference": {0: "references"},
        },
    )
    for name, graph in (("encoder", encoder), ("heads", heads)):
        _point_outside(graph, known, weights.name)
        (weights.parent / f"{name}.onnx").write_bytes(graph.SerializeToString())


def _export(
    module: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: Mapping[str, Mapping[int, str]],
    dynamic: Mapping[str, Mapping[int, str]],
) -> onnx.ModelProto:
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        path = Path(folder) / "graph.onnx"
        # The tracing exporter keeps parameter names, which the outside weights need.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            path,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**dynamic, **{name: axes for name, axes in outputs.items() if axes}},
            opset_version=OPSET,
            do_constant_folding=False,
            dynamo=False,
        )
        return onnx.load(path)


def _point_outside(model: onnx.ModelProto, known: Mapping[str, Place], file: str) -> None:
    """Replace each weight in ``model`` by a reference to its bytes in ``file`` and a cast."""
    casts = []
    for tensor in model.graph.initializer:
        place = known.get(tensor.name)
        if place is None:
            continue
        name = tensor.name
        half = f"{name}.half"
        tensor.CopyFrom(TensorProto(name=half, dims=tensor.dims, data_type=TensorProto.FLOAT16))
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", file), ("offset", place.offset), ("length", place.length)):
            tensor.external_data.add(key=key, value=str(value))
        casts.append(helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
