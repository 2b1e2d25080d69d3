"""Read CSV and TSV in the encodings that offices use; nothing is guessed that could change a digit or a name."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from jianbao.intake.grid import Cell, Grid, address
from jianbao.intake.package import MAX_CELLS
from jianbao.intake.words import Finding, IntakeError

__all__ = ["MAX_TEXT", "decode", "encoding_of", "read_text", "rows_of_text", "unpacked"]

MAX_TEXT = 300 * 2**20
_SEPARATORS = "\t,;|"


def unpacked(path: Path) -> bytes:
    """Return the bytes of a file, those of a ``.gz`` unpacked; IntakeError if it is damaged or swells over the limit."""
    try:
        if path.suffix.lower() != ".gz":
            return path.read_bytes()
        with gzip.open(path) as file:
            data = file.read(MAX_TEXT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise IntakeError(
            f"{path.name}：文件已损坏或不完整，解不开", f"{path.name}: damaged or cut off, it cannot be unpacked ({error})",
        ) from None
    if len(data) > MAX_TEXT:
        raise IntakeError(f"{path.name}：解压后超过 {MAX_TEXT // 2**20} MB 上限，未读取", f"{path.name}: unpacks to over {MAX_TEXT // 2**20} MB; not read")
    return data


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 (with or without mark), UTF-16 (by its mark or its zero bytes), else GB18030.

    Raises IntakeError where none of them fits to the last byte.
    """
    tries = ["utf-8-sig", "gb18030"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries = ["utf-16"]
    elif b"\0" in data[:4000]:
        even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
        tries = ["utf-16-le" if odd > even else "utf-16-be"]
    for encoding in tries:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise IntakeError(
        f"{name}：编码认不出（可用 UTF-8、UTF-16、GB18030），或文件不完整；请另存为“CSV UTF-8”",
        f"{name}: the encoding is none of UTF-8, UTF-16 and GB18030, or the file is cut off; save it as CSV UTF-8",
    )


def read_text(path: Path) -> tuple[list[Grid], list[Finding]]:
    """Return the one sheet of a CSV or TSV file, and what is doubtful about it.

    Raises IntakeError if it is no text, cannot be told apart into columns, or a row has another number of cells.
    """
    text = decode(unpacked(path), path.name)
    # calls itself binary? control characters other than breaks and tabs have no place in a table
    if any(c in text for c in "\x01\x02\x03\x04\x05\x06\x07\x08"):
        raise IntakeError(f"{path.name}：不是文本表格", f"{path.name}: no table in text form")
    rows = _rows(text, path.name)
    grid = Grid("csv", {})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value.strip():
                grid.cells[r, c] = Cell("text", value)
                if len(grid.cells) > MAX_CELLS:
                    raise IntakeError(f"{path.name}：超过 {MAX_CELLS:,} 个单元格", f"{path.name}: over {MAX_CELLS:,} cells")
    return [grid], [*_ends_well(text, rows, path), *_ragged(grid, rows, path)]


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file, read to its end in pieces; IntakeError as ``decode``."""
    with _bytes(path) as file:
        head = file.read(4000)
    tries = ["utf-8-sig", "gb18030"]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries = ["utf-16"]
    elif b"\0" in head:
        tries = ["utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"]
    for encoding in tries:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with _bytes(path) as file:
                while piece := file.read(1 << 20):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
            return encoding
        except UnicodeDecodeError:
            continue
        except (OSError, EOFError, zlib.error):
            break
    raise IntakeError(
        f"{path.name}：编码认不出（可用 UTF-8、UTF-16、GB18030），或文件不完整", f"{path.name}: the encoding is none of UTF-8, UTF-16 and GB18030, or the file is cut off",
    )


def rows_of_text(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (number from 0, cells) of each row of a large CSV or TSV, one at a time. Raises IntakeError as ``read_text``."""
    encoding = encoding_of(path)
    with _bytes(path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
        sample = [line for line, _ in zip(text, range(30), strict=False)]
    best = max(_SEPARATORS, key=lambda s: max((line.count(s) for line in sample), default=0))
    csv.field_size_limit(1_000_000)
    with _bytes(path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
        try:
            yield from enumerate(csv.reader(text, delimiter=best, strict=True))
        except csv.Error as error:
            raise IntakeError(f"{path.name}：引号不成对或文件不完整，无法分列", f"{path.name}: quotes do not pair, or the file is cut off ({error})") from None


def _bytes(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _rows(text: str, name: str) -> list[list[str]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    best = max(_SEPARATORS, key=lambda s: max((line.count(s) for line in text.splitlines()[:30]), default=0)) if head else ","
    try:
        csv.field_size_limit(1_000_000)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=True))
    except csv.Error as error:
        raise IntakeError(
            f"{name}：引号不成对或文件不完整，无法分列", f"{name}: quotes do not pair, or the file is cut off ({error})",
        ) from None


def _ends_well(text: str, rows: list[list[str]], path: Path) -> list[Finding]:
    """A file cut off inside its last figure looks whole: the only sign is that the last line does not end."""
    if not text or text.endswith(("\n", "\r")):
        return []
    last = next((r for r in range(len(rows) - 1, -1, -1) if rows[r]), 0)
    column = max(len(rows[last]) - 1, 0) if rows else 0
    where = f"{path.name}#csv!{address(last, column)}"
    return [Finding(
        "warning", "open-end", "最后一行没有换行符：文件可能被截断，请核对最后一个数",
        "the last line does not end: the file may be cut off, look at its last figure", where, (("csv", last, column),),
    )]  # fmt: skip


def _ragged(grid: Grid, rows: list[list[str]], path: Path) -> list[Finding]:
    """Rows of a table have as many cells as most; one with more or fewer has lost or gained a separator."""
    counts = [len(row) for row in rows if sum(bool(v.strip()) for v in row) > 1]
    if not counts:
        return []
    usual = max(set(counts), key=counts.count)
    found = []
    for r, row in enumerate(rows):
        filled = [c for c, v in enumerate(row) if v.strip()]
        if len(filled) > 1 and len(row) != usual and (len(row) > usual and filled[-1] >= usual or len(row) < usual):
            where = f"{path.name}#csv!{address(r, filled[-1])}"
            found.append(Finding(
                "error", "ragged", f"第 {r + 1} 行有 {len(row)} 格，其他行为 {usual} 格：分隔符多了或少了",
                f"row {r + 1} has {len(row)} cells, the others {usual}: a separator too many or too few", where, (("csv", r, filled[-1]),),
            ))  # fmt: skip
    return found[:20]
