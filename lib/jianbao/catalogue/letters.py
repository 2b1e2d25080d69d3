"""When a county gets a letter about a shortboard (提示函), and which findings earlier letters told already.

The rules are one table that people edit. What a letter told is kept as ``data/letters/<region>/<period>.csv``: a page of another
period reads it, so a build makes that page anew when it changes; a page never reads the file of its own period (decision 0010).
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated, Place, text_in
from jianbao.catalogue.rows import Row, read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FOLDER", "LETTER_RULES", "LetterRule", "Told", "check_letter_rules", "read_letter_rules", "rules_on", "told", "write_told"]

LETTER_RULES, FOLDER = "letter_rules.csv", "letters"
_COLUMNS = ("indicator", "rule", "since")


@dataclass(frozen=True, slots=True)
class LetterRule(Dated):
    """A rule: all its conditions must hold, ``periods`` published periods in a row.

    ``last`` is among the last so many of those ranked, ``share`` in the last so many percent of them (0: not asked); ``gap`` is
    how much worse than the whole place at least, in the printed unit (percentage points for growth).
    """

    id: str
    indicator: str  # a ratio, or a growth
    last: int
    share: int
    gap: float
    periods: int
    reply_days: int
    questions: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    def question(self, lang: str) -> str:
        """Return what to ask about the causes."""
        return text_in(self.questions, lang, self.id)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that the letter of ``period`` told; ``since`` is the first period of its run."""

    indicator: str
    rule: str
    since: str
    period: str


def read_letter_rules(folder: Path, place: Place) -> tuple[LetterRule, ...]:
    """Return the rules, none where a place has no such table; CatalogueError in one line for a wrong row."""
    if not (folder / LETTER_RULES).exists():
        return ()
    rows = read_rows(folder, LETTER_RULES, ("id", "indicator", "last", "share", "gap", "periods", "reply_days", "valid_from", "valid_to"))
    return tuple(_rule(r, place) for r in unique(rows, "id"))


def _rule(row: Row, place: Place) -> LetterRule:
    last, share = row.whole("last") or 0, row.whole("share") or 0
    if bool(last) == bool(share) or share > 100:
        raise row.error("exactly one of last (how many) and share (1 to 100 percent) must be given")
    try:
        gap = float(row.get("gap") or 0)
    except ValueError:
        raise row.error(f"gap is {row.get('gap')!r}, must be a number") from None
    if gap < 0:
        raise row.error("gap is negative")
    return LetterRule(row.get("id"), row.need("indicator"), last, share, gap, row.whole("periods") or 1, row.whole("reply_days") or 15,
                      row.texts("question", place.languages), row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"))


def check_letter_rules(cat: "Catalogue") -> None:
    """Refuse an indicator that no register has, that is neutral, or a level: only ratios and growth compare counties."""
    for rule in cat.plans.letter_rules:
        if rule.indicator not in cat.all_indicators:
            raise CatalogueError(f"{LETTER_RULES}, {rule.id}: {rule.indicator} is not in indicators.csv")
        known = cat.indicator(rule.indicator)
        if known.kind not in ("growth", "ratio") or known.direction == "neutral":
            raise CatalogueError(f"{LETTER_RULES}, {rule.id}: {rule.indicator} is a level or neutral; use a growth or a ratio that should be high or low")


def rules_on(cat: "Catalogue", period: str) -> tuple[LetterRule, ...]:
    """Return the rules in force in a period (its last month)."""
    on = date(int(period[:4]), int(period[5:7]) if period[4:5] == "-" else 12, 28)
    return tuple(rule for rule in cat.plans.letter_rules if rule.in_force(on))


def told(data_dir: Path, region: str, periods: tuple[str, ...], but: str) -> tuple[Told, ...]:
    """Return what letters of the periods told a region, but for the period *but*: a page reads nothing of itself.

    Raises
    ------
    CatalogueError
        If a file is not such a list; one line.
    """
    found: list[Told] = []
    for period in periods:
        if period != but:
            found += _told(Path(data_dir), region, period)
    return tuple(found)


def _told(data_dir: Path, region: str, period: str) -> list[Told]:
    where = f"{FOLDER}/{region}/{period}.csv"
    try:
        # By its plain name, asked for even where it is missing: so a build knows that the page looks for it.
        with open(str(data_dir / FOLDER / region / f"{period}.csv"), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{where}：无法读取（{error}）· cannot be read") from None
    if rows and (lacking := [c for c in _COLUMNS if not rows[0].get(c)]):
        raise CatalogueError(f"{where}：缺少 {'、'.join(lacking)} 列 · columns missing")
    return [Told(r["indicator"], r["rule"], r["since"], period) for r in rows]


def write_told(data_dir: Path, region: str, period: str, findings: list[tuple[str, str, str]]) -> None:
    """Write what the letter of a period told a region (indicator, rule, first period of the run), in place of what was there."""
    path = Path(data_dir) / FOLDER / region / f"{period}.csv"
    lines = [",".join(_COLUMNS), *(",".join(f) for f in findings)]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)
