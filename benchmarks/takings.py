"""How long enterprise returns take to be kept and aggregated, and how that grows with their number.

    .venv/bin/python benchmarks/takings.py [250000 500000 1000000]

The place is the project's own with its registers and prices; the rows are made of nothing but numbers, spread over all counties
and classes, in one period. Each size runs in a process of its own; seconds and peak memory are printed.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PERIOD = "2024-12"


def rows(count: int):
    """Return so many rows of an enterprise file, in every county and class in turn."""
    import numpy as np
    import pandas as pd

    from jianbao import catalogue
    from jianbao.panel.columns import FIGURES

    cat = catalogue.read(ROOT / "data")
    counties = [r.code for r in cat.regions(level=cat.place.levels[-1])]
    prices = (ROOT / "data" / "incoming" / "enterprise" / "prices.csv").read_text(encoding="utf-8").splitlines()
    priced = sorted({line.split(",")[0] for line in prices if f",{PERIOD}," in line})
    leaves = [leaf for division in priced for leaf in cat.classes(division)]
    rng = np.random.default_rng(1)
    ids = [f"N{n:07d}" for n in range(count)]
    frame = {
        "enterprise_id": ids, "group_id": ids, "region": [counties[n % len(counties)] for n in range(count)],
        "sector": [leaves[n % len(leaves)] for n in range(count)], "period": PERIOD, "loss": False, "loss_prev": False,
    }  # fmt: skip
    return pd.DataFrame(frame | {f: rng.integers(1, 10**6, count) for f in FIGURES})


def run(count: int) -> None:
    """Take and aggregate so many rows; print the measures as JSON."""
    from jianbao import panel
    from jianbao.panel import taken

    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "data"
        shutil.copytree(ROOT / "data" / "catalogue", place / "catalogue")
        folder = place / "incoming" / "enterprise"
        folder.mkdir(parents=True)
        (folder / "enterprise.toml").write_text('status = "estimated"\n', encoding="utf-8")
        own = ROOT / "data" / "incoming" / "enterprise" / "prices.csv"
        shutil.copyfile(own, folder / "prices.csv")
        file = place / "return.csv"
        file.write_text(str(count), encoding="utf-8")
        frame = rows(count)
        begun = time.perf_counter()
        taken.keep(place, file=file, form="benchmark", form_sha256="", vintage="final", released="", taken=datetime(2025, 2, 1), enterprise=frame)
        kept = time.perf_counter()
        del frame
        panel.build(place)
        done = time.perf_counter()
        print(json.dumps({
            "rows": count, "keep_s": round(kept - begun, 1), "panel_s": round(done - kept, 1), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }))  # fmt: skip


def main() -> None:
    """Run each size in a process of its own."""
    for count in sys.argv[1:] or ("250000", "500000", "1000000"):
        subprocess.run([sys.executable, __file__, "--one", count], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run(int(sys.argv[2]))
    else:
        main()
