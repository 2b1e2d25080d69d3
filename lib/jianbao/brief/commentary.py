"""Analysts' own words in their place: shown as they were written, with who wrote them and when; never as the system's own."""

from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, escape
from jianbao.catalogue.commentary import file_name, read_commentary

__all__ = ["commentary"]


def commentary(b: Brief) -> Part:
    """Return the text for this brief; nothing where there is none, or where the public may not have it.

    Raises
    ------
    catalogue.CatalogueError
        If the file is not such a text; one line.
    """
    region = "" if b.kind == "sector_brief" else b.region.code
    sector = "" if b.kind == "county_brief" else b.sector.code
    name = file_name(b.at, region, sector, b.lang, b.cat.place.languages[0])
    found = read_commentary(b.cat.folder.parent, name)
    if found is None or b.public and not found.public:
        return Part()
    when = found.date.isoformat()
    said = f"以下由{found.author}于{when}手写，不是由数据生成，未经系统证明" if b.zh else f"Written by hand by {found.author}, {when}: not made from the data, not proved"
    body = "".join(f"<p>{escape(p)}</p>" for p in found.paragraphs)
    return Part(f'<div class="own"><div class="by">{escape(said)}</div>{body}</div>')
