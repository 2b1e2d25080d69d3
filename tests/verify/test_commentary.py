"""Numbers in analysts' own words: one that the panel contradicts is pointed out, and nothing is blocked for it.

子县·印染与服装: value added 2.2, unchanged; revenue 10.0, up 11.1 %; margin 5.00 %; the province's margin 6.15 %.
"""

import pytest

from jianbao.verify.report import pages


def checked(small, text: str, lang: str = "zh"):
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", "990101"), ("sector", "T01"), ("period", "2024-12")))
    own = f'<div class="own"><div class="by">以下由张三于2025-01-20手写</div><p>{text}</p></div>'
    return pages({"p": f'<html lang="{lang}"><head>{metas}</head><body>{own}</body></html>'}, small.folder)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("全年增加值2.3亿元", "2.2"), ("营业收入增长12.1%，订单回暖", "11.1"), ("营业收入下降11.1%", "11.1"), ("利润率5.5%。", "5.00"), ("全省利润率5.00%", "6.15"),
        ("印染企业的营业收入同比增长9%", "11"), ("营业收入达12亿元", "10"), ("丑县利润率5.00%", "10.00"), ("利润率较好，为4.9%", "5.00"), ("企业数3家", "1"),
    ],
)  # fmt: skip
def test_a_number_that_the_panel_contradicts_is_pointed_out(small, text, says):
    report = checked(small, text)
    assert len(report.doubted) == 1 and says in report.doubted[0].why and "\n" not in report.doubted[0].line()
    assert not report.failed and not report.unproved, "it blocks nothing"


@pytest.mark.parametrize(
    "text",
    [
        "全年增加值2.2亿元", "增加值约2亿元", "营业收入增长11.1%", "营业收入增长11%", "利润率5.00%，全省利润率6.15%", "利润率比全省低1.15个百分点", "预计明年利润率达到8%", "2024年利润率较好",
        "走访12家企业", "目标是增加值30亿元", "去年利润率4.4%", "甲市出台3条措施", "增加值220000千元", "寅县利润率9.9%", "利润率5%到6%之间", "",
    ],
)  # fmt: skip
def test_what_agrees_or_cannot_be_told_is_left_alone(small, text):
    report = checked(small, text)
    assert [d.line() for d in report.doubted] == [] and not report.unproved


def test_english_words_are_read_too(small):
    assert len(checked(small, "The profit margin on revenue was 5.5%.", "en").doubted) == 1
    assert checked(small, "Profit margin: 5.00%; in the province the profit margin was 6.15%.", "en").doubted == []
