"""Shares of targets that were passed down, held against the register: values, parts, sums, versions."""

from datetime import date

from jianbao.catalogue import Period, Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.shares import Share
from jianbao.verify.printed import in_english, near, numbers
from jianbao.verify.rules import About, rule

__all__ = []

_ADDED = ("level", "cumulative", "count_new")


def _last(a: About) -> date:
    return end_of(Period.parse(a.claim.period))


def _current(a: About, target: str, region: str) -> Share | None:
    """Return a region's newest share that is in force when the period ends."""
    last = _last(a)
    fit = [s for s in a.figures.cat.plans.shares if (s.target, s.region) == (target, region) and (s.valid_from is None or s.valid_from <= last)]
    return max(fit, key=lambda s: s.version, default=None)


def _whole(a: About, s: Share) -> float:
    above = (_current(a, s.target, r.code) for r in a.figures.cat.ancestors(s.region))
    return next((other.value for other in above if other is not None), s.whole)


def _target(a: About, name: str) -> Target:
    return next(t for t in a.figures.cat.plans.targets if t.id == name)


def _unit(a: About, t: Target, s: Share) -> tuple[str, float]:
    """Return the unit in which a share is printed, and the factor to it."""
    zh = s.unit("zh") or t.unit("zh")
    return (zh, 1.0) if a.lang == "zh" else in_english(zh, s.unit("en") or t.unit("en"))[:2]


def _amount(a: About, t: Target, s: Share, value: float, text: str) -> bool:
    """Whether a text is an amount in the share's unit, and nothing else."""
    name, factor = _unit(a, t, s)
    shown = numbers(text.replace(name, ""))
    return len(shown) == 1 and abs(float(shown[0].value) - value * factor) <= 1e-6 * max(1.0, abs(value)) and name in text


@rule("part")
def _share(a: About) -> str:
    """A row of the table: one region's share in one version."""
    target, region, version = a.claim.versus.split(".")
    s = next(s for s in a.figures.cat.plans.shares if (s.target, s.region, s.version) == (target, region, int(version)))
    t, way, zh = _target(a, target), a.claim.way, a.lang == "zh"
    whole = _whole(a, s)
    if way in ("whole", "value"):
        value = whole if way == "whole" else s.value
        return "" if _amount(a, t, s, value, a.text) else f"it is {value:g}"
    if way == "part":
        shown = numbers(a.text)
        return "" if len(shown) == 1 and shown[0].value in near(100 * s.value / whole, 1) else f"it is {100 * s.value / whole:.3f} %"
    now = _current(a, target, region)
    signed = [s.signed_on.isoformat() if s.signed_on else "", s.signer(a.lang)]
    told = {
        "name": t.name(a.lang) + ((("（模拟分解）" if zh else " (modelled)")) if s.estimated else ""), "region": a.figures.cat.region(region).short(a.lang),
        "version": version, "since": s.valid_from.isoformat() if s.valid_from else "—",
        "signed": ("，" if zh else ", ").join(x for x in signed if x) or ("未列明" if zh else "not stated"),
        "state": (("现行" if zh else "in force") if now == s else ("已被新版替换" if zh else "replaced")),
    }[way]  # fmt: skip
    return "" if a.text == told else f"it is {told}"


def _below(a: About, target: str) -> list[Share]:
    return [s for r in a.figures.cat.children(a.claim.region) if (s := _current(a, target, r.code)) is not None]


@rule("parts")
def _shares(a: About) -> str:
    """How many targets were passed down and versions kept; or what one target's shares add up to, and the difference."""
    cat, year = a.figures.cat, int(a.claim.period[:4])
    if a.claim.way == "count":
        codes = {a.claim.region, *(r.code for r in cat.children(a.claim.region))}
        told = [s for s in cat.plans.shares if s.region in codes and (t := _target(a, s.target)).start <= year <= t.end and (not s.valid_from or s.valid_from <= _last(a))]
        wanted = [len({s.target for s in told}), sum(_current(a, s.target, s.region) != s for s in told)]
        shown = [int(n.value) for n in numbers(a.text)]
        return "" if shown == [w for w in wanted if w] else f"{wanted[0]} targets, {wanted[1]} earlier versions"
    t, own = _target(a, a.claim.versus), _below(a, a.claim.versus)
    if t.type not in _ADDED or not own or not a.text.startswith(t.name(a.lang)):
        return "that target has no shares that add up"
    total, whole = sum(s.value for s in own), _whole(a, own[0])
    gap, text = round(total - whole, 6), a.text[len(t.name(a.lang)) :]
    open_ = len(cat.children(a.claim.region)) - len(own)
    words = ("与目标相等", "equal to the target") if not gap else ("比目标多", "above the target") if gap > 0 else ("比目标少", "below the target")
    name, factor = _unit(a, t, own[0])
    wanted = [len(own), total * factor, *([abs(gap) * factor] if gap else []), *([open_] if open_ else [])]
    shown = [float(n.value) for n in numbers(text.replace(name, ""))]
    right = len(shown) == len(wanted) and all(abs(x - y) <= 1e-6 * max(1.0, abs(y)) for x, y in zip(shown, wanted, strict=True))
    return "" if right and name in text and words[a.lang != "zh"] in text else f"{len(own)} regions have {total:g} of {whole:g}"
