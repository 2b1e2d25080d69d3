"""The visible text of each document on the small place, read as prose, and every claim of it proved. GOLDEN=write rewrites them."""

import importlib.util
import os
from pathlib import Path

import pytest

from jianbao import brief, reports
from jianbao.verify.lint import lint
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("report_place", Path(__file__).with_name("report_place.py"))
report_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(report_place)
page, text_of = report_place.page, report_place.text_of

GOLDEN = Path(__file__).with_name("golden")
DOCUMENTS = {
    "annual_evaluation": ("990000", lambda b: (reports.head(b, "annual_evaluation"), reports.evaluation_scheme(b), reports.evaluation(b, "city"), reports.evaluation(b, "county"), reports.awards(b))),
    "land_efficiency": ("990101", lambda b: (reports.head(b, "land_efficiency"), reports.land_ratios(b), reports.land_method_used(b), reports.land_grades(b), reports.land_sectors(b), reports.land_firms(b))),
    "land_efficiency_city": ("990100", lambda b: (reports.land_ratios(b), reports.land_method_used(b), reports.land_grades(b), reports.land_sectors(b), reports.land_firms(b))),
    "target_progress": ("990100", lambda b: (reports.head(b, "target_progress"), reports.target_progress(b), reports.milestones(b), reports.decomposition(b), reports.target_checks(b))),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_says_what_it_said_and_all_of_it_is_proved(place, opened, name, lang):
    region, parts = DOCUMENTS[name]
    b = opened(region, lang=lang)
    made = parts(b)
    report = pages({name: page(made, b)}, place)
    assert [u.line() for u in report.unproved] == [] and report.claims > 5
    assert [s for s in lint(page(made, b)) if s.wrong] == []
    golden, text = GOLDEN / f"{name}.{lang}.txt", text_of(made)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_public_document_names_no_firm_and_is_proved_from_what_the_public_may_see(place, opened, name):
    region, parts = DOCUMENTS[name]
    b = opened(region, audience="public")
    made = parts(b)
    html = page(made, b)
    assert [u.line() for u in pages({name: html}, place, "public").unproved] == []
    assert not any(f">{firm}<" in html for firm in ("A1", "B1", "C1", "D1"))


@pytest.mark.parametrize("notebook", ["annual_evaluation", "land_efficiency", "target_progress"])
def test_a_notebook_calls_parts_that_there_are(notebook):
    import nbformat

    path = Path(__file__).parents[2] / "notebooks" / f"{notebook}.ipynb"
    calls = [c.source.splitlines()[-1] for c in nbformat.read(path, 4).cells if c.cell_type == "code" and "parameters" not in c.metadata.get("tags", [])]
    for call in calls:
        module, _, name = call.partition("(")[0].partition(".")
        assert callable(getattr({"brief": brief, "reports": reports}[module], name)), call
