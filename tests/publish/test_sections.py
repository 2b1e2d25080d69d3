"""Sections that are left out leave no lead above nothing and no gap in the numbers without a word."""

import pytest

from jianbao.brief.parts import Part
from jianbao.publish.sections import sections


def md(text):
    return f'<div class="md">{text}</div>'


def made(*parts, lang="zh"):
    return list(sections([p._repr_html_() if isinstance(p, Part) else p for p in parts], lang))


GONE = [
    md("<h2>7　区位</h2>"), "<p>1</p>", md("<h2>8　目标进度</h2><p>方案所列目标。</p>"), Part(why="数值不公布"),
    md("<h2>9　短板与预警</h2>"), Part(why="数值不公布"), md("<h2>10　说明</h2>"), "<p>2</p>",
]  # fmt: skip


def test_one_line_in_their_place_names_the_sections_left_out_and_says_why():
    assert made(*GONE) == [
        f'<section>{md("<h2>7　区位</h2>")}\n<p>1</p></section>', md("<p>目标进度、短板与预警：数值不公布，从略。</p>"),
        f'<section>{md("<h2>10　说明</h2>")}\n<p>2</p></section>',
    ]  # fmt: skip
    assert made(md("<h2>8　Targets</h2>"), Part(why="the figures are withheld"), lang="en") == [md("<p>Left out, because the figures are withheld: Targets.</p>")]


def test_a_section_without_a_reason_is_left_out_without_a_word():
    assert made(md("<h2>一、甲</h2>"), "<p>1</p>", md("<h2>二、乙</h2>"), Part(), md("<h2>三、丙</h2>"), "<p>2</p>", md("<h2>附</h2>"), "<p>3</p>") == [
        f'<section>{md("<h2>一、甲</h2>")}\n<p>1</p></section>', f'<section>{md("<h2>二、丙</h2>")}\n<p>2</p></section>', f'<section>{md("<h2>附</h2>")}\n<p>3</p></section>',
    ], "headings that count 一、二、 count on"
    assert "一、" not in made(md("<h2>一、甲</h2>"), Part(why="数值不公布"))[0]
    assert made(md("<h2>2.1　按语</h2><p>照录。</p>"), Part()) == []


def test_a_section_is_shown_though_one_of_its_parts_is_empty():
    (only,) = made(md("<h2>6　结构</h2>"), Part(why="数值不公布"), "<p>1</p>")
    assert "<p>1</p>" in only and "从略" not in only


@pytest.mark.parametrize(("below", "there"), [("", False), ("<table></table>", True)])
def test_a_lead_stands_only_above_something(below, there):
    (only,) = made(md("<h2>4　走势</h2><p>与全省对照。</p>"), f'<p class="w">不画走势</p>{below}')
    assert ("与全省对照" in only) == there and "不画走势" in only


def test_what_a_reason_says_is_escaped():
    assert made(md("<h2>8　A&amp;B</h2>"), "<!--jianbao:empty:a &amp;lt;b-->") == [md("<p>A&amp;B：a &amp;lt;b，从略。</p>")]
    assert made(md("<h2>8　A</h2>"), "<!--jianbao:empty:<script>-->")[0].count("从略") == 0, "no reason of ours has a tag"
