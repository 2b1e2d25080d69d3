"""``environment.yml`` from ``pyproject.toml`` and the lock, so that conda gives the same set as pip.

Conda brings Python itself; the packages come from ``requirements.lock`` with their hashes, because conda's
own builds carry other versions and names, and two sets would have to be tested.
"""

import re
import sys
import tomllib
from pathlib import Path

from jianbao import paths

__all__ = ["LockError", "locked_versions", "main", "requirement_name", "text"]

HEAD = """\
# Written by `make environment` from pyproject.toml and requirements.lock: change those, not this.
#   conda env create -f environment.yml && conda activate jianbao
#   pip install --no-deps --no-build-isolation -e .
"""


class LockError(ValueError):
    """The lock lacks a package that ``pyproject.toml`` asks for."""


def requirement_name(requirement: str) -> str:
    """Return the normalised name of a requirement line.

    >>> requirement_name("Python_dateutil>=2.9 ; os_name == 'nt'")
    'python-dateutil'
    """
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    if name is None:
        raise LockError(f"not a requirement: {requirement!r}")
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def locked_versions(lock: str) -> dict[str, tuple[str, ...]]:
    """Return the versions of each package in a lock's text: several where Pythons or systems differ.

    >>> locked_versions("numpy==2.4.6 ; python_full_version < '3.12' \\\\\\n    --hash=sha256:aa\\n")
    {'numpy': ('2.4.6',)}
    """
    versions: dict[str, tuple[str, ...]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, flags=re.MULTILINE):
        key = requirement_name(name)
        versions[key] = (*versions.get(key, ()), version)
    return versions


def text(pyproject: str, lock: str) -> str:
    """Return the text of ``environment.yml`` for the texts of ``pyproject.toml`` and the lock.

    Raises ``LockError`` where the lock lacks a dependency.
    """
    project = tomllib.loads(pyproject)["project"]
    versions = locked_versions(lock)
    wanted = sorted(requirement_name(line) for line in project["dependencies"])
    if absent := [name for name in wanted if name not in versions]:
        raise LockError(f"requirements.lock lacks {', '.join(absent)}: run make lock")
    python = project["requires-python"].removeprefix(">=")
    lines = [f"      #   {name} {' or '.join(versions[name])}" for name in wanted]
    body = [
        f"name: {project['name']}",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={python}",
        "  - pip",
        "  - pip:",
        "      - --require-hashes",
        "      - -r requirements.lock",
        "      # what pyproject.toml asks for, as locked:",
        *lines,
    ]
    return HEAD + "\n".join(body) + "\n"


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Write ``environment.yml``, or with ``--check`` say whether it is in step. Return the exit code."""
    folder = root or paths.root()
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    target = folder / "environment.yml"
    try:
        wanted = text(
            (folder / "pyproject.toml").read_text(encoding="utf-8"),
            (folder / "requirements.lock").read_text(encoding="utf-8"),
        )
    except (LockError, OSError) as error:
        print(f"environment.yml: {error}", file=sys.stderr)
        return 2
    if check:
        if target.is_file() and target.read_text(encoding="utf-8") == wanted:
            return 0
        print("environment.yml is out of step with pyproject.toml: run make environment", file=sys.stderr)
        return 1
    target.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
