"""The house keeps its shape: which part may import which, how long a module is, what a tracked file may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "lib" / "jianbao"

# Part → the parts it may import; a dotted name opens only that module. All but indicators may import catalogue and paths.
EVERYWHERE = {"catalogue", "paths"}
ARROWS: dict[str, set[str]] = {
    "__init__": set(),
    "paths": set(),
    "catalogue": set(),
    "indicators": set(),
    "facts": set(),
    "geometry": set(),  # county boundaries as paths: brief and publish draw with them
    "claims": set(),  # the notation of a claim: brief writes it, verify reads it
    "panel": {"indicators"},
    "intake": {"panel"},
    "demo": {"panel", "indicators"},
    "disclosure": {"panel", "indicators"},
    "brief": {"facts", "claims", "geometry", "indicators", "panel.release"},
    "reports": {"brief", "facts", "claims", "indicators", "panel.release"},  # the documents, of the parts that briefs are made of
    "publish": {"facts", "geometry"},
    "verify": {"facts", "claims", "panel"},
    # It makes what a build lacks (the modelled file, the panel), and prints one fact a brief in the index.
    "run": {"facts", "indicators", "reports", "intake", "demo", "panel", "disclosure", "publish", "verify"},
    "cli": {"run", "demo", "intake", "panel", "publish", "verify"},
    "__main__": {"cli"},
    "environment": set(),
    "bundle": {"bundle_install"},
    "bundle_install": set(),
}
NOTEBOOKS_MAY = {"brief", "reports", "indicators", "panel.release", "catalogue", "paths"}
INDICATORS_OUTSIDE = {"numpy", "pandas", "highspy"}
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org", "conda." + "anaconda.org"]
MODULES = sorted(PACKAGE.rglob("*.py"))


def tracked() -> list[Path]:
    """Return the files under version control, or all outside the ignored folders where there is no git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    ignored = {".venv", "outputs", "dist", "build", "panel", "incoming", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.relative_to(ROOT).parts)]


def words_of(path: Path) -> str:
    """Return the text of a file, or nothing for a picture, a font or a table of bytes."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def imports(source: str, module: str) -> set[str]:
    """Return every module that the source names in an import, those inside functions too; relative ones resolved."""
    found: set[str] = set()
    package = module.split(".")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{stem}.{alias.name}" for alias in node.names}
    return found


def part_of(path: Path) -> str:
    """Return the part of the package that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def wrong_arrows(names: set[str], part: str, allowed: set[str]) -> list[str]:
    """Return the imports from inside the package that ``part`` may not make."""
    inside = (name.removeprefix("jianbao.") for name in names if name.startswith("jianbao."))
    open_to = allowed | ({part} if part else set())
    return sorted(name for name in inside if not any(name == o or name.startswith(f"{o}.") for o in open_to))


def notebook_code(path: Path) -> str:
    import nbformat

    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    assert part in ARROWS, f"jianbao.{part} is a new part: say in ARROWS what it may import"
    module = ".".join(["jianbao", *path.relative_to(PACKAGE).with_suffix("").parts])
    allowed = ARROWS[part] | (set() if part in {"indicators", "paths"} else EVERYWHERE)
    assert not wrong_arrows(imports(path.read_text("utf-8"), module), part, allowed)


@pytest.mark.parametrize("path", sorted((PACKAGE / "indicators").rglob("*.py")), ids=lambda p: p.name)
def test_indicators_need_nothing_but_numbers(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path.read_text("utf-8"), f"jianbao.indicators.{path.stem}")}
    assert tops - set(sys.stdlib_module_names) - INDICATORS_OUTSIDE <= {"jianbao"}


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_has_no_handle_on_the_panel(path: Path) -> None:
    assert not wrong_arrows(imports(notebook_code(path), "notebook"), "", NOTEBOOKS_MAY)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("from jianbao.panel.store import Panel", ["panel.store.Panel"]),
        ("from jianbao.panel import Panel", ["panel.Panel"]),
        ("import jianbao.panel", ["panel"]),
        ("def f():\n    from jianbao.run import plan", ["run.plan"]),
        ("from ..publish import exporter", ["publish.exporter"]),
        ("from jianbao.panel.release import Release", []),
        ("from jianbao.panel import release", []),
        ("from .words import say", []),
        ("from jianbao import facts", []),
    ],
)
def test_a_wrong_arrow_is_seen_however_it_is_written(source: str, wrong: list[str]) -> None:
    assert wrong_arrows(imports(source, "jianbao.brief.head"), "brief", ARROWS["brief"] | EVERYWHERE) == wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_fits_in_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_no_tracked_file_is_over_three_megabytes() -> None:
    assert not [path.name for path in tracked() if path.stat().st_size > 3_000_000]


def test_no_file_names_a_package_registry() -> None:
    found = [(path.relative_to(ROOT).as_posix(), host) for path in tracked() for host in REGISTRIES if host in words_of(path)]
    assert not found


def foreign_paths(text: str) -> list[str]:
    """Return the absolute paths of one machine and the references outside the project in a text."""
    pattern = r"(?<![\w./~-])/(?:work|home|root|Users|mnt|srv)/[\w.-]+|\b[A-Z]:\\\\?Users\b|\.\./shared\b"
    return re.findall(pattern, text)


def test_the_project_stands_on_its_own() -> None:
    this = Path(__file__).resolve()
    outside_docs = [p for p in tracked() if p.relative_to(ROOT).parts[0] != "docs" and p.suffix != ".md" and p != this]
    found = {p.relative_to(ROOT).as_posix(): hits for p in outside_docs if (hits := foreign_paths(words_of(p)))}
    assert not found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('open("/home/li/data.csv")', ["/home/li"]),
        ("cat ../shared/a.csv", ["../shared"]),
        ("lib/jianbao/home/page.css", []),
        ("file:///usr/bin", []),
    ],
)
def test_a_path_of_one_machine_is_seen(text: str, found: list[str]) -> None:
    assert foreign_paths(text) == found
