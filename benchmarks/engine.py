"""What an engine costs, all ways on the same notebook, interleaved in one run: ``python benchmarks/engine.py``.

1. One brief after another: CPU of our warm run (worker, zygote and child; page made and checked) against the floor, which
   is the same cells as plain calls in a warm process. Medians of the paired rounds.
2. Two at a time: briefs a minute of papermill + jupyter nbconvert by their commands, of their functions, of our cold kernels
   and of our warm ones, and the ratio to the first.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "notebooks" / "sector_county_brief.ipynb"
PARTS = ("head", "headline", "cards", "running", "structure", "place", "published", "notes")
FLOOR = """
import os, sys, time
from jianbao import brief
def run(region, sector):
    b = brief.open(region, sector, sys.argv[1], "zh")
    for part in PARTS:
        shown = getattr(brief, part)(b)
        getattr(shown, "_repr_html_", str)()
run("330502", "T02"); print("ready", flush=True)
for line in sys.stdin:
    begun, wall = time.process_time(), time.perf_counter()
    run(*line.split())
    print(time.process_time() - begun, time.perf_counter() - wall, flush=True)
""".replace("PARTS", repr(PARTS))
API = """
import sys, papermill, nbformat
from nbconvert import HTMLExporter
exporter = HTMLExporter()
for line in sys.stdin:
    region, sector, out = line.split()
    papermill.execute_notebook(sys.argv[1], out, {"region_code": region, "sector_code": sector}, progress_bar=False)
    open(out.replace(".ipynb", ".html"), "w").write(exporter.from_filename(out)[0]); print(out, flush=True)
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--period", default="2024-12")
    parser.add_argument("--serial", type=int, default=20, help="paired rounds of part 1")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds of part 2")
    parser.add_argument("--block", type=int, default=24, help="briefs of a warm block; the others make a sixth of it")
    return parser.parse_args()


def context(folder: Path, engine: str):
    from jianbao.panel.release import open_release
    from jianbao.run.worker import Context

    release = open_release(ROOT / "data", "internal")
    log = folder / "outputs" / "log" / "run.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    return Context(ROOT / "data", "internal", ROOT, folder, log, modelled=release.modelled, periods=release.periods, engine=engine)


def briefs(period: str):
    """Return sector briefs of counties, largest first in no respect: as the plan has them, one in eleven."""
    from jianbao import catalogue
    from jianbao.run.plan import Choice, find_notebooks, plan

    every = plan(catalogue.read(ROOT / "data"), find_notebooks(ROOT / "notebooks"), Choice(), period, ["zh"])
    return [s for s in every if s.kind == "sector_county_brief"][::11]


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def tree_cpu(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(x) for x in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def serial(period: str, rounds: int) -> None:
    """Print part 1."""
    from jianbao.run import worker
    from jianbao.run.warm import WarmEngine

    with tempfile.TemporaryDirectory(prefix="jb-") as folder:
        ctx = context(Path(folder), "warm")
        os.environ.update(ctx.environment())
        Path(os.environ["MPLCONFIGDIR"]).mkdir(parents=True)
        specs = briefs(period)[: rounds + 1]
        assert worker.make(specs[0], ctx).ok
        zygote = WarmEngine.zygote._process.pid
        floor = subprocess.Popen([sys.executable, "-c", FLOOR, period], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        floor.stdout.readline()
        ours, plain, wall, plain_wall = [], [], [], []
        for spec in specs[1:]:
            before, begun = own_cpu() + tree_cpu(zygote), time.perf_counter()
            assert worker.make(spec, ctx).ok
            ours.append(own_cpu() + tree_cpu(zygote) - before)
            wall.append(time.perf_counter() - begun)
            floor.stdin.write(f"{spec.region} {spec.sector}\n")
            used, took = map(float, floor.stdout.readline().split())
            plain.append(used)
            plain_wall.append(took)
        floor.stdin.close()
        floor.wait()
    over = [a - b for a, b in zip(ours, plain, strict=True)]
    print(f"one after another, n = {len(ours)} pairs")
    print(f"  floor       {statistics.median(plain):.3f} s CPU   {statistics.median(plain_wall):.3f} s")
    print(f"  warm        {statistics.median(ours):.3f} s CPU   {statistics.median(wall):.3f} s")
    print(f"  warm − floor, paired: median {statistics.median(over):.3f} s CPU")


def commands(specs, folder: Path) -> None:
    """papermill and jupyter nbconvert, each started for each brief, two at a time."""
    bin_dir = Path(sys.executable).parent

    def one(spec) -> None:
        out = folder / f"{spec.region}-{spec.sector}.ipynb"
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([bin_dir / "papermill", "--no-progress-bar", "-r", "region_code", spec.region, "-r", "sector_code", spec.sector, NOTEBOOK, out], **quiet)
        subprocess.run([bin_dir / "jupyter", "nbconvert", "--to", "html", out], **quiet)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, specs))


def functions(specs, folder: Path) -> None:
    """papermill's and nbconvert's functions in two processes."""
    def half(part) -> None:
        lines = "".join(f"{s.region} {s.sector} {folder / f'{s.region}-{s.sector}.ipynb'}\n" for s in part)
        subprocess.run([sys.executable, "-c", API, NOTEBOOK], input=lines, text=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(half, (specs[::2], specs[1::2])))


def ours(engine_name: str):
    def run(specs, folder: Path) -> None:
        from jianbao.run import engine

        results = list(engine.run(specs, context(folder, engine_name), 2))
        assert all(r.ok for r in results), [r.cause for r in results if not r.ok]

    return run


def two_at_a_time(period: str, rounds: int, block: int) -> None:
    """Print part 2."""
    ways = {"papermill + nbconvert, commands": commands, "papermill + nbconvert, functions": functions, "ours, cold": ours("cold"), "ours, warm": ours("warm")}
    specs, taken = briefs(period), {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            size = block if name == "ours, warm" else max(2, block // 6)
            start = number * block % (len(specs) - block)
            with tempfile.TemporaryDirectory(prefix="jb-") as folder:
                begun = time.perf_counter()
                way(specs[start : start + size], Path(folder))
                taken[name].append((time.perf_counter() - begun) / size)
    print(f"two at a time, {rounds} interleaved rounds (blocks of {max(2, block // 6)}; warm: {block}, its start included)")
    base = taken["papermill + nbconvert, commands"]
    for name, seconds in taken.items():
        ratio = statistics.median(a / b for a, b in zip(base, seconds, strict=True))
        print(f"  {name:34} {statistics.median(seconds):6.3f} s a brief   {ratio:5.2f} ×")


if __name__ == "__main__":
    given = arguments()
    os.environ.setdefault("JIANBAO_HOME", str(ROOT))
    os.environ.setdefault("JIANBAO_DATA", str(ROOT / "data"))
    serial(given.period, given.serial)
    two_at_a_time(given.period, given.rounds, given.block)
