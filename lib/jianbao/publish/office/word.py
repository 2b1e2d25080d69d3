"""A page's blocks as a Word file: real styles, native tables, charts as pictures; opens in Word, WPS and LibreOffice."""

import re
import struct

from jianbao.publish.office import drawing
from jianbao.publish.office.blocks import Block, Cell, Document, Heading, Paragraph, Picture, Run, Table
from jianbao.publish.office.columns import IN_CELL, folded, is_annex, is_dense, padding, widths
from jianbao.publish.office.package import HEAD, attribute, core, pack, relations, text, types
from jianbao.publish.office.theme import PART, TYPE, theme
from jianbao.publish.office.tree import Node
from jianbao.publish.office.word_styles import (
    COMPACT,
    FACES,
    MARGINS,
    NS,
    PAGE,
    TEXT_WIDTH,
    fonts,
    settings,
    styles,
)

__all__ = ["docx"]

_EMU = 36_000  # to the millimetre
_DOTS = 8  # pixels to the millimetre: 203 dpi
_SMALL = 'w:val="18"'
_WIDEST, _HIGHEST = 118.0, 90.0  # mm of a chart
_SMALLER = 18  # letters of a compact document's tables, in halves of a point
_TWIPS = 56.7  # twentieths of a point to the millimetre
_WHOLE = 12
_STYLES = {"body": "Normal", "finding": "Finding", "note": "Note", "item": "Item", "to": "Addressee", "sign": "Signature"}
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(document: Document) -> bytes:
    """Return the Word file; the same document gives the same bytes."""
    return _Writer(document).file()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.doc, self.zh = document, document.zh
        self.pictures: list[bytes] = []
        self.tables = self.figures = self.inner = 0

    def file(self) -> bytes:
        body = self._head() + "".join(map(self._block, self.doc.blocks, [*self.doc.blocks[1:], None]))
        body += _paragraph("　".join(self.doc.footer) if self.zh else " ".join(self.doc.footer), "Note") if self.doc.footer else ""
        edges = COMPACT if self.doc.compact else MARGINS
        page = (
            f'<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>'
            f'<w:pgMar w:top="{edges[0]}" w:right="{edges[1]}" w:bottom="{edges[2]}" w:left="{edges[3]}" w:header="{567 if self.doc.compact else 851}" w:footer="{454 if self.doc.compact else 1134}" w:gutter="0"/>'
            "</w:sectPr>"
        )
        media = {f"word/media/{n}.png": png for n, png in enumerate(self.pictures, 1)}
        links = {f"rIdP{n}": ("image", f"media/{n}.png") for n in range(1, len(media) + 1)}
        return pack({
            "[Content_Types].xml": types(
                {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml", "png": "image/png"},
                {
                    "word/document.xml": f"{_KIND}.document.main+xml", "word/styles.xml": f"{_KIND}.styles+xml",
                    "word/settings.xml": f"{_KIND}.settings+xml", "word/fontTable.xml": f"{_KIND}.fontTable+xml",
                    "word/footer1.xml": f"{_KIND}.footer+xml", "word/footer2.xml": f"{_KIND}.footer+xml", f"word/{PART}": TYPE, "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
                },
            ),
            "_rels/.rels": relations({
                "rId1": ("officeDocument", "word/document.xml"),
                "rId2": ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            }),
            "docProps/core.xml": core(self.doc.title, self.doc.lang),
            "word/document.xml": f"{HEAD}<w:document {NS}><w:body>{body}{page}</w:body></w:document>",
            "word/styles.xml": styles(self.doc.lang, self.doc.compact),
            "word/settings.xml": settings(),
            "word/fontTable.xml": fonts(),
            f"word/{PART}": theme(self.doc.lang, *FACES),
            "word/footer1.xml": self._footer("right"),
            "word/footer2.xml": self._footer("left"),
            "word/_rels/document.xml.rels": relations({
                "rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml"), "rId3": ("fontTable", "fontTable.xml"),
                "rId4": ("footer", "footer1.xml"), "rId5": ("footer", "footer2.xml"), "rId6": ("theme", PART), **links,
            }),
            **media,
        })  # fmt: skip

    def _head(self) -> str:
        stamp, *others = self.doc.stamp or ("",)
        left, right = [stamp, self.doc.kicker], others[::-1]
        lines = [*zip(left, [*right, "", ""], strict=False), *(("", line) for line in right[len(left) :])]
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        out = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="Stamp"/>{tab}</w:pPr>{_run(Run(a, n == 0))}<w:r><w:tab/></w:r>{_run(Run(b), _SMALL)}</w:p>'
            for n, (a, b) in enumerate(lines) if a or b
        )  # fmt: skip
        split = re.fullmatch(r"(.+?)（(.+)）", self.doc.title) if self.zh else re.fullmatch(r"(.+), (.+?)", self.doc.title)
        out += _paragraph(split[1] if split else self.doc.title, "Title")
        when = split[2] if split else ""
        if split:
            out += _paragraph(f"（{when}）" if self.zh else when, "Subtitle")
        about = self.doc.period.removeprefix(when).strip("　· ")
        out += _paragraph(about, "Codes") if about else ""
        return out + (_paragraph(self.doc.banner, "Banner") if self.doc.banner else "")

    def _footer(self, side: str) -> str:
        """The foot of a page: its number outside (odd pages right, even left, a letter in from the edge), as official documents have it."""
        number = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        style = '<w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        running = f"<w:p>{style}{_run(Run(self.doc.running))}</w:p>" if self.doc.running else ""
        at = f'<w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        return f'{HEAD}<w:ftr {NS}>{running}<w:p>{at}{_run(Run("— "))}{number}{_run(Run(" —"))}</w:p></w:ftr>'

    def _block(self, block: Block, following: Block | None) -> str:
        if isinstance(block, Heading):
            return _paragraph(block.text, f"Heading{block.level}")
        if isinstance(block, Paragraph):
            last = following is None and bool(self.doc.footer)  # what is said at the end never stands alone on a page
            keep = "<w:keepNext/>" if last or block.kind == "note" and isinstance(following, (Picture, Table)) else ""
            return f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[block.kind]}"/>{keep}</w:pPr>{"".join(map(_run, block.runs))}</w:p>'
        return self._table(block) if isinstance(block, Table) else self._picture(block)

    def _picture(self, block: Picture) -> str:
        self.figures += 1
        named = f"图{self.figures}　{block.title or block.alt}" if self.zh else f"Figure {self.figures}. {block.title or block.alt}"
        inline = self._inline(block.drawing, block.png, block.alt, _WIDEST, _HIGHEST)
        if not inline:  # what it shows, in words
            return _paragraph(named, "FigureCaption") + _paragraph(block.alt, "Note")
        return f'<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r>{inline}</w:r></w:p>{_paragraph(named, "FigureCaption")}'

    def _inline(self, svg: Node | None, png: bytes, alt: str, widest: float, highest: float) -> str:
        """Return a picture within millimetres, "" where it cannot be drawn."""
        try:
            wide, high = struct.unpack(">II", png[16:24]) if png else drawing.size(svg)
            mm = min(widest, highest * wide / high)
            png = png or drawing.png(svg, round(mm * _DOTS))
        except (drawing.DrawingError, struct.error):
            return ""
        if png not in self.pictures:
            self.pictures.append(png)
        n = self.pictures.index(png) + 1
        size = f'cx="{round(mm * _EMU)}" cy="{round(mm * high / wide * _EMU)}"'
        shape = f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{n}" name="{n}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP{n}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        return f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{n}" name="{attribute("图" if self.zh else "Figure")} {n}" descr="{attribute(alt)}"/>{shape}</wp:inline></w:drawing>'

    def _table(self, block: Table) -> str:
        caption, block = "", folded(block)
        if block.title:
            own = is_annex(block) or block.title.startswith("附：")  # it says itself what it is
            self.tables += not own
            label = "" if own else f"表{self.tables}　" if self.zh else f"Table {self.tables}. "
            note = (f"（{block.note}）" if self.zh else f" ({block.note})") if block.note else ""
            runs = _run(Run(label + block.title)) + (_run(Run(note), 'w:val="20"' if self.zh else 'w:val="18"') if note else "")
            caption = f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr>{runs}</w:p>'
        wide, size = widths(block)
        size = min(size, _SMALLER) if self.doc.compact else size
        letters = "" if size == 21 and self.zh else f'w:val="{size}"' if self.zh else f'w:val="{size - 2}"'
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in wide)
        whole = len(block.body) - 1 if len(block.body) <= _WHOLE else 0  # rows that keep the next: a short table is not torn
        self.inner = padding(block)
        rows = [self._row(row, wide, "head", False, letters) for row in block.heads]
        rows += [self._row(row, wide, "kept" if n < whole else "", n in block.own, letters) for n, row in enumerate(block.body)]
        return (
            f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="BriefTable"/><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/>{_margins(block, self.doc.compact)}<w:tblLook w:val="0620"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl><w:p><w:pPr><w:pStyle w:val="Note"/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
        )

    def _row(self, row: tuple[Cell, ...], wide: list[int], place: str, own: bool, letters: str) -> str:
        made, c, head = "", 0, place == "head"
        line = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="1B1F23"/></w:tcBorders>' if head else ""
        for cell in row:
            width = sum(wide[c : c + cell.span])
            c += cell.span
            span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "<w:vMerge/>" if not cell.rows else ""
            shade = '<w:shd w:val="clear" w:color="auto" w:fill="E4EEF0"/>' if own else ""
            alt = cell.text if cell.spoken else cell.drawing.get("aria-label") if cell.drawing else ""
            inline = self._inline(cell.drawing, b"", alt, min(IN_CELL, (width - self.inner) / _TWIPS), 12.0) if cell.drawing else ""
            printed = "" if inline and cell.spoken else cell.text
            inside = (f"<w:r>{inline}</w:r>" if inline else "") + (_run(Run(printed, own or cell.bold), letters) if printed else "")
            style = "CellText" if cell.words else "CellNumber"
            centred = '<w:jc w:val="center"/>' if head and cell.span > 1 else ""
            keep = "<w:keepNext/>" if place else ""
            made += (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{line}{shade}<w:vAlign w:val="{"bottom" if head else "center"}"/></w:tcPr>'
                f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{centred}</w:pPr>{inside}</w:p></w:tc>'
            )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{made}</w:tr>"


def _margins(table: Table, flat: bool) -> str:
    """Return the cells' margins where they are not the style's: flat in the annex, close where columns are many."""
    edges = {"top": 8, "bottom": 8} if flat or is_annex(table) else {}
    edges |= {"left": 30, "right": 30} if is_dense(table) else {}
    inside = "".join(f'<w:{k} w:w="{edges[k]}" w:type="dxa"/>' for k in ("top", "left", "bottom", "right") if k in edges)
    return f"<w:tblCellMar>{inside}</w:tblCellMar>" if inside else ""


def _paragraph(line: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(Run(line))}</w:p>'


def _run(run: Run, size: str = "") -> str:
    look = ("<w:b/><w:bCs/>" if run.bold else "") + (f"<w:sz {size}/><w:szCs {size}/>" if size else "")
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text(run.text)}</w:t></w:r>'
