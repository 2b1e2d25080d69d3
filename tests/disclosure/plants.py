"""Leaks planted in the files of an edition: each channel, with numbers as different hands would write them."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
ORDER = ("value_added", "revenue", "profit", "average_employees", "operating_cost", "total_assets")
WORDS = {"value_added": ("增加值", "value added"), "revenue": ("营业收入", "revenue"), "profit": ("利润总额", "profit"), "average_employees": ("用工人数", "employment"), "operating_cost": ("营业成本", "cost"), "total_assets": ("资产", "assets")}


class Planter:
    """Takes a withheld cell and writes its number where it should not be; ``one`` returns (channel, file name, content)."""

    def __init__(self, folder: Path, held, seed: int) -> None:
        self.folder, self.held, self.rng = folder, held, Random(seed)
        self.pages = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*.html"))}
        self.root = held.cat.place.root_region
        self.own = {}  # (region, sector) of withheld cells → their pages
        for name in self.pages:
            m = re.fullmatch(r"briefs/(\w+)/(\w+?)(\.en)?\.html", name)
            if m and held.hidden(m[1], m[2]):
                self.own.setdefault((m[1], m[2]), []).append(name)
        self.cells = sorted(c for c in self.own if self._levels(c))
        self.channels: list[Callable] = [getattr(self, n) for n in sorted(dir(self)) if n.startswith("in_")]

    def many(self, count: int) -> Iterator[tuple[str, str, bytes]]:
        k = 0
        while k < count:
            channel = self.channels[k % len(self.channels)]
            found = None
            for _ in range(40):
                if found := channel():
                    break
            assert found, f"{channel.__name__} found nowhere to plant"
            yield (f"{k}:{channel.__name__[3:]}", *found)
            k += 1

    # ---- the numbers ------------------------------------------------------------------------------------------

    def _levels(self, cell):
        return [n for n in ORDER if abs(self.held.raw(*cell, self.held.period, n)) > 1e-4]

    def cell(self, lang: str = ""):
        cells = [c for c in self.cells if any(p.endswith(".en.html") == (lang == "en") for p in self.own[c])] if lang else self.cells
        return self.rng.choice(cells)

    def page(self, cell, lang: str) -> str | None:
        return next((p for p in self.own[cell] if p.endswith(".en.html") == (lang == "en")), None)

    def names(self, cell, lang):
        region, sector = self.held.cat.region(cell[0]), self.held.cat.sector(cell[1])
        pick = self.rng.random() < 0.5
        return (region.name(lang), sector.name(lang)) if pick else (region.short(lang), sector.short(lang))

    def amount(self, cell, lang: str = "zh") -> tuple[str, str]:
        """Return the indicator's word and its value as printed: 2 to 6 digits, any unit, separators, full width."""
        name = self.rng.choice(self._levels(cell))
        value = abs(self.held.raw(*cell, self.held.period, name))
        digits = self.rng.randint(2, 6)
        people = name == "average_employees"
        zh = [(1, "万人"), (1e4, "人")] if people else [(1, "亿元"), (1e4, "万元"), (1e5, "千元")]
        en = [(10, " thousand persons"), (1e4, " persons")] if people else [(0.1, " billion yuan"), (100, " million yuan")]
        factor, unit = self.rng.choice(zh if lang == "zh" else en)
        text = significant(value * factor, digits)
        if self.rng.random() < 0.4:
            whole, dot, part = text.partition(".")
            text = f"{int(whole):,}{dot}{part}"
        if lang == "zh" and self.rng.random() < 0.2:
            text = text.translate(FULL)
        return WORDS[name][lang == "en"], text + unit

    def derived(self, cell, key: str) -> float | None:
        held = self.held.values(*cell)
        for k, (name, period) in enumerate(held.names):
            if name == key and period == self.held.period:
                return float(held.at[k])
        return None

    def put(self, page: str, html: str, before: str = "</main>") -> tuple[str, bytes]:
        text = self.pages[page].read_text("utf-8")
        assert before in text, (page, before)
        at = text.rindex(before)
        return page, (text[:at] + html + text[at:]).encode()

    def sentence(self, cell, lang: str) -> str:
        region, sector = self.names(cell, lang)
        word, number = self.amount(cell, lang)
        zh = [f"{region}{sector}行业{word}{number}。", f"其中{region}的{sector}为{number}，居前列。", f"{number}来自{region}{sector}。", f"{sector}（{region}）{word}：{number}"]
        en = [f"{word.capitalize()} of {sector} in {region} was {number}.", f"In {region}, {sector} reached {number}.", f"{number} of {word} came from {sector} in {region}."]
        return self.rng.choice(zh if lang == "zh" else en)

    def other_page(self, lang: str) -> str:
        return self.rng.choice([p for p in self.pages if p.startswith("briefs/") and p.endswith(".en.html") == (lang == "en")])

    # ---- text -------------------------------------------------------------------------------------------------

    def in_sentence_zh(self):
        return self.put(self.other_page("zh"), f"<p>{self.sentence(self.cell(), 'zh')}</p>")

    def in_sentence_en(self):
        return self.put(self.other_page("en"), f"<p>{self.sentence(self.cell(), 'en')}</p>")

    def in_own_page_without_names(self):
        lang = self.rng.choice(("zh", "en"))
        cell = self.cell(lang)
        word, number = self.amount(cell, lang)
        return self.put(self.page(cell, lang), f"<p>{word}为{number}。</p>" if lang == "zh" else f"<p>The {word} came to {number}.</p>")

    def in_growth(self):
        cell, lang = self.cell("zh"), self.rng.choice(("zh", "en"))
        value, page = self.derived(cell, "value_added_growth"), self.page(cell, lang)
        if not value or not page:
            return None
        return self.put(page, f"<p>同比增长{value:.1f}%。</p>" if lang == "zh" else f"<p>It grew by {value:.1f}% on a year earlier.</p>")

    def in_growth_named(self):
        cell = self.cell("zh")
        value = self.derived(cell, self.rng.choice(("value_added_growth", "revenue_growth")))
        region, sector = self.names(cell, "zh")
        return value and self.put(self.other_page("zh"), f"<p>各行业中，{region}{sector}增长{value:.{self.rng.randint(1, 2)}f}%，高于全省。</p>")

    def in_difference(self):
        cell = self.cell("zh")
        value = self.derived(cell, "gap:root:value_added_growth")
        return value and self.put(self.page(cell, "zh"), f"<p>增速高于全省同行业{value:.1f}个百分点。</p>")

    def in_share(self):
        cell = self.cell("zh")
        value = self.derived(cell, self.rng.choice(("share:region:value_added", "share:sector:revenue")))
        return value and self.put(self.page(cell, "zh"), f"<p>占全市的{value:.1f}%。</p>")

    def in_share_in_words(self):
        cell = self.cell("zh")
        region, sector = self.names(cell, "zh")
        return self.put(self.other_page("zh"), f"<p>{region}{sector}占全市{self.rng.choice('二三四五六七八')}成。</p>")

    def in_pull(self):
        cell = self.cell("zh")
        value = self.derived(cell, "pull:region:value_added")
        return value and self.put(self.page(cell, "zh"), f"<p>拉动全区工业增长{value:.2f}个百分点。</p>")

    def in_quotient(self):
        cell = self.cell("en")
        value = self.derived(cell, "quotient:value_added")
        return value and self.put(self.page(cell, "en"), f"<p>Location quotient {value:.2f}.</p>")

    def in_rank(self):
        cell = self.cell("zh")
        value = self.derived(cell, "value_added_rank")
        return value and self.put(self.page(cell, "zh"), f"<p>总量居全省第{value:.0f}位。</p>")

    def in_rank_row(self):
        cell = self.cell("zh")
        value = self.derived(cell, "value_added_rank")
        name = self.held.cat.region(cell[0]).name("zh")
        return value and self.put(self.page(cell, "zh"), f'<table><thead><tr><th>位次</th><th>县（市、区）</th><th>增加值（亿元）</th></tr></thead><tbody><tr><th scope="row">{value:.0f}</th><td>{name}</td><td>…</td></tr></tbody></table>')

    def in_count_of_firms(self):
        cell = self.cell("zh")
        value = self.held.raw(*cell, self.held.period, "above_scale_enterprises")
        region, sector = self.names(cell, "zh")
        return self.put(self.other_page("zh"), f"<p>{region}{sector}仅{value:.0f}家企业。</p>") if value > 0 else None

    def in_remainder(self):
        cell = self.cell("zh")
        held = self.held
        parent = held.cat.region(cell[0]).parent
        withheld = [c.code for c in held.cat.children(parent) if held.hidden(c.code, cell[1])]
        whole = sum(held.raw(c, cell[1], held.period, "value_added") for c in withheld)
        shown = next((c for c in held.cat.children(parent) if not held.hidden(c.code, cell[1])), None)
        if shown is None or not whole > 0:
            return None
        text = significant(whole, self.rng.randint(3, 4))
        page = next((p for p in self.pages if re.fullmatch(rf"briefs/{parent}/\w+\.html", p)), None) or self.page(cell, "zh")
        return self.put(page, f"<p>{held.cat.region(parent).name('zh')}{held.cat.sector(cell[1]).name('zh')}中，除{shown.name('zh')}外，其余县合计{text}亿元。</p>")

    def in_split_digits(self):
        cell = self.cell("zh")
        word, number = self.amount(cell)
        return self.put(self.page(cell, "zh"), f"<p>{word}<b>{number[0]}</b><i>{number[1:]}</i></p>")

    def in_invisible_characters(self):
        cell = self.cell("zh")
        word, number = self.amount(cell)
        return self.put(self.page(cell, "zh"), f"<p>{word}{chr(0x200B).join(number)}</p>")

    def in_chinese_numerals(self):
        cell = self.cell("zh")
        name = self._levels(cell)[0]
        value = significant(abs(self.held.raw(*cell, self.held.period, name)), 3)
        words = "".join("点" if c == "." else "〇一二三四五六七八九"[int(c)] for c in value)
        return self.put(self.page(cell, "zh"), f"<p>{WORDS[name][0]}{words}亿元。</p>")

    def in_words_of_multiples(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f"<p>{self.rng.choice(('约为全省平均的三倍', '比上年翻了一番', '占三分之二'))}。</p>")

    def in_text_under_a_heading(self):
        cell = self.cell("zh")
        region, sector = self.names(cell, "zh")
        head = self.rng.choice(("<h3>{}</h3><p>{}</p>", "<dl><dt>{}</dt><dd>{}</dd></dl>", "<details><summary>{}</summary><p>{}</p></details>"))
        return self.put(self.other_page("zh"), head.format(region + sector, self.amount(cell)[1]))

    def in_rank_in_words(self):
        cell = self.cell("en")
        return self.put(self.page(cell, "en"), f"<p>It is ranked {self.rng.randint(2, 40)}th in the province.</p>")

    def in_identifier(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f'<p class="w{abs(self.held.raw(*cell, self.held.period, "value_added")):.2f}"></p>')

    def in_address(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f'<a href="#{self.names(cell, "zh")[1]}-{abs(self.held.raw(*cell, self.held.period, "value_added")):.2f}">x</a>')

    def in_bar_without_words(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f'<svg viewBox="0 0 10 90"><rect width="10" height="{self.rng.uniform(9, 80):.1f}"/></svg>')

    def in_shade_of_the_index(self):
        text = self.pages["index.html"].read_text("utf-8")
        cell = self.cell()
        plain = f"<td class=h><a href=briefs/{cell[0]}/{cell[1]}.html>"
        return ("index.html", text.replace(plain, plain.replace("class=h", f"class={self.rng.choice('abcde')}")).encode()) if plain in text else None

    # ---- the pages that lead to the briefs: index, map, alarms -------------------------------------------------

    def _front(self, name: str) -> str:
        return self.rng.choice([p for p in self.pages if "/" not in p and p.startswith(name)])

    def in_sentence_of_the_index(self):
        page = self._front("index")
        return self.put(page, f"<p>{self.sentence(self.cell(), 'en' if '.en.' in page else 'zh')}</p>")

    def in_sentence_of_the_alarms(self):
        page = self._front("worry")
        return self.put(page, f"<p>{self.sentence(self.cell(), 'en' if '.en.' in page else 'zh')}</p>")

    def _on_the_map(self):
        """Return an index, its text, and the tooltip of a county whose total is withheld."""
        page = self._front("index")
        text = self.pages[page].read_text("utf-8")
        found = re.search(r'<g fill="url\(#m-h\)"><a href=briefs/(\w+)/[^>]*><path [^>]*><title>([^<]*)…</title>', text)
        return page, text, found

    def in_shade_of_the_map(self):
        page, text, found = self._on_the_map()
        return (page, text.replace("url(#m-h)\"><a", self.rng.choice(("#7fb0dc", "#f3f1ec", "url(#m-d)", "url(#m-e)")) + '"><a').encode()) if found else None

    def in_tooltip_of_the_map(self):
        page, text, found = self._on_the_map()
        value = found and self.derived((found[1], self.held.cat.place.all_sector), "value_added_growth")
        return (page, text.replace(f"{found[2]}…", f"{found[2]}{value:+.1f}%").encode()) if value else None

    def _alarm(self, told: str):
        """A row of the page of alarms about a withheld cell, as the page itself would write it."""
        cell, page = self.cell(), self._front("worry")
        lang = "en" if ".en." in page else "zh"
        link = f'<tr><th scope=row><a href=briefs/{cell[0]}/{cell[1]}{".en" if lang == "en" else ""}.html>{"　".join(self.names(cell, lang))}</a>'
        return self.put(page, f'<table class="worry"><tbody>{link}{told}</table>')

    def in_row_of_the_alarms(self):
        return self._alarm(f"<td>1<td class=l>增加值下降 {self.rng.uniform(1, 30):.1f}%<td>…")

    def in_alarm_of_a_withheld_cell(self):
        return self._alarm("<td>1<td class=l>利润由盈转亏<td>0")

    def in_class_below_the_root(self):
        held = self.held
        only = [s for s in sorted(held.mask.root_only) if s not in held.alike and held.cat.sector(s).level == "class" and not held.cat.sector(s).residual]
        code = self.rng.choice(only or sorted(held.mask.root_only - set(held.alike)))
        region = self.rng.choice(sorted({c[0] for c in self.cells}))
        number = self.rng.uniform(1, 99)
        return self.put(self.other_page("zh"), f"<p>{held.cat.region(region).name('zh')}{self.rng.choice((code, code + held.cat.sector(code).name('zh')))}增加值{number:.2f}亿元。</p>")

    # ---- elements and attributes ------------------------------------------------------------------------------

    def _attribute(self, template: str):
        lang = self.rng.choice(("zh", "en"))
        cell = self.cell(lang)
        if self.rng.random() < 0.5:
            return self.put(self.page(cell, lang), template.format(self.amount(cell, lang)[1]))
        return self.put(self.other_page(lang), template.format(self.sentence(cell, lang)))

    def in_title_attribute(self):
        return self._attribute('<span title="{}">…</span>')

    def in_alt(self):
        return self._attribute('<figure><img alt="{}" src="data:image/png;base64,iVBORw0KGgo="></figure>')

    def in_aria_label(self):
        return self._attribute('<div role="img" aria-label="{}"></div>')

    def in_placeholder(self):
        return self._attribute('<input placeholder="{}">')

    def in_data_attribute(self):
        cell = self.cell("zh")
        value = abs(self.held.raw(*cell, self.held.period, self.rng.choice(self._levels(cell))))
        return self.put(self.page(cell, "zh"), f'<div data-v="{self.rng.choice((repr(value), significant(value, 3)))}"></div>')

    def in_data_attribute_of_a_row(self):
        cell = self.cell("zh")
        value = abs(self.held.raw(*cell, self.held.period, "value_added"))
        region, sector = self.names(cell, "zh")
        return self.put(self.other_page("zh"), f'<table><tr data-v="{value:.2f}"><th>{region}</th><td>{sector}</td><td>…</td></tr></table>')

    def in_description(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f'<meta name="description" content="{self.amount(cell)[1]}">', "</head>")

    def in_table_cell(self):
        cell = self.cell("zh")
        fact = f'data-fact="value_added|{cell[0]}|{cell[1]}|{self.held.period}">'
        pages = [p for p in self.pages if fact in self.pages[p].read_text("utf-8")]
        page = self.rng.choice(pages)
        text = self.pages[page].read_text("utf-8")
        value = significant(abs(self.held.raw(*cell, self.held.period, "value_added")), 3)
        return page, re.sub(re.escape(fact) + r"<abbr.*?</abbr>", fact + value, text).encode()

    def in_plain_table(self):
        cell, lang = self.cell("zh"), "zh"
        region, sector = self.names(cell, lang)
        if self.rng.random() < 0.5:
            return self.put(self.other_page(lang), f"<table><tr><th>地区</th><th>{sector}</th></tr><tr><td>{region}</td><td>{self.amount(cell)[1]}</td></tr></table>")
        return self.put(self.other_page(lang), f"<table><caption>{sector}</caption><tr><td>{region}</td><td>{sector}</td><td>{self.amount(cell)[1]}</td></tr></table>")

    def in_mark_of_another(self):
        """The number of a withheld cell under the mark of a published one."""
        cell = self.cell("zh")
        page = self.page(cell, "zh")
        text = self.pages[page].read_text("utf-8")
        marks = list(re.finditer(rf'data-fact="value_added\|(\w+)\|(\w+)\|{self.held.period}">(\d[\d.]*)<', text))
        value = f"{abs(self.held.raw(*cell, self.held.period, 'value_added')):.2f}"
        if not marks:
            return None
        m = self.rng.choice(marks)
        shown = self.held.raw(m[1], m[2], self.held.period, "value_added")
        return (page, (text[: m.start(3)] + value + text[m.end(3) :]).encode()) if abs(shown - float(value)) > 0.1 else None

    def in_hidden_part(self):
        wrap = self.rng.choice(('<div style="display:none">{}</div>', "<div hidden>{}</div>", '<span style="font-size:0">{}</span>', "<template>{}</template>", '<span style="color:#fff">{}</span>'))
        return self._attribute(wrap)

    def in_comment(self):
        return self._attribute("<!-- {} -->")

    def in_style_sheet(self):
        cell = self.cell("zh")
        return self.put(self.page(cell, "zh"), f'.x:after{{content:"{self.amount(cell)[1]}"}}', "</style>")

    def in_style_attribute(self):
        cell = self.cell("zh")
        value = self.derived(cell, "share:region:value_added")
        return value and self.put(self.page(cell, "zh"), f'<div style="width:{value:.2f}%"></div>')

    def in_json_script(self):
        cell = self.cell()
        value = abs(self.held.raw(*cell, self.held.period, self.rng.choice(self._levels(cell))))
        data = self.rng.choice(({"region": cell[0], "sector": cell[1], "v": value}, {cell[0]: {cell[1]: round(value, 2)}}, [[cell[0], cell[1], round(value, 3)]]))
        return self.put(self.other_page("zh"), f'<script type="application/json">{json.dumps(data)}</script>')

    # ---- drawings ---------------------------------------------------------------------------------------------

    def in_bar(self):
        cell = self.cell("zh")
        share = self.derived(cell, "share:region:value_added") or 10
        label = self.held.cat.sector(cell[1]).short("zh")
        page = self.rng.choice([p for p in self.pages if p.startswith(f"briefs/{cell[0]}/") and not p.endswith(".en.html")])
        bars = "".join(f'<text x="8" y="{40 + 23 * k}">{t}</text><path d="M120 {29.5 + 23 * k}H{120 + w:.1f}V{41.5 + 23 * k}H120z" fill="#8ea8b4"/>' for k, (t, w) in enumerate([("甲乙丙", 80), ("丁戊", 60), (label, 5 * share)]))
        return self.put(page, f'<svg viewBox="0 0 460 120">{bars}</svg>')

    def in_column(self):
        cell = self.cell("zh")
        label = self.held.cat.region(cell[0]).short("zh")
        bars = "".join(f'<rect x="{50 + 60 * k}" y="{150 - h}" width="20" height="{h}"/><text x="{60 + 60 * k}" y="170" text-anchor="middle">{t}</text>' for k, (t, h) in enumerate([("甲乙丙", 50), (label, 31)]))
        return self.put(self.page(cell, "zh"), f'<svg viewBox="0 0 300 180">{bars}</svg>')

    def in_number_of_a_chart(self):
        cell = self.cell("zh")
        region, sector = self.names(cell, "zh")
        return self.put(self.other_page("zh"), f'<svg viewBox="0 0 300 180"><text x="5" y="20">{region}{sector} {self.amount(cell)[1]}</text></svg>')

    def in_point(self):
        cell = self.cell("zh")
        level, growth = (self.held.raw(*cell, self.held.period, n) for n in ("value_added", "value_added_growth"))
        pairs, numbers, hidden = self.held.heads(cell[1])
        x, y = 50 + 3 * min(level, 130), 200 - 4 * growth
        shown = [(50 + 3 * min(v, 130), 200 - 4 * g) for (v, g), h in zip(numbers, hidden, strict=True) if not h and v < 130]
        if level > 130 or not shown or any(abs(x - a) < 0.5 and abs(y - b) < 0.5 for a, b in shown):
            return None
        ticks = "".join(f'<text x="40" y="{204.5 - 4 * g}" text-anchor="end">{g}</text>' for g in (-10, 0, 10, 20))
        ticks += "".join(f'<text x="{50 + 3 * v}" y="260" text-anchor="middle">{v}</text>' for v in (0, 50, 100))
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in [*(shown * 5)[:9], (x, y)])
        return self.put(self.page(cell, "zh"), f'<svg viewBox="0 0 460 270">{ticks}{dots}</svg>')

    def in_sparkline(self):
        cell = self.cell("zh")
        fact = f'data-fact="value_added|{cell[0]}|{cell[1]}|{self.held.period}"'
        return self.put(self.page(cell, "zh"), f'<div class="card"><span {fact}>…</span><svg viewBox="0 0 100 28"><path d="M4 5L8 4L12 16"/></svg></div>')

    def in_bar_of_a_row(self):
        cell = self.cell("zh")
        region, sector = self.names(cell, "zh")
        return self.put(self.other_page("zh"), f'<table><tr><th scope="row">{sector}</th><td>{region}</td><td>…</td><td><svg viewBox="0 0 90 10"><path d="M0 0H37.2V10H0z"/></svg></td></tr></table>')

    def in_colour_of_the_map(self):
        cell = self.cell("zh")
        page = self.page(cell, "zh")
        text = self.pages[page].read_text("utf-8")
        name = self.held.cat.region(cell[0]).name("zh")
        m = re.search(rf"<path d=\"[^\"]*\"><title>{name} 不公布（…）</title></path>", text)
        return (page, text.replace(m[0], m[0].replace("<path", '<path fill="#7fa6b5"')).encode()) if m else None

    # ---- index, manifest, names -------------------------------------------------------------------------------

    def in_search_index(self):
        text = self.pages["index.html"].read_text("utf-8")
        cell = self.cell()
        m = re.search(rf'<tr[^>]* data-k="{cell[0]} ', text)
        value = significant(abs(self.held.raw(*cell, self.held.period, "value_added")), 3)
        return ("index.html", text.replace(m[0], f"{m[0]}{cell[1].lower()} {value} ", 1).encode()) if m else None

    def in_index_cell(self):
        text = self.pages["index.html"].read_text("utf-8")
        cell = self.cell()
        link = f"<a href=briefs/{cell[0]}/{cell[1]}.html>"
        value = self.derived(cell, "value_added_growth")
        return ("index.html", text.replace(link + "…", f"{link}+{value:.1f}").encode()) if link + "…" in text and value else None

    def in_manifest_headline(self):
        manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        cell = self.cell()
        row = next(e for e in manifest["briefs"] if (e["region"], e["sector"]) == cell)
        row["headline"] = self.rng.choice(({"growth": 3.21, "status": "estimated", "value": ""}, {"growth": None, "status": "suppressed", "value": significant(self.held.raw(*cell, self.held.period, "value_added"), 2)}))
        return "manifest.json", json.dumps(manifest).encode()

    def in_manifest_title(self):
        manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        cell = self.cell()
        row = next(e for e in manifest["briefs"] if (e["region"], e["sector"]) == cell)
        row["title"] += f" {self.amount(cell)[1]}"
        return "manifest.json", json.dumps(manifest, ensure_ascii=False).encode()

    def in_file_name(self):
        cell = self.cell("zh")
        value = significant(abs(self.held.raw(*cell, self.held.period, "value_added")), 3)
        name = self.rng.choice((f"briefs/{cell[0]}/{cell[1]}_{value}.html", f"briefs/{cell[0]}/{cell[1]}-{value}亿元.html"))
        return name, self.pages[self.page(cell, "zh")].read_bytes()

    def in_unknown_file(self):
        cell = self.cell()
        return self.rng.choice((f"briefs/{cell[0]}/data.csv", "notes.txt", "cells.parquet", "page.html.bak")), b"1"

    # ---- office -----------------------------------------------------------------------------------------------

    def in_workbook_cached_value(self):
        cell = self.cell()
        value = abs(self.held.raw(*cell, self.held.period, "value_added"))
        region, sector = self.names(cell, "zh")
        rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{region}</t></is></c><c r="B1" t="inlineStr"><is><t>{sector}</t></is></c><c r="C1"><f>D1-E1</f><v>{value!r}</v></c></row>'
        return f"briefs/{cell[0]}/{cell[1]}.xlsx", workbook(rows)

    def in_hidden_sheet(self):
        cell = self.cell()
        rows = f'<row r="1"><c r="A1"><v>{self.rng.uniform(1, 99):.2f}</v></c></row>'
        return f"briefs/{cell[0]}/index.xlsx", workbook("", hidden=rows)

    def in_shared_string(self):
        cell = self.cell()
        return f"briefs/{cell[0]}/{cell[1]}.xlsx", workbook("", strings=[f"{self.names(cell, 'zh')[1]}：{self.amount(cell)[1]}"])

    def in_workbook_chart(self):
        cell = self.cell()
        value = abs(self.held.raw(*cell, self.held.period, "value_added"))
        name = self.held.cat.sector(cell[1]).name("zh")
        chart = f'<c:chartSpace><c:ser><c:cat><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:cat><c:val><c:pt idx="0"><c:v>{value!r}</c:v></c:pt></c:val></c:ser></c:chartSpace>'
        return f"briefs/{cell[0]}/index.xlsx", workbook("", extra={"xl/charts/chart1.xml": chart})

    def in_document_property(self):
        cell = self.cell()
        core = f"<cp:coreProperties><dc:description>{self.amount(cell)[1]}</dc:description></cp:coreProperties>"
        return f"briefs/{cell[0]}/{cell[1]}.docx", document("正文", {"docProps/core.xml": core})

    def in_document_comment(self):
        cell = self.cell()
        note = f"<w:comments><w:comment><w:p><w:r><w:t>{self.amount(cell)[1]}</w:t></w:r></w:p></w:comment></w:comments>"
        return f"briefs/{cell[0]}/{cell[1]}.docx", document("正文", {"word/comments.xml": note})

    def in_document_text(self):
        cell = self.cell()
        return f"briefs/{cell[0]}/index.docx", document(self.sentence(cell, "zh"), {})


def significant(value: float, digits: int) -> str:
    """Return a number with so many significant digits, never in scientific form."""
    from math import floor, log10

    return f"{value:.{max(0, digits - 1 - floor(log10(value)))}f}"


def workbook(rows: str, hidden: str = "", strings: list[str] = (), extra: dict[str, str] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet><sheetData>{hidden}</sheetData></worksheet>",
        "xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{s}</t></si>" for s in strings) + "</sst>",
    }
    return zipped(parts | (extra or {}))


def document(text: str, extra: dict[str, str]) -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"} | extra)


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()
