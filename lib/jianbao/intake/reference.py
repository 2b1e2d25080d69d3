"""What the panel and earlier takings hold of the same figures: the last vintage that a new file is held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jianbao.catalogue import Period
from jianbao.panel.store import Panel, PanelError, connect
from jianbao.panel.taken import takings

__all__ = ["Known", "earlier", "known_of", "last"]

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A figure held already; ``observed`` is false for a modelled one, ``same`` true where it is of the same period."""

    value: float
    period: str
    observed: bool
    same: bool


@lru_cache(maxsize=500)
def earlier(period: str) -> tuple[str, ...]:
    """Return the periods that tell how large a figure of a period should be, the best first.

    >>> earlier("2024-10")
    ('2024-10', '2023-10', '2024-09')
    """
    at = Period.parse(period)
    found = [str(at), str(at.year_ago())]
    if at.kind == "year":
        found += [f"{at.year}-12", f"{at.year - 1}-12"]
    if at.month:
        found += [f"{at.year}-{at.month - 1:02d}"] if at.month > 2 else []
        found += [f"{at.year}", f"{at.year - 1}"] if at.month == 12 else []
    return tuple(found)


def known_of(data_dir: Path, keys: Iterable[Key]) -> tuple[dict[Key, float], dict[Key, bool]] | None:
    """Return the newest value of each key that is held, and whether it was observed; None where there is no panel and no taking.

    Asked are the keys' indicators, regions and sectors in all periods that ``earlier`` names.
    """
    wanted = list(keys)
    names = {n: sorted({k[i] for k in wanted}) for i, n in enumerate(("indicator", "region", "sector"))}
    names["period"] = sorted({p for k in wanted for p in earlier(k[3])})
    values: dict[Key, float] = {}
    observed: dict[Key, bool] = {}
    nothing = True
    try:
        panel = Panel(data_dir).query(**names, status=["observed", "estimated"])
        nothing = False
    except PanelError:
        panel = None
    if panel is not None:
        panel = panel.sort_values(["status", "vintage"], ascending=[True, False])  # estimated first, so that observed wins
        _put(panel, values, observed)
    con = connect()
    for taken in takings(data_dir):
        nothing = False
        if taken.kind != "observations" or not set(taken.periods) & set(names["period"]):
            continue
        frame = con.execute(
            "SELECT indicator, region, sector, period, status, value FROM read_parquet(?) WHERE value IS NOT NULL", [str(taken.data)]
        ).df()
        _put(frame, values, observed)
    con.close()
    return None if nothing else (values, observed)


def _put(frame, values: dict[Key, float], observed: dict[Key, bool]) -> None:
    columns = (frame[c] for c in ("indicator", "region", "sector", "period", "value", "status"))
    for indicator, region, sector, period, value, status in zip(*columns, strict=True):
        if value == value:
            values[indicator, region, sector, period] = float(value)
            observed[indicator, region, sector, period] = status == "observed"


def last(key: Key, known: tuple[dict[Key, float], dict[Key, bool]]) -> Known | None:
    """Return the figure to hold a new one against: of the same period if there is one, else the nearest before; observed first."""
    values, observed = known
    found = [
        Known(values[k], p, observed[k], p == key[3]) for p in earlier(key[3]) if (k := (*key[:3], p)) in values
    ]
    return next((f for f in found if f.observed), found[0] if found else None)
