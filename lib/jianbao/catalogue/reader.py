"""The registers' rows to records. What only one row can get wrong is refused here; the rest in ``checks``."""

from collections import defaultdict
from pathlib import Path

from jianbao.catalogue.records import (
    CatalogueError,
    Indicator,
    PeerGroup,
    Place,
    Region,
    RegionChange,
    Sector,
)
from jianbao.catalogue.rows import Row, read_rows, read_toml

__all__ = ["read_indicators", "read_peer_groups", "read_place", "read_region_changes", "read_regions", "read_sectors"]

KINDS = ("flow", "stock", "count", "ratio", "growth", "base", "index")
MEASURES = ("cumulative", "month", "point", "year")
PLACE_KEYS = {"id": str, "languages": list, "root_region": str, "levels": list, "all_sector": str, "brief_sectors": str,
              "structure_level": str, "default_period": str, "headline": str, "cards": list, "official_growth": bool,
              "modelled": bool, "map": str, "reference_name": dict, "level_names": dict, "region_words": dict}

MODELLED_KEYS = ("modelled_note", "modelled_method")  # tables that a place with modelled figures must have


def read_place(folder: Path) -> Place:
    """Return the place; CatalogueError for a missing, mistyped or unknown key."""
    toml = read_toml(folder, "place.toml")
    for key, kind in PLACE_KEYS.items():
        if not isinstance(toml.get(key), kind):
            raise CatalogueError(f"place.toml: {key} {'is missing' if key not in toml else f'must be a {kind.__name__}'}")
    languages = tuple(toml["languages"])
    if not languages or set(languages) - {"zh", "en"}:
        raise CatalogueError(f"place.toml: languages is {list(languages)}, must be of zh and en")
    if unknown := set(toml) - set(PLACE_KEYS) - {"name_zh", "name_en", *MODELLED_KEYS}:
        raise CatalogueError(f"place.toml: unknown key {', '.join(sorted(unknown))}")
    names = {lang: toml.get(f"name_{lang}", "") for lang in languages}
    tables = {"name": names, "reference_name": toml["reference_name"],
              **{f"level_names.{key}": texts for key, texts in toml["level_names"].items()},
              **{f"region_words.{key}": texts for key, texts in toml["region_words"].items()}}
    if toml["modelled"]:
        tables |= {key: toml.get(key) for key in MODELLED_KEYS}
    for what, texts in tables.items():
        for lang in languages:
            if not isinstance(texts, dict) or not texts.get(lang):
                raise CatalogueError(f"place.toml: {what} has no {lang}")
    if lacking := [level for level in toml["levels"] if level not in toml["level_names"]]:
        raise CatalogueError(f"place.toml: level_names lacks {', '.join(lacking)}")
    rest = {key: toml[key] for key in PLACE_KEYS if key not in ("languages", "levels", "cards", "reference_name")}
    return Place(names=names, languages=languages, levels=tuple(toml["levels"]), cards=tuple(toml["cards"]),
                 reference_names=toml["reference_name"], modelled_notes=toml.get("modelled_note", {}),
                 modelled_methods=toml.get("modelled_method", {}), **rest)


def unique(rows: list[Row], column: str) -> list[Row]:
    """Return the rows; CatalogueError where a code stands twice."""
    first: dict[str, int] = {}
    for row in rows:
        code = row.need(column)
        if code in first:
            raise row.error(f"{column} {code} stands already in row {first[code]}")
        first[code] = row.line
    return rows


def read_regions(folder: Path, place: Place) -> dict[str, Region]:
    """Return the regions by code, in code order."""
    rows = unique(read_rows(folder, "regions.csv", ("code", "level", "parent", "kind")), "code")
    regions = {}
    for row in sorted(rows, key=lambda row: row.get("code")):
        kind = row.need("kind")
        if kind not in place.region_words:
            raise row.error(f"kind {kind} has no [region_words] in place.toml")
        regions[row.get("code")] = Region(
            row.get("code"), row.texts("name", place.languages), row.texts("short", place.languages, instead="name"),
            row.one_of("level", place.levels), row.get("parent"), kind, row.get("pinyin"), row.get("initials"),
            row.get("note"), row.get("source"), row.get("certainty"))
    return regions


def read_region_changes(folder: Path, place: Place) -> tuple[RegionChange, ...]:
    """Return the changes in the order of years; none where the place has no such file."""
    if not (folder / "region_changes.csv").exists():
        return ()
    rows = read_rows(folder, "region_changes.csv", ("region", "year", "type", "comparable"))
    changes = [RegionChange(row.need("region"), row.whole("year") or 0, row.need("type"), row.yes("comparable"),
                            row.get("old_code"), row.get("new_code"), row.texts("note", place.languages),
                            row.get("source"), row.get("certainty")) for row in rows]
    return tuple(sorted(changes, key=lambda change: (change.year, change.region)))


def read_sectors(folder: Path, place: Place) -> dict[str, Sector]:
    """Return the nodes of the tree, then the sets, by code in the order of the files."""
    sectors = {}
    for row in unique(read_rows(folder, "sectors.csv", ("code", "level", "parent", "residual")), "code"):
        sectors[row.get("code")] = _sector(row, place, level=row.one_of("level", ("all", "division", "class")),
                                           parent=row.get("parent"), residual=row.yes("residual"))
    if not (folder / "sector_sets.csv").exists():
        return sectors
    members: dict[str, dict[str, str]] = defaultdict(dict)
    sets = unique(read_rows(folder, "sector_sets.csv", ("code", "order", "kind")), "code")
    known = {row.get("code") for row in sets}
    for row in read_rows(folder, "sector_set_members.csv", ("set", "member")):
        code, member = row.need("set"), row.need("member")
        if code not in known:
            raise row.error(f"set {code} is not in sector_sets.csv")
        if member not in sectors or member in members[code]:
            raise row.error(f"member {member} of {code} {'stands twice' if member in sectors else 'is not in sectors.csv'}")
        members[code][member] = row.get("certainty")
    for row in sorted(sets, key=lambda row: (row.get("kind") != "traditional17", row.get("kind"), row.whole("order") or 0)):
        code = row.get("code")
        if code in sectors:
            raise row.error(f"code {code} is a sector already in sectors.csv")
        sectors[code] = _sector(row, place, level="set", kind=row.need("kind"), members=tuple(members[code]),
                                member_certainty=members[code], order=row.whole("order") or 0)
    return sectors


def _sector(row: Row, place: Place, level: str, parent: str = "", kind: str = "", residual: bool = False,
            members: tuple[str, ...] = (), member_certainty: dict[str, str] | None = None, order: int = 0) -> Sector:
    return Sector(row.get("code"), row.texts("name", place.languages), row.texts("short", place.languages, instead="name"),
                  level, parent, kind, residual, members, member_certainty or {}, order,
                  row.get("note"), row.get("source"), row.get("certainty"), row.get("pinyin"))


def read_indicators(folder: Path, place: Place) -> dict[str, Indicator]:
    """Return the indicators by id, in the order of the file."""
    columns = ("id", "kind", "measure", "scope", "price", "direction", "decimals")
    indicators = {}
    for row in unique(read_rows(folder, "indicators.csv", columns), "id"):
        row.need("decimals")
        factor = row.get("factor")
        try:
            value = float(factor) if factor else None
        except ValueError:
            raise row.error(f"factor is {factor!r}, must be a number") from None
        indicators[row.get("id")] = Indicator(
            row.get("id"), row.texts("name", place.languages), row.texts("short", place.languages, instead="name"),
            row.texts("unit", place.languages), row.one_of("kind", KINDS), row.one_of("measure", MEASURES),
            row.one_of("scope", ("above_scale", "all")), row.one_of("price", ("current", "comparable", "none")),
            row.one_of("direction", ("higher", "lower", "neutral")), row.whole("decimals") or 0,
            row.get("numerator"), row.get("denominator"), value, row.yes("annualised"),
            row.get("growth_of"), row.get("base_of"), row.texts("definition", place.languages, required=False),
            row.get("note"), row.get("source"), row.get("certainty"))
    return indicators


def read_peer_groups(folder: Path, place: Place) -> tuple[PeerGroup, ...]:
    """Return the peer groups in the order of the file; none where the place has no such file."""
    if not (folder / "peer_groups.csv").exists():
        return ()
    members: dict[str, dict[str, str]] = defaultdict(dict)
    groups = unique(read_rows(folder, "peer_groups.csv", ("group", "complete")), "group")
    known = {row.get("group") for row in groups}
    if (folder / "peer_group_members.csv").exists():
        for row in read_rows(folder, "peer_group_members.csv", ("group", "region")):
            group, region = row.need("group"), row.need("region")
            if group not in known:
                raise row.error(f"group {group} is not in peer_groups.csv")
            if region in members[group]:
                raise row.error(f"region {region} stands twice in {group}")
            members[group][region] = row.get("certainty")
    return tuple(PeerGroup(code := row.get("group"), row.texts("name", place.languages), row.one_of("rule", ("", "same_city")),
                           tuple(sorted(members[code])), members[code], row.yes("complete"), row.whole("expected"),
                           row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"))
                 for row in groups)
