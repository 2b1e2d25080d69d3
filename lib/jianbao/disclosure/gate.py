"""The release gate: no public edition without it.

(1) the mask is frozen: the release that the pages were made from was cut under it; (2) its audit passed; (3) no file of
the staged edition holds a withheld figure; (4) both reports are kept where only the office sees them.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from jianbao.disclosure import editions, masking
from jianbao.panel.store import PanelError

__all__ = ["GateError", "frozen", "pass_edition"]


class GateError(PanelError):
    """The gate is shut: nothing is published."""


def frozen(data_dir: Path, release_mask: str) -> dict[str, Any]:
    """Return what is written down about the mask in force (steps 1 and 2).

    Raises GateError if the release was cut under another mask, the mask is older than its data, or its audit failed.
    """
    if not masking.is_current(data_dir):
        raise GateError("保密单元表已过时，请重新运行 jianbao panel --audience public · the mask is out of date")
    note = json.loads((Path(data_dir) / "panel" / "mask" / "mask.json").read_text(encoding="utf-8"))
    if note["checksum"] != release_mask:
        raise GateError("发布数据与保密单元表不一致，请重新运行 jianbao panel --audience public · the release was cut under another mask")
    if not note["aggregate_only"] and note["audit"]["failed"]:
        raise GateError("审核未通过，不能发布公开版 · the audit failed")
    return note


def pass_edition(staged: Path, name: str, data_dir: Path, release: Any, archive: Path, derived: frozenset[str] = frozenset()) -> Path:
    """Let a staged public edition through, or raise GateError; return the folder of its two reports (steps 1 to 4).

    ``archive`` is a folder of the office's own; ``derived`` as in ``scan``. The findings, with the figures found, are there and nowhere else.
    """
    from jianbao.disclosure.scan import scan
    from jianbao.disclosure.secrets import secrets

    note = frozen(data_dir, json.loads((release.folder / "release.json").read_text(encoding="utf-8"))["mask"])
    found = scan(staged, secrets(data_dir), release, derived)
    files = [p for p in staged.rglob("*") if p.is_file()]
    report = {"files": len(files), "bytes": sum(p.stat().st_size for p in files), "findings": [vars(f) for f in found]}
    folder = archive / name
    part = folder.with_name(f".{name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    (part / "audit.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (part / "scan.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(part, folder)
    if found:
        first = found[0]
        raise GateError(
            f"公开版未发布：{len(found)}处出现不公布的数，如 {first.file}（{first.place}）；清单见 {folder / 'scan.json'}"
            f" · not published: {len(found)} withheld figures found"
        )
    pairs = ((region, sector) for region, sectors in note["withheld"].items() for sector in sectors)
    editions.note_edition(data_dir, name, release.periods, pairs, note["root_only"], note["base"])
    return folder
