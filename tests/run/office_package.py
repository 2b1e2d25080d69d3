"""A package, notebooks and a maker of pages in this process: what a build does, without kernels and in milliseconds."""

import hashlib
import json
import os
import sys
from pathlib import Path

from jianbao.panel import reads as noted
from jianbao.panel.release import open_release, reads
from jianbao.panel.slices import write_slice
from jianbao.run.plan import BriefSpec
from jianbao.run.worker import Result

NAME = "officepkg"
MODULES = {
    "__init__": "from officepkg.parts import cards, notes\nfrom officepkg import words\n",
    "parts": (
        "from officepkg.words import say, UNIT\nfrom officepkg.model import Reader\n_KINDS = ('a', 'b')\n\n\n"
        "def cards(release, region):\n    reader = Reader(release)\n    return say('cards') + reader.number('revenue', region) + UNIT\n\n\n"
        "def notes(release, region):\n    import officepkg.extra as more\n    return more.note(1) + _tail('n')\n\n\n"
        "def _tail(x):\n    return x + '0'\n\n\ndef unused(x):\n    return cards(x, '') + 'u0'\n"
    ),
    "words": "UNIT = 'yuan'\nOTHER = 'other0'\n\n\ndef say(word):\n    return word + 'say0'\n\n\ndef whisper(word):\n    return word + 'w0'\n",
    "model": (
        "class Reader:\n    mark = 'm0'\n\n    def __init__(self, release):\n        self.slice = release.sector('T01')\n\n"
        "    def number(self, indicator, region):\n        return self.mark + repr(self.slice.value(indicator, region, '2024-12'))\n"
    ),
    "extra": "TABLE = {1: lambda: 'x0', 2: lambda: 'y0'}\n\n\ndef note(n):\n    return TABLE[n]()\n",
}
NOTEBOOKS = {
    "plain": ["import officepkg", "out = officepkg.cards(release, region_code)"],
    "noted": ["from officepkg import notes as end", "out = end(release, region_code)", "out += officepkg_words.whisper('p')"],
}
NOTEBOOKS["noted"].insert(1, "import officepkg.words as officepkg_words")
REGIONS = ("990101", "990102", "990100")


class Workshop:
    """The package and the notebooks in a folder, a place beside; every part can be edited."""

    def __init__(self, base: Path, data: Path) -> None:
        self.package, self.data, self.notebooks = base / NAME, data, base / "notebooks"
        self.versions = {"numpy": "1"}
        self.package.mkdir(parents=True)
        self.notebooks.mkdir()
        for name, text in MODULES.items():
            (self.package / f"{name}.py").write_text(text)
        for name, cells in NOTEBOOKS.items():
            self.write_notebook(name, cells)
        self.calls: list[str] = []

    def write_notebook(self, name: str, cells: list[str]) -> None:
        rows = [{"cell_type": "code", "metadata": {}, "source": c, "outputs": [], "execution_count": None} for c in cells]
        (self.notebooks / f"{name}.ipynb").write_text(json.dumps({"cells": rows, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))

    @property
    def specs(self) -> tuple[BriefSpec, ...]:
        return tuple(
            BriefSpec(
                self.notebooks / f"{name}.ipynb", "sector_county_brief",
                (("region_code", r), ("sector_code", "T01"), ("period", "2024-12"), ("lang", "zh")), f"briefs/{r}/{name}.html",
            )
            for name in NOTEBOOKS for r in REGIONS
        )  # fmt: skip

    def version(self) -> str:
        """Stand in for ``build.code_version``."""
        digest = hashlib.sha256()
        for folder in (self.package, self.notebooks):
            for path in sorted(p for p in folder.iterdir() if p.is_file()):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def page(self, spec: BriefSpec) -> tuple[bytes, dict]:
        """Run a notebook as a kernel would, in an empty state; return the page and what was read."""
        for store in (noted._rows, noted._whole, noted._releases, noted._opened):
            store.clear()
        before = dict(sys.modules)
        try:
            sys.path.insert(0, str(self.package.parent))
            release = open_release(self.data)
            space = {"release": release, "region_code": spec.region}
            for cell in json.loads(spec.notebook.read_text())["cells"]:
                exec(cell["source"], space)
            modelled = {"numpy": self.versions["numpy"]}
            found = reads()
            return f"{space['out']} {modelled} {spec.file}".encode(), found | {"whole": [w for w in found["whole"] if w[0] != noted.FILE]}
        finally:
            sys.path.remove(str(self.package.parent))
            for name in set(sys.modules) - set(before):
                if name.split(".")[0] == NAME:
                    del sys.modules[name]

    def run(self, specs, context, workers=None):
        """Stand in for ``engine.run``."""
        for spec in specs:
            self.calls.append(spec.file)
            html, found = self.page(spec)
            yield Result(spec, html, 0.0, reads=found)

    def set_cell(self, key: str, value: float, indicator: str = "revenue", sector: str = "T01") -> float:
        """Change a figure of the release; return what it was."""
        release = open_release(self.data)
        frame = release.sector(sector).frame.copy()
        row = (frame["key"] == key) & (frame["period"] == "2024-12")
        before = float(frame.loc[row, indicator].iloc[0])
        frame.loc[row, indicator] = value
        write_slice(release.folder / "sector" / f"{sector}.slice", frame)
        return before

    def edits(self):
        """Every kind of edit: its name, a function that makes it with a number, whether a page may change by it."""

        def replace(module, old, new):
            path = self.package / f"{module}.py"

            def edit(n):
                text = path.read_text()
                head, found, tail = text.partition(old)
                assert found, old
                path.write_text(head + new.format(n=n, old=old) + tail)

            return edit

        def whole(module, tail):
            path = self.package / f"{module}.py"
            return lambda n: path.write_text(path.read_text().split("#~")[0] + "#~" + tail.format(n=n))

        def notebook(name, cells):
            return lambda n: self.write_notebook(name, [c.format(n=n) for c in cells])

        plain, noted = (json.loads((self.notebooks / f"{n}.ipynb").read_text())["cells"] for n in ("plain", "noted"))
        plain, noted = [c["source"] for c in plain], [c["source"] for c in noted]
        return {
            "a reached function": lambda n: self.swap("words", "def say(word):\n    return word + ", f"'say{n}'"),
            "a reached constant": lambda n: self.swap("words", "UNIT = ", f"'yuan{n}'"),
            "a method": lambda n: self.swap("model", "    mark = ", f"'m{n}'"),
            "a function in a table": lambda n: self.swap("extra", "TABLE = {1: lambda: ", f"'x{n}'", until=","),
            "a function of one notebook": lambda n: self.swap("words", "def whisper(word):\n    return word + ", f"'w{n}'"),
            "a function nobody reaches": lambda n: self.swap("parts", "return cards(x, '') + ", f"'u{n}'"),
            "a constant nobody reads": lambda n: self.swap("words", "OTHER = ", f"'other{n}'"),
            "a comment": whole("parts", " comment {n}\n"),
            "a notebook's code": notebook("plain", [*plain, "out += 'k{n}'"]),
            "a notebook's comment": notebook("noted", [*noted[:-1], noted[-1] + "  # {n}"]),
            "a figure": lambda n: self.set_cell("990101", 1000.0 + n),
            "a figure nobody reads": lambda n: self.set_cell("990101", 1000.0 + n, "profit"),
            "a figure of another sector": lambda n: self.set_cell("990101", 1000.0 + n, "revenue", "IND"),
            "a package's version": lambda n: self.versions.update(numpy=str(n)),
        }


    def swap(self, module, before, value, until="\n"):
        path = self.package / f"{module}.py"
        head, found, tail = path.read_text().partition(before)
        assert found, before
        path.write_text(head + before + value + until + tail.partition(until)[2])

    @staticmethod
    def tree(folder: Path) -> dict[str, bytes]:
        """Return every file of a folder."""
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    @staticmethod
    def in_child(do) -> int:
        """Return the exit code of a child process that does something: 0 done, 3 an error of one line, 4 another error."""
        child = os.fork()
        if not child:
            code = 4
            try:
                do()
                code = 0
            except Exception as error:
                from jianbao.run.words import RunError

                code = 3 if isinstance(error, RunError) and "\n" not in str(error) else 4
                if code == 4:
                    print(repr(error), file=sys.stderr)
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
