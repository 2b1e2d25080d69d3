"""Pages kept from earlier builds, so that a build makes only what changed, and one that was stopped goes on.

A page is kept under its own checksum as soon as it is made, with a record: what decided its bytes before it ran
(``run.stale``), what it read and what that was. It serves again when both still hold. Nothing here is part of an
edition: without it the next build makes every page again, with the same bytes.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jianbao.publish.folder import write_atomic

__all__ = ["Kept", "Page"]

#: How many states of the data are remembered for one brief: data that are put back cost nothing.
_STATES = 3


@dataclass(frozen=True)
class Page:
    """One page, what it read (``data`` is the checksum of that), and the Word and Excel files made of it."""

    sha256: str
    bytes: int
    data: str
    reads: dict[str, Any]
    beside: dict[str, str] = field(default_factory=dict)  # ending → checksum


class Kept:
    """The pages kept for one edition. Its builds hold the edition's lock, so nobody else writes here."""

    def __init__(self, outputs: Path, edition: Path) -> None:
        mark = hashlib.sha256(str(Path(edition).absolute()).encode()).hexdigest()[:8]
        self.folder = Path(outputs) / "cache" / f"{Path(edition).name}-{mark}"

    def find(self, key: str, fingerprint: Callable[[dict[str, Any]], str]) -> Page | None:
        """Return a page made from the same code that read the same data and is as it was made."""
        for page in self._record(key):
            if fingerprint(page.reads) == page.data and self._whole(page):
                return page
        return None

    def put(self, key: str, reads: dict[str, Any], data: str, html: bytes, beside: Mapping[str, bytes] | None = None) -> Page:
        """Keep a page that was just made, and the files beside it."""
        files = {ending: (hashlib.sha256(content).hexdigest(), content) for ending, content in (beside or {}).items()}
        page = Page(hashlib.sha256(html).hexdigest(), len(html), data, reads, {ending: digest for ending, (digest, _) in files.items()})
        if not self._whole(page):
            write_atomic(self.path(page), html)
            for ending, (_, content) in files.items():
                write_atomic(self.path(page, ending), content)
        states = [page, *(p for p in self._record(key) if p.data != data)][:_STATES]
        write_atomic(self._name(key), json.dumps([asdict(p) for p in states], ensure_ascii=False).encode())
        return page

    def is_proved(self, page: Page, rules: str) -> bool:
        """Return whether the page's claims were proved, by the same rules (``run.proof``), when it had read the same data."""
        return self._mark(page, rules) in self._proved

    def prove(self, page: Page, rules: str) -> None:
        """Note that the page's claims are proved. A build that dies before it leaves a page that must be proved again."""
        mark = self._mark(page, rules)
        if mark not in self._proved:
            self._proved.add(mark)
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "proved.txt").open("a", encoding="ascii") as out:
                out.write(f"{mark}\n")

    @cached_property
    def _proved(self) -> set[str]:
        try:
            return set((self.folder / "proved.txt").read_text(encoding="ascii").split("\n"))
        except (OSError, ValueError):
            return set()

    @staticmethod
    def _mark(page: Page, rules: str) -> str:
        return f"{page.sha256} {page.data} {rules}"

    def path(self, page: Page, ending: str = "html") -> Path:
        """Return the file of a page, or of what lies beside it."""
        digest = page.beside[ending] if ending != "html" else page.sha256
        return self.folder / "pages" / digest[:2] / f"{digest}.{ending}"

    def tidy(self, used: Iterable[str], merged: bool = False) -> None:
        """Drop what neither this edition nor the one before it used; *merged*: this build made a part of the edition."""
        note = self.folder / "used.json"
        before = self._json(note) or {"now": [], "before": []}
        now = sorted({*used, *(before["now"] if merged else ())})
        state = {"now": now, "before": before["before"] if merged or before["now"] == now else before["now"]}
        write_atomic(note, json.dumps(state).encode())
        wanted, pages = {*state["now"], *state["before"]}, set()
        for path in (self.folder / "records").glob("*/*.json"):
            if path.stem in wanted:
                pages |= {digest for p in self._record(path.stem) for digest in (p.sha256, *p.beside.values())}
            else:
                path.unlink(missing_ok=True)
        for path in (self.folder / "pages").glob("*/*"):
            if path.stem not in pages:
                path.unlink(missing_ok=True)
        self._proved.intersection_update({m for m in self._proved if m.split(" ")[0] in pages})
        write_atomic(self.folder / "proved.txt", "".join(f"{m}\n" for m in sorted(self._proved)).encode())

    def forget(self) -> None:
        """Drop everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _record(self, key: str) -> list[Page]:
        try:
            return [Page(**row) for row in self._json(self._name(key)) or ()]
        except TypeError:  # of another version of this program
            return []

    def _name(self, key: str) -> Path:
        return self.folder / "records" / key[:2] / f"{key}.json"

    def _whole(self, page: Page) -> bool:
        try:
            return all(
                hashlib.sha256(self.path(page, ending).read_bytes()).hexdigest() == digest
                for ending, digest in {"html": page.sha256, **page.beside}.items()
            )
        except OSError:
            return False

    @staticmethod
    def _json(path: Path) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
