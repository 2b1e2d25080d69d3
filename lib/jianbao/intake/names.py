"""Regions and sectors by code or name: aliases, old names and codes. Ambiguous or unknown stops, with candidates."""

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from jianbao.catalogue import Catalogue
from jianbao.catalogue.period import Period
from jianbao.intake.words import IntakeError, cut

__all__ = ["Name", "Names", "name_key"]

_SUFFIXES = ("自治县", "市", "县", "区", "省")
_COLUMNS = ("alias", "code", "comparable", "note_zh", "note_en", "valid_from", "valid_to", "source", "certainty")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name was taken for, and what a reader must know of it ("" where nothing)."""

    code: str
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    comparable: bool = True
    note_zh: str = ""
    note_en: str = ""
    valid_from: int = 0
    valid_to: int = 9999


def name_key(text: str) -> str:
    """Return the part of a name that tells it apart: half-width, no blanks, no numbering, no commas; 及 is 和.

    >>> name_key("　１７．纺织服装、服饰业 "), name_key("#电气机械及器材制造业"), name_key("吴 兴 区"), name_key("17 纺织业")
    ('纺织服装服饰业', '电气机械和器材制造业', '吴兴区', '纺织业')
    """
    text = re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"^(?:其中[:：]|#|\*|[(（]?[一二三四五六七八九十]+[)）、]|\d{1,2}[.、．)）](?=\D)|\d{1,2}(?=[\u4e00-\u9fff]))+", "", text)
    return re.sub(r"[、,，·.]|[*＊]+$", "", text).replace("及", "和").lower()


class Names:
    """The names of a place. ``region`` and ``sector`` give a Name or raise IntakeError with candidates."""

    def __init__(self, cat: Catalogue) -> None:
        self.cat = cat
        self._regions = self._region_index()
        self._sectors = self._sector_index()

    def region(self, name: str, code: str = "", *, period: Period | None = None, level: str = "") -> Name:
        """Return the region of a name, a code or both.

        Parameters
        ----------
        name, code : str
            What the cells say; either may be "". If both are given they must agree.
        period : Period, optional
            Decides between boundaries: 临平区 does not exist before 2021.
        level : str
            Only regions of this level (``county``); "" for all.

        Raises
        ------
        IntakeError
            If nothing or more than one fits, or code and name do not agree.
        """
        year = period.year if period else 9999
        name, code = _code_before(name, code, r"\d{6}")
        by_code = self._code(code, self._regions, "地区", "region", year) if code.strip() else None
        by_name = self._named(name, self._regions, "地区", "region", year, level) if name.strip() else None
        found = self._one(by_code, by_name, name, code, "地区", "region")
        for change in self.cat.region_changes(found.code):
            appears = change.new_code == found.code != change.old_code and change.type in ("新设", "析置")
            if change.year > year and appears:
                raise IntakeError(
                    f"“{cut(name or code)}”{change.year}年才设立，{period} 没有这个地区；{change.note('zh')}",
                    f"{cut(name or code)!r} was set up in {change.year}; there is no such region in {period}",
                )
        return self._with_break(found, year)

    def sector(self, name: str, code: str = "", *, sets: bool = False) -> Name:
        """Return the sector of a name, a code or both; sets (传统产业) only where asked. Raises as ``region``."""
        name, code = _code_before(name, code, r"[A-Za-z]\d{2,4}|\d{3,4}")
        by_code = self._sector_code(code) if code.strip() else None
        index = self._sectors | (self._set_index() if sets else {})
        by_name = self._named(name, index, "行业", "sector", 9999, "") if name.strip() else None
        return self._one(by_code, by_name, name, code, "行业", "sector")

    def leaf(self, name: str, code: str) -> str:
        """Return the class that an enterprise belongs to: its own, else the rest of its division (a four-digit code not listed).

        Raises IntakeError if a division alone is given and it is divided, or nothing fits.
        """
        digits = re.sub(r"\s+|^[A-Za-z]", "", unicodedata.normalize("NFKC", code))
        if re.fullmatch(r"\d{3,4}", digits):
            own = [c for c in self.cat.all_sectors if re.fullmatch(rf"[A-Z]{digits}", c) or len(digits) == 4 and re.fullmatch(rf"[A-Z]{digits[:3]}", c)]
            rest = [c for c in self.cat.all_sectors if re.fullmatch(rf"[A-Z]{digits[:2]}R", c)]
            found = [c for c in own if self.cat.sector(c).level == "class"] or rest
            if len(found) == 1:
                return found[0]
        given = self.sector(name, code).code
        leaves = self.cat.classes(given)
        if len(leaves) != 1:
            raise IntakeError(f"“{cut(name or code)}”不是小类；请给四位行业代码", f"{cut(name or code)!r} is no class; give a four-digit code")
        return leaves[0]

    # -- the indexes: key -> rank -> entries; a better rank hides the worse ones

    def _region_index(self) -> dict[str, dict[int, list[_Entry]]]:
        index: dict[str, dict[int, list[_Entry]]] = {}
        for region in self.cat.regions():
            _add(index, region.code, 0, _Entry(region.code))
            for lang in self.cat.place.languages:
                full, short = name_key(region.name(lang)), name_key(region.short(lang))
                _add(index, full, 1, _Entry(region.code))
                _add(index, short, 2, _Entry(region.code))
                if full.endswith("自治县"):
                    _add(index, short + "县", 2, _Entry(region.code))
        for row in self._rows("region_changes.csv"):
            if not row["old_name"] or row["old_code"] == row["new_code"]:
                continue
            entry = _Entry(row["region"], row["comparable"] == "yes", row["note_zh"], row["note_en"])
            here = row["region"] == row["new_code"]
            if row["old_code"] in self.cat.all_regions:
                continue  # 余杭区 kept its code: the break is noted, the name is its own
            rank = 3 if here and entry.comparable else 9
            _add(index, row["old_code"], rank, entry)
            _add(index, name_key(row["old_name"]), rank, entry)
            _add(index, _bare(name_key(row["old_name"])), 2 if rank == 3 else rank, entry)
        self._aliases("names/regions.csv", index)
        return index

    def _sector_index(self) -> dict[str, dict[int, list[_Entry]]]:
        index: dict[str, dict[int, list[_Entry]]] = {}
        for sector in self.cat.sectors():
            if sector.level != "set":
                self._add_sector(index, sector)
        self._aliases("names/sectors.csv", index)
        return index

    def _set_index(self) -> dict[str, dict[int, list[_Entry]]]:
        index: dict[str, dict[int, list[_Entry]]] = {}
        for sector in self.cat.sectors(level="set"):
            self._add_sector(index, sector)
        return index

    def _add_sector(self, index: dict, sector) -> None:
        _add(index, sector.code.lower(), 0, _Entry(sector.code))
        for lang in self.cat.place.languages:
            _add(index, name_key(sector.name(lang)), 1, _Entry(sector.code))
            _add(index, name_key(sector.short(lang)), 2, _Entry(sector.code))

    def _rows(self, name: str) -> list[dict[str, str]]:
        path = Path(self.cat.folder) / name
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def _aliases(self, name: str, index: dict) -> None:
        known = self.cat.all_regions if name.endswith("regions.csv") else self.cat.all_sectors
        for line, row in enumerate(self._rows(name), start=2):
            absent = [c for c in _COLUMNS if row.get(c) is None]
            if absent or row["code"] not in known or row["comparable"] not in ("yes", "no"):
                what = f"no column {absent[0]}" if absent else f"code {row['code']!r} or comparable {row['comparable']!r}"
                raise IntakeError(f"{name} 第 {line} 行有误：{what}", f"{name} row {line}: {what}")
            first, last = (int(row[c][:4]) if row[c] else n for c, n in (("valid_from", 0), ("valid_to", 9999)))
            entry = _Entry(row["code"], row["comparable"] == "yes", row["note_zh"], row["note_en"], first, last)
            _add(index, name_key(row["alias"]), 3 if entry.comparable else 9, entry)

    # -- looking up

    def _named(self, name: str, index: dict, zh: str, en: str, year: int, level: str) -> Name:
        key = name_key(name)
        ranks = index.get(key, {})
        fits = {
            rank: [e for e in entries if e.valid_from <= year <= e.valid_to or year == 9999 and e.valid_to == 9999]
            for rank, entries in ranks.items()
        }
        for rank in sorted(fits):
            entries = [e for e in fits[rank] if not level or self.cat.region(e.code).level == level]
            codes = {e.code for e in entries}
            if len(codes) == 1 and rank < 9:
                return Name(entries[0].code, entries[0].note_zh, entries[0].note_en)
            if codes:
                raise self._unsure(name, sorted(codes), zh, en, rank == 9, entries[0])
        raise self._unknown(name, index, zh, en, level)

    def _code(self, code: str, index: dict, zh: str, en: str, year: int) -> Name:
        key = re.sub(r"\s+", "", unicodedata.normalize("NFKC", code)).lower()
        key = key[:6] if re.fullmatch(r"\d{12}", key) and key[6:] == "0" * 6 else key
        if not re.fullmatch(r"[a-z]{0,2}\d{2,6}|ind", key):
            raise IntakeError(f"{zh}代码“{cut(code)}”不像代码", f"{en} code {cut(code)!r} is no code")
        return self._named(key, index, zh, en, year, "")

    def _sector_code(self, code: str) -> Name:
        key = re.sub(r"\s+", "", unicodedata.normalize("NFKC", code)).upper()
        if re.fullmatch(r"\d{2,4}", key):
            found = [c for c in self.cat.all_sectors if re.fullmatch(rf"[A-Z]{key}", c) and self.cat.sector(c).level != "set"]
            if len(found) == 1:
                return Name(found[0])
        if key in self.cat.all_sectors and self.cat.sector(key).level != "set":
            return Name(key)
        raise IntakeError(f"行业代码“{cut(code)}”不在目录中（如 C17、17、1713）", f"sector code {cut(code)!r} is not in the register (such as C17, 17, 1713)")

    def _one(self, by_code: Name | None, by_name: Name | None, name: str, code: str, zh: str, en: str) -> Name:
        if by_code is None and by_name is None:
            raise IntakeError(f"没有{zh}名称或代码", f"no name and no code of a {en}")
        if by_code and by_name and by_code.code != by_name.code:
            raise IntakeError(
                f"{zh}代码 {cut(code)} 与名称“{cut(name)}”不是同一个：代码是 {by_code.code}，名称是 {by_name.code}",
                f"{en} code {cut(code)} and name {cut(name)!r} do not agree: {by_code.code} and {by_name.code}",
            )
        return by_name if by_name and by_name.note_zh else by_code or by_name  # type: ignore[return-value]

    def _with_break(self, found: Name, year: int) -> Name:
        """Add the note of a boundary that changed after the period: the same name, another area."""
        if found.note_zh:
            return found
        later = [c for c in self.cat.region_changes(found.code) if not c.comparable and year < c.year]
        return Name(found.code, later[0].note("zh"), later[0].note(self.cat.place.languages[-1])) if later else found

    def _unsure(self, name: str, codes: list[str], zh: str, en: str, changed: bool, entry: _Entry) -> IntakeError:
        register = self.cat.all_regions | self.cat.all_sectors
        shown_zh, shown_en = (_shown(register, codes, lang) for lang in (self.cat.place.languages[0], self.cat.place.languages[-1]))
        if changed:
            return IntakeError(
                f"{zh}“{cut(name)}”是旧名，与现在的口径不对应（{entry.note_zh}），不能自动归入；候选：{shown_zh}",
                f"{en} {cut(name)!r} is an old name that no present one continues ({entry.note_en}); candidates: {shown_en}",
            )
        return IntakeError(f"{zh}“{cut(name)}”有歧义；候选：{shown_zh}", f"{en} {cut(name)!r} is ambiguous; candidates: {shown_en}")

    def _unknown(self, name: str, index: dict, zh: str, en: str, level: str) -> IntakeError:
        key = name_key(name)
        keys = [k for k in index if not k.isascii() or not key.isascii() or len(self.cat.place.languages) == 1]
        near = difflib.get_close_matches(key, keys, n=4, cutoff=0.5) + [k for k in (_bare(key),) if k in index]
        codes = dict.fromkeys(e.code for k in near for entries in index[k].values() for e in entries)
        register = self.cat.all_regions | self.cat.all_sectors
        few = list(codes)[:4]
        tail_zh, tail_en = (_shown(register, few, lang) for lang in (self.cat.place.languages[0], self.cat.place.languages[-1]))
        if not few:
            return IntakeError(f"不认识{zh}“{cut(name)}”", f"{en} {cut(name)!r} is not known")
        return IntakeError(f"不认识{zh}“{cut(name)}”；候选：{tail_zh}", f"{en} {cut(name)!r} is not known; candidates: {tail_en}")


def _add(index: dict[str, dict[int, list[_Entry]]], key: str, rank: int, entry: _Entry) -> None:
    entries = index.setdefault(key.lower(), {}).setdefault(rank, [])
    if entry not in entries:
        entries.append(entry)


def _code_before(name: str, code: str, pattern: str) -> tuple[str, str]:
    """Part a code from the name that it stands before in one cell (330602 越城区, C17纺织业)."""
    both = re.fullmatch(rf"\s*({pattern})[\s.、]*(\D.*)", unicodedata.normalize("NFKC", name), re.DOTALL)
    return (both[2], both[1]) if both and not code.strip() else (name, code)


def _bare(key: str) -> str:
    return next((key.removesuffix(s) for s in _SUFFIXES if key.endswith(s) and len(key) > len(s) + 1), key)


def _shown(register: dict, codes: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(f"{register[c].name(lang)} {c}" for c in codes)
