"""``make bundle``: one folder that installs on a machine without internet.

    dist/jianbao-bundle/
        install.sh  install.bat  install.py   one of the first two starts the third
        wheels/                               every package of requirements.lock, for one kind of machine
        project/                              the last commit
        PYTHON                                the Python that the wheels are for
        SHA256SUMS                            checked before anything is installed
"""

import argparse
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from packaging.markers import Marker, default_environment

from jianbao import bundle_install, paths

__all__ = ["BundleError", "main", "make", "pins_for"]

# pip takes a wheel for any one of a machine's platform tags; markers describe the machine itself.
TARGETS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "win_amd64": (
        ("win_amd64",),
        {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    ),
    "linux_x86_64": (
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_12_x86_64",
         "manylinux2010_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    ),
}
SCRIPTS = {
    "install.sh": '#!/bin/sh\ncd "$(dirname "$0")" && exec "${PYTHON:-python3}" install.py "$@"\n',
    "install.bat": '@echo off\r\ncd /d "%~dp0"\r\nwhere py >nul 2>nul\r\nif %errorlevel%==0 (py -3.11 install.py %*) '
    "else (python install.py %*)\r\n",
}


class BundleError(RuntimeError):
    """The bundle cannot be made; the message says why in one line."""


def pins_for(lock: str, platform: str | None, python: str) -> str:
    """Return the lock's entries that a machine of ``platform`` with Python ``python`` needs, without markers.

    pip judges markers by the machine it runs on, so that a bundle made on Linux would lack what only
    Windows needs. ``platform`` None is this machine. Raises ``BundleError`` for an unknown platform.
    """
    if platform is not None and platform not in TARGETS:
        raise BundleError(f"no platform {platform!r}: choose from {', '.join(TARGETS)}")
    machine = dict(default_environment())
    if platform is not None:
        machine |= TARGETS[platform][1]
        machine |= {"python_version": python, "python_full_version": f"{python}.0"}
    kept = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        head, *hashes = entry.split("\n")
        pin, _, marker = head.removesuffix("\\").partition(" ; ")
        if not marker or Marker(marker.strip()).evaluate(machine):
            kept.append("\n".join([f"{pin.strip()} \\", *hashes]))
    return "\n".join(kept) + "\n"


def _run(command: list[str], failure: str, folder: Path) -> bytes:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        reason = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise BundleError(f"{failure}: {reason[-1] if reason else 'no reason given'}")
    return done.stdout


def _download(root: Path, wheels: Path, platform: str | None, python: str) -> None:
    wheels.mkdir()
    pins = wheels.parent / "pins.txt"
    pins.write_text(pins_for((root / "requirements.lock").read_text("utf-8"), platform, python), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
               "--only-binary=:all:", "--disable-pip-version-check", "-r", str(pins), "-d", str(wheels)]
    if platform is not None:
        tags = [f"--platform={tag}" for tag in TARGETS[platform][0]]
        command += [*tags, "--implementation=cp", f"--python-version={python}"]
    _run(command, "the packages could not be fetched", root)
    pins.unlink()


def make(root: Path, out: Path, platform: str | None = None, python: str = "3.11") -> Path:
    """Write the bundle to ``out`` and return it; an older one there is replaced only when the new one is whole.

    ``platform`` is a key of ``TARGETS``, or None for this machine and its own Python. Raises ``BundleError``
    where git or pip refuse.
    """
    building = out.with_name(out.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    archive = _run(["git", "archive", "--format=tar", "HEAD"], "the bundle needs the project's git repository", root)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(building / "project", filter="data")
    _download(root, building / "wheels", platform, python)
    shutil.copyfile(bundle_install.__file__, building / "install.py")
    minor = python if platform else f"{sys.version_info.major}.{sys.version_info.minor}"
    (building / "PYTHON").write_text(minor + "\n", encoding="ascii", newline="\n")
    for name, script in SCRIPTS.items():
        (building / name).write_text(script, encoding="ascii", newline="")
        (building / name).chmod(0o755)
    files_in = sorted(path for path in building.rglob("*") if path.is_file())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(building).as_posix()}" for path in files_in]
    (building / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    building.rename(out)
    return out


def main(arguments: list[str] | None = None) -> int:
    """Make the bundle that the command line asks for. Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m jianbao.bundle", description="a folder that installs offline")
    parser.add_argument("--platform", choices=sorted(TARGETS), help="kind of the machine to install on (this one)")
    parser.add_argument("--python", default="3.11", help="its Python, with --platform (3.11)")
    parser.add_argument("--out", type=Path, help="folder to write (dist/jianbao-bundle)")
    options = parser.parse_args(arguments)
    root = paths.root()
    try:
        out = make(root, options.out or root / "dist" / "jianbao-bundle", options.platform, options.python)
        if _run(["git", "status", "--porcelain", "--untracked-files=no"], "git", root).strip():
            print("bundle: changes that are not committed are not in it", file=sys.stderr)
    except BundleError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 2
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out}: {size / 1e6:.0f} MB, {len(list((out / 'wheels').iterdir()))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
