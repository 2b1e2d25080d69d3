"""What a page and an edition say about themselves."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

__all__ = ["Entry", "Headline", "IndexMeta", "PageMeta", "say"]

_WORDS = {
    "zh": {
        "skip": "跳到正文", "sim": "模拟数据", "stop": "　", "gap": "　", "public": "公开", "internal": "内部资料", "file": "本页文件",
        "table": "表格{n}（可左右滚动）", "no_alt": "图（作者未写说明）",
        "data_in": "数据见附表{n}", "annex_table": "附表{n}　", "titles": "；", "made": "同一内容：", "and": "、", "left_out": "{named}：{why}，从略。", "on_screen": "附表见本页的电子版。", "docx": "Word 文件", "xlsx": "Excel 数据", "pdf": "PDF 文件", "txt": "纯文本",
    },
    "en": {
        "skip": "Skip to content", "sim": "Modelled data", "stop": ". ", "gap": " · ", "public": "Public", "internal": "Internal",
        "file": "This page", "table": "Table {n} (scrolls sideways)", "no_alt": "Chart (no description given by its author)",
        "data_in": "Figures in table A{n}", "annex_table": "Table A{n}. ", "titles": "; ", "made": "Also as ", "and": ", ", "left_out": "Left out, because {why}: {named}.", "on_screen": "The tables are in the electronic version of this page.", "docx": "Word", "xlsx": "Excel", "pdf": "PDF", "txt": "text",
    },
}


def say(key: str, lang: str) -> str:
    """Return a fixed word of the page frame in Chinese, or in English when *lang* is ``en``."""
    return _WORDS["en" if lang == "en" else "zh"][key]


@dataclass(frozen=True)
class PageMeta:
    """One page's identity; every field is text as the reader sees it or a register code.

    ``period_label`` is the printed period (2024年1—12月); ``period`` the code (2024-12). ``footer`` holds whole lines;
    ``files`` are the names of the same brief's Word and Excel files, which lie beside the page.
    """

    title: str
    lang: str
    region_code: str
    region_name: str
    sector_code: str = ""
    sector_name: str = ""
    period: str = ""
    audience: str = "internal"
    modelled: bool = False
    place: str = ""
    footer: tuple[str, ...] = ()
    period_label: str = ""
    files: tuple[str, ...] = ()

    @property
    def html_lang(self) -> str:
        """The page's language tag: ``zh-CN`` or ``en``."""
        return "en" if self.lang == "en" else "zh-CN"

    @property
    def running(self) -> str:
        """The line at the foot of each printed page: region, sector, period, audience and whether modelled."""
        parts = (
            self.region_name,
            self.sector_name,
            self.period_label or self.period,
            say(self.audience, self.lang) if self.audience in ("public", "internal") else self.audience,
            say("sim", self.lang) if self.modelled else "",
        )
        return "　".join(p for p in parts if p) if self.lang != "en" else " · ".join(p for p in parts if p)

    @property
    def codes(self) -> dict[str, str]:
        """What the ``jianbao:*`` meta elements must say; an empty value has no element."""
        pairs = {
            "region": self.region_code,
            "sector": self.sector_code,
            "period": self.period,
            "audience": self.audience,
            "modelled": "yes" if self.modelled else "no",
            "place": self.place,
        }
        return {k: v for k, v in pairs.items() if v}


@dataclass(frozen=True)
class IndexMeta:
    """What the index says at its head: the edition as a whole. ``as_of`` and ``build`` are printed as given.

    ``worry`` and ``changes`` are the files of the pages of alarms and of changes, "" where there is none.
    """

    title: str
    lang: str = "zh"
    period_label: str = ""
    audience: str = "internal"
    modelled: bool = False
    as_of: str = ""
    build: str = ""
    measure: str = ""
    worry: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Headline:
    """The one figure a brief shows in the index.

    ``value``: printed text; ``growth``: per cent, or None; ``status``: as in the panel (observed, estimated, suppressed, missing, not_applicable).
    """

    value: str = ""
    growth: float | None = None
    status: str = "missing"


@dataclass(frozen=True)
class Entry:
    """One brief of an edition: a line of the manifest and a cell of the index.

    ``result`` is ``ok`` or one line saying why there is no page; ``sha256`` and ``bytes`` are filled in by ``Edition.add``.
    ``beside`` are the page's Word and Excel files with their checksums.
    """

    file: str
    kind: str
    region: str
    title: str
    sector: str = ""
    lang: str = "zh"
    notebook: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    result: str = "ok"
    headline: Headline | None = None
    sha256: str = ""
    bytes: int = 0
    beside: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> "Entry":
        """Read one manifest line; unknown keys are left out so that an older program reads a newer edition."""
        known = {f.name for f in fields(cls)}
        kept = {k: v for k, v in row.items() if k in known}
        if kept.get("headline"):
            kept["headline"] = Headline(**kept["headline"])
        return cls(**kept)
