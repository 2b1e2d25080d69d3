"""Files and folders that change in one step."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["copy_link", "exchange", "lock", "sync_folder", "write_atomic"]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def write_atomic(path: Path, content: bytes) -> None:
    """Write *content* to a new file beside *path*, to the disk, and give it the name: never half, never into a linked file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".write-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def copy_link(source: Path, target: Path) -> None:
    """Make *target* the same file as *source*; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        shutil.copyfile(source, target)


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk (where the system can: not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def exchange(new: Path, place: Path) -> None:
    """Put folder *new* at *place*; what was there is removed afterwards.

    On Linux the two change names in one step. Elsewhere the old one steps aside first; a reader may find nothing
    for that instant, and a build that dies in it is repaired by the next one from ``.<name>.old-…``.
    """
    if not place.exists():
        os.rename(new, place)
    elif _exchange(new, place):
        shutil.rmtree(new, ignore_errors=True)
    else:
        aside = place.with_name(f".{place.name}.old-{new.name.rpartition('-')[2]}")
        os.rename(place, aside)
        try:
            os.rename(new, place)
        except OSError:
            os.rename(aside, place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if call(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(b))


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold *path* for this process; BlockingIOError(…, holder) when another has it. A dead holder's lock is free."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            if os.name == "nt":
                import msvcrt

                # Far behind the text, so that others can still read who holds it.
                os.lseek(handle, 1000, os.SEEK_SET)
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                os.lseek(handle, 0, os.SEEK_SET)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.lseek(handle, 0, os.SEEK_SET)
            raise BlockingIOError(errno.EAGAIN, os.read(handle, 40).decode(errors="replace").strip() or "?") from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)
