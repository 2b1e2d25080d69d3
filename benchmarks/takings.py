"""How long returns of enterprises take to be read, checked, kept and aggregated, and how that grows with their number.

    .venv/bin/python benchmarks/takings.py [250000 500000 1000000]

A return is a CSV file on the shipped form, spread over all counties and the classes that have a price index. Each size runs in
a process of its own; wall and processor seconds of the intake and of the panel and the peak memory after each are printed.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What a figure is of an enterprise's size, in thousand yuan unless the unit is another.
SHARES = {
    "gross_output": 1.0, "revenue": 0.96, "operating_cost": 0.8, "value_added": 0.22, "profit": 0.06, "total_assets": 1.1, "total_liabilities": 0.6,
    "export_delivery": 0.2, "average_employees": 1 / 800, "industrial_land": 1 / 4000, "energy_consumption": 1 / 60,
}  # fmt: skip


def write(path: Path, count: int) -> None:
    """Write a return of so many enterprises for January to October 2024."""
    import numpy as np

    from jianbao import catalogue

    cat = catalogue.read(ROOT / "data")
    about = tomllib.loads((ROOT / "data" / "catalogue" / "forms" / "enterprise_return.toml").read_text(encoding="utf-8"))
    columns = [c for c in about["column"] if c.get("field") and c.get("unit")]
    counties = [r.name("zh") for r in cat.regions(level=cat.place.levels[-1])]
    prices = (ROOT / "data" / "incoming" / "enterprise" / "prices.csv").read_text(encoding="utf-8").splitlines()
    leaves = [leaf for division in sorted({line.split(",")[0] for line in prices if ",2024-10," in line}) for leaf in cat.classes(division)]
    parts = np.array([SHARES.get(c["field"].removesuffix("_prev"), 0.02) * (1.0 if c["field"].endswith("_prev") else 1.05) for c in columns])
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["规模以上工业企业月报（2024年1—10月）"] + [""] * (3 + len(columns)))
        out.writerow(["统一社会信用代码", "地区", "行业代码", "企业名称", *(f"{c['head'][0].partition('/')[0]}（{c['unit']}）" for c in columns)])
        out.writerow(["", "", "", "", *(c["head"][0].partition("/")[2] for c in columns)])
        for start in range(0, count, 50_000):
            sizes = 10 ** rng.uniform(4.3, 5.8, (min(50_000, count - start), 1))
            for n, row in enumerate(np.rint(sizes * parts * rng.uniform(0.9, 1.1, (len(sizes), len(columns)))).astype(int).tolist(), start):
                out.writerow([f"91330500MA{n:08d}", counties[n % len(counties)], leaves[n % len(leaves)], f"企业{n}", *row])


def run(path: str) -> None:
    """Take a return and aggregate it; print the measures as JSON."""
    from jianbao import panel
    from jianbao.intake.take import take

    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "data"
        shutil.copytree(ROOT / "data" / "catalogue", place / "catalogue")
        folder = place / "incoming" / "enterprise"
        folder.mkdir(parents=True)
        (folder / "enterprise.toml").write_text('status = "estimated"\n', encoding="utf-8")
        shutil.copyfile(ROOT / "data" / "incoming" / "enterprise" / "prices.csv", folder / "prices.csv")
        found = {}
        for name, step in (("intake", lambda: take(Path(path), place, now=datetime(2025, 2, 1))), ("panel", lambda: panel.build(place))):
            wall, own = time.perf_counter(), time.process_time()
            result = step()
            if name == "intake":
                assert result.taking, [f.zh for f in result.errors]
                found["rows"] = result.rows
            found |= {f"{name}_s": round(time.perf_counter() - wall, 1), f"{name}_cpu_s": round(time.process_time() - own, 1),
                      f"{name}_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}  # fmt: skip
        print(json.dumps(found))


def main() -> None:
    """Run each size in a process of its own."""
    with tempfile.TemporaryDirectory() as work:
        for count in sys.argv[1:] or ("250000", "500000", "1000000"):
            path = Path(work) / "企业月报（2024年1—10月）.csv"
            write(path, int(count))
            subprocess.run([sys.executable, __file__, "--one", str(path)], check=True)


if __name__ == "__main__":
    run(sys.argv[2]) if sys.argv[1:2] == ["--one"] else main()
