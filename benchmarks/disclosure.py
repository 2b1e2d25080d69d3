"""How long masking and audit take, and how that grows with the number of counties.

    .venv/bin/python benchmarks/disclosure.py [45 90 180]

Fewer counties: every second one of each city. More: each county a second time under another code. Each size runs in a process of its own;
time, peak memory, cells, primary and secondary cells are printed.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def place(folder: Path, counties: int) -> Path:
    """Write a place with so many counties (a half, all or twice the registered ones) and its enterprise file."""
    from jianbao import catalogue
    from jianbao.panel.store import connect, quoted

    own = ROOT / "data"
    cat = catalogue.read(own)
    codes = [c.code for c in cat.regions(level="county")]
    kept = set(codes) if counties >= len(codes) else {c.code for city in cat.regions(level="city") for c in cat.children(city.code)[::2]}
    twin = {c: f"{c[:4]}{chr(ord('A') + int(c[4]))}{c[5]}" for c in codes} if counties > len(codes) else {}
    shutil.copytree(own / "catalogue", folder / "catalogue")
    for path in (folder / "catalogue").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames
        gone = set(codes) - kept
        rows = [r for r in rows if not gone & set(r.values())]
        if "peer_group" in path.name:
            rows = []  # they state how many members they have
        if path.name == "regions.csv":
            rows += [r | {"code": twin[r["code"]], "name_zh": r["name_zh"] + "乙", "name_en": r["name_en"] + " B"} for r in rows if r["code"] in twin]
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, names)
            out.writeheader()
            out.writerows(rows)
    target = folder / "incoming" / "enterprise"
    target.mkdir(parents=True)
    con = connect()
    con.execute("CREATE TABLE name (region VARCHAR, own VARCHAR, mark VARCHAR)")
    con.executemany("INSERT INTO name VALUES (?, ?, ?)", [(c, c, "") for c in sorted(kept)] + [(c, t, "B") for c, t in sorted(twin.items())])
    for path in sorted((own / "incoming" / "enterprise").glob("[0-9]*.parquet")):
        con.execute(
            f"COPY (SELECT e.* REPLACE (n.own AS region, e.group_id || n.mark AS group_id, e.enterprise_id || n.mark AS enterprise_id) "
            f"FROM read_parquet({quoted(path)}) e JOIN name n USING (region)) TO {quoted(target / path.name)} (FORMAT parquet)"
        )
    (folder / "panel").mkdir()
    (folder / "panel" / "panel.json").write_text(json.dumps({"inputs": "benchmark"}), encoding="utf-8")
    return folder


def measure(folder: Path) -> None:
    """Mask and audit a place; print one line."""
    from jianbao.disclosure import masking
    from jianbao.disclosure.audit import audit

    begun = time.perf_counter()
    found = masking.masked(folder)
    masked = time.perf_counter() - begun
    result = audit(found.problem, found.mask, found.contributions)
    total = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counties = len({r for r, _ in found.contributions.table.cells if found.level[found.contributions.table.at[r, "IND"]] == found.level.max()})
    print(
        f"{counties:>4} counties  {result.cells:>6,} cells  {int(found.mask.primary.sum()):>5,} primary  {int(found.mask.secondary.sum()):>5,} secondary"
        f"  mask {masked:6.1f} s  audit {total - masked:6.1f} s ({result.attacked:,} attacks, {len(result.failed)} failed)  peak {peak:,} MiB  CPU {time.process_time():.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--place":
        measure(Path(sys.argv[2]))
    else:
        for size in [int(a) for a in sys.argv[1:]] or [45, 90, 180]:
            with tempfile.TemporaryDirectory() as base:
                subprocess.run([sys.executable, __file__, "--place", str(place(Path(base) / "place", size))], check=True)
