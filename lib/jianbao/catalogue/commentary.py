"""Analysts' own words: one short text for one brief, in ``data/commentary`` where the brief stands in its edition.

``data/commentary/2024-12/330502/T02.md`` is for ``briefs/330502/T02.html``; ``index.md`` for a region's own brief, ``sector/T02.md``
for a sector's, ``T02.en.md`` for a page in English. TOML between ``+++`` lines says who and when, plain text follows.
"""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.period import Period, PeriodError
from jianbao.catalogue.records import CatalogueError

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FOLDER", "MOST", "Commentary", "check_commentary", "read_commentary", "file_name"]

FOLDER = "commentary"
#: Letters of a text: more is a report of its own.
MOST = 1500
_FRONT = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n(.*))?\Z", re.S)
_KEYS = {"author": str, "date": date, "public": bool}


@dataclass(frozen=True, slots=True)
class Commentary:
    """A text by hand: its paragraphs, its author, its date, whether the public edition may have it."""

    author: str
    date: date
    public: bool
    paragraphs: tuple[str, ...]


def file_name(period: str, region: str, sector: str, lang: str, first: str) -> str:
    """Return where the text for a brief stands below the folder; region or sector "" where the brief has none.

    >>> file_name("2024-12", "330502", "", "zh", "zh"), file_name("2024-12", "", "T02", "en", "zh")
    ('2024-12/330502/index.md', '2024-12/sector/T02.en.md')
    """
    return f"{period}/{region or 'sector'}/{sector or 'index'}{'' if lang == first else f'.{lang}'}.md"


def read_commentary(data_dir: Path, name: str) -> Commentary | None:
    """Return a text, None where there is none; CatalogueError in one line for a file that is not one."""
    where = f"{FOLDER}/{name}"
    try:
        # By its plain name, asked for even where it is missing: so a build knows that the brief looks for it.
        with open(str(Path(data_dir) / FOLDER / name), encoding="utf-8-sig") as file:
            text = file.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise CatalogueError(f"{where}：不是 UTF-8 文本，请另存为 UTF-8 · not UTF-8") from None
    except OSError as error:
        raise CatalogueError(f"{where}：无法读取（{error.strerror}）· cannot be read") from None
    found = _FRONT.match(text.replace("\r\n", "\n"))
    if not found:
        raise CatalogueError(f"{where}：开头应有两行 +++，其间写 author 和 date · it must begin with author and date between two lines of +++")
    try:
        front = tomllib.loads(found[1])
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{where}：+++ 之间不是 TOML：{error} · not TOML") from None
    if unknown := sorted(set(front) - set(_KEYS)):
        raise CatalogueError(f"{where}：不认识 {unknown[0]}，可用 {'、'.join(_KEYS)} · unknown key")
    for key, kind in _KEYS.items():
        if key not in front and key != "public" or key in front and type(front[key]) is not kind or front.get(key) == "":
            example = {"author": 'author = "张三"', "date": "date = 2025-01-20", "public": "public = true"}[key]
            raise CatalogueError(f"{where}：{key} 缺少或有误，应写作 {example} · {key} is missing or wrong")
    paragraphs = tuple(" ".join(p.split()) for p in re.split(r"\n\s*\n", found[2] or "") if p.strip())
    if not paragraphs or sum(map(len, paragraphs)) > MOST:
        raise CatalogueError(f"{where}：正文应为1至{MOST}字，现有{sum(map(len, paragraphs))}字 · the text must have 1 to {MOST} letters")
    return Commentary(front["author"], front["date"], front.get("public", False), paragraphs)


def check_commentary(data_dir: Path, cat: "Catalogue", periods: Collection[str]) -> int:
    """Return how many texts there are; CatalogueError in one line for the first that no brief would ever show, or that is not one."""
    base = Path(data_dir) / FOLDER
    names = sorted(p.relative_to(base).as_posix() for p in base.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))) if base.is_dir() else []
    for name in names:
        _addressed(name, cat, periods)
        read_commentary(data_dir, name)
    return len(names)


def _addressed(name: str, cat: "Catalogue", periods: Collection[str]) -> None:
    where = f"{FOLDER}/{name}"
    found = re.fullmatch(r"([^/]+)/([^/]+)/([^/.]+)(?:\.([a-z]{2}))?\.md", name)
    if not found:
        raise CatalogueError(f"{where}：应为 期间/地区/行业.md，如 2024-12/330502/T02.md · must be period/region/sector.md")
    period, region, sector, lang = found.groups()
    try:
        known = str(Period.parse(period)) in periods
    except PeriodError:
        known = False
    if not known:
        raise CatalogueError(f"{where}：数据中没有 {period} 这一期 · the data have no period {period}")
    if region != "sector" and region not in cat.all_regions:
        raise CatalogueError(f"{where}：没有地区 {region} · there is no region {region}")
    if sector not in cat.all_sectors and (sector != "index" or region == "sector"):
        raise CatalogueError(f"{where}：没有行业 {sector} · there is no sector {sector}")
    if lang and lang not in cat.place.languages[1:]:
        raise CatalogueError(f"{where}：没有语言 {lang}，{cat.place.languages[0]} 不用写 · there is no language {lang} to add")
