"""Published tables: figures as printed, what is known about them, and what must hold between them."""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path

import pandas as pd

from jianbao import catalogue
from jianbao.panel.store import COLUMNS

__all__ = ["MONITORS", "Identity", "PublishedError", "PublishedTable", "read", "tables", "unit_factor", "verify"]

#: The folder under ``incoming`` with modelled observations of other reports (``demo.monitors``).
MONITORS = "monitors"
_FILE_COLUMNS = ("indicator", "region", "sector", "period", "value", "mark")
_STATUSES = ("suppressed", "missing", "not_applicable")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NUMBERS = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}
_WORDS = {"": 1, "thousand ": 10**3, "10,000 ": 10**4, "million ": 10**6, "100 million ": 10**8}
# unit -> (what it measures, how many of the smallest unit); only units of the same thing convert
_UNITS: dict[str, tuple[str, int]] = {
    **{f"{n}{unit}": (thing, size) for unit, thing in (
        ("元", "yuan"), ("美元", "dollar"), ("人", "person"), ("千瓦时", "kWh"), ("吨标准煤", "tce"), ("个", "count"), ("家", "count"),
    ) for n, size in _NUMBERS.items()},
    **{f"{n}{unit}": (thing, size) for unit, thing in (
        ("yuan", "yuan"), ("dollars", "dollar"), ("persons", "person"), ("kWh", "kWh"), ("tonnes of standard coal", "tce"),
        ("enterprises", "count"), ("jobs", "count"),
    ) for n, size in _WORDS.items()},
    "%": ("%", 1), "亩": ("mu", 1), "mu": ("mu", 1), "公顷": ("mu", 15), "hectares": ("mu", 15),  # 1 公顷 = 15 亩 by definition
    "平方公里": ("mu", 1500), "square kilometres": ("mu", 1500),
}


class PublishedError(ValueError):
    """A published table cannot be used; one line with the table and, where there is one, the row."""


@dataclass(frozen=True)
class Identity:
    """``total`` = sum of ``parts`` (or at least that, where ``relation`` is ``at_most``), ``over`` sectors or indicators.

    ``parts`` are codes or patterns (``C??``). ``tolerance`` is a number in the printed unit or ``rounding``: half a
    printed unit for each figure in the sum. ``missing_parts`` says if a sum with a withheld part is left out (``skip``)
    or tested as if the part were nothing (``nothing``). ``exceptions`` are the differences found in the source, each
    with its amount (total less parts): another amount, or none, is a problem.
    """

    name: str
    total: str
    parts: tuple[str, ...]
    over: str
    tolerance: float | str = "rounding"
    relation: str = "equal"
    missing_parts: str = "skip"
    indicators: tuple[str, ...] = ()
    exceptions: tuple[dict, ...] = ()


@dataclass(frozen=True)
class PublishedTable:
    """What ``table.toml`` says of a published table; ``about`` holds all of it."""

    id: str
    folder: Path
    scope: str
    measure: str
    price: str
    vintage: str
    sha256: str
    key: tuple[str, ...]
    units: dict[str, str]
    marks: dict[str, str]
    decimals: dict[str, int]
    exact: tuple[str, ...]
    unregistered: dict[str, tuple[str, ...]]
    outside_regions: tuple[str, ...]
    caveats: tuple[str, ...]
    identities: tuple[Identity, ...]
    status: str  # of a figure that is there: observed, or estimated in a modelled table
    about: dict = field(repr=False, compare=False)

    @property
    def file(self) -> Path:
        """The figures."""
        return self.folder / "data.csv"

    def title(self, lang: str) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.about[f"title_{lang}"]


def tables(data_dir: Path) -> tuple[PublishedTable, ...]:
    """Return the published tables of a data folder in the order of their ids, then the modelled monitors; none if it has none.

    Raises
    ------
    PublishedError
        If a ``table.toml`` cannot be read or lacks something.
    """
    found = [*sorted(Path(data_dir).glob("published/*/table.toml")), *sorted(Path(data_dir).glob(f"incoming/{MONITORS}/table.toml"))]
    return tuple(_table(path) for path in found)


def _table(path: Path) -> PublishedTable:
    where = f"{path.parent.name}/table.toml"
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        found = PublishedTable(
            id=about["id"], folder=path.parent, scope=about["scope"], measure=about["measure"], price=about["price"],
            vintage=about["vintage"], sha256=about["sha256"], key=tuple(about["key"]), units=about["units"],
            marks=about["marks"], decimals=about.get("decimals", {}), exact=tuple(about.get("exact", ())),
            unregistered={what: tuple(codes) for what, codes in about.get("unregistered", {}).items()},
            outside_regions=tuple(about.get("outside_regions", ())), caveats=tuple(about["caveats"]),
            identities=tuple(_identity(where, **item) for item in about.get("identity", ())), status=about.get("status", "observed"), about=about,
        )
    except KeyError as error:
        raise PublishedError(f"{where}: no {error.args[0]}") from None
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise PublishedError(f"{where}: {error}") from None
    if found.id != path.parent.name:
        raise PublishedError(f"{where}: id {found.id!r} is not the folder's name")
    if found.status not in ("observed", "estimated"):
        raise PublishedError(f"{where}: status {found.status!r}; use observed or estimated")
    if wrong := set(found.marks.values()) - set(_STATUSES):
        raise PublishedError(f"{where}: status {sorted(wrong)[0]!r} of a mark; use one of {', '.join(_STATUSES)}")
    return found


def _identity(where: str, **item) -> Identity:
    if "indicator" in item:
        item["indicators"] = [item.pop("indicator")]
    made = Identity(**{k: tuple(v) if isinstance(v, list) else v for k, v in item.items()})
    allowed = {"over": ("sector", "indicator"), "relation": ("equal", "at_most"), "missing_parts": ("skip", "nothing")}
    for name, values in allowed.items():
        if getattr(made, name) not in values:
            raise PublishedError(f"{where}: identity {made.name!r}: {name} must be {' or '.join(values)}")
    if made.tolerance != "rounding" and not isinstance(made.tolerance, int | float):
        raise PublishedError(f"{where}: identity {made.name!r}: tolerance must be a number or rounding")
    return made


def unit_factor(printed: str, registered: str) -> Fraction:
    """Return what one printed unit is in the registered one (万元 → 亿元: 1/10000); PublishedError if they do not convert."""
    if printed == registered:
        return Fraction(1)
    (thing, size), (other, base) = _UNITS.get(printed, (None, 1)), _UNITS.get(registered, (None, 1))
    if thing is None or thing != other:
        raise PublishedError(f"unit {printed!r} does not convert to {registered!r}")
    return Fraction(size, base)


def read(table: PublishedTable) -> pd.DataFrame:
    """Return a table as observations: one row a figure, columns ``COLUMNS``, values in the units of the registers.

    ``value`` is NaN for a withheld or missing figure and ``source`` names the table and the line of its file.
    Codes that the table declares as unregistered are left out until the registers have them.

    Raises
    ------
    PublishedError
        At the first row, unit or code that cannot be used.
    """
    frame = _load(table)
    cat = catalogue.read(table.folder.parent.parent)
    if problems := [*_row_problems(table, frame), *_register_problems(table, frame, cat)]:
        raise PublishedError(problems[0])
    known = {"sectors": cat.all_sectors, "indicators": cat.all_indicators, "regions": cat.all_regions}
    for what, codes in table.unregistered.items():
        absent = [code for code in codes if code not in known[what]]
        frame = frame[~frame[what.removesuffix("s")].isin(absent)]
    value = pd.to_numeric(frame["value"].where(frame["value"] != ""), errors="raise").astype("float64")
    for indicator in frame["indicator"].unique():
        factor = unit_factor(table.units[indicator], cat.indicator(indicator).unit(cat.place.languages[0]))
        rows = frame["indicator"] == indicator
        value = value.mask(rows, value * factor.numerator / factor.denominator)
    status = frame["mark"].map(table.marks).where(frame["value"] == "", table.status)
    # Counts and persons in a table of money have no price basis, whatever the table says of its other columns.
    bases = {i: "none" if cat.indicator(i).price == "none" else table.price for i in frame["indicator"].unique()}
    return frame.assign(
        value=value, status=status, measure=table.measure, scope=table.scope, price=frame["indicator"].map(bases), vintage=table.vintage,
        source=[f"{table.id}#row{line}" for line in frame.index],
    )[list(COLUMNS)].reset_index(drop=True)


def verify(table: PublishedTable) -> list[str]:
    """Return what is wrong with a table, one line a problem with file and row; an empty list if all promises hold.

    Checked: the checksum, columns, keys, marks, numbers, codes and units against the registers, and every identity.
    """
    problems = []
    if not table.file.is_file():
        return [f"{table.id}/data.csv: no such file"]
    if (found := hashlib.sha256(table.file.read_bytes()).hexdigest()) != table.sha256:
        problems.append(f"{table.id}/data.csv: checksum is {found[:12]}…, table.toml says {table.sha256[:12]}…")
    try:
        frame = _load(table)
    except PublishedError as error:
        return [*problems, str(error)]
    rows = _row_problems(table, frame)
    problems += rows + _register_problems(table, frame, catalogue.read(table.folder.parent.parent))
    if not rows:  # a sum over broken rows would only repeat them
        problems += [line for identity in table.identities for line in _identity_problems(table, frame, identity)]
    return problems


def _load(table: PublishedTable) -> pd.DataFrame:
    """Return the file as text; the index is the line in the file."""
    try:
        frame = pd.read_csv(table.file, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PublishedError(f"{table.id}/data.csv: {str(error).splitlines()[0]}") from None
    if absent := [name for name in _FILE_COLUMNS if name not in frame.columns]:
        raise PublishedError(f"{table.id}/data.csv: no column {absent[0]}")
    frame.index += 2
    return frame


def _row_problems(table: PublishedTable, frame: pd.DataFrame) -> list[str]:
    found = []
    value, mark = frame["value"], frame["mark"]
    number = value.map(lambda text: bool(_NUMBER.fullmatch(text)))
    checks = (
        (frame.duplicated(list(table.key)), lambda row: "key again: " + " ".join(row[k] for k in table.key)),
        ((value != "") & ~number, lambda row: f"{row['value']!r} is not a number"),
        ((value != "") & (mark != ""), lambda row: f"value {row['value']} and mark {row['mark']!r} in one cell"),
        ((value == "") & ~mark.isin(list(table.marks)), lambda row: f"mark {row['mark']!r} is unknown: not in [marks]"),
    )
    for wrong, say in checks:
        found += [(line, say(frame.loc[line])) for line in frame.index[wrong]]
    return [f"{table.id}/data.csv row {line}: {text}" for line, text in sorted(found)]


def _register_problems(table: PublishedTable, frame: pd.DataFrame, cat: catalogue.Catalogue) -> list[str]:
    found = []
    registers = {"indicator": cat.all_indicators, "region": cat.all_regions, "sector": cat.all_sectors}
    for column, register in registers.items():
        extra = {*table.unregistered.get(f"{column}s", ()), *(table.outside_regions if column == "region" else ())}
        for code, line in {code: line for line, code in reversed(list(frame[column].items()))}.items():
            if code not in register and code not in extra:
                found.append((line, f"{column} {code!r} is not in the register"))
            elif column == "indicator" and code not in table.units:
                found.append((line, f"indicator {code!r} has no unit in table.toml"))
            elif column == "indicator" and code in register:
                try:
                    unit_factor(table.units[code], cat.indicator(code).unit(cat.place.languages[0]))
                except PublishedError as error:
                    found.append((line, f"indicator {code!r}: {error}"))
    return [f"{table.id}/data.csv row {line}: {text}" for line, text in sorted(found)]


def _identity_problems(table: PublishedTable, frame: pd.DataFrame, identity: Identity) -> list[str]:
    where = f"{table.id}/data.csv"
    index = [name for name in ("indicator", "region", "sector", "period") if name != identity.over]
    rows = frame[frame["indicator"].isin(identity.indicators)] if identity.indicators else frame
    rows = rows.assign(value=pd.to_numeric(rows["value"].where(rows["value"] != "")).astype("float64"))
    wide = rows.pivot(index=index, columns=identity.over, values="value")
    parts = [code for code in wide.columns if any(fnmatchcase(code, part) for part in identity.parts)]
    if identity.total not in wide.columns or not parts:
        return [f"{where}: identity {identity.name!r}: nothing to test, no total {identity.total} or no parts"]
    printed, total = wide[parts].notna().sum(axis=1), wide[identity.total]
    # Where the table does not print a part at all for these keys it is not a withheld part, so it is no hole.
    cells = rows.assign(value=1).pivot(index=index, columns=identity.over, values="value")[parts]
    tested = total.notna() & (printed > 0)
    if identity.missing_parts == "skip":
        tested &= (cells.notna() & wide[parts].isna()).sum(axis=1) == 0
    gap = (total - wide[parts].sum(axis=1)).round(6)
    limit = _limits(table, identity, wide, parts, printed + 1)
    wrong = tested & ((gap < -limit) if identity.relation == "at_most" else (gap.abs() > limit))
    listed = {tuple(item.get(name, "") for name in index): item for item in identity.exceptions}
    problems, lines = [], {key: line for line, key in zip(
        rows.index, rows[[*index, identity.over]].itertuples(index=False, name=None), strict=True)}
    for key in wide.index[wrong]:
        difference = f"{gap[key]:.6f}".rstrip("0").rstrip(".")
        item = listed.pop(key, None)
        if item is None or round(float(item["difference"]), 6) != gap[key]:
            said = f"table.toml lists {item['difference']}" if item else "not listed as an exception"
            line = lines[(*key, identity.total)]
            problems.append(f"{where} row {line}: {identity.name}: {' '.join(key)}: differs by {difference}, {said}")
    for key, item in listed.items():
        problems.append(f"{table.id}/table.toml: {identity.name}: exception {' '.join(key)} ({item['difference']}) does not occur")
    return problems


def _limits(table: PublishedTable, identity: Identity, wide: pd.DataFrame, parts: list[str], figures: pd.Series) -> pd.Series:
    if identity.tolerance != "rounding":
        return pd.Series(float(identity.tolerance) + 1e-9, index=wide.index)

    def half(names) -> float:  # half a printed unit of the coarsest figure; counts are not rounded
        return max((0.0 if name in table.exact else 0.5 * 10.0 ** -table.decimals.get(name, 0) for name in names), default=0.0)

    if identity.over == "indicator":
        each = pd.Series(half([identity.total, *parts]), index=wide.index)
    else:
        each = pd.Series([half([name]) for name in wide.index.get_level_values("indicator")], index=wide.index)
    return each * figures + 1e-9
