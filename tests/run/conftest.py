"""An office of its own: a home with notebooks, the registers of Zhejiang, a release with nothing in it."""

import functools
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = Path(__file__).parent / "notebooks"


class Office:
    """A folder tree as the command sees it."""

    def __init__(self, base: Path) -> None:
        from jianbao.panel.build import checksum
        from jianbao.panel.cut import FORMAT

        self.home, self.data, self.outputs = base / "home", base / "data", base / "outputs"
        (self.home / "notebooks").mkdir(parents=True)
        shutil.copytree(ROOT / "data" / "catalogue", self.data / "catalogue")
        place = self.data / "catalogue" / "place.toml"
        place.write_text(place.read_text(encoding="utf-8").replace("modelled = true", "modelled = false"), encoding="utf-8")
        release = self.data / "panel" / "release-internal"
        release.mkdir(parents=True)
        inputs = checksum(self.data)
        (self.data / "panel" / "panel.json").write_text(json.dumps({"inputs": inputs}))
        made = {"modelled": False, "periods": ["2023-12", "2024-12"], "vintage": "final", "checksum": inputs, "panel": inputs, "mask": "", "format": FORMAT}
        (release / "release.json").write_text(json.dumps(made))
        (release / "standing.json").write_text(json.dumps({"year": "", "peers": {}, "revision": {}}))
        for name in ("published.json", "tables.json", "changes.json"):
            (release / name).write_text("{}")

    def notebook(self, fixture: str, name: str) -> Path:
        """Put a fixture notebook into the office under a name."""
        return Path(shutil.copy(NOTEBOOKS / f"{fixture}.ipynb", self.home / "notebooks" / f"{name}.ipynb"))

    @property
    def environment(self) -> dict[str, str]:
        own = {"JIANBAO_HOME": self.home, "JIANBAO_DATA": self.data, "JIANBAO_OUTPUTS": self.outputs, "PYTHONFAULTHANDLER": "1"}
        return os.environ | {k: str(v) for k, v in own.items()}

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start the command."""
        return subprocess.Popen(
            [sys.executable, "-m", "jianbao", *arguments], env=self.environment, cwd=self.home,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            # Tests under nohup would hand on a hang-up signal that is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )  # fmt: skip

    def run(self, *arguments: str, timeout: float = 120) -> tuple[int, str, str]:
        """Run the command; return exit code, output and errors."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=timeout)
        return process.returncode, out, err

    def files(self) -> set[str]:
        """Return every file below outputs."""
        return {p.relative_to(self.outputs).as_posix() for p in self.outputs.rglob("*") if p.is_file()} if self.outputs.exists() else set()


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)


def _load(path: Path):
    spec = importlib.util.spec_from_file_location(f"of_tests_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def cut_place(tmp_path_factory):
    """The small place with its release."""
    from jianbao.panel import build as build_panel
    from jianbao.panel.release import cut

    folder = _load(ROOT / "tests" / "panel" / "small_place.py").write(tmp_path_factory.mktemp("place") / "data")
    build_panel(folder)
    cut(folder)
    return folder


@pytest.fixture
def shop(tmp_path, cut_place):
    """A package, notebooks and a place that can be edited (``office_package``)."""
    made = _load(Path(__file__).parent / "office_package.py").Workshop
    return made(tmp_path / "shop", shutil.copytree(cut_place, tmp_path / "data"))


@pytest.fixture
def make(shop, tmp_path, monkeypatch):
    """``make(outputs="outputs")``: a whole build of the workshop, with its maker in the place of kernels."""
    from jianbao.run import build as builder
    from jianbao.run import engine, stale

    monkeypatch.setattr(engine, "run", shop.run)
    monkeypatch.setattr(builder, "code_version", shop.version)
    monkeypatch.setattr(stale, "environment", lambda: dict(shop.versions))
    monkeypatch.setattr(stale, "keys", functools.partial(stale.keys, package=shop.package, versions=shop.versions))
    monkeypatch.setenv("JIANBAO_HOME", str(shop.notebooks.parent))

    def build(outputs="outputs"):
        shop.calls.clear()
        out = tmp_path / outputs
        return builder.build(builder.Job(shop.specs, shop.data, out, out / "e", "2024-12"))

    return build
