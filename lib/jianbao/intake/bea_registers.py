"""The registers of a US state for the catalogue: the state and its counties, manufacturing and its 22 subsectors.

What is the same for every state stands here; names of regions and lines come from the files. The place has English
only: the Chinese columns of the registers repeat the English names.
"""

import re
import unicodedata

from jianbao.intake.bea_file import BeaTable

__all__ = ["DURABLE", "MANUFACTURING", "NONDURABLE", "SUBSECTORS", "place_toml", "registers"]

MANUFACTURING = "500"
DURABLE = ("511", "512", "513", "514", "515", "516", "517", "518", "519", "521", "522")
NONDURABLE = ("531", "532", "533", "534", "535", "536", "537", "538", "539", "541", "542")
SUBSECTORS = DURABLE + NONDURABLE
_SHORT = dict(zip(SUBSECTORS, (
    "Wood products", "Nonmetallic minerals", "Primary metals", "Fabricated metals", "Machinery", "Computers, electronics",
    "Electrical equipment", "Motor vehicles", "Other transport equipment", "Furniture", "Miscellaneous",
    "Food", "Beverages, tobacco", "Textile mills", "Textile products", "Apparel", "Leather", "Paper", "Printing",
    "Petroleum, coal", "Chemicals", "Plastics, rubber",
), strict=True))

_COLUMNS = {
    "regions": "code,name_zh,name_en,short_zh,short_en,level,parent,kind,pinyin,initials,note,source,certainty",
    "region_changes": "region,year,type,type_en,old_code,old_name,new_code,new_name,comparable,note_zh,note_en,source,certainty",
    "sectors": "code,name_zh,name_en,short_zh,short_en,level,parent,residual,note,source,certainty",
    "sector_sets": "code,order,kind,name_zh,name_en,short_zh,short_en,name_certainty,note,source,certainty,valid_from,valid_to",
    "sector_set_members": "set,member,note,source,certainty",
    "indicators": "id,name_zh,name_en,short_zh,short_en,unit_zh,unit_en,kind,measure,scope,price,direction,decimals,numerator,"
    "denominator,factor,annualised,growth_of,base_of,definition_zh,definition_en,note,source,certainty",
    "peer_groups": "group,name_zh,name_en,rule,complete,expected,valid_from,valid_to,note,source,certainty",
    "peer_group_members": "group,region,name,note,source,certainty,valid_from,valid_to",
}
_NEGATIVE = "can be negative (losses of proprietors): then a level, but no share, location quotient, rank or growth"
# id, name, short name, unit zh, unit, kind, price, decimals, (numerator, denominator, factor), definition, note, table and line
_INDICATORS = (
    ("earnings", "Earnings by place of work", "Earnings", "千美元", "thousand dollars", "flow", "current", 0, (),
     "Wages and salaries, supplements to them, and proprietors' income, counted in the county of work, at current prices.",
     _NEGATIVE, "CAINC5N lines 500 and 511-542"),
    ("jobs", "Total employment (number of jobs)", "Jobs", "个", "jobs", "stock", "none", 0, (),
     "Full-time and part-time jobs, wage and salary jobs and proprietors, by place of work, average of the year.",
     "published for manufacturing as a whole, not for its subsectors", "CAEMP25N line 500"),
    ("gdp_manufacturing", "Gross domestic product of manufacturing", "GDP", "千美元", "thousand dollars", "flow", "current", 0, (),
     "Value added of manufacturing in the county, at current prices.",
     "published for manufacturing as a whole and its two halves, not for the subsectors", "CAGDP2 line 12"),
    ("earnings_all_industries", "Earnings by place of work, all industries", "Earnings, all industries", "千美元",
     "thousand dollars", "flow", "current", 0, (),
     "Earnings of all industries and government in the county of work: the whole economy, not only manufacturing.",
     "a figure of the region, filed under manufacturing", "CAINC5N line 35"),
    ("personal_income", "Personal income", "Personal income", "千美元", "thousand dollars", "flow", "current", 0, (),
     "Income that residents receive from all sources, at current prices.",
     "a figure of the region, filed under manufacturing", "CAINC5N line 10"),
    ("population", "Population", "Population", "人", "persons", "stock", "none", 0, (),
     "Midyear population estimate of the Census Bureau.", "a figure of the region, filed under manufacturing", "CAINC5N line 20"),
    ("income_per_person", "Per capita personal income", "Income per person", "美元", "dollars", "ratio", "current", 0,
     ("personal_income", "population", 1000),
     "Personal income over midyear population.", "equals line 30 as published", "CAINC5N line 30"),
    ("earnings_per_job", "Earnings per job", "Earnings per job", "千美元/个", "thousand dollars per job", "ratio", "current", 1,
     ("earnings", "jobs", 1),
     "Manufacturing earnings over manufacturing jobs; part-time jobs count as one.", "", "own: CAINC5N over CAEMP25N"),
    ("gdp_per_job", "GDP per job", "GDP per job", "千美元/个", "thousand dollars per job", "ratio", "current", 1,
     ("gdp_manufacturing", "jobs", 1),
     "GDP of manufacturing over manufacturing jobs; part-time jobs count as one.", "", "own: CAGDP2 over CAEMP25N"),
    ("manufacturing_share", "Share of earnings of all industries", "Share of all earnings", "%", "%", "ratio", "current", 1,
     ("earnings", "earnings_all_industries", 100),
     "Manufacturing earnings over the earnings of all industries in the county of work.", "", "own: CAINC5N line 500 over line 35"),
)
_CARDS = ("earnings", "jobs", "gdp_manufacturing", "earnings_per_job", "gdp_per_job", "manufacturing_share")


def registers(table: BeaTable, stored: set[str], county_word: str) -> dict[str, list[list[str]]]:
    """Return the rows of each register file, the header first.

    Parameters
    ----------
    table : BeaTable
        CAINC5N with the lines of manufacturing: the source of names.
    stored : set of str
        Indicators that the published tables hold; a ratio is registered if both its parts are.
    county_word : str
        What the state calls its counties (`County`, `Parish`).
    """
    rows = {
        "regions": _regions(table, county_word), "sectors": _sectors(table), "indicators": _indicators(stored),
        "region_changes": [], "sector_sets": [], "sector_set_members": [], "peer_groups": [], "peer_group_members": [],
    }
    return {name: [columns.split(","), *rows[name]] for name, columns in _COLUMNS.items()}


def place_toml(table: BeaTable, stored: set[str], county_word: str) -> str:
    """Return the text of `place.toml`."""
    state = table.state()
    name, word = table.regions[state], county_word.lower()
    known = {row[0] for row in _indicators(stored)}
    cards = ", ".join(f'"{card}"' for card in _CARDS if card in known)
    return f"""\
# Written by python -m jianbao.intake.bea from {table.path.name}

id = "{_slug(name)}"
name_zh = "{name}"
name_en = "{name}"
languages = ["en"]
root_region = "{state}"
levels = ["province", "county"]   # from the whole to the smallest; no level between
all_sector = "{MANUFACTURING}"
brief_sectors = "level:division"
structure_level = "division"
default_period = "{table.years[-1]}"
headline = "earnings"
cards = [{cards}]
official_growth = false           # growth is calculated from published figures, and called so
modelled = false                  # no enterprise file
map = ""

[reference_name]                  # what the root is called when others are compared with it
zh = "the state"
en = "the state"

[level_names.province]
zh = "state"
en = "state"

[level_names.county]
zh = "{word}"
en = "{word}"

[region_words."state"]            # by kind of region: how a sentence refers to the whole of it
zh = "the state"
en = "the state"

[region_words."{word}"]
zh = "the {word}"
en = "the {word}"
"""


def _regions(table: BeaTable, county_word: str) -> list[list[str]]:
    state, rows = table.state(), []
    for code, printed in sorted(table.regions.items()):
        short = re.sub(r", [A-Z]{2}$", "", printed)
        name, level, parent, kind = (
            (short, "province", "", "state") if code == state
            else (f"{short} {county_word}", "county", state, county_word.lower())
        )
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", short)).lower()
        source = f"BEA {table.id}: code and name as printed"
        rows.append([code, name, name, short, short, level, parent, kind, _slug(short), initials, "", source, "stated"])
    return rows


def _sectors(table: BeaTable) -> list[list[str]]:
    rows = []
    for code in (MANUFACTURING, *SUBSECTORS):
        line, whole = table.lines[code], code == MANUFACTURING
        short = line.name if whole else _SHORT[code]
        level, parent = ("all", "") if whole else ("division", MANUFACTURING)
        source = f"BEA {table.id} line {code}, NAICS {line.naics}"
        rows.append([code, line.name, line.name, short, short, level, parent, "no", "", source, "stated"])
    return rows


def _indicators(stored: set[str]) -> list[list[str]]:
    rows = []
    for name, full, short, unit_zh, unit, kind, price, decimals, parts, definition, note, source in _INDICATORS:
        if not (set(parts[:2]) <= stored if parts else name in stored):
            continue
        direction = "neutral" if name == "population" else "higher"
        ratio = [str(part) for part in parts] or ["", "", ""]
        rows.append([
            name, full, full, short, short, unit_zh, unit, kind, "year", "all", price, direction, str(decimals), *ratio, "no",
            "", "", definition, definition, note, source if source.startswith("own") else f"BEA {source}", "stated",
        ])
    return rows


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)  # Doña Ana is looked for as donaana
    return re.sub(r"[^a-z]+", "", plain.lower())
