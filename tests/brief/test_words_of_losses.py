"""Losses, zero pulls and small levels: said in words, never as a contradiction (found by a second reader on real pages)."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from jianbao.brief import mix
from jianbao.brief.head import _profit
from jianbao.facts import Fact

PROFIT = Fact("profit", "r", "s", "2024-12", 1.0, "estimated", 1, "亿元", "100 million yuan")
RATE = Fact("profit_growth", "r", "s", "2024-12", None, "not_applicable", 1, "%", "%")


def brief_with(profit: float, before: float, lang: str):
    facts = {"profit": replace(PROFIT, value=profit), "profit_margin": replace(RATE, value=None), "loss_enterprise_share": RATE}
    known = [SimpleNamespace(id=i) for i in ("profit", "profit_margin")]
    return SimpleNamespace(
        zh=lang == "zh", lang=lang, is_root=True, at="2024-12", region=SimpleNamespace(code="r"), sector=SimpleNamespace(code="s"),
        cat=SimpleNamespace(indicators=lambda: known, place=SimpleNamespace(official_growth=True)),
        fact=lambda i, **_: facts[i], before=lambda i, **_: replace(PROFIT, value=before), growth=lambda i, **_: RATE,
    )


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (-0.2, -0.1, "亏损总额0.2亿元，亏损增加", "Total loss was 0.02 billion yuan, a larger loss"),
        (-0.1, -0.2, "亏损总额0.1亿元，亏损减少", "Total loss was 0.01 billion yuan, a smaller loss"),
        (-0.24, -0.21, "亏损总额0.2亿元，亏损额持平", "Total loss was 0.02 billion yuan, a loss of the same size"),
        (-0.031, 0.5, "亏损总额0.03亿元，由盈转亏", "Total loss was 0.003 billion yuan, from a profit to a loss"),
        (0.3, -0.5, "利润总额0.3亿元，扭亏为盈", "Total profit was 0.03 billion yuan, from a loss to a profit"),
    ],
)
def test_a_loss_is_called_a_loss(now, before, zh, en):

    for lang, expected in (("zh", zh), ("en", en)):
        text = re.sub(r"<[^>]+>", "", _profit(brief_with(now, before, lang)))
        assert text.startswith(expected)
        assert "on a year earlier" not in text


@pytest.mark.parametrize(("points", "zh"), [(0.5, "拉动0.5个百分点"), (-0.5, "下拉0.5个百分点"), (0.04, "影响不足0.1个百分点"), (-0.04, "影响不足0.1个百分点")])
def test_a_pull_that_rounds_to_nothing_is_not_called_a_pull_of_zero(points, zh):
    assert mix.pull_words(points, "zh") == zh
