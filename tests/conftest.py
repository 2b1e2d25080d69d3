"""Shared by the tests: Chromium where it is found, and a small page made as real ones are."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import pytest


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
    return os.environ.get("JIANBAO_CHROMIUM") or next((p for p in map(shutil.which, names) if p), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium (playwright Browser); the test is skipped, with the reason, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (the dev extra has it)")
    path = _chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (looked for chromium, google-chrome, msedge; JIANBAO_CHROMIUM names another)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@dataclass
class Seen:
    """An open page and everything it did that a reader would not see."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture
def open_file(chromium: Any) -> Iterator[Callable[..., Seen]]:
    """``open_file(path, width=1366, script=True) -> Seen``: open a file from ``file://`` in an empty browser."""
    contexts = []

    def open_(path: Path, width: int = 1366, script: bool = True) -> Seen:
        context = chromium.new_context(viewport={"width": width, "height": 768}, java_script_enabled=script)
        contexts.append(context)
        seen = Seen(context.new_page())
        url = path.absolute().as_uri()
        seen.page.on("request", lambda r: seen.requests.append(r.url) if r.url.partition("#")[0] != url else None)
        seen.page.on("console", lambda m: seen.messages.append(m.text))
        seen.page.on("pageerror", lambda e: seen.messages.append(str(e)))
        seen.page.on("dialog", lambda d: (seen.messages.append(f"dialog: {d.message}"), d.dismiss()))
        seen.page.goto(url)
        return seen

    yield open_
    for context in contexts:
        context.close()


HEAD = (
    '<!--jianbao--><header><div class="mast"><div><div class="kick">行业县域简报</div><h1>吴兴区<i>｜</i>纺织业</h1>'
    '<div class="per">2024年1—12月</div></div><div class="stamp"><b>内部资料</b></div></div></header>'
)
CARDS = (
    '<!--jianbao--><section><h2><span class="n">3　主要指标</span><span class="w">规模上升</span></h2><div class="cards">'
    '<div class="card"><div class="nm"><b>增加值</b></div><div class="row"><div class="v">19.6<small>亿元</small></div></div>'
    '<div class="gr">同比增长6.8%</div><span class="tag up">▲ 上升·向好</span></div></div></section>'
)
WIDE = "| " + " | ".join(f"指标{k}" for k in range(12)) + " |\n" + "|---" * 12 + "|\n| " + " | ".join(["1234.56"] * 12) + " |"


@pytest.fixture
def sample_notebook() -> Any:
    """A notebook that ran: our parts, an analyst's prose in two languages, a DataFrame, a chart, and noise."""
    out = v4.new_output
    frame = '<div><style scoped>.dataframe{}</style><table border="1" class="dataframe"><thead><tr><th></th><th>营业收入</th></tr></thead><tbody><tr><th>吴兴区</th><td>96.4</td></tr></tbody></table></div>'
    drawing = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="90pt" viewBox="0 0 400 90"><defs><clipPath id="p1"><rect width="400" height="90"/></clipPath></defs><g clip-path="url(#p1)"><path d="M0 80L400 10" style="fill: none; stroke: #0f4c5c"/></g><text x="4" y="20">增速</text></svg>'
    code = "secret_code = 1"
    return v4.new_notebook(
        cells=[
            v4.new_code_cell(code, outputs=[out("display_data", {"text/html": HEAD, "text/plain": "Head()"})]),
            v4.new_markdown_cell("## 分析\n\n本区**增长6.8%**，见下表。<!-- 作者备注 -->\n\n" + WIDE),
            v4.new_markdown_cell("只有中文", metadata={"tags": ["zh"]}),
            v4.new_markdown_cell("English only", metadata={"tags": ["en"]}),
            v4.new_code_cell(
                code,
                outputs=[
                    out("stream", name="stderr", text="DeprecationWarning: noise"),
                    out("stream", name="stdout", text="printed noise"),
                    out("display_data", {"text/html": CARDS, "text/plain": "Cards()"}),
                    out("execute_result", {"text/plain": "42"}),
                    out("execute_result", {"text/html": frame, "text/plain": "frame repr"}),
                    out("display_data", {"image/svg+xml": drawing, "text/plain": "<Figure>"}, metadata={"alt": "增速图"}),
                    out("display_data", {"text/markdown": "生成的 *文字*"}),
                ],
            ),
        ]
    )


@pytest.fixture
def sample_meta() -> Any:
    """Who the sample page is about."""
    from jianbao.publish.meta import PageMeta

    return PageMeta(
        title="吴兴区·纺织业 2024年1—12月",
        lang="zh",
        region_code="330502",
        region_name="吴兴区",
        sector_code="T01",
        sector_name="纺织业",
        period="2024-12",
        period_label="2024年1—12月",
        modelled=True,
        place="zhejiang",
        footer=("数据截至 2025年1月27日", "来源：样例"),
    )


@pytest.fixture
def sample_page(sample_notebook: Any, sample_meta: Any) -> str:
    """The page of the sample notebook."""
    from jianbao.publish.exporter import BriefExporter

    return BriefExporter().page(sample_notebook, sample_meta)
