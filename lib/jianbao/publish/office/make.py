"""A finished page → the files that lie beside it, checked before they leave."""

from collections.abc import Callable, Sequence

from jianbao.publish.office.blocks import Document
from jianbao.publish.office.check import numbers_of, problems
from jianbao.publish.office.excel import xlsx
from jianbao.publish.office.reader import read
from jianbao.publish.office.text import plain_text
from jianbao.publish.office.tree import parse
from jianbao.publish.office.word import docx

__all__ = ["KINDS", "OfficeError", "beside", "make"]

#: What a user asks for → the ending of the file.
KINDS = {"word": "docx", "excel": "xlsx", "pdf": "pdf", "text": "txt"}
_WRITERS: dict[str, Callable[[Document], bytes]] = {"docx": docx, "xlsx": xlsx, "txt": plain_text}


class OfficeError(ValueError):
    """A file may not be published; one line says why."""


def beside(page: str, endings: Sequence[str]) -> dict[str, str]:
    """Return for each ending the name of the file beside a page.

    >>> beside("briefs/330502/T02.html", ["docx"])
    {'docx': 'briefs/330502/T02.docx'}
    """
    return {ending: f"{page.removesuffix('.html')}.{ending}" for ending in endings}


def make(html: str, endings: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a page by their ending (``docx``, ``xlsx``, ``pdf``, ``txt``); the same page gives the same bytes.

    Raises OfficeError if a file says what the page does not or could do harm when it is opened.
    """
    if not endings:
        return {}
    page = parse(html)
    document, shown = read(page), numbers_of(page)
    made = {ending: _printed(html) if ending == "pdf" else _WRITERS[ending](document) for ending in endings}
    for ending, content in made.items():
        if ending in ("docx", "xlsx") and (found := problems(content, shown)):
            raise OfficeError(f"{ending}: {'; '.join(found)}")
    return made


def _printed(html: str) -> bytes:
    """Return the page as a PDF: what it shows is the page itself, laid out for paper."""
    from jianbao.publish.office.pdf import pdf

    try:
        return pdf(html)
    except (ImportError, OSError) as error:
        why = str(error).splitlines()[0]
        raise OfficeError(f"pdf：缺少 WeasyPrint 或系统的 Pango，请运行 .venv/bin/python -m pip install weasyprint 并安装 libpango · WeasyPrint or Pango is missing ({why})") from error
