"""An edition: one whole site in one folder, built beside and published by one exchange of names.

A reader who opens the folder sees the old edition or the new one, never a half. The steps: ``stage()`` makes
``.<name>.part-…`` beside the edition (the same file system, so that a rename is one step), ``add()`` writes files there,
``publish()`` writes ``manifest.json`` last and exchanges the two folders. A build that dies leaves a ``.part-`` folder,
which the next build clears away; the edition that was there is untouched. ``restore()`` puts ``.<name>.previous`` back.

A build of a part (``--region 330500``) must not leave a site whose pages disagree. The rule (``edition_for``):

1. no edition there yet: the part is the edition;
2. an edition made from the same inputs (code, data, period, audience): the part is merged into a copy of it, made of
   hard links; a page made again replaces its link, so the old edition keeps its own page until the exchange;
3. an edition of the same part from other inputs: replaced;
4. any other edition (so its pages would disagree with the new ones): left alone, the part goes to ``<name>-<part>``.
"""

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jianbao.publish.folder import copy_link, exchange, lock, swap, sync_folder, write_atomic
from jianbao.publish.meta import Entry

__all__ = ["Edition", "EditionError", "edition_for", "read_manifest", "restore", "whole"]

FORMAT = 1
MANIFEST = "manifest.json"
_SAFE = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]+")


class EditionError(RuntimeError):
    """The edition cannot be built or read; one line says why."""


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of an edition, None where there is none; EditionError when it cannot be read."""
    try:
        manifest = json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EditionError(f"{Path(folder) / MANIFEST} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise EditionError(f"{Path(folder) / MANIFEST} is not a manifest of format {FORMAT}; build the edition again")
    return manifest


def _digests(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the checksum of every file of an edition."""
    briefs = {row["file"]: row["sha256"] for row in manifest["briefs"] if row["sha256"]}
    beside = {path: digest for row in manifest["briefs"] for path, digest in row.get("beside", {}).items()}
    return briefs | beside | manifest["files"]


def whole(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Return the first file of an edition that is not as its manifest says, "" if all are."""
    for path, digest in _digests(manifest).items():
        try:
            content = Path(folder).joinpath(*path.split("/")).read_bytes()
        except OSError:
            return path
        if hashlib.sha256(content).hexdigest() != digest:
            return path
    return ""


def restore(out_dir: Path) -> dict[str, Any]:
    """Put the edition before this one in its place, and this one where that was; return the manifest now in place.

    Raises EditionError where there is none, it is not whole, or a build has the edition.
    """
    edition = Edition(out_dir)
    previous = edition.previous
    there = read_manifest(previous)
    if there is None:
        raise EditionError(f"{edition.path.name}: there is no earlier edition to restore")
    with edition:
        edition.hold()
        if wrong := whole(previous, there):
            raise EditionError(f"the earlier edition is not whole: {wrong}")
        if edition.path.exists():
            swap(previous, edition.path)
        else:
            previous.rename(edition.path)
        sync_folder(edition.path.parent)
    return there


def edition_for(out_dir: Path, inputs: Mapping[str, Any], scope: str = "") -> tuple["Edition", bool]:
    """Return the edition that a build of *scope* goes to ("" is the whole), and whether it is merged into what is there."""
    edition = Edition(out_dir, inputs, scope)
    there = read_manifest(edition.path) if scope else None
    if there is None:
        return edition, False
    if there["inputs"] == edition.inputs:
        return edition, True
    if there["scope"] == scope:
        return edition, False
    return edition_for(edition.path.with_name(f"{edition.path.name}-{scope}"), inputs, scope)


class Edition:
    """One edition folder. *inputs* is everything that decides its bytes: code version, data checksums, period, audience."""

    def __init__(self, out_dir: Path, inputs: Mapping[str, Any] | None = None, scope: str = "") -> None:
        self.path = Path(out_dir).absolute()
        self.scope = scope
        self.inputs = json.loads(json.dumps(dict(inputs or {}), sort_keys=True))
        self.part: Path | None = None
        self._briefs: dict[str, Entry] = {}
        self._files: dict[str, str] = {}
        self._held: contextlib.ExitStack | None = None

    @property
    def previous(self) -> Path:
        """Where the edition before this one is kept."""
        return self.path.with_name(f".{self.path.name}.previous")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every brief of the edition being built, merged ones too, in the order of their files."""
        return tuple(self._briefs[k] for k in sorted(self._briefs))

    def hold(self) -> None:
        """Take the edition's lock and clear away what a dead build left.

        Raises EditionError when another build has the edition, or what is there is not an edition.
        """
        if self._held is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # The exchange removes what was there: never a folder that is not an edition of ours.
        if self.path.exists() and not (self.path / MANIFEST).is_file() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise EditionError(f"{self.path} is there and is not an edition (it has no {MANIFEST}); choose another folder")
        held = contextlib.ExitStack()
        try:
            held.enter_context(lock(self.path.with_name(f".{self.path.name}.lock")))
        except BlockingIOError as error:
            raise EditionError(f"{self.path.name} is being built by process {error.args[-1]}; wait for it or stop it") from None
        self._held = held
        self._clear()

    def stage(self, merge: bool = False) -> Path:
        """Make the empty staging folder (with *merge*, a linked copy of the edition) and return it.

        Raises EditionError when another build has the edition, or a page to be merged was changed by hand.
        """
        self.hold()
        self.part = Path(tempfile.mkdtemp(prefix=f".{self.path.name}.part-", dir=self.path.parent))
        self.part.chmod(0o755)
        if merge:
            try:
                self._carry_over()
            except BaseException:
                self.discard()
                raise
        return self.part

    def add(self, path: str, text: str | bytes, entry: Entry | None = None) -> None:
        """Write one file of the edition (*path* with forward slashes); *entry* makes it a brief of the manifest."""
        target = self._target(path)
        content = text.encode() if isinstance(text, str) else text
        write_atomic(target, content)
        digest = hashlib.sha256(content).hexdigest()
        if entry is None:
            self._files[path] = digest
        else:
            self._drop_beside(path)
            self._briefs[path] = replace(entry, file=path, sha256=digest, bytes=len(content))

    def text(self, path: str) -> str:
        """Return a page of the edition being built."""
        return self._target(path).read_text("utf-8")

    def link(self, path: str, source: Path, entry: Entry) -> None:
        """Take a page that is there already, known to be whole, as a brief; *entry* says its checksum and size."""
        target = self._target(path)
        target.parent.mkdir(exist_ok=True, parents=True)
        target.unlink(missing_ok=True)
        copy_link(source, target)
        self._drop_beside(path)
        self._briefs[path] = replace(entry, file=path)

    def add_beside(self, path: str, content: bytes | Path, page: str) -> None:
        """Take a Word or Excel file (its bytes, or a file that is there and known to be whole) as one of an added page."""
        target = self._target(path)
        target.unlink(missing_ok=True)
        if isinstance(content, Path):
            copy_link(content, target)
        else:
            write_atomic(target, content)
        entry = self._briefs[page]
        self._briefs[page] = replace(entry, beside={**entry.beside, path: hashlib.sha256(target.read_bytes()).hexdigest()})

    def _drop_beside(self, page: str) -> None:
        """Take away the files of a page that is replaced or has failed."""
        for path in self._briefs[page].beside if page in self._briefs else ():
            self._target(path).unlink(missing_ok=True)

    def fail(self, path: str, entry: Entry) -> None:
        """Note a brief that was not made (``entry.result`` says why) and take away a page merged from before."""
        self._target(path).unlink(missing_ok=True)
        self._drop_beside(path)
        self._briefs[path] = replace(entry, file=path, sha256="", bytes=0, beside={})

    def publish(self) -> Path:
        """Write the manifest and put the new edition in the place of the old in one step; return its folder."""
        if self.part is None:
            raise EditionError(f"{self.path.name}: nothing was staged")
        manifest = self.manifest()
        for path in _digests(manifest):
            if not self.part.joinpath(*path.split("/")).is_file():
                raise EditionError(f"{path} has vanished from {self.part.name}; nothing was published")
        write_atomic(self.part / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
        for folder in [self.part, *(d for d in self.part.rglob("*") if d.is_dir())]:
            sync_folder(folder)
        exchange(self.part, self.path, keep=self.previous)
        sync_folder(self.path.parent)
        self.part = None
        self._clear()
        self._release()
        return self.path

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest will say."""
        return {
            "format": FORMAT,
            "scope": self.scope,
            "inputs": self.inputs,
            "briefs": [e.as_dict() for e in self.entries],
            "files": self._files,
        }

    def discard(self) -> None:
        """Give up: take the staging folder away; the edition that was there stays as it was."""
        if self.part is not None:
            shutil.rmtree(self.part, ignore_errors=True)
            self.part = None
        self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def __enter__(self) -> "Edition":
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def _target(self, path: str) -> Path:
        """Return the staged file for *path*; refuse what could land outside, be hidden, or meet another file."""
        if self.part is None:
            raise EditionError(f"{self.path.name}: call stage() before adding {path!r}")
        if not self.part.is_dir():  # never made anew: what it held would be missing
            raise EditionError(f"{self.part} has vanished; nothing was published")
        pieces = path.split("/")
        if not path or any(not _SAFE.fullmatch(p) or p.startswith(".") or p != p.strip(" .") or len(p.encode()) > 200 for p in pieces):
            raise EditionError(f"{path!r} is not a file name inside an edition")
        if path == MANIFEST:
            raise EditionError(f"{MANIFEST} is written by publish()")
        twin = next((p for p in (*self._briefs, *self._files) if p != path and p.casefold() == path.casefold()), None)
        if twin:
            raise EditionError(f"{path!r} and {twin!r} are one file on Windows")
        return self.part.joinpath(*pieces)

    def _carry_over(self) -> None:
        there = read_manifest(self.path)
        if there is None:
            return
        if there["inputs"] != self.inputs:
            raise EditionError(f"{self.path.name} was made from other code or data; build it whole, or build this part elsewhere")
        self.scope = "" if not there["scope"] else "+".join(sorted({*there["scope"].split("+"), *self.scope.split("+")}))
        briefs = [Entry.from_dict(row) for row in there["briefs"]]
        for path, digest in _digests(there).items():
            target = self._target(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            source = self.path.joinpath(*path.split("/"))
            if not source.is_file() or hashlib.sha256(source.read_bytes()).hexdigest() != digest:
                raise EditionError(f"{self.path.name}/{path} was changed after it was published; build the edition whole")
            copy_link(source, target)
        self._briefs = {e.file: e for e in briefs}
        self._files = dict(there["files"])

    def _clear(self) -> None:
        """Take away what a dead build left; if it died between two renames, put the old edition back first."""
        olds = sorted(self.path.parent.glob(f".{self.path.name}.old-*"))
        if olds and not self.path.exists():
            olds.pop().rename(self.path)
        for left in [*olds, *self.path.parent.glob(f".{self.path.name}.part-*")]:
            if left != self.part:
                shutil.rmtree(left, ignore_errors=True)
