"""Which errors are the user's to put right, and the log for the others."""

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from jianbao.run.words import RunError

__all__ = ["expected", "write_log"]

#: Errors of the other parts whose message is one line for the user; looked up only if their module was loaded.
_ONE_LINE = {
    "jianbao.catalogue.records": ("CatalogueError",),
    "jianbao.catalogue.period": ("PeriodError",),
    "jianbao.panel.store": ("PanelError",),
    "jianbao.panel.published": ("PublishedError",),
    "jianbao.intake.bea_file": ("BeaError",),
    "jianbao.intake.words": ("IntakeError",),
    "jianbao.demo.inputs": ("DemoError",),
    "jianbao.publish.edition": ("EditionError",),
}


def expected(error: BaseException) -> bool:
    """Return whether the error's message is meant for the user."""
    kinds = [getattr(sys.modules[m], n, None) for m, names in _ONE_LINE.items() if m in sys.modules for n in names]
    return isinstance(error, (RunError, *(k for k in kinds if k)))


def write_log(error: BaseException, outputs: Path) -> Path:
    """Write the traceback to the log folder and return the file."""
    folder = outputs / "log"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"error-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return path
