"""Shares, ratios of totals and specialisation. Results are fractions or ratios (1 is the average)."""

import math

__all__ = ["location_quotient", "ratio", "share"]


def ratio(numerator: float, denominator: float, factor: float = 1.0) -> float:
    """Return ``factor * numerator / denominator``: total over total, never the mean of firms' ratios.

    Parameters
    ----------
    numerator, denominator : float
        Totals of the region in the register's units; the denominator must be positive.
    factor : float
        From the register: 100 for percent and for items of 100 yuan.

    Returns
    -------
    float
        In the unit of the register. NaN if a total is missing or the denominator is not positive.

    Notes
    -----
    Formula: ``factor * numerator / denominator``

    Examples
    --------
    >>> ratio(3.09, 96.4, 100).__round__(2)
    3.21
    """
    if math.isnan(numerator) or math.isnan(denominator) or denominator <= 0:
        return math.nan
    return factor * numerator / denominator


def share(part: float, total: float) -> float:
    """Return the share of a part in its total.

    Returns
    -------
    float
        Fraction. NaN if one is missing, the part is negative or the total is not positive: a share of something
        negative has no meaning.

    Notes
    -----
    Formula: ``part / total``

    Examples
    --------
    >>> share(7.3, 100.0)
    0.073
    >>> share(-1.0, 100.0)
    nan
    """
    if math.isnan(part) or math.isnan(total) or part < 0 or total <= 0:
        return math.nan
    return part / total


def location_quotient(local: float, local_total: float, reference: float, reference_total: float) -> float:
    """Return how much larger the sector's share is here than in the reference area.

    Parameters
    ----------
    local, local_total : float
        Level of the sector and of all sectors in the region.
    reference, reference_total : float
        The same in the reference area (which includes the region).

    Returns
    -------
    float
        Ratio, 1 is the reference's share. NaN where a share does not exist or the reference has none of the sector.

    Notes
    -----
    Formula: ``(local / local_total) / (reference / reference_total)``

    Examples
    --------
    >>> location_quotient(7.3, 100.0, 2.1, 100.0).__round__(2)
    3.48
    """
    here, there = share(local, local_total), share(reference, reference_total)
    return math.nan if math.isnan(here) or math.isnan(there) or there == 0 else here / there
