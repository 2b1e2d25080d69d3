"""What decides a brief's bytes before it runs: its notebook, the code it reaches, the page's frame, packages, registers.

The data it reads are known only after it ran (``panel.reads``); ``run.kept`` compares those.
"""

import ast
import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from jianbao.run.plan import BriefSpec
from jianbao.run.reach import Package

__all__ = ["environment", "keys", "notebook_text"]

#: The machinery that turns any notebook into a page; what these reach counts for every brief.
_FRAME = (
    "run.execute", "run.kernel", "run.mark", "run.pages", "run.parameters", "run.shell", "run.worker", "run.zygote",
    "publish.annex", "publish.check", "publish.css", "publish.exporter", "publish.meta", "publish.office.make", "publish.sanitise",
    "publish.sections",
)  # fmt: skip
#: Files of the package that only the index uses.
_INDEX_ONLY = ("index.css", "index.html.j2", "index.js", "worry.css", "worry.html.j2", "changes.css", "changes.html.j2")
#: The packages whose versions decide bytes; what they require counts too.
_PACKAGES = (
    "duckdb", "highspy", "ipykernel", "ipython", "jinja2", "matplotlib", "matplotlib-inline", "mistune", "nbclient", "nbconvert",
    "nbformat", "nh3", "numpy", "pandas", "papermill", "pillow", "seaborn",
)  # fmt: skip
#: Metadata of a cell that change when it is merely opened or run.
_IDLE = ("collapsed", "execution", "ExecuteTime", "papermill", "scrolled", "jupyter", "editable", "deletable")


def keys(
    specs: Sequence[BriefSpec], data_dir: Path, audience: str, package: Path | None = None, versions: Mapping[str, str] | None = None,
    formats: Sequence[str] = (),
) -> dict[str, str]:
    """Return for each brief's file a checksum of everything that decides its bytes except the data it reads.

    Parameters
    ----------
    package, versions
        The package's folder and the installed versions; by default those that are running.
    formats
        The endings of the files made beside each page.
    """
    folder = package or Path(__file__).resolve().parents[1]
    code = Package.read(folder)
    name = folder.name
    sources = {n: Path(n).read_text(encoding="utf-8") for n in {s.notebook for s in specs}}
    frame = _hash(
        code.fingerprint(code.reached(_loaded(folder, code), [f"{name}.{m}" for m in _FRAME if f"{name}.{m}" in code.modules])),
        _files(p for p in folder.rglob("*") if p.suffix != ".py" and p.name not in _INDEX_ONLY and "__pycache__" not in p.parts),
        _files(p for part in ("catalogue", "map") for p in (Path(data_dir) / part).rglob("*")),
        json.dumps(dict(environment() if versions is None else versions), sort_keys=True),
        audience,
        *formats,
    )
    own = {}
    for notebook, text in sources.items():
        content, cells = notebook_text(text)
        reached = code.reached(cells)
        own[notebook] = _hash(content, code.fingerprint(reached), json.dumps(_others(reached[1])))
    return {s.file: _hash(frame, own[s.notebook], s.kind, s.notebook.stem, json.dumps(s.parameters), s.file) for s in specs}


def notebook_text(text: str) -> tuple[str, list[str]]:
    """Return what of a notebook decides its page, and its code as plain Python, one text a cell.

    Outputs, run counts and cell numbers do not count, nor do comments in code.
    """
    content, code = [], []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        about = {k: v for k, v in cell.get("metadata", {}).items() if k not in _IDLE}
        if cell["cell_type"] == "code":
            plain = _plain(source)
            code.append(plain)
            source = _meaning(plain)
        content.append([cell["cell_type"], about, source])
    return json.dumps(content, ensure_ascii=False, sort_keys=True), ["\n".join(code)]


def _plain(source: str) -> str:
    """Return a cell with IPython's own syntax turned into Python."""
    if not re.search(r"^\s*[%!?]|[?!]\s*$|=\s*[%!]", source, re.MULTILINE):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def _meaning(source: str) -> str:
    """Return the syntax of a cell; its text where a last semicolon or an error makes the text matter."""
    lines = source.rstrip().splitlines()
    if lines and ";" in lines[-1]:
        return source
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return source


def environment() -> dict[str, str]:
    """Return Python's version, and that of each package that decides bytes."""
    found = {"python": platform.python_version(), "system": platform.system()}
    todo = list(_PACKAGES)
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
            continue
        wanted = [r for r in metadata.requires(name) or () if "extra ==" not in r]
        todo += [re.match(r"[A-Za-z0-9._-]+", r).group() for r in wanted]
    return found


def _others(outside: Iterable[str]) -> dict[str, str]:
    """Return the version of each package that a notebook imports by itself, where it can be told from the name."""
    versions = {}
    for top in sorted({name.split(":")[0].split(".")[0] for name in outside}):
        try:
            versions[top] = metadata.version(top)
        except (metadata.PackageNotFoundError, ValueError):
            continue
    return versions


def _loaded(folder: Path, code: Package) -> list[str]:
    """Return imports of what the zygote loads by name."""
    path = folder / "run" / "zygote.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [f"import {module}" for module in sorted(code.modules) if f'"{module}"' in text]


def _files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file()):
        digest.update(f"{path.parent.name}/{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _hash(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode() + part.encode())
    return digest.hexdigest()
