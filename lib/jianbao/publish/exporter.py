"""A notebook that ran → one page: its prose and what its cells show, never its code."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import quote

import jinja2
import nbformat
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter

from jianbao.publish import sanitise
from jianbao.publish.annex import gather
from jianbao.publish.css import PAGE_DIR, sheet, used
from jianbao.publish.meta import PageMeta, say
from jianbao.publish.policy import policy
from jianbao.publish.sections import NOTHING, sections

__all__ = ["MARKER", "BriefExporter", "ExportError", "fragments"]

MARKER = "<!--jianbao-->"
"""HTML that starts with this was made by our own parts, which escape what they print; all other HTML is cleaned."""

_LANGUAGES = {"zh", "en"}
_ONE_PAGE = '<div class="onepage">'  # what a document has that prints on one sheet
_TEMPLATE = (PAGE_DIR / "page.html.j2").read_text(encoding="utf-8")


class ExportError(ValueError):
    """The notebook cannot become a page; one line says why."""


def fragments(nb: nbformat.NotebookNode, lang: str) -> Iterator[str]:
    """Yield the page's parts in the notebook's order, as safe HTML.

    Prose of the language and what code cells show: our HTML as it is, others' HTML, Markdown and SVG cleaned, PNG
    embedded. Not shown: code, plain text, streams. Raises ExportError for a cell that failed.
    """
    for number, cell in enumerate(nb.cells):
        tags = set(cell.metadata.get("tags", ()))
        if tags & _LANGUAGES and lang not in tags:
            continue
        if cell.cell_type == "markdown" and cell.source.strip():
            if html := sanitise.markdown(cell.source).strip():
                yield f'<div class="md">{html}</div>'
        elif cell.cell_type == "code":
            for k, output in enumerate(cell.get("outputs", ())):
                if output.output_type == "error":
                    raise ExportError(f"cell {number + 1} failed: {output.get('ename', '')}: {output.get('evalue', '')}".strip())
                if output.output_type in ("display_data", "execute_result"):
                    yield from _shown(output, f"n{number}o{k}-", lang)


def _shown(output: Any, prefix: str, lang: str) -> Iterator[str]:
    """Yield the richest safe form of one output, if it has one."""
    data = {kind: _text(value) for kind, value in output.get("data", {}).items()}
    alt = escape(_alt(output.get("metadata", {})) or say("no_alt", lang))
    html = data.get("text/html", "")
    if nothing := NOTHING.match(html.lstrip()):
        yield nothing[0]
    elif html.lstrip().startswith(MARKER):
        yield html.lstrip()[len(MARKER) :].strip()
    elif "image/svg+xml" in data:
        if drawing := sanitise.svg(data["image/svg+xml"], prefix):
            label = "" if "aria-label" in drawing[:400] else f' role="img" aria-label="{alt}"'
            yield f'<figure class="chart">{drawing.replace("<svg", f"<svg{label}", 1)}</figure>'
    elif "image/png" in data:
        yield f'<figure class="chart"><img src="data:image/png;base64,{re.sub(r"[^A-Za-z0-9+/=]", "", data["image/png"])}" alt="{alt}"></figure>'
    elif html.strip():
        if clean := sanitise.html_table(html).strip():
            yield f'<div class="md">{clean}</div>'
    elif "text/markdown" in data and (clean := sanitise.markdown(data["text/markdown"]).strip()):
        yield f'<div class="md">{clean}</div>'


def _links(meta: PageMeta) -> str:
    """Return the line that leads to the page's Word and Excel files, "" where it has none."""
    made = " · ".join(f'<a href="{escape(quote(name))}">{say(name.rpartition(".")[2], meta.lang)}</a>' for name in meta.files)
    return f'<p class="files src noprint">{say("made", meta.lang)}{made}</p>' if made else ""


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _alt(metadata: Any) -> str:
    """Return the alternative text an author gave: ``metadata={"alt": …}``, plain or under the output's type."""
    if metadata.get("alt"):
        return str(metadata["alt"])
    inner = (m.get("alt") for m in metadata.values() if isinstance(m, dict))
    return str(next((a for a in inner if a), ""))


class BriefExporter(TemplateExporter):
    """nbconvert exporter with our template only: no preprocessor, no template search, one instance for many notebooks."""

    export_from_notebook = None
    output_mimetype = "text/html"

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.template_paths = [str(PAGE_DIR)]
        self.template_file = "page.html.j2"

    @property
    def default_config(self) -> Any:
        """No preprocessors: what ran is what is shown."""
        config = super().default_config
        config.Exporter.default_preprocessors = []
        return config

    def _create_environment(self) -> jinja2.Environment:
        # Not nbconvert's environment: that one escapes nothing and looks into the user's own template folders.
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGE_DIR), autoescape=True, undefined=jinja2.StrictUndefined
        )

    def _init_preprocessors(self) -> None:
        self._preprocessors: list[Any] = []

    def page(self, nb: nbformat.NotebookNode, meta: PageMeta) -> str:
        """Return the whole page. The same notebook and meta give the same text.

        The first part that is a ``<header>`` becomes the page's banner; without one a plain head is made from *meta*.
        Raises ExportError when a cell failed or nothing is left to show.
        """
        parts = list(fragments(nb, meta.lang))
        if not parts:
            raise ExportError("the notebook shows nothing: no prose and no output of a part")
        at = next((k for k, part in enumerate(parts) if part.startswith("<header")), None)
        head = parts.pop(at) if at is not None else ""
        counter = iter(range(1, 10_000))
        links = _links(meta)
        parts = list(sections(gather(parts, meta.lang, links), meta.lang))
        parts = [re.sub("@@table@@", lambda _: say("table", meta.lang).format(n=next(counter)), p) for p in parts]
        compact = any(_ONE_PAGE in p for p in parts)
        sheets = ("page.css", "card.css") if compact else ("page.css",)
        css = used(sheet(*sheets), "".join((f'<html lang="{meta.html_lang}">', _TEMPLATE, head, links, *parts)))
        return self.template.render(
            policy=Markup(policy(css, images=any("data:image/" in p for p in (head, *parts)))),
            meta=meta,
            head=Markup(head),
            parts=[Markup(p) for p in parts],
            css=Markup(css),
            links=Markup(links),
            compact=compact,
            say=lambda key: Markup(escape(say(key, meta.lang))),
        )
