"""Kill a build at random instants and see what is left: ``make torture N=200``. The tests run it with a small n.

An office of six briefs. Before each build one character of the notebook changes, so there is always work. After each
kill: the edition is wholly the old or wholly the new one, no kernel lives after 5 s. At the end a build goes through and
equals, file by file, that of an office which was never killed.
"""

import hashlib
import importlib.util
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = ("build", "--region", "330500", "--sector", "T02", "--notebook", "sector_county_brief", "--jobs", "2")


def office_class():
    spec = importlib.util.spec_from_file_location("office_conftest", HERE / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Office


def notebook(office, version: int) -> None:
    """Give the office a notebook whose pages say a version."""
    path = office.notebook("ok", "sector_county_brief")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<p>{region_code}", f"<p>v{version} {{region_code}}"), encoding="utf-8")


def tree(edition: Path) -> dict[str, str]:
    """Return file → checksum of an edition."""
    return {p.relative_to(edition).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(edition.rglob("*")) if p.is_file()}


def whole(edition: Path) -> str:
    """Return why an edition is not whole; "" if it is: every file as the manifest says, all pages of one version."""
    try:
        manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return f"no manifest: {error}"
    said = {b["file"]: b["sha256"] for b in manifest["briefs"]} | manifest["files"]
    said |= {name: digest for b in manifest["briefs"] for name, digest in b.get("beside", {}).items()}
    there = tree(edition)
    there.pop("manifest.json")
    if there != said:
        return f"files differ from the manifest: {sorted(set(there.items()) ^ set(said.items()))[:4]}"
    versions = {(edition / b["file"]).read_text(encoding="utf-8").split("<p>v")[1].split()[0] for b in manifest["briefs"]}
    return "" if len(versions) == 1 else f"pages of versions {versions}"


def alive(office) -> list[int]:
    """Return the processes whose environment names this office."""
    mark, found = f"JIANBAO_DATA={office.data}".encode(), []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark in (folder / "environ").read_bytes() and (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def kills(base: Path, n: int, seed: int = 1, sent: int = signal.SIGKILL) -> dict[str, int]:
    """Kill *n* builds; return what was seen. AssertionError at the first thing that is wrong."""
    office, rng = office_class()(base / "tortured"), random.Random(seed)
    notebook(office, 0)
    begun = time.monotonic()
    code, _, err = office.run(*PLACE)
    assert code == 0, err
    usual, seen = time.monotonic() - begun, {"old": 0, "new": 0, "too late": 0}
    edition = next(p for p in office.outputs.iterdir() if (p / "manifest.json").is_file())
    for version in range(1, n + 1):
        before = tree(edition)
        notebook(office, version)
        process = office.start(*PLACE)
        time.sleep(rng.uniform(0.0, 1.1 * usual))
        process.send_signal(sent)
        process.communicate()
        seen["too late"] += process.returncode == 0
        assert not (why := whole(edition)), f"kill {version}: {why}"
        seen["old" if tree(edition) == before else "new"] += 1
        until = time.monotonic() + 5
        while alive(office) and time.monotonic() < until:
            time.sleep(0.05)
        assert not alive(office), f"kill {version}: a process lives on"
        if __name__ == "__main__" and version % 10 == 0:
            print(f"{version} kills, {seen}", flush=True)
    notebook(office, n + 1)
    assert office.run(*PLACE)[0] == 0
    clean = office_class()(base / "clean")
    notebook(clean, n + 1)
    assert clean.run(*PLACE)[0] == 0
    assert tree(edition) == tree(clean.outputs / edition.name), "after the kills: not what a clean build makes"
    assert not [p for p in office.outputs.iterdir() if ".part-" in p.name], "a half edition is left"
    return seen


if __name__ == "__main__":
    number = int(os.environ.get("N") or 200)
    with tempfile.TemporaryDirectory() as folder:
        print(f"kill -9 at {number} random instants:", kills(Path(folder), number))
    sys.exit(0)
