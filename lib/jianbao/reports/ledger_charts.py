"""Drawings of ledgers: lines that add up, levels and stages as bars, a matrix of regions by class; each with its figures."""

from jianbao import indicators
from jianbao.brief import charts, style
from jianbao.brief.annex import data_table
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.parts import escape, modelled_tag
from jianbao.brief.said import Markup
from jianbao.brief.svg import Chart
from jianbao.reports.ledger_leads import ledger_claim
from jianbao.reports.ledger_rows import Ledger

__all__ = ["bars", "drawing"]

_ROW, _LEFT, _RIGHT = 26, 12, 60


def drawing(led: Ledger) -> str:
    """Return the drawing of a kind that has one, with its figures for the annex; “” for the others."""
    makers = {"lines": _lines, "ladder": _ladder, "funnel": _funnel, "heat": _heat}
    return makers[led.kind.shape](led) if led.kind.shape in makers else ""


def bars(labels: list[str], values: list[int], *, unit: str, ident: str, alt: str) -> Chart:
    """Return bars from zero with their whole numbers, in the order given."""
    canvas = Canvas(ident, 20 + _ROW * len(labels) + 4)
    left = _LEFT + max([60.0, *(style.text_width(text, style.SMALL) * 1.04 for text in labels)])
    canvas.text(left + 8, 10, unit, colour=style.MUTED)
    most = max([1, *values])
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = 20 + (n + 0.5) * _ROW
        canvas.text(left - 2, y, label, anchor="right")
        end = left + 8 + (WIDTH - left - _RIGHT) * float(indicators.share(value, most))
        if value:
            canvas.box(left + 8, y - 8, end, y + 8, colour=style.BAR if n < len(labels) - 1 else style.ACCENT)
        canvas.text(end + 6, y, str(value), bold=n == len(labels) - 1)
    return canvas.chart(alt)


def _framed(led: Ledger, title: str, chart: Chart, heads: list[str], rows: list[list[str | Markup]], claims: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> str:
    b = led.b
    figures = data_table(b, title, heads, rows, claims=claims, keys=keys)
    return f'<div class="fig-wide"><h3>{escape(title)}{modelled_tag(led.modelled, b.lang)}</h3>{chart.html()}{figures}</div>'


def _lines(led: Ledger) -> str:
    """Lines by what is to become of them: each class adds to the last, and the whole stands below."""
    b, kind = led.b, led.kind
    counts = [led.own.count(word=n) or 0 for n in range(len(kind.classes))]
    names = [w.name(b.lang) for w in kind.classes]
    whole = "合计" if b.zh else "All"
    unit = kind.count(b.lang)
    title = f"{kind.name('zh')}：分类与合计（{unit}）" if b.zh else f"{kind.name('en')}: classes and their sum ({unit})"
    chart = charts.shift_share_bars(list(zip(names, counts, strict=True)), (whole, led.own.total), unit=unit, lang=b.lang, alt=title, ident=f"ledger-{kind.id}", decimals=0)
    ways = [*(f"c{n}" for n in range(len(counts))), "n"]
    shown = [style.number(n, 0, sign=True, lang=b.lang) for n in (*counts, led.own.total)]
    rows = [[name, ledger_claim(b, kind.id, text, way)] for name, text, way in zip([*names, whole], shown, ways, strict=True)]
    return _framed(led, title, chart, ["类别" if b.zh else "Class", unit], rows)


def _ladder(led: Ledger) -> str:
    b, kind = led.b, led.kind
    counts = [led.own.count(word=n) or 0 for n in range(len(kind.classes))]
    title = f"{kind.name('zh')}：各级数量（{kind.count('zh')}）" if b.zh else f"{kind.name('en')}: levels ({kind.count('en')})"
    return _bars(led, title, [w.name(b.lang) for w in kind.classes], counts, "c")


def _funnel(led: Ledger) -> str:
    b, kind = led.b, led.kind
    counts = [led.own.count(least=n) or 0 for n in range(len(kind.states))]
    title = f"{kind.name('zh')}：到达各阶段的数量（{kind.count('zh')}）" if b.zh else f"{kind.name('en')}: how far they are ({kind.count('en')})"
    return _bars(led, title, [s.name(b.lang) for s in kind.states], counts, "f")


def _bars(led: Ledger, title: str, names: list[str], counts: list[int], way: str) -> str:
    b, unit = led.b, led.kind.count(led.b.lang)
    chart = bars(names, counts, unit=unit, ident=f"ledger-{led.kind.id}", alt=title)
    rows = [[name, ledger_claim(b, led.kind.id, str(n), f"{way}{k}")] for k, (name, n) in enumerate(zip(names, counts, strict=True))]
    head = ["级别" if way == "c" else "阶段", unit] if b.zh else ["Level" if way == "c" else "Stage", unit]
    return _framed(led, title, chart, head, rows)


def _heat(led: Ledger) -> str:
    """The regions right below by class, with every number printed; what is withheld is hatched."""
    b, kind = led.b, led.kind
    if not led.below:
        return ""
    names = [w.name(b.lang) for w in kind.classes]
    counts = [[led.rows[c].count(word=n) for n in range(len(names))] for c in led.below]
    title = f"{kind.name('zh')}：地区与类别（{kind.count('zh')}）" if b.zh else f"{kind.name('en')}: regions and classes ({kind.count('en')})"
    labels = [b.cat.region(c).short(b.lang) for c in led.below]
    values = [[None if v is None else float(v) for v in row] for row in counts]
    chart = charts.heat(values, labels, names, unit=kind.count(b.lang), lang=b.lang, alt=title, ident=f"ledger-{kind.id}", decimals=0)
    rows = [[label, *("…" if v is None else str(v) for v in row)] for label, row in zip(labels, counts, strict=True)]
    claims = tuple(f"ledger|{kind.id}|@||||c{n}" for n in range(len(names)))
    return _framed(led, title, chart, ["地区" if b.zh else "Region", *names], rows, claims, tuple(led.below))
