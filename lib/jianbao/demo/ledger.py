"""Modelled ledgers: items of every kind of ``ledgers.toml``, as a file would bring them; no real enterprise, task or project.

The lines of cement keep to what the document says (29 = 11 + 13 + 5), the campaign to how its targets were divided; numbers of
items, delays and amounts are those of ``data/demo/ledgers.toml``. The same registers and seed give the same bytes.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from jianbao import catalogue
from jianbao.catalogue import Catalogue
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.demo.cases import TASKS, case_text
from jianbao.demo.rounding import share_out
from jianbao.panel.ledger import COLUMNS

__all__ = ["make_ledgers"]

_SEED = 20241231
Row = dict[str, str]


def make_ledgers(data_dir: Path, seed: int = _SEED) -> Path:
    """Write ``<data_dir>/incoming/ledger/ledger.csv`` and return it; a place without kinds of ledgers gets an empty one."""
    data_dir = Path(data_dir)
    cat = catalogue.read(data_dir)
    model = data_dir / "demo" / "ledgers.toml"
    given = tomllib.loads(model.read_text(encoding="utf-8")) if model.is_file() else {}
    target = data_dir / "incoming" / "ledger" / "ledger.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(".ledger.csv")
    with part.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        out.writeheader()
        for number, kind in enumerate(cat.ledgers.values() if given else ()):
            maker = _Maker(cat, kind, given, np.random.default_rng([seed, number]), _weights(data_dir, cat))
            for n, row in enumerate(maker.rows(), 1):
                out.writerow({"id": f"{kind.id}-{n:04d}", "kind": kind.id, "status": "estimated", "source": "modelled"} | row)
    part.replace(target)
    return target


def _weights(data_dir: Path, cat: Catalogue) -> np.ndarray:
    """Return how large each county's industry is, as published; all alike where a place has no such table."""
    counties = [r.code for r in cat.regions(level=cat.place.levels[-1])]
    path, found = data_dir / "published" / "zj_county_2024_main" / "data.csv", {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            found = {r["region"]: float(r["value"]) for r in csv.DictReader(file) if r["indicator"] == "industrial_value_added" and r["value"]}
    usual = float(np.median(list(found.values()))) if found else 1.0
    return np.array([max(found.get(c, usual), 0.05 * usual) for c in counties])


class _Maker:
    """Makes the items of one kind."""

    def __init__(self, cat: Catalogue, kind: LedgerKind, given: dict[str, Any], rng: np.random.Generator, weights: np.ndarray) -> None:
        self.cat, self.kind, self.given, self.rng = cat, kind, given, rng
        self.about = given["default"] | given["kind"].get(kind.id, {})
        self.counties = [r.code for r in cat.regions(level=cat.place.levels[-1])]
        self.weights, self.end = weights, date.fromisoformat(given["as_of"])
        self.sectors = [s.code for s in cat.brief_sectors()]
        if self.about.get("sector") in cat.all_sectors:
            self.sectors = [self.about["sector"]]

    def rows(self) -> Iterator[Row]:
        """Yield the items."""
        kind = self.kind
        if kind.id == "campaign":
            yield from self._campaign()
        elif kind.totals:
            yield from self._lines()
        elif self.about.get("monthly"):
            yield from self._monthly()
        elif self.about.get("per_county"):
            yield from self._per_county()
        elif kind.span == "stock":
            yield from (self._stock(c) for c in self._counties(self.about["n"]))
            for region, n in self.about.get("extra", {}).items():
                own = [r.code for r in self.cat.children(region)]
                yield from (self._stock(own[k % len(own)], date(2023, 1, 5), self.kind.class_of(self.about.get("extra_class", ""))) for k in range(n))
        else:
            for year in self.given["years"]:
                chosen = self.counties if self.about.get("each") else self._counties(self.about["n"])
                yield from (self._of_year(c, year) for c in chosen)

    def _counties(self, n: int) -> Iterator[str]:
        """Yield a county for each of n items, larger ones more often."""
        noise = np.exp(self.rng.normal(size=len(self.weights)) * 0.5)
        for county, count in zip(self.counties, share_out(n, self.weights**0.7 * noise), strict=True):
            yield from [county] * int(count)

    def _sized(self, row: Row, amount: float) -> Row:
        """Put a project into the class of its size (``limits`` of the model, from the largest down)."""
        if limits := self.about.get("limits"):
            word = next((n for n, least in enumerate(limits) if amount >= least), len(limits))
            named = self.kind.classes[word].name("zh")
            row |= {"item": row["item"].replace(row["class"], named), "class": named}
        return row

    def _row(self, county: str, word: int | None, **more: str) -> Row:
        kind, region = self.kind, self.cat.region(county)
        firm = f"模拟企业{self.rng.integers(1, 10000):04d}" if kind.about == "firm" else ""
        if kind.shape == "cases":
            item = f"{kind.classes[word or 0].name('zh')}的做法"
        elif kind.id == "task":
            item = TASKS[int(self.rng.integers(len(TASKS)))]
        else:
            item = f"{firm or region.short('zh')}{kind.name('zh')}{'' if word is None else '：' + kind.classes[word].name('zh')}"
        sector = self.sectors[int(self.rng.integers(len(self.sectors)))] if kind.about != "place" and self.sectors else ""
        row = {"item": item, "region": county, "sector": sector, "owner": f"{region.short('zh')}经信局", "firm": firm, "unit": kind.unit("zh", word)}
        return row | {"class": "" if word is None else kind.classes[word].name("zh")} | more

    def _word(self) -> int | None:
        classes = len(self.kind.classes)
        return int(self.rng.choice(classes, p=self._shares("shares_class", classes))) if classes else None

    def _shares(self, name: str, n: int) -> np.ndarray:
        given = self.about.get(name)
        return np.array(given) if given and len(given) == n else np.full(n, 1) * n**-1.0

    def _amount(self) -> float:
        low, high = self.about["amount"]
        return round(float(low + (high - low) * self.rng.beta(1.3, 3.0)), self.about.get("decimals", 0))

    def _day(self, start: date, low: int, high: int) -> date:
        return start + timedelta(days=int(self.rng.integers(low, high)))

    def _of_year(self, county: str, year: int) -> Row:
        """An item of a year's plan: opened, begun, due, closed in time or late; as of the file's day."""
        kind, quick = self.kind, self.kind.warn_days < 15
        opened = self._day(date(year, 1, 2), 0, 355) if quick or not kind.timed else self._day(date(year, 1, 2), 0, 100)
        due = opened + timedelta(days=15) if quick else min(self._day(opened, 90, 300), date(year, 12, 31))
        late = self.rng.random() > self.about["done"] and any(not s.final for s in kind.states)
        closed = self._day(due, 5, 60 if quick else 240) if late else max(self._day(due, -60 if not quick else -12, 1), opened + timedelta(days=1))
        started, word, amount = self._day(opened, 1, 8 if quick else 45), self._word(), self._amount()
        if not kind.timed:  # a survey's answer, an amount paid: what was not settled stays open
            closed = self._day(opened, 20, 150) if not late else date.max
        return self._dated(self._row(county, word), opened, started, due, closed, amount)

    def _dated(self, row: Row, opened: date, started: date, due: date, closed: date, amount: float) -> Row:
        kind = self.kind
        finals = [n for n, s in enumerate(kind.states) if s.final]
        unfinished = [n for n, s in enumerate(kind.states) if not s.final] or finals
        done, begun = closed <= self.end, started <= self.end
        shares = self.about.get("shares")
        state = finals[0] if done else unfinished[-1 if begun else 0]
        if shares and not done:
            state = int(self.rng.choice(len(shares), p=shares))
            done, closed = state in finals, min(closed, self.end)
        paid = amount if done else round(amount * float(self.rng.uniform(0.1, 0.8)), self.about.get("decimals", 0)) if state else 0.0
        row |= {"state": kind.states[state].name("zh"), "opened": opened.isoformat(), "due": due.isoformat() if kind.timed else ""}
        row |= {"started": started.isoformat() if len(unfinished) > 1 and begun else "", "closed": closed.isoformat() if done else ""}
        if row["unit"]:
            row |= {"quantity": f"{paid if kind.shape == 'funds' else amount:.10g}", "planned": f"{amount:.10g}"}
        if kind.evidence and done:
            word = kind.class_of(row["class"]) or 0
            row["evidence"] = case_text(word, int(self.rng.integers(1000))) if kind.texts else "验收表（模拟）"
        return row

    def _stock(self, county: str, start: date = date(2020, 1, 5), word: int | None = None) -> Row:
        """An entry of a list: since when it is on it, and how far it is now."""
        kind, opened = self.kind, self._day(start, 0, (self.end - start).days - 40)
        states, word = len(kind.states), self._word() if word is None else word
        state = int(self.rng.choice(states, p=self._shares("shares", states)))
        row = self._row(county, word, state=kind.states[state].name("zh"), opened=opened.isoformat())
        final = kind.states[state].final
        due = self._day(opened, 300, 800) if final else self._day(self.end, -45, 420)
        if final and any(not s.final for s in kind.states):
            row["closed"] = min(max(self._day(due, -200, 60), opened), self.end).isoformat()
        if state or final:
            row["started"] = self._day(opened, 20, 120).isoformat()
        row["due"] = due.isoformat() if kind.timed else ""
        if row["unit"]:
            amount = self._amount()
            row = self._sized(row | {"quantity": f"{amount:.10g}", "planned": f"{amount:.10g}"}, amount)
        return row

    def _per_county(self) -> Iterator[Row]:
        """Every county, for each class: covered or not, and since when."""
        for county in self.counties:
            for word in range(len(self.kind.classes)) or [None]:
                row = self._row(county, word, opened="2021-06-30")
                done = self.rng.random() < self._shares("shares", 2)[1]
                yield row | {"state": self.kind.states[int(done)].name("zh"), "closed": self._day(date(2021, 9, 1), 0, 1150).isoformat() if done else ""}

    def _monthly(self) -> Iterator[Row]:
        """What each city brought each month, against a twelfth of the year's plan."""
        for city in (r for r in self.cat.regions(level="city")):
            size = sum(w for c, w in zip(self.counties, self.weights, strict=True) if self.cat.region(c).parent == city.code)
            for word in range(len(self.kind.classes)):
                plan = round(self._amount() * float(size * self.weights.sum() ** -1.0) * 11, 1)
                for year in self.given["years"]:
                    for month in range(2, 13):
                        day = date(year, month, 28).isoformat()
                        done = round(plan * float(self.rng.uniform(0.8, 1.22)), 1)
                        row = self._row(city.code, word, state=self.kind.states[-1].name("zh"), opened=day, closed=day)
                        yield row | {"item": f"{city.short('zh')}{self.kind.classes[word].name('zh')}{month}月", "quantity": f"{done:.10g}", "planned": f"{plan:.10g}"}

    def _lines(self) -> Iterator[Row]:
        """The lines that a document counts: as many of each class as it says, spread over the region's counties."""
        for region, parts in self.kind.totals:
            counties = [r.code for r in self.cat.children(region)]
            for name, count in parts.items():
                word = self.kind.class_of(name)
                done = count if name == "保留" else round(count * 0.7)
                for n in range(count):
                    row = self._row(counties[n % len(counties)], word, opened="2023-06-30", due="2025-12-31" if n % 4 else "2024-10-31")
                    closed = self._day(date(2023, 9, 1), 0, 450).isoformat() if n < done else ""
                    yield row | {"item": f"{n + 1}号水泥粉磨线（{name}）", "state": self.kind.states[-1 if closed else 1].name("zh"), "started": "2023-08-31", "closed": closed}

    def _campaign(self) -> Iterator[Row]:
        """What counties did in the campaign's years, by class: cities with a share of their own, the others by size."""
        about, years = self.given["campaign"], range(2021, 2024)
        for word in range(len(self.kind.classes)):
            whole, own = round(about["totals"][word] * about["ahead"]), about["own_share"]
            weights = self.weights * np.exp(self.rng.normal(size=len(self.weights)) * 0.3)
            city = [self.cat.region(c).parent for c in self.counties]
            for code, shares in own.items():
                here = np.array([c == code for c in city])
                weights[here] *= shares[word] * weights[~here].sum() * ((1 - shares[word]) * weights[here].sum()) ** -1.0
            for year, part in zip(years, share_out(whole, np.array([0.25, 0.4, 0.35])), strict=True):
                for county, amount in zip(self.counties, share_out(int(part), weights), strict=True):
                    if amount:
                        row = self._row(county, word, state=self.kind.states[-1].name("zh"), opened=f"{year}-03-31", closed=f"{year}-12-20")
                        yield row | {"quantity": str(int(amount)), "planned": str(int(amount))}
