"""What the page calls the places and the sector it is about."""

from jianbao.brief.context import Brief

__all__ = ["against_city", "against_root", "all_name", "counted", "headline_name", "here", "level_name", "plural", "subject"]


def subject(b: Brief) -> str:
    """Return region and sector as the subject of a sentence."""
    region = b.region.name(b.lang)
    if b.zh:
        return f"{region}规模以上工业" if b.is_total else f"{region}{b.sector.name('zh')}行业规模以上企业"
    return f"{lower(b.sector.name('en'))} in {region}"


def here(b: Brief) -> str:
    """Return 全区 / 全县 / 全市 / 全省, in English the region's name."""
    return b.cat.place.region_word(b.region, b.lang)


def against_root(b: Brief) -> str:
    """Return what the province's figure is called in a comparison."""
    whole = b.cat.place.reference_name(b.lang)
    if b.is_total:
        return whole
    return f"{whole}同行业" if b.zh else f"the sector in {whole}"


def against_city(b: Brief) -> str:
    """Return what the city's figure is called in a comparison."""
    name = b.city.name(b.lang)
    return name if b.is_total else f"{name}同行业" if b.zh else f"the sector in {name}"


def all_name(b: Brief) -> str:
    """Return all sectors together after the name of a region, where “all” is said already: 全区规模以上工业."""
    name = b.all_sectors.name(b.lang)
    return name.removeprefix("全部") if b.zh and name.startswith("全部规模以上") else name


def headline_name(b: Brief) -> str:
    """Return the headline indicator without its scope: 增加值, earnings."""
    name = b.headline.short(b.lang)
    return name if b.zh else lower(name)


def level_name(b: Brief, level: str) -> str:
    """Return what regions of a level are called: 县（市、区）."""
    return b.cat.place.level_name(level, b.lang)


def plural(b: Brief, level: str) -> str:
    """Return what several regions of a level are called; Chinese has no plural."""
    name = level_name(b, level)
    if b.zh:
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def counted(b: Brief, n: int, level: str) -> str:
    """Return a number of regions: 78个县（市、区） / 70 counties / 1 county."""
    if b.zh:
        return f"{n}个{level_name(b, level)}"
    return f"{n} {level_name(b, level) if n == 1 else plural(b, level)}"


def lower(text: str) -> str:
    """Return an English name for the middle of a sentence; abbreviations (R&D) keep their capitals."""
    return text if text[1:2].isupper() or text[1:2] == "&" else text[:1].lower() + text[1:]
