"""Room on the disk, and one clear line when there is none or the folder cannot be written."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jianbao.run.words import RunError, say

__all__ = ["check", "explained", "needed"]

#: Megabytes: a page where no edition says how large they are, and what a build needs beside its pages.
_PAGE, _BESIDE = 0.3, 20


def needed(edition: Path, pages: int) -> float:
    """Return how many megabytes a build of so many new pages needs: pages as large as those of the edition that is there."""
    from jianbao.publish.edition import EditionError, read_manifest

    try:
        there = read_manifest(edition)
    except EditionError:
        there = None
    sizes = [row["bytes"] for row in there["briefs"] if row["bytes"]] if there else []
    page = sum(sizes) / len(sizes) / 1e6 if sizes else _PAGE
    return pages * page * 1.1 + _BESIDE


def check(edition: Path, pages: int, lang: str) -> None:
    """Raise RunError if the disk has no room for so many new pages."""
    there = next(p for p in (edition.parent, *edition.parent.parents) if p.exists())
    free, need = shutil.disk_usage(there).free / 1e6, needed(edition, pages)
    if free < need:
        raise RunError(say(lang, f"{there} 空间不足：需要 {need:,.0f} MB，剩余 {free:,.0f} MB", f"no room in {there}: {need:,.0f} MB needed, {free:,.0f} MB free"))


@contextmanager
def explained(edition: Path, lang: str) -> Iterator[None]:
    """Turn what the system says about the disk into one line for the user; the edition that is there stays."""
    try:
        yield
    except OSError as error:
        where = error.filename or edition.parent
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            need = needed(edition, 1) if not edition.exists() else max(needed(edition, _pages(edition)), 1)
            line = say(lang, f"{where} 磁盘已满，约需 {need:,.0f} MB；原有的一版没有改动", f"the disk is full at {where}, about {need:,.0f} MB are needed; the old edition is unchanged")
        elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            line = say(lang, f"{where} 不能写入；原有的一版没有改动", f"{where} cannot be written; the old edition is unchanged")
        elif error.errno in (errno.ENOENT, errno.ENOTDIR):
            line = say(lang, f"{where} 不见了；原有的一版没有改动", f"{where} has vanished; the old edition is unchanged")
        elif error.errno == errno.EIO:
            line = say(lang, f"{where} 读写出错（磁盘或网络）；原有的一版没有改动", f"reading or writing {where} failed (disk or network); the old edition is unchanged")
        else:
            raise
        raise RunError(line) from error


def _pages(edition: Path) -> int:
    return sum(1 for _ in edition.rglob("*.html"))
