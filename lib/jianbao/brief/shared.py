"""What all briefs of a place have in common, read before processes are forked for them."""

from pathlib import Path

from jianbao import catalogue, geometry
from jianbao.brief import map as maps

__all__ = ["warm"]


def warm(data_dir: Path | None = None) -> None:
    """Read the registers and the map of a place into this process, so that its forks need not.

    It opens nothing that stays open and starts no thread. A file that changes afterwards is read again by whoever asks
    for it. Raises what `brief.open` would for a place that cannot be read.
    """
    cat = catalogue.read(data_dir)
    if cat.place.map:
        shape = geometry.load(cat.folder.parent / cat.place.map, maps.WIDTH)
        shape.crowd, shape.coast, shape.city_borders  # noqa: B018 - worked out on first use, kept with the shape
