"""The state of the data that the last whole edition was made of: what “what changed” is compared with.

``earlier/`` in the data folder is a recorded input, like a file that was taken: the panel and the registers as they
were. It is replaced when the panel is made anew from other data *after* an edition of the old panel was published. So
building twice from the same data gives the same pages, and no clock is asked.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from jianbao.panel.swap import replacing

__all__ = ["FOLDER", "REGISTERS", "copy_registers", "id_of", "issued", "keep_earlier", "note_issued", "read"]

FOLDER = "earlier"
#: The registers that decide what a figure is of.
REGISTERS = ("regions.csv", "region_changes.csv", "sectors.csv", "sector_sets.csv", "sector_set_members.csv", "indicators.csv", "place.toml")
_ISSUED, _NOTE = "issued.json", "panel.json"
_PARTS = ("cells.parquet", "observations.parquet", _NOTE, _ISSUED)


def note_issued(data_dir: Path, edition: str, period: str) -> None:
    """Write down that a whole edition was published from the panel that is there."""
    folder = Path(data_dir) / "panel"
    held = {**issued(folder), period: edition}
    text, path = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n", folder / _ISSUED
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        part = folder / f".{_ISSUED}"
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)


def issued(folder: Path) -> dict[str, str]:
    """Return period → edition of the whole editions published from the panel in a folder."""
    path = Path(folder) / _ISSUED
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def keep_earlier(data_dir: Path, panel: Path) -> None:
    """Keep a panel, before another takes its place, as the earlier state of the data; the files are linked, not copied."""
    with replacing(Path(data_dir) / FOLDER) as work:
        for name in _PARTS:
            if (panel / name).is_file():
                _link(panel / name, work / name)
        if (panel / "registers").is_dir():
            (work / "registers").mkdir()
            for path in sorted((panel / "registers").iterdir()):
                _link(path, work / "registers" / path.name)


def copy_registers(data_dir: Path, work: Path) -> None:
    """Copy the registers into a panel that is being made: an edited register is compared with them later."""
    (work / "registers").mkdir()
    for name in REGISTERS:
        if (Path(data_dir) / "catalogue" / name).is_file():
            shutil.copyfile(Path(data_dir) / "catalogue" / name, work / "registers" / name)


def read(data_dir: Path) -> dict[str, Any]:
    """Return what is known of the earlier state (``data``, ``takings``, ``known``, ``issued``); empty where there is none."""
    folder = Path(data_dir) / FOLDER
    if not (folder / _NOTE).is_file():
        return {}
    return json.loads((folder / _NOTE).read_text(encoding="utf-8")) | {"issued": issued(folder)}


def id_of(state: dict[str, Any]) -> str:
    """Return what identifies an earlier state; “” for none."""
    return state["data"] + json.dumps(state["issued"], sort_keys=True) if state else ""


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
