"""Number grammar of all text that a page shows: what a careful editor of official statistics would strike out.

Two kinds of slips. What makes a number wrong or unreadable (``wrong``) keeps a page from being published; punctuation and
style are reported by ``jianbao verify`` only, for an analyst's own prose must not stop a build over a comma.
"""

import re
from html import unescape
from typing import NamedTuple

__all__ = ["Slip", "lint", "lint_text"]


class Slip(NamedTuple):
    """One slip: what is wrong with it, the words, and whether the page must not be published."""

    why: str
    words: str
    wrong: bool

    def line(self) -> str:
        """Return it in one line."""
        return f"“{self.words}”: {self.why}"


_HAN = "[一-鿿]"
_N = r"\d[\d,]*(?:\.\d+)?"
_IN = "[^，。；、（）：]"  # within a clause
_RATIO = "(?:利润率|比重|占比|负债率|亏损面|增加值率|产值率|产销率|利用率|增速|降幅)"

_ZH = [
    (rf"(?:增长|下降|提高|回落|加快|放缓|收窄|扩大|高于|低于|拉动|下拉|增加|减少)了?[−–-]{_N}", "方向已在动词中，数字不带负号", True),
    (rf"{_RATIO}{_IN}{{0,14}}(?:下降|增长|上升|提高|加快|回落|放缓|收窄|扩大)了?{_N}%", "比率之差用百分点，不用%", True),
    (rf"降幅{_IN}{{0,14}}(?:加快|放缓|回落|增长|下降)", "降幅只能收窄或扩大", True),
    (rf"同比增长{_N}个百分点", "增长用%，比率提高用百分点", True),
    (rf"负增长[−–-]?{_N}|亏损(?:总)?额[−–-]{_N}", "应写下降，或亏损额不带负号", True),
    (rf"(?:增长|下降)0\.0+%|(?:提高|下降|加快|回落|收窄|扩大)0\.0+个百分点|(?:高于|低于){_IN}{{0,24}}(?<!\d)0\.0+(?:个百分点|%)", "四舍五入后为零，应写持平", True),
    (rf"{_N}(?:%(?:个?百分点|%|％)|个百分点%|个个|位位|家家|亿亿|万万|百分点)|元(?:亿|万)?元|百分点个?百分点", "单位重复或缺“个”", True),
    (rf"{_N} +(?:%|亿元|万元|个百分点)|{_N}％", "数字与单位之间不空格，百分号用半角", True),
    (r"(?<![A-Za-z0-9_.])-\d", "负号应为“−”", True),
    (r"(?<!\d)1 ?[-~–－] ?\d{1,2}月", "月份之间用“—”：1—10月", True),
    (rf"(?:累计|1—\d{{1,2}}月){_IN}{{0,12}}(?:当月|单月)|(?:当月|单月){_IN}{{0,12}}累计", "累计与当月混用", True),
    (r"同比[^。；]*比上年(?!同期|末|底)|比上年(?!同期|末|底)[^。；]*同比", "一句中同比与比上年混用", True),
    (rf"约{_IN}{{0,12}}左右|(?:近|超|不足|约)(?:{_N}|[一二三四五六七八九]成){_IN}{{0,8}}(?:以上|左右)|约近|近约", "约数重复", True),
    (r"[，。；：、？！][，。；：、？！]", "标点重复", False),
    (rf"{_HAN}[,;:?!](?={_HAN})|{_HAN}\.(?={_HAN})|{_HAN}\((?=.*\))|\)(?={_HAN})", "中文用全角标点", False),
    (r"[０-９Ａ-Ｚａ-ｚ]", "数字和字母用半角", False),
    (r"去年", "正式行文用“上年”", False),
    (r"(?<![\d.])0个(?:增长|下降)", "没有的不必列出", False),
]
_EN = [
    # The number of a document (浙政发〔2021〕1号) is how it is found, in any language.
    (r"(?![一-鿿]{1,8}〔)(?<!〕\d)(?<!〕\d\d)(?<!〕\d\d\d)[　-〓〖-〿㐀-鿿＀-￯]+", "Chinese in an English page", False),
    (r"(?<![\d.,])1(?:\.0+)? percentage points|(?<![\d.,])1 (?:counties|regions|cities|months|years|sectors|enterprises) (?:with|in|of|has|have)", "one is singular", True),
    (rf"\b(?:up|down|rose|fell|grew|above|below|by) [−–-]{_N}", "the verb says the direction: no minus sign", True),
    (rf"{_N}(?:% ?percentage points?|%%)|percentage points?%|\bper cent%", "the unit is there twice", True),
    (r"(?<!make )(?<!makes )(?<!made )\b(?:up|down) 0\.0+(?:%| )", "rounds to zero: say unchanged", True),
    (r"\b\d*(?:(?<!1)1(?:th|nd|rd)|(?<!1)2(?:th|st|rd)|(?<!1)3(?:th|st|nd)|[04-9](?:st|nd|rd)|1[123](?:st|nd|rd))\b", "the ordinal ends otherwise", True),
    (r"(?<![\w.–])-\d", "the minus sign is −", True),
]
_RULES = {lang: [(re.compile(pattern), why, wrong) for pattern, why, wrong in rules] for lang, rules in (("zh", _ZH), ("en", _EN))}

_UNSEEN = re.compile(r"<(style|script|title|head)\b(?![^>]*/>).*?</\1>|<!--.*?-->", re.S)
_SPOKEN = re.compile(r"""[\s"'](?:aria-label|alt|title)=(?:"([^"]*)"|'([^']*)')""")
_INLINE = re.compile(r"</?(?:span|b|i|em|strong|small|a|abbr|sub|sup|u|s|code|tspan)\b[^>]*>")
_LANG = re.compile(r"""<html[^>]*\blang\s*=\s*["']?(\w\w)""")
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_PLAIN = re.compile(r"[−+]?[\d.,]*%?|\w{1,3}")  # most texts of a page are the numbers of its tables and axes
_ROW = re.compile(r"<tr\b.*?</tr>", re.S)


def lint(html: str) -> list[Slip]:
    """Return the slips of a page (or a piece of one, taken as Chinese): in its text, drawings and alternative texts.

    >>> lint("<p>增速<b>下降3.0%</b></p>")
    [Slip(why='比率之差用百分点，不用%', words='增速下降3.0%', wrong=True)]
    """
    lang = (found[1] if (found := _LANG.search(html)) else "zh") or "zh"
    html = _UNSEEN.sub(" ", html)
    spoken = [unescape(a or b) for a, b in _SPOKEN.findall(html)]
    blocks = [unescape(t) for t in re.sub(r"<[^>]*>", "\n", _INLINE.sub("", html)).split("\n")]
    texts = dict.fromkeys(re.sub(r"[^\S　]+", " ", t).strip() for t in (*blocks, *spoken))  # a wide space is Chinese
    found = [slip for text in texts if not _PLAIN.fullmatch(text) or lang == "en" and not text.isascii() for slip in lint_text(text, lang)]
    return list(dict.fromkeys(found + [s for table in _TABLE.findall(html) for s in _drift(table, lang)]))


def lint_text(text: str, lang: str = "zh") -> list[Slip]:
    """Return the slips of one text.

    >>> [s.words for s in lint_text("利润同比增长−3.0%，降幅比1-11月放缓2.0个百分点")]
    ['增长−3.0', '降幅比1-11月放缓', '1-11月']
    >>> lint_text("利润率同比下降1.57个百分点，增速比1—11月加快0.3个百分点，拉动全县工业增长1.7个百分点")
    []
    """
    return [Slip(why, m[0], wrong) for pattern, why, wrong in _RULES.get(lang, ()) for m in pattern.finditer(text)]


def _drift(table: str, lang: str) -> list[Slip]:
    """Return where one column, or one row head, counts money in 万元 here and in 亿元 there (million and billion)."""
    small, large = ("万元", "亿元") if lang == "zh" else ("million yuan", "billion yuan")
    if small not in table or large not in table:
        return []
    seen: dict[str, set[str]] = {}
    for row in _ROW.findall(table):
        cells = [unescape(re.sub(r"<[^>]*>", "", c)).strip() for c in re.split(r"<t[hd]\b[^>]*>", row)[1:]]
        for cell in cells[1:]:
            if found := re.fullmatch(rf"[−-]?{_N} ?({small}|{large})", cell):
                seen.setdefault(cells[0], set()).add(found[1])
    return [Slip("一个指标同时用万元和亿元" if lang == "zh" else "one indicator in millions and billions", head, True) for head, units in seen.items() if len(units) > 1]
