"""Installs a bundle. It is copied there as ``install.py`` and runs before anything else is installed: standard library only."""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["damaged", "main"]


def damaged(bundle: Path) -> list[str]:
    """Return the files of the bundle that are absent or differ from ``SHA256SUMS``."""
    lines = (bundle / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    wrong = []
    for digest, name in (line.split("  ", 1) for line in lines):
        path = bundle / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def _install(bundle: Path, target: Path) -> int:
    project = bundle / "project"
    venv.create(target, with_pip=True)
    python = target / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--isolated", "install", "--quiet", "--no-compile", "--no-index"]
    lock = ["--find-links", str(bundle / "wheels"), "--require-hashes", "-r", str(project / "requirements.lock")]
    for step in (lock, ["--no-deps", "--no-build-isolation", "-e", str(project)]):
        if code := subprocess.run([*pip, *step], check=False).returncode:
            return code
    # The stamp that make looks for: with it, make on this machine fetches nothing.
    (target / ".runtime").touch()
    print(f"installed. In {project}:\n  {python} -m jianbao --help")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Check the bundle beside this file and install it. Return the exit code."""
    bundle = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(prog="install", description="install the bundle without internet")
    parser.add_argument("--venv", type=Path, help="folder for the environment (project/.venv)")
    options = parser.parse_args(arguments)
    wanted = (bundle / "PYTHON").read_text(encoding="ascii").strip()
    if (running := f"{sys.version_info.major}.{sys.version_info.minor}") != wanted:
        print(f"install: the packages are for Python {wanted}, this is {running}", file=sys.stderr)
        return 2
    if wrong := damaged(bundle):
        print(f"install: {len(wrong)} damaged or missing, first {wrong[0]}: copy the bundle again", file=sys.stderr)
        return 2
    return _install(bundle, options.venv or bundle / "project" / ".venv")


if __name__ == "__main__":
    sys.exit(main())
