"""A finished page as a PDF (WeasyPrint, extra ``pdf``): tagged, letters embedded, nothing fetched, the same bytes each time."""

import logging
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["pdf"]

_FONTS = Path(__file__).parents[2] / "brief" / "fonts"
#: What WeasyPrint lays out otherwise than browsers: columns of charts as a grid overlap what follows.
_CSS = (
    "@font-face{font-family:JB;src:url(jianbao:NotoSansSC-Regular-gb2312.ttf)}"
    "@font-face{font-family:JB;font-weight:700;src:url(jianbao:NotoSansSC-Bold-gb2312.ttf)}"
    "body,svg text{font-family:JB,'Noto Sans SC',sans-serif!important}"
    ".g{display:block!important}.g>*{display:inline-block!important;vertical-align:top;box-sizing:border-box;padding-right:12px;margin-bottom:8px;width:99%}"
    + "".join(f".g>.c{n}{{width:{100 * n / 12 - 0.7:.2f}%!important}}" for n in range(3, 12))
)


def pdf(html: str) -> bytes:
    """Return the PDF of a page, as it is printed.

    Raises
    ------
    ImportError, OSError
        If WeasyPrint, or Pango, which it draws letters with, is not installed.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it warns of every property that is for screens only
    fonts = FontConfiguration()
    look = CSS(string=_CSS, url_fetcher=_fetch, font_config=fonts)
    return HTML(string=html, url_fetcher=_fetch).write_pdf(stylesheets=[look], font_config=fonts, pdf_variant="pdf/ua-1")


def _fetch(url: str, *_: Any, **__: Any) -> Any:
    """Hand over the house's fonts and pictures within the page; refuse everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    if url.startswith("data:"):
        return URLFetcher().fetch(url)
    if url.startswith("jianbao:"):
        return URLFetcherResponse(url, _font(url.removeprefix("jianbao:")), {"Content-Type": "font/ttf"})
    raise ValueError(f"a PDF may fetch nothing, not {url[:60]}")


@cache
def _font(name: str) -> bytes:
    return (_FONTS / Path(name).name).read_bytes()
