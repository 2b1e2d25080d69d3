"""Phrases in the chosen language, by the rules of official statistical writing.

Every function takes values as the reader sees them, so that a sentence never contradicts the numbers in it.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jianbao.facts import Fact, number, rounded

__all__ = [
    "SMALL_BASE", "change_words", "compare", "from_small_base", "joined", "moved", "ordinal", "pace", "pace_way", "points", "profit_turn",
    "profit_words", "tenths", "trend_tag", "way",
]

#: Above this growth (percent) the base is less than a sixth of the figure, and a rate says nothing: words take its place
#: (docs/decisions/0008-claims.md). Tables keep the number.
SMALL_BASE = Decimal(500)
_TENTHS = "零一二三四五六七八九十"


def way(shown: Decimal) -> str:
    """Return the sign of a printed number as claims note it: + - 0.

    >>> [way(Decimal(t)) for t in ("0.3", "-0.3", "-0.0")]
    ['+', '-', '0']
    """
    return "+" if shown > 0 else "-" if shown < 0 else "0"


def from_small_base(growth: Fact) -> bool:
    """Return whether the base is too small for a rate in a sentence."""
    return growth.known and growth.unit == "%" and growth.shown("zh") > SMALL_BASE


def points(gap: Decimal, lang: str, decimals: int = 1) -> str:
    """Return the size of a difference of two percentages.

    >>> points(Decimal("-0.8"), "zh"), points(Decimal("0.8"), "en")
    ('0.8个百分点', '0.8 percentage points')
    >>> points(Decimal("-1.00"), "en", 2), points(Decimal("10"), "en")
    ('1.00 percentage point', '10.0 percentage points')
    """
    size = number(abs(gap), decimals, grouped=lang == "en")
    return f"{size}个百分点" if lang == "zh" else f"{size} percentage point{'' if float(size.replace(',', '')) == 1 else 's'}"


def change_words(growth: Fact, lang: str) -> str:
    """Return growth in words; never “增长−X%”.

    >>> from dataclasses import replace
    >>> g = Fact("revenue_growth", "", "", "", 6.84, "estimated", 1, "%", "%")
    >>> change_words(g, "zh"), change_words(replace(g, value=-4.66), "zh"), change_words(replace(g, value=0.04), "zh")
    ('增长6.8%', '下降4.7%', '持平')
    >>> change_words(g, "en"), change_words(replace(g, value=-4.66), "en"), change_words(replace(g, value=0.04), "en")
    ('up 6.8%', 'down 4.7%', 'unchanged')
    >>> change_words(replace(g, value=5831.9), "zh"), change_words(replace(g, value=500.0), "zh")
    ('大幅增长（基数较小）', '增长500.0%')
    """
    shown = growth.shown(lang)
    size = number(abs(shown), growth.places(lang), grouped=lang == "en")
    if from_small_base(growth):
        return "大幅增长（基数较小）" if lang == "zh" else "up strongly from a small base"
    if shown == 0:
        return "持平" if lang == "zh" else "unchanged"
    if lang == "zh":
        return f"{'增长' if shown > 0 else '下降'}{size}%"
    return f"{'up' if shown > 0 else 'down'} {size}%"


def moved(change: Fact, lang: str) -> str:
    """Return the change of a ratio or a count in words: 个百分点 for percentages, its own unit otherwise.

    >>> f = Fact("profit_margin", "", "", "", -0.33, "estimated", 2, "%", "%")
    >>> moved(f, "zh"), moved(f, "en")
    ('下降0.33个百分点', 'down 0.33 percentage points')
    >>> moved(Fact("industrial_robots", "", "", "", 1771.0, "estimated", 0, "台", "units"), "en")
    'up 1,771 units'
    """
    shown = change.shown(lang)
    size = number(abs(shown), change.places(lang), grouped=lang == "en")
    if shown == 0:
        return "持平" if lang == "zh" else "unchanged"
    if change.unit == "%":
        size = points(shown, lang, change.places(lang))
        return f"{'提高' if shown > 0 else '下降'}{size}" if lang == "zh" else f"{'up' if shown > 0 else 'down'} {size}"
    unit = change.unit_text(lang)
    if lang == "zh":
        return f"{'增加' if shown > 0 else '减少'}{size}{unit}"
    return f"{'up' if shown > 0 else 'down'} {size} {unit}".rstrip()


def compare(gap: Decimal | None, whom: str, size: str, lang: str) -> str:
    """Return how a value stands against another; “” where it cannot be said.

    >>> compare(Decimal("2.9"), "全省同行业", "2.9个百分点", "zh"), compare(Decimal("0.0"), "全省", "", "zh")
    ('高于全省同行业2.9个百分点', '与全省持平')
    >>> compare(Decimal("-2.9"), "the province", "2.9 percentage points", "en")
    '2.9 percentage points below the province'
    """
    if gap is None:
        return ""
    if gap == 0:
        return f"与{whom}持平" if lang == "zh" else f"the same as {whom}"
    if lang == "zh":
        return f"{'高于' if gap > 0 else '低于'}{whom}{size}"
    return f"{size} {'above' if gap > 0 else 'below'} {whom}"


def profit_words(now: Fact, before: float | None, growth: Fact, lang: str) -> str:
    """Return the change of a profit, in words where a rate does not exist.

    Negative to positive is 扭亏为盈, positive to negative 由盈转亏, a smaller loss 亏损减少, a larger one 亏损增加, one that prints the same 亏损额持平.

    >>> f = Fact("profit", "", "", "", 3.09, "estimated", 2, "亿元", "100 million yuan")
    >>> none = Fact("profit_growth", "", "", "", None, "not_applicable", 1, "%", "%")
    >>> profit_words(f, -0.5, none, "zh"), profit_words(f, None, none, "zh")
    ('扭亏为盈', '')
    """
    if growth.known:
        return ("同比" if lang == "zh" else "") + change_words(growth, lang)
    zh = lang == "zh"
    return {
        "": "", "zero": "上年同期为零" if zh else "from zero a year earlier", "profit": "扭亏为盈" if zh else "from a loss to a profit",
        "loss": "由盈转亏" if zh else "from a profit to a loss", "smaller": "亏损减少" if zh else "a smaller loss",
        "larger": "亏损增加" if zh else "a larger loss", "even": "亏损额持平" if zh else "a loss of the same size",
    }[profit_turn(now, before, lang)]


def profit_turn(now: Fact, before: float | None, lang: str) -> str:
    """Return how a profit turned where it has no rate: profit, loss, smaller, larger, even (as printed), zero; “” where nothing can be said."""
    if not now.known or before is None:
        return ""
    if before == 0:
        return "zero"
    if before < 0 <= now.value:
        return "profit"
    if before > 0 > now.value:
        return "loss"
    if now.shown(lang) == rounded(replace(now, value=before).scaled(lang), now.places(lang)):
        return "even"
    return "smaller" if abs(now.value) < abs(before) else "larger"


def ordinal(n: int, lang: str) -> str:
    """Return a position: 第7位 / 7th.

    >>> ordinal(7, "zh"), [ordinal(n, "en") for n in (1, 2, 3, 11, 22)]
    ('第7位', ['1st', '2nd', '3rd', '11th', '22nd'])
    """
    if lang == "zh":
        return f"第{n}位"
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def joined(names: Sequence[str], lang: str) -> str:
    """Return names as one list.

    >>> joined(["通用设备", "电气机械"], "zh"), joined(["a", "b", "c"], "en")
    ('通用设备、电气机械', 'a, b and c')
    """
    if lang == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def trend_tag(change: Fact, direction: str, lang: str) -> tuple[str, str]:
    """Return the text and CSS class of a change: sign and words first, colour last.

    >>> f = Fact("profit_margin", "", "", "", -0.33, "estimated", 2, "%", "%")
    >>> trend_tag(f, "higher", "zh"), trend_tag(f, "lower", "zh"), trend_tag(f, "neutral", "zh")
    (('▼ 下降·趋差', 'dn'), ('▼ 下降·向好', 'up'), ('▼ 下降', ''))
    """
    zh = lang == "zh"
    if not change.known:
        return ("无法比较" if zh else "not comparable"), ""
    shown = change.shown(lang)
    if shown == 0:
        return ("► 持平" if zh else "► unchanged"), ""
    rising = shown > 0
    text = ("▲ 上升" if rising else "▼ 下降") if zh else ("▲ rising" if rising else "▼ falling")
    if direction == "neutral":
        return text, ""
    good = rising == (direction == "higher")
    return f"{text}·{'向好' if good else '趋差'}" if zh else f"{text}, {'better' if good else 'worse'}", "up" if good else "dn"


def pace(now: Fact, before: Fact, label: str, lang: str) -> str:
    """Return how growth moved since an earlier period, by the table of official verbs; “” where it cannot be said.

    >>> f = lambda v: Fact("value_added_growth", "", "", "", v, "estimated", 1, "%", "%")
    >>> pace(f(6.8), f(6.5), "1—11月", "zh"), pace(f(6.2), f(6.5), "1—11月", "zh"), pace(f(6.5), f(6.5), "1—11月", "zh")
    ('增速比1—11月加快0.3个百分点', '增速比1—11月回落0.3个百分点', '增速与1—11月持平')
    >>> pace(f(-1.0), f(-3.0), "上期", "zh"), pace(f(-3.0), f(-1.0), "上期", "zh")
    ('降幅比上期收窄2.0个百分点', '降幅比上期扩大2.0个百分点')
    >>> pace(f(1.0), f(-1.0), "上期", "zh"), pace(f(-1.0), f(1.0), "上期", "zh")
    ('增速由负转正', '增速由正转负')
    >>> pace(f(6.8), f(6.5), "January–November 2024", "en")
    'growth quickened by 0.3 percentage points from January–November 2024'
    """
    how = pace_way(now, before, lang)
    if not how:
        return ""
    gap, zh = points(now.shown(lang) - before.shown(lang), lang), lang == "zh"
    if zh:
        return {
            "same": f"增速与{label}持平", "up": "增速由负转正", "down": "增速由正转负", "narrower": f"降幅比{label}收窄{gap}",
            "wider": f"降幅比{label}扩大{gap}", "faster": f"增速比{label}加快{gap}", "slower": f"增速比{label}回落{gap}",
        }[how]
    return {
        "same": f"growth was the same as in {label}", "up": f"growth turned positive after {label}", "down": f"growth turned negative after {label}",
        "narrower": f"the fall narrowed by {gap} from {label}", "wider": f"the fall widened by {gap} from {label}",
        "faster": f"growth quickened by {gap} from {label}", "slower": f"growth slowed by {gap} from {label}",
    }[how]


def pace_way(now: Fact, before: Fact, lang: str) -> str:
    """Return which way growth moved: faster slower same narrower wider up down; “” where it cannot be said."""
    if not now.known or not before.known or from_small_base(now) or from_small_base(before):
        return ""
    x, p = now.shown(lang), before.shown(lang)
    if x == p:
        return "same"
    if p < 0 < x or x < 0 < p:
        return "up" if x > 0 else "down"
    if min(x, p) < 0:
        return "narrower" if x > p else "wider"
    return "faster" if x > p else "slower"


def tenths(percent: float) -> str:
    """Return a share in tenths where it is near one, the way a heading says it; “” where it is not, or is small.

    Near below is 近 (at most 3% short of it), at it or above is 超 (less than 10% more, and nearer than the next).

    >>> [tenths(v) for v in (58.6, 60.0, 62.3, 69.0, 56.0, 8.0, 100.0)]
    ['近六成', '六成', '超六成', '近七成', '', '', '']
    """
    for n in range(3, 10):
        exact, low, high = 10 * n, 9.7 * n, 10 * n + min(n, 5)
        if low <= percent < high:
            return ("近" if percent < exact else "超" if percent > exact else "") + _TENTHS[n] + "成"
    return ""
