"""Nothing of one brief reaches another, and the same inputs give the same bytes (real kernels)."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from jianbao.run.engine import run
from jianbao.run.plan import BriefSpec
from jianbao.run.worker import Context
from jianbao.run.zygote import usable

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = """
import builtins, locale, os, random, subprocess, sys, threading, time, warnings
import matplotlib, numpy, pandas
import jianbao.facts, jianbao.brief, jianbao.indicators
matplotlib.rcParams.update({"font.size": 99, "svg.fonttype": "path", "axes.facecolor": "red"})
pandas.set_option("display.precision", 1)
pandas.Series.sum = lambda self, *a, **k: -1
numpy.mean = lambda *a, **k: -1
jianbao.facts.number = lambda *a, **k: "HOSTILE"
jianbao.indicators.growth_rate = lambda *a: 9.0
builtins.sorted = lambda x, **k: []
os.environ.update({"JIANBAO_DATA": "/nowhere", "TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "POISON": "1"})
locale.setlocale(locale.LC_ALL, "C")
time.tzset()
sys.path.insert(0, "/poison"); sys.setrecursionlimit(60_000)
warnings.simplefilter("error")
open("left-behind.txt", "w").write("x")
threading.Thread(target=time.sleep, args=(300,), daemon=False).start()
subprocess.Popen(["sleep", "300"], start_new_session=True)
os.chdir("/")
random.seed(1); numpy.random.seed(1)
"""


def cell(source: str, id: str, **metadata: object) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, id=id, metadata=metadata)


def prepend(source: Path, target: Path, code: str) -> Path:
    """Write a notebook with one more cell after the parameters."""
    nb = nbformat.read(source, as_version=4)
    nb.cells.insert(1, cell(code, "hostile"))
    nbformat.write(nb, target)
    return target


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The invented place with the project's own notebook, and a context to run it in."""
    from jianbao import panel
    from jianbao.panel import release

    spec = importlib.util.spec_from_file_location("small_place", ROOT / "tests" / "panel" / "small_place.py")
    small = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(small)
    root = tmp_path_factory.mktemp("isolated")
    data = small.write(root / "data")
    panel.build(data)
    release.cut(data)
    (root / "outputs" / "log").mkdir(parents=True)
    return Context(data, "internal", ROOT, root / "w", root / "outputs" / "log" / "x.log", modelled=True)


def spec_of(notebook: Path, region: str = "990101", file: str = "a.html") -> BriefSpec:
    values = {"region_code": region, "sector_code": "T01", "period": "2024-12", "lang": "zh"}
    return BriefSpec(notebook, "sector_county_brief", tuple(values.items()), file)


def made(context: Context, specs: list[BriefSpec], jobs: int = 1) -> dict[str, bytes]:
    results = list(run(specs, context, jobs))
    assert all(r.ok for r in results), [(r.cell, r.cause) for r in results if not r.ok]
    return {r.spec.file: r.html for r in results}


@pytest.mark.parametrize("engine", ["warm", "cold"] if usable() else ["cold"])
def test_a_hostile_notebook_leaves_the_next_brief_as_it_was(place, engine, tmp_path):
    own = ROOT / "notebooks" / "sector_county_brief.ipynb"
    hostile = prepend(own, tmp_path / "hostile.ipynb", HOSTILE)
    specs = [spec_of(own, file="before.html"), spec_of(hostile, file="hostile.html"), spec_of(own, file="after.html")]
    results = {r.spec.file: r for r in run(specs, replace(place, engine=engine), 1)}
    before, after = results["before.html"], results["after.html"]
    assert before.ok and after.ok, (before.cause, after.cause)
    assert before.html == after.html
    spoilt = results["hostile.html"]
    assert not spoilt.ok or spoilt.html != before.html, "the hostile cell did nothing: the test proves nothing"


def test_a_cold_kernel_makes_the_same_page_as_a_warm_one(place):
    own = ROOT / "notebooks" / "sector_county_brief.ipynb"
    pages = [made(replace(place, engine=engine), [spec_of(own)])["a.html"] for engine in (["warm", "cold"] if usable() else ["cold", "cold"])]
    assert pages[0] == pages[1]


def test_no_number_of_one_county_is_in_another_countys_page(office):
    """A canary for each county, 8 workers; JIANBAO_ROUNDS=50 for the full number of rounds."""
    from jianbao import catalogue

    notebook = office.notebook("ok", "sector_county_brief")
    counties = [r.code for r in catalogue.read(office.data).regions(level="county")][:24]
    log = office.outputs / "log" / "run.log"
    log.parent.mkdir(parents=True)
    context = Context(office.data, "internal", office.home, office.home / "w", log)
    values = {"sector_code": "T02", "period": "2024-12", "lang": "zh"}
    specs = [BriefSpec(notebook, "sector_county_brief", (("region_code", c), *values.items()), f"{c}.html") for c in counties]
    for _ in range(int(os.environ.get("JIANBAO_ROUNDS", "1"))):
        for file, html in made(context, specs, 8).items():
            canaries = re.findall(r"<p>(\d{6}) T02", html.decode())
            assert canaries == [file.removesuffix(".html")]


VARIATIONS = {
    "time zone": {"TZ": "Pacific/Auckland"},
    "locale": {"LC_ALL": "C", "LANG": "C"},
    "user and home": {"USER": "someone", "LOGNAME": "someone", "HOME": "/tmp"},
    "hash seed": {"PYTHONHASHSEED": "12345"},
    "mask and umask": {"COLUMNS": "40", "PYTHONUTF8": "1"},
    "one worker": {"JOBS": "1"},
    "eight workers": {"JOBS": "8"},
    "cold kernels": {"JIANBAO_WARM": "0"},
}
BUILD = """
import os, sys
from pathlib import Path
from jianbao import catalogue
from jianbao.run import build
from jianbao.run.plan import Choice, find_notebooks, plan
data, out = Path(sys.argv[1]), Path(sys.argv[2])
specs = plan(catalogue.read(data), find_notebooks(Path(os.environ["JIANBAO_HOME"]) / "notebooks"), Choice(), "2024-12", ["zh"])
if os.environ.get("JOBS") == "8":
    specs = specs[::-1]
done = build.build(build.Job(tuple(specs), data, out, out / "e", "2024-12", workers=int(os.environ.get("JOBS", 2))))
assert not done.failures, [(f.cell, f.cause) for f in done.failures]
"""


@pytest.fixture(scope="module")
def reference(place, tmp_path_factory):
    return built(place, tmp_path_factory.mktemp("reference"), {})


def built(place: Context, out: Path, own: dict[str, str]) -> dict[str, str]:
    environment = os.environ | {"JIANBAO_HOME": str(ROOT), "JIANBAO_DATA": str(place.data_dir)} | own
    done = subprocess.run([sys.executable, "-c", BUILD, str(place.data_dir), str(out)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    edition = out / "e"
    return {p.relative_to(edition).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in edition.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_same_inputs_give_the_same_bytes(place, reference, name, tmp_path):
    assert len(reference) > 5
    assert built(place, tmp_path / "elsewhere", VARIATIONS[name]) == reference
