"""What of a target each region below has to bring: ``target_shares.csv``, every version kept. A place may have none."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.records import CatalogueError, Dated, Place, text_in
from jianbao.catalogue.rows import Row, read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.plans import Target

__all__ = ["FILE", "SUMMED", "Share", "check_shares", "read_shares", "shared"]

FILE = "target_shares.csv"
#: Targets of which the shares add up to the whole.
SUMMED = ("level", "cumulative", "count_new")
_OF_A_RATE = ("average_growth", "average_decline", "coverage", "decline_from_base")


@dataclass(frozen=True, slots=True)
class Share(Dated):
    """A region's share of a target in one version; it is in force until the next version is.

    ``whole`` is the target itself in the share's unit (100 平方公里 is 15 万亩).
    """

    target: str
    region: str
    value: float
    units: dict[str, str]
    whole: float
    version: int
    estimated: bool
    signed_on: date | None
    signers: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    def unit(self, lang: str) -> str:
        """Return the unit, "" where it is the target's own."""
        return self.units.get(lang, "")

    def signer(self, lang: str) -> str:
        """Return who signed the version off, "" where nobody is named."""
        return text_in(self.signers, lang, f"{self.target} {self.region}")


def read_shares(folder: Path, place: Place, targets: dict[str, float | None]) -> tuple[Share, ...]:
    """Return the shares, each version until the next; *targets* are their ids and values. CatalogueError for a wrong row."""
    if not (folder / FILE).exists():
        return ()
    rows = read_rows(folder, FILE, ("target", "region", "value", "version", "status", "signed_on", "valid_from"))
    found = sorted((_share(r, place, targets) for r in rows), key=lambda s: (s.target, s.region, s.version))
    for earlier, later in zip(found, found[1:], strict=False):
        same = (earlier.target, earlier.region) == (later.target, later.region)
        if same and (earlier.version == later.version or not later.valid_from or (earlier.valid_from or date.min) >= later.valid_from):
            raise CatalogueError(f"{FILE}, {later.target} {later.region}: versions rise, each from a later day")
    following = {(s.target, s.region, s.version): n for s, n in zip(found, found[1:], strict=False) if (s.target, s.region) == (n.target, n.region)}
    ends = {key: n.valid_from - timedelta(days=1) for key, n in following.items()}
    return tuple(replace(s, valid_to=ends.get((s.target, s.region, s.version))) for s in found)


def _share(row: Row, place: Place, targets: dict[str, float | None]) -> Share:
    units = {lang: text for lang, text in row.texts("unit", place.languages, required=False).items() if text}
    target = row.need("target")
    if target not in targets:
        raise row.error(f"target {target!r} is not in targets.csv")
    try:
        value = float(row.need("value"))
        whole = float(row.get("whole")) if row.get("whole") else targets[target]
    except ValueError:
        raise row.error("value and whole are numbers") from None
    if whole is None:
        raise row.error(f"{target} has no number to share")
    if bool(units) != bool(row.get("whole")):
        raise row.error("a unit of its own needs whole: the target in that unit")
    version = row.whole("version")
    if not version:
        raise row.error("version is a number from 1")
    return Share(
        target, row.need("region"), value, units, whole, version, row.one_of("status", ("stated", "estimated")) == "estimated", row.day("signed_on"),
        row.texts("signed_by", place.languages, required=False), row.day("valid_from"), None, row.get("note"), row.get("source"), row.get("certainty"),
    )  # fmt: skip


def shared(target: "Target", share: Share) -> "Target":
    """Return a region's share of a target as a target of its own."""
    clauses = {lang: f"{text}{'（分解）' if lang == 'zh' else ' (share)'}" for lang, text in target.clauses.items()}
    names = {lang: text + (("（模拟分解）" if lang == "zh" else " (modelled share)") if share.estimated else "") for lang, text in target.names.items()}
    return replace(
        target, id=f"{target.id}-{share.region}", names=names, clauses=clauses, regions=(share.region,), value=share.value, units=share.units or target.units, note=share.note,
        source=share.source, certainty=share.certainty, version=share.version, valid_from=share.valid_from, valid_to=share.valid_to,
    )  # fmt: skip


def check_shares(shares: tuple[Share, ...], targets: dict[str, tuple[str, tuple[str, ...]]], regions: set[str]) -> None:
    """Refuse a share of a region that is not registered, of one that has the target itself, or of what cannot be shared."""
    for share in shares:
        kind, own = targets[share.target]
        where = f"{FILE}, {share.target} {share.region}:"
        if share.region not in regions:
            raise CatalogueError(f"{where} the region is not in regions.csv")
        if share.region in own:
            raise CatalogueError(f"{where} the target is that region's own")
        if kind not in (*SUMMED, *_OF_A_RATE):
            raise CatalogueError(f"{where} a target of type {kind} cannot be shared")
