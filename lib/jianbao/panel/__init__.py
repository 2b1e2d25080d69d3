"""The panel: every observation with its whole identity; DuckDB over Parquet."""

from jianbao.panel.build import build, is_current
from jianbao.panel.store import COLUMNS, Panel, PanelError

__all__ = ["COLUMNS", "Panel", "PanelError", "build", "is_current"]
