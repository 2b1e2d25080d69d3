"""Whole numbers that add up: the only roundings that the modelled file uses."""

import numpy as np

__all__ = ["share_out", "share_out_signed", "systematic"]


def share_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Divide a whole ``total`` (>= 0) over ``weights`` (>= 0) into whole parts that sum to it exactly.

    Largest remainder; equal remainders go to the earlier part, so the same input gives the same output.

    Raises
    ------
    ValueError
        If something is to be divided and no weight is positive.
    """
    weights = np.asarray(weights, dtype=float)
    whole = weights.sum()
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    if total < 0 or not whole > 0:
        raise ValueError(f"cannot divide {total} over {len(weights)} parts with weights that sum to {whole}")
    exact = weights * (total / whole)
    parts = np.floor(exact).astype(np.int64)
    left = int(total - parts.sum())
    if left < 0:  # floor of a product a hair above the whole number it should be
        parts[np.argsort(-parts, kind="stable")[:-left]] -= 1
    elif left:
        parts[np.argsort(parts - exact, kind="stable")[np.arange(left) % len(parts)]] += 1
    return parts


def share_out_signed(total: int, values: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Move ``values`` (any sign) by amounts in proportion to ``size`` until their whole parts sum to ``total``."""
    parts = np.rint(values).astype(np.int64)
    gap = int(total - parts.sum())
    return parts + np.sign(gap) * share_out(abs(gap), size)


def systematic(expected: np.ndarray, total: int, start: float) -> np.ndarray:
    """Round ``expected`` (>= 0) to counts that sum to ``total``, each the floor or the ceiling of its expectation.

    ``start`` in [0, 1) is the random start; on average over it each count is its expectation.
    """
    if total == 0:
        return np.zeros(len(expected), dtype=np.int64)
    ends = np.cumsum(expected) * (total / expected.sum())
    ends[-1] = total
    return np.diff(np.floor(ends + start), prepend=np.floor(start)).astype(np.int64)
