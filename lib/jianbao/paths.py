"""Where things are. Jupyter starts in ``notebooks/`` and papermill in the root: every path comes from here."""

import os
from pathlib import Path

__all__ = ["data_dir", "notebooks_dir", "outputs_dir", "root"]


def root() -> Path:
    """Return the project's folder: ``JIANBAO_HOME``, else the nearest folder above that holds it."""
    if home := os.environ.get("JIANBAO_HOME"):
        return Path(home).resolve()
    starts = (Path.cwd(), Path(__file__).resolve())
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / "notebooks").is_dir() and (folder / "lib" / "jianbao").is_dir():
                return folder
    return Path.cwd()


def data_dir() -> Path:
    """Return the data folder of the place: ``JIANBAO_DATA``, else ``data/`` of the project."""
    return Path(os.environ["JIANBAO_DATA"]).resolve() if os.environ.get("JIANBAO_DATA") else root() / "data"


def outputs_dir() -> Path:
    """Return the folder for everything made: ``JIANBAO_OUTPUTS``, else ``outputs/`` of the project."""
    return Path(os.environ["JIANBAO_OUTPUTS"]).resolve() if os.environ.get("JIANBAO_OUTPUTS") else root() / "outputs"


def notebooks_dir() -> Path:
    """Return the folder of the notebooks."""
    return root() / "notebooks"
