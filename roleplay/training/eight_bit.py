"""What the network would lose in eight bits: weights by row, activations by token."""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everybody uses

from roleplay.rater.network import Network


class EightBitLinear(nn.Module):
    """A linear layer whose weights and inputs are rounded as int8 arithmetic would round them.

    Symmetric, with a scale for each row of the weights and one for each token, so that
    no reply depends on its neighbours.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight = nn.Parameter(_rounded(linear.weight), requires_grad=False)
        self.bias = linear.bias

    def forward(self, x: Tensor) -> Tensor:
        """As :class:`torch.nn.Linear`."""
        return F.linear(_rounded(x), self.weight, self.bias)


def _rounded(values: Tensor) -> Tensor:
    scale = values.abs().amax(dim=-1, keepdim=True).clamp(min=1e-12) / 127
    return torch.round(values / scale) * scale


def in_eight_bits(network: Network) -> Network:
    """A copy of ``network`` whose encoder layers compute as if in int8."""
    found = copy.deepcopy(network).eval()
    for layer in found.encoder.layers:
        for name, part in list(layer.named_children()):
            if isinstance(part, nn.Linear):
                setattr(layer, name, EightBitLinear(part))
    return found
