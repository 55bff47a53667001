"""Figures of the fit alone; those of agreement are in :mod:`roleplay.agreement`."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roleplay.agreement import Floats

Flags = NDArray[np.bool_]
Rows = NDArray[np.intp] | NDArray[np.bool_] | slice
"""How to choose rows of an array."""
ALL: Final = slice(None)


def kendall_tau_b(predicted: Floats, given: Floats) -> float:
    """Rank correlation that allows for ties (Kendall 1945); NaN when one side never varies."""
    left = np.sign(predicted[:, None] - predicted[None])
    right = np.sign(given[:, None] - given[None])
    scale = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float("nan") if scale == 0 else float((left * right).sum()) / scale


def scene_taus(predicted: Floats, given: Floats, scenes: Sequence[str]) -> Floats:
    """The tau-b of each scene's replies; NaN for a scene without variation."""
    groups = np.asarray(scenes)
    taus = [
        kendall_tau_b(predicted[groups == scene], given[groups == scene])
        for scene in sorted(set(scenes))
    ]
    return np.array(taus)


def ranks(values: Floats) -> Floats:
    """Rank of each value from 0; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Floats = (np.cumsum(counts) - (counts + 1) / 2)[inverse]
    return found


def f1(predicted: Flags, given: Flags) -> float:
    """Harmonic mean of precision and recall; 0 when nothing is right."""
    return f_score(predicted, given, 1)


def f_score(predicted: Flags, given: Flags, beta: float) -> float:
    """F of precision and recall, recall counting ``beta`` times as much (van Rijsbergen 1979)."""
    hits = int((predicted & given).sum())
    claimed = int(predicted.sum()) + beta**2 * int(given.sum())
    return (1 + beta**2) * hits / claimed if claimed else float("nan")


def share(flags: Flags) -> float:
    """Share of true ones; NaN of none at all."""
    return float(flags.mean()) if flags.size else float("nan")
