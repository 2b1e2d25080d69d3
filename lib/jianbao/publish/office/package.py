"""The file around Word's and Excel's parts: a zip without a clock, the same parts giving the same bytes."""

import io
import re
import zipfile
from collections.abc import Mapping
from html import escape

__all__ = ["HEAD", "attribute", "core", "pack", "relations", "text", "types"]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(value: str) -> str:
    """Return text for between two tags; characters that XML cannot hold are left out."""
    return escape(_CONTROL.sub("", value), quote=False)


def attribute(value: str) -> str:
    """Return text for an attribute in double quotes."""
    return escape(_CONTROL.sub("", value), quote=True)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the zip of the parts in their order, which must begin with ``[Content_Types].xml``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 0  # the same on every system
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            file.writestr(entry, content.encode() if isinstance(content, str) else content)
    return out.getvalue()


def types(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    """Return ``[Content_Types].xml``: kinds by the name's ending, and by part."""
    body = "".join(f'<Default Extension="{k}" ContentType="{v}"/>' for k, v in defaults.items())
    body += "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in overrides.items())
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{body}</Types>'


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return a ``.rels`` part of id → (kind, target); kinds of the package itself are written in full."""
    rows = "".join(
        f'<Relationship Id="{k}" Type="{kind if ":" in kind else f"{_OFFICE}/{kind}"}" Target="{attribute(target)}"/>'
        for k, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def core(title: str, lang: str) -> str:
    """Return ``docProps/core.xml``: title and language, no author's name and no time."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{text(title)}</dc:title><dc:creator>jianbao</dc:creator><dc:language>{'zh-CN' if lang != 'en' else 'en-GB'}</dc:language>"
        "</cp:coreProperties>"
    )
