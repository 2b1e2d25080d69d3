"""leading_signals 7: where the figures are from, and what each indicator of the document is."""

from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, conclusion, escape
from jianbao.brief.said import plain
from jianbao.facts import Fact
from jianbao.reports.signal_parts import either, newest

__all__ = ["signal_notes"]

_SHOWN = (
    "above_scale_electricity_growth", "value_added_growth", "capacity_utilisation", "manufacturing_investment_growth", "technical_upgrade_investment",
    "programme_trillion_rate", "digital_transformation_coverage", "industrial_robots", "digital_core_value_added", "digital_core_share_gdp", "energy_intensity",
    "carbon_intensity", "voc_intensity", "nox_intensity", "export_share", "strategic_emerging_share", "manufacturing_share_gdp", "above_scale_enterprise_share",
)  # fmt: skip


def signal_notes(b: Brief) -> Part:
    """Return the notes: how figures were made, thresholds, and the definition of each indicator that the document shows."""
    items = []
    if b.release.modelled:
        items.append((either(b, "模拟数据。", "Modelled data. "), b.cat.place.modelled_method(b.lang)))
        items.append((
            either(b, "监测数。", "Monitors. "),
            either(
                b, "用电、产能利用率、投资、数字化、碳排放和排放强度等不出自企业文件，按设定的假定另行模拟；取本期及以前最新的一期。",
                "Electricity, capacity, investment, digital and emission figures are not of the enterprise file but modelled apart from stated assumptions; the newest up to the period is shown.",
            ),
        ))  # fmt: skip
    if b.public:
        items.append((
            either(b, "公开范围。", "What is public. "),
            either(b, "“…”为不公布；监测数只公布到省和设区市。", "“…” is withheld; monitors are public for the province and cities only."),
        ))  # fmt: skip
    items.append((
        either(b, "门槛与参考线。", "Thresholds. "),
        either(b, "背离门槛和产能利用率参考线，文件没有规定数值，由本报告设定；两位数增长、排放强度下降目标按文件所载。", "No document sets the limit of divergence or the lines of capacity: they are this report's own. Growth in double digits and the falls of emissions are as the documents have them."),
    ))  # fmt: skip
    body = "".join(f"<p><b>{escape(head)}</b>{escape(text)}</p>" for head, text in items)
    known = [b.cat.indicator(i) for i in _SHOWN if i in b.cat.all_indicators and newest(b, i).known]
    defined = "".join(f"<p><b>{escape(_named(b, i.id))}</b>{escape(i.definition(b.lang))}</p>" for i in known)
    head = either(b, "指标口径", "What each figure is")
    return Part(f'{conclusion(plain(b, either(b, "口径、来源与读法", "Scope, sources and how to read it")))}<div class="notes">{body}</div><h3>{head}</h3><div class="notes gloss">{defined}</div>')


def _named(b: Brief, indicator: str) -> str:
    known = b.cat.indicator(indicator)
    unit = Fact.of(known, "", "", "", None, "missing").unit_text(b.lang)
    return f"{known.short('zh')}（{unit}）：" if b.zh else f"{known.short('en')} ({unit}): "
