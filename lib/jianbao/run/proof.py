"""Between a finished page and the edition: what its sentences claim is worked out a second time from the panel."""

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from jianbao.run.words import say
from jianbao.run.worker import Result

__all__ = ["Proof"]

#: Pages are proved together, since one look into the panel serves many: so many at most, and none waits longer than this.
_BATCH, _SECONDS = 24, 3.0


class Proof:
    """Proves pages of one release; a page with a wrong claim becomes a failure that names the sentence."""

    def __init__(self, data_dir: Path, audience: str, lang: str) -> None:
        self._data, self._audience, self._lang = data_dir, audience, lang

    @cached_property
    def _figures(self):
        from jianbao.verify.figures import Figures

        return Figures(self._data, self._audience)

    @cached_property
    def rules(self) -> str:
        """A checksum of the rules by which claims are proved."""
        import jianbao.verify

        folder = Path(jianbao.verify.__file__).parent
        files = [folder.parent / "claims.py", *sorted(folder.glob("*.py"))]
        return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]

    def holds(self, results: Iterable[Result]) -> set[str]:
        """Return the files of those pages in which every claim holds."""
        return {r.spec.file for r in self.through(results) if r.ok}

    def through(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield every result, pages in batches after they were proved, while the next ones are made."""
        waiting: list[Result] = []
        since, running = 0.0, deque()
        with ThreadPoolExecutor(1) as prover:
            for result in results:
                while running and running[0].done():
                    yield from running.popleft().result()
                if not result.ok or not any(mark in result.html for mark in (b"data-claim", b"data-fact")):
                    yield result  # nothing to prove: it need not wait
                    continue
                since = since if waiting else time.monotonic()
                waiting.append(result)
                if len(waiting) >= _BATCH or time.monotonic() - since > _SECONDS:
                    running.append(prover.submit(self._proved, waiting))
                    waiting = []
            running.append(prover.submit(self._proved, waiting))
            for proved in running:
                yield from proved.result()

    def _proved(self, results: list[Result]) -> list[Result]:
        from jianbao.verify.report import pages

        if not results:
            return []
        report = pages({r.spec.file: r.html.decode() for r in results}, self._data, self._audience, self._figures)
        wrong: dict[str, list] = {}
        for found in report.unproved:
            if found.wrong:
                wrong.setdefault(found.file, []).append(found)
        doubts: dict[str, tuple[str, ...]] = {}
        for found in report.doubted:
            line = say(self._lang, f"手写按语与数据不符，请核对：{found.line()}", f"words by hand that the panel contradicts: {found.line()}")
            doubts[found.file] = (*doubts.get(found.file, ()), line)
        told = [replace(r, warnings=doubts[r.spec.file]) if r.spec.file in doubts else r for r in results]
        return [self._failed(r, wrong[r.spec.file]) if r.spec.file in wrong else r for r in told]

    def _failed(self, result: Result, found: list) -> Result:
        first = found[0]
        cause = say(self._lang, f"与数据不符：“{first.sentence}”：{first.why}", f"the panel contradicts “{first.sentence}”: {first.why}")
        return replace(result, html=None, cell="verify", cause=" ".join(cause.split())[:300], trace="\n".join(u.line() for u in found))
