"""What the fit minimises for the replies of one scene."""

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name everybody uses

from roleplay.training.data import Targets
from roleplay.training.reading import Reading

LEVELS, ORDER, CONTRAST, ACTS, POINTS = 1.0, 0.15, 1.0, 1.0, 0.5
"""Weights of the parts, chosen once and not tuned."""
STATE_WEIGHTS: Final = (1.0, 1.0, 3.0)
"""A point got wrong is rare (one in seven of those spoken of) and matters most."""
ACT_WEIGHT: Final = 2.0
"""How much a missed act weighs beside a false one."""


def expected(levels: Tensor) -> Tensor:
    """Expected level, 0 to 4, from logits of "above level k" on the last axis."""
    return torch.sigmoid(levels).sum(-1)


def scene_loss(readings: list[Reading], target: Targets, *, with_points: bool) -> Tensor:
    """Sum of the ordinal, order, contrast, act and point losses of one scene."""
    levels = torch.stack([reading.levels for reading in readings])
    loss = LEVELS * F.binary_cross_entropy_with_logits(levels, target.above)
    predicted = expected(levels)
    loss = loss + ORDER * order_loss(predicted, target.mean)
    loss = loss + CONTRAST * contrast_loss(predicted, target)
    acts, truth = torch.cat([reading.acts for reading in readings]), torch.cat(target.acts)
    weight = acts.new_full((acts.shape[1],), ACT_WEIGHT)
    loss = loss + ACTS * F.binary_cross_entropy_with_logits(acts, truth, pos_weight=weight)
    if with_points:
        states = torch.stack([reading.points for reading in readings])
        loss = loss + POINTS * F.cross_entropy(
            states.flatten(0, 1), target.states.flatten(), weight=acts.new_tensor(STATE_WEIGHTS)
        )
    return loss


def order_loss(predicted: Tensor, mean: Tensor) -> Tensor:
    """Differences between any two replies to a scene should be those the raters saw."""
    return F.smooth_l1_loss(
        predicted[:, None] - predicted[None], mean[:, None] - mean[None], beta=0.5
    )


def contrast_loss(predicted: Tensor, target: Targets) -> Tensor:
    """The same for minimal edits alone: there a few words must move a ladder, or must not."""
    if not target.contrasts:
        return predicted.new_zeros(())
    edited, original = torch.tensor(target.contrasts).T
    return F.smooth_l1_loss(
        predicted[edited] - predicted[original],
        target.mean[edited] - target.mean[original],
        beta=0.5,
    )
