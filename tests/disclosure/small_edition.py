"""A public edition of an invented place: twelve counties, three divisions, two sets, some cells withheld; pages in zh and en."""

import importlib.util
import json
from pathlib import Path
from random import Random

import nbformat.v4 as v4

from jianbao import brief, catalogue, panel
from jianbao.panel import release
from jianbao.panel.cut import Withheld
from jianbao.publish.edition import Edition
from jianbao.publish.exporter import BriefExporter
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, Headline, IndexMeta, PageMeta
from jianbao.publish.worry import alarms_of, worry_page

_NAMES = ("子川", "丑山", "寅河", "卯谷", "辰溪", "巳岭", "午塘", "未浦", "申湖", "酉港", "戌洲", "亥屿")
_ENGLISH = ("Zichuan", "Choushan", "Yinhe", "Maogu", "Chenxi", "Siling", "Wutang", "Weipu", "Shenhu", "Yougang", "Xuzhou", "Haiyu")
_CLASSES = ("C1713", "C17R", "C18R", "C2812", "C28R")
WITHHELD = {
    "990101": ["T01", "C18"], "990102": ["T02", "C28", "C17"], "990103": ["IND", "T01", "T02", "C18", "C28"], "990201": ["T01", "C18"],
    "990204": ["T02", "C28", "C17"], "990105": ["T01", "C18"], "990206": ["T01", "T02", "C28"],
}  # fmt: skip
REGIONS = ("990000", "990100", "990101", "990102", "990103", "990104")


def _small_place():
    spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_place(folder: Path) -> Path:
    """Write registers, enterprises, panel, mask and public release into a folder; return it."""
    small, rng = _small_place(), Random(5)
    codes = [f"990{city}0{n}" for city in (1, 2) for n in range(1, 7)]
    small.REGIONS = [("990000", "小省", "Small", "province", "", "省"), ("990100", "甲原市", "Jiayuan", "city", "990000", "地级市"), ("990200", "乙原市", "Yiyuan", "city", "990000", "地级市")]
    small.REGIONS += [(c, f"{zh}县", en, "county", f"{c[:4]}00", "县") for c, zh, en in zip(codes, _NAMES, _ENGLISH, strict=True)]
    small.SECTORS = [*small.SECTORS, ("C28", "化学纤维制造业", "Chemical fibres", "division", "IND", "no"), ("C2812", "涤纶纤维", "Polyester", "class", "C28", "no"), ("C28R", "其余化纤", "Other fibres", "class", "C28", "yes")]
    small.SETS = [("T01", "印染与服装", "Dyeing and apparel", ("C1713", "C18")), ("T02", "新型化纤", "New fibres", ("C2812",))]
    small.PRICE = {"C17": 110.0, "C18": 100.0, "C28": 104.0}
    firms = [(c, k) for c in codes for k in _CLASSES for _ in range(rng.randint(1, 3))]
    small.ENTERPRISES = [(f"E{n}", c, k, *_figures(rng)) for n, (c, k) in enumerate(firms, 1)]
    small.write(folder)
    panel.build(folder)
    mask = {"checksum": "m", "base": "b", "aggregate_only": False, "withheld": WITHHELD, "root_only": list(_CLASSES)}
    (folder / "panel" / "mask").mkdir()
    (folder / "panel" / "mask" / "mask.json").write_text(json.dumps(mask), "utf-8")
    release.cut(folder, "public", Withheld("m", frozenset((r, s) for r, held in WITHHELD.items() for s in held), frozenset(_CLASSES)))
    return folder


def _figures(rng: Random) -> tuple[tuple[int, int], ...]:
    now = rng.randint(60_000, 900_000)
    before = round(now * rng.uniform(0.8, 1.1))
    pairs = [(now, before), (round(now * rng.uniform(3.5, 5)), round(before * rng.uniform(3.5, 5)))]
    pairs.append(tuple(round(v * 0.83) for v in pairs[1]))
    return (*pairs, (round(now * rng.uniform(0.1, 0.4)), round(before * rng.uniform(0.1, 0.4))), (rng.randint(90, 900), rng.randint(90, 900)))


def write_edition(place: Path, out: Path) -> Path:
    """Publish an edition of some of the place's briefs, made from the public release; the caller sets JIANBAO_AUDIENCE."""
    cat, exporter = catalogue.read(place), BriefExporter()
    sections = (
        brief.head, brief.headline, brief.cards, brief.running, brief.benchmark, brief.structure, brief.sectors, brief.place, brief.peers, brief.league, brief.targets,
        brief.shortboards, brief.measures, brief.notes, brief.annex,
    )  # fmt: skip
    with Edition(out, {"audience": "public"}) as edition:
        edition.stage()
        for lang in cat.place.languages:
            for region in REGIONS:
                for sector in ("", "T01", "T02"):
                    b = brief.open(region, sector, "2024-12", lang, data_dir=place)
                    parts = [part(b)._repr_html_() for part in sections if sector or part is not brief.running]
                    nb = v4.new_notebook(cells=[v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": html})]) for html in parts])
                    meta = PageMeta(b.region.name(lang), lang, region, b.region.name(lang), sector, b.sector.name(lang) if sector else "", "2024-12", "public", True, "小省")
                    growth = b.growth("value_added")
                    own = b.fact("value_added")
                    headline = Headline("" if own.status == "suppressed" else own.number(lang), growth.value if growth.known else None, own.status)
                    file = f"briefs/{region}/{sector or 'index'}{'' if lang == 'zh' else '.en'}.html"
                    entry = Entry(file, "sector_county_brief" if sector else "county_brief", region, meta.title, sector, lang, headline=headline)
                    edition.add(file, exporter.page(nb, meta), entry)
        found = {e.file: a for e in edition.entries if (a := alarms_of(edition.text(e.file)))}
        for lang in cat.place.languages:
            tail = ".html" if lang == "zh" else ".en.html"
            meta = IndexMeta("小省简报" if lang == "zh" else "Briefs", lang, audience="public", worry=f"worry{tail}")
            edition.add(f"index{tail}", index_page(edition.entries, cat, meta))
            edition.add(f"worry{tail}", worry_page(edition.entries, found, cat, meta, f"index{tail}"))
        return edition.publish()
