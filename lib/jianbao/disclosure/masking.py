"""The mask of a place: which region × sector cells a public edition withholds, for all periods and indicators alike."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jianbao import catalogue
from jianbao.disclosure.audit import audit
from jianbao.disclosure.contributions import Contributions, read_contributions
from jianbao.disclosure.editions import earlier, known_before, withheld_before
from jianbao.disclosure.parameters import read_rules
from jianbao.disclosure.report import loss
from jianbao.disclosure.rules import Rules
from jianbao.disclosure.suppress import Mask, Problem, protect
from jianbao.disclosure.table import published_sectors
from jianbao.disclosure.table import waived as publicly_known
from jianbao.panel.cut import Withheld
from jianbao.panel.store import Panel, PanelError
from jianbao.panel.swap import replacing

__all__ = ["Masked", "base_of", "checksum", "is_current", "make", "masked", "read"]

#: A withheld cell of an upper level costs as much as so many of the level below it.
_LEVEL_PRICE = 6.0
#: Using a withheld cell of an upper level again costs little, but not nothing: proofs stay inside one city.
_BRIDGE = 1.0
_HEADLINE = 1.5
_KEPT = 0.3
_NAME = "mask"
#: The modules that decide what is withheld; the scan and the reports only look.
_DECIDE = ("audit", "contributions", "editions", "exact", "flow", "masking", "parameters", "proof", "rules", "suppress", "system", "table")


@dataclass(frozen=True)
class Masked:
    """A mask with what it was made from."""

    contributions: Contributions
    problem: Problem
    mask: Mask
    reasons: dict[str, np.ndarray]
    waived: np.ndarray
    level: np.ndarray
    rules: Rules


def base_of(data_dir: Path, rules: Rules | None = None) -> str:
    """Return one checksum over data, registers, rules and code: what decides the mask, earlier editions aside."""
    data_dir = Path(data_dir)
    digest = hashlib.sha256(json.loads((data_dir / "panel" / "panel.json").read_text(encoding="utf-8"))["inputs"].encode())
    for name in _DECIDE:
        digest.update(name.encode() + b"\0" + Path(__file__).with_name(f"{name}.py").read_bytes())
    digest.update(repr(rules or read_rules(data_dir)).encode())
    return digest.hexdigest()


def checksum(data_dir: Path, rules: Rules | None = None) -> str:
    """Return one checksum over everything that decides the mask, what was published before under another one included."""
    base = base_of(data_dir, rules)
    return hashlib.sha256(json.dumps([base, earlier(data_dir, base)], sort_keys=True).encode()).hexdigest()


def masked(data_dir: Path, rules: Rules | None = None, say: Callable[[str], None] | None = None) -> Masked:
    """Return the mask of a place under the rules (default: those in force), with its proofs.

    Raises
    ------
    PanelError
        If there is no enterprise file.
    suppress.ProtectionError
        If a cell cannot be protected whatever else is withheld.
    """
    data_dir = Path(data_dir)
    cat, rules = catalogue.read(data_dir), rules or read_rules(data_dir)
    held = read_contributions(data_dir, cat)
    table = held.table
    reasons = rules.unsafe(held.groups, held.total, held.largest, held.second)
    waived = publicly_known(cat, table)
    reasons = {name: found.any(axis=0) & ~waived for name, found in reasons.items()}
    primary = np.logical_or.reduce(list(reasons.values()))
    level = np.array([cat.place.levels.index(cat.region(r).level) for r, _ in table.cells])
    bottom = len(cat.place.levels) - 1
    value = held.layer("revenue", max(p for _, p, _ in held.layers))
    price = _LEVEL_PRICE ** (bottom - level).astype(float)
    for number in range(bottom + 1):
        here = level == number
        usual = value[here & primary].mean() if (here & primary).any() else value[here].mean() if here.any() else 1.0
        price[here] *= 1 + 3 * value[here] * (1 / max(usual, 1e-9))
    brief = {s.code for s in cat.brief_sectors()}
    headline = np.zeros(len(price), dtype=bool)
    headline[[c for (_, sector), c in table.at.items() if sector in brief]] = True
    editions = earlier(data_dir, base_of(data_dir, rules))
    before = withheld_before(editions, table)
    price = price * np.where(headline, _HEADLINE, 1) * np.where(before, _KEPT, 1)
    problem = Problem(
        table.system, held.values, primary, ~waived & ~primary, price,
        np.full(len(price), rules.interval * 0.01 * 1.0001), _singles(held),
        known=known_before(editions, table, held.layers), reuse=np.where(level < bottom, _BRIDGE, 1e-4),
    )  # fmt: skip
    return Masked(held, problem, protect(problem, say), reasons, waived, level, rules)


def _singles(held: Contributions) -> np.ndarray:
    """Return layers × cells: whether one group alone stands behind the figure."""
    groups = {period: held.groups[n] for n, (period, base) in enumerate(held.lead) if not base}
    return np.array([groups[period] == 1 for _, period, _ in held.layers]) & (held.values > 0)


def make(data_dir: Path, say: Callable[[str], None] | None = None) -> Path:
    """Make and audit the mask; write it to ``panel/mask`` and return the folder.

    Raises PanelError if the audit finds a cell that is not protected: then there is no mask, and no public edition.
    """
    data_dir, begun = Path(data_dir), time.perf_counter()
    panel = Panel(data_dir)
    total = checksum(data_dir)
    cat = catalogue.read(data_dir)
    if not (data_dir / "incoming" / "enterprise").is_dir():
        return _write(panel.folder, {"checksum": total, "base": base_of(data_dir), "aggregate_only": True, "withheld": {}, "root_only": []}, None)
    found = masked(data_dir, say=say)
    result = audit(found.problem, found.mask, found.contributions)
    if result.failed:
        raise PanelError(f"审核未通过，不能发布公开版：{'、'.join(result.failed[:5])} · the audit failed")
    hidden = found.mask.withheld
    withheld: dict[str, list[str]] = {}
    for (region, sector), cell in sorted(found.contributions.table.at.items()):
        if hidden[cell] and "~" not in sector:
            withheld.setdefault(region, []).append(sector)
    below = set(published_sectors(cat, False))
    note = {
        "checksum": total, "base": base_of(data_dir), "aggregate_only": False, "withheld": withheld,
        "root_only": [s for s in published_sectors(cat, True) if s not in below],
        "loss": loss(found, cat), "seconds": round(time.perf_counter() - begun, 1), "audit": result.summary(),
    }  # fmt: skip
    return _write(panel.folder, note, found)


def _write(folder: Path, note: dict[str, Any], found: Masked | None) -> Path:
    with replacing(folder / _NAME) as work:
        (work / "mask.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if found is not None:
            _write_proofs(work / "proofs.npz", found)
    return folder / _NAME


def _write_proofs(path: Path, found: Masked) -> None:
    proofs = sorted(found.mask.proofs.items())
    lengths = np.array([len(p.cells) for _, p in proofs])
    joined = [np.concatenate([getattr(p, name) for _, p in proofs]) if proofs else np.array([]) for name in ("cells", "up", "down")]
    np.savez_compressed(
        path, ids=np.array(found.problem.system.ids), primary=found.mask.primary, secondary=found.mask.secondary,
        proved=np.array([c for c, _ in proofs]), lengths=lengths, cells=joined[0], up=joined[1], down=joined[2],
    )  # fmt: skip


def is_current(data_dir: Path) -> bool:
    """Return whether the mask that is there was made from what is there now."""
    note = Path(data_dir) / "panel" / _NAME / "mask.json"
    return note.is_file() and json.loads(note.read_text(encoding="utf-8"))["checksum"] == checksum(data_dir)


def read(data_dir: Path) -> Withheld:
    """Return the frozen mask as the release needs it; PanelError if there is none."""
    note = Path(data_dir) / "panel" / _NAME / "mask.json"
    if not note.is_file():
        raise PanelError("还没有保密单元表，请先运行 jianbao panel --audience public · there is no mask yet")
    held = json.loads(note.read_text(encoding="utf-8"))
    pairs = frozenset((region, sector) for region, sectors in held["withheld"].items() for sector in sectors)
    rules = read_rules(data_dir)
    return Withheld(held["checksum"], pairs, frozenset(held["root_only"]), rules.minimum, rules.p or 0.0)
