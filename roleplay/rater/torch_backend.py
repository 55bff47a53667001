"""The full-precision backend: PyTorch, on a GPU where there is one."""

from collections.abc import Sequence

import torch
from safetensors.torch import load_file
from torch import Tensor

from roleplay.rater import bundle
from roleplay.rater.backend import Chances, Encoded, Floats, Scene, membership, real
from roleplay.rater.network import Encoded as Parts
from roleplay.rater.network import Network, chances
from roleplay.rater.network import Scene as Known
from roleplay.rater.tokens import SCENE, ReplyTokens, places


def read_network(model: bundle.Bundle) -> Network:
    """The network of a model folder, in full precision."""
    network = Network()
    files = (model.folder / bundle.EMBEDDINGS, model.folder / bundle.WEIGHTS)
    state = {name: value.float() for path in files for name, value in load_file(path).items()}
    with torch.no_grad():
        network.load_state_dict(state)
    return network.eval()


class TorchBackend:
    """Runs the network as it was fitted. Safe to call from several threads."""

    def __init__(self, model: bundle.Bundle, device: str | None = None) -> None:
        """Load the weights of ``model`` onto ``device``, the GPU by default if there is one."""
        self.device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        self._network = read_network(model).to(self.device)

    @torch.inference_mode()
    def encode(self, ids: tuple[int, ...]) -> Encoded:
        """See :class:`~roleplay.rater.backend.Backend`."""
        encoder = self._network.encoder
        tokens = self._ids(ids)
        none = torch.zeros(1, 0, self._network.shape.hidden, device=self.device)
        positions = self._ids(range(len(ids)))
        x = encoder.embed(encoder.words(tokens), none, positions, torch.full_like(tokens, SCENE))
        x, kept = encoder(x)
        keys, values = (torch.cat([pair[side] for pair in kept]) for side in (0, 1))
        return Encoded(*(part.cpu().numpy() for part in (x[0], keys, values)))

    @torch.inference_mode()
    def read(self, reply: ReplyTokens, scene: Scene, copied: Sequence[float]) -> Chances:
        """See :class:`~roleplay.rater.backend.Backend`."""
        points = self._on(real(scene.points, scene.has_point))
        references = self._on(real(scene.references, scene.has_reference))
        length = len(reply.ids)
        positions, kinds = places(length, len(points), len(references))
        encoder = self._network.encoder
        x = encoder.embed(
            encoder.words(self._ids(reply.ids)),
            torch.cat([points, references])[None],
            self._ids(positions),
            self._ids((*reply.segments, *kinds)),
        )
        keys, values = self._on(scene.past.keys), self._on(scene.past.values)
        past = [(key[None], value[None]) for key, value in zip(keys, values, strict=True)]
        x, _ = encoder(x, None, past)
        middle = length + len(points)
        encoded = Parts(
            x[:, :length],
            torch.ones(1, length, device=self.device),
            _or_zero(x[:, length:middle]),
            _or_zero(x[:, middle:]),
        )
        known = Known(
            *map(self._on, (scene.points, scene.has_point, scene.references, scene.has_reference))
        )
        found = chances(
            self._network.heads,
            encoded,
            self._on(membership(reply))[None],
            known,
            torch.tensor([list(copied)], device=self.device),
        )
        return Chances(*(part.cpu().numpy() for part in found))

    def _ids(self, ids: Sequence[int]) -> Tensor:
        return torch.tensor([list(ids)], device=self.device)

    def _on(self, values: Floats) -> Tensor:
        return torch.from_numpy(values).to(self.device)


def _or_zero(rows: Tensor) -> Tensor:
    return rows if rows.shape[1] else rows.new_zeros(1, 1, rows.shape[2])
