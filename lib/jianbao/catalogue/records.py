"""What the registers hold, one frozen record a row."""

from dataclasses import dataclass
from datetime import date

__all__ = ["CatalogueError", "Indicator", "PeerGroup", "Place", "Region", "RegionChange", "Sector"]

Texts = dict[str, str]


class CatalogueError(KeyError):
    """A register that is wrong, or a code that is not in it; the message is one line."""

    def __str__(self) -> str:  # KeyError would print the message in quotes
        return str(self.args[0]) if self.args else ""


def text_in(texts: Texts, lang: str, what: str) -> str:
    """Return the text in ``lang``; CatalogueError where the register has none in that language."""
    try:
        return texts[lang]
    except KeyError:
        raise CatalogueError(f"{what} has no text in {lang!r}: the register has {', '.join(texts)}") from None


class Named:
    """Names in the languages of the place."""

    __slots__ = ()

    def name(self, lang: str) -> str:
        """Return the full name."""
        return text_in(self.names, lang, self.key)

    def short(self, lang: str) -> str:
        """Return the short name, for table heads and charts."""
        return text_in(self.shorts, lang, self.key)


class Dated:
    """A row that holds from a day to a day; None is open."""

    __slots__ = ()

    def in_force(self, on: date) -> bool:
        """Tell whether the row is in force on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Region(Named):
    """A region of the tree; ``parent`` is "" for the root."""

    code: str
    names: Texts
    shorts: Texts
    level: str
    parent: str
    kind: str
    pinyin: str
    initials: str
    note: str
    source: str
    certainty: str

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class RegionChange:
    """A change of boundary, code or rank that touches the series of ``region``; ``comparable`` says if it goes on."""

    region: str
    year: int
    type: str
    comparable: bool
    old_code: str
    new_code: str
    notes: Texts
    source: str
    certainty: str

    def note(self, lang: str) -> str:
        """Return what the change does to the series."""
        return text_in(self.notes, lang, f"change of {self.region} in {self.year}")


@dataclass(frozen=True, slots=True)
class Sector(Named):
    """A node of the sector tree, or a set: a named sum of classes or divisions that is no level of the tree."""

    code: str
    names: Texts
    shorts: Texts
    level: str  # all, division, class or set
    parent: str
    kind: str  # of a set: traditional17, seed; else ""
    residual: bool
    members: tuple[str, ...]  # of a set
    member_certainty: dict[str, str]
    order: int
    note: str
    source: str
    certainty: str
    pinyin: str = ""

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Indicator(Named):
    """What is measured. A ratio is factor × numerator / denominator; one that is only published has no parts."""

    id: str
    names: Texts
    shorts: Texts
    units: Texts
    kind: str
    measure: str
    scope: str
    price: str
    direction: str
    decimals: int
    numerator: str
    denominator: str
    factor: float | None
    annualised: bool
    growth_of: str
    base_of: str
    definitions: Texts
    note: str
    source: str
    certainty: str

    @property
    def key(self) -> str:
        return self.id

    def unit(self, lang: str) -> str:
        """Return the unit's name."""
        return text_in(self.units, lang, self.id)

    def definition(self, lang: str) -> str:
        """Return the definition, "" where none is held."""
        return self.definitions.get(lang, "")


@dataclass(frozen=True, slots=True)
class PeerGroup(Dated):
    """A list of regions to compare with; an incomplete one must give no rank. A rule derives its members."""

    id: str
    names: Texts
    rule: str
    members: tuple[str, ...]
    member_certainty: dict[str, str]
    complete: bool
    expected: int | None
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return the group's name."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """What a place is: ``place.toml``."""

    id: str
    names: Texts
    languages: tuple[str, ...]
    root_region: str
    levels: tuple[str, ...]
    all_sector: str
    brief_sectors: str
    structure_level: str
    default_period: str
    headline: str
    cards: tuple[str, ...]
    official_growth: bool
    modelled: bool
    map: str
    reference_names: Texts
    level_names: dict[str, Texts]
    region_words: dict[str, Texts]
    modelled_notes: Texts
    modelled_methods: Texts

    def name(self, lang: str) -> str:
        """Return the place's name."""
        return text_in(self.names, lang, self.id)

    def reference_name(self, lang: str) -> str:
        """Return what the whole is called when a part is compared with it: 全省, the state."""
        return text_in(self.reference_names, lang, self.id)

    def modelled_note(self, lang: str) -> str:
        """Return the banner of pages with modelled figures."""
        return text_in(self.modelled_notes, lang, self.id)

    def modelled_method(self, lang: str) -> str:
        """Return how the figures were modelled, for the notes of a page."""
        return text_in(self.modelled_methods, lang, self.id)

    def level_name(self, level: str, lang: str) -> str:
        """Return what a level of regions is called."""
        if level not in self.level_names:
            raise CatalogueError(f"level {level!r} is unknown: the place has {', '.join(self.level_names)}")
        return text_in(self.level_names[level], lang, f"level {level}")

    def region_word(self, region: Region, lang: str) -> str:
        """Return how a sentence names the whole of a region: 全区, 全县, 全市, 全省; the county."""
        return text_in(self.region_words[region.kind], lang, f"kind {region.kind}")
