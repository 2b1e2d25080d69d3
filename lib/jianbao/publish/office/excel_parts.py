"""The parts of a workbook file, written by hand: SpreadsheetML as far as tables need it."""

from collections.abc import Sequence

from jianbao.publish.office.package import HEAD, attribute, core, pack, relations, text, types
from jianbao.publish.office.theme import PART, TYPE, theme
from jianbao.publish.office.values import Number, is_formula

__all__ = ["Book", "Sheet"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ZH, _EN = "宋体", "Calibri"  # the face of all cells
#: Look → (font, fill, border, wrapped).
_LOOKS = {"text": (0, 0, 1, False), "own": (1, 2, 1, False), "head": (1, 0, 2, True), "title": (2, 0, 0, False), "note": (3, 0, 0, True), "long": (0, 0, 1, True), "link": (4, 0, 1, False)}


class Book:
    """A workbook in the making."""

    def __init__(self, title: str, lang: str) -> None:
        self.title, self.lang = title, lang
        self.sheets: list[Sheet] = []
        self.strings: dict[str, int] = {}
        self.forms: dict[str, int] = {}
        self.looks: dict[tuple, int] = {("text", "", False, False): 0}

    def sheet(self, name: str) -> "Sheet":
        """Add a sheet."""
        self.sheets.append(Sheet(self, name))
        return self.sheets[-1]

    def string(self, value: str) -> int:
        """Return the number of a text among the workbook's texts."""
        return self.strings.setdefault(value, len(self.strings))

    def look(self, look: str, form: str = "", right: bool = False, quoted: bool = False) -> int:
        """Return the number of a cell's look."""
        return self.looks.setdefault((look, form, right, quoted), len(self.looks))

    def file(self) -> bytes:
        """Return the workbook."""
        count = len(self.sheets)
        inside = [s.part() for s in self.sheets]  # first: it fills the tables of texts and looks
        titles = "".join(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{text(_quoted(s.name))}!${s.frozen[0] + 1}:${s.frozen[1]}</definedName>'
            for n, s in enumerate(self.sheets) if s.frozen
        )  # fmt: skip
        listed = "".join(f'<sheet name="{attribute(s.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(self.sheets, 1))
        strings = "".join(f'<si><t xml:space="preserve">{text(s)}</t></si>' for s in self.strings)
        return pack({
            "[Content_Types].xml": types(
                {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"},
                {
                    "xl/workbook.xml": f"{_KIND}.sheet.main+xml", "xl/styles.xml": f"{_KIND}.styles+xml", f"xl/{PART}": TYPE,
                    "xl/sharedStrings.xml": f"{_KIND}.sharedStrings+xml",
                    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
                    **{f"xl/worksheets/sheet{n}.xml": f"{_KIND}.worksheet+xml" for n in range(1, count + 1)},
                },
            ),
            "_rels/.rels": relations({
                "rId1": ("officeDocument", "xl/workbook.xml"),
                "rId2": ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            }),
            "docProps/core.xml": core(self.title, self.lang),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>{listed}</sheets>'
            + (f"<definedNames>{titles}</definedNames>" if titles else "") + "</workbook>",
            "xl/styles.xml": self._styles(),
            f"xl/{PART}": theme(self.lang, *[(_EN if self.lang == "en" else _ZH, _ZH)] * 2),
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(self.strings)}">{strings}</sst>',
            "xl/_rels/workbook.xml.rels": relations({
                **{f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)},
                "rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml"), "rIdD": ("theme", PART),
            }),
            **{f"xl/worksheets/sheet{n}.xml": part for n, part in enumerate(inside, 1)},
        })  # fmt: skip

    def _styles(self) -> str:
        face = f'<name val="{_ZH}"/><family val="3"/><charset val="134"/>' if self.lang != "en" else f'<name val="{_EN}"/><family val="2"/>'
        forms = {form: 164 + n for n, form in enumerate(dict.fromkeys(k[1] for k in self.looks if k[1]))}
        numbers = "".join(f'<numFmt numFmtId="{n}" formatCode="{attribute(form)}"/>' for form, n in forms.items())
        fonts = "".join(
            f"<font>{bold}<sz val=\"{size}\"/><color rgb=\"FF{colour}\"/>{face}</font>"
            for bold, size, colour in (("", 11, "1B1F23"), ("<b/>", 11, "1B1F23"), ("<b/>", 14, "0F4C5C"), ("", 10, "555C64"), ("<u/>", 11, "0F4C5C"))
        )
        fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE4EEF0"/><bgColor indexed="64"/></patternFill></fill>'
        borders = "".join(
            f"<border><left/><right/><top/>{foot}<diagonal/></border>"
            for foot in ("<bottom/>", '<bottom style="hair"><color rgb="FFBFBFBF"/></bottom>', '<bottom style="thin"><color rgb="FF1B1F23"/></bottom>')
        )
        rows = ""
        for look, form, right, quoted in self.looks:
            font, fill, border, wrapped = _LOOKS[look]
            side = ' horizontal="right"' if right else ' horizontal="left" indent="1"' if look in ("text", "own", "head", "long", "link") else ""
            align = f'<alignment{side} vertical="center"{" wrapText=" + chr(34) + "1" + chr(34) if wrapped else ""}/>'
            rows += (
                f'<xf numFmtId="{forms.get(form, 0)}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
                f'{" quotePrefix=" + chr(34) + "1" + chr(34) if quoted else ""} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{align}</xf>'
            )
        return (
            f'{HEAD}<styleSheet xmlns="{_MAIN}">' + (f'<numFmts count="{len(forms)}">{numbers}</numFmts>' if forms else "")
            + f'<fonts count="5">{fonts}</fonts><fills count="3">{fills}</fills><borders count="3">{borders}</borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.looks)}">{rows}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


class Sheet:
    """A sheet in the making; rows and columns count from 0."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name
        self.frozen: tuple[int, int] | None = None
        self._rows: list[dict[int, str]] = []
        self._tall: dict[int, int] = {}
        self._wide: Sequence[float] = ()
        self._merged: list[str] = []
        self._links: list[str] = []

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self._rows)

    def row(self, values: Sequence[Number | str], look: str = "text") -> int:
        """Add a row and return its number."""
        self._rows.append({})
        for c, value in enumerate(values):
            self.cell(self.height - 1, c, value, look)
        return self.height - 1

    def cell(self, row: int, column: int, value: Number | str, look: str = "text", right: bool = False) -> None:
        """Write a cell: a number as a number, anything else as text."""
        place = f"{_letters(column)}{row + 1}"
        if isinstance(value, Number):
            made = f'<c r="{place}" s="{self.book.look(look, value.form, True)}"><v>{value.digits}</v></c>'
        elif value:
            made = f'<c r="{place}" s="{self.book.look(look, "", right, is_formula(value))}" t="s"><v>{self.book.string(value)}</v></c>'
        else:
            made = f'<c r="{place}" s="{self.book.look(look, "", right)}"/>'
        self._rows[row][column] = made

    def link(self, row: int, column: int, name: str) -> None:
        """Make a cell lead to another sheet of the workbook."""
        self.cell(row, column, name, "link")
        self._links.append(f'<hyperlink ref="{_letters(column)}{row + 1}" location="{attribute(_quoted(name))}!A1" display="{attribute(name)}"/>')

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Make one cell of several."""
        self._merged.append(f'<mergeCell ref="{_letters(column)}{row + 1}:{_letters(last_column)}{last_row + 1}"/>')

    def tall(self, row: int, lines: int) -> None:
        """Make room for some lines in a row: a program does not by itself where cells are merged."""
        self._tall[row] = lines

    def freeze(self, first: int, end: int) -> None:
        """Keep the rows before *end* in sight; those from *first* on are printed on every page."""
        self.frozen = (first, end)

    def widths(self, wide: Sequence[float]) -> None:
        """Set the columns' widths in digits."""
        self._wide = wide

    def _room(self, row: int) -> str:
        lines = self._tall.get(row, 1)
        return f' ht="{15 * lines}" customHeight="1"' if lines > 1 else ""

    def part(self) -> str:
        """Return the sheet's XML."""
        pane = ""
        if self.frozen:
            below = f"A{self.frozen[1] + 1}"
            pane = f'<pane ySplit="{self.frozen[1]}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
        first = self.book.sheets[0] is self
        wide = "".join(f'<col min="{n}" max="{n}" width="{w:.1f}" customWidth="1"/>' for n, w in enumerate(self._wide, 1))
        rows = "".join(
            f'<row r="{n}"{self._room(n - 1)}>{"".join(cells[c] for c in sorted(cells))}</row>' for n, cells in enumerate(self._rows, 1) if cells
        )
        merged = f'<mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>' if self._merged else ""
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return (
            f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView{" tabSelected=" + chr(34) + "1" + chr(34) if first else ""} workbookViewId="0">{pane}</sheetView></sheetViews>'
            f"<sheetFormatPr defaultRowHeight=\"15\"/>{f'<cols>{wide}</cols>' if wide else ''}<sheetData>{rows}</sheetData>{merged}{links}"
            '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>'
            f'<ignoredErrors><ignoredError sqref="A1:{_letters(max(len(self._wide), 1) - 1)}{max(self.height, 1)}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
        )


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
