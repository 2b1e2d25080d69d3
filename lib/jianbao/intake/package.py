"""Open the packed parts of .xlsx and .ods without trusting them: sizes are limited before anything is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from jianbao.intake.words import IntakeError

__all__ = ["MAX_BLANKS", "MAX_CELLS", "MAX_FILE", "MAX_UNPACKED", "Package", "local", "whole"]

MAX_FILE = 200 * 2**20  # bytes of a file as it lies on disk
MAX_UNPACKED = 400 * 2**20  # bytes of one part of a workbook, unpacked
MAX_RATIO = 400  # unpacked over packed; real sheets pack 5 to 40 times
MAX_CELLS = 3_000_000  # cells that hold something, in one workbook
_PIECE = 1 << 18


def local(tag: str) -> str:
    """Return the name of an element without its namespace: files of other programs use other prefixes."""
    return tag.rpartition("}")[2]


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number out of an attribute; the default for anything else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else default


class Package:
    """The zip file that a workbook is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
            self.names = {info.filename: info for info in self.zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise self.damaged(error) from None

    def damaged(self, error: object) -> IntakeError:
        """Return the error for a file that cannot be unpacked."""
        return IntakeError(
            f"{self.path.name}：文件已损坏或不完整，打不开；请重新导出或另存后再试",
            f"{self.path.name}: damaged or cut off, it cannot be opened; export or save it again ({error})",
        )

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the unpacked bytes of a part; IntakeError if it is damaged, or packed to swell."""
        info, size = self.names[name], 0
        if info.file_size > MAX_UNPACKED or info.file_size > 2**20 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise self._swells(info.file_size)
        try:
            with self.zip.open(info) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    if size > MAX_UNPACKED:
                        raise self._swells(size)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise self.damaged(error) from None

    def too_blank(self, most: int) -> IntakeError:
        """Return the error for a sheet of formatted blank cells."""
        return _too_blank(self.path, most)

    def _swells(self, size: int) -> IntakeError:
        return IntakeError(
            f"{self.path.name}：解压后超过上限（{size // 2**20} MB），疑为异常压缩文件，未读取",
            f"{self.path.name}: unpacks to {size // 2**20} MB, over the limit; not read",
        )

    def whole(self, name: str) -> Element:
        """Return the root element of a small part. Raises as ``ends``."""
        root = None
        for element in self.ends(name, keep=True):
            root = element
        if root is None:
            raise self.damaged(f"{name} is empty")
        return root

    def ends(self, name: str, keep: bool = False) -> Iterator[Element]:
        """Yield each element of a part as it ends; the caller clears what it has used unless ``keep``.

        Raises IntakeError for XML that is broken, or that declares entities.
        """
        for event, element in self.events(name, ("end",)):
            if event == "end":
                yield element

    def events(self, name: str, kinds: tuple[str, ...] = ("start", "end"), sheet: bool = False) -> Iterator[tuple[str, Element]]:
        """Yield (event, element) of a part; of a ``sheet`` without the cells and rows that hold nothing."""
        if name not in self.names:
            raise self.damaged(f"no part {name}")
        parser, first = XMLPullParser(kinds), True
        try:
            for piece in _without_blanks(self.pieces(name), self.path) if sheet else self.pieces(name):
                if first and b"<!DOCTYPE" in piece[:4096]:
                    raise self.damaged("it declares entities")
                first = False
                parser.feed(piece)
                yield from parser.read_events()
            parser.close()
            yield from parser.read_events()
        except ParseError as error:
            raise self.damaged(error) from None


# A formatted but empty sheet has a million of these; they are taken out before the parser sees them. Only elements that
# name their place are: others count.
_BLANK_CELL = re.compile(rb'<(?:\w+:)?c (?:[a-qs-z]+="[^"<>]*" )*r="[^"<>]*"[^<>]*?(?:/>|></(?:\w+:)?c>)')
_BLANK_ROW = re.compile(rb'<(?:\w+:)?row (?:[a-qs-z]+="[^"<>]*" )*r="[^"<>]*"[^<>]*?(?:/>|>\s*</(?:\w+:)?row>)')
MAX_BLANKS = 1_500_000


def _without_blanks(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    rest, blanks = b"", 0
    for piece in pieces:
        text = rest + piece
        if b"\0" in text:  # not one byte a character: left as it is
            yield text
            rest = b""
            continue
        cut = text.rfind(b"<")
        head = text[: cut + 1].rfind(b"<row")
        cut = head if head > 0 and len(text) - head < 4 * _PIECE else max(cut, 0)
        kept, cells = _BLANK_CELL.subn(b"", text[:cut])
        kept, rows = _BLANK_ROW.subn(b"", kept)
        blanks += cells + rows
        if blanks > MAX_BLANKS:
            raise _too_blank(path, MAX_BLANKS)
        yield kept
        rest = text[cut:]
    yield rest


def _too_blank(path: Path, most: int) -> IntakeError:
    return IntakeError(
        f"{path.name}：带格式的空白格超过 {most:,} 个；请删除表格下方和右侧的空白行、列后另存",
        f"{path.name}: over {most:,} formatted blank cells; delete the blank rows and columns around the table and save it again",
    )
