"""One door for every kind of file: a path in, sheets out, or one line that says why not."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jianbao.intake import ods, text_table, xls, xlsx
from jianbao.intake.grid import MOST_COLUMNS, MOST_MERGED, Grid
from jianbao.intake.package import MAX_FILE
from jianbao.intake.words import Finding, IntakeError

__all__ = ["ENDINGS", "Book", "file_sha256", "is_text", "read_book"]

#: Endings that are read; `.gz` only around text.
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
MAX_RETURN = 4 * 2**30  # an enterprise return is streamed, never held whole
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Book:
    """A file that was read: its sheets, its checksum, and what is doubtful about the file itself."""

    path: Path
    sha256: str
    grids: list[Grid]
    findings: list[Finding]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def is_text(path: Path) -> bool:
    """Return whether a file is a table in text form. Raises IntakeError as ``read_book`` for one that cannot be read at all."""
    ending, head = _ending(Path(path)), _head(Path(path), MAX_RETURN)
    return ending.startswith((".csv", ".tsv", ".txt")) and not head.startswith((_ZIP, _OLE))


def read_book(path: Path) -> Book:
    """Return the sheets of a file; what it is, is told by its first bytes, not only by its name.

    Raises
    ------
    IntakeError
        If the file is not there, empty, too large, of a kind not known, damaged or locked.
    """
    path = Path(path)
    ending = _ending(path)
    head = _head(path)
    findings: list[Finding] = []
    if head.startswith(_ZIP):
        grids = _unnested(path, ending)
    elif head.startswith(_OLE):
        if ending in (".xlsx", ".xlsm"):
            raise IntakeError(f"{path.name}：文件有密码（或实为旧格式），请取消密码另存", f"{path.name}: locked with a password (or an old format); save it without")
        grids = xls.read_xls(path)
    elif ending.startswith((".csv", ".tsv", ".txt")):
        grids, findings = text_table.read_text(path)
    else:
        grids = _not_what_it_says(path, head)
    for grid in grids:
        if len(grid.columns) > MOST_COLUMNS or grid.merged_cells > MOST_MERGED:
            raise IntakeError(f"{path.name}#{grid.name}：列或合并单元格太多，不像表格", f"{path.name}#{grid.name}: too many columns or merged cells for a table")
    if not any(grid.cells for grid in grids):
        raise IntakeError(f"{path.name}：没有内容", f"{path.name}: holds nothing")
    return Book(path, file_sha256(path), grids, findings)


def file_sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ending(path: Path) -> str:
    name = path.name.lower()
    found = next((e for e in sorted(ENDINGS, key=len, reverse=True) if name.endswith(e)), "")
    if not found:
        raise IntakeError(f"{path.name}：不认识这种文件；可用 {' '.join(ENDINGS)}", f"{path.name}: this kind of file is not read; use {' '.join(ENDINGS)}")
    return found


def _head(path: Path, limit: int = MAX_FILE) -> bytes:
    try:
        if not path.is_file():
            raise IntakeError(f"{path}：没有这个文件", f"{path}: no such file")
        if path.stat().st_size > limit:
            raise IntakeError(f"{path.name}：文件超过 {limit // 2**20} MB 上限", f"{path.name}: over {limit // 2**20} MB, the limit")
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise IntakeError(f"{path.name}：读不了（{error.strerror}）", f"{path.name}: cannot be read ({error.strerror})") from None
    if not head.strip():
        raise IntakeError(f"{path.name}：空文件", f"{path.name}: an empty file")
    return head


def _unnested(path: Path, ending: str) -> list[Grid]:
    try:
        return _zipped(path, ending)
    except RecursionError:
        raise IntakeError(f"{path.name}：文件结构异常，未读取", f"{path.name}: nested without end; not read") from None


def _zipped(path: Path, ending: str) -> list[Grid]:
    from jianbao.intake.package import Package

    names = Package(path).names
    if "content.xml" in names:
        return ods.read_ods(path)
    if any(n.startswith("xl/") for n in names):
        return xlsx.read_xlsx(path)
    raise IntakeError(f"{path.name}：是压缩包，不是表格；请先解压", f"{path.name}: a packed archive and no table; unpack it first")


def _not_what_it_says(path: Path, head: bytes) -> list[Grid]:
    if head.lstrip()[:1] == b"<":
        raise IntakeError(
            f"{path.name}：是网页或 XML，只是改了扩展名；请用 Excel 打开后另存为 .xlsx",
            f"{path.name}: a web page or XML under another name; open it in Excel and save it as .xlsx",
        )
    if not any(b < 9 for b in head):
        raise IntakeError(f"{path.name}：是文本表格，只是改了扩展名；请改为 .csv", f"{path.name}: a table in text form under another name; call it .csv")
    raise IntakeError(f"{path.name}：文件已损坏或不完整，打不开", f"{path.name}: damaged or cut off, it cannot be opened")
