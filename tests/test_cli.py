"""The command: quick to start, refuses in one line, writes nothing then."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "run"))
from conftest import Office  # noqa: E402


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office"))
    made.notebook("ok", "sector_county_brief")
    return made


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--region", "330599"),
        ("build", "--region", "吴兴区"),
        ("build", "--region", "../x"),
        ("build", "--sector", "T99"),
        ("build", "--sector", "IND"),
        ("build", "--period", "2024-01"),
        ("build", "--period", "2031-12"),
        ("build", "--level", "town"),
        ("build", "--notebook", "sector_county_breif"),
        ("build", "--lang", "fr"),
        ("build", "--audience", "press"),
        ("build", "--regoin", "330502"),
        ("build", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"),
        ("build", "--engine", "lukewarm"),
        ("build", "--memory", "-1"),
        ("build", "--timeout", "0"),
        ("page", "NB", "-p", "region_code", "330502"),
        ("build", "--data", "/nowhere"),
        ("run", "NB", "-p", "region_code", "330502", "-p", "secter_code", "T02", "-p", "period", "2024-12", "-p", "lang", "zh"),
        ("run", "NB", "-p", "region_code", "330502"),
        ("run", "NB", "-p", "region_code", "T02", "-p", "sector_code", "330502", "-p", "period", "2024-12", "-p", "lang", "zh"),
        ("run", "no.ipynb", "-p", "region_code", "330502"),
        ("describe", "valu_added"),
        ("panel", "--audience", "press"),
        ("open", "--period", "2019-12"),
    ],
    ids=lambda a: " ".join(a[:5]),
)
def test_a_refusal_is_one_line_exit_2_and_nothing_written(office, arguments):
    arguments = [str(office.home / "notebooks" / "sector_county_brief.ipynb") if a == "NB" else a for a in arguments]
    code, out, err = office.run(*arguments)
    assert code == 2, err
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line and not line.startswith(("Usage", "Try"))]
    assert len(lines) == 1, err
    assert office.files() == set()


def test_help_needs_neither_pandas_nor_papermill():
    code = (
        "import sys\nfrom jianbao.cli import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'papermill', 'numpy', 'duckdb', 'nbformat', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_describe_says_what_an_indicator_is(office):
    code, out, _ = office.run("describe", "cost_per_100_revenue")
    assert code == 0
    assert "÷" in out and "越低越好" in out


def test_describe_in_english(office):
    code, out, _ = office.run("describe", "value_added", "--lang", "en")
    assert code == 0
    assert "definition" in out and "higher is better" in out


@pytest.mark.parametrize(("what", "line"), [("regions", "330502"), ("sectors", "T02"), ("notebooks", "sector_county_brief"), ("periods", "2024-12")])
def test_list(office, what, line):
    code, out, _ = office.run("list", what)
    assert code == 0
    assert line in out


@pytest.mark.parametrize("command", ["page", "run"])
def test_one_notebook_makes_one_page(office, command):
    notebook = office.home / "notebooks" / "sector_county_brief.ipynb"
    target = office.home / "page.html"
    pairs = [("region_code", "330502"), ("sector_code", "T02"), ("period", "2024-12"), ("lang", "zh")]
    target.unlink(missing_ok=True)
    code, out, err = office.run(command, str(notebook), *(x for n, v in pairs for x in ("-p", n, v)), "--out", str(target))
    assert code == 0, err
    assert "330502 T02 2024-12 zh internal" in target.read_text(encoding="utf-8")


def test_run_takes_a_notebook_by_its_name(office):
    """As the README writes it; found when its line was tried."""
    code, out, err = office.run("run", "sector_county_brief", "-p", "region_cod", "330502")
    assert code == 2
    assert "region_cod" in out + err and "没有笔记本" not in out + err
