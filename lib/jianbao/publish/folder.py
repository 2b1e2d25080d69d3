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

__all__ = ["copy_link", "exchange", "lock", "swap", "sync_folder", "write_atomic"]

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


def exchange(new: Path, place: Path, keep: Path | None = None) -> None:
    """Put folder *new* at *place*; what was there goes to *keep*, or is removed.

    On Linux the two change names in one step. Elsewhere the old one steps aside first; a reader may find nothing
    for that instant, and a build that dies in it is repaired by the next one from ``.<name>.old-…``.
    """
    if not place.exists():
        os.rename(new, place)
        return
    if _exchange(new, place):
        old = new
    else:
        old = place.with_name(f".{place.name}.old-{new.name.rpartition('-')[2]}")
        os.rename(place, old)
        try:
            os.rename(new, place)
        except OSError:
            os.rename(old, place)
            raise
    # The new one is published: what cannot be tidied now is cleared away by the next build.
    with suppress(OSError):
        if keep is not None:
            shutil.rmtree(keep, ignore_errors=True)
            os.rename(old, keep)
        else:
            shutil.rmtree(old, ignore_errors=True)


def swap(a: Path, b: Path) -> None:
    """Let two folders change places; in one step where the system can."""
    if not _exchange(a, b):
        aside = b.with_name(f".{b.name}.old-swap")
        os.rename(b, aside)
        os.rename(a, b)
        os.rename(aside, a)


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
