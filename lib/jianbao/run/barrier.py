"""The wall around the kernels of a public edition: they can read the public release, and nothing it was cut from.

On Linux the kernel itself refuses (Landlock, since 5.13), whoever asks: Python, a library in C, a child process. Where
that is missing an audit hook refuses what Python opens. Neither can be taken down from inside.
"""

import ctypes
import os
import struct
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

__all__ = ["confidential", "prepared", "raise_barrier"]

_CREATE, _ADD, _RESTRICT, _READ_FILE, _NO_NEW_PRIVILEGES = 444, 445, 446, 1 << 2, 38


def confidential(data_dir: Path, outputs: Path) -> tuple[list[Path], list[Path]]:
    """Return what a public brief may not read, and what inside that it may."""
    denied = [data_dir / "panel", data_dir / "incoming", data_dir / "taken", data_dir / "earlier", data_dir / "disclosed", data_dir / "catalogue" / "methods" / "disclosure.toml", outputs]
    allowed = [data_dir / "panel" / "release-public", outputs / "cache"]
    return [p.resolve() for p in denied], [p.resolve() for p in allowed]


def raise_barrier(audience: str, data_dir: Path, outputs: Path) -> str:
    """Shut this process, and all it starts, off from confidential data if the audience is public.

    Returns what holds the wall: ``landlock``, ``hook``, or "" where none is needed.
    """
    if audience != "public":
        return ""
    denied, allowed = confidential(data_dir, outputs)
    holds = "landlock" if _landlock(prepared(audience, data_dir, outputs)) else "hook"
    sys.addaudithook(_hook([str(p) for p in denied], [str(p) for p in allowed]))
    return holds


def _hook(denied: list[str], allowed: list[str]):
    def within(path: str, folders: list[str]) -> bool:
        return any(path == f or path.startswith(f + os.sep) for f in folders)

    def refuse(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if within(path, denied) and not within(path, allowed):
                raise PermissionError(f"公开版的笔记本不能读取 {Path(path).name}（内部数据） · a public edition may not read it")

    return refuse


@lru_cache(maxsize=4)
def prepared(audience: str, data_dir: Path, outputs: Path) -> int:
    """Return the system's handle of the rule, −1 where there is none; a zygote makes it once for all its children.

    Everything may be read but what is denied: a folder that holds something denied is opened entry by entry.
    """
    if audience != "public" or not sys.platform.startswith("linux"):
        return -1
    denied, allowed = confidential(data_dir, outputs)
    libc = ctypes.CDLL(None, use_errno=True)
    rules = struct.pack("=Q", _READ_FILE)
    ruleset = libc.syscall(_CREATE, rules, len(rules), 0)
    for path in _open_places(Path("/"), denied, allowed) if ruleset >= 0 else ():
        # Not os.open: what a brief opens is noted (panel.reads), and this is not the brief.
        handle = libc.open(os.fsencode(path), os.O_PATH | os.O_CLOEXEC)
        if handle >= 0:  # else it went away, or is nobody's to open
            libc.syscall(_ADD, ruleset, 1, struct.pack("=Qi", _READ_FILE, handle), 0)
            os.close(handle)
    return ruleset


def _landlock(ruleset: int) -> bool:
    """Put this process and its children under a rule; return whether the system did."""
    if ruleset < 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc.syscall(_RESTRICT, ruleset, 0) == 0


def _open_places(place: Path, denied: list[Path], allowed: list[Path]) -> list[Path]:
    """Return the largest folders and files below a place that hold nothing denied."""
    if place in allowed:
        return [place]
    shut = any(place == d or d in place.parents for d in denied)
    if shut and not any(place in a.parents for a in allowed):
        return []
    if not shut and not any(place in d.parents for d in denied):
        return [place]
    found: list[Path] = []
    with suppress(OSError):
        for entry in os.scandir(place):
            if not entry.is_symlink():  # where a link points to is met under its own name
                found += _open_places(Path(entry.path), denied, allowed)
    return found
