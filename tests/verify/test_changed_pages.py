"""A page that somebody changed after it was made: a number, a verb, a place, a row. It is blocked, wherever the change is."""

import random
import re

import pytest

from jianbao.verify.report import pages

CHANGES = 150
_TAGS = re.compile(r"<(svg|style|head)\b.*?</\1>|<[^>]*>|<!--.*?-->", re.S)
#: What a page says without proof: codes and the reference in its head, definitions, what a document or table is called, codes of a set.
_UNPROVED = re.compile(r"《[^》]*》|〔\d+〕\d+号|地区 \d+ 行业 \w+|编制号 \S+|=1|C\d+\w*|大于1|×100%|\d+万元及以上的|÷营业收入×100|[A-Z]+-\d+-\d+")
_WORDS = [
    ("增长", "下降"), ("低于", "高于"), ("提高", "下降"), ("增加", "减少"), ("上升", "下降"), ("拉动", "下拉"), ("弱于", "优于"), ("慢于", "快于"), ("未达到", "已达到"), ("差1", "超1"),
    ("由平转弱", "由优转弱"), ("向好", "趋差"), ("以上", "左右"), ("没有该行业", "不公布"), ("也居", "曾居"), ("第1位", "第2位"),
    ("子县", "丑县"), ("丑县", "子县"), ("甲市同", "乙市同"), ("全省", "全市"), ("全县", "全省"), ("纺织业", "服装业"), ("利润率", "利润总额"), ("经信局", "发改委"), ("品牌", "质量"),
]


@pytest.fixture(scope="module")
def found(small):
    return [small.page(kind, about) for kind, name, about in small.CASES if name != "yin_absent"]


def read(html: str) -> str:
    """Return a page with everything but its text blanked out, each letter where it was."""
    text = _TAGS.sub(lambda m: "\0" * len(m[0]), html)
    return _UNPROVED.sub(lambda m: "\0" * len(m[0]), text)


def other(digits: str, draw: random.Random) -> str:
    at = draw.choice([i for i, c in enumerate(digits) if c.isdigit()])
    return f"{digits[:at]}{(int(digits[at]) + draw.randint(1, 9)) % 10}{digits[at + 1 :]}"


def test_a_changed_number_is_found(small, found):
    draw, changed = random.Random(6), {}
    for n in range(CHANGES):
        html = found[n % len(found)]
        text = read(html)
        section = text.index("\0", text.index("模拟数据"))  # behind the head of the page
        spot = draw.choice([m for m in re.finditer(r"\d+(?:\.\d+)?", text) if m.start() > section and not _period(text, m)])
        new = other(spot[0], draw)
        changed[f"{n}: {text[max(0, spot.start() - 30) : spot.end() + 10]} → {new}".replace("\0", "")] = html[: spot.start()] + new + html[spot.end() :]
    caught = {u.file for u in pages(changed, small.folder).unproved}
    assert set(changed) - caught == set()


def _period(text: str, spot: re.Match) -> bool:
    """Whether a number names a period: those outside the heads of rows are headings."""
    return bool(re.match(r"年|月|—\d+月|\d*年", text[spot.end() :])) or text[: spot.start()].endswith("1—")


@pytest.mark.parametrize(("what", "into"), _WORDS, ids=lambda t: t)
def test_a_changed_word_is_found_wherever_it_is_claimed(small, found, what, into):
    """In every claim and every cell of a proved table in which the word stands."""
    changed = {}
    for n, html in enumerate(found):
        for claim in re.finditer(r'<(span|b)[^>]*data-claim="(?!plain)[^"]*"[^>]*>.*?</\1>|<t[dh](?![^>]*scope="col")[^>]*>(?:(?!</t[dh]>).)+', html, re.S):
            start = html.find(what, html.index(">", claim.start()), claim.end())
            if start >= 0:
                changed[f"{n}: {claim[0]}"] = html[:start] + into + html[start + len(what) :]
    proved = set(changed) - pages(changed, small.folder).failed
    assert changed and not proved


def test_two_rows_of_a_table_with_their_labels_exchanged_are_found(small, found):
    """Names of regions, sectors and periods at the head of rows belong to the figures beside them."""
    changed = {}
    for n, html in enumerate(found):
        for table in re.finditer(r"<table.*?</table>", html, re.S):
            heads = list(re.finditer(r'<th(?![^>]*scope)[^>]*>([^<]+)</th>', table[0]))
            if len({m[1] for m in heads}) < 2 or "data-col" not in table[0]:
                continue
            first, last = heads[0], heads[-1]
            body = table[0][: first.start(1)] + last[1] + table[0][first.end(1) : last.start(1)] + first[1] + table[0][last.end(1) :]
            changed[f"{n}: {first[1]} and {last[1]}"] = html[: table.start()] + body + html[table.end() :]
    assert len(changed) > 10
    assert set(changed) - pages(changed, small.folder).failed == set()
