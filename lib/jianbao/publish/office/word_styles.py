"""The looks of the Word file: page and faces as official documents have them (GB/T 9704), names that WPS and Word know.

The faces are licensed and may be absent; each names one that stands in for it.
"""

from jianbao.publish.office.package import HEAD

__all__ = ["COMPACT", "COMPAT", "FACES", "MARGINS", "NS", "PAGE", "TEXT_WIDTH", "fonts", "settings", "styles"]

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
COMPAT = "http://schemas.microsoft.com/office/word"
#: A4 and its margins (top, right, bottom, left) in twentieths of a point: 37, 26, 35 and 28 mm. What is meant for one sheet has 18 above, 22 below.
PAGE = (11906, 16838)
MARGINS, COMPACT = (2098, 1474, 1984, 1588), (1020, 1474, 1247, 1588)
TEXT_WIDTH = PAGE[0] - MARGINS[1] - MARGINS[3]

_TITLE, _BODY, _HEAD, _KAI, _LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
#: Of headings and of text: Latin letters, Chinese ones.
FACES = ((_LATIN, _HEAD), (_LATIN, _BODY))
_STAND_IN = {_TITLE: "宋体", _BODY: "仿宋", _HEAD: "SimHei", _KAI: "楷体"}


def _face(east: str, latin: str = _LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


def _style(
    ident: str, name: str, *, face: str = "", size: float = 0, bold: bool = False, colour: str = "", before: int = 0, after: int = 0,
    line: int = 0, indent: int = 0, align: str = "", keep: bool = False, level: int | None = None, extra: str = "", based: str = "Normal",
    following: str = "Normal", rank: int = 1,
) -> str:  # fmt: skip
    """Return one paragraph style; sizes in points, distances in twentieths, *line* exact, *indent* in hundredths of a letter."""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    first = f'<w:ind w:firstLineChars="{indent}" w:firstLine="{round(indent * size / 5)}"/>' if indent else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    spacing = f'<w:spacing w:before="{before}" w:after="{after}"' + (f' w:line="{line}" w:lineRule="exact"/>' if line else ' w:line="240" w:lineRule="auto"/>')
    letters = face + ("<w:b/><w:bCs/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    letters += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    base = f'<w:basedOn w:val="{based}"/>' if ident != "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if ident == "Normal" else ""} w:styleId="{ident}"><w:name w:val="{name}"/>{base}'
        f'<w:next w:val="{following if ident != "Normal" else "Normal"}"/><w:uiPriority w:val="{rank}"/><w:qFormat/><w:pPr>{"<w:keepNext/><w:keepLines/>" if keep else ""}'
        f'{extra}{spacing}{first}{f"<w:jc w:val={chr(34)}{align}{chr(34)}/>" if align else ""}{outline}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def styles(lang: str, compact: bool = False) -> str:
    """Return ``word/styles.xml``: 三号仿宋 with 28-point lines in Chinese, 11 points in English; *compact*: 五号, for one sheet of paper."""
    zh = lang != "en"
    body, line, lead, small = (16, 560, 200, 10.5) if zh else (11, 0, 0, 9)
    body, line, head = (10.5, 320, 12) if zh and compact else (body, line, 16 if zh else 14)
    gap = 0 if zh else 120
    box = "".join(f'<w:{side} w:val="dashed" w:sz="6" w:space="4" w:color="A84F00"/>' for side in ("top", "left", "bottom", "right"))
    tight = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no space between a word and a number: columns are measured
    made = [
        _style("Normal", "Normal", face=_face(_BODY), size=body, line=line, after=gap, indent=lead, align="both", rank=0),
        _style("Title", "Title", face=_face(_TITLE), size=22 if zh else 20, bold=not zh, align="center", before=120, after=60, keep=True, following="Subtitle"),
        _style("Subtitle", "Subtitle", face=_face(_KAI), size=16 if zh else 12, align="center", after=160),
        _style("Codes", "地区与行业" if zh else "Codes", face=_face(_BODY), size=small, colour="444B52", after=120, align="center"),
        _style("Heading1", "heading 1", face=_face(_HEAD), size=head, bold=not zh, before=80 if compact else 240, after=20 if compact else 60, keep=True, level=0, align="left"),
        _style("Heading2", "heading 2", face=_face(_KAI), size=14 if zh else 12, bold=True, before=160, after=60, keep=True, level=1, align="left"),
        _style("Heading3", "heading 3", face=_face(_BODY), size=14 if zh else 11, bold=True, before=120, after=40, keep=True, level=2, align="left"),
        _style("Finding", "结论" if zh else "Finding", face=_face(_KAI), size=body, bold=True, line=line, after=60, indent=lead, align="both", keep=True),
        _style("Note", "说明" if zh else "Note", face=_face(_BODY), size=small, colour="444B52", after=80, align="both"),
        _style("Item", "列项" if zh else "Item", face=_face(_BODY), size=min(14, body) if zh else 11, after=20 if compact else 60, align="both"),
        _style("Stamp", "密级与编号" if zh else "Stamp", face=_face(_HEAD), size=12 if zh else 10, after=20, align="left"),
        _style("Banner", "模拟数据提示" if zh else "Banner", face=_face(_KAI), size=(9 if compact else 12) if zh else 10, colour="6D3400", before=80, after=60 if compact else 200, align="both", extra=f'<w:pBdr>{box}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FBEEDE"/>'),
        _style("Caption", "caption", face=_face(_HEAD), size=(10.5 if compact else 12) if zh else 10, bold=not zh, before=40 if compact else 160, after=20 if compact else 60, keep=True, align="center"),
        _style("FigureCaption", "图题" if zh else "Figure caption", face=_face(_HEAD), size=12 if zh else 10, bold=not zh, before=20, after=200, align="center"),
        _style("Figure", "图" if zh else "Figure", size=small, before=120, align="center", keep=True, following="FigureCaption"),
        _style("CellText", "表格文字" if zh else "Table text", face=_face(_BODY), size=small, align="left", extra=tight),
        _style("CellNumber", "表格数字" if zh else "Table number", face=_face(_BODY), size=small, align="right", extra=tight),
        _style("Addressee", "主送机关" if zh else "Addressee", face=_face(_BODY), size=body, line=line, after=gap, align="left", following="Normal"),
        _style("Signature", "Signature", face=_face(_BODY), size=body, line=line, align="right"),
        _style("PageNumber", "页码" if zh else "Page number of the foot", face=_face("宋体"), size=14 if zh else 9, rank=99),
        _style("Footer", "footer", face=_face("宋体"), size=9, align="center", rank=99),
    ]
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="BriefTable"><w:name w:val="{"简报表" if zh else "Brief table"}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="2"/><w:qFormat/>'
        '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="1B1F23"/><w:bottom w:val="single" w:sz="12" w:space="0" w:color="1B1F23"/>'
        '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D5D2CA"/></w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/>'
        '<w:left w:w="70" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_face(_BODY)}<w:kern w:val="0"/><w:sz w:val="{round(body * 2)}"/><w:szCs w:val="{round(body * 2)}"/>'
        f'<w:lang w:val="{"en-US" if zh else "en-GB"}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    return f"{HEAD}<w:styles {NS}>{defaults}{''.join(made)}{table}</w:styles>"


def fonts() -> str:
    """Return ``word/fontTable.xml``: for each face the one that stands in where it is not installed."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in _STAND_IN.items()
    )
    return f"{HEAD}<w:fonts {NS}>{rows}</w:fonts>"


def settings() -> str:
    """Return ``word/settings.xml``."""
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{COMPAT}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
