"""What the mask costs and what the audit found, for the internal archive and the command line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from jianbao.catalogue import Catalogue

if TYPE_CHECKING:
    from jianbao.disclosure.masking import Masked

__all__ = ["lines", "loss"]


def loss(found: "Masked", catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return a row for each level and kind of sector: cells, withheld by reason, shares of cells and of revenue withheld.

    Shares are fractions of what could be withheld: what the bureau itself publishes is left out. The value is that of
    the newest period.
    """
    mask = found.mask
    value = found.contributions.layer("revenue", max(p for _, p, _ in found.contributions.layers))
    kinds = _kinds(found, catalogue)
    rows = []
    for number, name in enumerate(catalogue.place.levels):
        for kind in ("division", "set", "class", "all"):
            here = (found.level == number) & ~found.waived & (True if kind == "all" else kinds == kind)
            if not here.any() or (kind == "all" and number == 0 and not mask.withheld[found.level == 0].any()):
                continue
            total = value[here].sum()
            rows.append({
                "level": name, "kind": kind, "cells": int(here.sum()), "primary": int((mask.primary & here).sum()),
                **{reason: int((hit & here).sum()) for reason, hit in found.reasons.items()},
                "secondary": int((mask.secondary & here).sum()),
                "share_primary": round(float(mask.primary[here].mean()), 4), "share_withheld": round(float(mask.withheld[here].mean()), 4),
                "value_primary": round(float(value[here & mask.primary].sum() / total), 4) if total else 0.0,
                "value_withheld": round(float(value[here & mask.withheld].sum() / total), 4) if total else 0.0,
            })  # fmt: skip
    return rows


def _kinds(found: "Masked", catalogue: Catalogue) -> np.ndarray:
    """Return for each cell what it is: a division, a set (or what is left of a division beside one), or a class."""
    rank = {"class": 0, "set": 1, "division": 2, "all": 3}
    kinds = np.full(len(found.contributions.table.cells), "set", dtype=object)
    best = np.full(len(kinds), -1)
    for (_, sector), cell in found.contributions.table.at.items():
        level = catalogue.sector(sector).level if "~" not in sector else "set"
        if rank[level] > best[cell]:
            best[cell], kinds[cell] = rank[level], level
    return kinds


_WORDS = {
    "zh": {
        "head": ("层级", "行业", "单元", "原发", "企业过少", "p%", "优势度", "次生", "不公布占单元", "占营业收入", "（原发）"),
        "level": {"province": "省", "city": "市", "county": "县"}, "kind": {"division": "大类", "set": "17行业等", "class": "小类", "all": "合计"},
        "audit": "审核：{cells:,}个单元、{layers}层（指标×期间），{proofs}个证明全部成立；攻击{attacked:,}次，{failed}次得手；单一企业互推{exposed_to_singles}对。用时{seconds:.0f}秒。",
        "aggregate": "该地只有汇总数据：不公布的数由来源自行标记，原样保留，也从不由差额补出。",
    },
    "en": {
        "head": ("Level", "Sectors", "Cells", "Primary", "Too few", "p %", "Dominance", "Secondary", "Withheld, % of cells", "% of revenue", "(primary)"),
        "level": {}, "kind": {"division": "divisions", "set": "17 sectors etc.", "class": "classes", "all": "all"},
        "audit": "Audit: {cells:,} cells, {layers} layers (variable × period), all {proofs} proofs hold; {attacked:,} attacks, {failed} succeeded; {exposed_to_singles} pairs of single enterprises exposed. {seconds:.0f} s.",
        "aggregate": "This place has aggregates only: what its source withholds is marked there, kept as it is, and never filled in by subtraction.",
    },
}  # fmt: skip


def lines(note: dict[str, Any], lang: str) -> Iterator[str]:
    """Yield the lines of the report on a mask (the content of ``mask.json``)."""
    words = _WORDS[lang]
    if note["aggregate_only"]:
        yield words["aggregate"]
        return
    yield "\t".join(words["head"])
    for row in note["loss"]:
        yield "\t".join((
            words["level"].get(row["level"], row["level"]), words["kind"][row["kind"]], f"{row['cells']:,}", f"{row['primary']:,}",
            *(str(row.get(r, 0)) for r in ("too_few", "p_percent", "dominance")), f"{row['secondary']:,}",
            f"{100 * row['share_withheld']:.1f}", f"{100 * row['value_withheld']:.2f}", f"{100 * row['value_primary']:.2f}",
        ))  # fmt: skip
    if "audit" in note:
        yield words["audit"].format(**note["audit"], seconds=note["seconds"])
